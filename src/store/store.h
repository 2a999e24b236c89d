/* SPDX-License-Identifier: Apache-2.0
 *
 * store — the database behind one interface, the journal, and blobs by SHA-256.
 *
 * Many readers, one writer. A reader is a `db_t` borrowed for a request; it sees one snapshot. Everything that changes
 * state is an *act*: a function that gets the writer's `db_t` and runs inside its own savepoint. The writer thread takes
 * the acts that wait (at most 50, or what came within 5 ms), runs each in its savepoint, commits once, fsyncs, and only
 * then answers: what was answered is on disk. An act that fails is rolled back alone; its neighbours are not harmed.
 *
 * SQL stands in the rooms' queries.sql files, as `-- name: purpose` and a statement with $1, $2 … parameters, valid for
 * SQLite and PostgreSQL; the build turns each into `extern const query_t q_<name>` in "<room>/queries.h".
 *
 * Errors: ST_STORE (the database failed), ST_BUSY (locked or the writer's queue is full), ST_CONFLICT (a uniqueness rule),
 * ST_LIMIT (disk full). No function here exits or retries behind the caller's back.
 */
#ifndef CG_STORE_STORE_H
#define CG_STORE_STORE_H
#include "base/base.h"
#include "base/crypto.h"

typedef struct store store_t;
typedef struct db db_t;     /* one connection with its prepared statements; one thread at a time */
typedef struct stmt stmt_t; /* a running statement; borrowed from its db_t */

typedef struct query {
    const char *name;
    const char *sql;
} query_t;

/* --- life --- */

/* Makes `dir` (0700) with an empty database at the newest schema. ST_CONFLICT if one is there. */
must_use status_t store_create(const char *dir, err_t *err);
/* The same in the PostgreSQL database with this address (postgresql://…), which DIR/store names from then on. */
must_use status_t store_create_at(const char *dir, const char *url, err_t *err);
bool store_is_postgres(const char *url);
/* Takes away what store_create_at made, when what was to be put in it failed. A SQLite file is removed with its folder. */
void store_discard(const char *dir);
/* Moves everything to the PostgreSQL database `url`, or with url = "sqlite" back into the folder; nobody else may write
 * meanwhile. The journal is verified there before DIR/store says so. The old database stays as it is. */
must_use status_t store_move(const char *dir, const char *url, void (*step)(uint64_t done), err_t *err);
/* Opens the database in `dir`, migrates it in numbered steps (one transaction each), starts the writer.
 * A damaged file, a newer schema, a locked file are each their own sentence. */
must_use status_t store_open(const char *dir, store_t **out, err_t *err);
/* Opens for reading beside a program that writes: takes no lock, migrates nothing; acts are refused with ST_DENIED. */
must_use status_t store_open_reader(const char *dir, store_t **out, err_t *err);
/* Waits for acts that were taken, then closes. */
void store_close(store_t *st);
const char *store_dir(const store_t *st);

/* --- reading --- */

/* A reader with an open snapshot; give it back with store_done, always. */
must_use status_t store_read(store_t *st, db_t **out, err_t *err);
void store_done(store_t *st, db_t *db);

/* --- acting --- */

/* The act: may read and write through `db`; whatever it returns other than ST_OK undoes what it did. Runs on the writer
 * thread: must not block (no network, no password hashing, no waiting for another act). `err` is the caller's. */
typedef status_t (*act_fn)(db_t *db, void *arg, err_t *err);
/* Runs `fn` and waits until it is durable. Not from inside an act. */
must_use status_t store_act(store_t *st, act_fn fn, void *arg, err_t *err);
/* The same without waiting: `done(done_arg, status)` is called on the writer thread after the commit (or the failure);
 * `arg`, `err` must live until then. ST_BUSY when the queue is full: then done is not called. */
typedef void (*act_done_fn)(void *done_arg, status_t s);
must_use status_t store_post(store_t *st, act_fn fn, void *arg, err_t *err, act_done_fn done, void *done_arg);

/* --- statements --- */

