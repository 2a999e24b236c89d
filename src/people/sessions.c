/* SPDX-License-Identifier: Apache-2.0
 *
 * Sign-in and sessions. The cookie's token is 256 random bits; the store keeps its SHA-256, so a stolen database signs
 * nobody in. Times here are the machine's (clock_wall): a demonstration's clock must not stretch a session.
 */
#include <pthread.h>
#include <sodium.h>
#include "people/people.h"
#include "people/queries.h"
#include "people/totp.h"

#define SESSION_IDLE  (12 * MS_HOUR)
#define SESSION_WHOLE (7 * MS_DAY)
#define TOUCH_EVERY   MS_MINUTE

/* --- throttle: five failures for a login in a quarter of an hour --- */

enum { THROTTLE_SLOTS = 1024, FAILURES = 5 };
#define THROTTLE_WINDOW (15 * MS_MINUTE)

static struct {
    pthread_mutex_t lock;
    struct {
        ms_t since;
        int failures;
    } slot[THROTTLE_SLOTS];
} throttle = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Logins share a slot by hash and so its count: a stranger can at worst slow down, for a quarter of an hour, who shares it.
 * A count that knew its login would be forgotten when a login of the same slot is tried between, and guessing would go on
 * without end; for the same reason a success forgives nothing. */
static size_t throttle_slot(str_t login)
{
    digest_t d = sha256(login);
    uint64_t k;
    memcpy(&k, d.b, sizeof k);
    return k % THROTTLE_SLOTS;
}

static bool throttled(size_t i)
{
    pthread_mutex_lock(&throttle.lock);
    bool full = clock_wall() - throttle.slot[i].since < THROTTLE_WINDOW && throttle.slot[i].failures >= FAILURES;
    pthread_mutex_unlock(&throttle.lock);
    return full;
}

static void throttle_note(size_t i)
{
    pthread_mutex_lock(&throttle.lock);
    if (clock_wall() - throttle.slot[i].since >= THROTTLE_WINDOW) {
        throttle.slot[i].since = clock_wall();
        throttle.slot[i].failures = 0;
    }
    throttle.slot[i].failures++;
    pthread_mutex_unlock(&throttle.lock);
}

/* --- sign in --- */

typedef struct account {
    ident_t id;
    char hash[128];
    uint8_t secret[20];
    bool known, totp, active;
    int64_t step;
} account_t;

/* A hash nobody's password fits, so that an unknown login takes as long as a wrong password. */
static const char *dummy_hash(void)
{
    static char hash[128];
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    if (!*hash) {
        uint8_t nobody[32];
        rand_bytes(nobody, sizeof nobody);
        err_t ignored = err_new(LANG_EN);
        if (password_hash((str_t){(const char *)nobody, sizeof nobody}, hash, &ignored) != ST_OK) *hash = '\0';
    }
    pthread_mutex_unlock(&lock);
    return hash;
}

