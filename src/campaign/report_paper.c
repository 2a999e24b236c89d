/* SPDX-License-Identifier: Apache-2.0
 *
 * The body of the closing report: what each part says, from the figures.
 */
#include "campaign/report_paper.h"
#include "campaign/pages_internal.h"
#include "campaign/report_annexes.h"

#define SAY(p, ...)  paper_add((p), PAPER_TEXT, str_fmt((p)->a, __VA_ARGS__))
#define HEAD(p, msg) paper_add((p), PAPER_HEADING, str_of(tr((p)->lang, msg)))

str_t people_text(arena_t *a, lang_t lang, int64_t n)
{
    if (n < 0) return str_of(tr(lang, N_("fewer than 10")));
    return str_fmt(a, "%lld", (long long)n);
}

str_t day_text(arena_t *a, ms_t t)
{
    char day[32] = "–";
    if (t) ms_vn_date(t, day);
    return str_dup(a, str_of(day));
}

static str_t hours_text(arena_t *a, lang_t lang, ms_t span)
{
    return span < 0 ? S("–") : paper_decimal(a, lang, (double)span / (double)MS_HOUR, 1);
}

str_t report_mark(arena_t *a, const ev_value_t *p)
{
    return str_fmt(a, "%lld/%.*s", (long long)p[P_NUMBER].n, STRF(p[P_SYMBOL].t));
}

str_t report_unit(const report_t *r, ident_t id)
{
    const ev_value_t *u = ev_find(r->e, EV_UNIT, id);
    return u ? u[U_NAME].t : S("–");
}

/* --- I --- */

static void issued(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("Dispatch"),
                                        N_("Issuer"),
                                        N_("Date"),
                                        N_("Level"),
                                        N_("Units asked"),
                                        N_("Acknowledged"),
                                        N_("Hours to acknowledgement, half of the units"),
                                        N_("Hours, longest")};
    static const double widths[] = {2.6, 3, 1.6, 0.8, 1, 1.2, 1.7, 1.2};
    const ev_value_t *c = r->campaign;
    HEAD(p, N_("I. Basis and what was issued"));
    SAY(p,
        tr(p->lang,
           N_("The campaign “%.*s” ran from %.*s to %.*s. This report stands on the evidence recorded until %.*s.")),
        STRF(p->lang == LANG_EN && c[C_TITLE_EN].t.n ? c[C_TITLE_EN].t : c[C_TITLE].t),
        STRF(day_text(p->a, c[C_OPENS].n)), STRF(day_text(p->a, c[C_CLOSES].n)), STRF(day_text(p->a, r->at)));
    if (!r->closed)
        SAY(p, "%s", tr(p->lang, N_("The window is still open: the figures are those of an interim report.")));
    paper_table_t *t =
        paper_table(p, "dispatches", str_of(tr(p->lang, N_("Dispatches issued, from the top down"))), 8, heads, widths);
    date_t day;
    for (size_t i = 0; i < r->n_dispatches; i++) {
        const report_dispatch_t *d = &r->dispatches[i];
        paper_text(t, report_mark(p->a, d->row));
        paper_text(t, report_unit(r, d->row[P_FROM].id));
        paper_text(t, date_parse(d->row[P_DATE].t, &day) ? day_text(p->a, date_start(day)) : S("–"));
        paper_int(t, d->level + 1);
        paper_int(t, d->asked);
        paper_int(t, d->acknowledged);
        paper_text(t, hours_text(p->a, p->lang, d->delay_half));
        paper_text(t, hours_text(p->a, p->lang, d->delay_most));
    }
    SAY(p, "%s",
        tr(p->lang, N_("Hours are counted from the signature of the dispatch at the top to the first acknowledgement "
                       "by the unit.")));
}

/* --- II --- */

static const char *const SUM_HEADS[] = {N_("Owed"),     N_("Claimed"), N_("Verified"), N_("In time"), N_("Cannot tell"),
                                        N_("Not seen"), N_("Late"),    N_("Missed"),   N_("Waived")};
enum { N_SUMS = 9 };

static void put_sums(paper_table_t *t, const cover_sum_t *s)
{
    const int64_t all[N_SUMS] = {s->expected,     s->claimed, s->verified, s->on_time, s->cannot_tell,
                                 s->contradicted, s->late,    s->missed,   s->waived};
    for (int i = 0; i < N_SUMS; i++) paper_int(t, all[i]);
}

