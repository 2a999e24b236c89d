/* SPDX-License-Identifier: Apache-2.0
 *
 * people — who may do what: units in time, persons, seats, sign-in.
 *
 * A unit is any body of the tree: city, department, district, commune, school, class, team. Units have dates and lineage
 * and are never deleted; a merger ends the old ones and says what they became. A seat is a role at a unit; its power
 * covers the unit's subtree. Nobody checks their own unit; nobody approves their own text.
 */
#ifndef CG_PEOPLE_PEOPLE_H
#define CG_PEOPLE_PEOPLE_H
#include "base/base.h"
#include "store/store.h"

/* --- units --- */

typedef struct unit {
    ident_t id, parent;
    str_t code, name, name_en,
        kind; /* kind: city, department, district, district-office, commune, school, university, college, class, team */
    str_t path;    /* "/code/code/…/" from the root: prefix comparison gives the subtree */
    ms_t from, to; /* alive in [from, to); to = MS_NEVER while it lives */
    str_t places;  /* JSON list of {"host": "…", "kind": "web"} */
    int64_t households, population, staff;
    str_t email;  /* of unit_add: the office mailbox; "" when read */
    str_t source; /* where the facts come from; "[K]" marks background knowledge */
} unit_t;

/* ST_NOT_FOUND when there is none. `at`: as of that moment (a unit that is not alive then is not found). */
must_use status_t unit_by_id(db_t *db, arena_t *a, ident_t id, unit_t *out, err_t *err);
must_use status_t unit_by_code(db_t *db, arena_t *a, str_t code, ms_t at, unit_t *out, err_t *err);
/* All units alive at `at` below `under` (zero id: everywhere) of `kind` ("" = any), by name. */
must_use status_t unit_list(db_t *db, arena_t *a, ident_t under, str_t kind, ms_t at, unit_t **out, size_t *n,
                            err_t *err);
/* What became of a unit that ended: the living ends of its lineage at `at`, with shares that add up to 1. */
typedef struct unit_share {
    ident_t unit;
    double share;
} unit_share_t;
must_use status_t unit_became(db_t *db, arena_t *a, ident_t unit, ms_t at, unit_share_t **out, size_t *n, err_t *err);

/* Adds one unit below another: u->id is made from code and `from`; path and parent must be set. */
must_use status_t unit_add(db_t *db, unit_t *u, ident_t who, err_t *err);

/* Sets the registered places of a unit: a JSON list as in the schema. */
must_use status_t unit_set_places(db_t *db, ident_t unit, str_t places, ident_t who, err_t *err);

/* The units file as text: an XLSX becomes CSV (box/paper.h; slow, not in an act), anything else stays as it is. */
must_use status_t units_table(arena_t *a, str_t bytes, str_t *csv, err_t *err);
/* Reads units CSV (INTERFACES §2; columns in docs/units.md) and makes the tree agree with it, all or nothing. A unit that
 * moves takes along the units below it and their seats. `dry_run` changes nothing. *report (arena) has every change on a line:
 * "+" new, with how it was renamed or moved; "~" changed; ">" moved; "-" ended, with what it becomes; "@" hosts. With
 * ST_INPUT it has a line for every row refused, and why; err is the first of them. */
must_use status_t units_import(db_t *db, arena_t *a, str_t csv, bool dry_run, ident_t who, str_t *report, err_t *err);

/* A change of the tree on one day: a rename, a move, a merger, a split, an end. */
typedef struct unit_change {
    str_t ends; /* codes of the units that end or change, separated by spaces */
    str_t
        comes; /* what they become, a line each: "code:share | name | kind | parent"; all but the code may be left out */
    ms_t day;  /* the first on which it holds */
    str_t basis; /* the document that decides it */
} unit_change_t;
/* The change as lines of a units file, for units_import to check, show and write. ST_INPUT names what is missing. */
must_use status_t units_change(db_t *db, arena_t *a, const unit_change_t *c, str_t *csv, err_t *err);

