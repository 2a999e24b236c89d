/* SPDX-License-Identifier: Apache-2.0
 *
 * words — a text as folded words that know where they stand, and what changed between two aligned texts. Inside the room.
 */
#ifndef CG_PROOF_WORDS_H
#define CG_PROOF_WORDS_H
#include "proof/compare.h"

typedef enum word_sort { WORD_PLAIN, WORD_NUMBER, WORD_HOST } word_sort_t;

typedef struct word_at {
    uint64_t hash;     /* of the folded word */
    uint32_t from, to; /* bytes of the source */
    uint32_t f, f_end; /* bytes of the folded text */
    word_sort_t sort;
} word_at_t;

typedef struct words {
    str_t source, folded;
    word_at_t *at;
    size_t n;
} words_t;

/* Words of letters and digits. "phongchong.example.vn" is one word (its last label is a known ending); "1.500.000" one. */
must_use bool text_words(arena_t *a, str_t text, words_t *out);

/* Reads the gaps between kept words (kept[o], at partner[o] on the page) and fills out->changes and out->grave. */
void changes_read(const words_t *ours, const words_t *theirs, const bool *kept, const uint32_t *partner,
                  compared_t *out);
#endif
