/* SPDX-License-Identifier: Apache-2.0
 *
 * candidates — which links of a page may lead to one of our files.
 */
#include <stdlib.h>
#include "proof/look.h"

enum { CANDIDATES = 256 };

static bool ends_with(str_t file, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        str_t e = str_of(list[i]);
        if (file.n > e.n && str_ieq(str_sub(file, file.n - e.n, file.n), e)) return true;
    }
    return false;
}
#define ENDS(file, list) ends_with((file), (list), sizeof(list) / sizeof *(list))

static bool has(str_t s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        str_t needle = str_of(list[i]);
        for (size_t at = 0; at + needle.n <= s.n; at++)
            if (str_ieq(str_sub(s, at, at + needle.n), needle)) return true;
    }
    return false;
}

/* The kinds of file portals hand out from behind an address without an ending. */
static bool download_path(str_t path)
{
    static const char *const parts[] = {"download", "documents/", "attachment", "getfile",  "file=",   "fileid",
                                        "tai-ve",   "taive",      "dinhkem",    "dinh-kem", "tep-tin", "uploads/"};
    return has(path, parts, sizeof parts / sizeof *parts);
}

static int rank_of(const html_link_t *l, const url_t *u, bool *document)
{
    static const char *const documents[] = {".pdf", ".docx", ".doc", ".mp4", ".mp3", ".zip", ".txt", ".pptx", ".epub"};
    static const char *const pictures[] = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"};
    str_t file = url_file(u);
    *document = ENDS(file, documents) || l->kind == LINK_EMBED || l->kind == LINK_MEDIA;
    int place = l->main ? 0 : 100;
    if (l->kind == LINK_FRAME) return 1;
    if (*document) return place + 2;
    if (l->kind == LINK_A && ENDS(file, pictures)) return place + 10;
    if (l->kind == LINK_IMG) return l->main ? 20 : -1;
    if (l->kind != LINK_A) return -1;
    if (download_path(u->path)) {
        *document = l->main;
        return place + 4;
    }
    return -1;
}

/* "viewer.html?file=/tep/so-tay.pdf", "ViewerJS/#../tep/so-tay.pdf": the address inside an address. */
static str_t inner_address(arena_t *a, str_t path)
{
    static const char *const names[] = {"file=", "url=", "src=", "pdf=", "doc=", "link=", "path="};
    size_t hash = str_chr(path, '#', 0);
    str_t after = hash == SIZE_MAX ? STR_NONE : str_sub(path, hash + 1, path.n);
    if (after.n > 1 && (after.p[0] == '/' || after.p[0] == '.')) return after;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str_t name = str_of(names[i]);
        size_t at = str_find(path, name, 0);
        if (at == SIZE_MAX || at == 0 || (path.p[at - 1] != '?' && path.p[at - 1] != '&')) continue;
        str_t raw = str_sub(path, at + name.n, path.n);
        raw = str_sub(raw, 0, str_chr(raw, '&', 0));
        buf_t b = buf_new(a, raw.n + 1);
        for (size_t k = 0; k < raw.n; k++) {
            int v = 0;
            bool escape = raw.p[k] == '%' && k + 2 < raw.n;
            for (size_t d = 1; escape && d <= 2; d++) {
                char c = raw.p[k + d];
                int x = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
                if (x < 0) escape = false;
                v = v * 16 + x;
            }
            buf_putc(&b, escape ? (char)v : raw.p[k]);
            if (escape) k += 2;
        }
        return buf_str(&b);
    }
    return STR_NONE;
}

typedef struct gather {
    arena_t *a;
    const url_t *base, *page;
    vec_t list;
} gather_t;

static bool known(const vec_t *v, str_t text)
{
    for (size_t i = 0; i < v->len; i++)
        if (str_eq(VEC_AT(v, candidate_t, i).url.text, text)) return true;
    return false;
}

static void take(gather_t *g, const html_link_t *l, const url_t *u)
{
    bool document = false;
    int rank = rank_of(l, u, &document);
    if (rank < 0 || g->list.len >= CANDIDATES || known(&g->list, u->text) || str_eq(u->text, g->page->text)) return;
    candidate_t *c = vec_push(&g->list);
    if (c) *c = (candidate_t){*u, rank, l->kind, document};
}

static int by_rank(const void *x, const void *y)
{
    const candidate_t *a = x, *b = y;
    return a->rank != b->rank ? a->rank - b->rank : str_cmp(a->url.text, b->url.text);
}

status_t page_candidates(arena_t *a, const html_page_t *page, const url_t *where, candidate_t **out, size_t *n,
                         bool *player, bool *social, err_t *err)
{
    url_t base = *where, u;
    if (page->base.n && url_parse(a, page->base, where, &u, NULL) == ST_OK) base = u;
    gather_t g = {a, &base, where, vec_new(a, sizeof(candidate_t), CANDIDATES)};
    for (size_t i = 0; i < page->n_links && !arena_failed(a); i++) {
        const html_link_t *l = &page->links[i];
        bool framed = l->kind == LINK_FRAME || l->kind == LINK_EMBED || l->kind == LINK_MEDIA;
        if (l->kind == LINK_SCRIPT || url_parse(a, l->url, &base, &u, NULL) != ST_OK) continue;
        bool same = url_same_site(where, &u);
        if (same) take(&g, l, &u);
        str_t inner = framed ? inner_address(a, l->url) : STR_NONE;
        url_t in;
        bool shown = inner.n && url_parse(a, inner, same ? &u : &base, &in, NULL) == ST_OK && url_same_site(where, &in);
        html_link_t as_file = {LINK_EMBED, l->main, inner};
        if (shown) take(&g, &as_file, &in);
        if (framed && !same && !shown && l->main) *player = true;
        if (l->kind == LINK_A && l->main && social_post(&u)) *social = true;
    }
    if (arena_failed(a)) return err_set(err, ST_MEMORY, "html.memory", N_("The page is too large to be read."));
    if (g.list.len) qsort(g.list.at, g.list.len, sizeof(candidate_t), by_rank);
    *out = g.list.at;
    *n = g.list.len;
    return ST_OK;
}
