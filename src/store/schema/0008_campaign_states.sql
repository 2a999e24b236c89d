-- SPDX-License-Identifier: Apache-2.0
--
-- Since when a campaign is in its state, and the reason that was given for it (campaign/state.h). 0 and '': since it was made.
ALTER TABLE campaign ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE campaign ADD COLUMN why TEXT NOT NULL DEFAULT '';
-- By how many milliseconds pauses of the campaign moved `closes` since the dispatch was signed: the paper says the day it was
-- signed with.
ALTER TABLE dispatch ADD COLUMN moved BIGINT NOT NULL DEFAULT 0;
