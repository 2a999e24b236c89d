-- SPDX-License-Identifier: Apache-2.0

-- visit_bodies: bodies of the visits of units whose path begins with $1
SELECT r.body FROM record r JOIN unit u ON u.id = r.unit
 WHERE r.kind = 'visit' AND r.state = 'accepted' AND substr(u.path, 1, length($1)) = $1;
