/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence: its kinds and columns in one table, from which the database's rows and the lines of JSON are both read.
 */
#include "campaign/evidence_internal.h"
#include "campaign/queries.h"

enum { ROWS_MOST = 4000000 };

const evidence_kind_t evidence_kinds[EV_KINDS] = {
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
      {"at", 'i'},
      {"paused", 'I'}}},
    {"unit",
     &q_report_units,
     {{"id", 'd'},
      {"code", 't'},
      {"name", 't'},
      {"kind", 't'},
      {"path", 't'},
      {"to", 'e'},
      {"becomes", 't'},
      {"households", 'i'},
      {"languages", 'T'}}},
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
    {"lot", NULL, {{"seq", 'i'}, {"unit", 'd'}, {"at", 'i'}, {"head", 't'}, {"events", 'i'}, {"of", 'i'}, {"n", 'i'}}},
    {"drawn",
     NULL,
     {{"record", 'd'},
      {"lot", 'i'},
      {"unit", 'd'},
      {"made", 'i'},
      {"received", 'i'},
      {"body", 't'},
      {"check", 'd'},
      {"looked", 'i'},
      {"verdict", 't'},
      {"seen", 't'}}},
};

size_t evidence_columns(ev_kind_t k)
{
    size_t n = 0;
    while (n < COLUMNS_MOST && evidence_kinds[k].columns[n].name) n++;
    return n;
}

void evidence_begin(evidence_t *e, arena_t *a)
{
    *e = (evidence_t){.a = a};
    for (int k = 0; k < EV_KINDS; k++)
        e->rows[k] = vec_new(a, evidence_columns((ev_kind_t)k) * sizeof(ev_value_t), ROWS_MOST);
}

status_t evidence_too_much(err_t *err)
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
    stmt_t *q = db_query(db, evidence_kinds[k].query, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    bind_ms(q, 2, at);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ev_value_t *v = vec_push(&e->rows[k]);
        if (!v) {
            s = evidence_too_much(err);
            break;
        }
        for (int c = 0; c < COLUMNS_MOST && evidence_kinds[k].columns[c].name; c++)
            switch (evidence_kinds[k].columns[c].type) {
            case 'e':
            case 'I':
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

status_t evidence_load(db_t *db, arena_t *a, ident_t campaign, ms_t at, evidence_t *e, err_t *err)
{
    evidence_begin(e, a);
    status_t s = ST_OK;
    for (int k = 0; s == ST_OK && k < EV_KINDS; k++)
        if (evidence_kinds[k].query) s = load_kind(db, e, (ev_kind_t)k, campaign, at, err);
    if (s == ST_OK && ev_count(e, EV_CAMPAIGN) != 1)
        return err_set(err, ST_NOT_FOUND, "campaign.none", N_("There is no such campaign."));
    e->form = EVIDENCE_FORM;
    if (s == ST_OK) s = evidence_tallies(db, e, campaign, at, err);
    if (s == ST_OK) s = evidence_lots(db, e, campaign, at, err);
    return s == ST_OK && arena_failed(a) ? evidence_too_much(err) : s;
}