/* The prepared statement for `q`, ready for binding; NULL with *err set. Finish it with stmt_done in every path. */
must_use stmt_t *db_query(db_t *db, const query_t *q, err_t *err);
void bind_int(stmt_t *s, int i, int64_t v); /* i from 1 */
void bind_real(stmt_t *s, int i, double v);
void bind_text(stmt_t *s, int i, str_t v); /* p = NULL binds SQL NULL; bytes must live until stmt_done */
void bind_blob(stmt_t *s, int i, str_t v);
void bind_null(stmt_t *s, int i);
static inline void bind_ms(stmt_t *s, int i, ms_t t)
{
    bind_int(s, i, t);
}
static inline void bind_id(stmt_t *s, int i, const ident_t *id)
{
    bind_blob(s, i, (str_t){(const char *)id->b, 16});
}
/* ST_ROW, ST_END, or an error with *err set. */
must_use status_t stmt_next(stmt_t *s, err_t *err);
int64_t col_int(stmt_t *s, int i); /* i from 0; NULL gives 0 */
double col_real(stmt_t *s, int i);
str_t col_text(stmt_t *s, arena_t *a, int i); /* copied into the arena; NULL gives p = NULL */
str_t col_blob(stmt_t *s, arena_t *a, int i);
ident_t col_id(stmt_t *s, int i); /* NULL or wrong length gives the zero id */
bool col_null(stmt_t *s, int i);
void stmt_done(stmt_t *s);
/* Runs a statement that gives no rows (bind first) and finishes it. *changed may be NULL. */
must_use status_t stmt_run(stmt_t *s, int64_t *changed, err_t *err);

/* --- backup --- */

/* A whole copy of the data directory into the new folder `to`, while it is served: the database as of now, then the blobs
 * (what the database names is there already), keys and settings, and MANIFEST with the SHA-256 of each file. Made beside
 * its place and moved there at the end. `step` may be NULL. */
must_use status_t store_backup(store_t *st, const char *to, void (*step)(uint64_t done), err_t *err);
/* Puts a backup in place as the data directory `dir`, which must not exist or be empty: first every file of MANIFEST and
 * no other must be there as it was, and the journal must hold. */
must_use status_t store_restore(const char *from, const char *dir, void (*step)(uint64_t done), err_t *err);

/* --- the journal --- */

/* Adds an event inside an act. `who` is the person (zero id: the program itself, or the public); `did` is a stable
 * name "room.verb" ("dispatch.sign"); `on` the thing it was done to; `body` a JSON object text without personal data.
 * The chain: hash = SHA-256(prev ‖ canonical bytes of the event), see store/journal.h for the exact form. */
must_use status_t journal_add(db_t *db, ident_t who, const char *did, ident_t on, str_t body, err_t *err);

/* How many events there are, and the hash of the newest; 0 and zeros for an empty journal. */
must_use status_t journal_head(db_t *db, int64_t *events, digest_t *head, err_t *err);

typedef struct journal_state {
    int64_t events;
    digest_t head;
    int64_t bad_seq; /* first event that does not hold; 0 if all hold */
    char why[120];   /* what is wrong with it, English, for err and log */
} journal_state_t;
/* Walks the chain and re-checks the digests of records it names. ST_OK when all holds, ST_DENIED with *out filled if not. */
must_use status_t journal_verify(db_t *db, journal_state_t *out, err_t *err);
/* The whole journal, one JSON object a line, oldest first: seq, at, who, did, on, body (as text), prev, hash. */
must_use status_t journal_export(db_t *db, status_t (*line)(void *ctx, str_t json, err_t *err), void *ctx, err_t *err);
/* The chain of such a file alone, without a database: what records say cannot be checked here. ST_INPUT names the line
 * that is none of these objects, ST_DENIED the event where the chain does not hold. */
must_use status_t journal_verify_file(str_t lines, journal_state_t *out, err_t *err);

/* --- blobs: files named by their SHA-256, in DIR/blobs/ab/cdef… --- */

/* Stores bytes (durable when it returns); the same bytes twice are one file. Not on the writer thread for large files. */
must_use status_t blob_put(store_t *st, str_t bytes, digest_t *out, err_t *err);
/* Opens for reading; *size in bytes. The content is checked against its name when `check` is set. */
must_use status_t blob_open(store_t *st, digest_t d, bool check, int *fd, uint64_t *size, err_t *err);
must_use status_t blob_get(store_t *st, arena_t *a, digest_t d, size_t limit, str_t *out, err_t *err);
#endif
