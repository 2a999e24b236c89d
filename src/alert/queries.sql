-- SPDX-License-Identifier: Apache-2.0

-- report_by_ref: the report whose receipt hashes to $1: voided, read by the desk, its case, case unfounded
SELECT CASE WHEN r.state = 'voided' THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM event e WHERE e.on_id = r.id AND e.did = 'report.read') THEN 1 ELSE 0 END,
       r.case_id, CASE WHEN c.state = 'unfounded' THEN 1 ELSE 0 END
  FROM record r LEFT JOIN "case" c ON c.id = r.case_id
 WHERE r.ref = $1 AND r.kind = 'report';

-- report_waiting: how many reports nobody has dealt with
SELECT COUNT(*) FROM record WHERE kind = 'report' AND state = 'accepted' AND case_id IS NULL;

-- report_queue: the reports nobody has dealt with, oldest first
SELECT r.id, r.unit, r.received_at, r.state, r.case_id, u.name, u.path,
       CASE WHEN EXISTS (SELECT 1 FROM event e WHERE e.on_id = r.id AND e.did = 'report.read') THEN 1 ELSE 0 END
  FROM record r LEFT JOIN unit u ON u.id = r.unit
 WHERE r.kind = 'report' AND r.state = 'accepted' AND r.case_id IS NULL ORDER BY r.received_at, r.id LIMIT 200;

-- report_of_case: the reports of case $1, newest first
SELECT r.id, r.unit, r.received_at, r.state, r.case_id, u.name, u.path, 1
  FROM record r LEFT JOIN unit u ON u.id = r.unit
 WHERE r.case_id = $1 AND r.kind = 'report' ORDER BY r.received_at DESC, r.id LIMIT 200;

-- report_by_id: one report without its body
SELECT r.id, r.unit, r.received_at, r.state, r.case_id, u.name, u.path,
       CASE WHEN EXISTS (SELECT 1 FROM event e WHERE e.on_id = r.id AND e.did = 'report.read') THEN 1 ELSE 0 END
  FROM record r LEFT JOIN unit u ON u.id = r.unit WHERE r.id = $1 AND r.kind = 'report';

-- report_body: the sealed body of report $1
SELECT body, unit FROM record WHERE id = $1 AND kind = 'report';

-- report_fold: report $1 goes into case $2
UPDATE record SET case_id = $2 WHERE id = $1 AND kind = 'report' AND state = 'accepted' AND case_id IS NULL;

-- report_void: report $1 is not enough to go on
UPDATE record SET state = 'voided', why = 'unfounded'
 WHERE id = $1 AND kind = 'report' AND state = 'accepted' AND case_id IS NULL;

-- case_add: a new case
INSERT INTO "case" (id, title, form, severity, area, owner, state, opened) VALUES ($1, $2, $3, $4, $5, $6, 'open', $7);

-- case_by_id: one case with how many reports it has
SELECT c.id, c.title, c.form, c.indicators, c.severity, c.area, c.owner, c.state, c.opened, c.warned, c.closed,
       (SELECT COUNT(*) FROM record r WHERE r.case_id = c.id AND r.kind = 'report')
  FROM "case" c WHERE c.id = $1;

-- case_live: cases still worked on, newest first
SELECT c.id, c.title, c.form, c.indicators, c.severity, c.area, c.owner, c.state, c.opened, c.warned, c.closed,
       (SELECT COUNT(*) FROM record r WHERE r.case_id = c.id AND r.kind = 'report')
  FROM "case" c WHERE c.state IN ('new', 'open', 'confirmed', 'warned') ORDER BY c.opened DESC, c.id LIMIT 200;

-- case_all: all cases, newest first
SELECT c.id, c.title, c.form, c.indicators, c.severity, c.area, c.owner, c.state, c.opened, c.warned, c.closed,
       (SELECT COUNT(*) FROM record r WHERE r.case_id = c.id AND r.kind = 'report')
  FROM "case" c ORDER BY c.opened DESC, c.id LIMIT 200;

