/* SPDX-License-Identifier: Apache-2.0
 *
 * Passkeys: what the browser is asked (JSON, for passkey.js), and the forms it fills with the answer.
 */
#include "desk/internal.h"
#include "base/crypto.h"
#include "page/app.h"

static const char door_cookie[] = "cg_khoa";

void view_passkeys(req_t *q, view_t *v)
{
    passkey_site_t site;
    bool can = passkey_site(q->a, q->app->base_url, &site);
    view_flag(v, "passkeys", can);
    view_text(v, "origin", can ? site.origin : S(""));
}

static str_t field(const req_t *q, const char *name)
{
    str_t f = req_form(q, name);
    return f.p ? f : S("");
}

static status_t nameless(err_t *err)
{
    return err_set(err, ST_CONFLICT, "passkey.nameless",
                   N_("Passkeys need a site with a name and https. Ask the operator to set server.base_url."));
}

bool passkey_sent(req_t *q, str_t bound, passkey_answer_t *out)
{
    *out = (passkey_answer_t){.bound = bound,
                              .client = field(q, "client"),
                              .data = field(q, "data"),
                              .id = field(q, "id"),
                              .signature = field(q, "signature"),
                              .user = field(q, "user")};
    return passkey_site(q->a, q->app->base_url, &out->site);
}

static str_t bound_to_session(const req_t *q)
{
    char id[IDENT_TEXT];
    ident_text(q->who->session, id);
    return str_dup(q->a, str_of(id));
}

/* The one cookie of that name in a Cookie header. */
static str_t cookie(const req_t *q, str_t name)
{
    str_t header = req_header(q, "Cookie"), pair;
    while (header.n && str_cut(&header, ';', &pair)) {
        pair = str_trim(pair);
        if (pair.n > name.n && str_starts(pair, name) && pair.p[name.n] == '=')
            return str_sub(pair, name.n + 1, pair.n);
    }
    return S("");
}

static void door_set(req_t *q, str_t value, int seconds)
{
    bool secure = str_starts(q->app->base_url, S("https://"));
    answer_header(q, "Set-Cookie",
                  str_fmt(q->a, "%s=%.*s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s", door_cookie, STRF(value),
                          seconds, secure ? "; Secure" : ""));
}

static status_t options(req_t *q, view_t *v, passkey_for_t what, str_t bound, err_t *err)
{
    char challenge[PASSKEY_CHALLENGE];
    passkey_site_t site;
    if (!passkey_site(q->a, q->app->base_url, &site)) return nameless(err);
    passkey_challenge(what, bound, challenge);
    view_text(v, "challenge", str_dup(q->a, str_of(challenge)));
    view_text(v, "rp", site.host);
    answer_header(q, "Cache-Control", S("no-store"));
    return ST_OK;
}

static status_t list(req_t *q, view_t *v, err_t *err)
{
    passkey_t *keys;
    size_t n;
    status_t s = passkey_list(q->db, q->a, q->who->person, &keys, &n, err);
    view_t *known = view_list(v, "known");
    for (size_t i = 0; s == ST_OK && i < n; i++) view_push(known, keys[i].credential);
    return s;
}

/* --- at the door --- */

status_t passkey_in_options(req_t *q, view_t *v, err_t *err)
{
    uint8_t raw[24];
    buf_t b = buf_new(q->a, 64);
    rand_bytes(raw, sizeof raw);
    base64url_put(&b, raw, sizeof raw);
    door_set(q, buf_str(&b), 300);
    return options(q, v, PASSKEY_IN, buf_str(&b), err);
}

status_t passkey_in_post(req_t *q, view_t *v, err_t *err)
{
    passkey_answer_t x;
    char token[44] = "";
    (void)v;
    if (!passkey_sent(q, cookie(q, str_of(door_cookie)), &x)) return nameless(err);
    status_t s = passkey_sign_in(q->db, q->a, &x, device_of(q), token, err);
    if (s != ST_OK) return s;
    door_set(q, S(""), 0);
    return come_in(q, q->db, token, err);
}

/* --- one's own --- */

status_t passkey_add_options(req_t *q, view_t *v, err_t *err)
{
    buf_t b = buf_new(q->a, 64);
    base64url_put(&b, q->who->person.b, sizeof q->who->person.b);
    view_text(v, "user", buf_str(&b));
    view_text(v, "name", q->who->name);
    status_t s = list(q, v, err);
    return s == ST_OK ? options(q, v, PASSKEY_ADD, bound_to_session(q), err) : s;
}

status_t passkey_add_post(req_t *q, view_t *v, err_t *err)
{
    passkey_answer_t x;
    (void)v;
    if (!passkey_sent(q, bound_to_session(q), &x)) return nameless(err);
    status_t s = passkey_add(q->db, q->a, q->who->person, &x, field(q, "name"), err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The passkey was added. Next time it signs you in without a password."));
    answer_redirect(q, S("/ban/tai-khoan"));
    return ST_OK;
}

static status_t key_of(const req_t *q, ident_t *out, err_t *err)
{
    if (ident_parse(q->args[0], out)) return ST_OK;
    return err_set(err, ST_NOT_FOUND, "passkey.none", N_("There is no such passkey."));
}

status_t passkey_name_post(req_t *q, view_t *v, err_t *err)
{
    ident_t key;
    (void)v;
    status_t s = key_of(q, &key, err);
    if (s == ST_OK) s = passkey_rename(q->db, q->who->person, key, field(q, "name"), err);
    if (s != ST_OK) return s;
    answer_redirect(q, S("/ban/tai-khoan"));
    return ST_OK;
}

status_t passkey_end_post(req_t *q, view_t *v, err_t *err)
{
    ident_t key;
    (void)v;
    status_t s = key_of(q, &key, err);
    if (s == ST_OK) s = passkey_end(q->db, q->who->person, key, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The passkey was removed."));
    answer_redirect(q, S("/ban/tai-khoan"));
    return ST_OK;
}

/* --- once more who one is --- */

status_t passkey_prove_options(req_t *q, view_t *v, err_t *err)
{
    status_t s = list(q, v, err);
    return s == ST_OK ? options(q, v, PASSKEY_PROVE, bound_to_session(q), err) : s;
}

status_t passkey_prove_post(req_t *q, view_t *v, err_t *err)
{
    passkey_answer_t x;
    (void)v;
    if (!passkey_sent(q, bound_to_session(q), &x)) return nameless(err);
    status_t s = passkey_prove(q->db, q->a, q->who, &x, err);
    if (s == ST_OK) answer_redirect(q, next_place(field(q, "next")));
    return s;
}
