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

bool material_kind_known(str_t kind);
/* The row of every query whose first 13 columns are a material's. */
material_t material_row(stmt_t *q, arena_t *a);
/* find.c: the words of a text, each after a space, without marks; at most 64 KiB. */
str_t find_words(arena_t *a, str_t text);

/* shingles.c: lower case, Vietnamese marks taken off (đ → d), combining marks dropped: what fingerprints and search read.
 * p = NULL without memory. */
str_t text_plain(arena_t *a, str_t s);

/* knowledge/materials/NAME.LANG.md */
extern const embed_t material_sources[];

/* verify_folder.c: the files that a signed manifest.json lists, by paths that begin with "/"; and what may be wrong. */
typedef struct site_entry {
    str_t path;
    digest_t sha256;
} site_entry_t;
must_use status_t listed_files(arena_t *a, str_t manifest, site_entry_t **out, size_t *n, err_t *err);
status_t listed_missing(str_t path, err_t *err);
status_t listed_changed(str_t path, err_t *err);
status_t listed_stranger(str_t path, err_t *err);

/* intake.c: stores a file that is clean and gives it its name; r.name, bytes and sha256 are filled here. */
struct intake;
must_use status_t intake_add(struct intake *in, rendition_t r, const char *ending, str_t bytes, err_t *err);

/* catalogue.c: files, core and change of a release from its manifest. */
struct known;
must_use status_t known_fill(arena_t *a, struct known *k, err_t *err);

/* asked.c: one more look-up of a code that nobody published. */
void code_asked_for(const char code[7]);

/* manifest.c: the bytes that are signed. `supersedes`: code of the version before, or empty; `needs`: signatures. */
must_use status_t manifest_make(arena_t *a, const material_t *m, const release_new_t *what, const release_t *r,
                                str_t supersedes, size_t needs, str_t *out, err_t *err);
/* SHA-256 over what a printed code can vouch for: all of the manifest that does not depend on the printed file itself —
 * code, version, material, and the digest of each text. */
digest_t manifest_core(str_t code, int64_t version, str_t slug, const digest_t *text_vi, const digest_t *text_en);
must_use status_t manifest_renditions(arena_t *a, str_t manifest, rendition_t **out, size_t *n, err_t *err);
must_use status_t manifest_texts(arena_t *a, str_t manifest, release_text_t **out, size_t *n, err_t *err);
#endif
