/* SPDX-License-Identifier: Apache-2.0 */
#include "people/cbor.h"

enum { DEPTH = 8 }; /* CTAP2 allows four */

/* The argument of a head (RFC 8949 3): in the head itself or in the 1, 2, 4 or 8 bytes after it, never longer than needed. */
static bool argument(cbor_t *c, unsigned info, uint64_t *out)
{
    if (info < 24) {
        *out = info;
        return true;
    }
    if (info > 27) return false;
    size_t size = (size_t)1 << (info - 24);
    uint64_t v = 0;
    if (c->rest.n < size) return false;
    for (size_t i = 0; i < size; i++) v = v << 8 | (uint8_t)c->rest.p[i];
    c->rest = str_sub(c->rest, size, c->rest.n);
    *out = v;
    return size == 1 ? v >= 24 : v >> (4 * size) != 0;
}

bool cbor_next(cbor_t *c, cbor_item_t *out)
{
    static const cbor_kind_t kinds[8] = {CBOR_UINT, CBOR_NEGATIVE, CBOR_BYTES,  CBOR_TEXT,
                                         CBOR_LIST, CBOR_MAP,      CBOR_SIMPLE, CBOR_SIMPLE};
    if (!c->rest.n) return false;
    unsigned head = (uint8_t)c->rest.p[0], major = head >> 5, info = head & 31;
    c->rest = str_sub(c->rest, 1, c->rest.n);
    *out = (cbor_item_t){.kind = kinds[major]};
    if (major == 6) return false;
    if (major == 7) {
        out->n = info;
        return info >= 20 && info <= 22;
    }
    if (!argument(c, info, &out->n)) return false;
    if (out->kind == CBOR_BYTES || out->kind == CBOR_TEXT) {
        if (out->n > c->rest.n) return false;
        out->bytes = str_sub(c->rest, 0, (size_t)out->n);
        c->rest = str_sub(c->rest, (size_t)out->n, c->rest.n);
        return out->kind == CBOR_BYTES || utf8_valid(out->bytes);
    }
    /* Each member takes a byte at least: a count that cannot be there is refused before anybody walks it. */
    if (out->kind == CBOR_LIST) return out->n <= c->rest.n;
    if (out->kind == CBOR_MAP) return out->n <= c->rest.n / 2;
    return true;
}

bool cbor_skip(cbor_t *c)
{
    uint64_t left[DEPTH] = {1}; /* items still to come at each level */
    int level = 0;
    while (level >= 0) {
        cbor_item_t i;
        if (!left[level]) {
            level--;
            continue;
        }
        left[level]--;
        if (!cbor_next(c, &i)) return false;
        if (i.kind != CBOR_LIST && i.kind != CBOR_MAP) continue;
        if (++level == DEPTH) return false;
        left[level] = i.kind == CBOR_MAP ? i.n * 2 : i.n;
    }
    return true;
}

bool cbor_int(const cbor_item_t *i, int64_t *out)
{
    if ((i->kind != CBOR_UINT && i->kind != CBOR_NEGATIVE) || i->n > INT64_MAX) return false;
    *out = i->kind == CBOR_UINT ? (int64_t)i->n : -1 - (int64_t)i->n;
    return true;
}
