/* SPDX-License-Identifier: Apache-2.0
 *
 * The coordinator's wall: every site of every unit that is to post, with the state of what stands there and its age.
 */
#include <stdlib.h>
#include "base/fold.h"
#include "page/app.h"
#include "proof/look.h"
#include "proof/places.h"
#include "proof/queries.h"
#include "proof/rows.h"

enum { CLAIMS_MOST = 20000, SITES_MOST = 20000, SHOWN_MOST = 1000, NO_CLAIM = PROOF_STATES, FILTERS };

const proof_state_words_t proof_state_words[PROOF_STATES] = {
    [PROOF_UNCHECKED] = {N_("Not yet read"), N_("Claimed; the program has not read it yet."), "tag-mute"},
    [PROOF_HOLDS] = {N_("Verified"), N_("The program saw it there at its last look."), "tag-ok"},
    [PROOF_DOUBTED] = {N_("In doubt"), N_("The last look did not find it. The next one decides."), "tag-warn"},
    [PROOF_LAPSED] = {N_("Gone"), N_("It stood there before and was not found twice in a row."), "tag-bad"},
    [PROOF_CONTRADICTED] = {N_("Not as claimed"), N_("It was not found twice in a row, at different times."),
                            "tag-bad"},
    [PROOF_UNKNOWN] = {N_("Cannot tell"),
                       N_("The program could not read the page. This never counts against the unit."), "tag-info"},
};

static str_t age(arena_t *a, lang_t lang, ms_t at)
{
    if (!at) return str_of(tr(lang, N_("never")));
    long long minutes = (clock_now() - at) / MS_MINUTE;
    if (minutes < 1) return str_of(tr(lang, N_("just now")));
    if (minutes < 120) return str_fmt(a, tr(lang, N_("%lld minutes ago")), minutes);
    if (minutes < 48 * 60) return str_fmt(a, tr(lang, N_("%lld hours ago")), minutes / 60);
    return str_fmt(a, tr(lang, N_("%lld days ago")), minutes / 1440);
}

typedef struct site {
    ident_t unit, claim; /* claim: the one that is shown: the worst, of these the newest */
    str_t unit_name, host, url;
    int state; /* proof_state_t, or NO_CLAIM */
    size_t claims, looks;
    ms_t last_look;
    double live; /* share of the time since the claim that it stood there */
    str_t fidelity;
    bool ours;
} site_t;

/* What a coordinator looks at first. */
static int gravity(int state)
{
    static const int order[FILTERS] = {
        [PROOF_LAPSED] = 0,    [PROOF_CONTRADICTED] = 1, [PROOF_DOUBTED] = 2, [PROOF_UNKNOWN] = 3,
        [PROOF_UNCHECKED] = 4, [NO_CLAIM] = 5,           [PROOF_HOLDS] = 6};
    return order[state];
}

static site_t *site_of(vec_t *sites, ident_t unit, str_t host)
{
    for (size_t i = sites->len; i-- > 0;) {
        site_t *s = &VEC_AT(sites, site_t, i);
        if (ident_eq(s->unit, unit) && str_eq(s->host, host)) return s;
    }
    return NULL;
}

static status_t registered(req_t *q, str_t under, vec_t *sites, err_t *err)
{
    stmt_t *st = db_query(q->db, &q_proof_units_places, err);
    if (!st) return ST_STORE;
    bind_text(st, 1, under);
    bind_ms(st, 2, clock_now());
    status_t s;
    while ((s = stmt_next(st, err)) == ST_ROW) {
        place_t *p;
        size_t n;
        ident_t unit = col_id(st, 0);
        str_t name = col_text(st, q->a, 1);
        if (places_read(q->a, col_text(st, q->a, 2), &p, &n, err) != ST_OK) break;
        for (size_t i = 0; i < n; i++) {
            site_t *x = place_counts(&p[i]) ? vec_push(sites) : NULL;
            if (x)
                *x = (site_t){.unit = unit,
                              .unit_name = name,
                              .host = p[i].host,
                              .state = NO_CLAIM,
                              .url = S(""),
                              .fidelity = S(""),
                              .ours = true};
        }
    }
    stmt_done(st);
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}

typedef struct claim {
    ident_t id, unit;
    str_t unit_name, url;
    ms_t received, closes;
} claim_t;

static status_t claims_of(req_t *q, str_t under, vec_t *out, err_t *err)
{
    *out = vec_new(q->a, sizeof(claim_t), CLAIMS_MOST);
    stmt_t *st = db_query(q->db, &q_proof_wall, err);
    if (!st) return ST_STORE;
    bind_text(st, 1, under);
    bind_int(st, 2, CLAIMS_MOST);
    status_t s;
    while ((s = stmt_next(st, err)) == ST_ROW) {
        claim_t *c = vec_push(out);
        if (c)
            *c = (claim_t){col_id(st, 0),         col_id(st, 1),
                           col_text(st, q->a, 2), proof_post_url(q->a, col_text(st, q->a, 5)),
                           col_int(st, 4),        col_int(st, 6)};
    }
    stmt_done(st);
    return s == ST_END ? ST_OK : s;
}

