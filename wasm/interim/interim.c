/* SPDX-License-Identifier: Apache-2.0
 *
 * interim — what the recogniser still asks of a host while its knowledge comes as tables of text: formatted printing,
 * a digest, translations, the clock. Goes when canhgiac.know is read in place.
 */
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/i18n.h"
#include "opening.h"
#include "texts.h"

/* --- printing: %s %.*s %d %zu %04x %.2f %% --- */

typedef struct sink {
    char *to;
    size_t n, most;
} sink_t;

static void put(sink_t *s, char c)
{
    if (s->n + 1 < s->most) s->to[s->n] = c;
    s->n++;
}

static void digits(sink_t *s, uint64_t v, unsigned base, int least)
{
    char d[24];
    int n = 0;
    do d[n++] = "0123456789abcdef"[v % base];
    while (v /= base);
    for (int i = n; i < least; i++) put(s, '0');
    while (n) put(s, d[--n]);
}

/* Two places after the point, of the exact value, halves to even: as the C library does. */
static void hundredths(sink_t *s, double x)
{
    union {
        double d;
        uint64_t bits;
    } u = {.d = x};
    int e = (int)(u.bits >> 52 & 2047) - 1075;
    uint64_t m = (u.bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)1 << 52, whole = 0, rest, half;
    if (e > -64 && e < 0) { /* less than 2^-11 rounds to nothing; probabilities are never large */
        m *= 100;
        whole = m >> -e, rest = m - (whole << -e), half = (uint64_t)1 << (-e - 1);
        if (rest > half || (rest == half && (whole & 1))) whole++;
    }
    digits(s, whole / 100, 10, 1);
    put(s, '.');
    digits(s, whole % 100, 10, 2);
}

int vsnprintf(char *to, size_t most, const char *f, va_list ap)
{
    sink_t s = {to, 0, most};
    for (; *f; f++) {
        if (*f != '%') {
            put(&s, *f);
            continue;
        }
        f++;
        if (*f == 's' || (f[0] == '.' && f[1] == '*')) {
            int n = *f == '.' ? va_arg(ap, int) : -1;
            if (*f == '.') f += 2;
            const char *z = va_arg(ap, const char *);
            for (int i = 0; n < 0 ? z[i] != 0 : i < n; i++) put(&s, z[i]);
        } else if (*f == 'd') {
            int v = va_arg(ap, int);
            if (v < 0) put(&s, '-');
            digits(&s, (uint64_t)(v < 0 ? -(int64_t)v : v), 10, 1);
        } else if (*f == 'z') {
            f++;
            digits(&s, va_arg(ap, size_t), 10, 1);
        } else if (*f == '0') {
            f += 2;
            digits(&s, va_arg(ap, unsigned), 16, 4);
        } else if (*f == '.') {
            f += 2;
            hundredths(&s, va_arg(ap, double));
        } else {
            put(&s, *f);
        }
    }
    if (most) to[s.n < most ? s.n : most - 1] = '\0';
    return (int)s.n;
}

int snprintf(char *to, size_t most, const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    int n = vsnprintf(to, most, f, ap);
    va_end(ap);
    return n;
}

/* --- the digest of the model: FIPS 180-4 --- */

static uint32_t turn(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static void block(uint32_t h[8], const unsigned char *p)
{
    static const uint32_t k[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
    uint32_t w[64], v[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 | (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
    for (int i = 16; i < 64; i++)
        w[i] = w[i - 16] + (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7] +
               (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
    memcpy(v, h, sizeof v);
    for (int i = 0; i < 64; i++) {
        uint32_t a =
            v[7] + (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[i] + w[i];
        uint32_t b =
            (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 28);
        v[4] += a;
        v[0] = a + b;
    }
    for (int i = 0; i < 8; i++) h[i] += v[i];
}

digest_t sha256(str_t s)
{
    uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    const unsigned char *p = (const unsigned char *)s.p;
    unsigned char last[128] = {0};
    size_t left = s.n;
    for (; left >= 64; left -= 64, p += 64) block(h, p);
    memcpy(last, p, left);
    last[left] = 0x80;
    size_t end = left < 56 ? 64 : 128;
    for (size_t i = 0; i < 8; i++) last[end - 1 - i] = (unsigned char)((uint64_t)s.n * 8 >> 8 * i);
    for (size_t i = 0; i < end; i += 64) block(h, last + i);
    digest_t d;
    for (int i = 0; i < 32; i++) d.b[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
    return d;
}

/* --- translations, errors, time --- */

const char *tr(lang_t lang, const char *msgid)
{
    for (const text_t *t = texts; t->id; t++)
        if (strcmp(t->id, msgid) == 0) return t->in[lang];
    return msgid;
}

const char *lang_code(lang_t lang)
{
    return lang == LANG_EN ? "en" : "vi";
}

status_t err_set(err_t *err, status_t s, const char *code, const char *msgid, ...)
{
    (void)err;
    (void)code;
    (void)msgid;
    return s;
}

status_t err_at(err_t *err, status_t s, const char *code, const char *field, long line, const char *msgid, ...)
{
    (void)field;
    (void)line;
    (void)err;
    (void)code;
    (void)msgid;
    return s;
}

ms_t clock_wall(void)
{
    return 0; /* the day always comes with the message */
}

date_t date_of(ms_t t)
{
    (void)t;
    return (date_t){1970, 1, 1};
}

bool date_before(date_t a, date_t b)
{
    return a.y != b.y ? a.y < b.y : a.m != b.m ? a.m < b.m : a.d < b.d;
}

/* --- the tables: for each, its name's length, its name, its length in four bytes, itself --- */

static str_t table(void *ctx, str_t name)
{
    str_t rest = *(str_t *)ctx;
    while (rest.n > 5) {
        size_t n = (unsigned char)rest.p[0];
        if (rest.n < n + 5) break;
        uint32_t size;
        memcpy(&size, rest.p + 1 + n, 4);
        if (size > rest.n - n - 5) break;
        if (str_eq(str_sub(rest, 1, 1 + n), name)) return str_sub(rest, n + 5, n + 5 + size);
        rest = str_sub(rest, n + 5 + size, rest.n);
    }
    return STR_NONE;
}

status_t opening(arena_t *a, str_t knowledge, const canhgiac_t **out)
{
    canhgiac_t *k = NULL;
    err_t err = {.code = ""};
    status_t s = canhgiac_new(a, table, &knowledge, &k, &err);
    *out = k;
    return s;
}

const char *opening_version(void)
{
    return "0.1.0";
}
