-- SPDX-License-Identifier: Apache-2.0
-- material_add: a new material
INSERT INTO material (id, slug, kind, title, title_en, summary, summary_en, owner, licence, audience, forms, from_case, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- material_by_id: one material
SELECT id, owner, from_case, slug, kind, title, title_en, summary, summary_en, licence, audience, forms, created
  FROM material WHERE id = $1;

-- material_by_slug: one material by its name in addresses
SELECT id, owner, from_case, slug, kind, title, title_en, summary, summary_en, licence, audience, forms, created
  FROM material WHERE slug = $1;

-- material_list: those of kind $1; '' means all but alerts, '*' all
SELECT id, owner, from_case, slug, kind, title, title_en, summary, summary_en, licence, audience, forms, created
  FROM material WHERE kind = $1 OR $1 = '*' OR ($1 = '' AND kind <> 'alert') ORDER BY title, id;

-- material_search: every material but alerts, with the words of its newest release
SELECT m.id, m.owner, m.from_case, m.slug, m.kind, m.title, m.title_en, m.summary, m.summary_en, m.licence, m.audience, m.forms,
       m.created, r.words
  FROM material m LEFT JOIN release r ON r.material = m.id AND r.version = (SELECT MAX(v.version) FROM release v WHERE v.material = m.id)
 WHERE m.kind <> 'alert' ORDER BY m.title, m.id;

-- release_add: a new draft
INSERT INTO release (id, material, version, code, manifest, drafted_by, created, expires, supersedes, words, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft');

-- release_last_version: the newest version of a material, 0 when there is none
SELECT COALESCE(MAX(version), 0) FROM release WHERE material = $1;

-- release_by_id: one release
SELECT id, material, version, code, manifest, signature, drafted_by, approved_by, created, published, expires, supersedes,
       state, state_why
  FROM release WHERE id = $1;

-- release_by_code: one release by its printed code
SELECT id, material, version, code, manifest, signature, drafted_by, approved_by, created, published, expires, supersedes,
       state, state_why
  FROM release WHERE code = $1;

-- release_current: the published version of a material that is good at $2
SELECT id, material, version, code, manifest, signature, drafted_by, approved_by, created, published, expires, supersedes,
       state, state_why
  FROM release WHERE material = $1 AND state = 'published' AND (expires IS NULL OR expires > $2)
 ORDER BY version DESC LIMIT 1;

-- release_of: releases of one material, newest first; $2 = 0 leaves out what was never published
SELECT id, material, version, code, manifest, signature, drafted_by, approved_by, created, published, expires, supersedes,
       state, state_why
  FROM release WHERE material = $1 AND ($2 = 1 OR published IS NOT NULL) ORDER BY version DESC;

-- release_all: releases of all materials, newest first; $1 = 0 leaves out what was never published
SELECT id, material, version, code, manifest, signature, drafted_by, approved_by, created, published, expires, supersedes,
       state, state_why
  FROM release WHERE $1 = 1 OR published IS NOT NULL ORDER BY COALESCE(published, created) DESC, id;

-- release_heads: what is published now, newest first, without manifests and signatures (they would be sorted and copied with it)
SELECT id, material, version, code, '' AS manifest, '' AS signature, drafted_by, approved_by, created, published, expires, supersedes,
       state, state_why
  FROM release WHERE state = 'published' ORDER BY published DESC, id;

-- release_prints: all releases that were ever published, with their material's slug, for recognising copies
SELECT r.id, r.material, r.version, r.code, r.manifest, r.state, r.expires, m.slug
  FROM release r JOIN material m ON m.id = r.material WHERE r.published IS NOT NULL ORDER BY r.code;

-- release_add_signature: one more signature; the first signer is the one who approved
UPDATE release SET signature = $1, state = $2, approved_by = COALESCE(approved_by, $3)
 WHERE id = $4 AND state IN ('draft', 'reviewed');

-- release_signers: who has signed $1 already
SELECT who FROM event WHERE on_id = $1 AND did = 'release.sign';

-- release_publish: a signed release becomes published
UPDATE release SET state = 'published', published = $1 WHERE id = $2 AND state = 'signed';

-- release_needs: how many signatures releases of a kind need ('release.signatures.KIND')
SELECT value FROM meta WHERE name = $1;

-- release_needs_set: the same, from now on
INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- release_supersede_older: published versions of a material below $2
UPDATE release SET state = 'superseded' WHERE material = $1 AND version < $2 AND state = 'published';

-- release_withdraw: a draft or a published release is taken back
UPDATE release SET state = 'withdrawn', state_why = $1 WHERE id = $2 AND state IN ('draft', 'reviewed', 'signed', 'published');

-- material_journal_end: number of the journal's last event, 0 when there is none
SELECT COALESCE(MAX(seq), 0) FROM event;

-- forgery_signs: unknown codes that were asked for often, since $1
SELECT at, body FROM event WHERE did = 'code.asked' AND at >= $1 ORDER BY seq DESC LIMIT 500;
