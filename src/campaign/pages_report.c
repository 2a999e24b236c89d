/* SPDX-License-Identifier: Apache-2.0
 *
 * The closing report at the desk: read, its words written, submitted, signed by another, downloaded. The report is made in
 * an arena of its own, larger than a request's; what is shown is copied out of it.
 */
#include "campaign/bundle.h"
#include "campaign/pages_report.h"
#include "page/app.h"
#include "page/render.h"

#define REPORT_ARENA  ((size_t)2 << 30)
#define DOWNLOAD_MOST ((size_t)24 << 20)
enum { WORD_CHARACTERS = 8000 };

static bool reads(const req_t *q, ident_t owner)
{
    return may(q, ROLE_COORDINATOR, owner) || may(q, ROLE_SIGNER, owner) || actor_seat(q->who, ROLE_AUDITOR);
}

static status_t not_for_you(err_t *err)
{
    return err_set(err, ST_DENIED, "report.not-yours",
                   N_("The report is for those who coordinate or sign where the campaign is led, and for inspectors."));
}

status_t report_may_read(const req_t *q, ident_t owner, err_t *err)
{
    return reads(q, owner) ? ST_OK : not_for_you(err);
}

static bool may_write(const req_t *q, ident_t owner)
{
    return may(q, ROLE_COORDINATOR, owner);
}

void report_job_end(report_job_t *j)
{
    if (j->q->db == j->db) j->q->db = NULL;
    if (j->db) store_done(j->q->app->store, j->db);
    arena_free(j->a);
}

status_t report_job_begin(report_job_t *j, req_t *q, err_t *err)
{
    *j = (report_job_t){.q = q};
    status_t s = store_read(q->app->store, &j->db, err);
    if (s != ST_OK) return s;
    q->db = j->db; /* `may` reads units */
    s = closing_campaign(j->db, q->a, q->args[0], &j->c, err);
    if (s == ST_OK) s = report_may_read(q, j->c.owner, err);
    if (s != ST_OK) return s;
    j->a = arena_new(REPORT_ARENA);
    return j->a ? ST_OK : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
}

