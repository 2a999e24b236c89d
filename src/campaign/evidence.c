/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence: its kinds and columns in one table, from which the database's rows and the lines of JSON are both read.
 */
#include "campaign/evidence.h"
#include <jansson.h>
#include <stdlib.h>
#include "campaign/queries.h"
#include "learn/learn.h"

#define NUMBER_MOST ((int64_t)4000000000000) /* the year 2096, in ms */
enum { ROWS_MOST = 4000000, LINE_MOST = 1 << 20, COLUMNS_MOST = 16 };

/* Names and types (i: whole number, e: one that may be "never", t: text, d: id) of a kind's columns. */
static const struct kind {
    const char *name;
    const query_t *query;
    struct {
        const char *name;
        char type;
    } columns[COLUMNS_MOST];
} kinds[EV_KINDS] = {
    {"campaign",
     &q_report_campaign,
     {{"id", 'd'},
      {"slug", 't'},
      {"title", 't'},
      {"title_en", 't'},
      {"owner", 't'},
      {"owner_above", 't'},
      {"opens", 'i'},
      {"closes", 'i'},
      {"at", 'i'}}},
    {"unit",
     &q_report_units,
     {{"id", 'd'},
      {"code", 't'},
      {"name", 't'},
      {"kind", 't'},
      {"path", 't'},
      {"to", 'e'},
      {"becomes", 't'},
      {"households", 'i'}}},
    {"dispatch",
     &q_report_dispatches,
     {{"id", 'd'},
      {"parent", 'd'},
      {"from", 'd'},
      {"number", 'i'},
      {"symbol", 't'},
      {"date", 't'},
      {"subject", 't'},
      {"signer", 't'},
      {"signer_title", 't'},
      {"opens", 'i'},
      {"closes", 'i'},
      {"signed", 'i'},
      {"sent", 'i'},
      {"clauses", 't'}}},
    {"duty",
     &q_report_duties,
     {{"id", 'd'},
      {"dispatch", 'd'},
      {"unit", 'd'},
      {"clause", 't'},
      {"optional", 'i'},
      {"due", 'i'},
      {"created", 'i'},
      {"acknowledged", 'i'},
      {"waived", 'i'},
      {"why", 't'},
      {"ended", 'i'}}},
    {"record",
     &q_report_records,
     {{"id", 'd'},
      {"kind", 't'},
      {"duty", 'd'},
      {"unit", 'd'},
      {"campaign", 'd'},
      {"made", 'i'},
      {"received", 'i'},
      {"release", 'd'},
      {"body", 't'},
      {"supersedes", 'd'}}},
    {"check",
     &q_report_checks,
     {{"id", 'd'}, {"record", 'd'}, {"method", 't'}, {"at", 'i'}, {"verdict", 't'}, {"seen", 't'}}},
    {"release",
     &q_report_releases,
     {{"id", 'd'},
      {"slug", 't'},
      {"kind", 't'},
      {"title", 't'},
      {"title_en", 't'},
      {"version", 'i'},
      {"code", 't'},
      {"published", 'i'},
      {"supersedes", 'd'},
      {"withdrawn", 'i'},
      {"case", 'd'}}},
    {"case",
     &q_report_cases,
     {{"id", 'd'},
      {"form", 't'},
      {"severity", 'i'},
      {"opened", 'i'},
      {"warned", 'i'},
      {"closed", 'i'},
      {"unfounded", 'i'},
      {"first_report", 'i'}}},
    {"tally", NULL, {{"what", 't'}, {"key", 't'}, {"n", 'i'}}},
};

static size_t columns_of(ev_kind_t k)
{
    size_t n = 0;
    while (n < COLUMNS_MOST && kinds[k].columns[n].name) n++;
    return n;
}

static void begin(evidence_t *e, arena_t *a)
{
    *e = (evidence_t){.a = a};
    for (int k = 0; k < EV_KINDS; k++)
        e->rows[k] = vec_new(a, columns_of((ev_kind_t)k) * sizeof(ev_value_t), ROWS_MOST);
}

static status_t too_much(err_t *err)
{
    return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
}

const ev_value_t *ev_row(const evidence_t *e, ev_kind_t k, size_t i)
{
    return (const ev_value_t *)(const void *)((const char *)e->rows[k].at + i * e->rows[k].size);
}

const ev_value_t *ev_find(const evidence_t *e, ev_kind_t k, ident_t id)
{
    for (size_t i = 0; i < ev_count(e, k); i++)
        if (ident_eq(ev_row(e, k, i)[0].id, id)) return ev_row(e, k, i);
    return NULL;
}

int64_t ev_tally(const evidence_t *e, const char *what, const char *key)
{
    for (size_t i = 0; i < ev_count(e, EV_TALLY); i++) {
        const ev_value_t *t = ev_row(e, EV_TALLY, i);
        if (str_eq(t[T_WHAT].t, str_of(what)) && str_eq(t[T_KEY].t, str_of(key))) return t[T_N].n;
    }
    return 0;
}

