/* SPDX-License-Identifier: Apache-2.0
 *
 * What was said, weighed: postings with the looks at them, corrections, sessions.
 */
#include <jansson.h>
#include "campaign/report_internal.h"

const char *const report_fidelities[5] = {"exact", "embedded", "paraphrased", "stale", "altered"};

static str_t member(arena_t *a, const json_t *j, const char *name)
{
    const char *s = json_string_value(json_object_get(j, name));
    return s ? str_dup(a, str_of(s)) : S("");
}

typedef struct span {
    ms_t from, seen, to; /* standing since; last look that saw it; over (0: not yet) */
    ms_t first_fail;
} span_t;

/* A post stands from a look that held until the first of two looks in a row that failed. */
static void look(report_post_t *p, span_t *x, looks_t *k, ms_t at, str_t verdict, ms_t opens, ms_t closes)
{
    looks_add(k, at, verdict);
    if (str_eq(verdict, S("holds"))) {
        if (!x->from) x->from = at;
        x->first_fail = 0;
        return;
    }
    if (!str_eq(verdict, S("fails"))) return;
    if (!x->first_fail) {
        x->first_fail = at;
        return;
    }
    if (!x->from) return;
    ms_t from = x->from > opens ? x->from : opens, to = x->first_fail < closes ? x->first_fail : closes;
    if (to > from) p->live += to - from;
    x->from = 0;
}

static void fidelity_of(report_t *r, const report_post_t *p)
{
    for (int f = 0; f < 5; f++)
        if (str_eq(p->fidelity, str_of(report_fidelities[f]))) r->fidelity[f]++;
}

static void correction(report_t *r, arena_t *a, vec_t *out, const report_post_t *p, const ev_value_t *k,
                       const json_t *seen)
{
    const ev_value_t *newer = NULL;
    ident_t found;
    if (!ident_parse(str_of(json_string_value(json_object_get(seen, "release"))), &found)) return;
    for (size_t i = 0; i < ev_count(r->e, EV_RELEASE); i++) {
        const ev_value_t *l = ev_row(r->e, EV_RELEASE, i);
        if (ident_eq(l[L_SUPERSEDES].id, found) && l[L_PUBLISHED].n <= k[K_AT].n) newer = l;
    }
    (void)a;
    if (!newer) return;
    for (size_t i = out->len; i-- > 0;) {
        const report_correction_t *c = &VEC_AT(out, report_correction_t, i);
        if (str_eq(c->url, p->url) && str_eq(c->unit, p->unit) && !c->corrected) return;
    }
    report_correction_t *c = vec_push(out);
    if (c) *c = (report_correction_t){p->unit, p->url, newer[L_CODE].t, newer[L_PUBLISHED].n, 0};
}

/* The looks at one post in order of time. */
static void looks_of(report_t *r, arena_t *a, report_post_t *p, size_t from, vec_t *corrections)
{
    ms_t opens = r->campaign[C_OPENS].n, closes = r->campaign[C_CLOSES].n, until = r->at < closes ? r->at : closes;
    span_t x = {0};
    looks_t k = {.received = p->record[R_RECEIVED].n};
    for (size_t i = from; i < ev_count(r->e, EV_CHECK); i++) {
        const ev_value_t *c = ev_row(r->e, EV_CHECK, i);
        if (!ident_eq(c[K_RECORD].id, p->record[R_ID].id)) break;
        json_t *seen = json_loadb(c[K_SEEN].t.p, c[K_SEEN].t.n, 0, NULL);
        str_t fidelity = member(a, seen, "fidelity"), sha = member(a, seen, "text_sha256");
        if (fidelity.n) p->fidelity = fidelity;
        if (sha.n) p->sha256 = sha;
        p->looks++;
        look(p, &x, &k, c[K_AT].n, c[K_VERDICT].t, opens, until);
        if (str_eq(fidelity, S("stale"))) correction(r, a, corrections, p, c, seen);
        if (str_eq(c[K_VERDICT].t, S("holds")))
            for (size_t j = 0; j < corrections->len; j++) {
                report_correction_t *o = &VEC_AT(corrections, report_correction_t, j);
                if (!o->corrected && str_eq(o->url, p->url) && str_eq(o->unit, p->unit)) o->corrected = c[K_AT].n;
            }
        json_decref(seen);
    }
    ms_t begun = x.from > opens ? x.from : opens;
    if (x.from && until > begun) p->live += until - begun;
    p->first_seen = k.first_hold;
    p->last_seen = k.last_hold;
    p->state = looks_hold(&k)     ? "holds"
               : looks_failed(&k) ? (k.first_hold ? "lapsed" : "contradicted")
               : k.cannot_tell    ? "cannot-tell"
                                  : "unchecked";
}

