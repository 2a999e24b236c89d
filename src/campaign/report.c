/* SPDX-License-Identifier: Apache-2.0
 *
 * The figures of a closing report, from evidence alone.
 */
#include "campaign/report_internal.h"
#include <stdio.h>
#include <stdlib.h>

status_t report_too_much(err_t *err)
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

void sum_add(cover_sum_t *s, const cover_sum_t *x)
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

str_t report_unit_name(const evidence_t *e, ident_t id)
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
    if (!first || !delays || !id_map_new(a, n + 1, &rows)) return report_too_much(err);
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
        if (!g) return report_too_much(err);
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
    if (!d->clauses) return report_too_much(err);
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
    if (!r->dispatches) return report_too_much(err);
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < r->n_dispatches; i++) {
        s = one_dispatch(r->e, a, i, &r->dispatches[i], err);
        sum_add(&r->all, &r->dispatches[i].cover.all);
        r->units += r->dispatches[i].asked;
    }
    if (s == ST_OK && r->n_dispatches) qsort(r->dispatches, r->n_dispatches, sizeof *r->dispatches, by_level);
    return s;
}

/* --- the rest --- */

static status_t times(report_t *r, arena_t *a, err_t *err)
{
    const evidence_t *e = r->e;
    size_t loops = 0, done = 0, cases = ev_count(e, EV_CASE);
    ms_t *loop = ARENA_ARRAY(a, ms_t, cases + 1), *fix = ARENA_ARRAY(a, ms_t, r->n_corrections + 1);
    if (!loop || !fix) return report_too_much(err);
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
    if (!n || !id_map_new(a, ev_count(e, EV_UNIT) + 1, &units)) return report_too_much(err);
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
    if (s == ST_OK) s = report_records(r, a, err);
    if (s == ST_OK) s = times(r, a, err);
    if (s == ST_OK) s = burden(r, a, err);
    if (s == ST_OK) s = report_lots(r, a, err);
    if (s == ST_OK) s = report_languages(r, a, err);
    learning(r);
    r->visits = ev_tally(e, "visit", "all");
    r->citizens = ev_tally(e, "report", "all");
    return s == ST_OK && arena_failed(a) ? report_too_much(err) : s;
}
