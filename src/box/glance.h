/* SPDX-License-Identifier: Apache-2.0
 *
 * glance — a picture or PDF looked at by the confined program (image.h): which QR codes and which picture it shows, or what a
 * library shows of it. No words are read.
 */
#ifndef CG_BOX_GLANCE_H
#define CG_BOX_GLANCE_H
#include "base/base.h"
#include "base/phash.h"
#include "box/limits.h"

#define GLANCE_LOOKS 11

typedef struct glance {
    str_t codes[IMAGE_CODES];
    size_t n_codes; /* QR payloads, each once */
    phash_t
        looks[GLANCE_LOOKS]; /* what the picture, or a PDF's first page, looks like: as it is, without a frame of one
                                    colour, and, where a photograph shows a sheet, the sheet laid flat */
    size_t n_looks;          /* 0: too plain to be known again */
} glance_t;

/* ST_LIMIT: too many bytes or points. ST_INPUT: no picture or PDF, or damaged. ST_BUSY, ST_IO as image_read. Blocks. */
must_use status_t glance_read(arena_t *a, str_t bytes, glance_t *out, err_t *err);

/* The looks alone, of a picture (PNG, JPEG, WebP) however it was scaled or saved: out[0] as it is, out[1] without its frame (the
 * same when there is none). No sheet is sought in it. ST_NOT_FOUND: it is too small or too plain to be known again. */
must_use status_t glance_picture(arena_t *a, str_t bytes, phash_t out[2], err_t *err);

typedef struct preview {
    uint32_t width, height; /* points; of a PDF's first page at 100 dpi */
    int pages;              /* 0: a picture */
    bool has_hash;
    phash_t hash;
    str_t jpeg; /* at most 640 points broad, made anew; empty when none could be made */
} preview_t;

/* The same, of up to PREVIEW_INPUT bytes. ST_INPUT also for a PDF with a script, an attached file or an action that starts
 * something, wherever in it that stands, and for one behind a password. */
must_use status_t preview_read(arena_t *a, str_t bytes, preview_t *out, err_t *err);
#endif
