/* SPDX-License-Identifier: Apache-2.0
 *
 * The figures of a closing report, from evidence alone.
 */
#include "campaign/report.h"
#include <jansson.h>
#include <stdlib.h>

const char *const report_fidelities[5] = {"exact", "embedded", "paraphrased", "stale", "altered"};

static status_t too_much(err_t *err)
{
    return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
}

static int by_ms(const void *a, const void *b)
{
    ms_t x = *(const ms_t *)a, y = *(const ms_t *)b;
    return (x > y) - (x < y);
}

static ms_t half_of(ms_t *v, size_t n)
{
    if (!n) return -1;
    qsort(v, n, sizeof *v, by_ms);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static void sum_add(cover_sum_t *s, const cover_sum_t *x)
{
    s->expected += x->expected;
    s->acknowledged += x->acknowledged;
    s->claimed += x->claimed;
    s->verified += x->verified;
    s->contradicted += x->contradicted;
    s->cannot_tell += x->cannot_tell;
    s->late += x->late;
    s->missed += x->missed;
    s->waived += x->waived;
    s->on_time += x->on_time;
    s->lapsed += x->lapsed;
}

/* --- dispatches --- */

static str_t unit_name(const evidence_t *e, ident_t id)
{
    const ev_value_t *u = ev_find(e, EV_UNIT, id);
    return u ? u[U_NAME].t : S("");
}

/* The moment the letter at the top of this branch was signed, and how far below it this one stands. */
static void place_in_tree(const evidence_t *e, report_dispatch_t *d)
{
    const ev_value_t *p = d->row;
    for (size_t steps = 0; !ident_none(p[P_PARENT].id) && steps < ev_count(e, EV_DISPATCH); steps++) {
        const ev_value_t *up = ev_find(e, EV_DISPATCH, p[P_PARENT].id);
        if (!up) break;
        p = up;
        d->level++;
    }
    d->signed_top = p[P_SIGNED].n ? p[P_SIGNED].n : p[P_SENT].n;
}

/* Each unit's first acknowledgement; what was claimed without one was acknowledged by the claim. */
static status_t relay(const evidence_t *e, arena_t *a, report_dispatch_t *d, err_t *err)
{
    size_t n = d->cover.n_rows, known = 0;
    ms_t *first = ARENA_ARRAY(a, ms_t, n + 1), *delays = ARENA_ARRAY(a, ms_t, n + 1);
    id_map_t rows;
    if (!first || !delays || !id_map_new(a, n + 1, &rows)) return too_much(err);
    for (size_t i = 0; i < n; i++) id_map_put(&rows, d->cover.rows[i].unit, (uint32_t)i);
    for (size_t i = 0; i < ev_count(e, EV_DUTY); i++) {
        const ev_value_t *x = ev_row(e, EV_DUTY, i);
        if (!ident_eq(x[D_DISPATCH].id, d->row[P_ID].id) || !x[D_ACKNOWLEDGED].n) continue;
        uint32_t u = id_map_get(&rows, x[D_UNIT].id);
        if (u != UINT32_MAX && (!first[u] || x[D_ACKNOWLEDGED].n < first[u])) first[u] = x[D_ACKNOWLEDGED].n;
    }
    d->delay_most = -1;
    for (size_t i = 0; i < n; i++) {
        bool owes = false;
        for (size_t c = 0; c < d->cover.n_clauses; c++) owes = owes || d->cover.rows[i].cells[c].state != CELL_NONE;
        d->asked += owes;
        if (!first[i]) continue;
        delays[known++] = first[i] - d->signed_top;
        if (delays[known - 1] > d->delay_most) d->delay_most = delays[known - 1];
    }
    d->acknowledged = (int64_t)known;
    d->delay_half = half_of(delays, known);
    return ST_OK;
}

static status_t groups(arena_t *a, report_dispatch_t *d, err_t *err)
{
    vec_t v = vec_new(a, sizeof(report_group_t), 64);
    for (size_t i = 0; i < d->cover.n_rows; i++) {
        const cover_row_t *r = &d->cover.rows[i];
        report_group_t *g = NULL;
        for (size_t k = 0; k < v.len && !g; k++)
            if (str_eq(VEC_AT(&v, report_group_t, k).kind, r->kind)) g = &VEC_AT(&v, report_group_t, k);
        if (!g && (g = vec_push(&v))) g->kind = r->kind;
        if (!g) return too_much(err);
        bool owes = false;
        for (size_t c = 0; c < d->cover.n_clauses; c++) {
            if (r->cells[c].state == CELL_NONE) continue;
            owes = true;
            if (!r->cells[c].optional) sum_cell(&g->sum, &r->cells[c]);
        }
        g->units += owes;
    }
    d->groups = v.at;
    d->n_groups = v.len;
    return ST_OK;
}

static status_t one_dispatch(const evidence_t *e, arena_t *a, size_t i, report_dispatch_t *d, err_t *err)
{
    clause_t *c;
    size_t n;
    *d = (report_dispatch_t){.row = ev_row(e, EV_DISPATCH, i)};
    place_in_tree(e, d);
    status_t s = evidence_coverage(e, a, i, &d->cover, err);
    if (s == ST_OK) s = clauses_read(a, d->row[P_CLAUSES].t, &c, &n, err);
    d->clauses = s == ST_OK ? ARENA_ARRAY(a, report_clause_t, n + 1) : NULL;
    if (s != ST_OK) return s;
    if (!d->clauses) return too_much(err);
    for (size_t k = 0; k < n; k++)
        d->clauses[k] = (report_clause_t){c[k].n, c[k].to, c[k].text, c[k].verb, c[k].optional, d->cover.sums[k]};
    s = groups(a, d, err);
    return s == ST_OK ? relay(e, a, d, err) : s;
}

static int by_level(const void *a, const void *b)
{
    const report_dispatch_t *x = a, *y = b;
    if (x->level != y->level) return x->level - y->level;
    if (x->row[P_SENT].n != y->row[P_SENT].n) return x->row[P_SENT].n < y->row[P_SENT].n ? -1 : 1;
    return memcmp(x->row[P_ID].id.b, y->row[P_ID].id.b, sizeof x->row[P_ID].id.b);
}

static status_t dispatches(report_t *r, arena_t *a, err_t *err)
{
    r->n_dispatches = ev_count(r->e, EV_DISPATCH);
    r->dispatches = ARENA_ARRAY(a, report_dispatch_t, r->n_dispatches + 1);
    if (!r->dispatches) return too_much(err);
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < r->n_dispatches; i++) {
        s = one_dispatch(r->e, a, i, &r->dispatches[i], err);
        sum_add(&r->all, &r->dispatches[i].cover.all);
        r->units += r->dispatches[i].asked;
    }
    if (s == ST_OK && r->n_dispatches) qsort(r->dispatches, r->n_dispatches, sizeof *r->dispatches, by_level);
    return s;
}