static void by_clause(paper_t *p, const report_dispatch_t *d)
{
    const char *heads[N_SUMS + 2] = {N_("No."), N_("What was asked")};
    double widths[N_SUMS + 2] = {0.9, 3.8};
    for (int i = 0; i < N_SUMS; i++) heads[i + 2] = SUM_HEADS[i];
    for (int i = 0; i < N_SUMS; i++) widths[i + 2] = 1;
    paper_table_t *t = paper_table(
        p, "clauses", str_fmt(p->a, tr(p->lang, N_("Dispatch %.*s, by clause")), STRF(report_mark(p->a, d->row))),
        N_SUMS + 2, heads, widths);
    for (size_t k = 0; k < d->cover.n_clauses; k++) {
        const report_clause_t *c = &d->clauses[k];
        paper_text(t, str_eq(c->n, S("opt")) ? str_of(tr(p->lang, N_("also"))) : c->n);
        paper_text(t, c->optional ? str_fmt(p->a, "%.*s (%s)", STRF(c->text), tr(p->lang, N_("optional"))) : c->text);
        put_sums(t, &c->sum);
    }
}

static void by_group(paper_t *p, const report_dispatch_t *d)
{
    const char *heads[N_SUMS + 2] = {N_("Group"), N_("Units")};
    double widths[N_SUMS + 2] = {4, 1};
    for (int i = 0; i < N_SUMS; i++) heads[i + 2] = SUM_HEADS[i];
    for (int i = 0; i < N_SUMS; i++) widths[i + 2] = 1;
    paper_table_t *t =
        paper_table(p, "groups",
                    str_fmt(p->a, tr(p->lang, N_("Dispatch %.*s, by group of units (obligatory clauses)")),
                            STRF(report_mark(p->a, d->row))),
                    N_SUMS + 2, heads, widths);
    for (size_t k = 0; k < d->n_groups; k++) {
        if (!d->groups[k].units) continue;
        paper_text(t, str_of(tr(p->lang, kind_title(d->groups[k].kind))));
        paper_int(t, d->groups[k].units);
        put_sums(t, &d->groups[k].sum);
    }
}

static const struct {
    const char *key, *title;
} languages[] = {{"vi", N_("Vietnamese")},
                 {"km", N_("Khmer")},
                 {"zh", N_("Chinese")},
                 {"en", N_("English")},
                 {"other", N_("another language")}};

static str_t language_title(lang_t lang, str_t code)
{
    for (int i = 0; i < 5; i++)
        if (str_eq(code, str_of(languages[i].key))) return str_of(tr(lang, languages[i].title));
    return code;
}

/* What was done where people use a language: where nobody speaks to them in it, they were not reached. */
static void units_by_language(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("Language"), N_("Units"),    N_("Households"), N_("Owed"),
                                        N_("Claimed"),  N_("Verified"), N_("Missed")};
    static const double widths[] = {3, 1, 1.3, 1, 1, 1, 1};
    if (!r->n_languages) return;
    paper_table_t *t = paper_table(
        p, "units-by-language",
        str_of(tr(p->lang, N_("Units by the languages of their people (one of two languages counts twice)"))), 7, heads,
        widths);
    for (size_t i = 0; i < r->n_languages; i++) {
        const report_language_t *l = &r->languages[i];
        paper_text(t, language_title(p->lang, l->code));
        paper_int(t, l->units);
        if (l->households)
            paper_int(t, l->households);
        else
            paper_text(t, S("–"));
        paper_int(t, l->sum.expected);
        paper_int(t, l->sum.claimed);
        paper_int(t, l->sum.verified);
        paper_int(t, l->sum.missed);
    }
}

static void results(paper_t *p, const report_t *r)
{
    const cover_sum_t *s = &r->all;
    HEAD(p, N_("II. Results by duty"));
    SAY(p,
        tr(p->lang, N_("Owed: %lld duties. Claimed by the units: %lld. Verified by looking: %lld, of them in time: "
                       "%lld. Claimed and verified are two readings of the same duties and are not added.")),
        (long long)s->expected, (long long)s->claimed, (long long)s->verified, (long long)s->on_time);
    SAY(p,
        tr(p->lang, N_("Not possible to look: %lld (never counted against a unit). Claimed, and not seen: %lld, of "
                       "them seen once and gone since: %lld. Claimed late: %lld. Missed: %lld. Waived: %lld.")),
        (long long)s->cannot_tell, (long long)s->contradicted, (long long)s->lapsed, (long long)s->late,
        (long long)s->missed, (long long)s->waived);
    if (r->closed) SAY(p, tr(p->lang, N_("Kept to the end of the window: %lld.")), (long long)s->verified);
    for (size_t i = 0; i < r->n_dispatches; i++) {
        by_clause(p, &r->dispatches[i]);
        by_group(p, &r->dispatches[i]);
    }
    units_by_language(p, r);
}

