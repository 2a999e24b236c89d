-- SPDX-License-Identifier: Apache-2.0
--
-- The model: who, why, owed, said, done, seen, wrong, and one journal under all of it.
--
-- Valid for SQLite and PostgreSQL: ids are 16-byte BYTEA (ident.h), times are BIGINT milliseconds UTC (clock.h), texts are
-- NFC UTF-8, structured fields are JSON in TEXT. A time of 9223372036854775807 means "never". Names that are words of SQL
-- ("check", "case") are quoted. Records, checks, releases and events are only ever added; a correction supersedes.

-- What this database is: 'made' (ISO time), 'campaign' (slug of the first), and so on.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- WHO ---------------------------------------------------------------------------------------------------------------

-- A body of the tree. Alive in [valid_from, valid_to); ended ones stay, with what they became.
CREATE TABLE unit (
    id         BYTEA PRIMARY KEY,
    code       TEXT NOT NULL,              -- mã định danh; unique among the units alive at one moment
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL DEFAULT '',
    kind       TEXT NOT NULL,              -- city department district district-office commune school university college class team
    parent     BYTEA REFERENCES unit(id),  -- NULL: a root
    path       TEXT NOT NULL,              -- '/92/916/31117/': codes from the root; prefix = subtree
    valid_from BIGINT NOT NULL,
    valid_to   BIGINT NOT NULL DEFAULT 9223372036854775807,
    becomes    TEXT NOT NULL DEFAULT '[]', -- [{"unit": code, "share": 0..1, "basis": "1192/NQ-UBTVQH15"}]
    places     TEXT NOT NULL DEFAULT '[]', -- [{"kind": "web", "host": "…", "proved": ms or null}]
    households BIGINT NOT NULL DEFAULT 0,
    population BIGINT NOT NULL DEFAULT 0,
    staff      BIGINT NOT NULL DEFAULT 0,
    languages  TEXT NOT NULL DEFAULT 'vi',
    source     TEXT NOT NULL DEFAULT ''    -- where the facts come from; '[K]' at its start: background knowledge, not verified
);
CREATE UNIQUE INDEX unit_code_from ON unit (code, valid_from);
CREATE INDEX unit_path ON unit (path);
CREATE INDEX unit_parent ON unit (parent);

CREATE TABLE person (
    id          BYTEA PRIMARY KEY,
    login       TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    password    TEXT NOT NULL,             -- argon2id, libsodium's string form
    totp_secret BYTEA,                     -- 20 bytes; NULL: none begun
    totp_active INTEGER NOT NULL DEFAULT 0,
    totp_step   BIGINT NOT NULL DEFAULT 0, -- last 30 s step accepted: a code works once
    state       TEXT NOT NULL DEFAULT 'active', -- active suspended
    created     BIGINT NOT NULL
);

-- A role of a person at a unit, from a day to a day. Power covers the unit's subtree.
CREATE TABLE seat (
    id         BYTEA PRIMARY KEY,
    person     BYTEA NOT NULL REFERENCES person(id),
    unit       BYTEA NOT NULL REFERENCES unit(id),
    role       TEXT NOT NULL,              -- people.h role_t
    valid_from BIGINT NOT NULL,
    valid_to   BIGINT NOT NULL DEFAULT 9223372036854775807,
    given_by   BYTEA
);
CREATE INDEX seat_person ON seat (person);
CREATE INDEX seat_unit ON seat (unit);

-- Sign-ins that live. Not one of the twelve: a session is a secret that must be revocable at once, so it may not stand
-- in the append-only journal. The token itself is never stored.
CREATE TABLE session (
    id         BYTEA PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,      -- SHA-256 of the cookie's token
    person     BYTEA NOT NULL REFERENCES person(id),
    made       BIGINT NOT NULL,            -- machine time (clock_wall), like the two below
    seen       BIGINT NOT NULL,
    ends       BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person);

-- WHY ---------------------------------------------------------------------------------------------------------------

CREATE TABLE campaign (
    id       BYTEA PRIMARY KEY,
    slug     TEXT NOT NULL UNIQUE,
    title    TEXT NOT NULL,
    title_en TEXT NOT NULL DEFAULT '',
    owner    BYTEA NOT NULL REFERENCES unit(id),
    opens    BIGINT NOT NULL,
    closes   BIGINT NOT NULL,              -- last moment that counts, inclusive
    basis    TEXT NOT NULL DEFAULT '[]',   -- [{"number", "symbol", "date", "issuer"}]
    state    TEXT NOT NULL,                -- draft open paused closing reported archived cancelled
    created  BIGINT NOT NULL
);

