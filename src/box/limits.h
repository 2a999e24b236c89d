/* SPDX-License-Identifier: Apache-2.0
 *
 * limits — what the program and its confined reader agree on: limits, and the frames the reader answers in. A frame is
 * a letter, four bytes of length (little end first) and as many bytes: 'Q' a QR payload, 'T' text (what comes in several goes
 * together), 'F' a field of an edXML ("name	value"), 'A' the bytes of an attachment,
 * 'S' sizes of a preview, 'P' what a picture looks like (a hash of 64 hex digits; several for several ways to look), 'J' a JPEG, 'E' a file that cannot be read (empty, or
 * why in a word), 'Z' (empty) the end.
 */
#ifndef CG_BOX_LIMITS_H
#define CG_BOX_LIMITS_H

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
    CLIP_LONGEST = 20 * 60, /* seconds that a clip may play */
    CLIP_SECONDS = 900,     /* for making it over */
    CLIP_BYTES = 200 << 20, /* of each form */
    CLIP_PIXELS = 4096 * 2304,
    PREVIEW_INPUT = 20 << 20, /* bytes of a file that the desk puts into the library */
    PREVIEW_BYTES = 2 << 20,  /* of the small picture made of it */
    /* Papers: letters and tables that people of the desk import. */
    PAPER_BYTES = 10 << 20,
    PAPER_TEXT = 1 << 20,       /* bytes of a letter's text */
    PAPER_SHEET = 64 << 20,     /* bytes of a table as CSV */
    PAPER_UNPACKED = 256 << 20, /* bytes that are unpacked in all: a bomb is refused, not swallowed */
    PAPER_PAGES = 60,           /* of a PDF with text; of one without, IMAGE_PAGES */
    PAPER_ROWS = 250000,
    PAPER_COLUMNS = 64,
    PAPER_FIELDS = 2000, /* of an edXML: a thousand recipients */
    PAPER_ATTACHED = 20,
    PAPER_SECONDS = 40,
};
#endif
