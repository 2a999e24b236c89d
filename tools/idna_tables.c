/* SPDX-License-Identifier: Apache-2.0
 *
 * idna_tables OUT.c — what UTS 46, bidi (RFC 5893), joiners (RFC 5892, appendix A) and the eye (UTS 39) say of each character,
 * asked of ICU when the program is built, so that the program itself needs none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include "recognise/idna_internal.h"

enum { TOP = 0x110000, POOL = 1 << 16, LONGEST = 64 };

static UChar32 pool[POOL];
static size_t n_pool;

static UErrorCode bad = U_ZERO_ERROR;

static void must(int ok, const char *what)
{
    if (ok && U_SUCCESS(bad)) return;
    fprintf(stderr, "idna_tables: %s (%s)\n", what, u_errorName(bad));
    exit(1);
}

static size_t points(const UChar *s, int32_t n, UChar32 *out)
{
    size_t k = 0;
    for (int32_t i = 0; i < n;) {
        UChar32 c;
        U16_NEXT(s, i, n, c);
        out[k++] = c;
    }
    return k;
}

/* A row holds from its first character to the next row's. */
typedef struct map_row {
    UChar32 first;
    unsigned kind;
    int32_t value; /* mapped: what is added to the character; pooled: its place | length << 16 */
} map_row_t;

static map_row_t map_of(const UNormalizer2 *uts46, UChar32 c)
{
    UChar in[2], out[LONGEST];
    int32_t n = 0;
    UChar32 to[LONGEST];
    if (c >= 0xD800 && c < 0xE000) return (map_row_t){c, IDNA_DISALLOWED, 0};
    U16_APPEND_UNSAFE(in, n, c);
    int32_t len = unorm2_normalize(uts46, in, n, out, LONGEST, &bad);
    must(len <= LONGEST, "a mapping is too long");
    size_t k = points(out, len, to);
    if (k == 0) return (map_row_t){c, IDNA_IGNORED, 0};
    if (k == 1 && to[0] == c) return (map_row_t){c, IDNA_VALID, 0};
    if (k == 1 && to[0] == 0xFFFD) return (map_row_t){c, IDNA_DISALLOWED, 0};
    if (k == 1) return (map_row_t){c, IDNA_MAPPED, to[0] - c};
    size_t at = 0;
    while (at + k <= n_pool && memcmp(pool + at, to, k * sizeof *to) != 0) at++;
    if (at + k > n_pool) {
        at = n_pool;
        must(at + k <= POOL, "the pool is full");
        memcpy(pool + at, to, k * sizeof *to);
        n_pool += k;
    }
    return (map_row_t){c, IDNA_POOLED, (int32_t)(at | k << 16)};
}

static void write_map(FILE *o)
{
    const UNormalizer2 *uts46 = unorm2_getInstance(NULL, "uts46", UNORM2_COMPOSE, &bad);
    must(uts46 != NULL, "no UTS 46 data");
    static idna_map_t rows[TOP];
    map_row_t last = {-1, 99, 0};
    size_t n = 0;
    for (UChar32 c = 0; c < TOP; c++) {
        map_row_t r = map_of(uts46, c);
        if (r.kind == last.kind && r.value == last.value) continue;
        last = r;
        rows[n++] = (idna_map_t){(uint32_t)c | r.kind << 21, r.value};
    }
    fprintf(o, "const idna_map_t idna_maps[] = {\n");
    for (size_t i = 0; i < n; i++) fprintf(o, "{0x%X, %d},%s", rows[i].first, rows[i].value, (i + 1) % 8 ? " " : "\n");
    fprintf(o, "};\nconst size_t idna_n_maps = %zu;\nconst uint32_t idna_pool[] = {\n", n);
    for (size_t i = 0; i < n_pool; i++) fprintf(o, "0x%X,%s", (unsigned)pool[i], (i + 1) % 12 ? " " : "\n");
    fprintf(o, "0};\n");
}

