/* SPDX-License-Identifier: Apache-2.0
 *
 * cbor — the room's own: a strict reader of CBOR (RFC 8949) as authenticators write it (CTAP2 canonical form): lengths are
 * definite and in their shortest form; no tags, no floating point; nesting is bounded. Anything else is refused. It reads in
 * place and allocates nothing.
 */
#ifndef CG_PEOPLE_CBOR_H
#define CG_PEOPLE_CBOR_H
#include "base/base.h"

typedef enum cbor_kind {
    CBOR_UINT,
    CBOR_NEGATIVE,
    CBOR_BYTES,
    CBOR_TEXT,
    CBOR_LIST,
    CBOR_MAP,
    CBOR_SIMPLE
} cbor_kind_t;

typedef struct cbor {
    str_t rest; /* what was not read yet */
} cbor_t;

typedef struct cbor_item {
    cbor_kind_t kind;
    uint64_t
        n; /* the number; for CBOR_NEGATIVE the value is -1 - n; items of a list, pairs of a map; 20 false, 21 true, 22 null */
    str_t bytes; /* of bytes and text */
} cbor_item_t;

/* The next item's head, with its bytes; the members of a list or map follow as items. False: not CBOR of this form. */
must_use bool cbor_next(cbor_t *c, cbor_item_t *out);
/* The next item whole, with all in it, unread. */
must_use bool cbor_skip(cbor_t *c);
/* A whole number that fits; false for other kinds. */
must_use bool cbor_int(const cbor_item_t *i, int64_t *out);
#endif
