/* SPDX-License-Identifier: Apache-2.0 */
#include "web/router.h"
#include <stdio.h>
#include <stdlib.h>
#include "web/form.h"

static bool has_dots(str_t path)
{
    str_t piece;
    while (path.n && str_cut(&path, '/', &piece))
        if (str_eq(piece, S("..")) || str_eq(piece, S("."))) return true;
    return false;
}

status_t route_path(arena_t *a, str_t target, lang_t *lang, str_t *path, str_t *query, err_t *err)
{
    size_t mark = str_chr(target, '?', 0);
    *query = mark == SIZE_MAX ? S("") : str_sub(target, mark + 1, target.n);
    str_t raw = str_sub(target, 0, mark);
    str_t p = percent_decode(a, raw, false);
    bool good = p.p && p.n && p.p[0] == '/' && utf8_valid(p) && !has_dots(p) && str_chr(p, '\\', 0) == SIZE_MAX &&
                str_find(p, S("//"), 0) == SIZE_MAX;
    if (!good) return err_set(err, ST_USAGE, "http.path", N_("The address is malformed."));
    *lang = LANG_VI;
    if (str_eq(p, S("/en")) || str_starts(p, S("/en/"))) {
        *lang = LANG_EN;
        p = p.n > 4 ? str_sub(p, 3, p.n) : S("/");
    }
    /* One address for each page: a slash at the end means the same as none. */
    if (p.n > 1 && p.p[p.n - 1] == '/') p.n--;
    *path = p;
    return ST_OK;
}

/* Most rows are another path at their first letters: told before anything is taken apart. */
static bool begins_alike(const char *pattern, str_t path)
{
    size_t i = 0;
    while (i < path.n && pattern[i] != '{' && pattern[i] == path.p[i]) i++;
    return pattern[i] == '{' || (pattern[i] == '\0' && i == path.n);
}

static bool matches(const char *pattern, str_t path, str_t args[4])
{
    if (!begins_alike(pattern, path)) return false;
    str_t pat = str_of(pattern), a, b;
    int n = 0;
    while (pat.p && path.p) {
        (void)str_cut(&pat, '/', &a);
        (void)str_cut(&path, '/', &b);
        if (str_eq(a, S("{}"))) {
            if (!b.n || n == 4) return false;
            args[n++] = b;
        } else if (a.n > 2 && str_starts(a, S("{}"))) { /* "{}.cap.xml" */
            str_t end = str_sub(a, 2, a.n);
            if (!str_ends(b, end) || b.n == end.n || n == 4) return false;
            args[n++] = str_sub(b, 0, b.n - end.n);
        } else if (!str_eq(a, b)) {
            return false;
        }
    }
    return !pat.p && !path.p;
}

const route_t *route_find(str_t method, str_t path, str_t args[4], char allow[32])
{
    bool get = false, post = false, head = str_eq(method, S("HEAD"));
    const route_t *found = NULL;
    for (const route_t *const *room = web_rooms; *room; room++) {
        for (const route_t *r = *room; r->method; r++) {
            str_t got[4] = {{0}};
            if (!matches(r->pattern, path, got)) continue;
            bool is_get = strcmp(r->method, "GET") == 0;
            get = get || is_get;
            post = post || !is_get;
            bool fits = is_get ? str_eq(method, S("GET")) || head : str_eq(method, S("POST"));
            /* A literal row wins over one with {}. */
            if (!fits || (found && strchr(r->pattern, '{'))) continue;
            found = r;
            memcpy(args, got, sizeof got);
        }
    }
    snprintf(allow, 32, "%s%s%s", get ? "GET, HEAD" : "", get && post ? ", " : "", post ? "POST" : "");
    return found;
}

/* --- the same by one look --- */

enum { SLOTS = 1024 };
_Static_assert(SLOTS > 2 * ROUTES_MOST, "most slots are empty");

struct router {
    const route_t *slot[SLOTS]; /* open addressing, by path */
};

uint64_t path_hash(str_t s)
{
    uint64_t h = 1469598103934665603u; /* FNV-1a */
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h ^ h >> 29;
}

router_t *router_new(void)
{
    router_t *t = calloc(1, sizeof *t);
    for (size_t i = 0; t && route_at(i) && i < ROUTES_MOST; i++) {
        const route_t *r = route_at(i);
        if (strchr(r->pattern, '{')) continue;
        size_t at = path_hash(str_of(r->pattern)) % SLOTS;
        while (t->slot[at]) at = (at + 1) % SLOTS;
        t->slot[at] = r;
    }
    return t;
}

void router_free(router_t *r)
{
    free(r);
}

const route_t *router_ask(const router_t *t, str_t method, str_t path, str_t args[4], char allow[32])
{
    str_t asked = str_eq(method, S("HEAD")) ? S("GET") : method;
    for (size_t at = path_hash(path) % SLOTS; t->slot[at]; at = (at + 1) % SLOTS)
        if (str_eq(path, str_of(t->slot[at]->pattern)) && str_eq(asked, str_of(t->slot[at]->method))) {
            memset(args, 0, 4 * sizeof *args);
            allow[0] = '\0';
            return t->slot[at];
        }
    return route_find(method, path, args, allow);
}

size_t route_index(const route_t *wanted)
{
    size_t i = 0;
    for (const route_t *const *room = web_rooms; *room; room++)
        for (const route_t *r = *room; r->method; r++, i++)
            if (r == wanted) return i;
    return ROUTES_MOST - 1;
}

const route_t *route_at(size_t index)
{
    for (const route_t *const *room = web_rooms; *room; room++)
        for (const route_t *r = *room; r->method; r++)
            if (index-- == 0) return r;
    return NULL;
}
