/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/places.h"
#include <jansson.h>
#include "people/people.h"
#include "proof/html_token.h"
#include "proof/look.h"
#include "proof/rows.h"

/* --- reading and writing --- */

static str_t text_of(arena_t *a, const json_t *o, const char *name)
{
    const json_t *m = json_object_get(o, name);
    return json_is_string(m) ? str_dup(a, (str_t){json_string_value(m), json_string_length(m)}) : S("");
}

static place_t place_of(arena_t *a, const json_t *o)
{
    place_t p = {.kind = text_of(a, o, "kind"),
                 .host = text_of(a, o, "host"),
                 .token = text_of(a, o, "token"),
                 .how = text_of(a, o, "how"),
                 .proposed = json_integer_value(json_object_get(o, "proposed")),
                 .proved = json_integer_value(json_object_get(o, "proved")),
                 .ended = json_integer_value(json_object_get(o, "ended"))};
    p.state = p.ended ? PLACE_ENDED : p.proved ? PLACE_PROVED : p.proposed ? PLACE_PROPOSED : PLACE_REGISTERED;
    return p;
}

status_t places_read(arena_t *a, str_t json, place_t **out, size_t *n, err_t *err)
{
    enum { LARGEST = 64 << 10 };
    json_t *root = json.p && json.n <= LARGEST ? json_loadb(json.p, json.n, 0, NULL) : NULL, *o;
    size_t i;
    vec_t v = vec_new(a, sizeof(place_t), PLACES_MOST);
    json_array_foreach(root, i, o)
    {
        place_t p = place_of(a, o), *at = p.host.n ? vec_push(&v) : NULL;
        if (at) *at = p;
    }
    json_decref(root);
    *out = v.at;
    *n = v.len;
    return arena_failed(a) ? err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request.")) : ST_OK;
}

static void time_member(buf_t *b, const char *name, ms_t t)
{
    if (t) buf_fmt(b, ",\"%s\":%lld", name, (long long)t);
}

str_t places_json(arena_t *a, const place_t *p, size_t n)
{
    buf_t b = buf_new(a, 64 << 10);
    buf_putc(&b, '[');
    for (size_t i = 0; i < n; i++) {
        buf_putz(&b, i ? ",{\"kind\":" : "{\"kind\":");
        buf_json(&b, p[i].kind.n ? p[i].kind : S("web"));
        buf_putz(&b, ",\"host\":");
        buf_json(&b, p[i].host);
        if (p[i].proved) {
            time_member(&b, "proved", p[i].proved);
        } else {
            buf_putz(&b, ",\"proved\":null");
        }
        time_member(&b, "proposed", p[i].proposed);
        time_member(&b, "ended", p[i].ended);
        if (p[i].token.n) buf_putz(&b, ",\"token\":"), buf_json(&b, p[i].token);
        if (p[i].how.n) buf_putz(&b, ",\"how\":"), buf_json(&b, p[i].how);
        buf_putc(&b, '}');
    }
    buf_putc(&b, ']');
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

bool proof_at_unit_place(str_t places, str_t text)
{
    url_t u;
    place_t *p;
    size_t n;
    bool ok = false;
    arena_t *a = arena_new(1 << 20);
    if (!a) return false;
    if (url_parse(a, text, NULL, &u, NULL) == ST_OK && places_read(a, places, &p, &n, NULL) == ST_OK)
        for (size_t i = 0; i < n; i++) ok = ok || (place_counts(&p[i]) && url_at_place(&u, p[i].host));
    arena_free(a);
    return ok;
}

/* --- what a person wrote --- */

static bool is_number(str_t host)
{
    if (host.n && host.p[0] == '[') return true;
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] != '.' && (host.p[i] < '0' || host.p[i] > '9')) return false;
    return true;
}

status_t place_host(arena_t *a, str_t text, bool allow_private, str_t *out, err_t *err)
{
    url_t u;
    status_t s = url_parse(a, text, NULL, &u, err);
    if (s != ST_OK) return s;
    if (social_host(u.host))
        return err_at(
            err, ST_INPUT, "place.social", "host", 0,
            N_("%.*s is a platform where everybody has pages. A program cannot prove whose they are: say such "
               "posts under “Other evidence”."),
            STRF(u.host));
    bool name = !is_number(u.host) && str_chr(u.host, '.', 0) != SIZE_MAX;
    if (!name && !allow_private)
        return err_at(err, ST_INPUT, "place.number", "host", 0,
                      N_("Write the name of the site, such as cantho.gov.vn."));
    *out = u.place;
    return ST_OK;
}

/* --- acts --- */

static place_t *find(place_t *p, size_t n, str_t host)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(p[i].host, host)) return &p[i];
    return NULL;
}

static str_t new_token(arena_t *a)
{
    uint8_t bytes[16];
    buf_t b = buf_new(a, 64);
    rand_bytes(bytes, sizeof bytes);
    base64url_put(&b, bytes, sizeof bytes);
    return buf_str(&b);
}

