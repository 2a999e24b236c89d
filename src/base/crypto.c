/* SPDX-License-Identifier: Apache-2.0 */
#define OPENSSL_SUPPRESS_DEPRECATED /* its plain SHA-256 is several times faster than looking an algorithm up by name */
#include "base/crypto.h"
#include <openssl/sha.h>
#include <pthread.h>
#include <sodium.h>
#include "base/arena.h"

static pthread_mutex_t seed_lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t seed, drawn;

_Static_assert(sizeof(SHA256_CTX) <= sizeof(sha256_t), "sha256_t holds the library's state");

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

/* OpenSSL's uses the processor's SHA instructions where it has them; libsodium's does not. */
digest_t sha256(str_t s)
{
    sha256_t h;
    sha256_start(&h);
    sha256_add(&h, s);
    return sha256_end(&h);
}

void sha256_start(sha256_t *h)
{
    (void)SHA256_Init((SHA256_CTX *)h);
}

void sha256_add(sha256_t *h, str_t s)
{
    if (s.n) (void)SHA256_Update((SHA256_CTX *)h, s.p, s.n);
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
    (void)SHA256_Final(d.b, (SHA256_CTX *)h);
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

bool hex_get(str_t s, void *out, size_t n)
{
    static const uint8_t value[256] = {
        ['0'] = 16, ['1'] = 17, ['2'] = 18, ['3'] = 19, ['4'] = 20, ['5'] = 21, ['6'] = 22, ['7'] = 23,
        ['8'] = 24, ['9'] = 25, ['a'] = 26, ['b'] = 27, ['c'] = 28, ['d'] = 29, ['e'] = 30, ['f'] = 31,
        ['A'] = 26, ['B'] = 27, ['C'] = 28, ['D'] = 29, ['E'] = 30, ['F'] = 31}; /* 16 + the digit's value; 0: none */
    unsigned char *u = out;
    if (s.n != 2 * n) return false;
    for (size_t i = 0; i < n; i++) {
        uint8_t hi = value[(unsigned char)s.p[2 * i]], lo = value[(unsigned char)s.p[2 * i + 1]];
        if (!hi || !lo) return false;
        u[i] = (unsigned char)((hi & 15) << 4 | (lo & 15));
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
