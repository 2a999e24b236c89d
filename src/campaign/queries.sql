-- SPDX-License-Identifier: Apache-2.0

-- campaign_put: a new campaign
INSERT INTO campaign (id, slug, title, title_en, owner, opens, closes, state, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- campaign_by_id: one campaign
SELECT id, owner, slug, title, title_en, state, opens, closes, created, since, why FROM campaign WHERE id = $1;

-- campaign_by_slug: one campaign
SELECT id, owner, slug, title, title_en, state, opens, closes, created, since, why FROM campaign WHERE slug = $1;

-- campaign_all: every campaign, newest first
SELECT id, owner, slug, title, title_en, state, opens, closes, created, since, why FROM campaign ORDER BY opens DESC, slug;

-- unit_reach: the path below unit $1; for an office, below the unit it serves
SELECT CASE WHEN u.kind = 'district-office' AND p.path IS NOT NULL THEN p.path ELSE u.path END
  FROM unit u LEFT JOIN unit p ON p.id = u.parent WHERE u.id = $1;

-- owed_clauses: the clauses of dispatch $1 that unit $2 owes at $3
SELECT clause FROM duty WHERE dispatch = $1 AND unit = $2 AND (ended IS NULL OR ended > $3) AND waived IS NULL ORDER BY clause;

-- unit_root: the path of unit $1
SELECT path FROM unit WHERE id = $1;

-- units_of_kind: units of kind $1 alive at $2 whose path begins with $3, except $4
SELECT id, code, name, path FROM unit
 WHERE kind = $1 AND valid_from <= $2 AND valid_to > $2 AND substr(path, 1, length($3)) = $3 AND id <> $4
 ORDER BY code;

-- units_of_code: the unit of code $1 alive at $2, unless it is $3
SELECT id, code, name, path FROM unit WHERE code = $1 AND valid_from <= $2 AND valid_to > $2 AND id <> $3;

-- units_named: names of the units above communes alive at $1 whose path begins with $2
SELECT code, name FROM unit
 WHERE valid_from <= $1 AND valid_to > $1 AND substr(path, 1, length($2)) = $2
   AND kind IN ('department', 'university', 'college', 'district', 'district-office', 'association')
 ORDER BY code;

-- dispatch_put: a new draft
INSERT INTO dispatch (id, campaign, from_unit, number, symbol, doc_date, subject, signer, signer_title, opens, closes,
                      clauses, words, draft, source, replaces, drafted_by, created, state, parent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'draft', $19);

-- dispatch_edit: what a person confirmed, of a draft that is still at revision $14
UPDATE dispatch SET campaign = $2, from_unit = $3, number = $4, symbol = $5, doc_date = $6, subject = $7, signer = $8,
       signer_title = $9, opens = $10, closes = $11, clauses = $12, words = $13, revision = revision + 1
 WHERE id = $1 AND state = 'draft' AND revision = $14;

-- dispatch_by_id: one dispatch with the names pages show
SELECT d.id, d.campaign, d.from_unit, d.number, d.symbol, d.doc_date, d.subject, d.signer, d.signer_title, d.opens,
       d.closes, d.draft, d.clauses, d.source, d.state, d.drafted_by, d.signed_by, d.created, d.signed, d.sent,
       u.name, c.title, d.words, d.revision, d.ended, d.ended_why, d.replaces, d.parent, c.state, c.since, d.moved
  FROM dispatch d LEFT JOIN unit u ON u.id = d.from_unit LEFT JOIN campaign c ON c.id = d.campaign
 WHERE d.id = $1;

-- dispatch_all: every dispatch, newest first, without its draft
SELECT d.id, d.campaign, d.from_unit, d.number, d.symbol, d.doc_date, d.subject, d.signer, d.signer_title, d.opens,
       d.closes, '{}', '[]', d.source, d.state, d.drafted_by, d.signed_by, d.created, d.signed, d.sent, u.name, c.title,
       '{}', d.revision, d.ended, d.ended_why, d.replaces, d.parent, c.state, c.since, d.moved
  FROM dispatch d LEFT JOIN unit u ON u.id = d.from_unit LEFT JOIN campaign c ON c.id = d.campaign
 ORDER BY COALESCE(d.sent, d.created) DESC, d.id;

-- dispatch_named: the newest dispatch of number $1 and symbol $2
SELECT id FROM dispatch WHERE number = $1 AND symbol = $2 ORDER BY doc_date DESC, created DESC LIMIT 1;

-- dispatch_state: from state $2 to state $3
UPDATE dispatch SET state = $3 WHERE id = $1 AND state = $2;

-- dispatch_signed: signed by $2 at $3
UPDATE dispatch SET state = 'signed', signed_by = $2, signed = $3 WHERE id = $1 AND state = 'submitted';

-- dispatch_sent: sent at $2 to recipients $3
UPDATE dispatch SET state = 'sent', sent = $2, recipients = $3 WHERE id = $1 AND state = 'signed';

-- recipients: everybody dispatch $1 reaches, with when they first took note of a duty and how many they owe still
SELECT u.id, u.code, u.name, MIN(d.acknowledged),
       SUM(CASE WHEN d.ended IS NULL AND d.waived IS NULL AND d.optional = 0
                 AND NOT EXISTS (SELECT 1 FROM record r WHERE r.duty = d.id AND r.state = 'accepted') THEN 1 ELSE 0 END)
  FROM duty d JOIN unit u ON u.id = d.unit
 WHERE d.dispatch = $1 GROUP BY u.id, u.code, u.name ORDER BY u.name, u.code;

-- receipt_known: did unit $2 say $4 of the dispatch with id $1 at $3 already?
SELECT 1 FROM record WHERE ref = $1 AND kind = 'receipt' AND unit = $2 AND made_at = $3 AND body = $4 LIMIT 1;

-- edxml_waiting: what was sent under running campaigns and not laid down for the gateway, oldest first
SELECT d.id FROM dispatch d JOIN campaign c ON c.id = d.campaign
 WHERE d.state = 'sent' AND c.state = 'open'
   AND NOT EXISTS (SELECT 1 FROM event e WHERE e.on_id = d.id AND e.did = 'edxml.out') ORDER BY d.sent, d.id LIMIT 20;

-- receipts: what recipients said of the dispatch with id $1, oldest first
SELECT unit, body, received_at FROM record WHERE ref = $1 AND kind = 'receipt' AND state = 'accepted' ORDER BY received_at, id;

-- dispatch_ended: a sent dispatch is now $2, since $3, because of $4
UPDATE dispatch SET state = $2, ended = $3, ended_why = $4 WHERE id = $1 AND state = 'sent';

-- duties_end: the duties of dispatch $1 that nobody did anything for end at $2
UPDATE duty SET ended = $2 WHERE dispatch = $1 AND ended IS NULL
   AND NOT EXISTS (SELECT 1 FROM record r WHERE r.duty = duty.id AND r.state = 'accepted');

-- dispatch_claims: what was done under dispatch $1
SELECT r.id, r.kind, r.campaign, r.unit, r.made_at, r.release, r.body, d.clause, d.unit, r.by_seat
  FROM record r JOIN duty d ON d.id = r.duty WHERE d.dispatch = $1 AND r.state = 'accepted';

-- duty_put: a duty, once for a dispatch, clause and unit
INSERT INTO duty (id, dispatch, clause, unit, verb, optional, due, created, target)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING;

-- duty_acknowledged: taken note of at $2
UPDATE duty SET acknowledged = $2 WHERE id = $1 AND acknowledged IS NULL;

-- duty_waived: taken from the unit at $2 because of $3
UPDATE duty SET waived = $2, waived_why = $3 WHERE id = $1 AND waived IS NULL;

-- duty_where: the dispatch, unit and campaign of duty $1, and whether nothing is taken for that any more
SELECT d.dispatch, d.unit, p.campaign, d.verb, CASE WHEN c.state IN ('archived', 'cancelled') THEN 1 ELSE 0 END
  FROM duty d JOIN dispatch p ON p.id = d.dispatch LEFT JOIN campaign c ON c.id = p.campaign WHERE d.id = $1;

-- duties_of_unit: what unit $1 owed at $2, nearest deadline first
SELECT d.id, d.dispatch, d.unit, d.clause, d.verb, d.optional, d.due, d.created, d.acknowledged, d.waived, p.subject,
       p.clauses, CASE WHEN c.state = 'paused' THEN c.since END
  FROM duty d JOIN dispatch p ON p.id = d.dispatch LEFT JOIN campaign c ON c.id = p.campaign
 WHERE d.unit = $1 AND d.created <= $2 AND (d.ended IS NULL OR d.ended > $2)
 ORDER BY d.optional, d.due, d.clause;

-- duty_by_id: one duty as of $2
SELECT d.id, d.dispatch, d.unit, d.clause, d.verb, d.optional, d.due, d.created, d.acknowledged, d.waived, p.subject,
       p.clauses, CASE WHEN c.state = 'paused' THEN c.since END
  FROM duty d JOIN dispatch p ON p.id = d.dispatch LEFT JOIN campaign c ON c.id = p.campaign
 WHERE d.id = $1 AND d.created <= $2;

-- duty_said: records and looks on duty $1 until $2
SELECT r.id, r.kind, r.body, r.state, r.received_at, k.verdict, k.seen, k.at
  FROM record r LEFT JOIN "check" k ON k.record = r.id AND k.at <= $2
 WHERE r.duty = $1 AND r.received_at <= $2 AND r.state IN ('accepted', 'superseded')
 ORDER BY r.received_at, r.id, k.at;

-- grid_units: the units that owe under dispatch $1
SELECT u.id, u.code, u.name, u.kind, u.valid_to, u.becomes, u.path FROM unit u
 WHERE u.id IN (SELECT unit FROM duty WHERE dispatch = $1)
 ORDER BY u.name, u.code;

-- grid_duties: the duties under dispatch $1 that were there at $2, with what was said and seen of each until then (large)
SELECT d.id, d.unit, d.clause, d.optional, d.due, d.acknowledged, d.waived, d.ended, r.id, r.received_at, r.supersedes,
       k.at, k.verdict, d.created
  FROM duty d
  LEFT JOIN record r ON r.duty = d.id AND r.received_at <= $2 AND r.state IN ('accepted', 'superseded')
  LEFT JOIN "check" k ON k.record = r.id AND k.at <= $2
 WHERE d.dispatch = $1 AND d.created <= $2
 ORDER BY d.id;

-- report_campaign: campaign $1 as a report of moment $2 names it
SELECT c.id, c.slug, c.title, c.title_en, u.name, COALESCE(a.name, ''), c.opens, c.closes, CAST($2 AS BIGINT),
       CASE WHEN c.state = 'paused' AND c.since <= $2 THEN c.since ELSE 0 END
  FROM campaign c JOIN unit u ON u.id = c.owner LEFT JOIN unit a ON a.id = u.parent WHERE c.id = $1;

-- report_units: the units that owe or send under campaign $1 by moment $2
SELECT u.id, u.code, u.name, u.kind, u.path, u.valid_to, u.becomes, u.households, u.languages FROM unit u
 WHERE u.id IN (SELECT d.unit FROM duty d JOIN dispatch p ON p.id = d.dispatch
                 WHERE p.campaign = $1 AND p.sent <= $2 AND d.created <= $2)
    OR u.id IN (SELECT from_unit FROM dispatch WHERE campaign = $1 AND sent <= $2)
 ORDER BY u.name, u.code, u.id;

-- report_dispatches: what was sent under campaign $1 by moment $2
SELECT id, parent, from_unit, number, symbol, doc_date, subject, signer, signer_title, opens, closes, signed, sent, clauses
  FROM dispatch WHERE campaign = $1 AND sent <= $2 ORDER BY sent, id;

-- report_duties: duties under campaign $1 with what had been done to them by moment $2 (large)
SELECT d.id, d.dispatch, d.unit, d.clause, d.optional, d.due, d.created,
       CASE WHEN d.acknowledged <= $2 THEN d.acknowledged END, CASE WHEN d.waived <= $2 THEN d.waived END,
       CASE WHEN d.waived <= $2 THEN d.waived_why END, CASE WHEN d.ended <= $2 THEN d.ended END
  FROM duty d JOIN dispatch p ON p.id = d.dispatch
 WHERE p.campaign = $1 AND p.sent <= $2 AND d.created <= $2 ORDER BY d.id;

-- report_records: what was said of the duties under campaign $1 by moment $2 (large)
SELECT r.id, r.kind, r.duty, r.unit, r.campaign, r.made_at, r.received_at, r.release, r.body, r.supersedes
  FROM record r JOIN duty d ON d.id = r.duty JOIN dispatch p ON p.id = d.dispatch
 WHERE p.campaign = $1 AND p.sent <= $2 AND r.received_at <= $2 AND r.state IN ('accepted', 'superseded')
 ORDER BY r.duty, r.received_at, r.id;

-- report_checks: what was seen of it by moment $2 (large)
SELECT k.id, k.record, k.method, k.at, k.verdict, k.seen
  FROM "check" k JOIN record r ON r.id = k.record JOIN duty d ON d.id = r.duty JOIN dispatch p ON p.id = d.dispatch
 WHERE p.campaign = $1 AND p.sent <= $2 AND r.received_at <= $2 AND k.at <= $2 AND r.state IN ('accepted', 'superseded')
 ORDER BY k.record, k.at, k.id;

-- report_releases: what was published by moment $2, in campaign $1's time or before it
SELECT r.id, m.slug, m.kind, m.title, m.title_en, r.version, r.code, r.published, r.supersedes,
       CASE WHEN r.state = 'withdrawn' THEN 1 ELSE 0 END, m.from_case
  FROM release r JOIN material m ON m.id = r.material
 WHERE r.published <= $2 AND EXISTS (SELECT 1 FROM campaign WHERE id = $1) ORDER BY r.published, r.id;

-- report_cases: cases opened within campaign $1's time, by moment $2
SELECT c.id, c.form, c.severity, c.opened, CASE WHEN c.warned <= $2 THEN c.warned END,
       CASE WHEN c.closed <= $2 THEN c.closed END,
       CASE WHEN c.closed <= $2 AND c.state IN ('unfounded', 'duplicate') THEN 1 ELSE 0 END,
       (SELECT MIN(r.received_at) FROM record r WHERE r.case_id = c.id AND r.kind = 'report' AND r.received_at <= $2)
  FROM "case" c WHERE c.opened <= $2 AND c.opened >= (SELECT opens FROM campaign WHERE id = $1) ORDER BY c.opened, c.id;

-- report_visits: bodies of household visits within campaign $1's time, by moment $2
SELECT body FROM record WHERE kind = 'visit' AND state = 'accepted' AND received_at <= $2
   AND received_at >= (SELECT opens FROM campaign WHERE id = $1) ORDER BY received_at, id;

-- report_citizens: how many citizens' reports came from each area within campaign $1's time, by moment $2
SELECT u.code, COUNT(*) FROM record r LEFT JOIN unit u ON u.id = r.unit
 WHERE r.kind = 'report' AND r.state <> 'conflict' AND r.received_at <= $2
   AND r.received_at >= (SELECT opens FROM campaign WHERE id = $1) GROUP BY u.code ORDER BY u.code;

-- report_lots: draws for call-backs within campaign $1's time, by moment $2
SELECT seq, on_id, at, body FROM event WHERE did = 'sample.draw' AND at <= $2 AND at >= (SELECT opens FROM campaign WHERE id = $1)
 ORDER BY seq;

-- report_drawn: record $1 that was drawn, and what its call-back had found by $2
SELECT r.unit, r.made_at, r.received_at, r.body, k.id, k.at, k.verdict, k.seen
  FROM record r LEFT JOIN "check" k ON k.record = r.id AND k.method = 'callback' AND k.at <= $2
 WHERE r.id = $1;

-- report_words: what was written into the report of campaign $1, oldest first, with its author
SELECT e.at, e.body, p.name FROM event e LEFT JOIN person p ON p.id = e.who
 WHERE e.on_id = $1 AND e.did = 'report.words' ORDER BY e.seq;

-- report_steps: the way of the report of campaign $1, oldest first
SELECT e.seq, e.at, e.who, e.did, e.body, p.name FROM event e LEFT JOIN person p ON p.id = e.who
 WHERE e.on_id = $1 AND e.did IN ('report.words', 'report.submit', 'report.return', 'report.sign') ORDER BY e.seq;

-- report_author: did $2 write words of the report of campaign $1?
SELECT 1 FROM event WHERE on_id = $1 AND did = 'report.words' AND who = $2 LIMIT 1;

-- nudge_owed: the units alive at $2 that owe obligatory duties under dispatch $1 nobody claimed; who stands above; how many by act
SELECT u.id, u.code, u.name, u.email, COUNT(*), p.id, p.code, p.name, p.email,
       SUM(CASE WHEN d.verb = 'post' THEN 1 ELSE 0 END), SUM(CASE WHEN d.verb IN ('brief', 'teach') THEN 1 ELSE 0 END),
       SUM(CASE WHEN d.verb = 'direct' THEN 1 ELSE 0 END), SUM(CASE WHEN d.verb IN ('report', 'other') THEN 1 ELSE 0 END),
       SUM(CASE WHEN d.due < $2 THEN 1 ELSE 0 END), MIN(d.due)
  FROM duty d JOIN unit u ON u.id = d.unit LEFT JOIN unit p ON p.id = u.parent
 WHERE d.dispatch = $1 AND d.optional = 0 AND d.waived IS NULL AND d.ended IS NULL AND d.created <= $2 AND u.valid_to > $2
   AND NOT EXISTS (SELECT 1 FROM record r WHERE r.duty = d.id AND r.state = 'accepted')
 GROUP BY u.id, u.code, u.name, u.email, p.id, p.code, p.name, p.email ORDER BY MIN(d.due), u.name, u.code;

-- nudge_known: was this message ($3) of the kind $2 to unit $1 put in the outbox?
SELECT seq FROM event WHERE on_id = $1 AND did = $2 AND body = $3;

-- nudge_waiting: messages in the outbox, turns a unit is told of, and invitations, that nobody took, tried fewer than $1 times, oldest first
SELECT seq, on_id, body, did FROM event WHERE did IN ('nudge.send', 'post.doubt', 'post.gone', 'nudge.correct', 'person.invite-mail') AND done IS NULL AND claimed IS NULL AND tries < $1
 ORDER BY seq LIMIT 500;

-- nudge_claim: message $1 is ours since $2
UPDATE event SET claimed = $2, tries = tries + 1 WHERE seq = $1 AND done IS NULL AND claimed IS NULL;

-- nudge_done: message $1 went out, or need not, at $2
UPDATE event SET done = $2 WHERE seq = $1 AND done IS NULL;

-- nudge_free: message $1 was certainly not taken: it may be tried again
UPDATE event SET claimed = NULL WHERE seq = $1 AND done IS NULL;

-- release_and_later: the release of code $1 and later versions of its material
SELECT n.id FROM release r JOIN release n ON n.material = r.material AND n.version >= r.version WHERE r.code = $1;

-- grid_answers: as grid_duties, with what the records say and the looks found, for clauses that ask for more than one of any (large)
SELECT d.id, d.unit, d.clause, d.optional, d.due, d.acknowledged, d.waived, d.ended, r.id, r.received_at, r.supersedes,
       k.at, k.verdict, d.created, r.kind, r.body, k.seen
  FROM duty d
  LEFT JOIN record r ON r.duty = d.id AND r.received_at <= $2 AND r.state IN ('accepted', 'superseded')
  LEFT JOIN "check" k ON k.record = r.id AND k.at <= $2
 WHERE d.dispatch = $1 AND d.created <= $2
 ORDER BY d.id;

-- colleagues: who holds a seat of contact or editor at unit $1 at $2
SELECT p.id, p.name FROM person p WHERE p.state = 'active'
   AND p.id IN (SELECT person FROM seat WHERE unit = $1 AND role IN ('contact', 'editor') AND valid_from <= $2 AND valid_to > $2)
 ORDER BY p.name, p.id;

-- person_name: the name of person $1
SELECT name FROM person WHERE id = $1;

-- delegated: who does duty $1, by the last word on it
SELECT who, at, body FROM event WHERE on_id = $1 AND did = 'duty.delegate' ORDER BY seq DESC LIMIT 1;

-- question_by_id: question $1 with its answer
SELECT r.id, d.id, d.dispatch, u.name, d.clause, r.body, r.received_at, x.body, x.received_at,
       (SELECT p.name FROM event e JOIN person p ON p.id = e.who WHERE e.on_id = r.id AND e.did = 'record.add'),
       (SELECT p.name FROM event e JOIN person p ON p.id = e.who WHERE e.on_id = x.id AND e.did = 'record.add')
  FROM record r JOIN duty d ON d.id = r.ref JOIN unit u ON u.id = d.unit
  LEFT JOIN record x ON x.ref = r.id AND x.kind = 'answer'
 WHERE r.id = $1 AND r.kind = 'question';

-- questions_of_duty: what was asked on duty $1, oldest first
SELECT r.id, d.id, d.dispatch, u.name, d.clause, r.body, r.received_at, x.body, x.received_at,
       (SELECT p.name FROM event e JOIN person p ON p.id = e.who WHERE e.on_id = r.id AND e.did = 'record.add'),
       (SELECT p.name FROM event e JOIN person p ON p.id = e.who WHERE e.on_id = x.id AND e.did = 'record.add')
  FROM record r JOIN duty d ON d.id = r.ref JOIN unit u ON u.id = d.unit
  LEFT JOIN record x ON x.ref = r.id AND x.kind = 'answer'
 WHERE r.ref = $1 AND r.kind = 'question' ORDER BY r.received_at, r.id;

-- questions_open: unanswered questions on dispatches of units whose path begins with $1, oldest first
SELECT r.id, d.id, d.dispatch, u.name, d.clause, r.body, r.received_at, NULL, NULL,
       (SELECT p.name FROM event e JOIN person p ON p.id = e.who WHERE e.on_id = r.id AND e.did = 'record.add'), NULL
  FROM record r JOIN duty d ON d.id = r.ref JOIN unit u ON u.id = d.unit JOIN dispatch s ON s.id = d.dispatch
  JOIN unit f ON f.id = s.from_unit
 WHERE r.kind = 'question' AND substr(f.path, 1, length($1)) = $1
   AND NOT EXISTS (SELECT 1 FROM record x WHERE x.ref = r.id AND x.kind = 'answer')
 ORDER BY r.received_at, r.id LIMIT 2000;

-- told_to_all: what was answered to all who owe the clause of name $1, oldest first
SELECT body, received_at FROM record WHERE ref = $1 AND kind = 'told' ORDER BY received_at, id;

-- waiver_steps: how duty $1 came to be waived or not, oldest first
SELECT r.body, r.received_at, e.who, p.name
  FROM record r JOIN event e ON e.on_id = r.id AND e.did = 'record.add' LEFT JOIN person p ON p.id = e.who
 WHERE r.ref = $1 AND r.kind = 'waiver' ORDER BY e.seq;

-- waivers_open: all steps on duties not waived of dispatches of units whose path begins with $1
SELECT d.id, d.dispatch, u.name, d.clause, r.body, r.received_at, e.who, p.name
  FROM record r JOIN duty d ON d.id = r.ref JOIN unit u ON u.id = d.unit JOIN dispatch s ON s.id = d.dispatch
  JOIN unit f ON f.id = s.from_unit JOIN event e ON e.on_id = r.id AND e.did = 'record.add' LEFT JOIN person p ON p.id = e.who
 WHERE r.kind = 'waiver' AND d.waived IS NULL AND substr(f.path, 1, length($1)) = $1
 ORDER BY d.id, e.seq;

-- waivers_of: the duties of dispatch $1 waived by $2
SELECT d.id, u.name, d.clause, d.waived, d.waived_why FROM duty d JOIN unit u ON u.id = d.unit
 WHERE d.dispatch = $1 AND d.waived <= $2 ORDER BY u.name, d.clause;

-- release_withdrawn_at: when release $1 was withdrawn
SELECT at FROM event WHERE on_id = $1 AND did = 'release.withdraw' ORDER BY seq LIMIT 1;

-- corrections_looks: every look up to $1 at a page that a unit whose path begins with $2 posted, in the order of time
SELECT r.id, r.unit, r.duty, r.body, u.name, u.code, k.at, k.verdict, k.seen, r.received_at
  FROM record r JOIN "check" k ON k.record = r.id JOIN unit u ON u.id = r.unit
 WHERE r.kind = 'post' AND r.state = 'accepted' AND k.at <= $1 AND substr(u.path, 1, length($2)) = $2
 ORDER BY r.id, k.at, k.id;

-- nudge_doubt_unit: unit $1 and the claimed post $2, for a message about it
SELECT u.name, u.email, COALESCE(d.clause, ''), COALESCE(p.number, 0), COALESCE(p.symbol, ''), f.name,
       CASE WHEN c.state IN ('paused', 'reported', 'archived', 'cancelled') THEN 0 ELSE 1 END
  FROM unit u
  JOIN record r ON r.id = $2
  LEFT JOIN duty d ON d.id = r.duty
  LEFT JOIN dispatch p ON p.id = d.dispatch
  LEFT JOIN campaign c ON c.id = p.campaign
  LEFT JOIN unit f ON f.id = p.from_unit
 WHERE u.id = $1 AND r.state = 'accepted';

-- cover_one: as grid_duties, of duty $1 alone
SELECT d.id, d.unit, d.clause, d.optional, d.due, d.acknowledged, d.waived, d.ended, r.id, r.received_at, r.supersedes,
       k.at, k.verdict, d.created
  FROM duty d
  LEFT JOIN record r ON r.duty = d.id AND r.received_at <= $2 AND r.state IN ('accepted', 'superseded')
  LEFT JOIN "check" k ON k.record = r.id AND k.at <= $2
 WHERE d.id = $1 ORDER BY r.id;

-- cover_one_answers: as grid_answers, of duty $1 alone
SELECT d.id, d.unit, d.clause, d.optional, d.due, d.acknowledged, d.waived, d.ended, r.id, r.received_at, r.supersedes,
       k.at, k.verdict, d.created, r.kind, r.body, k.seen
  FROM duty d
  LEFT JOIN record r ON r.duty = d.id AND r.received_at <= $2 AND r.state IN ('accepted', 'superseded')
  LEFT JOIN "check" k ON k.record = r.id AND k.at <= $2
 WHERE d.id = $1 ORDER BY r.id;

-- cover_size: how many duties dispatch $1 has
SELECT COUNT(*) FROM duty WHERE dispatch = $1;

-- cover_duties: the duties of dispatch $1 in the order of their ids (large)
SELECT id, unit, clause, optional, due, acknowledged, waived, ended, created FROM duty WHERE dispatch = $1 ORDER BY id;

-- cover_records: records on duties from $1 to $2, in the order of those (large)
SELECT duty, id, received_at, supersedes FROM record
 WHERE duty >= $1 AND duty <= $2 AND state IN ('accepted', 'superseded') ORDER BY duty, received_at;

-- cover_looks: every look there is, in the order of the records (large)
SELECT record, at, verdict FROM "check" ORDER BY record, at;

-- cover_upset: what happened after event $2 to dispatch $1 itself, to its campaign's days, or to units
SELECT COUNT(*) FROM event WHERE seq > $2 AND (on_id = $1 OR did IN ('unit.add', 'unit.import', 'campaign.resume'));

-- cover_changes: the duties of dispatch $1 that events after $2 touched, themselves or by a record
SELECT d.id FROM event e JOIN duty d ON d.id = e.on_id WHERE e.seq > $2 AND d.dispatch = $1
UNION
SELECT d.id FROM event e JOIN record r ON r.id = e.on_id JOIN duty d ON d.id = r.duty WHERE e.seq > $2 AND d.dispatch = $1;

-- campaign_state: from state $2 to state $3
UPDATE campaign SET state = $3 WHERE id = $1 AND state = $2;

-- campaign_change: campaign $1 goes from state $2 to state $3 at $4, because of $5
UPDATE campaign SET state = $3, since = $4, why = $5 WHERE id = $1 AND state = $2;

-- campaign_later: the window of campaign $1 ends $2 later, unless it had ended by $3
UPDATE campaign SET closes = closes + $2 WHERE id = $1 AND closes >= $3;

-- dispatches_later: so do the windows of what was sent under it
UPDATE dispatch SET closes = closes + $2, moved = moved + $2 WHERE campaign = $1 AND closes >= $3 AND sent IS NOT NULL;

-- duties_later: and the days of the duties under it
UPDATE duty SET due = due + $2 WHERE due >= $3 AND dispatch IN (SELECT id FROM dispatch WHERE campaign = $1);

-- nudge_rules: when campaign $1 reminds
SELECT nudges FROM campaign WHERE id = $1;

-- nudge_rules_put: campaign $1 reminds as $2 says
UPDATE campaign SET nudges = $2 WHERE id = $1;

-- nudge_dispatches: what was sent of campaigns that run and remind by themselves
SELECT d.id FROM dispatch d JOIN campaign c ON c.id = d.campaign
 WHERE d.state = 'sent' AND c.state IN ('open', 'closing') AND c.nudges LIKE '%"on":true%' ORDER BY d.sent, d.id;

-- nudge_last: the newest message to unit $1 whose body is like $2
SELECT MAX(at) FROM event WHERE on_id = $1 AND did = 'nudge.send' AND body LIKE $2;

-- nudge_since: how many messages unit $1 was to get since $2
SELECT COUNT(*) FROM event WHERE on_id = $1 AND did = 'nudge.send' AND at > $2;

-- outbox: messages whose body is like $1, newest first, with what became of each
SELECT e.seq, e.at, u.name, e.body, e.claimed, e.done, e.tries,
       (SELECT COUNT(*) FROM event s WHERE s.on_id = e.on_id AND s.did = 'nudge.settled'
                                       AND s.body = '{"seq":' || CAST(e.seq AS TEXT) || '}')
  FROM event e LEFT JOIN unit u ON u.id = e.on_id WHERE e.did = 'nudge.send' AND e.body LIKE $1 ORDER BY e.seq DESC LIMIT 500;

-- outbox_one: message $1
SELECT on_id, body, claimed, done, tries FROM event WHERE seq = $1 AND did = 'nudge.send';

-- nudge_again: message $1 may be tried from the beginning
UPDATE event SET claimed = NULL, tries = 0 WHERE seq = $1 AND done IS NULL;

-- took: how long duties under campaign $1 took, by kind of act, newest first
SELECT d.verb, e.body FROM event e JOIN duty d ON d.id = e.on_id JOIN dispatch p ON p.id = d.dispatch
 WHERE e.did = 'duty.took' AND p.campaign = $1 ORDER BY e.seq DESC LIMIT 5000;

-- campaign_reported: campaign $1 is reported, unless its window was still open at $2
UPDATE campaign SET state = 'reported', since = $3, why = '' WHERE id = $1 AND closes <= $2 AND state IN ('open', 'paused', 'closing');