static status_t load(store_t *st, str_t login, account_t *out, err_t *err)
{
    db_t *db;
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    arena_t *a = arena_new(65536);
    stmt_t *q = a ? db_query(db, &q_person_by_login, err) : NULL;
    memset(out, 0, sizeof *out);
    s = ST_STORE;
    if (q) {
        bind_text(q, 1, login);
        s = stmt_next(q, err);
        if (s == ST_ROW) {
            str_t hash = col_text(q, a, 1), secret = col_blob(q, a, 2);
            out->id = col_id(q, 0);
            if (hash.n < sizeof out->hash) memcpy(out->hash, hash.p, hash.n);
            if (secret.n == sizeof out->secret) memcpy(out->secret, secret.p, secret.n);
            out->totp = col_int(q, 3) != 0;
            out->step = col_int(q, 4);
            out->active = str_eq(col_text(q, a, 5), S("active"));
            out->known = true;
        }
        stmt_done(q);
    }
    arena_free(a);
    store_done(st, db);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

typedef struct opening {
    ident_t person;
    digest_t token_hash;
    int64_t step; /* 0: no one-time code in this sign-in */
} opening_t;

static status_t open_session(db_t *db, void *arg, err_t *err)
{
    opening_t *o = arg;
    ms_t now = clock_wall();
    status_t s = ST_OK;
    if (o->step) s = totp_use(db, o->person, o->step, err);
    if (s != ST_OK) return s;
    stmt_t *q = db_query(db, &q_session_sweep, err);
    if (!q) return err->status;
    bind_ms(q, 1, now);
    bind_ms(q, 2, now - SESSION_IDLE);
    s = stmt_run(q, NULL, err);
    if (s != ST_OK) return s;
    ident_t id = ident_new();
    q = db_query(db, &q_session_put, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_blob(q, 2, (str_t){(const char *)o->token_hash.b, sizeof o->token_hash.b});
    bind_id(q, 3, &o->person);
    bind_ms(q, 4, now);
    bind_ms(q, 5, now);
    bind_ms(q, 6, now + SESSION_WHOLE);
    s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, o->person, "session.open", o->person, S("{}"), err) : s;
}

static void new_token(char token[44])
{
    uint8_t raw[32];
    rand_bytes(raw, sizeof raw);
    sodium_bin2base64(token, 44, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    secret_wipe(raw, sizeof raw);
}

status_t sign_in(store_t *st, str_t login, str_t password, str_t totp, char token[44], err_t *err)
{
    size_t slot = throttle_slot(login);
    if (throttled(slot))
        return err_set(err, ST_RATE, "sign-in.throttled",
                       N_("Too many failed attempts. Wait a quarter of an hour and try again."));
    account_t acc;
    status_t s = load(st, login, &acc, err);
    if (s != ST_OK) return s;
    bool right =
        crypto_pwhash_str_verify(acc.known ? acc.hash : dummy_hash(), password.p ? password.p : "", password.n) == 0;
    opening_t o = {.person = acc.id};
    right = right && acc.known && acc.active;
    if (right && acc.totp) right = totp_matches(acc.secret, acc.step, totp, &o.step);
    if (!right) throttle_note(slot);
    if (!right)
        return err_set(err, ST_DENIED, "sign-in.wrong",
                       N_("The name, the password or the one-time code is not right."));
    new_token(token);
    o.token_hash = sha256((str_t){token, 43});
    return store_act(st, open_session, &o, err);
}

/* --- changing one's password --- */

typedef struct change {
    ident_t person, keep;
    char hash[128];
} change_t;

static status_t change_act(db_t *db, void *arg, err_t *err)
{
    change_t *c = arg;
    stmt_t *q = db_query(db, &q_person_password, err);
    if (!q) return err->status;
    bind_id(q, 1, &c->person);
    bind_text(q, 2, str_of(c->hash));
    status_t s = stmt_run(q, NULL, err);
    q = s == ST_OK ? db_query(db, &q_session_end_others, err) : NULL;
    if (!q) return s == ST_OK ? err->status : s;
    bind_id(q, 1, &c->person);
    bind_id(q, 2, &c->keep);
    s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, c->person, "person.password", c->person, S("{}"), err) : s;
}

static status_t hash_of(store_t *st, ident_t person, char out[128], err_t *err)
{
    db_t *db;
    *out = '\0';
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    arena_t *a = arena_new(4096);
    stmt_t *q = a ? db_query(db, &q_person_hash, err) : NULL;
    s = ST_STORE;
    if (q) {
        bind_id(q, 1, &person);
        s = stmt_next(q, err);
        str_t hash = s == ST_ROW ? col_text(q, a, 0) : S("");
        if (hash.n < 128) memcpy(out, hash.p, hash.n), out[hash.n] = '\0';
        stmt_done(q);
    }
    arena_free(a);
    store_done(st, db);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

status_t password_change(store_t *st, ident_t person, str_t old, str_t password, ident_t keep, err_t *err)
{
    change_t c = {.person = person, .keep = keep};
    char now[128], id[IDENT_TEXT];
    ident_text(person, id);
    size_t slot = throttle_slot(str_of(id));
    if (throttled(slot))
        return err_set(err, ST_RATE, "sign-in.throttled",
                       N_("Too many failed attempts. Wait a quarter of an hour and try again."));
    status_t s = hash_of(st, person, now, err);
    if (s == ST_OK && crypto_pwhash_str_verify(now, old.p ? old.p : "", old.n) != 0) {
        throttle_note(slot);
        s = err_at(err, ST_INPUT, "password.old", "old", 0, N_("The old password is not right."));
    }
    if (s == ST_OK && str_eq(old, password))
        s = err_at(err, ST_INPUT, "password.same", "password", 0, N_("The new password is the old one."));
    if (s == ST_OK) s = password_hash(password, c.hash, err);
    return s == ST_OK ? store_act(st, change_act, &c, err) : s;
}

/* --- sessions --- */

status_t session_actor(db_t *db, arena_t *a, str_t token, actor_t *out, err_t *err)
{
    if (token.n != 43) return err_set(err, ST_DENIED, "session.none", N_("You are not signed in."));
    digest_t hash = sha256(token);
    stmt_t *q = db_query(db, &q_session_by_hash, err);
    if (!q) return err->status;
    bind_blob(q, 1, (str_t){(const char *)hash.b, sizeof hash.b});
    status_t s = stmt_next(q, err);
    ms_t now = clock_wall(), seen = 0, ends = 0;
    bool active = false;
    memset(out, 0, sizeof *out);
    if (s == ST_ROW) {
        out->session = col_id(q, 0);
        out->person = col_id(q, 1);
        seen = col_int(q, 2);
        ends = col_int(q, 3);
        out->name = col_text(q, a, 4);
        active = str_eq(col_text(q, a, 5), S("active"));
    }
    stmt_done(q);
    if (s != ST_ROW && s != ST_END) return s;
    if (s == ST_END || !active || now >= ends || now - seen >= SESSION_IDLE)
        return err_set(err, ST_DENIED, "session.none", N_("You are not signed in."));
    out->touch = now - seen >= TOUCH_EVERY;
    return seats_of(db, a, out->person, clock_now(), &out->seats, &out->n_seats, err);
}

status_t session_touch(db_t *db, ident_t session, err_t *err)
{
    stmt_t *q = db_query(db, &q_session_touch, err);
    if (!q) return err->status;
    bind_id(q, 1, &session);
    bind_ms(q, 2, clock_wall());
    return stmt_run(q, NULL, err);
}

status_t sign_out(db_t *db, ident_t session, ident_t who, err_t *err)
{
    stmt_t *q = db_query(db, &q_session_end, err);
    if (!q) return err->status;
    bind_id(q, 1, &session);
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, who, "session.end", who, S("{}"), err) : s;
}

status_t sign_out_everywhere(db_t *db, ident_t person, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_session_end_all, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, by, "session.end-all", person, S("{}"), err) : s;
}

status_t session_list(db_t *db, arena_t *a, ident_t person, session_t **out, size_t *n, err_t *err)
{
    enum { MOST = 1000 };
    stmt_t *q = db_query(db, &q_session_list, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    vec_t v = vec_new(a, sizeof(session_t), MOST);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        session_t *x = vec_push(&v);
        if (!x) break;
        *x = (session_t){.id = col_id(q, 0), .made = col_int(q, 1), .seen = col_int(q, 2), .ends = col_int(q, 3)};
    }
    stmt_done(q);
    if (s != ST_END && s != ST_ROW) return s;
    *out = v.at;
    *n = v.len;
    return ST_OK;
}
