/* SPDX-License-Identifier: Apache-2.0 */
#include "people/challenge.h"
#include "people/invite.h"
#include "people/passkey.h"
#include "people/queries.h"
#include "people/sessions.h"
#include "people/webauthn.h"

/* --- for which site --- */

static bool is_name(str_t host)
{
    bool letter = false;
    for (size_t i = 0; i < host.n; i++) letter = letter || (host.p[i] >= 'a' && host.p[i] <= 'z');
    return letter && str_chr(host, ':', 0) == SIZE_MAX && str_chr(host, '[', 0) == SIZE_MAX;
}

bool passkey_site(arena_t *a, str_t base_url, passkey_site_t *out)
{
    bool secure = str_starts(base_url, S("https://"));
    size_t from = secure ? 8 : 7;
    if (!secure && !str_starts(base_url, S("http://"))) return false;
    str_t place = str_sub(base_url, from, str_chr(base_url, '/', from));
    /* The last colon begins the port, unless it is part of an address in brackets. */
    size_t colon = SIZE_MAX, bracket = str_chr(place, ']', 0);
    for (size_t i = bracket == SIZE_MAX ? 0 : bracket; i < place.n; i++)
        if (place.p[i] == ':') colon = i;
    str_t host = str_sub(place, 0, colon), port = colon == SIZE_MAX ? S("") : str_sub(place, colon, place.n);
    bool loopback = str_starts(host, S("127.")) || str_eq(host, S("[::1]"));
    if (loopback && !is_name(host)) host = S("localhost");
    if (!is_name(host) || (!secure && !str_eq(host, S("localhost")))) return false;
    out->host = str_dup(a, host);
    out->origin = str_fmt(a, "%s://%.*s%.*s", secure ? "https" : "http", STRF(host), STRF(port));
    return out->host.p && out->origin.p;
}

/* --- an answer to a challenge --- */

static const struct {
    str_t purpose, type;
} kinds[] = {[PASSKEY_ADD] = {{"add", 3}, {"webauthn.create", 15}},
             [PASSKEY_IN] = {{"in", 2}, {"webauthn.get", 12}},
             [PASSKEY_PROVE] = {{"prove", 5}, {"webauthn.get", 12}}};

void passkey_challenge(passkey_for_t what, str_t bound, char out[PASSKEY_CHALLENGE])
{
    _Static_assert((int)PASSKEY_CHALLENGE == (int)CHALLENGE_TEXT, "one length");
    challenge_make(kinds[what].purpose, bound, out);
}

/* The site's name hashed, a touch and a PIN, finger or face. */
static bool for_us(const passkey_answer_t *x, const webauthn_data_t *d)
{
    return digest_eq(d->site, sha256(x->site.host)) && d->present && d->verified;
}

/* clientDataJSON (arena) of an answer to a challenge of ours; p = NULL when it is none. *challenge is to be taken later. */
static str_t client_of(arena_t *a, passkey_for_t what, const passkey_answer_t *x, str_t *challenge)
{
    str_t json = base64url_get(a, x->client);
    bool good = x->bound.n && json.p && webauthn_client(a, json, kinds[what].type, x->site.origin, challenge) &&
                challenge_good(kinds[what].purpose, x->bound, *challenge);
    return good ? json : STR_NONE;
}

/* --- adding --- */

