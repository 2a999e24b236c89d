/* SPDX-License-Identifier: Apache-2.0
 *
 * The corpus of 300 pages, read over real sockets. The law: no false "seen" at all; at least 97 of 100 true postings seen;
 * at most 5 of 100 pages with a plain answer left at "cannot tell"; and no wall taken for an answer. Both halves are held to
 * it; the program's authors tune with the first half alone (docs/proof.md).
 */
#include "corpus_world.h"
#include <stdio.h>
#include <stdlib.h>

static const char *const words[] = {"exact", "embedded", "paraphrased", "stale", "altered", "not-seen", "cannot-tell"};
enum { WORDS = sizeof words / sizeof *words };

typedef struct tally {
    int said[WORDS], was[WORDS], both[WORDS];
    int pages, plain, unclear, postings, seen, false_seen, wrong, other_release, wall_judged;
} tally_t;

static size_t word_at(str_t s)
{
    for (size_t i = 0; i < WORDS; i++)
        if (str_eq(s, str_of(words[i]))) return i;
    fail_msg("no such answer: %.*s", STRF(s));
    return 0;
}

static void one(corpus_t *c, const corpus_case_t *k, tally_t *t, bool loud)
{
    proof_result_t r = proof_world_look(&c->world, corpus_url(c, k));
    str_t said = corpus_said(&r), truth = corpus_truth(k, said);
    bool wall = str_eq(k->verdict, S("cannot-tell")), posted = str_eq(k->verdict, S("seen")),
         seen = r.verdict == PROOF_SEEN;
    t->pages++;
    t->was[word_at(truth)]++;
    t->said[word_at(said)]++;
    t->both[word_at(truth)] += str_eq(said, truth);
    t->plain += !wall;
    t->unclear += !wall && r.verdict == PROOF_CANNOT_TELL;
    t->postings += posted;
    t->seen += posted && seen;
    t->false_seen += seen && !posted;
    t->wall_judged += wall && r.verdict != PROOF_CANNOT_TELL;
    bool other = posted && seen && !corpus_release_right(c, k, &r);
    t->other_release += other;
    if (str_eq(said, truth) && !other) return;
    t->wrong++;
    if (!loud) return;
    printf("%.*s %.*s: %.*s, not %.*s%s; %s %.3f", STRF(k->kind), STRF(k->path), STRF(said), STRF(truth),
           other ? " (another release)" : "", r.method ? r.method : "-", r.share);
    for (size_t i = 0; i < r.n_reasons; i++) printf(" [%.*s]", STRF(r.reasons[i]));
    printf("\n");
}

static void report(const tally_t *t, const char *half)
{
    printf("%s half: %-12s %5s %9s %6s\n", half, "answer", "pages", "precision", "recall");
    for (size_t i = 0; i < WORDS; i++)
        printf("            %-12s %5d %9.3f %6.3f\n", words[i], t->was[i],
               t->said[i] ? (double)t->both[i] / t->said[i] : 1, t->was[i] ? (double)t->both[i] / t->was[i] : 1);
    printf("            pages %d, false seen %d, postings seen %d of %d, cannot tell %d of %d plain pages, walls "
           "judged %d, wrong %d\n",
           t->pages, t->false_seen, t->seen, t->postings, t->unclear, t->plain, t->wall_judged, t->wrong);
}

static corpus_t *corpus;

static void hold(const char *half, bool loud)
{
    tally_t t = {0};
    for (size_t i = 0; i < corpus->n_cases; i++)
        if (str_eq(corpus->cases[i].half, str_of(half))) one(corpus, &corpus->cases[i], &t, loud);
    report(&t, half);
    assert_true(t.pages >= 145);
    assert_int_equal(t.false_seen, 0);
    assert_int_equal(t.other_release, 0);
    assert_int_equal(t.wall_judged, 0);
    assert_true(t.seen * 100 >= t.postings * 97);
    assert_true(t.unclear * 100 <= t.plain * 5);
    assert_true(t.wrong * 100 <= t.pages * 5);
}

static void the_half_tuned_with(void **state)
{
    (void)state;
    hold("tuned", true);
}

static void the_half_held_out(void **state)
{
    (void)state;
    hold("held", getenv("CORPUS_LOUD") != NULL);
}

static const char *pack;

static int begin(void **state)
{
    (void)state;
    corpus = corpus_begin(pack);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    corpus_end(corpus);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    pack = argv[1];
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_half_tuned_with), cmocka_unit_test(the_half_held_out)};
    bool tuned = argc > 2; /* while tuning: the first half alone */
    return tuned ? _cmocka_run_group_tests("proof-corpus", tests, 1, begin, finish)
                 : cmocka_run_group_tests_name("proof-corpus", tests, begin, finish);
}
