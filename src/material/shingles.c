/* SPDX-License-Identifier: Apache-2.0
 *
 * shingles — fingerprint of a text (Broder 1997: resemblance and containment; a bottom-k sketch).
 */
#include <stdlib.h>
#include "material/internal.h"

#define WORDS_MAX 200000

/* The plain letter under a Vietnamese one; 0 for a combining mark; the character itself otherwise. */
static uint32_t plain(uint32_t c)
{
    static const struct {
        uint16_t from, to;
        char letter;
    } letters[] = {{0xC0, 0xC5, 'a'},     {0xC8, 0xCB, 'e'},     {0xCC, 0xCF, 'i'},     {0xD2, 0xD6, 'o'},
                   {0xD9, 0xDC, 'u'},     {0xDD, 0xDD, 'y'},     {0xE0, 0xE5, 'a'},     {0xE8, 0xEB, 'e'},
                   {0xEC, 0xEF, 'i'},     {0xF2, 0xF6, 'o'},     {0xF9, 0xFC, 'u'},     {0xFD, 0xFD, 'y'},
                   {0x102, 0x103, 'a'},   {0x110, 0x111, 'd'},   {0x128, 0x129, 'i'},   {0x168, 0x169, 'u'},
                   {0x1A0, 0x1A1, 'o'},   {0x1AF, 0x1B0, 'u'},   {0x1EA0, 0x1EB7, 'a'}, {0x1EB8, 0x1EC7, 'e'},
                   {0x1EC8, 0x1ECB, 'i'}, {0x1ECC, 0x1EE3, 'o'}, {0x1EE4, 0x1EF1, 'u'}, {0x1EF2, 0x1EF9, 'y'}};
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c < 0xC0) return c;
    if (c >= 0x300 && c <= 0x36F) return 0;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (c >= letters[i].from && c <= letters[i].to) return (uint32_t)letters[i].letter;
    return c;
}

str_t text_plain(arena_t *a, str_t s)
{
    char *p = arena_alloc(a, s.n * 3 + 1); /* an invalid byte becomes U+FFFD: three bytes */
    size_t n = 0;
    if (!p) return STR_NONE;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = plain(utf8_next(s, &i));
        if (c) n += utf8_put(c, p + n);
    }
    return (str_t){p, n};
}

static bool wordy(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 128;
}

static status_t words_of(arena_t *a, str_t folded, vec_t *words, err_t *err)
{
    *words = vec_new(a, sizeof(str_t), WORDS_MAX);
    for (size_t i = 0; i < folded.n;) {
        if (!wordy(folded.p[i])) {
            i++;
            continue;
        }
        size_t from = i;
        while (i < folded.n && wordy(folded.p[i])) i++;
        str_t *w = vec_push(words);
        if (!w) return err_set(err, ST_LIMIT, "text.too-long", N_("The text has more than %d words."), WORDS_MAX);
        *w = str_sub(folded, from, i);
    }
    return ST_OK;
}

static uint64_t shingle(const str_t *words, size_t n)
{
    sha256_t h;
    sha256_start(&h);
    for (size_t i = 0; i < n; i++) {
        if (i) sha256_add(&h, S(" "));
        sha256_add(&h, words[i]);
    }
    digest_t d = sha256_end(&h);
    uint64_t v = 0;
    for (size_t i = 0; i < 8; i++) v = v << 8 | d.b[i];
    return v;
}

static int ascending(const void *pa, const void *pb)
{
    uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;
    return (a > b) - (a < b);
}

status_t text_shingles(arena_t *a, str_t text, size_t keep, uint64_t **out, size_t *n, int64_t *words, err_t *err)
{
    vec_t w;
    str_t folded = text_plain(a, text);
    if (!folded.p) return no_memory(err);
    status_t s = words_of(a, folded, &w, err);
    if (s != ST_OK) return s;
    size_t runs = w.len == 0 ? 0 : w.len < SHINGLE_WORDS ? 1 : w.len - SHINGLE_WORDS + 1, kept = 0;
    uint64_t *v = ARENA_ARRAY(a, uint64_t, runs + 1);
    if (!v) return no_memory(err);
    for (size_t i = 0; i < runs; i++)
        v[i] = shingle(&VEC_AT(&w, str_t, i), w.len < SHINGLE_WORDS ? w.len : SHINGLE_WORDS);
    if (runs) qsort(v, runs, sizeof *v, ascending);
    for (size_t i = 0; i < runs && kept < keep; i++)
        if (kept == 0 || v[i] != v[kept - 1]) v[kept++] = v[i];
    *out = v;
    *n = kept;
    if (words) *words = (int64_t)w.len;
    return ST_OK;
}

double shingles_share(const uint64_t *of, size_t n_of, const uint64_t *in, size_t n_in)
{
    size_t found = 0;
    for (size_t i = 0, j = 0; i < n_of; i++) {
        while (j < n_in && in[j] < of[i]) j++;
        if (j < n_in && in[j] == of[i]) found++;
    }
    return n_of ? (double)found / (double)n_of : 0;
}