static status_t put(db_t *db, ident_t person, const webauthn_data_t *d, str_t name, err_t *err)
{
    ident_t id = ident_new();
    stmt_t *q = db_query(db, &q_passkey_put, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_id(q, 2, &person);
    bind_blob(q, 3, d->credential);
    bind_int(q, 4, d->key.algorithm);
    bind_blob(q, 5, (str_t){(const char *)d->key.b, d->key.n});
    bind_int(q, 6, d->count);
    bind_text(q, 7, name);
    bind_ms(q, 8, clock_wall());
    status_t s = stmt_run(q, NULL, err);
    if (s == ST_CONFLICT) return err_set(err, ST_CONFLICT, "passkey.known", N_("This passkey was added already."));
    return s == ST_OK ? journal_add(db, person, "passkey.add", id, S("{}"), err) : s;
}

static status_t name_good(str_t name, err_t *err)
{
    enum { NAME_MOST = 60 };
    if (name.n && utf8_len(name) <= NAME_MOST) return ST_OK;
    return err_at(err, ST_INPUT, "passkey.name", "name", 0, N_("A passkey's name has 1 to %d characters."), NAME_MOST);
}

status_t passkey_add(db_t *db, arena_t *a, ident_t person, const passkey_answer_t *x, str_t name, err_t *err)
{
    str_t challenge = STR_NONE, client = client_of(a, PASSKEY_ADD, x, &challenge), object = base64url_get(a, x->data);
    webauthn_data_t d;
    passkey_t *have;
    size_t n;
    status_t s = name_good(name, err);
    if (s != ST_OK) return s;
    if (!client.p || !object.p || !webauthn_attestation(object, &d) || !for_us(x, &d) || !challenge_take(challenge))
        return err_set(err, ST_INPUT, "passkey.refused",
                       N_("This passkey could not be added: the answer does not fit what was asked. Load the page "
                          "again and try once more."));
    s = passkey_list(db, a, person, &have, &n, err);
    if (s == ST_OK && n >= PASSKEYS_MOST)
        s = err_set(err, ST_LIMIT, "passkey.many", N_("A person may have at most %d passkeys. Remove one first."),
                    PASSKEYS_MOST);
    if (s == ST_OK) s = put(db, person, &d, name, err);
    return s == ST_OK ? factor_owed(db, person, false, err) : s;
}

/* --- using --- */

typedef struct known {
    ident_t id, person;
    webauthn_key_t key;
    int64_t count;
    bool active;
} known_t;

static status_t find(db_t *db, arena_t *a, str_t credential, known_t *out, bool *found, err_t *err)
{
    memset(out, 0, sizeof *out);
    stmt_t *q = db_query(db, &q_passkey_by_credential, err);
    if (!q) return err->status;
    bind_blob(q, 1, credential);
    status_t s = stmt_next(q, err);
    *found = s == ST_ROW;
    if (*found) {
        str_t key = col_blob(q, a, 3);
        out->id = col_id(q, 0);
        out->person = col_id(q, 1);
        out->key.algorithm = (int)col_int(q, 2);
        out->key.n = key.n <= KEY_MOST ? key.n : 0;
        memcpy(out->key.b, key.p, out->key.n);
        out->count = col_int(q, 4);
        out->active = str_eq(col_text(q, a, 5), S("active"));
    }
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

/* A counter that does not grow may mean that the key was copied: it is told, and nobody is locked out for it (§7.2, 21). */
static status_t note_use(db_t *db, const known_t *k, uint32_t count, err_t *err)
{
    bool back = (count || k->count) && count <= k->count;
    stmt_t *q = db_query(db, &q_passkey_used, err);
    if (!q) return err->status;
    bind_id(q, 1, &k->id);
    bind_int(q, 2, count);
    bind_ms(q, 3, clock_wall());
    bind_ms(q, 4, back ? clock_wall() : 0);
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK && back ? journal_add(db, k->person, "passkey.fell-back", k->id, S("{}"), err) : s;
}

static status_t no_good(err_t *err)
{
    return err_set(err, ST_DENIED, "passkey.wrong",
                   N_("This passkey does not open anything here. Try again, or use your password."));
}

static status_t answered(db_t *db, arena_t *a, passkey_for_t what, const passkey_answer_t *x, ident_t *person,
                         err_t *err)
{
    str_t challenge = STR_NONE, client = client_of(a, what, x, &challenge), data = base64url_get(a, x->data),
          id = base64url_get(a, x->id), signature = base64url_get(a, x->signature),
          user = x->user.n ? base64url_get(a, x->user) : S("");
    webauthn_data_t d;
    known_t k;
    bool found = false;
    if (!client.p || !data.p || !id.p || !signature.p || !user.p || !webauthn_data(data, false, &d) || !for_us(x, &d))
        return no_good(err);
    status_t s = find(db, a, id, &k, &found, err);
    if (s != ST_OK) return s;
    bool right = found && k.active && (!user.n || str_eq(user, (str_t){(const char *)k.person.b, 16})) &&
                 webauthn_signed(&k.key, data, client, signature) && challenge_take(challenge);
    if (!right) return no_good(err);
    *person = k.person;
    return note_use(db, &k, d.count, err);
}

status_t passkey_sign_in(db_t *db, arena_t *a, const passkey_answer_t *x, str_t device, char token[44], err_t *err)
{
    ident_t person;
    status_t s = answered(db, a, PASSKEY_IN, x, &person, err);
    if (s != ST_OK) return s;
    token_new(token);
    return session_open(db, person, (str_t){token, 43}, device, err);
}

status_t passkey_prove(db_t *db, arena_t *a, const actor_t *who, const passkey_answer_t *x, err_t *err)
{
    ident_t person;
    status_t s = answered(db, a, PASSKEY_PROVE, x, &person, err);
    if (s == ST_OK && !ident_eq(person, who->person)) s = no_good(err);
    return s == ST_OK ? session_prove(db, who->session, who->person, err) : s;
}

/* --- keeping --- */

status_t passkey_list(db_t *db, arena_t *a, ident_t person, passkey_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_passkeys_of, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    vec_t v = vec_new(a, sizeof(passkey_t), PASSKEYS_MOST);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        passkey_t *k = vec_push(&v);
        if (!k) break;
        str_t credential = col_blob(q, a, 5);
        buf_t b = buf_new(a, 2048);
        base64url_put(&b, credential.p, credential.n);
        *k = (passkey_t){.id = col_id(q, 0),
                         .name = col_text(q, a, 1),
                         .made = col_int(q, 2),
                         .used = col_int(q, 3),
                         .fell_back = col_int(q, 4),
                         .credential = buf_str(&b)};
    }
    stmt_done(q);
    if (s != ST_END && s != ST_ROW) return s;
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

static status_t none(err_t *err)
{
    return err_set(err, ST_NOT_FOUND, "passkey.none", N_("There is no such passkey."));
}

status_t passkey_rename(db_t *db, ident_t person, ident_t passkey, str_t name, err_t *err)
{
    status_t s = name_good(name, err);
    stmt_t *q = s == ST_OK ? db_query(db, &q_passkey_name, err) : NULL;
    if (!q) return s == ST_OK ? err->status : s;
    bind_id(q, 1, &passkey);
    bind_id(q, 2, &person);
    bind_text(q, 3, name);
    int64_t changed = 0;
    s = stmt_run(q, &changed, err);
    return s == ST_OK && !changed ? none(err) : s;
}

status_t passkey_end(db_t *db, ident_t person, ident_t passkey, err_t *err)
{
    stmt_t *q = db_query(db, &q_passkey_end, err);
    if (!q) return err->status;
    bind_id(q, 1, &passkey);
    bind_id(q, 2, &person);
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed) s = none(err);
    return s == ST_OK ? journal_add(db, person, "passkey.end", passkey, S("{}"), err) : s;
}

status_t passkeys_end(db_t *db, ident_t person, err_t *err)
{
    stmt_t *q = db_query(db, &q_passkeys_end, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    return stmt_run(q, NULL, err);
}
