-- SPDX-License-Identifier: Apache-2.0
--
-- What became of an appeal is the record that supersedes it: it is looked for from the superseded one.
CREATE INDEX record_supersedes ON record (supersedes) WHERE supersedes IS NOT NULL;
