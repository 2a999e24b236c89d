/* SPDX-License-Identifier: Apache-2.0
 *
 * corpus_world — the corpus of pages (corpus/make_corpus.py) with its releases published in a real store and its portals
 * answering on a real socket. For the test that holds the law and the bench that prints the table.
 */
#ifndef CG_TESTS_CORPUS_WORLD_H
#define CG_TESTS_CORPUS_WORLD_H
#include "proof_world.h"

typedef struct corpus_case {
    str_t half, kind, verdict, fidelity, key, path; /* fidelity "-": none; "picture", "scan": see corpus_right */
    int version;
} corpus_case_t;

typedef struct corpus_text {
    str_t key, kind, text;
    int version;
    bool withdrawn;
    release_t release;
    material_t material;
    str_t pdf, poster; /* poster: p = NULL for other kinds */
} corpus_text_t;

typedef struct corpus {
    proof_world_t world;
    site_t site;
    corpus_text_t *texts;
    corpus_case_t *cases;
    size_t n_texts, n_cases;
} corpus_t;

/* Reads the pack, publishes its releases and opens the portals. One at a time in a program. */
corpus_t *corpus_begin(const char *pack);
void corpus_end(corpus_t *c);
str_t corpus_url(corpus_t *c, const corpus_case_t *k);
/* The page's bytes as the portal gives them; p = NULL when it is no page of text. */
str_t corpus_body(corpus_t *c, arena_t *a, str_t path);

/* What was said in the words of the truth: "embedded", "not-seen", "cannot-tell" … */
str_t corpus_said(const proof_result_t *r);
/* The truth in the same words; `said` when that is one of several right ones (a scan read with or without slips). */
str_t corpus_truth(const corpus_case_t *k, str_t said);
/* Is the release that was found the one that stands there? */
bool corpus_release_right(corpus_t *c, const corpus_case_t *k, const proof_result_t *r);
#endif
