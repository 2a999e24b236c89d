/* SPDX-License-Identifier: Apache-2.0
 *
 * image — the words and QR codes in a picture or a PDF, read where a hostile file can hurt nobody.
 *
 * Decoders are where files attack. So the bytes go to another program, `canhgiac-image`, that has nothing of ours: no key, no
 * database, no socket, only the picture and a pipe. It gives itself limits of processor time and memory, loads what it
 * needs, and then locks itself in (seccomp: it may read, write and think) before it touches the first pixel. A picture that
 * claims more than IMAGE_PIXELS is refused by its head, before any decoder sees it. Nothing is written to disk.
 */
#ifndef CG_BOX_IMAGE_H
#define CG_BOX_IMAGE_H
#include "base/base.h"
#include "box/limits.h"
#include "box/image_size.h"

typedef struct image_text {
    str_t text; /* UTF-8, NFC; lines as the reader saw them; "" when there is none */
    str_t codes[IMAGE_CODES];
    size_t n_codes; /* QR payloads, each once */
    bool cut;       /* time ran out: there may be more */
} image_text_t;

/* Reads `bytes` (PNG, JPEG, WebP, PDF). ST_LIMIT: too many bytes or pixels. ST_INPUT: none of the kinds, or damaged.
 * ST_BUSY: as many pictures as may be are being read. ST_IO: the reader is not installed or cannot start. Blocks for as
 * long as IMAGE_SECONDS; not for a thread that must answer others. */
must_use status_t image_read(arena_t *a, str_t bytes, image_text_t *out, err_t *err);
#endif
