-- SPDX-License-Identifier: Apache-2.0
--
-- People come in by invitation and prove themselves by more than a password (docs/decisions/0023-people.md).
--
-- person.state is now: invited active disabled. A login that begins with '~' is nobody's yet. `owes_factor`: must add a
-- passkey or one-time codes before anything else. `last_in`: last sign-in, by the campaign's clock as seats have it.
ALTER TABLE person ADD COLUMN owes_factor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN last_in BIGINT NOT NULL DEFAULT 0;
-- invited active suspended; it has ended when valid_to is over. Only an active seat has power.
ALTER TABLE seat ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
-- When somebody above last said that this seat is still needed, and who. 0: not since it was given.
ALTER TABLE seat ADD COLUMN reviewed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE seat ADD COLUMN reviewed_by BYTEA;
-- "Firefox, Windows": one of a few fixed words each, nothing a browser could write. `proved`: when the person last gave a
-- password or passkey in it, machine time like the rest of the table.
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN proved BIGINT NOT NULL DEFAULT 0;

-- A key pair of a person's device (WebAuthn); ours is the public half. A secret's counterpart that must be removable at
-- once, so it stands outside the journal like a session.
CREATE TABLE passkey (
    id         BYTEA PRIMARY KEY,
    person     BYTEA NOT NULL REFERENCES person(id),
    credential BYTEA NOT NULL UNIQUE,      -- the device's own name for it, 16 to 1023 bytes
    algorithm  INTEGER NOT NULL,           -- COSE: -7 ES256, -8 EdDSA
    public_key BYTEA NOT NULL,             -- x and y (64 bytes) or the Ed25519 key (32)
    count      BIGINT NOT NULL,            -- the device's signature counter as last seen
    fell_back  BIGINT NOT NULL DEFAULT 0,  -- when the counter last went backwards: perhaps a copy of the key. 0: never
    name       TEXT NOT NULL,              -- what its owner calls it
    made       BIGINT NOT NULL,            -- machine time, like the next
    used       BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX passkey_person ON passkey (person);

-- What somebody may show once (an invitation's or a recovery's code) or a machine each time (a token). Only its hash is
-- here. Times are the machine's.
CREATE TABLE ticket (
    id        BYTEA PRIMARY KEY,
    hash      BYTEA NOT NULL UNIQUE,       -- SHA-256 of the code without its hyphens, or of the token
    kind      TEXT NOT NULL,               -- invitation recovery machine
    person    BYTEA REFERENCES person(id), -- whom it lets in; NULL for a machine
    unit      BYTEA REFERENCES unit(id),   -- what a machine may read: this unit and all below it
    scope     TEXT NOT NULL DEFAULT '',    -- of a machine: what it may do (people/token.h)
    label     TEXT NOT NULL DEFAULT '',    -- of a machine: what it is called
    made_by   BYTEA NOT NULL,
    made      BIGINT NOT NULL,
    ends      BIGINT NOT NULL,
    used      BIGINT NOT NULL DEFAULT 0,   -- a code serves once; a machine's token: when last
    revoked   BIGINT NOT NULL DEFAULT 0,
    told      BIGINT NOT NULL DEFAULT 0    -- of a recovery: the person has read who granted it
);
CREATE INDEX ticket_person ON ticket (person, kind);