/* --- III to VI --- */

static void said(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("What stands at the address"), N_("Addresses")};
    static const char *const names[] = {N_("the file, byte for byte"), N_("our block, embedded"),
                                        N_("the text in other words"), N_("an older version"), N_("a changed text")};
    static const double widths[] = {3, 1};
    HEAD(p, N_("III. What was said, and where it stands"));
    SAY(p, tr(p->lang, N_("Addresses given by units: %zu; published releases until then: %zu.")), r->n_posts,
        ev_count(r->e, EV_RELEASE));
    if (r->live_full > 0)
        SAY(p,
            tr(p->lang, N_("The material stood there for %lld days in all, %d %% of the time since it was claimed, as "
                           "far as it was looked at.")),
            (long long)(r->live / MS_DAY), (int)((double)r->live * 100 / (double)r->live_full + 0.5));
    paper_table_t *t = paper_table(p, "fidelity", str_of(tr(p->lang, N_("How true the copies are"))), 2, heads, widths);
    for (int f = 0; f < 5; f++) {
        paper_text(t, str_of(tr(p->lang, names[f])));
        paper_int(t, r->fidelity[f]);
    }
    if (r->n_corrections)
        SAY(p,
            tr(p->lang, N_("Places that showed an older version after a new one was published: %zu; corrected: %zu.")),
            r->n_corrections, r->corrected);
    if (r->corrected)
        SAY(p, tr(p->lang, N_("Half of the corrections took at most %.*s hours.")),
            STRF(hours_text(p->a, p->lang, r->correction_half)));
    if (!r->n_posts) SAY(p, "%s", tr(p->lang, N_("Not measured yet.")));
}

/* In which languages people were met: a language nobody was met in is not told that it was reached. */
static void by_language(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("Language"), N_("Visits")};
    static const double widths[] = {3, 1};
    paper_table_t *t = paper_table(
        p, "languages", str_of(tr(p->lang, N_("Visits where somebody was met, by language"))), 2, heads, widths);
    for (int i = 0; i < 5; i++) {
        paper_text(t, str_of(tr(p->lang, languages[i].title)));
        paper_text(t, people_text(p->a, p->lang, ev_tally(r->e, "visit-language", languages[i].key)));
    }
}

static void homes(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {N_("Outcome"), N_("Visits")};
    static const double widths[] = {3, 1};
    static const struct {
        const char *key, *title;
    } outcomes[] = {{"met", N_("somebody was met")},
                    {"absent", N_("nobody at home")},
                    {"refused", N_("refused")},
                    {"moved", N_("moved away")}};
    HEAD(p, N_("IV. Households and people told"));
    SAY(p,
        tr(p->lang, N_("Sessions held: %lld; turns of people told (not persons): %lld; minutes: %lld. These are counts "
                       "given by the units, which nobody verified.")),
        (long long)r->sessions, (long long)r->heads, (long long)r->minutes);
    if (r->visits == 0) {
        SAY(p, "%s", tr(p->lang, N_("Household visits: not measured yet.")));
        return;
    }
    SAY(p, tr(p->lang, N_("Household visits noted: %.*s. Counts under 10 are withheld.")),
        STRF(people_text(p->a, p->lang, r->visits)));
    paper_table_t *t = paper_table(p, "visits", str_of(tr(p->lang, N_("Visits by outcome"))), 2, heads, widths);
    for (int i = 0; i < 4; i++) {
        paper_text(t, str_of(tr(p->lang, outcomes[i].title)));
        paper_text(t, people_text(p->a, p->lang, ev_tally(r->e, "visit", outcomes[i].key)));
    }
    by_language(p, r);
}

