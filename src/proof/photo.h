/* SPDX-License-Identifier: Apache-2.0
 *
 * photo — a picture without what it tells of its maker: place, time, device, thumbnails, comments and whatever hangs behind its
 * end. Pixels are not touched and nothing is decoded; of a JPEG's Exif only the way up is written anew.
 */
#ifndef CG_PROOF_PHOTO_H
#define CG_PROOF_PHOTO_H
#include "base/base.h"

#define PHOTO_LIMIT ((size_t)6 << 20)

/* The picture with its needful parts alone; *mime: "image/jpeg" or "image/png". ST_INPUT when it is neither, or broken. */
must_use status_t photo_strip(arena_t *a, str_t bytes, str_t *out, const char **mime, err_t *err);
#endif
