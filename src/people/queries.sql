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

-- person_by_id: the same of person $1
SELECT id, password, totp_secret, totp_active, totp_step, state FROM person WHERE id = $1;

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

-- person_list: everybody with their live seats at $1 at units below the path $2, and who has no seat; one row a seat
SELECT p.id, p.login, p.name, p.state, p.totp_active, s.id, s.role, s.valid_from, s.valid_to, u.name, u.code, u.path, s.state,
       s.reviewed, p.last_in, (SELECT COUNT(*) FROM passkey k WHERE k.person = p.id), g.name, r.name, s.unit
  FROM person p LEFT JOIN seat s ON s.person = p.id AND s.valid_from <= $1 AND s.valid_to > $1
  LEFT JOIN unit u ON u.id = s.unit LEFT JOIN person g ON g.id = s.given_by LEFT JOIN person r ON r.id = s.reviewed_by
 WHERE s.id IS NULL OR substr(u.path, 1, length($2)) = $2 ORDER BY p.name, p.login, s.role;

-- person_seats: the same of person $2
SELECT p.id, p.login, p.name, p.state, p.totp_active, s.id, s.role, s.valid_from, s.valid_to, u.name, u.code, u.path, s.state,
       s.reviewed, p.last_in, (SELECT COUNT(*) FROM passkey k WHERE k.person = p.id), g.name, r.name, s.unit
  FROM person p LEFT JOIN seat s ON s.person = p.id AND s.valid_from <= $1 AND s.valid_to > $1
  LEFT JOIN unit u ON u.id = s.unit LEFT JOIN person g ON g.id = s.given_by LEFT JOIN person r ON r.id = s.reviewed_by
 WHERE p.id = $2 ORDER BY s.role;

-- person_of_seat: the same of seat $2
SELECT p.id, p.login, p.name, p.state, p.totp_active, s.id, s.role, s.valid_from, s.valid_to, u.name, u.code, u.path, s.state,
       s.reviewed, p.last_in, (SELECT COUNT(*) FROM passkey k WHERE k.person = p.id), g.name, r.name, s.unit
  FROM seat s JOIN person p ON s.person = p.id AND s.valid_from <= $1 AND s.valid_to > $1
  LEFT JOIN unit u ON u.id = s.unit LEFT JOIN person g ON g.id = s.given_by LEFT JOIN person r ON r.id = s.reviewed_by
 WHERE s.id = $2;

-- person_in: person $1 signed in at $2
UPDATE person SET last_in = $2 WHERE id = $1;

-- person_factor: does person $1 owe a second factor ($2)?
UPDATE person SET owes_factor = $2 WHERE id = $1;

-- person_invite: a person $1 called $3 who has not come yet; the login $2 is nobody's
INSERT INTO person (id, login, name, password, state, created) VALUES ($1, $2, $3, '', 'invited', $4);

-- person_join: the invited person $1 takes the login $2, the name $3 and the password $4
UPDATE person SET login = $2, name = $3, password = $4, state = 'active', owes_factor = $5 WHERE id = $1 AND state = 'invited';

-- person_gone: the person $1 who never came leaves no trace
DELETE FROM person WHERE id = $1 AND state = 'invited';

