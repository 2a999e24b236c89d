/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/report_annexes.h"

static void annex(paper_t *p, const char *title)
{
    paper_add(p, PAPER_ANNEX, str_of(tr(p->lang, title)));
}

static void none(paper_t *p, const char *says)
{
    paper_add(p, PAPER_TEXT, str_of(tr(p->lang, says)));
}

static str_t cell_text(paper_t *p, const cell_t *c)
{
    if (c->state == CELL_NONE) return S("");
    const char *state = tr(p->lang, cell_title((cell_state_t)c->state));
    return c->late ? str_fmt(p->a, "%s, %s", state, tr(p->lang, N_("late"))) : str_of(state);
}

static void units_and_clauses(paper_t *p, const report_t *r)
{
    annex(p, N_("Annex A. Units and clauses"));
    for (size_t i = 0; i < r->n_dispatches; i++) {
        const report_dispatch_t *d = &r->dispatches[i];
        size_t n = d->cover.n_clauses;
        const char **heads = ARENA_ARRAY(p->a, const char *, n + 2);
        double *widths = ARENA_ARRAY(p->a, double, n + 2);
        if (!heads || !widths) return;
        heads[0] = N_("Code");
        heads[1] = N_("Unit");
        widths[0] = 1.4;
        widths[1] = 4;
        for (size_t c = 0; c < n; c++) {
            heads[c + 2] = str_eq(d->cover.clauses[c], S("opt")) ? N_("also") : str_z(p->a, d->cover.clauses[c]);
            widths[c + 2] = 1.8;
        }
        paper_table_t *t =
            paper_table(p, "units", str_fmt(p->a, tr(p->lang, N_("Dispatch %.*s")), STRF(report_mark(p->a, d->row))),
                        n + 2, heads, widths);
        for (size_t k = 0; k < d->cover.n_rows; k++) {
            const cover_row_t *u = &d->cover.rows[k];
            paper_text(t, u->code);
            paper_text(t, u->ended ? str_fmt(p->a, "%.*s (%s)", STRF(u->name), tr(p->lang, N_("ended"))) : u->name);
            for (size_t c = 0; c < n; c++) paper_text(t, cell_text(p, &u->cells[c]));
        }
    }
}

static const char *post_state(const char *s)
{
    static const struct {
        const char *state, *title;
    } all[] = {{"holds", N_("seen, and stands")},
               {"lapsed", N_("seen once, gone since")},
               {"contradicted", N_("not seen")},
               {"cannot-tell", N_("cannot tell")}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (strcmp(s, all[k].state) == 0) return all[k].title;
    return N_("not looked at yet");
}

static void addresses(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("Unit"),    N_("Clause"),     N_("Address"),
                                        N_("Claimed"), N_("First seen"), N_("Last seen"),
                                        N_("Looks"),   N_("State"),      N_("SHA-256 of the text seen")};
    static const double widths[] = {2.4, 0.8, 3.6, 1.5, 1.5, 1.5, 0.8, 1.6, 2.6};
    annex(p, N_("Annex B. Addresses"));
    if (!r->n_posts) {
        none(p, N_("No unit has given an address yet."));
        return;
    }
    paper_table_t *t =
        paper_table(p, "addresses", str_of(tr(p->lang, N_("Each address with when it was seen"))), 9, heads, widths);
    for (size_t i = 0; i < r->n_posts; i++) {
        const report_post_t *x = &r->posts[i];
        paper_text(t, x->unit);
        paper_text(t, x->clause);
        paper_text(t, x->url);
        paper_text(t, day_text(p->a, x->record[R_RECEIVED].n));
        paper_text(t, day_text(p->a, x->first_seen));
        paper_text(t, day_text(p->a, x->last_seen));
        paper_int(t, (int64_t)x->looks);
        paper_text(t, str_of(tr(p->lang, post_state(x->state))));
        paper_text(t, x->sha256.n ? x->sha256 : S("–"));
    }
}

static void sampled(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("Lot"),    N_("Drawn on"),    N_("Drawn"),          N_("Confirmed"),
                                        N_("Not so"), N_("Cannot tell"), N_("Not called yet"), N_("95 % from"),
                                        N_("to"),     N_("What follows")};
    static const double widths[] = {2.4, 1.5, 1, 1.1, 1, 1, 1, 1, 1, 2};
    annex(p, N_("Annex C. Sampled call-backs"));
    if (!r->n_lots) {
        none(p, N_("Not measured yet: no lot has been sampled."));
        return;
    }
    none(p,
         N_("Counts that no program can look at: some were drawn by the journal's head, so that nobody could choose, "
            "and "
            "a person of another unit called back. A lot is accepted when at least 19 could be told and at most 3 in "
            "19 of them were not so."));
    paper_table_t *t = paper_table(p, "lots", str_of(tr(p->lang, N_("Lots and what was found"))), 10, heads, widths);
    for (size_t i = 0; i < r->n_lots; i++) {
        const report_lot_t *l = &r->lots[i];
        bool told = l->holds + l->fails > 0;
        paper_text(t, l->unit);
        paper_text(t, day_text(p->a, l->row[O_AT].n));
        paper_text(t, str_fmt(p->a, "%lld / %lld", (long long)l->drawn, (long long)l->row[O_OF].n));
        paper_int(t, l->holds);
        paper_int(t, l->fails);
        paper_int(t, l->cannot_tell);
        paper_int(t, l->drawn - l->holds - l->fails - l->cannot_tell);
        if (told) {
            paper_real(t, p->lang, l->low, 2);
            paper_real(t, p->lang, l->high, 2);
        } else {
            paper_text(t, S("–"));
            paper_text(t, S("–"));
        }
        paper_text(t, str_of(tr(p->lang, lot_title(l->says))));
    }
}