static status_t add_claim(req_t *q, vec_t *sites, const claim_t *c, err_t *err)
{
    proof_history_t *h;
    size_t n;
    str_t seen;
    url_t u;
    bool read = url_parse(q->a, c->url, NULL, &u, NULL) == ST_OK;
    str_t host = read ? u.place : c->url;
    status_t s = proof_history(q->db, q->a, c->id, clock_now(), &h, &n, &seen, err);
    if (s != ST_OK) return s;
    proof_summary_t sum = proof_summarise(h, n);
    site_t *x = site_of(sites, c->unit, host);
    if (!x && str_starts(host, S("www."))) x = site_of(sites, c->unit, str_sub(host, 4, host.n));
    if (!x && (x = vec_push(sites)))
        *x = (site_t){.unit = c->unit, .unit_name = c->unit_name, .host = host, .state = NO_CLAIM, .fidelity = S("")};
    if (!x) return ST_OK;
    x->claims++;
    x->looks += n;
    if (x->claims > 1 && gravity((int)sum.state) >= gravity(x->state)) return ST_OK;
    ms_t until = clock_now() < c->closes ? clock_now() : c->closes;
    x->state = (int)sum.state;
    x->claim = c->id;
    x->url = c->url;
    x->last_look = sum.last_look;
    x->live = until > c->received ? (double)proof_live(h, n, c->received, until) / (double)(until - c->received) : 0;
    return ST_OK;
}

static int worst_first(const void *a, const void *b)
{
    const site_t *x = a, *y = b;
    if (gravity(x->state) != gravity(y->state)) return gravity(x->state) - gravity(y->state);
    return str_cmp(x->unit_name, y->unit_name);
}

static const char *label_of(int state)
{
    return state == NO_CLAIM ? N_("No claim yet") : proof_state_words[state].label;
}

static const char *name_of(int state)
{
    return state == NO_CLAIM ? "no-claim" : proof_state_name((proof_state_t)state);
}

static void site_view(req_t *q, view_t *i, const site_t *x)
{
    view_id(i, "unit_id", x->unit);
    view_text(i, "unit", x->unit_name);
    view_text(i, "host", x->host);
    view_z(i, "state", name_of(x->state));
    view_z(i, "label", tr(q->lang, label_of(x->state)));
    view_z(i, "tag", x->state == NO_CLAIM ? "tag-mute" : proof_state_words[x->state].tag);
    view_flag(i, "is_elsewhere", !x->ours);
    view_flag(i, "is_claimed", x->claims > 0);
    if (!x->claims) return;
    view_id(i, "id", x->claim);
    view_text(i, "url", x->url);
    view_text(i, "age", age(q->a, q->lang, x->last_look));
    view_int(i, "claims", (int64_t)x->claims);
    view_int(i, "looks", (int64_t)x->looks);
    view_int(i, "live", (int64_t)(x->live * 100 + 0.5));
}

static void wall_view(req_t *q, view_t *v, const vec_t *sites, int chosen, str_t search)
{
    size_t counts[FILTERS] = {0}, shown = 0, all = 0;
    view_t *list = view_list(v, "posts"), *filters = view_list(v, "filters");
    str_t wanted = fold_dup(q->a, search);
    for (size_t i = 0; i < sites->len; i++) {
        const site_t *x = &VEC_AT(sites, site_t, i);
        counts[x->state]++;
        if (chosen >= 0 && x->state != chosen) continue;
        if (wanted.n && str_find(fold_dup(q->a, x->unit_name), wanted, 0) == SIZE_MAX &&
            str_find(x->host, search, 0) == SIZE_MAX)
            continue;
        if (++all > SHOWN_MOST) continue;
        shown++;
        site_view(q, view_item(list), x);
    }
    view_flag(v, "any", shown > 0);
    view_flag(v, "cut", all > shown);
    view_int(v, "count", (int64_t)all);
    for (int i = -1; i < FILTERS; i++) {
        view_t *f = view_item(filters);
        view_z(f, "state", i < 0 ? "" : name_of(i));
        view_z(f, "label", tr(q->lang, i < 0 ? N_("All") : label_of(i)));
        view_int(f, "count", i < 0 ? (int64_t)sites->len : (int64_t)counts[i]);
        view_flag(f, "here", i == chosen);
    }
}

status_t proof_wall(req_t *q, view_t *v, err_t *err)
{
    const seat_t *seat = actor_seat(q->who, ROLE_COORDINATOR);
    str_t wanted = req_query(q, "trang-thai"), search = req_query(q, "tim"), under = seat ? seat->unit_path : S("/");
    int chosen = -1;
    for (int i = 0; i < FILTERS; i++)
        if (str_eq(wanted, str_of(name_of(i)))) chosen = i;
    vec_t sites = vec_new(q->a, sizeof(site_t), SITES_MOST), claims;
    status_t s = registered(q, under, &sites, err);
    if (s == ST_OK) s = claims_of(q, under, &claims, err);
    for (size_t i = 0; s == ST_OK && i < claims.len; i++) s = add_claim(q, &sites, &VEC_AT(&claims, claim_t, i), err);
    if (s != ST_OK) return s;
    if (sites.len) qsort(sites.at, sites.len, sizeof(site_t), worst_first);
    view_text(v, "search", search.p ? search : S(""));
    view_text(v, "chosen", chosen < 0 ? S("") : wanted);
    wall_view(q, v, &sites, chosen, search.p ? search : S(""));
    return ST_OK;
}
