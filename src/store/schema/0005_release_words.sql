-- SPDX-License-Identifier: Apache-2.0
--
-- What a release is found by: the words of its titles, summary and texts, in lower case without marks (đ → d), one space
-- between two. Written when it is drafted; '' in releases drafted before this step, which are found by their titles.
ALTER TABLE release ADD COLUMN words TEXT NOT NULL DEFAULT '';
