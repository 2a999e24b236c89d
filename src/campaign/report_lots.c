/* SPDX-License-Identifier: Apache-2.0
 *
 * What sampled call-backs found, lot by lot, and what units did by the languages of their people.
 */
#include <math.h>
#include "campaign/report_internal.h"

static const struct {
    const char *name, *title;
} says[] = {[LOT_OPEN] = {"open", N_("not all called yet")},
            [LOT_ACCEPTED] = {"accepted", N_("the lot is accepted")},
            [LOT_AGAIN] = {"again", N_("to be done again")},
            [LOT_TOO_FEW] = {"too-few", N_("too few to tell")}};

const char *lot_name(lot_says_t s)
{
    return says[s].name;
}
const char *lot_title(lot_says_t s)
{
    return says[s].title;
}

/* Wilson (1927), 95 %. */
static void interval(int64_t k, int64_t n, double *low, double *high)
{
    const double z = 1.959964, m = (double)n, p = (double)k / m, q = z * z / m;
    double mid = (p + q / 2) / (1 + q), half = z / (1 + q) * sqrt(p * (1 - p) / m + q / (4 * m));
    *low = mid - half < 0 ? 0 : mid - half;
    *high = mid + half > 1 ? 1 : mid + half;
}

static lot_says_t judge(const report_lot_t *l)
{
    int64_t told = l->holds + l->fails, all = l->drawn - l->cannot_tell; /* who could not be asked says nothing */
    if (all < LOT_LEAST) return told < all ? LOT_OPEN : LOT_TOO_FEW;
    if (l->fails > all * LOT_FAILS / LOT_LEAST) return LOT_AGAIN; /* whatever the rest says */
    return told < all ? LOT_OPEN : LOT_ACCEPTED;
}

static void count(report_lot_t *l, const ev_value_t *x)
{
    l->drawn++;
    if (str_eq(x[W_VERDICT].t, S("holds"))) l->holds++;
    if (str_eq(x[W_VERDICT].t, S("fails"))) l->fails++;
    if (str_eq(x[W_VERDICT].t, S("cannot-tell"))) l->cannot_tell++;
}

status_t report_lots(report_t *r, arena_t *a, err_t *err)
{
    const evidence_t *e = r->e;
    r->n_lots = ev_count(e, EV_LOT);
    r->lots = ARENA_ARRAY(a, report_lot_t, r->n_lots + 1);
    if (!r->lots) return report_too_much(err);
    for (size_t i = 0; i < r->n_lots; i++) {
        report_lot_t *l = &r->lots[i];
        l->row = ev_row(e, EV_LOT, i);
        l->unit = report_unit_name(e, l->row[O_UNIT].id);
        for (size_t k = 0; k < ev_count(e, EV_DRAWN); k++)
            if (ev_row(e, EV_DRAWN, k)[W_LOT].n == l->row[O_SEQ].n) count(l, ev_row(e, EV_DRAWN, k));
        if (l->holds + l->fails) interval(l->holds, l->holds + l->fails, &l->low, &l->high);
        l->says = judge(l);
    }
    return ST_OK;
}

static report_language_t *language(vec_t *v, str_t code)
{
    for (size_t k = 0; k < v->len; k++)
        if (str_eq(VEC_AT(v, report_language_t, k).code, code)) return &VEC_AT(v, report_language_t, k);
    report_language_t *l = vec_push(v);
    if (l) *l = (report_language_t){.code = code};
    return l;
}

/* What one unit owes under all dispatches, to each of its languages. */
static status_t add_unit(vec_t *v, const ev_value_t *u, const cover_sum_t *sum, err_t *err)
{
    str_t rest = u[U_LANGUAGES].t, code;
    while (str_cut(&rest, ' ', &code)) {
        if (!code.n) continue;
        report_language_t *l = language(v, code);
        if (!l) return report_too_much(err);
        l->units++;
        l->households += u[U_HOUSEHOLDS].n;
        sum_add(&l->sum, sum);
    }
    return ST_OK;
}

status_t report_languages(report_t *r, arena_t *a, err_t *err)
{
    enum { LANGUAGES_MOST = 64 };
    const evidence_t *e = r->e;
    size_t n = ev_count(e, EV_UNIT);
    id_map_t at;
    cover_sum_t *sums = ARENA_ARRAY(a, cover_sum_t, n + 1);
    vec_t v = vec_new(a, sizeof(report_language_t), LANGUAGES_MOST);
    if (e->form < 2) return ST_OK;
    if (!sums || !id_map_new(a, n + 1, &at)) return report_too_much(err);
    for (size_t i = 0; i < n; i++) id_map_put(&at, ev_row(e, EV_UNIT, i)[U_ID].id, (uint32_t)i);
    for (size_t d = 0; d < r->n_dispatches; d++) {
        const coverage_t *c = &r->dispatches[d].cover;
        for (size_t i = 0; i < c->n_rows; i++) {
            uint32_t u = id_map_get(&at, c->rows[i].unit);
            for (size_t k = 0; u != UINT32_MAX && k < c->n_clauses; k++)
                if (!c->rows[i].cells[k].optional) sum_cell(&sums[u], &c->rows[i].cells[k]);
        }
    }
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < n; i++)
        if (sums[i].expected) s = add_unit(&v, ev_row(e, EV_UNIT, i), &sums[i], err);
    r->languages = v.at;
    r->n_languages = v.len;
    return s;
}
