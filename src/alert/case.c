/* SPDX-License-Identifier: Apache-2.0
 *
 * case — reports that show the same scam, and the walk of a case from open to closed.
 */
#include "alert/internal.h"
#include "alert/queries.h"

#define TITLE_MAX 120

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

static void bind_id_or_null(stmt_t *q, int i, const ident_t *id)
{
    if (ident_none(*id))
        bind_null(q, i);
    else
        bind_id(q, i, id);
}

status_t alert_case_open(db_t *db, const case_new_t *c, ident_t by, ident_t *out, err_t *err)
{
    str_t title = str_trim(c->title);
    if (!title.n) return err_at(err, ST_INPUT, "case.title", "title", 0, N_("Give the case a title."));
    if (utf8_len(title) > TITLE_MAX)
        return err_at(err, ST_INPUT, "case.title", "title", 0, N_("Write at most %d characters."), TITLE_MAX);
    if (c->severity < 1 || c->severity > 4)
        return err_at(err, ST_INPUT, "case.severity", "severity", 0, N_("Choose how severe it is."));
    stmt_t *q = db_query(db, &q_case_add, err);
    if (!q) return ST_STORE;
    *out = ident_new();
    bind_id(q, 1, out);
    bind_text(q, 2, title);
    bind_text(q, 3, c->form.p ? c->form : S(""));
    bind_int(q, 4, c->severity);
    bind_id_or_null(q, 5, &c->area);
    bind_id_or_null(q, 6, &c->owner);
    bind_ms(q, 7, clock_now());
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, by, "case.open", *out, S("{}"), err) : s;
}

static case_t case_row(stmt_t *q, arena_t *a)
{
    case_t c = {.id = col_id(q, 0),
                .title = col_text(q, a, 1),
                .form = col_text(q, a, 2),
                .severity = col_int(q, 4),
                .area = col_id(q, 5),
                .owner = col_id(q, 6),
                .state = col_text(q, a, 7),
                .opened = col_int(q, 8),
                .warned = col_int(q, 9),
                .closed = col_int(q, 10),
                .reports = col_int(q, 11)};
    indicator_t list[CASE_INDICATORS_MAX];
    c.n_indicators = indicators_read(a, col_text(q, a, 3), list);
    indicator_t *kept = ARENA_ARRAY(a, indicator_t, c.n_indicators);
    if (kept)
        memcpy(kept, list, c.n_indicators * sizeof *kept);
    else
        c.n_indicators = 0;
    c.indicators = kept;
    return c;
}

status_t alert_case(db_t *db, arena_t *a, ident_t id, case_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_case_by_id, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = case_row(q, a);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "case.none", N_("There is no such case."));
    return s == ST_ROW ? ST_OK : s;
}

status_t alert_cases(db_t *db, arena_t *a, bool live, case_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, live ? &q_case_live : &q_case_all, err);
    if (!q) return ST_STORE;
    vec_t rows = vec_new(a, sizeof(case_t), ROWS_MAX);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        case_t *c = vec_push(&rows);
        if (!c) break;
        *c = case_row(q, a);
    }
    stmt_done(q);
    if (s == ST_ROW) return no_memory(err);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END ? ST_OK : s;
}

/* --- folding --- */

static status_t set_indicators(db_t *db, ident_t case_id, str_t json, err_t *err)
{
    if (!json.p) return err_set(err, ST_LIMIT, "case.indicators", N_("The case has too many indicators."));
    stmt_t *q = db_query(db, &q_case_indicators, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &case_id);
    bind_text(q, 2, json);
    return stmt_run(q, NULL, err);
}

static status_t take_report(db_t *db, ident_t report, ident_t case_id, err_t *err)
{
    stmt_t *q = db_query(db, &q_report_fold, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &report);
    bind_id(q, 2, &case_id);
    int64_t n = 0;
    status_t s = stmt_run(q, &n, err);
    if (s == ST_OK && n != 1)
        return err_set(err, ST_CONFLICT, "report.done", N_("This report has been dealt with already."));
    return s;
}

