-- SPDX-License-Identifier: Apache-2.0

-- proof_release_stamp: the journal's number of the last act on any release: when it grows, the index is made anew
SELECT COALESCE(MAX(seq), 0) FROM event WHERE did >= 'release.' AND did < 'release/';

-- proof_post: a post record ($1), its unit and until when it must stand
SELECT r.unit, r.release, r.received_at, r.body, r.state, u.places, u.path, u.name, COALESCE(d.due, c.closes, 0), r.duty
  FROM record r
  JOIN unit u ON u.id = r.unit
  LEFT JOIN duty d ON d.id = r.duty
  LEFT JOIN campaign c ON c.id = r.campaign
 WHERE r.id = $1 AND r.kind = 'post';

-- proof_open_posts: every accepted post whose window is still open at $1 or that nobody ever looked at: received, end, number of
-- looks, the first, the last, what that one said
SELECT r.id, r.received_at, COALESCE(d.due, c.closes, 0),
       (SELECT COUNT(*) FROM "check" k WHERE k.record = r.id),
       COALESCE((SELECT MIN(k.at) FROM "check" k WHERE k.record = r.id), 0),
       COALESCE((SELECT MAX(k.at) FROM "check" k WHERE k.record = r.id), 0),
       COALESCE((SELECT k.verdict FROM "check" k WHERE k.record = r.id ORDER BY k.at DESC, k.id DESC LIMIT 1), '')
  FROM record r
  LEFT JOIN duty d ON d.id = r.duty
  LEFT JOIN campaign c ON c.id = r.campaign
 WHERE r.kind = 'post' AND r.state = 'accepted'
   AND (COALESCE(d.due, c.closes, 0) >= $1 OR NOT EXISTS (SELECT 1 FROM "check" k WHERE k.record = r.id));

-- proof_new_posts: the same of those that an event after number $2 tells of
SELECT r.id, r.received_at, COALESCE(d.due, c.closes, 0),
       (SELECT COUNT(*) FROM "check" k WHERE k.record = r.id),
       COALESCE((SELECT MIN(k.at) FROM "check" k WHERE k.record = r.id), 0),
       COALESCE((SELECT MAX(k.at) FROM "check" k WHERE k.record = r.id), 0),
       COALESCE((SELECT k.verdict FROM "check" k WHERE k.record = r.id ORDER BY k.at DESC, k.id DESC LIMIT 1), '')
  FROM record r
  LEFT JOIN duty d ON d.id = r.duty
  LEFT JOIN campaign c ON c.id = r.campaign
 WHERE r.kind = 'post' AND r.state = 'accepted'
   AND (COALESCE(d.due, c.closes, 0) >= $1 OR NOT EXISTS (SELECT 1 FROM "check" k WHERE k.record = r.id))
   AND r.id IN (SELECT on_id FROM event WHERE seq > $2 AND did >= 'record.' AND did < 'record/');

-- proof_one_post: the same of the post $2
SELECT r.id, r.received_at, COALESCE(d.due, c.closes, 0),
       (SELECT COUNT(*) FROM "check" k WHERE k.record = r.id),
       COALESCE((SELECT MIN(k.at) FROM "check" k WHERE k.record = r.id), 0),
       COALESCE((SELECT MAX(k.at) FROM "check" k WHERE k.record = r.id), 0),
       COALESCE((SELECT k.verdict FROM "check" k WHERE k.record = r.id ORDER BY k.at DESC, k.id DESC LIMIT 1), '')
  FROM record r
  LEFT JOIN duty d ON d.id = r.duty
  LEFT JOIN campaign c ON c.id = r.campaign
 WHERE r.kind = 'post' AND r.state = 'accepted'
   AND (COALESCE(d.due, c.closes, 0) >= $1 OR NOT EXISTS (SELECT 1 FROM "check" k WHERE k.record = r.id))
   AND r.id = $2;

-- proof_last_event: the journal's newest number
SELECT COALESCE(MAX(seq), 0) FROM event;

-- proof_looks: the looks at a record ($1) up to $2, by time
SELECT at, verdict, seen, id, method, snapshot FROM "check" WHERE record = $1 AND at <= $2 ORDER BY at, id;

-- proof_check_add: one look
INSERT INTO "check" (id, record, method, by_seat, at, verdict, seen, snapshot, note)
VALUES ($1, $2, 'probe', $3, $4, $5, $6, $7, '');

-- proof_wall: the posts of the units under the path $1 ('/' = all) with their addresses, newest first
SELECT r.id, r.unit, u.name, u.places, r.received_at, r.body, COALESCE(d.due, c.closes, 0), COALESCE(d.clause, '')
  FROM record r
  JOIN unit u ON u.id = r.unit
  LEFT JOIN duty d ON d.id = r.duty
  LEFT JOIN campaign c ON c.id = r.campaign
 WHERE r.kind = 'post' AND r.state = 'accepted' AND substr(u.path, 1, length($1)) = $1
 ORDER BY r.received_at DESC, r.id
 LIMIT $2;

-- proof_kept_of_record: the program's looks at the claim $1, oldest first
SELECT record, id, at, seen, snapshot FROM "check" WHERE record = $1 AND method = 'probe' ORDER BY at, id;

-- proof_kept_of_campaign: the program's looks at the claims under the campaign $1, up to $2, oldest first
SELECT k.record, k.id, k.at, k.seen, k.snapshot
  FROM record r
  LEFT JOIN duty d ON d.id = r.duty
  LEFT JOIN dispatch p ON p.id = d.dispatch
  JOIN "check" k ON k.record = r.id
 WHERE r.kind = 'post' AND COALESCE(p.campaign, r.campaign) = $1 AND k.method = 'probe' AND k.at <= $2
 ORDER BY k.at, k.id;

-- proof_head_at: how many events there were by $1, and the newest one's hash
SELECT seq, hash FROM event WHERE at <= $1 ORDER BY seq DESC LIMIT 1;

-- proof_told: was event $1 with the body $2 told?
SELECT seq FROM event WHERE did = $1 AND body = $2 LIMIT 1;

-- proof_event_hash: the hash of event $1
SELECT hash FROM event WHERE seq = $1;

-- proof_told_of_check: what the journal tells of the looks at the record that check $1 is of
SELECT e.body FROM "check" k JOIN event e ON e.on_id = k.record AND e.did = 'check.add' WHERE k.id = $1 ORDER BY e.seq;

-- proof_heads_told: the journal's last $1 daily heads, newest first, and whether each was time-stamped
SELECT e.body, CASE WHEN EXISTS (SELECT 1 FROM event t WHERE t.did = 'journal.stamp' AND substr(t.body, 1, 19) = substr(e.body, 1, 19))
                    THEN 1 ELSE 0 END
  FROM event e WHERE e.did = 'journal.head' ORDER BY e.seq DESC LIMIT $1;
