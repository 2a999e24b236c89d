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

-- proof_places_proposed: living units under the path $1 with a place that waits for its proof, at most $2
SELECT id, name, places FROM unit
 WHERE substr(path, 1, length($1)) = $1 AND valid_to = 9223372036854775807 AND places LIKE '%"proposed":%' ORDER BY name, id LIMIT $2;

-- proof_told_on: was event $2 told of $1 with the body $3?
SELECT seq FROM event WHERE on_id = $1 AND did = $2 AND body = $3 LIMIT 1;

-- proof_told_last: the last $3 events $2 on $1, newest first
SELECT at, body, seq FROM event WHERE on_id = $1 AND did = $2 ORDER BY seq DESC LIMIT $3;

-- proof_urls_of_unit: addresses unit $1 claimed or was shown
SELECT body FROM record WHERE unit = $1 AND kind = 'post'
 UNION ALL SELECT body FROM event WHERE on_id = $1 AND did IN ('post.found', 'post.dismiss');

-- proof_settled_urls: addresses unit $1 claimed, or put aside
SELECT body FROM record WHERE unit = $1 AND kind = 'post' AND state = 'accepted'
 UNION ALL SELECT body FROM event WHERE on_id = $1 AND did = 'post.dismiss';

-- proof_window_of_unit: when the oldest open window of unit $1's duties to post began
SELECT COALESCE(MIN(d.created), 0) FROM duty d WHERE d.unit = $1 AND d.verb = 'post' AND d.ended IS NULL;

-- proof_units_to_search: units that owe a posting at $1, with their places
SELECT u.id, u.places FROM unit u
 WHERE u.valid_to > $1 AND u.places LIKE '%"host"%'
   AND EXISTS (SELECT 1 FROM duty d WHERE d.unit = u.id AND d.verb = 'post' AND d.due >= $1 AND d.ended IS NULL AND d.waived IS NULL)
 ORDER BY u.id LIMIT 20000;

-- proof_post_duties: duties to post that unit $1 owes at $2, nearest first
SELECT id, clause, due FROM duty
 WHERE unit = $1 AND verb = 'post' AND created <= $2 AND ended IS NULL AND waived IS NULL ORDER BY optional, due, clause LIMIT 20;

-- proof_posts_of_unit: accepted posts of unit $1 that must still stand at $2, newest first, at most $3
SELECT r.id, r.body, r.received_at, COALESCE(d.due, c.closes, 0), COALESCE(d.clause, '')
  FROM record r
  LEFT JOIN duty d ON d.id = r.duty
  LEFT JOIN campaign c ON c.id = r.campaign
 WHERE r.unit = $1 AND r.kind = 'post' AND r.state = 'accepted' AND COALESCE(d.due, c.closes, 0) >= $2
 ORDER BY r.received_at DESC, r.id LIMIT $3;
