/* SPDX-License-Identifier: Apache-2.0 */
#include "field/field.h"
#include <stdio.h>
#include <jansson.h>
#include "base/file.h"
#include "field/queries.h"

#define TOKEN_LIFE (30 * MS_DAY)
enum { KEY = 32 };

static char *key_path(const char *dir, arena_t *a)
{
    return str_z(a, str_fmt(a, "%s/keys/field.key", dir));
}

status_t field_keys_make(const char *dir, err_t *err)
{
    arena_t *a = arena_new(65536);
    if (!a) return ST_MEMORY;
    char *path = key_path(dir, a), *folder = str_z(a, str_fmt(a, "%s/keys", dir));
    uint8_t key[KEY];
    buf_t b = buf_new(a, 256);
    rand_bytes(key, sizeof key);
    hex_put(&b, key, sizeof key);
    status_t s = path && folder ? dir_make(folder, 0700, err) : ST_MEMORY;
    if (s == ST_OK && !file_exists(path)) s = file_write(path, buf_str(&b), 0600, err);
    secret_wipe(key, sizeof key);
    arena_free(a);
    return s;
}

static status_t seal(const char *dir, arena_t *a, str_t text, str_t *out, err_t *err)
{
    str_t hex;
    uint8_t key[KEY];
    status_t s = file_read(a, key_path(dir, a), 1024, &hex, err);
    if (s != ST_OK) return s;
    if (!hex_get(str_trim(hex), key, KEY))
        return err_set(err, ST_IO, "field.key", N_("The key of the household visits is damaged."));
    digest_t d = hmac256((str_t){(const char *)key, KEY}, text);
    buf_t b = buf_new(a, 128);
    base64url_put(&b, d.b, sizeof d.b);
    secret_wipe(key, sizeof key);
    *out = buf_str(&b);
    return ST_OK;
}

status_t field_token(const char *dir, arena_t *a, ident_t seat, ident_t unit, str_t *out, err_t *err)
{
    char s[IDENT_TEXT], u[IDENT_TEXT];
    ident_text(seat, s);
    ident_text(unit, u);
    ms_t ends = clock_wall() + TOKEN_LIFE;
    str_t body = str_fmt(a, "%s.%s.%lld", s, u, (long long)ends), mac;
    status_t st = seal(dir, a, body, &mac, err);
    if (st == ST_OK) *out = str_fmt(a, "%.*s.%.*s", STRF(body), STRF(mac));
    return st;
}

status_t field_token_read(const char *dir, arena_t *a, str_t token, ident_t *seat, ident_t *unit, err_t *err)
{
    str_t rest = token, s, u, e, mac;
    int64_t expires;
    bool shape = str_cut(&rest, '.', &s) && str_cut(&rest, '.', &u) && str_cut(&rest, '.', &e) && rest.p &&
                 ident_parse(s, seat) && ident_parse(u, unit) && str_int(e, 0, INT64_MAX, &expires);
    if (!shape)
        return err_set(err, ST_DENIED, "field.token",
                       N_("The team's token is not valid. Open the page once while signed in."));
    status_t st = seal(dir, a, str_sub(token, 0, s.n + u.n + e.n + 2), &mac, err);
    if (st != ST_OK) return st;
    if (!secret_eq(mac, rest) || clock_wall() > expires)
        return err_set(err, ST_DENIED, "field.token",
                       N_("The team's token is not valid. Open the page once while signed in."));
    return ST_OK;
}

static bool one_of(str_t s, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(s, str_of(*list))) return true;
    return false;
}

status_t field_visit_add(db_t *db, arena_t *a, ident_t id, const visit_t *v, ident_t seat, ident_t unit, ident_t who,
                         record_answer_t *answer, err_t *err)
{
    static const char *const outcomes[] = {"met", "absent", "refused", "moved", NULL},
                             *const bands[] = {"", "1-2", "3-5", "6+", NULL}, *const languages[] = {"vi",    "km",
                                                                                                    "zh",    "en",
                                                                                                    "other", NULL};
    if (!one_of(v->outcome, outcomes))
        return err_at(err, ST_INPUT, "visit.outcome", "outcome", 0, N_("Say whether somebody was met."));
    if (!one_of(v->people, bands))
        return err_at(err, ST_INPUT, "visit.people", "people", 0, N_("Choose how many people."));
    if (!one_of(v->language, languages))
        return err_at(err, ST_INPUT, "visit.language", "language", 0, N_("Choose a language."));
    /* Written by us from the checked values: the same visit gives the same bytes whichever way it came. */
    str_t body = str_fmt(a, "{\"outcome\":\"%.*s\",\"people\":\"%.*s\",\"language\":\"%.*s\",\"left\":[%s%s%s]}",
                         STRF(v->outcome), STRF(v->people), STRF(v->language), v->handbook ? "\"handbook\"" : "",
                         v->leaflet ? (v->handbook ? ",\"leaflet\"" : "\"leaflet\"") : "",
                         v->poster ? (v->handbook || v->leaflet ? ",\"poster\"" : "\"poster\"") : "");
    ms_t made = ident_time(id);
    record_t r = {
        .id = id, .kind = "visit", .unit = unit, .by_seat = seat, .made_at = made < 0 ? 0 : made, .body = body};
    return record_add(db, &r, who, answer, err);
}

static void count_one(vec_t *v, str_t outcome, str_t language)
{
    for (size_t i = 0; i < v->len; i++) {
        field_count_t *c = &VEC_AT(v, field_count_t, i);
        if (!str_eq(c->outcome, outcome) || !str_eq(c->language, language)) continue;
        c->n++;
        return;
    }
    field_count_t *c = vec_push(v);
    if (c) *c = (field_count_t){outcome, language, 1};
}

status_t field_counts(db_t *db, arena_t *a, str_t path, field_count_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_visit_bodies, err);
    if (!q) return err->status;
    bind_text(q, 1, path);
    vec_t v = vec_new(a, sizeof(field_count_t), 64);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        str_t body = col_text(q, a, 0);
        json_t *j = json_loadb(body.p, body.n, 0, NULL);
        const char *outcome = json_string_value(json_object_get(j, "outcome")),
                   *language = json_string_value(json_object_get(j, "language"));
        if (outcome && language) count_one(&v, str_dup(a, str_of(outcome)), str_dup(a, str_of(language)));
        json_decref(j);
    }
    stmt_done(q);
    *out = v.at;
    *n = v.len;
    return s == ST_END ? ST_OK : s;
}
