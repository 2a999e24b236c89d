/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the material room share and nobody else needs.
 */
#ifndef CG_MATERIAL_INTERNAL_H
#define CG_MATERIAL_INTERNAL_H
#include "base/embed.h"
#include "material/material.h"

#define MANIFEST_MAX  (256 * 1024)
#define MATERIALS_MAX 5000

static inline status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
}

/* shingles.c: lower case, Vietnamese marks taken off (đ → d), combining marks dropped: what fingerprints and search read.
 * p = NULL without memory. */
str_t text_plain(arena_t *a, str_t s);

/* knowledge/materials/NAME.LANG.md */
extern const embed_t material_sources[];

/* asked.c: one more look-up of a code that nobody published. */
void code_asked_for(const char code[7]);

/* manifest.c: the bytes that are signed. `supersedes`: code of the version before, or empty. */
must_use status_t manifest_make(arena_t *a, const material_t *m, const release_new_t *what, int64_t version, str_t code,
                                str_t supersedes, ms_t created, str_t *out, err_t *err);
must_use status_t manifest_renditions(arena_t *a, str_t manifest, rendition_t **out, size_t *n, err_t *err);
must_use status_t manifest_texts(arena_t *a, str_t manifest, release_text_t **out, size_t *n, err_t *err);
#endif
