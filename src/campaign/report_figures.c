/* SPDX-License-Identifier: Apache-2.0
 *
 * The figures as a view: what report.json carries, what the desk's page shows, and what a verifier makes again.
 */
#include <stdio.h>
#include "campaign/pages_internal.h"
#include "campaign/report.h"

/* A count about people: withheld under ten. */
static void people(view_t *v, const char *name, int64_t n)
{
    if (n < 0)
        view_z(v, name, "<10");
    else
        view_int(v, name, n);
}

static void hours(view_t *v, const char *name, ms_t span)
{
    if (span >= 0) view_real(v, name, (double)span / (double)MS_HOUR, 1);
}

/* Of what was looked at and could be told, the share that was not there: what nobody could look at, or has not looked at
 * yet, is no reproach. Absent when nothing is left. */
static void honesty(view_t *v, const cover_sum_t *s)
{
    int64_t told = s->verified + s->contradicted;
    view_int(v, "unchecked", s->claimed - told - s->cannot_tell);
    if (told > 0) view_real(v, "honesty_gap", (double)s->contradicted / (double)told, 3);
}

static void sums(view_t *v, const report_t *r, const cover_sum_t *s)
{
    show_sums(v, s);
    view_int(v, "on_time", s->on_time);
    view_int(v, "lapsed", s->lapsed);
    if (r->closed) view_int(v, "kept", s->verified);
    honesty(v, s);
}

static void show_dispatch(view_t *v, const report_t *r, const report_dispatch_t *d)
{
    const ev_value_t *p = d->row;
    view_id(v, "id", p[P_ID].id);
    if (!ident_none(p[P_PARENT].id)) view_id(v, "parent", p[P_PARENT].id);
    view_int(v, "level", d->level);
    view_int(v, "number", p[P_NUMBER].n);
    view_text(v, "symbol", p[P_SYMBOL].t);
    view_text(v, "date", p[P_DATE].t);
    view_text(v, "subject", p[P_SUBJECT].t);
    const ev_value_t *from = ev_find(r->e, EV_UNIT, p[P_FROM].id);
    view_text(v, "from", from ? from[U_NAME].t : S(""));
    view_int(v, "units", d->asked);
    view_int(v, "units_acknowledged", d->acknowledged);
    hours(v, "relay_hours_median", d->delay_half);
    hours(v, "relay_hours_longest", d->delay_most);
    ms_t window = p[P_CLOSES].n - d->signed_top;
    if (d->delay_half >= 0 && window > 0) view_real(v, "window_eaten", (double)d->delay_half / (double)window, 3);
    sums(view_object(v, "all"), r, &d->cover.all);
    view_t *clauses = view_list(v, "clauses"), *kinds = view_list(v, "groups");
    for (size_t k = 0; k < d->cover.n_clauses; k++) {
        view_t *c = view_item(clauses);
        view_text(c, "n", d->clauses[k].n);
        view_z(c, "verb", verb_name(d->clauses[k].verb));
        view_flag(c, "optional", d->clauses[k].optional);
        view_text(c, "text", d->clauses[k].text);
        sums(c, r, &d->clauses[k].sum);
    }
    for (size_t k = 0; k < d->n_groups; k++) {
        view_t *g = view_item(kinds);
        view_text(g, "kind", d->groups[k].kind);
        view_int(g, "units", d->groups[k].units);
        sums(g, r, &d->groups[k].sum);
    }
}

static void show_grid(view_t *v, const report_dispatch_t *d)
{
    view_t *rows = view_list(v, "rows");
    for (size_t i = 0; i < d->cover.n_rows; i++) {
        const cover_row_t *u = &d->cover.rows[i];
        view_t *row = view_item(rows);
        view_text(row, "code", u->code);
        view_text(row, "name", u->name);
        view_text(row, "kind", u->kind);
        view_flag(row, "ended", u->ended);
        view_t *cells = view_list(row, "cells");
        for (size_t c = 0; c < d->cover.n_clauses; c++) {
            view_t *cell = view_item(cells);
            view_text(cell, "clause", d->cover.clauses[c]);
            view_z(cell, "state", cell_name((cell_state_t)u->cells[c].state));
            view_flag(cell, "late", u->cells[c].late);
        }
    }
}

