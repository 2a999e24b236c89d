/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of publishing share: the end of it, in publish_switch.c.
 */
#ifndef CG_MATERIAL_PUBLISH_INTERNAL_H
#define CG_MATERIAL_PUBLISH_INTERNAL_H
#include "material/site_files.h"

/* Lists every file with its SHA-256 in FOLDER/manifest.json and signs it with the key of `dir`. */
must_use status_t site_manifest(site_files_t *w, const char *dir, str_t base, int64_t number, err_t *err);
/* Syncs, gives FOLDER its name without ".part", points DIR/public/current to it, clears away what is too old. */
must_use status_t site_switch(site_files_t *w, const char *dir, int64_t number, err_t *err);
/* Highest number in `releases`; what was left half made is removed when `clear`. */
int64_t site_last_number(const char *releases, bool clear);
/* The folder that is served now; "" when there is none. */
void site_current(const char *dir, char out[PATH_MAX]);
#endif