-- An official letter: from import (draft) to sent. Its clauses are frozen when it is signed.
CREATE TABLE dispatch (
    id           BYTEA PRIMARY KEY,
    campaign     BYTEA REFERENCES campaign(id), -- NULL while a draft has none
    from_unit    BYTEA REFERENCES unit(id),
    parent       BYTEA REFERENCES dispatch(id), -- the dispatch it passes down
    number       BIGINT,
    symbol       TEXT,
    doc_date     TEXT,                     -- YYYY-MM-DD
    subject      TEXT NOT NULL DEFAULT '',
    signer       TEXT NOT NULL DEFAULT '',
    signer_title TEXT NOT NULL DEFAULT '',
    opens        BIGINT,
    closes       BIGINT,
    draft        TEXT NOT NULL DEFAULT '{}', -- the whole reading of the letter as in INTERFACES §2, with spans and sureness
    clauses      TEXT NOT NULL DEFAULT '[]', -- [{"n","to","verb","text","audience","optional","releases","evidence","target","passes_down"}]
    recipients   TEXT NOT NULL DEFAULT '[]', -- frozen at sending: [{"unit","clauses":[…],"delivered","acknowledged","returned","why"}]
    source       BYTEA,                    -- SHA-256 of the imported file's blob
    state        TEXT NOT NULL,            -- draft submitted signed sent closed replaced revoked
    drafted_by   BYTEA,
    signed_by    BYTEA,
    created      BIGINT NOT NULL,
    signed       BIGINT,
    sent         BIGINT
);
CREATE UNIQUE INDEX dispatch_number ON dispatch (from_unit, number, symbol, doc_date);
CREATE INDEX dispatch_campaign ON dispatch (campaign);

-- OWED --------------------------------------------------------------------------------------------------------------

-- What one unit owes under one clause. Never stored as "verified": that is read from checks, as of any moment.
CREATE TABLE duty (
    id           BYTEA PRIMARY KEY,
    dispatch     BYTEA NOT NULL REFERENCES dispatch(id),
    clause       TEXT NOT NULL,            -- '1a': as numbered in the dispatch
    unit         BYTEA NOT NULL REFERENCES unit(id),
    verb         TEXT NOT NULL,            -- post brief teach direct report other
    optional     INTEGER NOT NULL DEFAULT 0, -- may, not must: never overdue
    due          BIGINT NOT NULL,          -- last moment that counts, inclusive
    target       BIGINT NOT NULL DEFAULT 1,
    created      BIGINT NOT NULL,
    acknowledged BIGINT,
    ended        BIGINT,                   -- the unit ended (merger) or the dispatch was revoked; NULL while it is owed
    waived       BIGINT,
    waived_why   TEXT,
    UNIQUE (dispatch, clause, unit)
);
CREATE INDEX duty_unit ON duty (unit);

-- SAID --------------------------------------------------------------------------------------------------------------

CREATE TABLE material (
    id        BYTEA PRIMARY KEY,
    slug      TEXT NOT NULL UNIQUE,
    kind      TEXT NOT NULL,               -- handbook document poster clip audio post lesson quiz alert notice
    title     TEXT NOT NULL,
    title_en  TEXT NOT NULL DEFAULT '',
    summary   TEXT NOT NULL DEFAULT '',
    summary_en TEXT NOT NULL DEFAULT '',
    owner     BYTEA NOT NULL REFERENCES unit(id),
    licence   TEXT NOT NULL DEFAULT 'CC-BY-4.0',
    audience  TEXT NOT NULL DEFAULT '',
    forms     TEXT NOT NULL DEFAULT '[]',  -- own codes of the forms of scam it treats
    from_case BYTEA,
    created   BIGINT NOT NULL
);

-- One signed, immutable version of a material.
CREATE TABLE release (
    id         BYTEA PRIMARY KEY,
    material   BYTEA NOT NULL REFERENCES material(id),
    version    BIGINT NOT NULL,
    code       TEXT NOT NULL UNIQUE,       -- 6 characters, the last one a check
    manifest   TEXT NOT NULL,              -- canonical JSON; what is signed
    signature  TEXT NOT NULL DEFAULT '',   -- minisign format over the manifest
    drafted_by BYTEA,
    approved_by BYTEA,                     -- never the drafter
    created    BIGINT NOT NULL,
    published  BIGINT,
    expires    BIGINT,
    supersedes BYTEA REFERENCES release(id),
    state      TEXT NOT NULL,              -- draft reviewed signed published superseded withdrawn expired
    state_why  TEXT NOT NULL DEFAULT '',
    UNIQUE (material, version)
);

