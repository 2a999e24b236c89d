/* SPDX-License-Identifier: Apache-2.0
 *
 * match_index — what an index is made of. Between the files of match.
 */
#ifndef CG_PROOF_MATCH_INDEX_H
#define CG_PROOF_MATCH_INDEX_H
#include "proof/match.h"

typedef struct by_hash {
    digest_t sha256;
    uint32_t print;
} by_hash_t;
typedef struct by_name {
    str_t name;
    uint32_t print;
} by_name_t;
typedef struct by_shingle {
    uint64_t shingle;
    uint32_t text;
} by_shingle_t;
typedef struct text_ref {
    uint32_t print;
    const release_text_t *text;
} text_ref_t;

struct match_index {
    const release_print_t *prints;
    size_t n;
    bool *current; /* by print: the newest published version of its material */
    by_hash_t *hashes;
    by_name_t *names; /* embed ids and codes */
    by_shingle_t *shingles;
    text_ref_t *texts;
    uint64_t *sizes;
    const match_shape_t *shapes;
    size_t n_shapes;
    size_t n_hashes, n_names, n_shingles, n_texts, n_sizes;
};

int match_name_cmp(const void *x, const void *y); /* by_name_t, by name */
#endif
