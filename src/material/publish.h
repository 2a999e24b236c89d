/* SPDX-License-Identifier: Apache-2.0
 *
 * publish — the public half as files: every page a visitor can reach by links from the first page, in both languages, the
 * releases' files, the feeds and assets, under DIR/public/releases/NNNN/, compressed beside, listed with their SHA-256 in
 * a signed manifest.json. DIR/public/current is a symbolic link, moved in one step when everything is on disk: whatever
 * happens before (power, full disk, a page that fails), the old site stays. The last three are kept for going back.
 */
#ifndef CG_MATERIAL_PUBLISH_H
#define CG_MATERIAL_PUBLISH_H
#include "material/sign.h"
#include "page/app.h"
#include "page/page.h"

#define PUBLISH_KEPT 3

typedef struct published {
    int64_t number; /* NNNN */
    size_t pages, files;
    size_t kept;    /* files that are the same as before, taken over without work */
    unsigned feeds; /* which feeds changed, for material_tell_hub */
    uint64_t bytes; /* uncompressed */
    ms_t took;
} published_t;

/* Publishes the site through app->render_path. One at a time: ST_BUSY while another runs. Slow: on a worker thread or from
 * the command line. `progress` may be NULL; it is told pages done and pages known so far. */
must_use status_t material_publish(app_t *app, void (*progress)(size_t done, size_t known), published_t *out,
                                   err_t *err);
/* Tells app->hub of the feeds that changed in a publishing; waits for the hub, so call it when the site is served. */
void material_tell_hub(const app_t *app, const published_t *done);
/* Back to the site before the current one; ST_NOT_FOUND when none was kept. */
must_use status_t material_publish_back(const char *dir, int64_t *number, err_t *err);

/* The published site as a folder that opens without a server (file://), links relative, signed as the site is. `out` is
 * made; it is replaced only when it holds a site. */
must_use status_t material_publish_folder(const app_t *app, int64_t number, const char *out, size_t *files, err_t *err);

/* The publisher's thread: sets app->republish, publishes once at its start, then half a second after each asking (several
 * askings are one publishing), and once a minute when the journal has grown. `published` is called on its thread after the
 * switch: the web room loads the new site there. A publishing that fails is logged and tried again at the next asking. */
must_use status_t publisher_start(app_t *app, void (*published)(void *ctx), void *ctx, err_t *err);
/* Waits for a publishing that is under way; sets app->republish to NULL. */
void publisher_stop(app_t *app);

/* Checks a published folder (or a copy of it) with the keys of `ring`, needing nothing else: the manifest's signature, every
 * file's digest, and that no file is there that the manifest does not know. ST_DENIED with the first thing wrong. */
typedef struct folder_seen {
    size_t files;
    char key[17];
    str_t comment; /* in the arena */
} folder_seen_t;
must_use status_t material_verify_folder(arena_t *a, const char *folder, const sign_ring_t *ring, folder_seen_t *out,
                                         err_t *err);
#endif
