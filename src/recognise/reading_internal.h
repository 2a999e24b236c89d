/* SPDX-License-Identifier: Apache-2.0
 *
 * reading_internal — what the parts of a reading share.
 *
 * A reading walks the text twice: the first time it writes nothing and counts what leaves no doubt; the second time those
 * counts settle the doubtful words.
 */
#ifndef CG_RECOGNISE_READING_INTERNAL_H
#define CG_RECOGNISE_READING_INTERNAL_H
#include "recognise/letters.h"
#include "recognise/reading.h"

enum { WORD_MOST = 24, RUN_MOST = 64 };

typedef struct reader {
    str_t src;
    const fold_t *in;
    reading_known_fn known;
    const void *ctx;
    fold_t *out; /* NULL: the walk that only counts */
    reading_found_t *found;
    struct {
        uint32_t spaced, split;     /* words certainly spelt apart, certainly cut in two */
        uint32_t leet, vni, either; /* digits that can only be letters, only marks, both */
        uint32_t leet_ends;         /* with a digit at an end */
        uint32_t typed, typed_well; /* words Telex explains; that hardly anything else would explain */
        uint32_t odd;               /* words that nothing explains */
    } sure;
    bool loose_spaced, loose_split, leet, leet_ends, vni, typed; /* what the second walk does */
} reader_t;

/* reading_syllable.c: the sounds of Vietnamese, folded */
bool syllable(str_t word);
bool reading_word(const reader_t *r, str_t word); /* a syllable, a word of ours, or one the caller knows */
bool known_word(const reader_t *r, str_t word);   /* the same without syllables */
/* Cuts letters into words: ends[] after each, their number. 0: they make none. *loose: letters left over between them. */
size_t cut_syllables(const reader_t *r, str_t letters, uint8_t ends[RUN_MOST], unsigned *loose);
/* reading_shorthand.c */
str_t shorthand(str_t word, str_t before); /* empty: none */
/* reading_word.c: one word in `to` (WORD_MOST bytes); its length, 0: not read so */
size_t read_leet(const reader_t *r, str_t word, char *to);
size_t read_vni(str_t word, char *to);
size_t read_telex(str_t word, char *to);
/* reading_spelt.c, reading_host.c: what stands at folded byte `at`, written out; the byte after it, or `at` */
size_t spelt_at(reader_t *r, size_t at);
size_t split_at(reader_t *r, size_t at);
size_t host_at(reader_t *r, size_t at);

/* reading.c */
void emit(reader_t *r, char c, size_t from); /* folded byte `from` stands for it */
void note(reader_t *r, reading_kind_t kind, size_t from, size_t to, bool plain);

static inline char byte_at(const reader_t *r, size_t i)
{
    return i < r->in->n ? r->in->text[i] : '\0';
}
static inline str_t folded(const reader_t *r, size_t from, size_t to)
{
    return (str_t){r->in->text + from, to - from};
}
#endif
