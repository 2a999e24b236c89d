-- SPDX-License-Identifier: Apache-2.0
--
-- When the server itself reminds the units of a campaign, as JSON: {"on","before":[days],"after":[days],"above","from","to",
-- "sundays","week"} (campaign/nudge.h). '': never, until a coordinator says so.
ALTER TABLE campaign ADD COLUMN nudges TEXT NOT NULL DEFAULT '';
