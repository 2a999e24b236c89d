-- SPDX-License-Identifier: Apache-2.0
--
-- The office mailbox of a unit, where reminders go; nobody's own address. '': none.
ALTER TABLE unit ADD COLUMN email TEXT NOT NULL DEFAULT '';