/* Records that a correction replaced. */
static status_t replaced(const evidence_t *e, arena_t *a, id_map_t *out, err_t *err)
{
    if (!id_map_new(a, 64, out)) return report_too_much(err);
    for (size_t i = 0; i < ev_count(e, EV_RECORD); i++) {
        ident_t over = ev_row(e, EV_RECORD, i)[R_SUPERSEDES].id;
        if (!ident_none(over)) id_map_put(out, over, 1);
    }
    return ST_OK;
}

/* Where each record's looks begin. */
static status_t index_checks(const evidence_t *e, arena_t *a, id_map_t *out, err_t *err)
{
    if (!id_map_new(a, ev_count(e, EV_RECORD) + 1, out)) return report_too_much(err);
    for (size_t i = ev_count(e, EV_CHECK); i-- > 0;) id_map_put(out, ev_row(e, EV_CHECK, i)[K_RECORD].id, (uint32_t)i);
    return ST_OK;
}

static void session(report_t *r, const json_t *body)
{
    enum { HEADS_MOST = 10000000, MINUTES_MOST = 100000 }; /* as duty_session takes them */
    int64_t heads = json_integer_value(json_object_get(body, "heads"));
    int64_t minutes = json_integer_value(json_object_get(body, "minutes"));
    r->sessions++;
    if (heads > 0 && heads <= HEADS_MOST) r->heads += heads;
    if (minutes > 0 && minutes <= MINUTES_MOST) r->minutes += minutes;
}

static void post(report_t *r, arena_t *a, const ev_value_t *x, const json_t *body, str_t clause, size_t first,
                 vec_t *corrections)
{
    report_post_t *p = &r->posts[r->n_posts++];
    *p = (report_post_t){.record = x, .unit = report_unit_name(r->e, x[R_UNIT].id), .url = member(a, body, "url")};
    p->fidelity = p->sha256 = S("");
    p->clause = clause;
    looks_of(r, a, p, first, corrections);
    fidelity_of(r, p);
    ms_t closes = r->campaign[C_CLOSES].n, until = r->at < closes ? r->at : closes;
    r->live += p->live;
    if (until > x[R_RECEIVED].n) r->live_full += until - x[R_RECEIVED].n;
}

status_t report_records(report_t *r, arena_t *a, err_t *err)
{
    const evidence_t *e = r->e;
    id_map_t looks, duties, over;
    vec_t corrections = vec_new(a, sizeof(report_correction_t), 100000);
    r->posts = ARENA_ARRAY(a, report_post_t, ev_count(e, EV_RECORD) + 1);
    status_t s = index_checks(e, a, &looks, err);
    if (s == ST_OK) s = replaced(e, a, &over, err);
    if (s != ST_OK || !r->posts || !id_map_new(a, ev_count(e, EV_DUTY) + 1, &duties)) return report_too_much(err);
    for (size_t i = 0; i < ev_count(e, EV_DUTY); i++) id_map_put(&duties, ev_row(e, EV_DUTY, i)[D_ID].id, (uint32_t)i);
    for (size_t i = 0; i < ev_count(e, EV_RECORD); i++) {
        const ev_value_t *x = ev_row(e, EV_RECORD, i);
        if (id_map_get(&over, x[R_ID].id) != UINT32_MAX) continue;
        json_t *body = json_loadb(x[R_BODY].t.p, x[R_BODY].t.n, 0, NULL);
        uint32_t duty = id_map_get(&duties, x[R_DUTY].id), first = id_map_get(&looks, x[R_ID].id);
        if (str_eq(x[R_KIND].t, S("session"))) session(r, body);
        if (str_eq(x[R_KIND].t, S("post")))
            post(r, a, x, body, duty == UINT32_MAX ? S("") : ev_row(e, EV_DUTY, duty)[D_CLAUSE].t,
                 first == UINT32_MAX ? ev_count(e, EV_CHECK) : first, &corrections);
        json_decref(body);
    }
    r->corrections = corrections.at;
    r->n_corrections = corrections.len;
    return ST_OK;
}
