/* SPDX-License-Identifier: Apache-2.0
 *
 * The corpus of page shapes (pages/, made by make_pages.py), read over real sockets: what is said must be true. No false
 * "seen" at all; every true posting seen; "cannot tell" only where it is the answer.
 */
#include "proof_world.h"
#include <stdio.h>
#include <stdlib.h>
#include "base/file.h"
#include "base/fold.h"

static proof_world_t W;
static site_t site;
static const char *folder;

static void lines(buf_t *b, str_t text, const char *open, const char *close)
{
    str_t line;
    while (str_line(&text, &line)) {
        buf_putz(b, open);
        buf_html(b, line);
        buf_putz(b, close);
    }
}

/* As editors paste from Word: a span opened in the middle of words. */
static void spans(buf_t *b, str_t text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (i % 37 == 11 && text.p[i] > ' ' && (unsigned char)text.p[i] < 0x80)
            buf_putz(b, "<span lang=VI style='font-size:14pt'>");
        buf_putc(b, text.p[i] == '\n' ? ' ' : text.p[i]);
    }
}

/* As CKEditor writes Latin-1 letters by name and others by number. */
static void entities(buf_t *b, str_t text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        if (c == 0xF4)
            buf_putz(b, "&ocirc;");
        else if (c == 0xE0)
            buf_putz(b, "&agrave;");
        else if (c >= 0x80)
            buf_fmt(b, "&#%u;", (unsigned)c);
        else
            buf_putc(b, (char)c);
    }
}

/* Every 40th word another one. */
static void retyped(buf_t *b, str_t text)
{
    int n = 0;
    str_t word;
    while (str_cut(&text, ' ', &word)) {
        buf_put(b, ++n % 40 == 20 ? S("này") : word);
        buf_putc(b, ' ');
    }
}

static void number(buf_t *b, str_t text)
{
    size_t at = str_find(text, S("3762 333"), 0);
    buf_put(b, str_sub(text, 0, at));
    buf_putz(b, "3762 999");
    buf_put(b, str_sub(text, at + 8, text.n));
}

static void fill(buf_t *b, arena_t *a, str_t name)
{
    if (str_eq(name, S("TEXT2")))
        lines(b, W.text2, "<p>", "</p>");
    else if (str_eq(name, S("TEXT1")))
        lines(b, W.text1, "<p>", "</p>");
    else if (str_eq(name, S("ROWS2")))
        lines(b, W.text2, "<tr><td>", "</td></tr>");
    else if (str_eq(name, S("PLAIN2")))
        buf_put(b, fold_dup(a, W.text2));
    else if (str_eq(name, S("SPANS2")))
        spans(b, W.text2);
    else if (str_eq(name, S("ENTITIES2")))
        entities(b, W.text2);
    else if (str_eq(name, S("RETYPED2")))
        retyped(b, W.text2);
    else if (str_eq(name, S("NUMBER2")))
        number(b, W.text2);
    else if (str_eq(name, S("HALF2")))
        lines(b, str_sub(W.text2, W.text2.n * 2 / 5, W.text2.n), "<p>", "</p>");
    else if (str_eq(name, S("CODE2")))
        buf_put(b, W.r2.code);
    else if (str_eq(name, S("CODE1")))
        buf_put(b, W.r1.code);
}

/* A page of the corpus with its @NAMES@ filled in; p = NULL when there is none. */
static str_t page(arena_t *a, str_t path)
{
    str_t raw, piece;
    err_t err = err_new(LANG_EN);
    str_t file = str_fmt(a, "%s%.*s", folder, STRF(path));
    if (file_read(a, str_z(a, file), 1 << 20, &raw, &err) != ST_OK) return STR_NONE;
    buf_t b = buf_new(a, 1 << 20);
    for (bool name = false; str_cut(&raw, '@', &piece); name = !name) {
        if (name)
            fill(&b, a, piece);
        else
            buf_put(&b, piece);
    }
    return buf_str(&b);
}

static void answer(int fd, str_t path, str_t request)
{
    (void)request;
    arena_t *a = arena_new(16 << 20);
    str_t body;
    if (str_eq(path, S("/tep/cu.pdf")))
        site_page(fd, "application/pdf", W.file1);
    else if (str_eq(path, S("/tep/moi.pdf")) || str_starts(path, S("/documents/")))
        site_page(fd, "application/pdf", W.file2);
    else if (str_eq(path, S("/tep/khac.pdf")))
        site_page(fd, "application/pdf", S("%PDF-1.4 of something else"));
    else if ((body = page(a, path)).p)
        site_page(fd, "text/html; charset=utf-8", body);
    else
        site_send(fd, S("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
    arena_free(a);
}

typedef struct score {
    int said, was, both;
} score_t;

static const char *const kinds[] = {"exact", "embedded", "paraphrased", "stale", "altered", "not-seen", "cannot-tell"};
enum { KINDS = sizeof kinds / sizeof *kinds };

static size_t kind_of(str_t verdict, str_t fidelity)
{
    str_t name = str_eq(verdict, S("seen")) ? fidelity : verdict;
    for (size_t i = 0; i < KINDS; i++)
        if (str_eq(name, str_of(kinds[i]))) return i;
    return KINDS - 1;
}

static void every_page_of_the_corpus(void **state)
{
    (void)state;
    str_t answers, line, name, rest, verdict;
    score_t scores[KINDS] = {{0}};
    int pages = 0, wrong = 0, false_seen = 0;
    assert_ok(file_read(W.a, str_z(W.a, str_fmt(W.a, "%s/answers.tsv", folder)), 1 << 20, &answers, &W.err), &W.err);
    while (str_line(&answers, &line)) {
        rest = line;
        assert_true(str_cut(&rest, '\t', &name) && str_cut(&rest, ' ', &verdict));
        char path[160];
        snprintf(path, sizeof path, "/%.*s.html", STRF(name));
        proof_result_t r = proof_world_look(&W, site_url(W.a, &site, path));
        size_t was = kind_of(verdict, rest), said = kind_of(str_of(proof_verdict_name(r.verdict)), str_of(r.fidelity));
        scores[was].was++;
        scores[said].said++;
        scores[was].both += was == said;
        false_seen += r.verdict == PROOF_SEEN && !str_eq(verdict, S("seen"));
        pages++;
        if (was == said) continue;
        wrong++;
        printf("%s: %s, not %s (%.*s)\n", path, kinds[said], kinds[was], STRF(r.n_reasons ? r.reasons[0] : S("-")));
    }
    printf("%-12s %5s %9s %6s\n", "kind", "pages", "precision", "recall");
    for (size_t i = 0; i < KINDS; i++)
        printf("%-12s %5d %9.3f %6.3f\n", kinds[i], scores[i].was,
               scores[i].said ? (double)scores[i].both / scores[i].said : 1,
               scores[i].was ? (double)scores[i].both / scores[i].was : 1);
    printf("pages %d, wrong %d, false seen %d\n", pages, wrong, false_seen);
    assert_true(pages >= 40);
    assert_int_equal(false_seen, 0);
    assert_int_equal(wrong, 0);
}

static int begin(void **state)
{
    (void)state;
    proof_world_begin(&W);
    site_begin(&site, answer);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    site_end(&site);
    proof_world_end(&W);
    return 0;
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : "tests/proof/pages";
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_page_of_the_corpus)};
    return cmocka_run_group_tests_name("proof-corpus", tests, begin, finish);
}
