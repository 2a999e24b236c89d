-- SPDX-License-Identifier: Apache-2.0

-- lists_journal_end: number of the journal's last event, 0 when there is none
SELECT COALESCE(MAX(seq), 0) FROM event;
