/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include "proof/look.h"
#include "base/log.h"
#include "proof/browser.h"
#include "proof/decode.h"
#include "proof/files.h"
#include "proof/judge.h"

#define DELAY_USUAL   MS_SECOND
#define WORTH_TELLING 0.20 /* of a text that is no posting yet: its editor may have left something out */

void reason_add(arena_t *a, proof_result_t *r, const char *code, str_t detail)
{
    if (r->n_reasons >= PROOF_REASONS) return;
    r->reasons[r->n_reasons++] = detail.n ? str_fmt(a, "%s: %.*s", code, STRF(detail)) : str_of(code);
}

static void cannot_tell(look_t *k, const char *code)
{
    k->r->verdict = PROOF_CANNOT_TELL;
    reason_add(k->a, k->r, code, STR_NONE);
}

static void not_seen(look_t *k, const char *code)
{
    k->r->verdict = PROOF_NOT_SEEN;
    reason_add(k->a, k->r, code, STR_NONE);
}

void look_consider(look_t *k, match_t m)
{
    k->best = match_better(k->best, m);
}

bool look_is_html(const fetched_t *g)
{
    if (str_find(g->mime, S("html"), 0) != SIZE_MAX) return true;
    if (g->mime.n && !str_eq(g->mime, S("text/plain"))) return false;
    str_t head = str_trim(str_sub(g->body, 0, 256));
    return head.n && head.p[0] == '<';
}

/* --- parts of a look --- */

void look_marks(look_t *k, const html_page_t *page)
{
    for (size_t i = 0; i < page->n_marks; i++) look_consider(k, match_mark(k->books->index, page->marks[i]));
    for (size_t i = 0; i < page->n_links; i++) look_consider(k, match_link(k->books->index, page->links[i].url));
}

status_t look_page(look_t *k, const fetched_t *got, html_page_t *out, err_t *err)
{
    str_t utf8, charset;
    status_t s = page_decode(k->a, got->body, got->charset, &utf8, &charset, err);
    if (s == ST_OK) s = html_read(k->a, utf8, out, err);
    if (s != ST_OK) return s;
    out->text = text_from_old_font(k->a, out->text);
    out->main = text_from_old_font(k->a, out->main);
    return ST_OK;
}

/* As much of a text as is compared: no article has more words, and a page of a million must not cost a look. */
static str_t enough(look_t *k, str_t text)
{
    enum { WORDS = 150000 };
    size_t words = 0;
    bool in = false;
    for (size_t i = 0; i < text.n; i++) {
        bool wordy = (unsigned char)text.p[i] >= '0';
        if (wordy && !in && ++words > WORDS) {
            k->cut = true;
            return str_sub(text, 0, i);
        }
        in = wordy;
    }
    return text;
}

status_t look_text(look_t *k, str_t text, const char *method, err_t *err)
{
    match_t m;
    text = enough(k, text);
    status_t s = match_text(k->books->index, k->a, text, k->o->expect, &m, err);
    if (s == ST_OK && m.release) s = judge_text(k->p, k->books, k->a, text, &m, err);
    if (s == ST_OK && !m.release && m.share > k->nearest) k->nearest = m.share;
    if (s != ST_OK || !m.release) return s;
    m.method = method;
    look_consider(k, m);
    return ST_OK;
}

static status_t text(look_t *k, err_t *err)
{
    buf_t all = buf_new(k->a, k->page.text.n + k->frames.n + k->page.title.n + 8);
    buf_put(&all, k->page.title);
    buf_putc(&all, '\n');
    buf_put(&all, k->page.text);
    buf_put(&all, buf_str(&k->frames));
    return look_text(k, buf_str(&all), "text", err);
}

/* Nothing was found: is that the truth, or a wall? */
static status_t nothing(look_t *k, err_t *err)
{
    bool moved = k->got.hops > 0 && str_eq(k->got.url.path, S("/"));
    const char *excuse = k->frames.n ? NULL : page_excuse(k->a, &k->page, moved);
    match_t hidden = {0};
    status_t s = ST_OK;
    if (!excuse && k->page.hidden.n)
        s = match_text(k->books->index, k->a, enough(k, k->page.hidden), k->o->expect, &hidden, err);
    if (s != ST_OK) return s;
    if (!excuse && hidden.release && hidden.share >= MATCH_SAME) excuse = "hidden-text";
    if (!excuse && k->file_unread) excuse = "file-unread";
    if (!excuse && k->player) excuse = "player-of-another-site";
    if (!excuse && k->social) excuse = "social-link";
    if (!excuse && k->cut) excuse = "too-large";
    if (excuse) {
        cannot_tell(k, excuse);
    } else {
        not_seen(k, "nothing-of-ours");
        if (k->nearest >= WORTH_TELLING)
            reason_add(k->a, k->r, "only-part", str_fmt(k->a, "%d %%", (int)(k->nearest * 100)));
    }
    return ST_OK;
}

