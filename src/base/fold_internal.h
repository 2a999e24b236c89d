/* SPDX-License-Identifier: Apache-2.0
 *
 * fold_internal — the tables tools/fold_tables.py makes.
 */
#ifndef CG_BASE_FOLD_INTERNAL_H
#define CG_BASE_FOLD_INTERNAL_H
#include <stddef.h>
#include <stdint.h>

#define FOLD_MARK      1
#define FOLD_DROP      2
#define FOLD_WIDE      4
#define FOLD_STYLED    8
#define FOLD_LOOKALIKE 16
#define FOLD_OTHER     32
#define FOLD_LETTER    64
#define FOLD_MARKED    128
#define FOLD_SPACE     256
#define FOLD_BIDI      512

typedef struct fold_entry {
    uint32_t at; /* in fold_pool */
    uint16_t n;
    uint16_t flags;
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

extern const unsigned char fold_pool[];
extern const fold_entry_t fold_entries[]; /* 0: the character as it is */
extern const uint16_t fold_pages[][256];
extern const uint16_t fold_directory[512];
extern const fold_decomp_t fold_decomps[];
extern const fold_pair_t fold_pairs[];
extern const fold_class_t fold_classes[];
extern const size_t fold_n_decomps, fold_n_pairs, fold_n_classes, fold_ratio;
#endif
