-- SPDX-License-Identifier: Apache-2.0

-- unit_by_id: the unit $1
SELECT id, parent, code, name, name_en, kind, path, valid_from, valid_to, places, households, population, staff, source
  FROM unit WHERE id = $1;

-- unit_by_code: the unit with code $1 alive at $2
SELECT id, parent, code, name, name_en, kind, path, valid_from, valid_to, places, households, population, staff, source
  FROM unit WHERE code = $1 AND valid_from <= $2 AND valid_to > $2;

-- unit_list: units alive at $3 whose path begins with $1 and lies below $4, of kind $2 ('' = any)
SELECT id, parent, code, name, name_en, kind, path, valid_from, valid_to, places, households, population, staff, source
  FROM unit WHERE substr(path, 1, length($1)) = $1 AND path <> $1 AND ($2 = '' OR kind = $2)
   AND valid_from <= $3 AND valid_to > $3 ORDER BY name, code;

-- unit_becomes: what unit $1 became, as JSON, and when it ended
SELECT becomes, valid_to FROM unit WHERE id = $1;

-- unit_put: a new unit, or the same one with new facts
INSERT INTO unit (id, code, name, name_en, kind, parent, path, valid_from, valid_to, becomes, places, households, population,
                  staff, languages, source, email)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (id) DO UPDATE SET name = $3, name_en = $4, kind = $5, parent = $6, path = $7, valid_to = $9, becomes = $10,
       places = $11, households = $12, population = $13, staff = $14, languages = $15, source = $16, email = $17;

-- unit_places: the registered places of unit $1 are now $2
UPDATE unit SET places = $2 WHERE id = $1;

-- unit_facts: the facts of unit $1 that an import may change, to tell what it changes
SELECT name, name_en, kind, path, valid_to, becomes, places, households, population, staff, languages, source, email
  FROM unit WHERE id = $1;

-- person_put: a new person
INSERT INTO person (id, login, name, password, created) VALUES ($1, $2, $3, $4, $5);

-- person_by_login: what sign-in needs of login $1
SELECT id, password, totp_secret, totp_active, totp_step, state FROM person WHERE login = $1;

-- person_totp: the one-time code's state of person $1
SELECT totp_secret, totp_active, totp_step, login FROM person WHERE id = $1;

-- person_totp_begin: a new secret $2, not yet active
UPDATE person SET totp_secret = $2, totp_active = 0, totp_step = 0 WHERE id = $1;

-- person_totp_step: step $2 of person $1 is used up; the secret is active from here on
UPDATE person SET totp_step = $2, totp_active = 1 WHERE id = $1 AND totp_step < $2;

-- person_totp_end: no one-time codes any more
UPDATE person SET totp_secret = NULL, totp_active = 0, totp_step = 0 WHERE id = $1;

-- person_password: a new password hash
UPDATE person SET password = $2 WHERE id = $1;

-- person_state: person $1 is 'active' or 'disabled' from here on
UPDATE person SET state = $2 WHERE id = $1 AND state <> $2;

-- person_hash: the password's hash of person $1
SELECT password FROM person WHERE id = $1;

-- person_list: everybody with their live seats at $1 at units below the path $2, and who has no seat; one row a seat
SELECT p.id, p.login, p.name, p.state, p.totp_active, s.id, s.role, s.valid_from, s.valid_to, u.name, u.code, u.path
  FROM person p LEFT JOIN seat s ON s.person = p.id AND s.valid_from <= $1 AND s.valid_to > $1
  LEFT JOIN unit u ON u.id = s.unit
 WHERE s.id IS NULL OR substr(u.path, 1, length($2)) = $2 ORDER BY p.name, p.login, s.role;

-- seat_put: a role for a person at a unit
INSERT INTO seat (id, person, unit, role, valid_from, valid_to, given_by) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- seat_end: seat $1 ends at $2
UPDATE seat SET valid_to = $2 WHERE id = $1 AND valid_to > $2;

-- seats_of: the seats of person $1 alive at $2
SELECT s.id, s.unit, s.role, s.valid_from, s.valid_to, u.name, u.path
  FROM seat s JOIN unit u ON u.id = s.unit
 WHERE s.person = $1 AND s.valid_from <= $2 AND s.valid_to > $2 ORDER BY s.role, u.name;

-- session_put: a new session
INSERT INTO session (id, token_hash, person, made, seen, ends) VALUES ($1, $2, $3, $4, $5, $6);

-- session_by_hash: the session behind a token's hash
SELECT s.id, s.person, s.seen, s.ends, p.name, p.state FROM session s JOIN person p ON p.id = s.person WHERE s.token_hash = $1;

-- session_touch: session $1 was used at $2
UPDATE session SET seen = $2 WHERE id = $1;

-- session_end: session $1 is over
DELETE FROM session WHERE id = $1;

-- session_end_all: every session of person $1 is over
DELETE FROM session WHERE person = $1;

-- session_end_others: every session of person $1 but $2 is over
DELETE FROM session WHERE person = $1 AND id <> $2;

-- session_sweep: sessions that ended before $1 or were last used before $2
DELETE FROM session WHERE ends < $1 OR seen < $2;

-- session_list: where person $1 is signed in
SELECT id, made, seen, ends FROM session WHERE person = $1 ORDER BY seen DESC;

-- units_overlapping: the units of code $1 alive at some time of [$2, $3)
SELECT id FROM unit WHERE code = $1 AND valid_from < $3 AND valid_to > $2;

-- units_below: the children of unit $1 that are alive after $2
SELECT id, code, name, path, valid_from, valid_to FROM unit WHERE parent = $1 AND valid_to > $2 ORDER BY code;

-- unit_renew: the row of unit $2 goes on from $5 as $1, below unit $3, with the path $4
INSERT INTO unit (id, code, name, name_en, kind, parent, path, valid_from, valid_to, becomes, places, households, population,
                  staff, languages, source, email)
SELECT $1, code, name, name_en, kind, $3, $4, $5, valid_to, becomes, places, households, population, staff, languages, source,
       email
  FROM unit WHERE id = $2;

-- unit_ends: unit $1 ends on $2 and becomes $3
UPDATE unit SET valid_to = $2, becomes = $3 WHERE id = $1;

-- unit_under: unit $1, which begins only at $3 or later, stands below unit $2
UPDATE unit SET parent = $2, path = (SELECT p.path FROM unit p WHERE p.id = $2) || code || '/' WHERE id = $1 AND valid_from >= $3;

-- units_repath: what lies below unit $1, whose path was $2, follows to $3
UPDATE unit SET path = $3 || substr(path, length($2) + 1)
 WHERE substr(path, 1, length($2)) = $2 AND path <> $2 AND id IN (
  WITH RECURSIVE below(id) AS (SELECT id FROM unit WHERE parent = $1
                               UNION SELECT u.id FROM unit u JOIN below b ON u.parent = b.id)
  SELECT id FROM below);

-- seats_at: the seats at unit $1 that go on after $2
SELECT id FROM seat WHERE unit = $1 AND valid_to > $2;

-- seat_copy: seat $2 goes on as $1 at unit $3 from $4
INSERT INTO seat (id, person, unit, role, valid_from, valid_to, given_by)
SELECT $1, person, $3, role, CASE WHEN valid_from > $4 THEN valid_from ELSE $4 END, valid_to, given_by FROM seat WHERE id = $2;
