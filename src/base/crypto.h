/* SPDX-License-Identifier: Apache-2.0
 *
 * crypto — the one random source, hashes and their texts. Thin over libsodium; signing is the material room's.
 */
#ifndef CG_BASE_CRYPTO_H
#define CG_BASE_CRYPTO_H
#include "base/buf.h"

/* Must be called once before any other thread starts; false if libsodium cannot start. */
must_use bool crypto_start(void);
/* Cryptographically strong bytes. Tests may make them repeatable with rand_seed. */
void rand_bytes(void *out, size_t n);
uint32_t rand_below(uint32_t limit);
/* Tests only: from here on a ChaCha20 stream from this seed; 0 returns to the system's randomness. */
void rand_seed(uint64_t seed);

typedef struct digest {
    uint8_t b[32];
} digest_t;
typedef struct sha256 {
    uint64_t opaque[16];
} sha256_t;
digest_t sha256(str_t s);
void sha256_start(sha256_t *h);
void sha256_add(sha256_t *h, str_t s);
/* Adds the length as 8 bytes big-endian, then the bytes: fields hashed so cannot run into one another. */
void sha256_field(sha256_t *h, str_t s);
digest_t sha256_end(sha256_t *h);
/* HMAC-SHA-256 with any key length. */
digest_t hmac256(str_t key, str_t s);
bool digest_eq(digest_t a, digest_t b); /* constant time */
/* 64 lower-case hex digits and NUL. */
void digest_hex(digest_t d, char out[65]);
must_use bool digest_parse(str_t s, digest_t *out);

/* Equal in constant time for equal lengths. */
bool secret_eq(str_t a, str_t b);
void secret_wipe(void *p, size_t n);

void hex_put(buf_t *b, const void *p, size_t n);
must_use bool hex_get(str_t s, void *out, size_t n); /* exactly 2n digits */
/* Base64 with padding; and the URL-safe alphabet without padding. */
void base64_put(buf_t *b, const void *p, size_t n);
void base64url_put(buf_t *b, const void *p, size_t n);
/* Strict; returns the decoded slice in the arena, or p = NULL when it is not base64. */
str_t base64_get(arena_t *a, str_t s);
str_t base64url_get(arena_t *a, str_t s);
#endif