static unsigned bidi_of(UChar32 c)
{
    switch (u_charDirection(c)) {
    case U_LEFT_TO_RIGHT: return IDNA_L;
    case U_RIGHT_TO_LEFT: return IDNA_R;
    case U_RIGHT_TO_LEFT_ARABIC: return IDNA_AL;
    case U_ARABIC_NUMBER: return IDNA_AN;
    case U_EUROPEAN_NUMBER: return IDNA_EN;
    case U_DIR_NON_SPACING_MARK: return IDNA_NSM;
    case U_EUROPEAN_NUMBER_SEPARATOR:
    case U_COMMON_NUMBER_SEPARATOR:
    case U_EUROPEAN_NUMBER_TERMINATOR:
    case U_OTHER_NEUTRAL:
    case U_BOUNDARY_NEUTRAL: return IDNA_NEUTRAL;
    default: return IDNA_OTHER;
    }
}

static unsigned join_of(UChar32 c)
{
    switch (u_getIntPropertyValue(c, UCHAR_JOINING_TYPE)) {
    case U_JT_LEFT_JOINING: return IDNA_JOIN_L;
    case U_JT_RIGHT_JOINING: return IDNA_JOIN_R;
    case U_JT_DUAL_JOINING: return IDNA_JOIN_D;
    case U_JT_TRANSPARENT: return IDNA_JOIN_T;
    default: return IDNA_JOIN_NONE;
    }
}

static void write_properties(FILE *o)
{
    unsigned last = ~0u;
    size_t n = 0;
    fprintf(o, "const uint32_t idna_properties[] = {\n");
    for (UChar32 c = 0; c < TOP; c++) {
        unsigned p = bidi_of(c) << 21 | join_of(c) << 24;
        if (U_GET_GC_MASK(c) & U_GC_M_MASK) p |= IDNA_MARK;
        if (u_getCombiningClass(c) == 9) p |= IDNA_VIRAMA;
        if (p == last) continue;
        last = p;
        fprintf(o, "0x%X,%s", (unsigned)c | p, ++n % 10 ? " " : "\n");
    }
    fprintf(o, "};\nconst size_t idna_n_properties = %zu;\n", n);
}

/* What a character looks like, when that is plain letters: its skeleton without marks. */
static size_t eye_of(const USpoofChecker *sc, UChar32 c, char out[8])
{
    UChar in[2], sk[LONGEST];
    int32_t n = 0;
    U16_APPEND_UNSAFE(in, n, c);
    int32_t len = uspoof_getSkeleton(sc, 0, in, n, sk, LONGEST, &bad);
    must(len <= LONGEST, "a skeleton is too long");
    size_t k = 0;
    for (int32_t i = 0; i < len;) {
        UChar32 x;
        U16_NEXT(sk, i, len, x);
        if (U_GET_GC_MASK(x) & U_GC_M_MASK) continue;
        x = u_tolower(x);
        if (!((x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') || x == '-') || k == 3) return 0;
        out[k++] = (char)x;
    }
    return k;
}

static void write_eye(FILE *o)
{
    const UNormalizer2 *uts46 = unorm2_getInstance(NULL, "uts46", UNORM2_COMPOSE, &bad);
    USpoofChecker *sc = uspoof_open(&bad);
    size_t n = 0;
    must(sc != NULL, "no confusables");
    fprintf(o, "const idna_eye_t idna_eyes[] = {\n");
    for (UChar32 c = 0x80; c < TOP; c++) {
        char out[8] = {0};
        if (map_of(uts46, c).kind != IDNA_VALID || !eye_of(sc, c, out)) continue;
        fprintf(o, "{0x%X, \"%s\"},%s", (unsigned)c, out, ++n % 6 ? " " : "\n");
    }
    fprintf(o, "};\nconst size_t idna_n_eyes = %zu;\n", n);
    uspoof_close(sc);
}

int main(int argc, char **argv)
{
    FILE *o = argc == 2 ? fopen(argv[1], "w") : NULL;
    must(o != NULL, "idna_tables OUT.c");
    fprintf(o, "/* Made by tools/idna_tables.c with Unicode %s. */\n#include \"recognise/idna_internal.h\"\n",
            U_UNICODE_VERSION);
    write_map(o);
    write_properties(o);
    write_eye(o);
    return fclose(o) == 0 ? 0 : 1;
}