-- case_indicators: the indicators of case $1 are now $2
UPDATE "case" SET indicators = $2 WHERE id = $1;

-- case_step: case $1 goes from $2 to $3 at $4
UPDATE "case" SET state = $3,
       warned = CASE WHEN $3 = 'warned' THEN $4 ELSE warned END,
       closed = CASE WHEN $3 IN ('closed', 'unfounded', 'duplicate') THEN $4 WHEN $3 = 'open' THEN NULL ELSE closed END
 WHERE id = $1 AND state = $2;

-- case_code: the code of the newest published alert of case $1
SELECT r.code FROM material m JOIN release r ON r.material = m.id
 WHERE m.from_case = $1 AND m.kind = 'alert' AND r.state = 'published' ORDER BY r.published DESC LIMIT 1;

-- alert_live: published alerts that hold at $1, newest first
SELECT r.id, m.from_case, m.slug, m.title, m.title_en, m.summary, m.summary_en, c.form, r.code, r.state, p.name,
       r.drafted_by, c.severity, r.version, r.created, r.published, r.expires, r.manifest
  FROM material m JOIN release r ON r.material = m.id LEFT JOIN "case" c ON c.id = m.from_case
  LEFT JOIN person p ON p.id = r.drafted_by
 WHERE m.kind = 'alert' AND r.state = 'published' AND (r.expires IS NULL OR r.expires > $1)
 ORDER BY r.published DESC, r.id DESC LIMIT 200;

-- alert_drafts: alerts that wait for a second person, oldest first
SELECT r.id, m.from_case, m.slug, m.title, m.title_en, m.summary, m.summary_en, c.form, r.code, r.state, p.name,
       r.drafted_by, c.severity, r.version, r.created, r.published, r.expires, r.manifest
  FROM material m JOIN release r ON r.material = m.id LEFT JOIN "case" c ON c.id = m.from_case
  LEFT JOIN person p ON p.id = r.drafted_by
 WHERE m.kind = 'alert' AND r.state IN ('draft', 'reviewed', 'signed') ORDER BY r.created, r.id LIMIT 200;

-- alert_of_case: the alerts of case $1, newest first
SELECT r.id, m.from_case, m.slug, m.title, m.title_en, m.summary, m.summary_en, c.form, r.code, r.state, p.name,
       r.drafted_by, c.severity, r.version, r.created, r.published, r.expires, r.manifest
  FROM material m JOIN release r ON r.material = m.id LEFT JOIN "case" c ON c.id = m.from_case
  LEFT JOIN person p ON p.id = r.drafted_by
 WHERE m.kind = 'alert' AND m.from_case = $1 ORDER BY r.created DESC, r.id DESC LIMIT 200;

-- alert_by_slug: the newest release under slug $1 that was ever published
SELECT r.id, m.from_case, m.slug, m.title, m.title_en, m.summary, m.summary_en, c.form, r.code, r.state, p.name,
       r.drafted_by, c.severity, r.version, r.created, r.published, r.expires, r.manifest
  FROM material m JOIN release r ON r.material = m.id LEFT JOIN "case" c ON c.id = m.from_case
  LEFT JOIN person p ON p.id = r.drafted_by
 WHERE m.kind = 'alert' AND m.slug = $1 AND r.published IS NOT NULL ORDER BY r.version DESC LIMIT 1;

-- alert_by_release: the alert of release $1
SELECT r.id, m.from_case, m.slug, m.title, m.title_en, m.summary, m.summary_en, c.form, r.code, r.state, p.name,
       r.drafted_by, c.severity, r.version, r.created, r.published, r.expires, r.manifest
  FROM material m JOIN release r ON r.material = m.id LEFT JOIN "case" c ON c.id = m.from_case
  LEFT JOIN person p ON p.id = r.drafted_by
 WHERE m.kind = 'alert' AND r.id = $1;