static void time_of(view_t *v, const char *name, ms_t t)
{
    if (t) view_time(v, name, t);
}

static void show_posts(view_t *v, const report_t *r)
{
    view_t *list = view_list(v, "posts"), *fixes = view_list(v, "corrections");
    for (size_t i = 0; i < r->n_posts; i++) {
        const report_post_t *p = &r->posts[i];
        view_t *x = view_item(list);
        view_id(x, "record", p->record[R_ID].id);
        view_text(x, "unit", p->unit);
        view_text(x, "clause", p->clause);
        view_text(x, "url", p->url);
        view_time(x, "claimed", p->record[R_RECEIVED].n);
        view_z(x, "state", p->state);
        time_of(x, "first_seen", p->first_seen);
        time_of(x, "last_seen", p->last_seen);
        view_int(x, "looks", (int64_t)p->looks);
        view_text(x, "fidelity", p->fidelity);
        view_text(x, "text_sha256", p->sha256);
        view_real(x, "live_days", (double)p->live / (double)MS_DAY, 2);
    }
    for (size_t i = 0; i < r->n_corrections; i++) {
        const report_correction_t *c = &r->corrections[i];
        view_t *x = view_item(fixes);
        view_text(x, "unit", c->unit);
        view_text(x, "url", c->url);
        view_text(x, "code", c->code);
        view_time(x, "published", c->published);
        time_of(x, "corrected", c->corrected);
    }
}

static void show_releases(view_t *v, const report_t *r)
{
    view_t *list = view_list(v, "releases");
    for (size_t i = 0; i < ev_count(r->e, EV_RELEASE); i++) {
        const ev_value_t *l = ev_row(r->e, EV_RELEASE, i);
        view_t *x = view_item(list);
        view_text(x, "code", l[L_CODE].t);
        view_text(x, "kind", l[L_KIND].t);
        view_text(x, "title", l[L_TITLE].t);
        view_int(x, "version", l[L_VERSION].n);
        view_time(x, "published", l[L_PUBLISHED].n);
        view_flag(x, "withdrawn", l[L_WITHDRAWN].n != 0);
    }
}

static void show_people(view_t *v, const report_t *r)
{
    view_t *told = view_object(v, "briefed"), *homes = view_object(v, "households"), *who = view_object(v, "citizens");
    view_int(told, "sessions", r->sessions);
    view_int(told, "heads", r->heads);
    view_int(told, "minutes", r->minutes);
    people(homes, "visits", r->visits);
    static const char *const outcomes[] = {"met", "absent", "refused", "moved"};
    for (int i = 0; i < 4; i++) people(homes, outcomes[i], ev_tally(r->e, "visit", outcomes[i]));
    if (r->households) view_int(homes, "households", r->households);
    people(who, "reports", r->citizens);
    view_int(who, "cases", r->cases);
    view_int(who, "unfounded", r->unfounded);
    view_int(who, "alerts", r->alerts);
    hours(who, "report_to_alert_hours_median", r->loop_half);
    view_t *areas = view_list(who, "areas");
    for (size_t i = 0; i < ev_count(r->e, EV_TALLY); i++) {
        const ev_value_t *t = ev_row(r->e, EV_TALLY, i);
        if (!str_eq(t[T_WHAT].t, S("report-area"))) continue;
        view_t *x = view_item(areas);
        view_text(x, "area", t[T_KEY].t);
        people(x, "reports", t[T_N].n);
    }
}

