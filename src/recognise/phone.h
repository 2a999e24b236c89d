/* SPDX-License-Identifier: Apache-2.0
 *
 * phone — the telephone plan of Viet Nam: what kind of number it is, who issued it or where it rings, and its one written form.
 *
 * After Circular 22/2014/TT-BTTTT as libphonenumber's metadata of 2022 has it (the oracle of the tests), with the eleven-digit
 * mobile numbers of before September 2018 turned into today's. Numbers move between operators, so `place` of a mobile number
 * names who issued its block. Prices of 1800 (the owner pays) and 1900 (the caller pays, by block) differ: only that is told.
 */
#ifndef CG_RECOGNISE_PHONE_H
#define CG_RECOGNISE_PHONE_H
#include "base/str.h"

typedef enum phone_kind {
    PHONE_NONE,
    PHONE_MOBILE,
    PHONE_LANDLINE,
    PHONE_FREE,   /* 1800, and 1201, 1203, 1228 */
    PHONE_PAID,   /* 1900 */
    PHONE_DESK,   /* of organisations, without a place: 069, 080x, 0199, 0799 */
    PHONE_NET,    /* 0672: over the Internet */
    PHONE_FOREIGN /* +CC or 00CC of another country */
} phone_kind_t;

enum { PHONE_DIGITS = 15 };

typedef struct phone {
    phone_kind_t kind;
    char text[PHONE_DIGITS + 3]; /* "0912345678", "19001234", "+855…" */
    size_t n;
    const char *place; /* operator or province, in Vietnamese; NULL: not told */
    bool renumbered;   /* it was written in its form of before 2018 */
} phone_t;

/* Reads digits (no blanks); `plus`: a + stood before them. False when it is no number of the plan. */
bool phone_read(str_t digits, bool plus, phone_t *out);
const char *phone_kind_name(phone_kind_t k); /* "mobile", "landline", "free", "paid", "desk", "net", "foreign" */
#endif
