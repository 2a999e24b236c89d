/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/files.h"
#include <time.h>
#include "box/glance.h"
#include "box/paper.h"

enum { FILES = 10, FRAMES = 4, FRAME_DEPTH = 2, PAPERS = 3, PICTURES = 4, TRIES = 20 };

/* Few readers run at once: waits for one, a while. True: try again. */
static bool again(status_t s, const look_t *k, int *tries)
{
    if (s != ST_BUSY || ++*tries > TRIES || (k->o->stop && *k->o->stop)) return false;
    struct timespec t = {0, 250 * 1000000};
    nanosleep(&t, NULL);
    return true;
}

static status_t one_paper(look_t *k, str_t body, bool document, err_t *err)
{
    paper_t paper;
    err_t quiet = err_new(LANG_EN);
    int tries = 0;
    status_t s;
    digest_t file = sha256(body);
    if (recall_text(k->p->recall, k->a, file, &paper.text)) return look_text(k, paper.text, "file-text", err);
    do {
        s = paper_read(k->a, body, &paper, &quiet);
    } while (again(s, k, &tries));
    if (s == ST_MEMORY) return err_set(err, s, "html.memory", N_("The page is too large to be read."));
    if (s != ST_OK) {
        /* A damaged file opens for nobody; one that is locked or too long may hold ours. */
        bool closed = s != ST_INPUT || (quiet.code && strcmp(quiet.code, "paper.locked") == 0);
        k->file_unread = k->file_unread || (document && closed);
        return ST_OK;
    }
    recall_keep_text(k->p->recall, file, paper.text);
    return look_text(k, paper.text, "file-text", err);
}

static void one_picture(look_t *k, str_t body)
{
    phash_t hash[2];
    err_t quiet = err_new(LANG_EN);
    int tries = 0;
    digest_t file = sha256(body);
    status_t s = recall_picture(k->p->recall, file, hash) ? ST_OK : ST_BUSY;
    bool known = s == ST_OK;
    while (!known) {
        s = glance_picture(k->a, body, hash, &quiet);
        if (!again(s, k, &tries)) break;
    }
    if (s == ST_OK && !known) recall_keep_picture(k->p->recall, file, hash);
    for (size_t i = 0; s == ST_OK && i < 2; i++) look_consider(k, match_picture(k->books->index, hash[i]));
}

status_t look_inside(look_t *k, str_t body, bool document, err_t *err)
{
    paper_kind_t kind = paper_kind(body);
    if (kind == PAPER_PICTURE && body.n <= IMAGE_BYTES) {
        if (match_pictures(k->books->index) && k->pictures++ < PICTURES) one_picture(k, body);
    } else if ((kind == PAPER_PDF || kind == PAPER_DOCX) && body.n <= PAPER_BYTES && k->papers++ < PAPERS) {
        return one_paper(k, body, document, err);
    } else if (kind == PAPER_PDF || kind == PAPER_DOCX || kind == PAPER_OLD_WORD) {
        k->file_unread = k->file_unread || document;
    }
    return ST_OK;
}

static status_t frames_in(look_t *k, const html_page_t *page, const url_t *where, int depth, err_t *err);

/* A frame of the same site is part of the page: its text and marks count. */
static status_t frame(look_t *k, const fetched_t *got, int depth, err_t *err)
{
    html_page_t inner;
    status_t s = look_page(k, got, &inner, err);
    if (s != ST_OK) return s;
    look_marks(k, &inner);
    buf_putc(&k->frames, '\n');
    buf_put(&k->frames, inner.text);
    return depth < FRAME_DEPTH ? frames_in(k, &inner, &got->url, depth, err) : ST_OK;
}

static bool worth_keeping(const candidate_t *c)
{
    return c->document ? c->kind != LINK_MEDIA : true;
}

static status_t one_file(look_t *k, const candidate_t *c, int depth, err_t *err)
{
    fetched_t got;
    fetch_options_t net = k->net;
    bool framed = c->kind == LINK_FRAME;
    if (!framed) {
        net.sizes = match_sizes(k->books->index, &net.n_sizes);
        net.keep = worth_keeping(c) ? PAPER_BYTES : 1;
    }
    status_t s = fetch(k->p->fetcher, k->a, &c->url, &net, &got, err);
    if (s != ST_OK || got.end == FETCH_OTHER_SIZE) return s;
    if (got.end == FETCH_OK && got.status == 200) {
        match_t m = match_file(k->books->index, got.sha256);
        if (m.release) {
            look_consider(k, m);
            return ST_OK;
        }
        if (framed && look_is_html(&got)) return frame(k, &got, depth, err);
        return look_inside(k, got.body, c->document || framed, err);
    }
    bool absent = got.end == FETCH_OK && (got.status == 404 || got.status == 410);
    if (!absent && (c->document || framed)) k->file_unread = true;
    return ST_OK;
}

/* The frames of a frame. */
static status_t frames_in(look_t *k, const html_page_t *page, const url_t *where, int depth, err_t *err)
{
    candidate_t *c;
    size_t n;
    bool player = false, social = false;
    status_t s = page_candidates(k->a, page, where, &c, &n, &player, &social, err);
    for (size_t i = 0; s == ST_OK && i < n && k->read < FILES; i++) {
        if (c[i].kind != LINK_FRAME || k->n_frames >= FRAMES) continue;
        k->n_frames++;
        k->read++;
        s = one_file(k, &c[i], depth + 1, err);
    }
    return s;
}

status_t look_files(look_t *k, err_t *err)
{
    candidate_t *c;
    size_t n;
    status_t s = page_candidates(k->a, &k->page, &k->got.url, &c, &n, &k->player, &k->social, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (k->best.release && k->best.fidelity == FIDELITY_EXACT) break;
        if (c[i].kind == LINK_FRAME && k->n_frames++ >= FRAMES) continue;
        if (k->read == FILES) {
            if (c[i].document) k->file_unread = true;
            break;
        }
        k->read++;
        s = one_file(k, &c[i], 1, err);
    }
    return s;
}