/* The claim was for one release; another material's there does not answer it. */
static bool other_claimed(const look_t *k, const match_t *m)
{
    for (size_t i = 0; i < k->books->n && !ident_none(k->o->expect); i++)
        if (ident_eq(k->books->prints[i].release, k->o->expect))
            return !ident_eq(k->books->prints[i].material, m->release->material);
    return false;
}

static void found(look_t *k)
{
    const match_t *m = &k->best;
    proof_result_t *r = k->r;
    r->verdict = PROOF_SEEN;
    r->fidelity = fidelity_name(m->fidelity);
    r->method = m->method;
    r->release = m->release->release;
    r->material = m->release->material;
    r->code = str_dup(k->a, m->release->code);
    r->version = m->release->version;
    r->share = m->share;
    if (other_claimed(k, m)) {
        r->verdict = PROOF_NOT_SEEN;
        r->fidelity = NULL;
        reason_add(k->a, r, "another-release", STR_NONE);
        return;
    }
    judge_reasons(k->a, m, r);
    if (m->fidelity == FIDELITY_STALE)
        reason_add(k->a, r, str_eq(m->release->state, S("withdrawn")) ? "withdrawn" : "older-version", STR_NONE);
}

static status_t read_page(look_t *k, err_t *err);

/* A page made by script, drawn by the browser and read again. *done is false when it could not be drawn. */
static status_t draw(look_t *k, bool *done, err_t *err)
{
    drawn_t d;
    err_t quiet = err_new(LANG_EN);
    browser_options_t o = {.program = k->p->browser,
                           .agent = fetcher_agent(k->p->fetcher),
                           .allow_private = k->o->allow_private,
                           .stop = k->o->stop};
    status_t s = browser_draw(k->a, &k->got.url, &o, &d, &quiet);
    *done = s == ST_OK && d.end == FETCH_OK;
    if (s == ST_MEMORY) return err_set(err, s, "html.memory", N_("The page is too large to be read."));
    if (s != ST_OK) log_line(LOG_WARN, "proof.browser", "error=%s", quiet.code ? quiet.code : "unknown");
    if (!*done) return ST_OK;
    k->drawn = true;
    k->got.body = d.dom;
    k->got.charset = S("utf-8");
    k->got.url = d.url;
    k->r->final_url = d.url.text;
    k->best = (match_t){0};
    k->file_unread = k->player = k->social = false;
    k->read = k->n_frames = 0;
    return read_page(k, err);
}

/* Would a browser see more than the program did? */
static bool worth_drawing(look_t *k)
{
    if (!*k->p->browser || k->drawn || k->frames.n) return false;
    const char *excuse = page_excuse(k->a, &k->page, false);
    return excuse && (strcmp(excuse, "drawn-by-script") == 0 || (strcmp(excuse, "empty") == 0 && k->page.scripts > 0));
}

static status_t read_page(look_t *k, err_t *err)
{
    status_t s = look_page(k, &k->got, &k->page, err);
    if (s != ST_OK) return s;
    k->r->title = k->page.title;
    k->r->text = k->page.main.n ? k->page.main : k->page.text;
    k->r->text_sha256 = sha256(k->r->text);
    k->frames = buf_new(k->a, 4 << 20);
    s = look_files(k, err);
    if (s != ST_OK) return s;
    look_marks(k, &k->page);
    if (!k->best.release || k->best.fidelity == FIDELITY_STALE) s = text(k, err);
    if (s != ST_OK) return s;
    bool done = false;
    if (!k->best.release && worth_drawing(k)) s = draw(k, &done, err);
    if (s != ST_OK || done) return s;
    if (!k->best.release) return nothing(k, err);
    found(k);
    return ST_OK;
}

/* The address is a file itself, or plain text. */
static status_t read_file(look_t *k, err_t *err)
{
    status_t s = ST_OK;
    look_consider(k, match_file(k->books->index, k->got.sha256));
    k->r->text_sha256 = k->got.sha256;
    if (!k->best.release && str_starts(k->got.mime, S("text/"))) {
        str_t charset;
        s = page_decode(k->a, k->got.body, k->got.charset, &k->r->text, &charset, err);
        if (s == ST_OK) s = look_text(k, k->r->text, "text", err);
    } else if (!k->best.release) {
        s = look_inside(k, k->got.body, true, err);
    }
    if (s != ST_OK) return s;
    if (k->best.release) {
        found(k);
    } else if (k->file_unread) {
        cannot_tell(k, "file-unread");
    } else {
        not_seen(k, "another-file");
    }
    return ST_OK;
}

