/* SPDX-License-Identifier: Apache-2.0
 *
 * fold — one reading of a text under all the ways people write or disguise it, with the way back to the bytes they sent.
 *
 * Folding gives lower-case ASCII words wherever that is possible: NFKC case folding, Vietnamese and Latin marks taken off
 * (đ → d), both tone placements alike, full-width, mathematical, enclosed and small-capital letters, digits of all scripts,
 * and look-alikes of other scripts (UTS 39) turned into the Latin letter they stand for, zero-width and combining noise
 * dropped, the dots that browsers take for the dot of a host made one. White space of any kind and length becomes one space;
 * other characters stay as they are, in UTF-8. Folding a folded text changes nothing. It does not undo leet or spaced
 * letters: those are readings of a second pass (recognise/reading.h).
 *
 * Every folded byte knows the byte of the source it came from, so a finding in the folded text marks the right span.
 * Tables are made at build time (tools/fold_tables.c) from ICU's data: NFKC_Casefold, decomposition, confusables (UTS 39).
 */
#ifndef CG_BASE_FOLD_H
#define CG_BASE_FOLD_H
#include "base/str.h"

/* What the fold had to undo, counted: disguise is itself a sign. */
typedef struct fold_stats {
    uint32_t letters;    /* letters and digits seen */
    uint32_t marks;      /* letters that carried a Vietnamese or Latin mark */
    uint32_t combining;  /* combining marks that stood alone (decomposed text) */
    uint32_t noise;      /* combining marks that no Latin letter carries, or more than two on one */
    uint32_t zero_width; /* zero-width and other default-ignorable characters dropped */
    uint32_t wide;       /* full-width forms */
    uint32_t styled;     /* mathematical, enclosed, small-capital letters */
    uint32_t lookalike;  /* letters of other scripts standing for Latin ones */
    uint32_t other;      /* letters of other scripts with no Latin twin */
    uint32_t bidi;       /* direction controls */
    uint32_t invalid;    /* bytes that are not UTF-8 */
} fold_stats_t;

typedef struct fold {
    char *text; /* folded bytes */
    uint32_t
        *origin; /* origin[i]: offset in the source of the character that gave text[i]; origin[n] = source length */
    size_t n;
    fold_stats_t stats;
} fold_t;

/* Behind a folded text stand so many zeros, for readers that take eight or 64 bytes at once. */
enum { FOLD_SLACK = 72 };
/* What the buffers of a fold of `n` source bytes must hold: the most folded bytes they can give, and the zeros. */
size_t fold_bound(size_t n);
/* Folds src into f->text and f->origin, which the caller has set to buffers of fold_bound(src.n) and +1 entries.
 * Linear in src.n; no allocation. */
void fold_into(str_t src, fold_t *f);
/* The offset just after the source character that gave text[i]: the end of a span ending at folded byte i (inclusive). */
size_t fold_end(str_t src, const fold_t *f, size_t i);

/* What one character is to a word it stands in. */
typedef enum fold_sort {
    FOLD_SORT_NONE,
    FOLD_SORT_LETTER,    /* Latin, marked or not */
    FOLD_SORT_FOREIGN,   /* a letter of another script that looks like none of ours */
    FOLD_SORT_LOOKALIKE, /* one that the fold took for a Latin letter */
    FOLD_SORT_WIDE,      /* of another width, as keyboards of the East write */
    FOLD_SORT_STYLED,    /* a mathematical, enclosed or small-capital letter; no flags, no small digits */
    FOLD_SORT_MARK,
    FOLD_SORT_HIDDEN, /* zero-width and the like */
    FOLD_SORT_BIDI
} fold_sort_t;
fold_sort_t fold_sort(uint32_t c);

/* Folded copy in an arena, without offsets: for search and comparison. p = NULL without memory. */
str_t fold_dup(arena_t *a, str_t s);
/* NFC of code points in place; `most` is the room in `c`. Returns how many, 0 when they do not fit or were none. */
size_t nfc_points(uint32_t *c, size_t n, size_t most);
/* NFC in an arena: what the store keeps. Invalid UTF-8 becomes U+FFFD. */
str_t nfc_dup(arena_t *a, str_t s);
#endif