status_t page_reports(req_t *q, view_t *v, err_t *err)
{
    campaign_t *c;
    size_t n, shown = 0;
    if (!actor_seat(q->who, ROLE_COORDINATOR) && !actor_seat(q->who, ROLE_SIGNER) && !actor_seat(q->who, ROLE_AUDITOR))
        return not_for_you(err);
    status_t s = campaign_list(q->db, q->a, &c, &n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(v, "campaigns");
    for (size_t k = 0; k < n; k++) {
        if (!reads(q, c[k].owner)) continue;
        shown++;
        view_t *i = view_item(list);
        view_text(i, "slug", c[k].slug);
        view_text(i, "title", q->lang == LANG_EN && c[k].title_en.n ? c[k].title_en : c[k].title);
        view_time(i, "closes", c[k].closes);
    }
    view_flag(v, "none", shown == 0);
    return ST_OK;
}

static str_t hex_of(arena_t *a, digest_t d)
{
    char hex[65];
    digest_hex(d, hex);
    return str_dup(a, str_of(hex));
}

static void show_way(req_t *q, view_t *v, const closing_state_t *now)
{
    view_t *list = view_list(v, "signed_reports"), *steps = view_list(v, "steps");
    static const char *const titles[][2] = {
        {"report.submit", N_("submitted")}, {"report.return", N_("returned")}, {"report.sign", N_("signed")}};
    for (size_t k = now->n; k-- > 0;) {
        const closing_step_t *x = &now->steps[k];
        view_t *i = view_item(steps);
        for (int t = 0; t < 3; t++)
            if (str_eq(x->did, str_of(titles[t][0]))) view_z(i, "did", tr(q->lang, titles[t][1]));
        view_text(i, "by", x->name);
        view_time(i, "at", x->at);
        if (!str_eq(x->did, S("report.sign"))) continue;
        view_t *b = view_item(list);
        view_time(b, "as_of", x->as_of);
        view_time(b, "at", x->at);
        view_text(b, "by", x->name);
        view_text(b, "bundle", hex_of(q->a, x->digest));
    }
    view_flag(v, "waiting", now->waiting != NULL);
    view_flag(v, "changed_since", now->waiting && now->last_word > now->waiting->seq);
}

static void show_words(req_t *q, view_t *v, const words_of_t *w)
{
    view_t *list = view_list(v, "words");
    for (int k = 0; k < WORD_COUNT; k++) {
        view_t *i = view_item(list);
        bool tall = k == WORD_TO || k == WORD_GOOD || k == WORD_BAD || k == WORD_PROPOSALS || k == WORD_CC;
        view_z(i, "name", word_name((word_t)k));
        view_z(i, "label", tr(q->lang, word_title((word_t)k)));
        view_text(i, "value", str_dup(q->a, w->text[k]));
        view_text(i, "by", str_dup(q->a, w->by[k]));
        view_flag(i, "tall", tall);
        view_flag(i, "written", w->at[k] != 0);
        if (w->at[k]) view_time(i, "at", w->at[k]);
    }
}

/* The body of the document, without its annexes, as HTML of our own templates. */
static status_t show_paper(report_job_t *j, view_t *v, err_t *err)
{
    enum { BODY_MOST = 4 << 20 };
    paper_t p;
    status_t s = report_paper(j->a, &j->closing.report, &j->closing.words, &j->closing.proof, j->q->lang, &p, err);
    if (s != ST_OK) return s;
    for (size_t i = 0; i < p.blocks.len; i++)
        if (VEC_AT(&p.blocks, paper_block_t, i).kind == PAPER_ANNEX) p.blocks.len = i;
    view_t *w = view_new(j->a);
    paper_view(&p, w);
    buf_t b = buf_new(j->q->a, BODY_MOST);
    s = page_render_alone(j->a, "campaign/paper_part", w, j->q->lang, &b, err);
    view_html(v, "document", buf_str(&b));
    return s;
}

static status_t fill_report(report_job_t *j, view_t *v, err_t *err)
{
    req_t *q = j->q;
    closing_state_t now;
    bool as_of;
    ms_t at = page_moment(q, &as_of);
    status_t s = closing_state(j->db, q->a, j->c.id, &now, err);
    if (s == ST_OK && now.waiting && !as_of) at = now.waiting->as_of; /* what is to be signed is what is read */
    if (s == ST_OK) s = closing_make(q->app->store, j->db, j->a, j->c.id, at, &j->closing, err);
    if (s != ST_OK) return s;
    str_t luc = req_query(q, "luc");
    view_text(v, "slug", j->c.slug);
    view_text(v, "campaign", q->lang == LANG_EN && j->c.title_en.n ? j->c.title_en : j->c.title);
    view_time(v, "at", at);
    view_text(v, "luc", luc.p ? luc : S(""));
    view_flag(v, "as_of", as_of);
    view_text(v, "query", luc.n ? str_fmt(q->a, "?luc=%.*s", STRF(luc)) : S(""));
    bool signs = may(q, ROLE_SIGNER, j->c.owner), writes = may_write(q, j->c.owner);
    view_flag(v, "may_write", writes);
    view_flag(v, "may_submit", writes && (!now.waiting || now.last_word > now.waiting->seq));
    view_flag(v, "may_return", (signs || writes) && now.waiting);
    err_t why = err_new(q->lang);
    closing_state_t again;
    s = signs && now.waiting ? closing_may_sign(j->db, q->a, j->c.id, q->who->person, &again, &why) : ST_END;
    view_flag(v, "may_sign", s == ST_OK);
    view_text(v, "why_not", s == ST_OK || s == ST_END ? S("") : str_dup(q->a, str_of(why.text)));
    show_sums(view_object(v, "all"), &j->closing.report.all);
    show_way(q, v, &now);
    show_words(q, v, &j->closing.words);
    return show_paper(j, v, err);
}

status_t page_report(req_t *q, view_t *v, err_t *err)
{
    report_job_t j;
    status_t s = report_job_begin(&j, q, err);
    if (s == ST_OK) s = fill_report(&j, v, err);
    report_job_end(&j);
    return s;
}

status_t report_download(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    report_job_t j;
    str_t bytes = STR_NONE;
    const char *mime;
    status_t s = report_job_begin(&j, q, err);
    if (s == ST_OK) s = closing_make(q->app->store, j.db, j.a, j.c.id, page_moment(q, NULL), &j.closing, err);
    if (s == ST_OK)
        s = report_dress(j.a, &j.closing.report, &j.closing.words, &j.closing.proof, q->lang, q->args[1], &bytes, &mime,
                         err);
    if (s == ST_USAGE) s = err->status = ST_NOT_FOUND;
    if (s == ST_OK && bytes.n > DOWNLOAD_MOST)
        s = err_set(err, ST_LIMIT, "report.download",
                    N_("This form is too large for a browser: canhgiac report closing writes it to a file."));
    str_t kept = s == ST_OK ? str_dup(q->a, bytes) : STR_NONE;
    if (s == ST_OK && !kept.p) s = err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    if (s == ST_OK)
        answer_download(q, mime, str_fmt(q->a, "bao-cao-%.*s.%.*s", STRF(j.c.slug), STRF(q->args[1])), kept);
    report_job_end(&j);
    return s;
}

/* A signed bundle of this campaign, and no other blob. */
status_t report_bundle(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    campaign_t c;
    closing_state_t now;
    digest_t want;
    status_t s = closing_campaign(q->db, q->a, q->args[0], &c, err);
    if (s == ST_OK) s = report_may_read(q, c.owner, err);
    if (s == ST_OK) s = closing_state(q->db, q->a, c.id, &now, err);
    if (s != ST_OK) return s;
    for (size_t k = 0; digest_parse(q->args[1], &want) && k < now.n; k++) {
        if (!str_eq(now.steps[k].did, S("report.sign")) || !digest_eq(now.steps[k].digest, want)) continue;
        answer_blob(q, "application/zip", want, str_fmt(q->a, "bao-cao-%.*s-da-ky.zip", STRF(c.slug)));
        return ST_OK;
    }
    return err_set(err, ST_NOT_FOUND, "bundle.none", N_("This is no bundle of a closing report."));
}

/* --- acts --- */

static status_t back(req_t *q, status_t s, const char *flash)
{
    if (s != ST_OK) return s;
    answer_flash(q, flash);
    answer_redirect(q, str_fmt(q->a, "/ban/bao-cao/%.*s", STRF(q->args[0])));
    return ST_OK;
}

typedef struct write {
    ident_t campaign, who;
    bool any[WORD_COUNT];
    digest_t blob[WORD_COUNT];
} write_t;

static status_t write_act(db_t *db, void *arg, err_t *err)
{
    const write_t *w = arg;
    status_t s = ST_OK;
    for (int k = 0; s == ST_OK && k < WORD_COUNT; k++)
        if (w->any[k]) s = closing_write(db, w->campaign, (word_t)k, w->blob[k], w->who, err);
    return s;
}

static status_t take_words(report_job_t *j, write_t *w, err_t *err)
{
    req_t *q = j->q;
    status_t s = ST_OK;
    date_t day;
    for (int k = 0; s == ST_OK && k < WORD_COUNT; k++) {
        str_t text;
        if (!req_form(q, word_name((word_t)k)).p) continue;
        s = req_text(q, word_name((word_t)k), word_title((word_t)k), WORD_CHARACTERS, false, &text, err);
        if (s == ST_OK && k == WORD_DATE && text.n && !date_parse(text, &day))
            s = err_at(err, ST_INPUT, "dispatch.date", "date", 0, N_("There is no such day: %.*s."),
                       STRF(str_sub(text, 0, 40)));
        if (s != ST_OK || str_eq(text, str_trim(j->closing.words.text[k]))) continue;
        w->any[k] = true;
        s = blob_put(q->app->store, text, &w->blob[k], err);
    }
    return s;
}

status_t post_report_words(req_t *q, view_t *v, err_t *err)
{
    report_job_t j;
    write_t w = {.who = q->who->person};
    status_t s = report_job_begin(&j, q, err);
    if (s == ST_OK && !may_write(q, j.c.owner))
        s = err_set(err, ST_DENIED, "report.not-writer", N_("Only the coordinator writes the words of the report."));
    if (s == ST_OK) s = closing_make(q->app->store, j.db, j.a, j.c.id, clock_now(), &j.closing, err);
    if (s == ST_OK) {
        w.campaign = j.c.id;
        s = take_words(&j, &w, err);
    }
    bool wrong = s == ST_INPUT || s == ST_LIMIT;
    if (wrong) {
        view_t *e = view_item(view_list(v, "errors"));
        view_z(e, "field", err->field);
        view_text(e, "message", str_dup(q->a, str_of(err->text)));
        answer_status(q, status_http(s));
        s = fill_report(&j, v, err);
    }
    report_job_end(&j);
    if (s != ST_OK || wrong) return s;
    s = store_act(q->app->store, write_act, &w, err);
    return back(q, s, N_("Saved."));
}

typedef struct step {
    arena_t *a;
    ident_t campaign, who;
    ms_t as_of;
    digest_t digest;
    int64_t seq;
} step_t;

static status_t submit_act(db_t *db, void *arg, err_t *err)
{
    const step_t *x = arg;
    return closing_submit(db, x->a, x->campaign, x->as_of, x->digest, x->who, err);
}

status_t post_report_submit(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    report_job_t j;
    step_t x = {.a = q->a, .who = q->who->person, .as_of = clock_now()};
    str_t luc = req_form(q, "luc");
    date_t day;
    if (luc.n && date_parse(luc, &day) && date_end(day) < x.as_of) x.as_of = date_end(day);
    status_t s = report_job_begin(&j, q, err);
    if (s == ST_OK && !may_write(q, j.c.owner))
        s = err_set(err, ST_DENIED, "report.not-writer", N_("Only the coordinator writes the words of the report."));
    if (s == ST_OK) s = closing_make(q->app->store, j.db, j.a, j.c.id, x.as_of, &j.closing, err);
    if (s == ST_OK) {
        x.campaign = j.c.id;
        x.digest = words_digest(&j.closing.words);
    }
    report_job_end(&j);
    if (s == ST_OK) s = store_act(q->app->store, submit_act, &x, err);
    return back(q, s, N_("Submitted for signature."));
}

status_t post_report_return(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    campaign_t c;
    status_t s = closing_campaign(q->db, q->a, q->args[0], &c, err);
    if (s == ST_OK && !may(q, ROLE_SIGNER, c.owner) && !may_write(q, c.owner)) s = not_for_you(err);
    if (s == ST_OK) s = closing_return(q->db, q->a, c.id, q->who->person, err);
    return back(q, s, N_("Returned."));
}

static status_t sign_act(db_t *db, void *arg, err_t *err)
{
    const step_t *x = arg;
    return closing_sign(db, x->a, x->campaign, x->seq, x->digest, x->who, err);
}

static status_t make_bundle(report_job_t *j, step_t *x, err_t *err)
{
    req_t *q = j->q;
    closing_state_t now;
    str_t zip;
    status_t s = closing_may_sign(j->db, q->a, j->c.id, q->who->person, &now, err);
    if (s == ST_OK) s = closing_make(q->app->store, j->db, j->a, j->c.id, now.waiting->as_of, &j->closing, err);
    if (s != ST_OK) return s;
    if (!digest_eq(words_digest(&j->closing.words), now.waiting->digest))
        return err_set(err, ST_CONFLICT, "report.not-waiting",
                       N_("No report waits for a signature, or its words were changed since: submit it again."));
    x->campaign = j->c.id;
    x->seq = now.waiting->seq;
    j->closing.proof.is_signed = true;
    s = bundle_make(j->a, q->app->store, j->db, &j->closing, clock_now(), &zip, err);
    return s == ST_OK ? blob_put(q->app->store, zip, &x->digest, err) : s;
}

status_t post_report_sign(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    report_job_t j;
    step_t x = {.a = q->a, .who = q->who->person};
    status_t s = report_job_begin(&j, q, err);
    if (s == ST_OK && !may(q, ROLE_SIGNER, j.c.owner))
        s = err_set(err, ST_DENIED, "report.not-signer", N_("You are no signer of the unit that owns this campaign."));
    if (s == ST_OK) s = make_bundle(&j, &x, err);
    report_job_end(&j);
    if (s == ST_OK) s = store_act(q->app->store, sign_act, &x, err);
    return back(q, s, N_("Signed: the bundle can be downloaded and proves itself."));
}
