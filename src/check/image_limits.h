/* SPDX-License-Identifier: Apache-2.0
 *
 * image_limits — what the program and its confined reader agree on: limits, and the frames the reader answers in. A frame is
 * a letter, four bytes of length (little end first) and as many bytes: 'Q' a QR payload, 'T' the text, 'E' (empty) a file that
 * cannot be decoded, 'Z' (empty) the end.
 */
#ifndef CG_CHECK_IMAGE_LIMITS_H
#define CG_CHECK_IMAGE_LIMITS_H

enum {
    IMAGE_BYTES = 5 << 20,
    IMAGE_PIXELS = 40 * 1000 * 1000,
    IMAGE_SIDE = 20000,     /* of one side: a picture 40 million wide and one high is an attack too */
    IMAGE_TEXT = 64 << 10,  /* bytes of text kept */
    IMAGE_CODES = 8,        /* QR codes kept */
    IMAGE_PAYLOAD = 4296,   /* bytes of one */
    IMAGE_SECONDS = 20,     /* by the clock, for all */
    IMAGE_CPU = 15,         /* of processor time */
    IMAGE_THINK_MS = 10000, /* after which the reading of words is broken off */
    IMAGE_PAGES = 5,        /* of a PDF */
    IMAGE_AT_ONCE = 2,      /* readers of one server: the other cores serve */
    IMAGE_MEMORY = 1 << 30,
};
#endif