/* --- posts, sessions --- */

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
    if (!id_map_new(a, 64, out)) return too_much(err);
    for (size_t i = 0; i < ev_count(e, EV_RECORD); i++) {
        ident_t over = ev_row(e, EV_RECORD, i)[R_SUPERSEDES].id;
        if (!ident_none(over)) id_map_put(out, over, 1);
    }
    return ST_OK;
}

/* Where each record's looks begin. */
static status_t index_checks(const evidence_t *e, arena_t *a, id_map_t *out, err_t *err)
{
    if (!id_map_new(a, ev_count(e, EV_RECORD) + 1, out)) return too_much(err);
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
    *p = (report_post_t){.record = x, .unit = unit_name(r->e, x[R_UNIT].id), .url = member(a, body, "url")};
    p->fidelity = p->sha256 = S("");
    p->clause = clause;
    looks_of(r, a, p, first, corrections);
    fidelity_of(r, p);
    ms_t closes = r->campaign[C_CLOSES].n, until = r->at < closes ? r->at : closes;
    r->live += p->live;
    if (until > x[R_RECEIVED].n) r->live_full += until - x[R_RECEIVED].n;
}

static status_t records(report_t *r, arena_t *a, err_t *err)
{
    const evidence_t *e = r->e;
    id_map_t looks, duties, over;
    vec_t corrections = vec_new(a, sizeof(report_correction_t), 100000);
    r->posts = ARENA_ARRAY(a, report_post_t, ev_count(e, EV_RECORD) + 1);
    status_t s = index_checks(e, a, &looks, err);
    if (s == ST_OK) s = replaced(e, a, &over, err);
    if (s != ST_OK || !r->posts || !id_map_new(a, ev_count(e, EV_DUTY) + 1, &duties)) return too_much(err);
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

/* --- the rest --- */

static status_t times(report_t *r, arena_t *a, err_t *err)
{
    const evidence_t *e = r->e;
    size_t loops = 0, done = 0, cases = ev_count(e, EV_CASE);
    ms_t *loop = ARENA_ARRAY(a, ms_t, cases + 1), *fix = ARENA_ARRAY(a, ms_t, r->n_corrections + 1);
    if (!loop || !fix) return too_much(err);
    for (size_t i = 0; i < cases; i++) {
        const ev_value_t *c = ev_row(e, EV_CASE, i);
        r->cases++;
        r->unfounded += c[S_UNFOUNDED].n;
        if (c[S_WARNED].n && c[S_FIRST].n) loop[loops++] = c[S_WARNED].n - c[S_FIRST].n;
    }
    for (size_t i = 0; i < ev_count(e, EV_RELEASE); i++) {
        const ev_value_t *l = ev_row(e, EV_RELEASE, i);
        r->alerts += str_eq(l[L_KIND].t, S("alert")) && l[L_PUBLISHED].n >= r->campaign[C_OPENS].n;
    }
    for (size_t i = 0; i < r->n_corrections; i++)
        if (r->corrections[i].corrected) fix[done++] = r->corrections[i].corrected - r->corrections[i].published;
    r->corrected = done;
    r->correction_half = half_of(fix, done);
    r->loop_half = half_of(loop, loops);
    return ST_OK;
}

static void learning(report_t *r)
{
    for (int f = 0; f < 3; f++) {
        report_learning_t *l = &r->learning[f];
        char key[24];
        l->form = (char)('A' + f);
        snprintf(key, sizeof key, "%c", l->form);
        l->n = ev_tally(r->e, "attempt", key);
        if (l->n < TALLY_LEAST) {
            l->n = 0;
            continue;
        }
        for (int step = 1; step <= 4; step++) {
            snprintf(key, sizeof key, "%c/scam/%d", l->form, step);
            l->answers.scam[step] = ev_tally(r->e, "answer", key);
            snprintf(key, sizeof key, "%c/genuine/%d", l->form, step);
            l->answers.genuine[step] = ev_tally(r->e, "answer", key);
        }
        l->gain = discernment_of(&l->answers);
    }
}

/* What units had to enter: acknowledgements and records. */
static status_t burden(report_t *r, arena_t *a, err_t *err)
{
    const evidence_t *e = r->e;
    id_map_t units;
    int64_t *n = ARENA_ARRAY(a, int64_t, ev_count(e, EV_UNIT) + 1);
    if (!n || !id_map_new(a, ev_count(e, EV_UNIT) + 1, &units)) return too_much(err);
    for (size_t i = 0; i < ev_count(e, EV_UNIT); i++) {
        id_map_put(&units, ev_row(e, EV_UNIT, i)[U_ID].id, (uint32_t)i);
        r->households += ev_row(e, EV_UNIT, i)[U_HOUSEHOLDS].n;
    }
    for (size_t i = 0; i < ev_count(e, EV_DUTY) + ev_count(e, EV_RECORD); i++) {
        bool duty = i < ev_count(e, EV_DUTY);
        const ev_value_t *x = duty ? ev_row(e, EV_DUTY, i) : ev_row(e, EV_RECORD, i - ev_count(e, EV_DUTY));
        uint32_t u = id_map_get(&units, duty ? x[D_UNIT].id : x[R_UNIT].id);
        if (duty && !x[D_ACKNOWLEDGED].n) continue;
        r->entries++;
        if (u != UINT32_MAX && ++n[u] > r->busiest) r->busiest = n[u];
    }
    return ST_OK;
}

status_t report_compute(const evidence_t *e, arena_t *a, report_t *r, err_t *err)
{
    *r = (report_t){.e = e, .campaign = ev_row(e, EV_CAMPAIGN, 0)};
    r->at = r->campaign[C_AT].n;
    r->closed = r->at >= r->campaign[C_CLOSES].n;
    status_t s = dispatches(r, a, err);
    if (s == ST_OK) s = records(r, a, err);
    if (s == ST_OK) s = times(r, a, err);
    if (s == ST_OK) s = burden(r, a, err);
    learning(r);
    r->visits = ev_tally(e, "visit", "all");
    r->citizens = ev_tally(e, "report", "all");
    return s == ST_OK && arena_failed(a) ? too_much(err) : s;
}