/* A plain address as mail takes it: ASCII, one @, no spaces, quotes or brackets. */
bool email_ok(str_t s);

/* --- persons, seats, sessions --- */

typedef enum role {
    ROLE_SIGNER,      /* lãnh đạo */
    ROLE_COORDINATOR, /* điều phối */
    ROLE_CONTACT,     /* đầu mối đơn vị */
    ROLE_EDITOR,      /* biên tập */
    ROLE_CHECKER,     /* kiểm tra */
    ROLE_VOLUNTEER,   /* tổ viên */
    ROLE_TEACHER,     /* giáo viên */
    ROLE_DUTY,        /* trực ban */
    ROLE_AUDITOR,     /* thanh tra */
    ROLE_COUNT
} role_t;
const char *role_name(role_t r); /* "coordinator"; also its msgid */
must_use bool role_parse(str_t s, role_t *out);

typedef struct seat {
    ident_t id, unit;
    role_t role;
    str_t unit_name, unit_path;
    ms_t from, to;
} seat_t;

typedef struct actor {
    ident_t person;
    ident_t session;
    str_t name;
    const seat_t *seats; /* live ones only */
    size_t n_seats;
    bool touch;       /* the session was last noted as used more than a minute ago: call session_touch in an act */
    bool owes_factor; /* must add a passkey or one-time codes before anything else */
    ms_t proved;      /* when the password or a passkey was last given in this session; machine time */
} actor_t;

/* Did the person prove to be there within that time? Dangerous acts ask for it. */
bool actor_fresh(const actor_t *who, ms_t within);

/* True when one of the actor's seats is `role` at a unit whose path is a prefix of `unit_path`. */
bool actor_may(const actor_t *who, role_t role, str_t unit_path);
/* The first seat of that role, or NULL. */
const seat_t *actor_seat(const actor_t *who, role_t role);
/* May the actor give, end and look after a seat of `role` at that unit? Who has a seat above it may, as signer or
 * coordinator for every role and as contact for contacts, teachers and community teams. At one's own unit only where one's
 * role weighs as much: a coordinator does not make the signer who is to look over their shoulder, or take that one's place. */
bool actor_over(const actor_t *who, role_t role, str_t unit_path);

/* The seats of a person that have power at `at`: alive, taken and not suspended. */
must_use status_t seats_of(db_t *db, arena_t *a, ident_t person, ms_t at, const seat_t **out, size_t *n, err_t *err);

/* One row a seat; a person without seats has one row with the zero seat. By name. */
typedef struct person_seat {
    ident_t person, seat;
    str_t login; /* "" while the person is invited */
    str_t name;
    str_t state; /* of the person: invited active disabled */
    str_t role, unit_name, unit_code, unit_path;
    str_t seat_state; /* invited active suspended; p = NULL without a seat */
    bool totp;
    int64_t passkeys;
    ms_t from, to;
    str_t given_by, reviewed_by; /* names; p = NULL: the command line */
    ms_t reviewed, last_in;      /* 0: never; the campaign's clock */
} person_seat_t;
/* The seats at units whose path begins with `under` ("": all), and the persons who have none. */
must_use status_t person_list(db_t *db, arena_t *a, str_t under, ms_t at, person_seat_t **out, size_t *n, err_t *err);
/* The rows of one person; ST_NOT_FOUND when there is none. */
must_use status_t person_seats(db_t *db, arena_t *a, ident_t person, ms_t at, person_seat_t **out, size_t *n,
                               err_t *err);
/* The row of one live seat. */
must_use status_t person_of_seat(db_t *db, arena_t *a, ident_t seat, ms_t at, person_seat_t *out, err_t *err);

/* login: 3-64 of a-z 0-9 . - _ ; the password at least 10 characters, hashed with argon2id (interactive limits): slow,
 * call it outside acts. */
