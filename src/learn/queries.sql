-- SPDX-License-Identifier: Apache-2.0

-- attempts_of: bodies of the attempts of class $1
SELECT body FROM record WHERE kind = 'attempt' AND unit = $1 AND state = 'accepted' ORDER BY received_at, id;

-- attempts_between: bodies of all attempts received from $1 to $2
SELECT body FROM record WHERE kind = 'attempt' AND received_at >= $1 AND received_at <= $2 AND state = 'accepted'
 ORDER BY received_at, id;
