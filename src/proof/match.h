/* SPDX-License-Identifier: Apache-2.0
 *
 * match — which release stands in a page or file: by the file's hash, by our embed's name, by the text.
 *
 * An index is made once for all signed releases and then only read: any number of threads may ask it. Text is compared by
 * containment: which share of the release's sampled shingles (material.h) stands anywhere in the page, so that menus and
 * neighbours around it do not matter. Broder, "On the resemblance and containment of documents", 1997.
 */
#ifndef CG_PROOF_MATCH_H
#define CG_PROOF_MATCH_H
#include "base/base.h"
#include "base/crypto.h"
#include "base/phash.h"
#include "material/material.h"
#include "proof/compare.h"
#include "proof/html.h"

#define MATCH_WHOLE 0.95 /* share of a text from which it stands there whole */
#define MATCH_SAME  0.80 /* … in other words */
#define MATCH_PART  0.50 /* … in part: altered */
/* Bits of 256 in which the hashes of two pictures of one poster differ at most (phash.h). Measured on the corpus: scaled to a
 * quarter and saved again 8, the next version of the same poster 24 and more, another poster of the same layout 52. */
#define MATCH_PICTURE 20
#define MATCH_LEAST   20 /* shingles a text must have to be recognised by them */

typedef enum fidelity {
    FIDELITY_NONE,
    FIDELITY_EXACT,       /* the very file */
    FIDELITY_EMBEDDED,    /* our embed, or the whole text */
    FIDELITY_PARAPHRASED, /* most of the text */
    FIDELITY_STALE,       /* an older version, or one withdrawn */
    FIDELITY_ALTERED,     /* part of the text, or a number in it changed */
} fidelity_t;
/* "exact" …; NULL for FIDELITY_NONE. */
const char *fidelity_name(fidelity_t f);

typedef struct match {
    const release_print_t *release; /* NULL: nothing found */
    fidelity_t fidelity;
    const char *method;         /* "file-hash", "embed-id", "text", "file-text", "picture" */
    str_t lang;                 /* text: which of its texts */
    double share;               /* text: how much of it */
    int64_t words;              /* text: how long the release's is */
    const compared_t *compared; /* text: what was changed; NULL: not looked at */
} match_t;

typedef struct match_index match_index_t;
/* `prints` must live as long as the index, which lives in the arena. */
/* A picture of a release (a poster), for match_picture. */
typedef struct match_shape {
    phash_t hash;
    uint32_t print;
} match_shape_t;
must_use status_t match_index_new(arena_t *a, const release_print_t *prints, size_t n, match_index_t **out, err_t *err);
/* Before the index is shared: `shapes` must live as long as it. */
void match_shapes(match_index_t *ix, const match_shape_t *shapes, size_t n);

/* A file by its hash. */
match_t match_file(const match_index_t *ix, digest_t sha256);
/* The lengths of all renditions, for fetch_options.sizes. */
const uint64_t *match_sizes(const match_index_t *ix, size_t *n);
/* Our embed's name in a mark ("cg:CODE:v2", and ":UNIT" behind it), or the link to its proof in an address (".../v/CODE"). */
match_t match_mark(const match_index_t *ix, str_t mark);
match_t match_link(const match_index_t *ix, str_t url);
/* The release whose text stands in `text`; of several, `prefer` when it does, else the longest that stands there, the greatest share,
 * the newest. */
/* None: out->share is the greatest share below MATCH_PART. */
must_use status_t match_text(const match_index_t *ix, arena_t *a, str_t text, ident_t prefer, match_t *out, err_t *err);
/* The better of two findings: a current one before an altered or stale one, else `first`. */
match_t match_better(match_t first, match_t second);

/* The release that a picture with this hash shows (phash.h): the nearest within MATCH_PICTURE, a current one before an older
 * one as near. */
match_t match_picture(const match_index_t *ix, phash_t hash);
/* How many pictures there are to be known again. */
size_t match_pictures(const match_index_t *ix);
/* Is it the newest published version of its material? `p` is one of the index's prints. */
bool match_is_current(const match_index_t *ix, const release_print_t *p);
#endif