static status_t propose(arena_t *a, place_t *list, size_t *n, str_t host, err_t *err)
{
    place_t *p = find(list, *n, host);
    if (p && p->state != PLACE_ENDED)
        return err_at(err, ST_CONFLICT, "place.known", "host", 0, N_("%.*s is in the list already."), STRF(host));
    if (!p && *n == PLACES_MOST)
        return err_at(err, ST_LIMIT, "place.too-many", "host", 0, N_("A unit has at most %d places."), PLACES_MOST);
    if (!p) p = &list[(*n)++];
    *p = (place_t){.kind = S("web"), .host = host, .token = new_token(a), .how = S(""), .proposed = clock_now()};
    return ST_OK;
}

status_t place_change(db_t *db, arena_t *a, ident_t unit, place_act_t act, str_t host, const char *how, ident_t who,
                      err_t *err)
{
    unit_t u;
    place_t *read, *p;
    size_t n;
    status_t s = unit_by_id(db, a, unit, &u, err);
    if (s == ST_OK) s = places_read(a, u.places, &read, &n, err);
    place_t *list = s == ST_OK ? ARENA_ARRAY(a, place_t, PLACES_MOST + 1) : NULL;
    if (s == ST_OK && !list) s = err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    if (s != ST_OK) return s;
    if (n) memcpy(list, read, n * sizeof *list);
    p = find(list, n, host);
    if (act == PLACE_PROPOSE) {
        s = propose(a, list, &n, host, err);
    } else if (!p) {
        s = err_set(err, ST_NOT_FOUND, "place.none", N_("The unit has no such place."));
    } else if (act == PLACE_PROVE) {
        p->proved = clock_now();
        p->ended = 0;
        p->how = str_of(how);
    } else {
        p->ended = clock_now();
    }
    str_t json = s == ST_OK ? places_json(a, list, n) : STR_NONE;
    if (s == ST_OK && !json.p)
        s = err_set(err, ST_LIMIT, "place.too-many", N_("A unit has at most %d places."), PLACES_MOST);
    return s == ST_OK ? unit_set_places(db, unit, json, who, err) : s;
}

/* --- the proof on the site --- */

/* <meta name="canhgiac" content="TOKEN"> anywhere on the page. */
static bool has_tag(arena_t *a, str_t html, str_t token)
{
    html_cursor_t c = html_cursor(html);
    html_token_t t;
    while (html_next(&c, &t)) {
        if (t.kind != HTML_START || strcmp(t.name, "meta") != 0) continue;
        str_t name = html_get(a, t.attrs, "name"), content = html_get(a, t.attrs, "content");
        if (name.p && content.p && str_ieq(str_trim(name), S("canhgiac")) && str_eq(str_trim(content), token))
            return true;
    }
    return false;
}

static const char *why_not(const fetched_t *g)
{
    return g->end == FETCH_OK ? "not-there" : fetch_end_name(g->end);
}

static status_t look_at(prober_t *p, arena_t *a, const place_t *place, const char *scheme, const fetch_options_t *o,
                        const char **how, const char **why, err_t *err)
{
    url_t u;
    fetched_t got;
    str_t root = str_fmt(a, "%s://%.*s", scheme, STRF(place->host));
    str_t file = str_fmt(a, "%.*s/.well-known/canhgiac-%.*s.txt", STRF(root), STRF(place->token));
    status_t s = url_parse(a, file, NULL, &u, err);
    if (s == ST_OK) s = fetch(p->fetcher, a, &u, o, &got, err);
    if (s != ST_OK) return s;
    if (got.end == FETCH_OK && got.status == 200 && str_eq(str_trim(got.body), place->token)) {
        *how = "file";
        return ST_OK;
    }
    *why = why_not(&got);
    if (got.end != FETCH_OK && got.end != FETCH_AWAY && got.end != FETCH_ROBOTS)
        return ST_OK; /* nobody answers there */
    s = url_parse(a, str_fmt(a, "%.*s/", STRF(root)), NULL, &u, err);
    if (s == ST_OK) s = fetch(p->fetcher, a, &u, o, &got, err);
    if (s != ST_OK) return s;
    if (got.end == FETCH_OK && got.status == 200 && has_tag(a, got.body, place->token)) *how = "meta";
    *why = why_not(&got);
    return ST_OK;
}

status_t place_look(prober_t *p, arena_t *a, const place_t *place, bool allow_private, const char **how,
                    const char **why, err_t *err)
{
    static const char *const schemes[] = {"https", "http"};
    fetch_options_t o = {
        .allow_private = allow_private, .delay = allow_private ? 50 : MS_SECOND, .body_limit = 1u << 20};
    status_t s = ST_OK;
    *how = NULL;
    for (int i = 0; i < 2 && s == ST_OK && !*how; i++) s = look_at(p, a, place, schemes[i], &o, how, why, err);
    return s;
}
