/* SPDX-License-Identifier: Apache-2.0
 *
 * kit — everything needed to hand material on and to verify it where there is no network: one ZIP file or one folder.
 *
 *     manifest.json           every other file with its SHA-256, signed (manifest.json.minisig): the form of the public site
 *     releases.json           every release ever published: code, version, state, why, and the code that is current now
 *     release.pub             the key that signs;   keys/list-NNNN.json + .minisig: how it followed older keys
 *     tai-lieu/SLUG/CODE.json the release's manifest;  CODE.json.minisig, CODE.json.2.minisig …: its signatures
 *     tai-lieu/SLUG/FILE      the files of the releases chosen
 *     index.html, README.txt  for people
 *
 * minisign -V -p release.pub -m manifest.json says the same as `canhgiac verify KIT --key release.pub` of its signature.
 */
#ifndef CG_MATERIAL_KIT_H
#define CG_MATERIAL_KIT_H
#include "base/file.h"
#include "material/mark.h"
#include "material/material.h"

#define KIT_RELEASES_MAX 5000

/* A release as whoever verifies knows it, from the store or from a kit. */
typedef struct known {
    str_t code, slug, title, title_en, state, why; /* state: published superseded withdrawn expired */
    str_t newest;                                  /* code of the version that is current; empty: none */
    str_t change;                                  /* what the manifest says was corrected */
    int64_t version;
    ms_t published, expires;
    str_t manifest, signature;
    const rendition_t *files;
    size_t n_files;
    digest_t core;
} known_t;

/* All that was published. `at`: as of when it is known. */
typedef struct catalogue {
    known_t *list;
    size_t n;
    ms_t at;
    sign_ring_t ring;
} catalogue_t;

/* What a store knows; its signatures are not looked at here. */
must_use status_t catalogue_of_store(db_t *db, arena_t *a, const char *dir, catalogue_t *out, err_t *err);
/* What a kit (ZIP file or folder) knows. All of it is verified first, by the keys that `ring` leads to along the kit's key
 * lists: signature, every file, nothing beside them. ST_DENIED with the first thing wrong. *files and *comment: what was
 * verified. The arena holds what is returned. */
typedef struct kit_seen {
    size_t files;
    char key[17];
    str_t comment;
} kit_seen_t;
must_use status_t catalogue_of_kit(arena_t *a, const char *path, const sign_ring_t *ring, catalogue_t *out,
                                   kit_seen_t *seen, err_t *err);
/* True when `path` is a folder with manifest.json and releases.json, or a file that begins as a ZIP. */
bool kit_is(const char *path);

/* --- finding in it --- */

const known_t *catalogue_code(const catalogue_t *c, str_t code);
const known_t *catalogue_file(const catalogue_t *c, digest_t d);
/* The release whose picture is nearest to `h`, no further than PHASH_SAME and clearly nearer than that of any other material;
 * of one material's versions with one picture the newest. NULL: none. */
const known_t *catalogue_picture(const catalogue_t *c, phash_t h, int *distance);
/* "current", "superseded", "withdrawn" or "expired" at `now`; "damaged" when the signatures do not hold with c->ring. */
const char *known_answer(const catalogue_t *c, const known_t *k, ms_t now);
/* The mark of a printed code against what is known: ST_DENIED when its text is not that release's. *k: NULL when the kit is
 * older than the code. */
must_use status_t catalogue_mark(const catalogue_t *c, const mark_t *m, const known_t **k, err_t *err);

/* --- making one --- */

typedef struct kit_new {
    const str_t *only; /* slugs or codes; n_only 0: everything that is current */
    size_t n_only;
    str_t base; /* address of the site */
} kit_new_t;
typedef struct kit_made {
    size_t releases, files;
    uint64_t bytes;
} kit_made_t;
/* Makes the ZIP file `to` (a name that ends in ".zip") or the folder `to`, which must not exist. Whatever goes wrong, nothing
 * of it stays. */
must_use status_t kit_build(store_t *st, const kit_new_t *what, const char *to, kit_made_t *out, err_t *err);
#endif
