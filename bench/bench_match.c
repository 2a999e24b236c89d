/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_match — one page against 1,000 releases: reading the HTML, comparing the text, and the two together; beside it
 * what the same comparison costs without an index, each release's sample against the page in turn.
 */
#include <stdio.h>
#include <stdlib.h>
#include "proof/match.h"

enum { RELEASES = 1000, WORDS = 2000, PAGE_WORDS = 3000, ROUNDS = 40 };

static uint64_t seed = 20241028;

static uint32_t next_random(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* Words as frequent as in real text: few common ones, many rare. */
static str_t words(arena_t *a, size_t n, bool html)
{
    static const char *const common[] = {"và",  "của",  "người", "không", "được", "tiền", "lừa",
                                         "đảo", "tài",  "khoản", "ngân",  "hàng", "điện", "thoại",
                                         "mã",  "công", "an",    "thông", "tin",  "cho"};
    buf_t b = buf_new(a, n * 24 + 64);
    for (size_t i = 0; i < n; i++) {
        if (html && i % 60 == 0) buf_putz(&b, i ? "</p><p class=\"MsoNormal\">" : "<p>");
        if (next_random(2))
            buf_putz(&b, common[next_random(20)]);
        else
            buf_fmt(&b, "từ%u", next_random(8000));
        buf_putc(&b, ' ');
    }
    return buf_str(&b);
}

static release_print_t *releases(arena_t *a, str_t *one)
{
    err_t err = err_new(LANG_EN);
    release_print_t *p = ARENA_ARRAY(a, release_print_t, RELEASES);
    for (size_t i = 0; i < RELEASES; i++) {
        release_text_t *t = ARENA_NEW(a, release_text_t);
        str_t text = words(a, WORDS, false);
        uint64_t *shingles;
        int64_t count;
        if (text_shingles(a, text, SHINGLES_KEPT, &shingles, &t->n_shingles, &count, &err) != ST_OK) exit(1);
        t->lang = S("vi");
        t->shingles = shingles;
        p[i] = (release_print_t){.release = ident_new(),
                                 .material = ident_new(),
                                 .state = S("published"),
                                 .version = 1,
                                 .code = str_fmt(a, "C%05zu", i),
                                 .embed = str_fmt(a, "cg:C%05zu:v1", i),
                                 .texts = t,
                                 .n_texts = 1};
        if (i == RELEASES / 2) *one = text;
    }
    return p;
}

static double ms_each(ms_t from, int n)
{
    return (double)(clock_mono() - from) / n;
}

int main(void)
{
    if (!crypto_start()) return 1;
    arena_t *a = arena_new((size_t)2 << 30), *once = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    str_t one = STR_NONE;
    match_index_t *ix;
    release_print_t *prints = releases(a, &one);
    ms_t from = clock_mono();
    if (match_index_new(a, prints, RELEASES, &ix, &err) != ST_OK) return 1;
    printf("index of %d releases     %8.2f ms\n", RELEASES, ms_each(from, 1));
    str_t page = str_fmt(a, "<html><body><article>%.*s<p>%.*s</p></article></body></html>",
                         STRF(words(a, PAGE_WORDS - WORDS, true)), STRF(one));
    html_page_t h = {0};
    match_t m = {0};
    from = clock_mono();
    for (int i = 0; i < ROUNDS; i++, arena_reset(once))
        if (html_read(once, page, &h, &err) != ST_OK) return 1;
    double read = ms_each(from, ROUNDS);
    if (html_read(a, page, &h, &err) != ST_OK) return 1;
    from = clock_mono();
    for (int i = 0; i < ROUNDS; i++, arena_reset(once))
        if (match_text(ix, once, h.text, (ident_t){{0}}, &m, &err) != ST_OK) return 1;
    double match = ms_each(from, ROUNDS);
    compared_t words_of_it = {0};
    from = clock_mono();
    for (int i = 0; i < ROUNDS; i++)
        if (text_compare(one, h.text, &words_of_it, &err) != ST_OK) return 1;
    double compare = ms_each(from, ROUNDS);
    from = clock_mono();
    double best = 0;
    for (int i = 0; i < ROUNDS; i++, arena_reset(once)) {
        uint64_t *s;
        size_t n;
        int64_t count;
        if (text_shingles(once, h.text, SIZE_MAX, &s, &n, &count, &err) != ST_OK) return 1;
        for (size_t k = 0; k < RELEASES; k++) {
            double share = shingles_share(prints[k].texts->shingles, prints[k].texts->n_shingles, s, n);
            if (share > best) best = share;
        }
    }
    double plain = ms_each(from, ROUNDS);
    printf("page of %d words, %zu KB of HTML\n", PAGE_WORDS, page.n >> 10);
    printf("reading the HTML           %8.2f ms\n", read);
    printf("text against %d releases %8.2f ms   goal 5 ms   share %.2f%s\n", RELEASES, match, m.share,
           m.release == &prints[RELEASES / 2] ? "" : "   WRONG RELEASE");
    printf("word by word, its text     %8.2f ms   %zu of %zu words kept\n", compare, words_of_it.kept,
           words_of_it.words);
    printf("the same without an index  %8.2f ms   ratio %.1f\n", plain, plain / match);
    printf("pages a second, one core   %8.0f\n", 1000 / (read + match + compare));
    arena_free(once);
    arena_free(a);
    return match <= 5 ? 0 : 1;
}