/* What an answer that is no page means. True: judged. */
static bool judged_by_answer(look_t *k)
{
    const fetched_t *g = &k->got;
    if (g->end != FETCH_OK) {
        cannot_tell(k, fetch_end_name(g->end));
        return true;
    }
    char code[24];
    snprintf(code, sizeof code, "http-%d", g->status);
    str_t name = str_dup(k->a, str_of(code));
    if (g->status == 404 || g->status == 410) {
        not_seen(k, name.p ? name.p : "http");
        return true;
    }
    if (g->status >= 200 && g->status < 300) return false;
    cannot_tell(k, name.p ? name.p : "http");
    return true;
}

/* Pages that only send the reader on: <meta refresh>, once, within the site. */
static status_t refreshed(look_t *k, err_t *err)
{
    html_page_t page = {0};
    url_t next;
    status_t s = look_page(k, &k->got, &page, err);
    if (s != ST_OK || !page.refresh.n || html_words(page.text) > 40) return s;
    if (url_parse(k->a, page.refresh, &k->got.url, &next, NULL) != ST_OK || !url_same_site(&k->got.url, &next))
        return ST_OK;
    return fetch(k->p->fetcher, k->a, &next, &k->net, &k->got, err);
}

static status_t look(look_t *k, const url_t *u, err_t *err)
{
    status_t s = fetch(k->p->fetcher, k->a, u, &k->net, &k->got, err);
    if (s == ST_OK && k->got.end == FETCH_OK && k->got.status == 200 && look_is_html(&k->got)) s = refreshed(k, err);
    if (s != ST_OK) return s;
    k->r->status = k->got.status;
    k->r->final_url = k->got.url.text;
    k->r->asked = k->got.asked;
    k->r->peer = k->got.peer;
    k->r->head = k->got.head;
    k->r->body = k->got.body;
    if (judged_by_answer(k)) return ST_OK;
    return look_is_html(&k->got) ? read_page(k, err) : read_file(k, err);
}

status_t proof_probe_url(prober_t *p, arena_t *a, str_t url, const proof_options_t *o, proof_result_t *out, err_t *err)
{
    url_t u;
    *out = (proof_result_t){0};
    status_t s = url_parse(a, url, NULL, &u, err);
    if (s != ST_OK) return s;
    look_t k = {.p = p, .a = a, .o = o, .r = out};
    ms_t from = clock_mono();
    out->final_url = u.text;
    if (social_host(u.host)) {
        cannot_tell(&k, "social");
        return ST_OK;
    }
    books_t *books;
    s = books_take(p, &books, err);
    if (s != ST_OK) return s;
    k.books = books;
    k.net = (fetch_options_t){.allow_private = o->allow_private,
                              .remember = true,
                              .delay = o->delay ? o->delay : DELAY_USUAL,
                              .total_limit = o->total_limit,
                              .stop = o->stop};
    s = look(&k, &u, err);
    books_give(p, books);
    out->took = clock_mono() - from;
    return s;
}

status_t proof_picture(prober_t *p, arena_t *a, str_t url, const proof_options_t *o, str_t *png, err_t *err)
{
    url_t u;
    fetched_t got = {.end = FETCH_BROKEN};
    drawn_t d = {.end = FETCH_BROKEN};
    fetch_options_t net = {.allow_private = o->allow_private,
                           .remember = true,
                           .delay = o->delay ? o->delay : DELAY_USUAL,
                           .total_limit = o->total_limit,
                           .stop = o->stop};
    browser_options_t how = {.program = p->browser,
                             .agent = fetcher_agent(p->fetcher),
                             .allow_private = o->allow_private,
                             .picture = true,
                             .stop = o->stop};
    *png = STR_NONE;
    status_t s = url_parse(a, url, NULL, &u, err);
    /* First as the program reads it: robots.txt, the address and the delay are judged there. */
    if (s == ST_OK && *p->browser) s = fetch(p->fetcher, a, &u, &net, &got, err);
    if (s == ST_OK && *p->browser && got.end == FETCH_OK) s = browser_draw(a, &got.url, &how, &d, err);
    if (s != ST_OK) return s;
    *png = d.png;
    return d.png.n ? ST_OK : err_set(err, ST_NOT_FOUND, "browser.none", N_("There is no picture of this page."));
}
