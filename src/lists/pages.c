/* SPDX-License-Identifier: Apache-2.0
 *
 * pages — the list for programs. A version's files never change; what points to the newest is short-lived. Nobody is asked
 * what they look for: a range is chosen by four digits of a hash, and requests are not logged with their path's end.
 */
#include "lists/keep.h"

static status_t none(err_t *err)
{
    return err_set(err, ST_NOT_FOUND, "lists.none-such", N_("There is no such list."));
}

/* `name` of the version in use. */
static status_t newest(req_t *q, const char *mime, const char *name, err_t *err)
{
    list_held_t *h = lists_take(q->app);
    const char *path = h ? str_fmt(q->a, "%s/%s", h->folder, name).p : NULL;
    lists_give_back(q->app, h);
    if (!path) return none(err);
    answer_header(q, "Cache-Control", S("public, max-age=60"));
    answer_header(q, "Access-Control-Allow-Origin", S("*"));
    answer_file(q, mime, path);
    return ST_OK;
}

static status_t manifest(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    return newest(q, "application/json", "manifest.json", err);
}

/* "snapshot-7.cgl" and the like, also with ".minisig": the number of its version, or 0. */
static int64_t version_of(str_t name)
{
    static const char *const kinds[] = {"snapshot-", "front-", "delta-"};
    int64_t from = 1, to = 0;
    str_t rest = name;
    if (str_ends(rest, S(".minisig"))) rest.n -= 8;
    if (!str_ends(rest, S(".cgl"))) return 0;
    rest.n -= 4;
    for (size_t i = 0; i < 3; i++) {
        str_t kind = str_of(kinds[i]), first;
        if (!str_starts(rest, kind)) continue;
        rest = str_sub(rest, kind.n, rest.n);
        if (i == 2 && (!str_cut(&rest, '-', &first) || !rest.p || !str_int(first, 1, LISTS_NUMBER_MOST, &from)))
            return 0;
        return str_int(rest, 1, LISTS_NUMBER_MOST, &to) && rest.p[0] != '0' ? to : 0;
    }
    return 0;
}

static status_t file(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    str_t name = q->args[0];
    bool signature = str_ends(name, S(".minisig"));
    if (str_eq(name, S("manifest.json.minisig")))
        return newest(q, "text/plain; charset=utf-8", "manifest.json.minisig", err);
    int64_t version = version_of(name);
    if (!version || name.n > 60) return none(err);
    const char *path =
        str_fmt(q->a, "%s/public/lists/%lld/%.*s", store_dir(q->app->store), (long long)version, STRF(name)).p;
    if (!path || !file_exists(path)) return none(err);
    answer_header(q, "Cache-Control", S("public, max-age=31536000, immutable"));
    answer_header(q, "Access-Control-Allow-Origin", S("*"));
    answer_file(q, signature ? "text/plain; charset=utf-8" : "application/octet-stream", path);
    return ST_OK;
}

static bool hex_prefix(str_t s)
{
    if (s.n != RANGE_DIGITS) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'f')) return false;
    return true;
}

/* An empty range is an answer too: nothing is listed there. */
static status_t range(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    list_kind_t k = list_kind_of(q->args[0]);
    str_t name = q->args[1], lines = STR_NONE;
    bool sums = str_eq(name, S("sums.txt"));
    str_t prefix = str_ends(name, S(".txt")) ? str_sub(name, 0, name.n - 4) : S("");
    if (k == LIST_KINDS || (!sums && !hex_prefix(prefix))) return none(err);
    list_held_t *h = lists_take(q->app);
    if (h) lines = str_dup(q->a, sums ? h->sums[k].bytes : list_range_find(h->range[k].bytes, prefix));
    lists_give_back(q->app, h);
    if (!h) return none(err);
    if (!lines.p) return no_memory(err);
    answer_header(q, "Cache-Control", S("public, max-age=300"));
    answer_header(q, "Access-Control-Allow-Origin", S("*"));
    answer_bytes(q, "text/plain; charset=utf-8", lines);
    return ST_OK;
}

static status_t feed(req_t *q, view_t *v, err_t *err)
{
    static const struct {
        const char *name, *mime;
    } feeds[] = {{"hosts.txt", "text/plain; charset=utf-8"},
                 {"rpz.zone", "text/dns; charset=utf-8"},
                 {"adblock.txt", "text/plain; charset=utf-8"},
                 {"domains.txt", "text/plain; charset=utf-8"},
                 {"list.json", "application/json"}};
    (void)v;
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
        if (str_eq(q->args[0], str_of(feeds[i].name))) return newest(q, feeds[i].mime, feeds[i].name, err);
    return none(err);
}

static status_t stix(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    return newest(q, "application/stix+json;version=2.1", "stix.json", err);
}

static status_t misp(req_t *q, view_t *v, err_t *err)
{
    char event[IDENT_TEXT];
    (void)v;
    if (str_eq(q->args[0], S("manifest.json"))) return newest(q, "application/json", "misp-manifest.json", err);
    list_about_t about = {.base = q->app->base_url};
    list_misp_event(&about, event);
    bool same = str_ends(q->args[0], S(".json")) && str_eq(str_sub(q->args[0], 0, q->args[0].n - 5), str_of(event));
    return same ? newest(q, "application/json", "misp.json", err) : none(err);
}

const route_t lists_routes[] = {
    {"GET", "/api/v1/lists/manifest.json", PERM_PUBLIC, ROUTE_READ, manifest, NULL, N_("List of scams"), 0},
    {"GET", "/api/v1/lists/{}", PERM_PUBLIC, ROUTE_READ, file, NULL, N_("List of scams"), 0},
    {"GET", "/api/v1/lists/range/{}/{}", PERM_PUBLIC, ROUTE_READ, range, NULL, N_("List of scams"), 0},
    {"GET", "/feeds/lists/{}", PERM_PUBLIC, ROUTE_READ, feed, NULL, N_("List of scams"), 0},
    {"GET", "/feeds/stix.json", PERM_PUBLIC, ROUTE_READ, stix, NULL, N_("List of scams"), 0},
    {"GET", "/feeds/misp/{}", PERM_PUBLIC, ROUTE_READ, misp, NULL, N_("List of scams"), 0},
    {0},
};
