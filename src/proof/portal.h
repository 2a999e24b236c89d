/* SPDX-License-Identifier: Apache-2.0
 *
 * portal — the demonstration's own portals: small sites on loopback ports that keep, break or fake what a dispatch asks,
 * so that the probe has something true to look at. One thread, loopback only, nothing but fixed answers.
 */
#ifndef CG_PROOF_PORTAL_H
#define CG_PROOF_PORTAL_H
#include "base/base.h"

typedef enum portal_kind {
    PORTAL_FILE,    /* A: an article with the current file attached */
    PORTAL_OLDER,   /* B: the same with the file of an older version */
    PORTAL_NOTHING, /* C: claims, and carries nothing: other news */
    PORTAL_DOWN,    /* D: nobody listens */
    PORTAL_EMBED,   /* E: our embed in an article */
    PORTAL_WALL,    /* F: a firewall answers 403 */
    PORTAL_TEXT,    /* G: the whole text typed into an article, without a file */
    PORTAL_KINDS
} portal_kind_t;

typedef struct portal_file {
    str_t name, mime, bytes; /* bytes.p = NULL: none */
} portal_file_t;

typedef struct portal_content {
    str_t title;                  /* of the material */
    portal_file_t current, older; /* a rendition of the current release, and of one before */
    str_t text;                   /* the current release's plain text */
    str_t embed;                  /* embed_block of the current release (HTML) */
} portal_content_t;

typedef struct portals portals_t;
/* Listens on 127.0.0.1, ports base_port + kind (PORTAL_DOWN stays closed). Everything is copied. ST_IO names a port that is
 * taken. */
must_use status_t portals_start(int base_port, const portal_content_t *c, portals_t **out, err_t *err);
/* NULL is fine. */
void portals_stop(portals_t *p);
/* "127.0.0.1:9101", for unit.places; and the article's address, for a claim. */
str_t portal_place(arena_t *a, int base_port, portal_kind_t kind);
str_t portal_article(arena_t *a, int base_port, portal_kind_t kind);
#endif
