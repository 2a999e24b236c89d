-- SPDX-License-Identifier: Apache-2.0

-- schema_table: which schema steps were run, with the SHA-256 of each step's file
CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, sha256 TEXT NOT NULL, at BIGINT NOT NULL);

-- schema_steps: the steps that were run, in order
SELECT version, sha256 FROM schema_version ORDER BY version;

-- schema_done: step $1 with hash $2 was run at $3
INSERT INTO schema_version (version, sha256, at) VALUES ($1, $2, $3);

-- journal_last: where the chain stands
SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1;

-- journal_add: one more event
INSERT INTO event (seq, at, who, did, on_id, body, prev, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- journal_all: the whole chain in order (large)
SELECT seq, at, who, did, on_id, body, prev, hash FROM event ORDER BY seq;

-- journal_checked: the whole chain in order, each event with the record it vouches for as that stands now (large)
SELECT e.seq, e.at, e.who, e.did, e.on_id, e.body, e.prev, e.hash, r.kind, r.campaign, r.duty, r.unit, r.made_at, r.release,
       r.body, r.supersedes, r.received_at
  FROM event e LEFT JOIN record r ON e.did >= 'record.' AND e.did < 'record/' AND r.id = e.on_id ORDER BY e.seq;

-- record_by_id: what stands under id $1
SELECT digest FROM record WHERE id = $1;

-- record_conflict_known: the conflicting copy of $1 with digest $2, when it was kept before
SELECT id FROM record WHERE conflicts_with = $1 AND digest = $2;

-- record_put: a record as received
INSERT INTO record (id, kind, campaign, duty, unit, by_seat, made_at, received_at, release, body, digest, ref, state, why,
                    supersedes, conflicts_with)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- record_supersede: record $1 has a correction
UPDATE record SET state = 'superseded' WHERE id = $1 AND state = 'accepted';

-- record_for_verify: what the digest of record $1 is made from
SELECT kind, campaign, duty, unit, made_at, release, body, supersedes FROM record WHERE id = $1;
