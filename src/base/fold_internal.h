/* SPDX-License-Identifier: Apache-2.0
 *
 * fold_internal — the tables tools/fold_tables.c makes: for fold.c two levels of blocks of 32 code points, for nfc.c sorted
 * lists.
 *
 * An entry of a block is 0 (the character as it is, no letter), FOLD_BYTE with flags and the one ASCII byte it folds to, or
 * the number of a fold_entry_t. Nearly everything a Vietnamese text holds is of the second sort.
 */
#ifndef CG_BASE_FOLD_INTERNAL_H
#define CG_BASE_FOLD_INTERNAL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FOLD_TOP =
        0x20000, /* above stand only rare Han, left as they are, and the tags and selectors of plane 14, dropped */
    FOLD_CUT = 32,
    FOLD_RATIO = 3, /* the most folded bytes for one source byte; an invalid byte becomes U+FFFD */
    FOLD_AS_IS = 0xFF,
    FOLD_BYTE = 0x8000,
};

/* What a character is, in the low four bits of its flags; which of them give nothing. */
enum fold_kind {
    FOLD_PLAIN,
    FOLD_MARK,
    FOLD_DROP,
    FOLD_BIDI,
    FOLD_SPACE,
    FOLD_WIDE,
    FOLD_STYLED,
    FOLD_LOOKALIKE,
    FOLD_OTHER,
    FOLD_KINDS,
    FOLD_KIND = 0x0F,
    FOLD_LETTER = 0x10,
    FOLD_MARKED = 0x20, /* a letter with a mark of Latin or Vietnamese */
    FOLD_NOISE = 0x40,  /* a combining mark that no Latin letter carries */
};

typedef struct fold_entry {
    uint16_t at; /* in fold_pool */
    uint8_t n, flags;
} fold_entry_t;
typedef struct fold_decomp {
    uint32_t c, to[2];
} fold_decomp_t;
typedef struct fold_pair {
    uint32_t a, b, c;
} fold_pair_t;
typedef struct fold_class {
    uint32_t c;
    uint32_t ccc;
} fold_class_t;

extern const uint8_t fold_pool[];
/* Browsers are sent these in another form: wasm/tables.c. */
#ifdef __wasm__
#define FOLD_TABLE extern
#else
#define FOLD_TABLE extern const
#endif
FOLD_TABLE fold_entry_t fold_entries[];
extern const uint16_t fold_first[FOLD_TOP / FOLD_CUT];
FOLD_TABLE uint16_t fold_blocks[];
FOLD_TABLE fold_decomp_t fold_decomps[];
FOLD_TABLE fold_pair_t fold_pairs[];
FOLD_TABLE fold_class_t fold_classes[];
extern const size_t fold_n_decomps, fold_n_pairs, fold_n_classes;

static inline uint16_t fold_value(uint32_t c)
{
    return fold_blocks[(size_t)fold_first[c / FOLD_CUT] * FOLD_CUT + c % FOLD_CUT];
}
#endif
