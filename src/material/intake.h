/* SPDX-License-Identifier: Apache-2.0
 *
 * intake — foreign files become the renditions of a release: told by their bytes, within limits, cleaned of what nobody means
 * to publish (where a photograph was taken, what follows a picture's end), named by us, stored as blobs.
 *
 * Not in an act: it reads and writes whole files. What was stored for a release that is then refused stays as a blob nobody
 * names.
 */
#ifndef CG_MATERIAL_INTAKE_H
#define CG_MATERIAL_INTAKE_H
#include "material/material.h"

typedef struct intake {
    arena_t *a;
    store_t *st;
    str_t slug; /* the material's: files are named after it */
    rendition_t files[RENDITIONS_MAX];
    size_t n;
    str_t text_vi, text_en; /* of the text files taken: the fingerprint */
} intake_t;

/* Takes one file. `role` empty: by its kind; `lang` "vi", "en", "km" or ""; `alt`: what it says, for those who do not see it.
 * ST_INPUT, ST_LIMIT with one sentence and field "file". A role that does not fit the kind (a picture as text) is ST_INPUT. */
must_use status_t intake_file(intake_t *in, str_t bytes, str_t role, str_t lang, str_t alt, err_t *err);
/* Keeps the renditions of the version before whose role and language none of the new ones has: a correction names only what
 * changed. Their texts are read back for the fingerprint. */
must_use status_t intake_keep(intake_t *in, const release_t *before, err_t *err);
#endif
