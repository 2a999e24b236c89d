/* SPDX-License-Identifier: Apache-2.0
 *
 * The grid of a dispatch from evidence: its rows in the order in which the database's join gives them.
 */
#include "campaign/evidence.h"
#include "campaign/rule.h"

/* Where reading stands: units, duties by id, each with its records, each with its looks. */
typedef struct walk {
    const evidence_t *e;
    ident_t dispatch;
    size_t unit, duty, record, check;
    const char *owes; /* by unit: something under this dispatch */
    bool in_duty, in_record;
    const cover_source_t *from;
    const rule_t *rules; /* NULL: no clause asks for more than one record of any kind */
} walk_t;

static bool before(ident_t a, ident_t b)
{
    return memcmp(a.b, b.b, sizeof a.b) < 0;
}

/* The first row of a sorted kind whose column `c` is not before `id`. */
static size_t lower(const evidence_t *e, ev_kind_t k, int c, ident_t id)
{
    size_t lo = 0, hi = ev_count(e, k);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (before(ev_row(e, k, mid)[c].id, id))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static status_t next_unit(void *ctx, cover_unit_t *out, err_t *err)
{
    walk_t *w = ctx;
    (void)err;
    for (; w->unit < ev_count(w->e, EV_UNIT); w->unit++) {
        if (!w->owes[w->unit]) continue;
        const ev_value_t *u = ev_row(w->e, EV_UNIT, w->unit++);
        *out =
            (cover_unit_t){u[U_ID].id, u[U_CODE].t, u[U_NAME].t, u[U_KIND].t, u[U_TO].n, u[U_BECOMES].t, u[U_PATH].t};
        return ST_ROW;
    }
    return ST_END;
}

static void fill_record(const walk_t *w, cover_said_t *out)
{
    const ev_value_t *r = ev_row(w->e, EV_RECORD, w->record);
    out->record = r[R_ID].id;
    out->received = r[R_RECEIVED].n;
    out->supersedes = r[R_SUPERSEDES].id;
    const rule_t *rule = w->rules && out->clause_at < w->from->n_clauses ? &w->rules[out->clause_at] : NULL;
    out->amount = rule ? rule_amount(rule, r[R_KIND].t, r[R_BODY].t) : 1;
    out->beside = rule && !rule_takes(rule, r[R_KIND].t);
    if (w->check >= ev_count(w->e, EV_CHECK)) return;
    const ev_value_t *k = ev_row(w->e, EV_CHECK, w->check);
    if (!ident_eq(k[K_RECORD].id, out->record)) return;
    out->looked = k[K_AT].n;
    out->verdict = rule ? rule_verdict(rule, k[K_VERDICT].t, k[K_SEEN].t) : k[K_VERDICT].t;
}

/* One row for each look, for each record without one, for each duty without a record: as the database's join gives them. */
static status_t next_said(void *ctx, cover_said_t *out, err_t *err)
{
    walk_t *w = ctx;
    const evidence_t *e = w->e;
    (void)err;
    for (; w->duty < ev_count(e, EV_DUTY); w->duty++, w->in_duty = false) {
        const ev_value_t *d = ev_row(e, EV_DUTY, w->duty);
        if (!ident_eq(d[D_DISPATCH].id, w->dispatch)) continue;
        *out = (cover_said_t){.duty = d[D_ID].id,
                              .unit = d[D_UNIT].id,
                              .clause_at = clause_index(w->from->clauses, w->from->n_clauses, d[D_CLAUSE].t),
                              .optional = d[D_OPTIONAL].n != 0,
                              .due = d[D_DUE].n,
                              .acknowledged = d[D_ACKNOWLEDGED].n,
                              .waived = d[D_WAIVED].n,
                              .ended = d[D_ENDED].n};
        bool first = !w->in_duty;
        if (first) w->record = lower(e, EV_RECORD, R_DUTY, d[D_ID].id);
        w->in_duty = true;
        if (w->record >= ev_count(e, EV_RECORD) || !ident_eq(ev_row(e, EV_RECORD, w->record)[R_DUTY].id, d[D_ID].id)) {
            if (first) return ST_ROW;
            continue;
        }
        ident_t record = ev_row(e, EV_RECORD, w->record)[R_ID].id;
        if (!w->in_record) w->check = lower(e, EV_CHECK, K_RECORD, record);
        fill_record(w, out);
        if (out->verdict.p) w->check++;
        w->in_record = w->check < ev_count(e, EV_CHECK) && ident_eq(ev_row(e, EV_CHECK, w->check)[K_RECORD].id, record);
        if (!w->in_record) w->record++;
        return ST_ROW;
    }
    return ST_END;
}

/* The releases of those codes that the report knows, and later versions of their materials. */
static bool releases_of(const evidence_t *e, arena_t *a, str_t codes, rule_t *r)
{
    str_t code;
    size_t n = ev_count(e, EV_RELEASE);
    ident_t *ids = ARENA_ARRAY(a, ident_t, n + 1);
    char *in = arena_alloc(a, n + 1);
    if (!ids || !in) return false;
    memset(in, 0, n + 1);
    while (str_cut(&codes, ' ', &code))
        for (size_t k = 0; k < n; k++) {
            const ev_value_t *named = ev_row(e, EV_RELEASE, k);
            if (!code.n || !str_eq(named[L_CODE].t, code)) continue;
            for (size_t i = 0; i < n; i++) {
                const ev_value_t *x = ev_row(e, EV_RELEASE, i);
                if (in[i] || !str_eq(x[L_SLUG].t, named[L_SLUG].t) || x[L_VERSION].n < named[L_VERSION].n) continue;
                in[i] = 1;
                ids[r->n_releases++] = x[L_ID].id;
            }
        }
    r->releases = ids;
    return true;
}

static bool rules_of(const evidence_t *e, arena_t *a, const cover_source_t *from, const rule_t **out)
{
    rule_t *rules = ARENA_ARRAY(a, rule_t, from->n_clauses + 1);
    *out = rules;
    for (size_t k = 0; rules && k < from->n_clauses; k++) {
        rules[k] = rule_of(&from->clauses[k]);
        if (rules[k].about && !releases_of(e, a, from->clauses[k].releases, &rules[k])) return false;
    }
    return rules != NULL;
}

status_t evidence_coverage(const evidence_t *e, arena_t *a, size_t dispatch, coverage_t *out, err_t *err)
{
    const ev_value_t *p = ev_row(e, EV_DISPATCH, dispatch);
    id_map_t units;
    char *owes = arena_alloc(a, ev_count(e, EV_UNIT) + 1);
    if (!owes || !id_map_new(a, ev_count(e, EV_UNIT) + 1, &units))
        return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
    for (size_t i = 0; i < ev_count(e, EV_UNIT); i++) id_map_put(&units, ev_row(e, EV_UNIT, i)[U_ID].id, (uint32_t)i);
    for (size_t i = 0; i < ev_count(e, EV_DUTY); i++) {
        const ev_value_t *d = ev_row(e, EV_DUTY, i);
        uint32_t u = ident_eq(d[D_DISPATCH].id, p[P_ID].id) ? id_map_get(&units, d[D_UNIT].id) : UINT32_MAX;
        if (u != UINT32_MAX) owes[u] = 1;
    }
    walk_t w = {.e = e, .dispatch = p[P_ID].id, .owes = owes};
    cover_source_t from = {.ctx = &w, .unit = next_unit, .said = next_said, .closes = p[P_CLOSES].n};
    from.paused = ev_row(e, EV_CAMPAIGN, 0)[C_PAUSED].n;
    status_t s = clauses_read(a, p[P_CLAUSES].t, &from.clauses, &from.n_clauses, err);
    w.from = &from;
    from.targets = rule_targets(a, from.clauses, s == ST_OK ? from.n_clauses : 0);
    if (!from.targets || (s == ST_OK && rules_bind(from.clauses, from.n_clauses) && !rules_of(e, a, &from, &w.rules)))
        return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    return s == ST_OK ? coverage_from(a, &from, ev_row(e, EV_CAMPAIGN, 0)[C_AT].n, out, err) : s;
}
