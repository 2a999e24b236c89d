/* SPDX-License-Identifier: Apache-2.0
 *
 * image_size — what a picture says of itself in its first bytes, read before anything decodes it: a few bytes may claim a
 * picture of gigabytes. Calls nothing, so that the confined reader uses the same code.
 */
#ifndef CG_BOX_IMAGE_SIZE_H
#define CG_BOX_IMAGE_SIZE_H
#include "base/str.h"

typedef enum image_kind { IMAGE_UNKNOWN, IMAGE_PNG, IMAGE_JPEG, IMAGE_WEBP, IMAGE_PDF } image_kind_t;

typedef struct image_size {
    image_kind_t kind;
    uint32_t width, height; /* pixels; 0 for a PDF */
    int turn;               /* JPEG from a telephone: quarter turns clockwise to stand upright, 0 to 3 */
} image_size_t;

/* False when the bytes are none of the kinds, or the head that tells the size is torn or says zero. */
bool image_size(str_t bytes, image_size_t *out);
#endif
