/* SPDX-License-Identifier: Apache-2.0
 *
 * The password and the one-time code: at the door, again before a dangerous act, and when the password is changed.
 */
#include <pthread.h>
#include <sodium.h>
#include "people/queries.h"
#include "people/sessions.h"
#include "people/throttle.h"
#include "people/totp.h"

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

static void account_row(stmt_t *q, arena_t *a, account_t *out)
{
    str_t hash = col_text(q, a, 1), secret = col_blob(q, a, 2);
    out->id = col_id(q, 0);
    if (hash.n < sizeof out->hash) memcpy(out->hash, hash.p, hash.n);
    if (secret.n == sizeof out->secret) memcpy(out->secret, secret.p, secret.n);
    out->totp = col_int(q, 3) != 0;
    out->step = col_int(q, 4);
    out->active = str_eq(col_text(q, a, 5), S("active"));
    out->known = true;
}

/* By login, or by `person` when that is not NULL. Nobody of that name is no error: `known` is false. */
static status_t load(store_t *st, str_t login, const ident_t *person, account_t *out, err_t *err)
{
    db_t *db;
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    arena_t *a = arena_new(65536);
    stmt_t *q = a ? db_query(db, person ? &q_person_by_id : &q_person_by_login, err) : NULL;
    memset(out, 0, sizeof *out);
    s = ST_STORE;
    if (q) {
        if (person)
            bind_id(q, 1, person);
        else
            bind_text(q, 1, login);
        s = stmt_next(q, err);
        if (s == ST_ROW) account_row(q, a, out);
        stmt_done(q);
    }
    arena_free(a);
    store_done(st, db);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

/* load for somebody who tries a password: the attempt counts as failed until throttle_leave. */
static status_t attempt(store_t *st, size_t slot, str_t login, const ident_t *person, account_t *out, err_t *err)
{
    status_t s = throttle_enter(slot, err);
    if (s != ST_OK) return s;
    s = load(st, login, person, out, err);
    if (s != ST_OK) throttle_leave(slot);
    return s;
}

/* Takes the same time whoever asks; *step is the one-time code's, 0 for none. */
static bool fits(const account_t *acc, str_t password, str_t totp, int64_t *step)
{
    const char *hash = acc->known && *acc->hash ? acc->hash : dummy_hash();
    bool right = crypto_pwhash_str_verify(hash, password.p ? password.p : "", password.n) == 0;
    *step = 0;
    right = right && acc->known && acc->active;
    return right && acc->totp ? totp_matches(acc->secret, acc->step, totp, step) : right;
}

static status_t wrong(err_t *err)
{
    return err_set(err, ST_DENIED, "sign-in.wrong", N_("The name, the password or the one-time code is not right."));
}

typedef struct opening {
    ident_t person, session;
    str_t token, device; /* token n = 0: the session is there and proved once more */
    int64_t step;        /* 0: no one-time code in this sign-in */
} opening_t;

static status_t open_act(db_t *db, void *arg, err_t *err)
{
    opening_t *o = arg;
    status_t s = o->step ? totp_use(db, o->person, o->step, err) : ST_OK;
    if (s != ST_OK) return s;
    return o->token.n ? session_open(db, o->person, o->token, o->device, err)
                      : session_prove(db, o->session, o->person, err);
}

status_t sign_in(store_t *st, const sign_in_t *in, char token[44], err_t *err)
{
    size_t slot = throttle_slot(in->login);
    account_t acc;
    status_t s = attempt(st, slot, in->login, NULL, &acc, err);
    if (s != ST_OK) return s;
    opening_t o = {.person = acc.id, .device = in->device};
    if (!fits(&acc, in->password, in->totp, &o.step)) return wrong(err);
    throttle_leave(slot);
    token_new(token);
    o.token = (str_t){token, 43};
    return store_act(st, open_act, &o, err);
}

status_t prove_again(store_t *st, const actor_t *who, str_t password, str_t totp, err_t *err)
{
    size_t slot = throttle_slot_of(who->person);
    account_t acc;
    status_t s = attempt(st, slot, STR_NONE, &who->person, &acc, err);
    if (s != ST_OK) return s;
    opening_t o = {.person = who->person, .session = who->session};
    if (!fits(&acc, password, totp, &o.step))
        return err_at(err, ST_INPUT, "prove.wrong", "password", 0,
                      N_("The password or the one-time code is not right."));
    throttle_leave(slot);
    return store_act(st, open_act, &o, err);
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

status_t password_change(store_t *st, ident_t person, str_t old, str_t password, ident_t keep, err_t *err)
{
    change_t c = {.person = person, .keep = keep};
    size_t slot = throttle_slot_of(person);
    account_t acc;
    status_t s = attempt(st, slot, STR_NONE, &person, &acc, err);
    if (s == ST_OK && crypto_pwhash_str_verify(acc.hash, old.p ? old.p : "", old.n) != 0)
        return err_at(err, ST_INPUT, "password.old", "old", 0, N_("The old password is not right."));
    if (s == ST_OK) throttle_leave(slot);
    if (s == ST_OK && str_eq(old, password))
        s = err_at(err, ST_INPUT, "password.same", "password", 0, N_("The new password is the old one."));
    if (s == ST_OK) s = password_hash(password, c.hash, err);
    return s == ST_OK ? store_act(st, change_act, &c, err) : s;
}