/* --- from the database --- */

static status_t load_kind(db_t *db, evidence_t *e, ev_kind_t k, ident_t campaign, ms_t at, err_t *err)
{
    stmt_t *q = db_query(db, kinds[k].query, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    bind_ms(q, 2, at);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ev_value_t *v = vec_push(&e->rows[k]);
        if (!v) {
            s = too_much(err);
            break;
        }
        for (int c = 0; c < COLUMNS_MOST && kinds[k].columns[c].name; c++) switch (kinds[k].columns[c].type) {
            case 'e':
            case 'i': v[c].n = col_int(q, c); break;
            case 'd': v[c].id = col_id(q, c); break;
            default:
                v[c].t = col_text(q, e->a, c);
                if (!v[c].t.p) v[c].t = S("");
            }
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

static status_t tally(evidence_t *e, str_t what, str_t key, int64_t n, err_t *err)
{
    ev_value_t *v = n ? vec_push(&e->rows[EV_TALLY]) : NULL;
    if (!v) return n ? too_much(err) : ST_OK;
    v[T_WHAT].t = what;
    v[T_KEY].t = key;
    v[T_N].n = n < TALLY_LEAST ? -1 : n;
    return ST_OK;
}

static const char *const OUTCOMES[] = {"met", "absent", "refused", "moved"}, *const LANGUAGES[] = {"vi", "km", "zh",
                                                                                                   "en", "other"};
enum { N_OUTCOMES = 4, N_LANGUAGES = 5 };

static int which(const char *const *of, int n, const char *s)
{
    for (int i = 0; s && i < n; i++)
        if (strcmp(of[i], s) == 0) return i;
    return -1;
}

/* Visits by outcome, and by language where somebody was met. */
static status_t tally_visits(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err)
{
    int64_t all = 0, by_outcome[N_OUTCOMES] = {0}, by_language[N_LANGUAGES] = {0};
    stmt_t *q = db_query(db, &q_report_visits, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    bind_ms(q, 2, at);
    arena_t *scratch = arena_new((size_t)1 << 20);
    status_t s = ST_MEMORY;
    while (scratch && (s = stmt_next(q, err)) == ST_ROW) {
        str_t body = col_text(q, scratch, 0);
        json_t *j = json_loadb(body.p, body.n, 0, NULL);
        int o = which(OUTCOMES, N_OUTCOMES, json_string_value(json_object_get(j, "outcome")));
        int l = which(LANGUAGES, N_LANGUAGES, json_string_value(json_object_get(j, "language")));
        json_decref(j);
        arena_reset(scratch);
        all++;
        if (o >= 0) by_outcome[o]++;
        if (o == 0 && l >= 0) by_language[l]++;
    }
    stmt_done(q);
    arena_free(scratch);
    if (s != ST_END) return s;
    s = tally(e, S("visit"), S("all"), all, err);
    for (int i = 0; s == ST_OK && i < N_OUTCOMES; i++)
        s = tally(e, S("visit"), str_of(OUTCOMES[i]), by_outcome[i], err);
    for (int i = 0; s == ST_OK && i < N_LANGUAGES; i++)
        s = tally(e, S("visit-language"), str_of(LANGUAGES[i]), by_language[i], err);
    return s;
}

static status_t tally_counts(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err)
{
    int64_t reports = 0, areas = 0;
    stmt_t *q = db_query(db, &q_report_citizens, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    bind_ms(q, 2, at);
    status_t s, t = ST_OK;
    while (t == ST_OK && (s = stmt_next(q, err)) == ST_ROW) {
        str_t area = col_text(q, e->a, 0);
        int64_t n = col_int(q, 1);
        reports += n;
        areas++;
        if (area.n) t = tally(e, S("report-area"), area, n, err);
    }
    stmt_done(q);
    if (t != ST_OK || s != ST_END) return t != ST_OK ? t : s;
    (void)areas;
    return tally(e, S("report"), S("all"), reports, err);
}

/* Answers of whole groups of ten, by form and step: what discernment is computed from. */
static status_t tally_attempts(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err)
{
    const ev_value_t *c = ev_row(e, EV_CAMPAIGN, 0);
    (void)campaign;
    status_t s = ST_OK;
    for (const char *form = "ABC"; s == ST_OK && *form; form++) {
        answers_t sum;
        size_t n;
        s = learn_answers(db, e->a, *form, c[C_OPENS].n, at, &n, &sum, err);
        if (s == ST_OK) s = tally(e, S("attempt"), str_fmt(e->a, "%c", *form), (int64_t)n, err);
        for (int step = 1; s == ST_OK && n && step <= 4; step++)
            for (int scam = 0; s == ST_OK && scam < 2; scam++) {
                ev_value_t *v = vec_push(&e->rows[EV_TALLY]);
                if (!v) return too_much(err);
                v[T_WHAT].t = S("answer");
                v[T_KEY].t = str_fmt(e->a, "%c/%s/%d", *form, scam ? "scam" : "genuine", step);
                v[T_N].n = scam ? sum.scam[step] : sum.genuine[step];
            }
    }
    return s;
}

status_t evidence_load(db_t *db, arena_t *a, ident_t campaign, ms_t at, evidence_t *e, err_t *err)
{
    begin(e, a);
    status_t s = ST_OK;
    for (int k = 0; s == ST_OK && k < EV_KINDS; k++)
        if (kinds[k].query) s = load_kind(db, e, (ev_kind_t)k, campaign, at, err);
    if (s == ST_OK && ev_count(e, EV_CAMPAIGN) != 1)
        return err_set(err, ST_NOT_FOUND, "campaign.none", N_("There is no such campaign."));
    if (s == ST_OK) s = tally_visits(db, e, campaign, at, err);
    if (s == ST_OK) s = tally_counts(db, e, campaign, at, err);
    if (s == ST_OK) s = tally_attempts(db, e, campaign, at, err);
    return s == ST_OK && arena_failed(a) ? too_much(err) : s;
}

/* --- as lines --- */

static void put_value(buf_t *b, char type, const ev_value_t *v)
{
    char id[IDENT_TEXT];
    if (type == 'i' || type == 'e') {
        buf_int(b, v->n);
    } else if (type == 't') {
        buf_json(b, v->t);
    } else if (ident_none(v->id)) {
        buf_putz(b, "null");
    } else {
        ident_text(v->id, id);
        buf_json(b, str_of(id));
    }
}

status_t evidence_write(const evidence_t *e, buf_t *b, err_t *err)
{
    for (int k = 0; k < EV_KINDS; k++)
        for (size_t i = 0; i < ev_count(e, (ev_kind_t)k); i++) {
            const ev_value_t *v = ev_row(e, (ev_kind_t)k, i);
            buf_putz(b, "{\"is\":");
            buf_json(b, str_of(kinds[k].name));
            for (int c = 0; c < COLUMNS_MOST && kinds[k].columns[c].name; c++) {
                buf_putc(b, ',');
                buf_json(b, str_of(kinds[k].columns[c].name));
                buf_putc(b, ':');
                put_value(b, kinds[k].columns[c].type, &v[c]);
            }
            buf_putz(b, "}\n");
        }
    return buf_ok(b) ? ST_OK : too_much(err);
}

static bool take_value(arena_t *a, char type, const json_t *j, ev_value_t *v)
{
    if (type == 'i' || type == 'e') { /* sums of them must fit */
        v->n = json_integer_value(j);
        return json_is_integer(j) && ((v->n >= -1 && v->n <= NUMBER_MOST) || (type == 'e' && v->n == MS_NEVER));
    }
    if (type == 'd' && json_is_null(j)) return true;
    if (!json_is_string(j)) return false;
    str_t s = {json_string_value(j), json_string_length(j)};
    if (type == 'd') return ident_parse(s, &v->id);
    v->t = str_dup(a, s);
    return v->t.p != NULL;
}

static bool take_line(evidence_t *e, const json_t *j)
{
    const char *is = json_string_value(json_object_get(j, "is"));
    for (int k = 0; is && k < EV_KINDS; k++) {
        if (strcmp(is, kinds[k].name) != 0) continue;
        ev_value_t *v = vec_push(&e->rows[k]);
        size_t n = columns_of((ev_kind_t)k);
        if (!v || json_object_size(j) != n + 1) return false;
        for (size_t c = 0; c < n; c++)
            if (!take_value(e->a, kinds[k].columns[c].type, json_object_get(j, kinds[k].columns[c].name), &v[c]))
                return false;
        return true;
    }
    return false;
}

status_t evidence_read(arena_t *a, str_t lines, evidence_t *e, err_t *err)
{
    str_t line;
    begin(e, a);
    if (lines.n > EVIDENCE_LIMIT) return too_much(err);
    for (long number = 1; str_line(&lines, &line); number++) {
        json_t *j = line.n <= LINE_MOST ? json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
        bool good = take_line(e, j);
        json_decref(j);
        if (!good)
            return err_at(err, ST_INPUT, "report.evidence", NULL, number, N_("Line %ld is no evidence of a report."),
                          number);
    }
    if (ev_count(e, EV_CAMPAIGN) != 1)
        return err_at(err, ST_INPUT, "report.evidence", NULL, 1, N_("Line %ld is no evidence of a report."), 1L);
    return arena_failed(a) ? too_much(err) : ST_OK;
}
