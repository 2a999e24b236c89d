/* SPDX-License-Identifier: Apache-2.0 */
#include "people/totp.h"
#include <liboath/oath.h>
#include <stdio.h>
#include "people/invite.h"
#include "people/queries.h"

enum { STEP_SECONDS = 30, DIGITS = 6, SECRET = 20 };

bool totp_matches(const uint8_t secret[SECRET], int64_t last, str_t code, int64_t *step)
{
    int64_t now = clock_wall() / 1000 / STEP_SECONDS;
    bool found = false;
    if (code.n != DIGITS) return false;
    for (int64_t s = now - 1; s <= now + 1; s++) {
        char want[DIGITS + 1];
        if (oath_hotp_generate((const char *)secret, SECRET, (uint64_t)s, DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION,
                               want) != OATH_OK)
            continue;
        if (secret_eq((str_t){want, DIGITS}, code) && s > last) {
            *step = s;
            found = true;
        }
    }
    return found;
}

status_t totp_use(db_t *db, ident_t person, int64_t step, err_t *err)
{
    stmt_t *q = db_query(db, &q_person_totp_step, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_int(q, 2, step);
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed) return err_set(err, ST_DENIED, "totp.used", N_("This one-time code was used already."));
    return s;
}

static void base32(const uint8_t secret[SECRET], char out[33])
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    for (int i = 0; i < 32; i++) {
        int bit = i * 5, byte = bit / 8, shift = 11 - bit % 8;
        unsigned two = (unsigned)secret[byte] << 8 | (byte + 1 < SECRET ? secret[byte + 1] : 0u);
        out[i] = alphabet[two >> shift & 31];
    }
    out[32] = '\0';
}

static status_t load(db_t *db, arena_t *a, ident_t person, str_t *secret, bool *active, int64_t *step, str_t *login,
                     err_t *err)
{
    stmt_t *q = db_query(db, &q_person_totp, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) {
        *secret = col_blob(q, a, 0);
        *active = col_int(q, 1) != 0;
        *step = col_int(q, 2);
        *login = col_text(q, a, 3);
    }
    stmt_done(q);
    if (s == ST_ROW) return ST_OK;
    return s == ST_END ? err_set(err, ST_NOT_FOUND, "person.none", N_("There is no such person.")) : s;
}

status_t totp_begin(db_t *db, arena_t *a, ident_t person, str_t *secret_base32, str_t *uri, err_t *err)
{
    uint8_t secret[SECRET];
    str_t old, login;
    bool active;
    int64_t step;
    status_t s = load(db, a, person, &old, &active, &step, &login, err);
    if (s != ST_OK) return s;
    if (active) return err_set(err, ST_CONFLICT, "totp.active", N_("One-time codes are on already."));
    rand_bytes(secret, sizeof secret);
    stmt_t *q = db_query(db, &q_person_totp_begin, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_blob(q, 2, (str_t){(const char *)secret, sizeof secret});
    s = stmt_run(q, NULL, err);
    char text[33];
    base32(secret, text);
    *secret_base32 = str_dup(a, str_of(text));
    *uri = str_fmt(a, "otpauth://totp/canhgiac:%.*s?secret=%s&issuer=canhgiac", STRF(login), text);
    secret_wipe(secret, sizeof secret);
    return s == ST_OK ? journal_add(db, person, "totp.begin", person, S("{}"), err) : s;
}

static status_t wrong(err_t *err)
{
    return err_at(err, ST_INPUT, "totp.wrong", "code", 0,
                  N_("The code is not right. Look at the clock of your phone and try the next one."));
}

/* The step of `code`, 0 when it is none of now; whether codes are asked for, and whether there is a secret at all. */
static status_t step_of(db_t *db, ident_t person, str_t code, int64_t *step, bool *active, bool *secret, err_t *err)
{
    arena_t *a = arena_new(4096);
    str_t bytes, login;
    int64_t last;
    *step = 0;
    if (!a) return ST_MEMORY;
    status_t s = load(db, a, person, &bytes, active, &last, &login, err);
    *secret = s == ST_OK && bytes.n == SECRET;
    if (*secret && !totp_matches((const uint8_t *)bytes.p, last, code, step)) *step = 0;
    arena_free(a);
    return s;
}

status_t totp_confirm(db_t *db, ident_t person, str_t code, err_t *err)
{
    int64_t step;
    bool active, secret;
    status_t s = step_of(db, person, code, &step, &active, &secret, err);
    if (s == ST_OK && !secret) s = err_set(err, ST_INPUT, "totp.none", N_("Begin with a new secret first."));
    if (s == ST_OK && !step) s = wrong(err);
    if (s == ST_OK) s = totp_use(db, person, step, err);
    if (s == ST_OK) s = factor_owed(db, person, false, err);
    return s == ST_OK ? journal_add(db, person, "totp.on", person, S("{}"), err) : s;
}

status_t totp_state(db_t *db, ident_t person, bool *on, err_t *err)
{
    arena_t *a = arena_new(4096);
    str_t secret, login;
    int64_t step;
    if (!a) return ST_MEMORY;
    status_t s = load(db, a, person, &secret, on, &step, &login, err);
    arena_free(a);
    return s;
}

/* Whoever finds a desk left open must not be able to turn the codes off. */
static status_t prove(db_t *db, ident_t person, str_t code, err_t *err)
{
    int64_t step;
    bool active, secret;
    status_t s = step_of(db, person, code, &step, &active, &secret, err);
    return s == ST_OK && active && !step ? wrong(err) : s;
}

status_t totp_end(db_t *db, ident_t person, str_t code, ident_t by, err_t *err)
{
    status_t proven = code.p ? prove(db, person, code, err) : ST_OK;
    if (proven != ST_OK) return proven;
    stmt_t *q = db_query(db, &q_person_totp_end, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, by, "totp.off", person, S("{}"), err) : s;
}
