-- SPDX-License-Identifier: Apache-2.0

-- attempts_of: bodies of the attempts of class $1
SELECT body FROM record WHERE kind = 'attempt' AND unit = $1 AND state = 'accepted' ORDER BY received_at, id;