static void schools(paper_t *p, const report_t *r)
{
    static const char *const heads[] = {
        N_("Form"),      N_("Attempts"), N_("Scams recognised"), N_("False alarms"), N_("Discernment d′"),
        N_("95 % from"), N_("to")};
    bool any = false;
    for (int f = 0; f < 3; f++) any = any || r->learning[f].n;
    HEAD(p, N_("V. Schools and learners"));
    if (!any) {
        SAY(p, "%s", tr(p->lang, N_("Discernment: not measured yet (no group of ten has answered).")));
        return;
    }
    SAY(p, "%s",
        tr(p->lang,
           N_("Discernment tells scams from genuine messages apart; it is shown for groups of ten and more, with its "
              "interval. Without a group that waited, a difference between forms is no proof of an effect.")));
    paper_table_t *t = paper_table(p, "learning", str_of(tr(p->lang, N_("Discernment by form"))), 7, heads, NULL);
    for (int f = 0; f < 3; f++) {
        const report_learning_t *l = &r->learning[f];
        if (!l->n) continue;
        paper_text(t, str_fmt(p->a, "%c", l->form));
        paper_int(t, l->n);
        paper_real(t, p->lang, l->gain.hits, 2);
        paper_real(t, p->lang, l->gain.false_alarms, 2);
        paper_real(t, p->lang, l->gain.d, 2);
        paper_real(t, p->lang, l->gain.d_low, 2);
        paper_real(t, p->lang, l->gain.d_high, 2);
    }
}

static void citizens(paper_t *p, const report_t *r)
{
    HEAD(p, N_("VI. Citizens' reports and alerts"));
    SAY(p,
        tr(p->lang,
           N_("Citizens' reports: %.*s. Cases opened: %lld, of them unfounded: %lld. Alerts published: %lld.")),
        STRF(people_text(p->a, p->lang, r->citizens)), (long long)r->cases, (long long)r->unfounded,
        (long long)r->alerts);
    if (r->loop_half >= 0)
        SAY(p, tr(p->lang, N_("From the first report to the signed alert, half of the cases took at most %.*s hours.")),
            STRF(hours_text(p->a, p->lang, r->loop_half)));
    else
        SAY(p, "%s", tr(p->lang, N_("Time from report to alert: not measured yet.")));
}

static void opinions(paper_t *p, const report_t *r, const words_of_t *w)
{
    HEAD(p, N_("VII. Assessment"));
    paper_add(p, PAPER_SUBHEADING, str_of(tr(p->lang, N_("1. What went well"))));
    paper_lines(p, w->text[WORD_GOOD]);
    paper_add(p, PAPER_SUBHEADING, str_of(tr(p->lang, N_("2. What did not, and why"))));
    paper_lines(p, w->text[WORD_BAD]);
    paper_add(p, PAPER_SUBHEADING, str_of(tr(p->lang, N_("3. Burden on the units"))));
    SAY(p,
        tr(p->lang, N_("Entries asked of units: %lld in all, at most %lld of one unit. The minutes they took were not "
                       "measured.")),
        (long long)r->entries, (long long)r->busiest);
    HEAD(p, N_("VIII. Proposals"));
    paper_lines(p, w->text[WORD_PROPOSALS]);
}

status_t report_paper(arena_t *a, const report_t *r, const words_of_t *w, const report_proof_t *proof, lang_t lang,
                      paper_t *p, err_t *err)
{
    date_t day;
    paper_new(p, a, lang);
    str_t title = lang == LANG_EN && r->campaign[C_TITLE_EN].t.n ? r->campaign[C_TITLE_EN].t : r->campaign[C_TITLE].t;
    p->kind = str_of(tr(lang, N_("REPORT")));
    p->subject = str_fmt(a, tr(lang, N_("Results of the campaign “%.*s”")), STRF(title));
    p->title = p->subject;
    p->made = r->at;
    p->parent = w->text[WORD_PARENT];
    p->issuer = w->text[WORD_ISSUER];
    p->number = w->text[WORD_NUMBER];
    if (!date_parse(w->text[WORD_DATE], &day)) day = date_of(r->at);
    p->place = w->text[WORD_PLACE];
    p->date = day;
    p->to = w->text[WORD_TO];
    p->cc = w->text[WORD_CC];
    p->signer_title = w->text[WORD_TITLE];
    p->signer = w->text[WORD_SIGNER];
    if (!proof->is_signed) p->draft = str_of(tr(lang, N_("Draft, not signed")));
    issued(p, r);
    results(p, r);
    said(p, r);
    homes(p, r);
    schools(p, r);
    citizens(p, r);
    opinions(p, r, w);
    report_annexes(p, r, proof);
    if (!arena_failed(a) && !p->blocks.failed) return ST_OK;
    return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
}