must_use status_t password_hash(str_t password, char out[128], err_t *err);
must_use status_t person_add(db_t *db, str_t login, str_t name, const char *hash, ident_t by, ident_t *out, err_t *err);
/* A new password given by somebody else; ends all of the person's sessions. */
must_use status_t password_set(db_t *db, ident_t person, const char *hash, ident_t by, err_t *err);
/* The person's own change: `old` must be right (five failures lock it as at sign-in); every session but `keep` ends.
 * Slow: from ROUTE_SLOW. */
must_use status_t password_change(store_t *st, ident_t person, str_t old, str_t password, ident_t keep, err_t *err);
/* A person who is disabled cannot sign in and is signed out at once; the seats stay. ST_CONFLICT when it is so already. */
must_use status_t person_set_active(db_t *db, ident_t person, bool active, ident_t by, err_t *err);
must_use status_t seat_grant(db_t *db, ident_t person, role_t role, ident_t unit, ms_t from, ms_t to, ident_t by,
                             ident_t *out, err_t *err);
must_use status_t seat_end(db_t *db, ident_t seat, ident_t by, err_t *err);
/* A suspended seat has no power until it goes on. ST_CONFLICT when it is so already, or not taken yet. */
must_use status_t seat_suspend(db_t *db, ident_t seat, bool suspended, ident_t by, err_t *err);
/* The access review: `by` says that the seat is still needed. After SEAT_REVIEW without it a review is overdue. */
#define SEAT_REVIEW (90 * MS_DAY)
must_use status_t seat_review(db_t *db, ident_t seat, ident_t by, err_t *err);

typedef struct sign_in {
    str_t login, password, totp;
    str_t device; /* device_name */
} sign_in_t;
/* Checks login, password and, where the person has one, the 6-digit TOTP code; takes the same time whether the login
 * exists or not; after 5 failures in 15 minutes answers ST_RATE. Makes a session. `token` is 43 characters (256 bits,
 * base64url) for the cookie; the store keeps only its hash. Slow: from ROUTE_SLOW. */
must_use status_t sign_in(store_t *st, const sign_in_t *in, char token[44], err_t *err);
/* The same once more within a session, before a dangerous act: actor_fresh is true for a while. Slow. */
must_use status_t prove_again(store_t *st, const actor_t *who, str_t password, str_t totp, err_t *err);
/* "Firefox, Windows" from a User-Agent header: words of our own only; "" when it says nothing known. */
str_t device_name(arena_t *a, str_t user_agent);
/* The actor behind a session token; ST_DENIED when there is none or it has expired (12 hours idle, 7 days in all). */
must_use status_t session_actor(db_t *db, arena_t *a, str_t token, actor_t *out, err_t *err);
must_use status_t session_touch(db_t *db, ident_t session, err_t *err);
typedef struct session {
    ident_t id;
    ms_t made, seen, ends; /* machine time */
    str_t device;
} session_t;
must_use status_t session_list(db_t *db, arena_t *a, ident_t person, session_t **out, size_t *n, err_t *err);
/* Ends one session of `who`; ST_NOT_FOUND when it is not theirs. */
must_use status_t sign_out(db_t *db, ident_t session, ident_t who, err_t *err);
must_use status_t sign_out_everywhere(db_t *db, ident_t person, ident_t by, err_t *err);

/* Time-based one-time codes (RFC 6238, SHA-1, 30 s, 6 digits, one step either side, each step once). A secret becomes
 * active when its first code has been given. `uri` is otpauth://… for a QR. */
must_use status_t totp_begin(db_t *db, arena_t *a, ident_t person, str_t *secret_base32, str_t *uri, err_t *err);
must_use status_t totp_confirm(db_t *db, ident_t person, str_t code, err_t *err);
/* The own codes end with one of them; `code` p = NULL when another, who may, ends them for somebody who lost the phone. */
must_use status_t totp_end(db_t *db, ident_t person, str_t code, ident_t by, err_t *err);
must_use status_t totp_state(db_t *db, ident_t person, bool *on, err_t *err);
#endif