status_t alert_fold(db_t *db, arena_t *a, const char *dir, ident_t report, ident_t case_id, ident_t by, err_t *err)
{
    case_t c;
    report_t r;
    report_row_t row;
    status_t s = alert_case(db, a, case_id, &c, err);
    if (s == ST_OK) s = alert_report_row(db, a, report, &row, err);
    if (s == ST_OK) s = alert_report_open(db, a, dir, report, &r, err);
    if (s == ST_OK) s = take_report(db, report, case_id, err);
    if (s != ST_OK) return s;
    indicator_t list[CASE_INDICATORS_MAX], found[INDICATORS_MAX];
    memcpy(list, c.indicators, c.n_indicators * sizeof *list);
    size_t n_found = report_indicators(a, &r, found);
    size_t n = indicators_merge(list, c.n_indicators, found, n_found, row.received);
    s = set_indicators(db, case_id, indicators_write(a, list, n), err);
    if (s != ST_OK) return s;
    char id[IDENT_TEXT];
    ident_text(case_id, id);
    str_t body = str_fmt(a, "{\"case\":\"%s\"}", id);
    return body.p ? journal_add(db, by, "report.fold", report, body, err) : no_memory(err);
}

/* --- the walk --- */

bool case_may_step(str_t from, str_t to)
{
    static const struct {
        const char *from, *to;
    } steps[] = {{"new", "open"},       {"open", "confirmed"},   {"open", "unfounded"}, {"open", "duplicate"},
                 {"confirmed", "open"}, {"confirmed", "warned"}, {"warned", "taught"},  {"warned", "closed"},
                 {"taught", "closed"},  {"unfounded", "open"},   {"duplicate", "open"}, {"closed", "open"}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (str_eq(from, str_of(steps[i].from)) && str_eq(to, str_of(steps[i].to))) return true;
    return false;
}

status_t alert_case_step(db_t *db, arena_t *a, ident_t case_id, str_t to, ident_t by, err_t *err)
{
    case_t c;
    status_t s = alert_case(db, a, case_id, &c, err);
    if (s != ST_OK) return s;
    if (!case_may_step(c.state, to))
        return err_at(err, ST_CONFLICT, "case.step", "to", 0,
                      N_("The case cannot take this step from where it stands."));
    stmt_t *q = db_query(db, &q_case_step, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &case_id);
    bind_text(q, 2, c.state);
    bind_text(q, 3, to);
    bind_ms(q, 4, clock_now());
    s = stmt_run(q, NULL, err);
    str_t body = str_fmt(a, "{\"from\":\"%.*s\",\"to\":\"%.*s\"}", STRF(c.state), STRF(to));
    if (s == ST_OK && !body.p) s = no_memory(err);
    return s == ST_OK ? journal_add(db, by, "case.step", case_id, body, err) : s;
}

/* --- the same case? --- */

static int shared(const case_t *c, const indicator_t *in, size_t n_in, str_t *value)
{
    int n = 0;
    for (size_t i = 0; i < n_in; i++)
        for (size_t k = 0; k < c->n_indicators; k++)
            if (indicator_eq(&in[i], &c->indicators[k]) && n++ == 0) *value = in[i].value;
    return n;
}

status_t alert_alike(db_t *db, arena_t *a, const indicator_t *in, size_t n_in, size_t max, case_match_t **out,
                     size_t *n, err_t *err)
{
    case_t *cases;
    size_t n_cases;
    status_t s = alert_cases(db, a, true, &cases, &n_cases, err);
    if (s != ST_OK) return s;
    case_match_t *best = ARENA_ARRAY(a, case_match_t, max + 1);
    if (!best) return no_memory(err);
    size_t have = 0;
    for (size_t i = 0; i < n_cases; i++) {
        case_match_t m = {.id = cases[i].id, .title = cases[i].title};
        m.shared = shared(&cases[i], in, n_in, &m.value);
        if (m.shared == 0) continue;
        size_t at = have; /* insertion: the list is short */
        while (at > 0 && best[at - 1].shared < m.shared) {
            best[at] = best[at - 1];
            at--;
        }
        best[at] = m;
        if (have < max) have++;
    }
    *out = best;
    *n = have;
    return ST_OK;
}
