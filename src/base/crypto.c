/* SPDX-License-Identifier: Apache-2.0 */
#include "base/crypto.h"
#include <pthread.h>
#include <sodium.h>
#include "base/arena.h"

static pthread_mutex_t seed_lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t seed, drawn;

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(sha256_t), "sha256_t holds libsodium's state");

bool crypto_start(void)
{
    return sodium_init() >= 0;
}

void rand_seed(uint64_t s)
{
    pthread_mutex_lock(&seed_lock);
    seed = s;
    drawn = 0;
    pthread_mutex_unlock(&seed_lock);
}

/* True when a test has seeded the source: each draw is its own ChaCha20 stream, keyed by seed and draw number. */
static bool seeded(unsigned char key[randombytes_SEEDBYTES])
{
    pthread_mutex_lock(&seed_lock);
    bool on = seed != 0;
    if (on) {
        memset(key, 0, randombytes_SEEDBYTES);
        drawn++;
        memcpy(key, &seed, 8);
        memcpy(key + 8, &drawn, 8);
    }
    pthread_mutex_unlock(&seed_lock);
    return on;
}

void rand_bytes(void *out, size_t n)
{
    unsigned char key[randombytes_SEEDBYTES];
    if (seeded(key))
        randombytes_buf_deterministic(out, n, key);
    else
        randombytes_buf(out, n);
}

uint32_t rand_below(uint32_t limit)
{
    if (limit < 2) return 0;
    uint32_t x, floor = (uint32_t)-limit % limit;
    do rand_bytes(&x, sizeof x);
    while (x < floor);
    return x % limit;
}

digest_t sha256(str_t s)
{
    digest_t d;
    crypto_hash_sha256(d.b, (const unsigned char *)s.p, s.n);
    return d;
}

void sha256_start(sha256_t *h)
{
    crypto_hash_sha256_init((crypto_hash_sha256_state *)h);
}

void sha256_add(sha256_t *h, str_t s)
{
    crypto_hash_sha256_update((crypto_hash_sha256_state *)h, (const unsigned char *)s.p, s.n);
}

void sha256_field(sha256_t *h, str_t s)
{
    char length[8];
    for (int i = 0; i < 8; i++) length[i] = (char)((uint64_t)s.n >> (56 - 8 * i));
    sha256_add(h, (str_t){length, 8});
    sha256_add(h, s);
}

digest_t sha256_end(sha256_t *h)
{
    digest_t d;
    crypto_hash_sha256_final((crypto_hash_sha256_state *)h, d.b);
    return d;
}

digest_t hmac256(str_t key, str_t s)
{
    digest_t d;
    crypto_auth_hmacsha256_state st;
    crypto_auth_hmacsha256_init(&st, (const unsigned char *)key.p, key.n);
    crypto_auth_hmacsha256_update(&st, (const unsigned char *)s.p, s.n);
    crypto_auth_hmacsha256_final(&st, d.b);
    return d;
}

bool digest_eq(digest_t a, digest_t b)
{
    return sodium_memcmp(a.b, b.b, sizeof a.b) == 0;
}

void digest_hex(digest_t d, char out[65])
{
    sodium_bin2hex(out, 65, d.b, sizeof d.b);
}

bool digest_parse(str_t s, digest_t *out)
{
    return s.n == 64 && hex_get(s, out->b, 32);
}

bool secret_eq(str_t a, str_t b)
{
    return a.n == b.n && sodium_memcmp(a.p, b.p, a.n) == 0;
}

void secret_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

void hex_put(buf_t *b, const void *p, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *u = p;
    for (size_t i = 0; i < n; i++) {
        buf_putc(b, hex[u[i] >> 4]);
        buf_putc(b, hex[u[i] & 15]);
    }
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool hex_get(str_t s, void *out, size_t n)
{
    unsigned char *u = out;
    if (s.n != 2 * n) return false;
    for (size_t i = 0; i < n; i++) {
        int hi = nibble(s.p[2 * i]), lo = nibble(s.p[2 * i + 1]);
        if (hi < 0 || lo < 0) return false;
        u[i] = (unsigned char)(hi << 4 | lo);
    }
    return true;
}

static void base64(buf_t *b, const void *p, size_t n, int variant)
{
    size_t size = sodium_base64_encoded_len(n, variant);
    char *text = arena_alloc(b->a, size);
    if (!text) {
        b->failed = true;
        return;
    }
    sodium_bin2base64(text, size, p, n, variant);
    buf_put(b, (str_t){text, strlen(text)});
}

void base64_put(buf_t *b, const void *p, size_t n)
{
    base64(b, p, n, sodium_base64_VARIANT_ORIGINAL);
}

void base64url_put(buf_t *b, const void *p, size_t n)
{
    base64(b, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static str_t unbase64(arena_t *a, str_t s, int variant)
{
    unsigned char *out = arena_alloc(a, s.n + 1);
    size_t n;
    const char *end;
    for (size_t i = 0; i < s.n; i++) /* libsodium's decoder takes some bytes above 127 for letters */
        if ((unsigned char)s.p[i] > 127) return STR_NONE;
    if (!out || sodium_base642bin(out, s.n + 1, s.p, s.n, NULL, &n, &end, variant) != 0 || end != s.p + s.n)
        return STR_NONE;
    return (str_t){(char *)out, n};
}

str_t base64_get(arena_t *a, str_t s)
{
    return unbase64(a, s, sodium_base64_VARIANT_ORIGINAL);
}

str_t base64url_get(arena_t *a, str_t s)
{
    return unbase64(a, s, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
