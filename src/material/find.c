/* SPDX-License-Identifier: Apache-2.0
 *
 * find — the library searched without diacritics. Every word asked for must begin a word of the material: "lua dao" finds
 * "Lừa đảo", "ngan hang" finds "ngân hàng". First those with all words in the title, and among them those whose marks are as
 * asked ("má" before "ma"). A plain walk: the words of 5,000 materials are compared in milliseconds, and the same SQL serves
 * both databases, which a full-text index would not (docs/decisions/0026-library.md).
 */
#include <stdlib.h>
#include "material/internal.h"
#include "material/queries.h"

enum { ASKED_MAX = 12, WORDS_KEPT = 64 << 10 };

static bool wordy(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 128;
}

/* " cam nang lua dao": a space before each word. */
str_t find_words(arena_t *a, str_t text)
{
    str_t plain = text_plain(a, text);
    buf_t b = buf_new(a, WORDS_KEPT);
    for (size_t i = 0; i < plain.n;) {
        size_t from = i;
        while (i < plain.n && wordy(plain.p[i])) i++;
        if (b.n + (i - from) + 1 > WORDS_KEPT) break;
        if (i > from) {
            buf_putc(&b, ' ');
            buf_put(&b, str_sub(plain, from, i));
        }
        while (i < plain.n && !wordy(plain.p[i])) i++;
    }
    return buf_str(&b);
}

static str_t titles(arena_t *a, const material_t *m)
{
    return find_words(a, str_fmt(a, "%.*s %.*s", STRF(m->title), STRF(m->title_en)));
}

typedef struct asked {
    str_t words[ASKED_MAX]; /* " lua" */
    size_t n;
    str_t as_typed;
} asked_t;

static void take_asked(arena_t *a, str_t query, asked_t *out)
{
    str_t all = find_words(a, query);
    *out = (asked_t){.as_typed = str_trim(query)};
    for (size_t i = 0; i < all.n && out->n < ASKED_MAX;) {
        size_t next = str_chr(all, ' ', i + 1);
        if (next == SIZE_MAX) next = all.n;
        out->words[out->n++] = str_sub(all, i, next);
        i = next;
    }
}

static bool has_all(const asked_t *q, str_t words)
{
    for (size_t i = 0; i < q->n; i++)
        if (str_find(words, q->words[i], 0) == SIZE_MAX) return false;
    return true;
}

typedef struct hit {
    material_t m;
    int rank;
    size_t order;
} hit_t;

static int by_rank(const void *pa, const void *pb)
{
    const hit_t *a = pa, *b = pb;
    if (a->rank != b->rank) return b->rank - a->rank;
    return a->order < b->order ? -1 : 1;
}

status_t material_find(db_t *db, arena_t *a, str_t query, material_t **out, size_t *n, err_t *err)
{
    asked_t asked;
    material_t m;
    vec_t hits = vec_new(a, sizeof(hit_t), MATERIALS_MAX);
    take_asked(a, str_sub(query, 0, 400), &asked);
    stmt_t *q = db_query(db, &q_material_search, err);
    if (!q) return ST_STORE;
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        m = material_row(q, a);
        str_t title = titles(a, &m), words = col_text(q, a, 13);
        bool in_title = has_all(&asked, title);
        if (!in_title && !has_all(&asked, words.n ? words : find_words(a, m.summary))) continue;
        hit_t *h = vec_push(&hits);
        if (!h) break;
        bool marked = str_find(m.title, asked.as_typed, 0) != SIZE_MAX;
        *h = (hit_t){.m = m, .rank = in_title + (in_title && marked), .order = hits.len};
    }
    stmt_done(q);
    if (s == ST_ROW || arena_failed(a)) return no_memory(err);
    if (s != ST_END) return s;
    if (hits.len) qsort(hits.at, hits.len, sizeof(hit_t), by_rank);
    *out = ARENA_ARRAY(a, material_t, hits.len + 1);
    if (!*out) return no_memory(err);
    for (size_t i = 0; i < hits.len; i++) (*out)[i] = VEC_AT(&hits, hit_t, i).m;
    *n = hits.len;
    return ST_OK;
}

str_t material_slug(arena_t *a, str_t title)
{
    str_t words = str_trim(find_words(a, title));
    char *p = arena_alloc(a, 61);
    size_t n = 0;
    if (!p) return S("");
    for (size_t i = 0; i < words.n && n < 60; i++) {
        char c = words.p[i];
        if (c == ' ')
            p[n++] = '-';
        else if ((unsigned char)c < 128)
            p[n++] = c;
    }
    while (n && p[n - 1] == '-') n--;
    return (str_t){p, n};
}
