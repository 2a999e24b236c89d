-- SPDX-License-Identifier: Apache-2.0
--
-- Indexes the grid of units and clauses reads alone, without a look into the tables: what is owed under a dispatch, what
-- was said of it, and what was seen of that. Walking duties in the order of their ids keeps the next index local.
CREATE INDEX duty_dispatch ON duty (dispatch, id);
DROP INDEX record_duty;
CREATE INDEX record_duty ON record (duty, received_at, state, id, supersedes);
DROP INDEX check_record;
CREATE INDEX check_record ON "check" (record, at, verdict);
