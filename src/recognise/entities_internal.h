/* SPDX-License-Identifier: Apache-2.0
 *
 * entities_internal — what the readers of links, numbers, dates and documents share. All read the folded text and mark the
 * message as it was sent.
 */
#ifndef CG_RECOGNISE_ENTITIES_INTERNAL_H
#define CG_RECOGNISE_ENTITIES_INTERNAL_H
#include "recognise/engine.h"

/* A new entity over the folded bytes [from, to); NULL: there is room for no more. */
entity_t *entity_add(work_t *w, entity_kind_t kind, size_t from, size_t to);
/* Whether something already stands on the folded bytes [from, to). */
bool entity_there(const work_t *w, size_t from, size_t to);
/* The brand whose name begins with word number `word`, and how long the name is there; NULL: none. */
const brand_t *brand_at_word(const work_t *w, size_t word, size_t *n);

/* Of the folded text; 0 past its end, for FOLD_SLACK zeros stand there: no reader goes on behind the first. */
static inline char folded_at(const work_t *w, size_t i)
{
    return w->f.text[i];
}
static inline bool folded_starts(const work_t *w, size_t at, str_t s)
{
    return at <= w->f.n && s.n <= w->f.n - at && memcmp(w->f.text + at, s.p, s.n) == 0;
}
/* The same as a whole word. */
static inline bool folded_word(const work_t *w, size_t at, str_t s)
{
    return folded_starts(w, at, s) && !word_char(folded_at(w, at + s.n));
}

void links_find(work_t *w);     /* entity_links.c: links, bare hosts, addresses of mail */
void deadlines_find(work_t *w); /* entity_dates.c */
void documents_find(work_t *w); /* entity_documents.c: "2632/STTTT-CNTTVT" */
void numbers_find(work_t *w);   /* entity_numbers.c: amounts, telephones, accounts, cards, codes */
#endif
