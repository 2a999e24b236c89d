/* SPDX-License-Identifier: Apache-2.0
 *
 * mark — what a printed QR code says beyond the address of /v/CODE: enough to verify with no network.
 *
 *     https://site/v/K7M2QX#BASE64URL     of 93 bytes: 1 · version (4, big end first) · first 16 bytes of the release's core
 *                                         (manifest_core) · key id (8) · Ed25519 signature (64)
 *
 * signed is "canhgiac mark 1\n" · code (6) · version (4) · core (16): 42 bytes, which nothing else we sign is long. What
 * follows "#" is never sent to the server. The mark proves that the code was given by the key's holder for that text; that a
 * sheet carries it does not prove the sheet's words: compare them with the text that the kit or the site shows.
 */
#ifndef CG_MATERIAL_MARK_H
#define CG_MATERIAL_MARK_H
#include "material/sign.h"

#define MARK_CORE  16
#define MARK_BYTES 93

typedef struct mark {
    char code[7];
    uint32_t version;
    uint8_t core[MARK_CORE], key_id[8], signature[64];
} mark_t;

/* The whole payload of the QR code. p = NULL without memory. */
str_t mark_make(arena_t *a, const sign_secret_t *key, str_t base, str_t code, int64_t version, digest_t core);
/* ST_INPUT when `payload` carries no mark: an address without one, or something else. */
must_use status_t mark_parse(arena_t *a, str_t payload, mark_t *out, err_t *err);
/* ST_DENIED when its key is not in the ring or the signature does not hold. `key` may be NULL. */
must_use status_t mark_check(const sign_ring_t *ring, const mark_t *m, sign_public_t *key, err_t *err);
#endif
