/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_proof_corpus PACK — the 300 pages of the proof corpus: what is seen, kind by kind, and what two simpler ways of comparing
 * texts make of the pages whose text is the posting. Each gets the page's main text as our reader extracts it, and its threshold
 * is the best one without a false "seen" on the half one tunes with:
 *   simhash    64 bits over the words (Charikar 2002; Manku 2007), the distance to the nearest release
 *   line diff  the share of a release's lines that stand on the page, white space and case aside, as page watchers compare
 * A comparison beside them is by the share of shingles alone, without what this room adds to it.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/fold.h"
#include "proof/corpus_world.h"
#include "proof/decode.h"

enum { KINDS = 128 };

typedef struct kind {
    str_t name;
    int pages, right;
} kind_t;

static uint64_t word_hash(str_t w)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < w.n; i++) h = (h ^ (unsigned char)w.p[i]) * 0x100000001b3u;
    return (h ^ h >> 29) * 0xbf58476d1ce4e5b9u;
}

static uint64_t simhash(arena_t *a, str_t text)
{
    int sum[64] = {0};
    str_t rest = fold_dup(a, text), word;
    uint64_t out = 0;
    while (str_cut(&rest, ' ', &word)) {
        uint64_t h = word_hash(word);
        for (int i = 0; i < 64; i++) sum[i] += h >> i & 1 ? 1 : -1;
    }
    for (int i = 0; i < 64; i++)
        if (sum[i] > 0) out |= (uint64_t)1 << i;
    return out;
}

static double by_simhash(arena_t *a, corpus_t *c, str_t page)
{
    int least = 64;
    for (size_t i = 0; i < c->n_texts; i++) {
        int d = __builtin_popcountll(simhash(a, page) ^ simhash(a, c->texts[i].text));
        if (d < least) least = d;
    }
    return 1 - least / 64.0;
}

static str_t plain_line(arena_t *a, str_t line)
{
    buf_t b = buf_new(a, line.n + 1);
    for (size_t i = 0; i < line.n; i++)
        if ((unsigned char)line.p[i] > ' ')
            buf_putc(&b, line.p[i] >= 'A' && line.p[i] <= 'Z' ? (char)(line.p[i] + 32) : line.p[i]);
    return buf_str(&b);
}

static double by_lines(arena_t *a, corpus_t *c, str_t page)
{
    double best = 0;
    for (size_t i = 0; i < c->n_texts; i++) {
        str_t rest = c->texts[i].text, line, other;
        size_t n = 0, found = 0;
        while (str_line(&rest, &line)) {
            str_t want = plain_line(a, line), lines = page;
            bool there = false;
            n += want.n;
            while (!there && str_line(&lines, &other)) there = str_eq(plain_line(a, other), want);
            if (there) found += want.n;
        }
        if (n && (double)found / (double)n > best) best = (double)found / (double)n;
    }
    return best;
}

static double by_shingles(arena_t *a, corpus_t *c, str_t page)
{
    double best = 0;
    err_t err = err_new(LANG_EN);
    uint64_t *of, *in;
    size_t n_of, n_in;
    int64_t words;
    if (text_shingles(a, page, SIZE_MAX, &in, &n_in, &words, &err) != ST_OK) return 0;
    for (size_t i = 0; i < c->n_texts; i++) {
        if (text_shingles(a, c->texts[i].text, SHINGLES_KEPT, &of, &n_of, &words, &err) != ST_OK) return 0;
        double share = shingles_share(of, n_of, in, n_in);
        if (share > best) best = share;
    }
    return best;
}

/* Pages whose posting, if any, is their own text. */
static bool of_text(const corpus_case_t *k)
{
    static const char *const other[] = {"file-", "poster-", "embed-", "iframe", "frame", "meta-"};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (str_starts(k->kind, str_of(other[i]))) return false;
    return !str_eq(k->verdict, S("cannot-tell"));
}

typedef double (*way_fn)(arena_t *a, corpus_t *c, str_t page);

static void peer(corpus_t *c, const char *name, way_fn way)
{
    arena_t *a = arena_new(256 << 20);
    double highest = 0;
    int seen[2] = {0}, postings[2] = {0}, wrong[2] = {0}, nothing[2] = {0};
    for (int round = 0; round < 2; round++) /* first the threshold, then the count */
        for (size_t i = 0; i < c->n_cases; i++, arena_reset(a)) {
            const corpus_case_t *k = &c->cases[i];
            str_t body = corpus_body(c, a, k->path), text, charset;
            html_page_t page;
            err_t err = err_new(LANG_EN);
            if (!body.p || !of_text(k) || page_decode(a, body, STR_NONE, &text, &charset, &err) != ST_OK ||
                html_read(a, text, &page, &err) != ST_OK)
                continue;
            double v = way(a, c, page.main);
            bool held = str_eq(k->half, S("held")), posted = str_eq(k->verdict, S("seen"));
            if (!round) {
                if (!held && !posted && v > highest) highest = v;
                continue;
            }
            postings[held] += posted;
            nothing[held] += !posted;
            seen[held] += posted && v > highest;
            wrong[held] += !posted && v > highest;
        }
    printf("%-22s %5.3f   %3d of %3d   %3d of %3d   %3d of %3d\n", name, highest, seen[0], postings[0], seen[1],
           postings[1], wrong[1], nothing[1]);
    arena_free(a);
}

static void ours(corpus_t *c)
{
    int seen[2] = {0}, postings[2] = {0}, wrong[2] = {0}, nothing[2] = {0};
    static kind_t kinds[KINDS];
    size_t n = 0;
    ms_t from = clock_mono();
    for (size_t i = 0; i < c->n_cases; i++) {
        const corpus_case_t *k = &c->cases[i];
        proof_result_t r = proof_world_look(&c->world, corpus_url(c, k));
        str_t said = corpus_said(&r);
        size_t at = 0;
        while (at < n && !str_eq(kinds[at].name, k->kind)) at++;
        if (at == n && n + 1 < KINDS) kinds[n++].name = k->kind;
        kinds[at].pages++;
        bool posted = str_eq(k->verdict, S("seen")), held = str_eq(k->half, S("held"));
        kinds[at].right += str_eq(said, corpus_truth(k, said)) && (!posted || corpus_release_right(c, k, &r));
        if (!corpus_body(c, c->world.a, k->path).p || !of_text(k)) continue;
        postings[held] += posted;
        nothing[held] += !posted;
        seen[held] += posted && r.verdict == PROOF_SEEN;
        wrong[held] += !posted && r.verdict == PROOF_SEEN;
    }
    printf("%-22s         %3d of %3d   %3d of %3d   %3d of %3d\n\n", "canhgiac", seen[0], postings[0], seen[1],
           postings[1], wrong[1], nothing[1]);
    printf("%zu pages in %.1f s (one after another, papers and pictures read in the box)\n", c->n_cases,
           (double)(clock_mono() - from) / 1000);
    for (size_t i = 0; i < n; i++)
        printf("%-24.*s %3d of %3d%s", STRF(kinds[i].name), kinds[i].right, kinds[i].pages,
               i % 3 == 2 || i + 1 == n ? "\n" : "   ");
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    corpus_t *c = corpus_begin(argv[1]);
    printf("postings that are text of the page: seen without a false one\n%-22s %5s   %-10s   %-10s   %s\n", "", "from",
           "tuned half", "held half", "false in the held half");
    peer(c, "simhash", by_simhash);
    peer(c, "line diff", by_lines);
    peer(c, "share of shingles", by_shingles);
    ours(c);
    corpus_end(c);
    return 0;
}