-- WRONG -------------------------------------------------------------------------------------------------------------

CREATE TABLE "case" (
    id         BYTEA PRIMARY KEY,
    title      TEXT NOT NULL,
    form       TEXT NOT NULL DEFAULT '',   -- own code of the form of scam
    indicators TEXT NOT NULL DEFAULT '[]', -- [{"type","value","first","last","weight"}]
    severity   INTEGER NOT NULL DEFAULT 1, -- 1 to 4
    area       BYTEA REFERENCES unit(id),
    owner      BYTEA REFERENCES unit(id),
    state      TEXT NOT NULL,              -- new open confirmed unfounded duplicate warned taught closed
    same_as    BYTEA,                      -- when a duplicate
    opened     BIGINT NOT NULL,
    warned     BIGINT,
    closed     BIGINT
);

-- DONE --------------------------------------------------------------------------------------------------------------

-- Something that happened: post session visit attempt report count. Its id is made where it happened.
CREATE TABLE record (
    id             BYTEA PRIMARY KEY,
    kind           TEXT NOT NULL,
    campaign       BYTEA REFERENCES campaign(id),
    duty           BYTEA REFERENCES duty(id),
    unit           BYTEA REFERENCES unit(id),
    by_seat        BYTEA,                  -- NULL: a device or nobody
    made_at        BIGINT NOT NULL,        -- a claim by the device
    received_at    BIGINT NOT NULL,        -- ours
    release        BYTEA,
    body           TEXT NOT NULL,          -- JSON; a report's is sealed to the duty desk's key (base64)
    digest         BYTEA NOT NULL,         -- SHA-256 of the canonical record as received
    ref            BYTEA,                  -- keyed hash by which its maker finds it again (a report's receipt)
    state          TEXT NOT NULL,          -- accepted quarantined superseded voided conflict
    why            TEXT NOT NULL DEFAULT '',
    supersedes     BYTEA,
    conflicts_with BYTEA,                  -- same id, other bytes: kept under a new id for a person to see
    case_id        BYTEA                   -- set by triage; not part of the digest
);
CREATE INDEX record_duty ON record (duty);
CREATE INDEX record_unit ON record (unit, kind);
CREATE INDEX record_kind ON record (kind, received_at);
CREATE INDEX record_ref ON record (ref);
CREATE INDEX record_case ON record (case_id);

-- SEEN --------------------------------------------------------------------------------------------------------------

-- One look at one record: by the probe, or by a person of another unit.
CREATE TABLE "check" (
    id       BYTEA PRIMARY KEY,
    record   BYTEA NOT NULL REFERENCES record(id),
    method   TEXT NOT NULL,                -- probe callback review recount
    by_seat  BYTEA,                        -- NULL: the probe
    at       BIGINT NOT NULL,
    verdict  TEXT NOT NULL,                -- holds fails cannot-tell
    seen     TEXT NOT NULL,                -- JSON as `probe --json` prints it (INTERFACES §2)
    snapshot BYTEA,                        -- blob of what was seen, only when it changed
    note     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX check_record ON "check" (record, at);

-- THE JOURNAL -------------------------------------------------------------------------------------------------------

-- Audit log, outbox and job queue in one. hash = SHA-256 over prev and the event's canonical bytes (store/journal.h).
-- claimed, done and tries belong to the job runner and are not hashed.
CREATE TABLE event (
    seq     BIGINT PRIMARY KEY,            -- 1, 2, 3 … without gaps
    at      BIGINT NOT NULL,
    who     BYTEA NOT NULL,                -- 16 zero bytes: the program or the public
    did     TEXT NOT NULL,                 -- 'dispatch.sign'
    on_id   BYTEA NOT NULL,
    body    TEXT NOT NULL,                 -- JSON object, no personal data
    prev    BYTEA NOT NULL,
    hash    BYTEA NOT NULL,
    claimed BIGINT,
    done    BIGINT,
    tries   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX event_on ON event (on_id);
CREATE INDEX event_did ON event (did, seq);
