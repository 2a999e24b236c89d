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

enum { WORD_MOST = 24, RUN_MOST = 48, WORD_LONGEST = 12, SHORTHAND_MOST = 6 };
/* What reading_wanted saw a sign of; the rest is not looked for. */
enum {
    WANT_SPELT = 1,
    WANT_SPLIT = 2,
    WANT_DIGITS = 4,
    WANT_TYPED = 8,
    WANT_UNDERSCORES = 16,
    WANT_SHORTHAND = 32,
    WANT_HOST = 64,
    WANT_TWO_WALKS = WANT_SPELT | WANT_SPLIT | WANT_DIGITS | WANT_TYPED | WANT_UNDERSCORES,
};

/* Letters that stand apart, and how they were cut into words. */
typedef struct run {
    char letter[RUN_MOST];
    size_t at[RUN_MOST];
    bool wide[RUN_MOST]; /* more than one blank stood before it in the message */
    size_t n, wides;
    char sep;
} run_t;

typedef struct cut {
    uint8_t ends[RUN_MOST]; /* of the pieces, in letters */
    size_t n;
} cut_t;

typedef struct reader {
    str_t src;
    const fold_t *in;
    words_t *words; /* of `in` */
    unsigned wanted;
    reading_known_fn known;
    const void *ctx;
    fold_t *out; /* NULL: the walk that only counts */
    reading_found_t *found;
    struct {
        uint32_t spaced, split;     /* words certainly spelt apart, certainly cut in two */
        uint32_t likely;            /* words spelt apart by the look of them */
        uint32_t joined;            /* those and the ones that may be two words */
        uint32_t leet, vni, either; /* digits that can only be letters, only marks, both */
        uint32_t leet_ends;         /* with a digit at an end */
        uint32_t typed, typed_well; /* words Telex explains; that hardly anything else would explain */
        uint32_t underscores;
        uint32_t odd; /* words that nothing explains */
    } sure;
    struct {
        run_t run;
        cut_t cut;
        size_t piece; /* where the next stretch of words may begin */
    } spelt;          /* the last run looked at */
    size_t copied;    /* what stands before it has been written */
    struct {
        words_t *to; /* NULL: nobody asks for them */
        size_t most;
        size_t next;   /* of the words of `in` */
        size_t fresh;  /* in `to`: since then none is a copy, but the last change's own */
    } kept;            /* the words of `out`, as far as it is written */
    bool words_lost;   /* they must be cut anew */
    size_t left_until; /* no run of letters is begun before it */
    bool loose_spaced, loose_split, underscores, leet, leet_ends, leet_thick, vni,
        typed; /* what the second walk does */
} reader_t;

/* The row of a word in a table in order, whose rows of `width` bytes begin with a word in eight, zeros behind it; SIZE_MAX:
 * none. */
size_t row_of(const void *table, size_t n, size_t width, str_t w);
#define ROW_OF(table, w)   row_of((table), sizeof(table) / sizeof *(table), sizeof *(table), w)
#define IN_ORDER(table, w) (ROW_OF(table, w) != SIZE_MAX)

/* reading_syllable.c: the sounds of Vietnamese, folded */
bool syllable(str_t word);
bool reading_word(const reader_t *r, str_t word); /* a syllable, a word of ours, or one the caller knows */
bool known_word(const reader_t *r, str_t word);   /* the same without syllables */
/* Cuts letters (RUN_MOST at most) into words, and single letters where they make none: ends[] after each, their number. */
size_t cut_syllables(const reader_t *r, str_t letters, uint8_t ends[RUN_MOST]);
/* reading_words.c: the words of `out` out of those of `in` */
void words_changed(reader_t *r, size_t at, size_t next,
                   size_t out_at); /* what stood at … next now stands from out_at on */
void words_end(reader_t *r);
/* reading_shorthand.c. A word's mix tells mostly that it is none: 1,024 bits, one set for each of ours. */
extern const uint64_t shorthand_bits[16];
static inline bool may_be_shorthand(uint32_t mix)
{
    return shorthand_bits[mix >> 28] >> (mix >> 22 & 63) & 1;
}
str_t shorthand(str_t word, uint32_t mix, str_t before); /* empty: none */
/* reading_word.c: one word in `to` (WORD_MOST bytes); its length, 0: not read so */
size_t read_leet(const reader_t *r, str_t word, char *to);
size_t read_drawn(const reader_t *r, str_t word, char *to); /* the same of digits alone */
size_t read_vni(str_t word, char *to);
size_t read_telex(str_t word, char *to);
/* reading_spelt.c, reading_host.c: what stands at folded byte `at`, written out; the byte after it, or `at` */
size_t spelt_at(reader_t *r, size_t at);
size_t split_at(reader_t *r, size_t at);
size_t host_at(reader_t *r, size_t at);
bool host_hint(const reader_t *r, size_t from,
               size_t end); /* from word from … end on there stands an address in pieces */
bool scheme_hint(const reader_t *r, size_t from, size_t end);
bool begins_no_sentence(str_t ending); /* an ending of hosts that stands after a full stop as nothing else */
/* As shorthand_bits, of the endings that begin no sentence: a set bit of 256 for each. */
extern const uint64_t rare_ending_bits[4];
static inline bool may_be_rare_ending(uint32_t mix)
{
    return rare_ending_bits[mix >> 30] >> (mix >> 24 & 63) & 1;
}
/* The words for a dot, by their mix. */
static inline bool dot_in_words(uint32_t mix)
{
    const uint32_t dot = word_mix("dot\0\0\0\0", 3), cham = word_mix("cham\0\0\0", 4);
    return (mix == dot) | (mix == cham);
}

/* reading.c */
void emit(reader_t *r, char c, size_t from); /* folded byte `from` stands for it */
void note(reader_t *r, reading_kind_t kind, size_t from, size_t to, bool plain);

/* Which compilers make one test of bits of. */
static inline bool joins_host(char c)
{
    return c == '.' || c == '/' || c == '@' || c == '-' || c == '_';
}
static inline bool joins_address(char c)
{
    return joins_host(c) || c == ':' || c == '&' || c == '=';
}
/* Zeros stand behind the text (FOLD_SLACK), and nobody reads on behind the first. */
static inline char byte_at(const reader_t *r, size_t i)
{
    return r->in->text[i];
}
static inline str_t folded(const reader_t *r, size_t from, size_t to)
{
    return (str_t){r->in->text + from, to - from};
}
#endif