static void show_learning(view_t *v, const report_t *r)
{
    view_t *list = view_list(v, "learning");
    for (int f = 0; f < 3; f++) {
        const report_learning_t *l = &r->learning[f];
        view_t *x = view_item(list);
        view_fmt(x, "form", "%c", l->form);
        view_flag(x, "measured", l->n > 0);
        if (!l->n) continue;
        view_int(x, "attempts", l->n);
        view_real(x, "hits", l->gain.hits, 3);
        view_real(x, "false_alarms", l->gain.false_alarms, 3);
        view_real(x, "d", l->gain.d, 3);
        view_real(x, "d_low", l->gain.d_low, 3);
        view_real(x, "d_high", l->gain.d_high, 3);
        view_real(x, "c", l->gain.c, 3);
        view_real(x, "auc", l->gain.auc, 3);
    }
}

static void show_lots(view_t *v, const report_t *r)
{
    view_t *list = view_list(v, "lots");
    for (size_t i = 0; i < r->n_lots; i++) {
        const report_lot_t *l = &r->lots[i];
        view_t *x = view_item(list);
        view_int(x, "event", l->row[O_SEQ].n);
        view_text(x, "unit", l->unit);
        view_time(x, "at", l->row[O_AT].n);
        view_int(x, "of", l->row[O_OF].n);
        view_int(x, "drawn", l->drawn);
        view_int(x, "holds", l->holds);
        view_int(x, "fails", l->fails);
        view_int(x, "cannot_tell", l->cannot_tell);
        view_z(x, "says", lot_name(l->says));
        if (!(l->holds + l->fails)) continue;
        view_real(x, "low", l->low, 3);
        view_real(x, "high", l->high, 3);
    }
}

static void show_languages(view_t *v, const report_t *r)
{
    view_t *list = view_list(v, "languages");
    for (size_t i = 0; i < r->n_languages; i++) {
        view_t *x = view_item(list);
        view_text(x, "language", r->languages[i].code);
        view_int(x, "units", r->languages[i].units);
        view_int(x, "households", r->languages[i].households);
        sums(x, r, &r->languages[i].sum);
    }
}

void report_figures(const report_t *r, view_t *v)
{
    const ev_value_t *c = r->campaign;
    view_t *campaign = view_object(v, "campaign"), *seen = view_object(v, "fidelity");
    view_text(campaign, "slug", c[C_SLUG].t);
    view_text(campaign, "title", c[C_TITLE].t);
    view_text(campaign, "title_en", c[C_TITLE_EN].t);
    view_text(campaign, "owner", c[C_OWNER].t);
    view_time(campaign, "opens", c[C_OPENS].n);
    view_time(campaign, "closes", c[C_CLOSES].n);
    view_time(v, "as_of", r->at);
    view_flag(v, "closed", r->closed);
    view_int(v, "units", r->units);
    sums(view_object(v, "all"), r, &r->all);
    view_t *list = view_list(v, "dispatches");
    for (size_t i = 0; i < r->n_dispatches; i++) {
        view_t *d = view_item(list);
        show_dispatch(d, r, &r->dispatches[i]);
        show_grid(d, &r->dispatches[i]);
    }
    for (int f = 0; f < 5; f++) view_int(seen, report_fidelities[f], r->fidelity[f]);
    view_real(v, "live_days", (double)r->live / (double)MS_DAY, 2);
    if (r->live_full) view_real(v, "live_share", (double)r->live / (double)r->live_full, 3);
    show_posts(v, r);
    view_int(v, "to_correct", (int64_t)r->n_corrections);
    view_int(v, "corrected", (int64_t)r->corrected);
    hours(v, "correction_hours_median", r->correction_half);
    show_releases(v, r);
    show_people(v, r);
    show_learning(v, r);
    if (r->e->form >= 2) { /* a report of form 1 never had them */
        show_lots(v, r);
        show_languages(v, r);
    }
    view_t *asked = view_object(v, "burden");
    view_int(asked, "entries", r->entries);
    view_int(asked, "busiest_unit", r->busiest);
}