-- appeal_waiting: appeals not decided, oldest first
SELECT a.id, a.received_at,
       CASE WHEN EXISTS (SELECT 1 FROM event e WHERE e.on_id = a.id AND e.did = 'appeal.read') THEN 1 ELSE 0 END,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM record a WHERE a.kind = 'appeal' AND a.state = 'accepted' ORDER BY a.received_at, a.id LIMIT 500;

-- appeal_all: all appeals with their ruling and what came after it, newest first
SELECT a.id, a.received_at,
       CASE WHEN EXISTS (SELECT 1 FROM event e WHERE e.on_id = a.id AND e.did = 'appeal.read') THEN 1 ELSE 0 END,
       r.id, r.received_at, r.body, p.name, p.id, x.id, x.received_at, x.body, xp.name
  FROM record a LEFT JOIN record r ON r.supersedes = a.id AND r.kind = 'ruling'
  LEFT JOIN seat s ON s.id = r.by_seat LEFT JOIN person p ON p.id = s.person
  LEFT JOIN record x ON x.supersedes = r.id AND x.kind = 'ruling'
  LEFT JOIN seat xs ON xs.id = x.by_seat LEFT JOIN person xp ON xp.id = xs.person
 WHERE a.kind = 'appeal' ORDER BY a.received_at DESC, a.id LIMIT 500;

-- appeal_by_id: appeal $1, as appeal_all
SELECT a.id, a.received_at,
       CASE WHEN EXISTS (SELECT 1 FROM event e WHERE e.on_id = a.id AND e.did = 'appeal.read') THEN 1 ELSE 0 END,
       r.id, r.received_at, r.body, p.name, p.id, x.id, x.received_at, x.body, xp.name
  FROM record a LEFT JOIN record r ON r.supersedes = a.id AND r.kind = 'ruling'
  LEFT JOIN seat s ON s.id = r.by_seat LEFT JOIN person p ON p.id = s.person
  LEFT JOIN record x ON x.supersedes = r.id AND x.kind = 'ruling'
  LEFT JOIN seat xs ON xs.id = x.by_seat LEFT JOIN person xp ON xp.id = xs.person
 WHERE a.id = $1 AND a.kind = 'appeal';

-- appeal_by_ref: the appeal whose receipt hashes to $1, as appeal_all
SELECT a.id, a.received_at,
       CASE WHEN EXISTS (SELECT 1 FROM event e WHERE e.on_id = a.id AND e.did = 'appeal.read') THEN 1 ELSE 0 END,
       r.id, r.received_at, r.body, p.name, p.id, x.id, x.received_at, x.body, xp.name
  FROM record a LEFT JOIN record r ON r.supersedes = a.id AND r.kind = 'ruling'
  LEFT JOIN seat s ON s.id = r.by_seat LEFT JOIN person p ON p.id = s.person
  LEFT JOIN record x ON x.supersedes = r.id AND x.kind = 'ruling'
  LEFT JOIN seat xs ON xs.id = x.by_seat LEFT JOIN person xp ON xp.id = xs.person
 WHERE a.ref = $1 AND a.kind = 'appeal';

-- appeal_body: the sealed body of appeal $1
SELECT body FROM record WHERE id = $1 AND kind = 'appeal';

-- appeal_cleared: what was decided and not decided otherwise since, with the appeal's sealed body
SELECT a.id, a.body, r.received_at, r.body
  FROM record r JOIN record a ON a.id = r.supersedes
 WHERE r.kind = 'ruling' AND r.state = 'accepted' AND a.kind = 'appeal' ORDER BY r.received_at, r.id;

-- alert_hands: 1 when person $2 drafted, reviewed or approved release $1
SELECT CASE WHEN EXISTS (SELECT 1 FROM release WHERE id = $1 AND (drafted_by = $2 OR approved_by = $2))
              OR EXISTS (SELECT 1 FROM event WHERE on_id = $1 AND did = 'alert.approve' AND who = $2) THEN 1 ELSE 0 END;
