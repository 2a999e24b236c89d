-- SPDX-License-Identifier: Apache-2.0
--
-- A dispatch's life beyond its first draft. `words` holds what stands around the clauses, with the keys of the draft
-- ('{}': as the letter was read); `revision` goes up with every change, so that of two people who edit the second is told.
ALTER TABLE dispatch ADD COLUMN words TEXT NOT NULL DEFAULT '{}';
ALTER TABLE dispatch ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
-- The dispatch this one takes the place of once it is sent; when and why this one itself was replaced or revoked.
ALTER TABLE dispatch ADD COLUMN replaces BYTEA REFERENCES dispatch(id);
ALTER TABLE dispatch ADD COLUMN ended BIGINT;
ALTER TABLE dispatch ADD COLUMN ended_why TEXT NOT NULL DEFAULT '';