-- seat_put: a role for a person at a unit
INSERT INTO seat (id, person, unit, role, valid_from, valid_to, given_by, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- seat_end: seat $1 ends at $2
UPDATE seat SET valid_to = $2 WHERE id = $1 AND valid_to > $2;

-- seat_state: seat $1 goes from state $2 to $3
UPDATE seat SET state = $3 WHERE id = $1 AND state = $2;

-- seats_taken: the seats that waited for person $1 are taken
UPDATE seat SET state = 'active' WHERE person = $1 AND state = 'invited';

-- seats_gone: the seats of a person $1 who never came
DELETE FROM seat WHERE person = $1 AND state = 'invited';

-- seat_reviewed: $3 said at $2 that seat $1 is still needed
UPDATE seat SET reviewed = $2, reviewed_by = $3 WHERE id = $1 AND valid_to > $2;

-- seats_of: the seats of person $1 with power at $2
SELECT s.id, s.unit, s.role, s.valid_from, s.valid_to, u.name, u.path
  FROM seat s JOIN unit u ON u.id = s.unit
 WHERE s.person = $1 AND s.state = 'active' AND s.valid_from <= $2 AND s.valid_to > $2 ORDER BY s.role, u.name;

-- session_put: a new session
INSERT INTO session (id, token_hash, person, made, seen, ends, device, proved) VALUES ($1, $2, $3, $4, $4, $5, $6, $4);

-- session_by_hash: the session behind a token's hash
SELECT s.id, s.person, s.seen, s.ends, p.name, p.state, s.proved, p.owes_factor
  FROM session s JOIN person p ON p.id = s.person WHERE s.token_hash = $1;

-- session_touch: session $1 was used at $2
UPDATE session SET seen = $2 WHERE id = $1;

-- session_prove: in session $1 its person proved at $2 to be there
UPDATE session SET proved = $2 WHERE id = $1;

-- session_end: session $1 of person $2 is over
DELETE FROM session WHERE id = $1 AND person = $2;

-- session_end_all: every session of person $1 is over
DELETE FROM session WHERE person = $1;

-- session_end_others: every session of person $1 but $2 is over
DELETE FROM session WHERE person = $1 AND id <> $2;

-- session_sweep: sessions that ended before $1 or were last used before $2
DELETE FROM session WHERE ends < $1 OR seen < $2;

-- session_list: where person $1 is signed in
SELECT id, made, seen, ends, device FROM session WHERE person = $1 ORDER BY seen DESC;

-- ticket_put: a new ticket
INSERT INTO ticket (id, hash, kind, person, unit, scope, label, made_by, made, ends) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- ticket_by_hash: the ticket with the hash $1, with whom it lets in and who gave it
SELECT t.id, t.kind, t.person, t.ends, t.used, t.revoked, p.login, p.name, p.state, g.name, t.unit, t.scope
  FROM ticket t LEFT JOIN person p ON p.id = t.person LEFT JOIN person g ON g.id = t.made_by WHERE t.hash = $1;

-- ticket_used: ticket $1 serves at $2, once
UPDATE ticket SET used = $2, label = '' WHERE id = $1 AND used = 0 AND revoked = 0 AND ends > $2;

-- ticket_seen: the machine's token $1 was shown at $2
UPDATE ticket SET used = $2 WHERE id = $1;

-- tickets_revoke: what person $1 was given of kind $2 and has not used is void from $3 on
UPDATE ticket SET revoked = $3, label = '' WHERE person = $1 AND kind = $2 AND used = 0 AND revoked = 0;

-- ticket_revoke: the machine's token $1 is void from $2 on
UPDATE ticket SET revoked = $2 WHERE id = $1 AND kind = 'machine' AND revoked = 0;

-- tickets_gone: the tickets of a person $1 who never came
DELETE FROM ticket WHERE person = $1;

-- ticket_to: the invitation of person $1 that can be used at $2 goes by e-mail to $3 ('': it went)
UPDATE ticket SET label = $3 WHERE person = $1 AND kind = 'invitation' AND used = 0 AND revoked = 0 AND ends > $2;

-- ticket_new_code: it has the hash $3 from now on
UPDATE ticket SET hash = $3 WHERE person = $1 AND kind = 'invitation' AND used = 0 AND revoked = 0 AND ends > $2;

-- ticket_by_mail: the invitation of person $1 that waits at $2 to go by e-mail: where to, whom it lets in, who gave it, until when
SELECT t.label, p.name, g.name, t.ends FROM ticket t JOIN person p ON p.id = t.person LEFT JOIN person g ON g.id = t.made_by
 WHERE t.person = $1 AND t.kind = 'invitation' AND t.used = 0 AND t.revoked = 0 AND t.ends > $2 AND t.label <> '';

-- ticket_of: the newest ticket of kind $2 of person $1: until when it holds, whether it is used or void, where it goes
SELECT ends, used, revoked, CASE WHEN label <> '' THEN 1 ELSE 0 END FROM ticket WHERE person = $1 AND kind = $2 ORDER BY made DESC, id DESC LIMIT 1;

-- ticket_news: recoveries of person $1 that the person was not told of
SELECT t.made, t.used, g.name FROM ticket t LEFT JOIN person g ON g.id = t.made_by
 WHERE t.person = $1 AND t.kind = 'recovery' AND t.told = 0 ORDER BY t.made DESC;

-- ticket_told: person $1 was told at $2
UPDATE ticket SET told = $2 WHERE person = $1 AND kind = 'recovery' AND told = 0;

-- tickets_waiting: how many invitations of officer $1 wait at $2
SELECT COUNT(*) FROM ticket WHERE made_by = $1 AND kind = 'invitation' AND used = 0 AND revoked = 0 AND ends > $2;

-- machines: all tokens of machines, newest first
SELECT t.id, t.label, t.scope, t.made, t.ends, t.used, t.revoked, u.code, u.name, u.path
  FROM ticket t LEFT JOIN unit u ON u.id = t.unit
 WHERE t.kind = 'machine' ORDER BY t.made DESC, t.id DESC;

-- passkey_put: a new passkey
INSERT INTO passkey (id, person, credential, algorithm, public_key, count, name, made) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- passkey_by_credential: what a sign-in with the credential $1 needs
SELECT k.id, k.person, k.algorithm, k.public_key, k.count, p.state FROM passkey k JOIN person p ON p.id = k.person
 WHERE k.credential = $1;

-- passkey_used: passkey $1 signed with the counter $2 at $3; $4: since when it is known to have fallen back, 0 for not
UPDATE passkey SET count = $2, used = $3, fell_back = CASE WHEN CAST($4 AS BIGINT) > 0 THEN CAST($4 AS BIGINT) ELSE fell_back END WHERE id = $1;

-- passkeys_of: the passkeys of person $1
SELECT id, name, made, used, fell_back, credential FROM passkey WHERE person = $1 ORDER BY made, id;

-- passkey_name: passkey $1 of person $2 is called $3
UPDATE passkey SET name = $3 WHERE id = $1 AND person = $2;

-- passkey_end: passkey $1 of person $2 is no good any more
DELETE FROM passkey WHERE id = $1 AND person = $2;

-- passkeys_end: none of person $1 is
DELETE FROM passkey WHERE person = $1;

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
INSERT INTO seat (id, person, unit, role, valid_from, valid_to, given_by, state, reviewed, reviewed_by)
SELECT $1, person, $3, role, CASE WHEN valid_from > $4 THEN valid_from ELSE $4 END, valid_to, given_by, state, reviewed,
       reviewed_by FROM seat WHERE id = $2;