static void answers(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("Form"),        N_("Message"),       N_("surely real"),
                                        N_("rather real"), N_("rather a scam"), N_("surely a scam")};
    bool any = false;
    annex(p, N_("Annex D. Answers of learners"));
    for (int f = 0; f < 3; f++) any = any || r->learning[f].n;
    if (!any) {
        none(p, N_("Not measured yet."));
        return;
    }
    paper_table_t *t = paper_table(
        p, "answers", str_of(tr(p->lang, N_("Answers by form and step, groups of ten and more"))), 6, heads, NULL);
    for (int f = 0; f < 3; f++)
        for (int scam = 0; scam < 2 && r->learning[f].n; scam++) {
            const report_learning_t *l = &r->learning[f];
            paper_text(t, str_fmt(p->a, "%c", l->form));
            paper_text(t, str_of(tr(p->lang, scam ? N_("scams") : N_("genuine"))));
            for (int step = 1; step <= 4; step++) paper_int(t, scam ? l->answers.scam[step] : l->answers.genuine[step]);
        }
}

static void proof_of(paper_t *p, const report_t *r, const report_proof_t *proof)
{
    char head[65];
    annex(p, N_("Annex E. How to check these figures"));
    if (proof->events) {
        digest_hex(proof->head, head);
        paper_add(p, PAPER_TEXT,
                  str_fmt(p->a, tr(p->lang, N_("Journal: %lld events, head %s.")), (long long)proof->events, head));
    }
    paper_add(p, PAPER_TEXT,
              str_fmt(p->a, tr(p->lang, N_("Evidence: %zu duties, %zu records, %zu looks.")), ev_count(r->e, EV_DUTY),
                      ev_count(r->e, EV_RECORD), ev_count(r->e, EV_CHECK)));
    none(p, N_("The signed bundle carries the evidence and the journal. “canhgiac verify BUNDLE” makes every figure "
               "again from them, without a network."));
}

static void people_owing(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("Dispatch"), N_("Clause"), N_("Unit")}, *const why[] = {
                                                                                       N_("Dispatch"), N_("Clause"),
                                                                                       N_("Unit"), N_("Reason")};
    static const double widths[] = {2, 1, 5, 4};
    annex(p, N_("Annex F. Duties missed"));
    if (!r->all.missed) none(p, N_("None."));
    paper_table_t *t =
        r->all.missed ? paper_table(p, "missed",
                                    str_of(tr(p->lang, N_("Obligatory duties that nobody claimed by their last day"))),
                                    3, heads, widths)
                      : NULL;
    for (size_t i = 0; t && i < r->n_dispatches; i++)
        for (size_t c = 0; c < r->dispatches[i].cover.n_clauses; c++)
            for (size_t k = 0; k < r->dispatches[i].cover.n_rows; k++) {
                const coverage_t *g = &r->dispatches[i].cover;
                if (g->rows[k].cells[c].state != CELL_MISSED) continue;
                paper_text(t, report_mark(p->a, r->dispatches[i].row));
                paper_text(t, g->clauses[c]);
                paper_text(t, g->rows[k].name);
            }
    annex(p, N_("Annex G. Duties waived"));
    if (!r->all.waived) {
        none(p, N_("None."));
        return;
    }
    t = paper_table(p, "waived", str_of(tr(p->lang, N_("Duties taken from units, and why"))), 4, why, widths);
    for (size_t i = 0; i < ev_count(r->e, EV_DUTY); i++) {
        const ev_value_t *d = ev_row(r->e, EV_DUTY, i),
                         *from = d[D_WAIVED].n ? ev_find(r->e, EV_DISPATCH, d[D_DISPATCH].id) : NULL;
        if (!from) continue;
        paper_text(t, report_mark(p->a, from));
        paper_text(t, d[D_CLAUSE].t);
        paper_text(t, report_unit(r, d[D_UNIT].id));
        paper_text(t, d[D_WHY].t);
    }
}

static void releases(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("Code"), N_("Title"), N_("Version"), N_("Published"), N_("State")};
    static const double widths[] = {1, 5, 0.8, 1.4, 1.4};
    annex(p, N_("Annex H. Releases"));
    if (!ev_count(r->e, EV_RELEASE)) {
        none(p, N_("None."));
        return;
    }
    paper_table_t *t =
        paper_table(p, "releases", str_of(tr(p->lang, N_("Materials and alerts published"))), 5, heads, widths);
    for (size_t i = 0; i < ev_count(r->e, EV_RELEASE); i++) {
        const ev_value_t *l = ev_row(r->e, EV_RELEASE, i);
        bool old = false;
        for (size_t k = 0; k < ev_count(r->e, EV_RELEASE); k++)
            old = old || ident_eq(ev_row(r->e, EV_RELEASE, k)[L_SUPERSEDES].id, l[L_ID].id);
        paper_text(t, l[L_CODE].t);
        paper_text(t, p->lang == LANG_EN && l[L_TITLE_EN].t.n ? l[L_TITLE_EN].t : l[L_TITLE].t);
        paper_int(t, l[L_VERSION].n);
        paper_text(t, day_text(p->a, l[L_PUBLISHED].n));
        paper_text(t, str_of(tr(p->lang, l[L_WITHDRAWN].n ? N_("withdrawn")
                                         : old            ? N_("superseded")
                                                          : N_("published"))));
    }
}

void report_annexes(paper_t *p, const report_t *r, const report_proof_t *proof)
{
    units_and_clauses(p, r);
    addresses(p, r);
    sampled(p, r);
    answers(p, r);
    proof_of(p, r, proof);
    people_owing(p, r);
    releases(p, r);
}
