/* SPDX-License-Identifier: Apache-2.0
 *
 * fold_tables OUT.c — the tables of src/base/fold.c and nfc.c from ICU's data (a build dependency only).
 *
 * The fold of a character: NFKC_Casefold, decomposed, combining marks off; what is not ASCII then is read as the Latin letter
 * or digit it is named after (stroked, small-capital, enclosed letters, digits of other scripts) or drawn like (its UTS 39
 * skeleton). Folding a fold changes nothing: each is folded until it stands.
 *
 * Skeletons are made for comparing with skeletons, not for reading: they make m "rn", both I and 1 "l", and 0 "O". So only
 * single letters and digits are taken, of characters that are no ASCII themselves, and of a capital drawn like l the small
 * letter decides.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include "base/fold_internal.h"

enum { OUT_MOST = 40, ENTRIES_MOST = 0x7FFF, POOL_MOST = 0x10000 };

static const UNormalizer2 *nfkc_cf, *nfd, *nfc;
static USpoofChecker *spoof;

static void must(UErrorCode e, const char *what)
{
    if (U_SUCCESS(e)) return;
    fprintf(stderr, "fold_tables: %s: %s\n", what, u_errorName(e));
    exit(1);
}

static void start(void)
{
    UErrorCode e = U_ZERO_ERROR;
    nfkc_cf = unorm2_getNFKCCasefoldInstance(&e);
    nfd = unorm2_getNFDInstance(&e);
    nfc = unorm2_getNFCInstance(&e);
    spoof = uspoof_open(&e);
    must(e, "ICU");
}

/* --- a text of code points --- */

typedef struct text {
    UChar32 c[OUT_MOST];
    int n;
} text_t;

static text_t text_of(const UChar *p, int n)
{
    text_t t = {.n = 0};
    for (int i = 0; i < n && t.n < OUT_MOST; t.n++) U16_NEXT(p, i, n, t.c[t.n]);
    return t;
}

static text_t normal(const UNormalizer2 *by, const text_t *in)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar from[2 * OUT_MOST], to[4 * OUT_MOST];
    int n = 0;
    for (int i = 0; i < in->n; i++) U16_APPEND_UNSAFE(from, n, in->c[i]);
    int m = unorm2_normalize(by, from, n, to, 4 * OUT_MOST, &e);
    must(e, "normalize");
    return text_of(to, m);
}

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
}

/* The one ASCII letter or digit that `c` is drawn like, in lower case; 0: none. */
static char drawn_like(UChar32 c)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar from[2], to[64];
    int n = 0, ascii = 0;
    char found = 0;
    U16_APPEND_UNSAFE(from, n, c);
    int m = uspoof_getSkeleton(spoof, 0, from, n, to, 64, &e);
    must(e, "skeleton");
    text_t t = text_of(to, m);
    t = normal(nfd, &t);
    for (int i = 0; i < t.n; i++) {
        if (is_mark(t.c[i])) continue;
        if (t.c[i] >= 0x80 || !u_isalnum(t.c[i])) return 0;
        found = (char)u_tolower(t.c[i]);
        ascii++;
    }
    return ascii == 1 ? found : 0;
}

static bool of_another_world(UChar32 c)
{
    UErrorCode e = U_ZERO_ERROR;
    UScriptCode s = uscript_getScript(c, &e);
    return s == USCRIPT_HAN || s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA || s == USCRIPT_HANGUL ||
           s == USCRIPT_BOPOMOFO || s == USCRIPT_YI;
}

static bool is_latin(UChar32 c)
{
    UErrorCode e = U_ZERO_ERROR;
    return uscript_getScript(c, &e) == USCRIPT_LATIN;
}

static char lookalike(UChar32 c)
{
    if (c == 0x4C0 || c == 0x4CF) return 'l'; /* palochka: a stroke without a dot */
    if (of_another_world(c)) return 0;
    char own = drawn_like(c);
    UChar32 small = u_tolower(c), big = u_toupper(c);
    if (own == 'l' && small != c && drawn_like(small)) return drawn_like(small);
    if (own || big == c) return own;
    return drawn_like(big); /* "м" has no twin of its own, "М" has */
}

/* --- names: what a character is called --- */

static const char *name_of(UChar32 c)
{
    static char name[160];
    UErrorCode e = U_ZERO_ERROR;
    int n = u_charName(c, U_UNICODE_CHAR_NAME, name, sizeof name, &e);
    if (U_FAILURE(e) || n <= 0) name[0] = '\0';
    return name;
}

static char letter_after(const char *name, const char *words, const char *then)
{
    const char *at = strstr(name, words);
    if (!at) return 0;
    at += strlen(words);
    if (at[0] < 'A' || at[0] > 'Z') return 0;
    bool ends = *then ? strncmp(at + 1, then, strlen(then)) == 0 : at[1] == '\0';
    return ends ? (char)(at[0] + 32) : 0;
}

/* "LATIN SMALL LETTER D WITH STROKE" is a d with a mark that no decomposition takes off. */
static char marked_letter(UChar32 c)
{
    if (c == 0xF0 || c == 0xD0) return 'd'; /* ð, Ð: sent where đ is meant */
    if (c == 0x131) return 'i';
    if (!is_latin(c)) return 0;
    const char *name = name_of(c);
    char l = letter_after(name, "LATIN SMALL LETTER ", " WITH ");
    return l ? l : letter_after(name, "LATIN CAPITAL LETTER ", " WITH ");
}

static char styled_letter(UChar32 c)
{
    const char *name = name_of(c);
    if (strstr(name, "REGIONAL INDICATOR SYMBOL LETTER ")) return letter_after(name, "SYMBOL LETTER ", "");
    char l = letter_after(name, "LATIN LETTER SMALL CAPITAL ", "");
    if (!l && (strstr(name, "CIRCLED LATIN") || strstr(name, "SQUARED LATIN") || strstr(name, "PARENTHESIZED LATIN"))) {
        l = letter_after(name, "CAPITAL LETTER ", "");
        if (!l) l = letter_after(name, "SMALL LETTER ", "");
    }
    if (!l && strstr(name, "DIGIT") && u_charType(c) == U_OTHER_NUMBER) {
        double v = u_getNumericValue(c);
        if (v >= 0 && v <= 9 && strstr(name, "CIRCLED")) l = (char)('0' + (int)v);
    }
    return l;
}

/* --- the fold --- */

typedef struct folded {
    text_t t;
    uint8_t flags;
    bool as_is;
} folded_t;

static folded_t one(char c, unsigned flags)
{
    return (folded_t){.t = {.c = {c}, .n = 1}, .flags = (uint8_t)(flags | FOLD_LETTER)};
}

static folded_t nothing(unsigned kind)
{
    return (folded_t){.flags = (uint8_t)kind};
}

/* Some Latin letter carries it: "ñ" in pieces is no more noise than "ñ". */
static bool latin_mark(UChar32 mark)
{
    for (UChar32 c = 0xC0; c < 0x1F00; c++) {
        if (!is_latin(c)) continue;
        text_t in = {.c = {c}, .n = 1}, parts = normal(nfd, &in);
        for (int i = 1; i < parts.n; i++)
            if (parts.c[i] == mark) return true;
    }
    return false;
}

static unsigned kind_of(UChar32 c)
{
    switch (u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE)) {
    case U_DT_WIDE:
    case U_DT_NARROW: return FOLD_WIDE;
    case U_DT_FONT:
    case U_DT_CIRCLE:
    case U_DT_SQUARE:
    case U_DT_SUPER:
    case U_DT_SUB: return FOLD_STYLED;
    default: return FOLD_PLAIN;
    }
}

/* Of one character of the decomposed fold. */
static UChar32 latin_of(UChar32 c, unsigned *kind, bool *marked)
{
    char l = marked_letter(c);
    if (l) {
        *marked = true;
        return l;
    }
    if ((l = styled_letter(c))) {
        *kind = FOLD_STYLED;
        return l;
    }
    if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) return '0' + u_charDigitValue(c);
    if (c < 0x80 || !u_isalnum(c)) return c;
    if ((l = lookalike(c)) && *kind == FOLD_PLAIN) *kind = FOLD_LOOKALIKE;
    if (!l && *kind == FOLD_PLAIN && !is_latin(c)) *kind = FOLD_OTHER;
    return l ? l : c;
}

static int utf8_size(const text_t *t)
{
    int n = 0;
    for (int i = 0; i < t->n; i++) n += U8_LENGTH(t->c[i]);
    return n;
}

static bool says_other(unsigned kind)
{
    return kind == FOLD_PLAIN || kind == FOLD_OTHER;
}

static folded_t fold_of(UChar32 c);

/* A character that Unicode says is the same as several folds as they do. */
static folded_t fold_of_parts(const text_t *parts)
{
    folded_t f = {.flags = 0};
    bool marked = false;
    for (int i = 0; i < parts->n; i++) {
        folded_t g = fold_of(parts->c[i]);
        if (is_mark(parts->c[i])) {
            marked = true;
            continue;
        }
        f.flags |= f.t.n ? g.flags & FOLD_LETTER : g.flags;
        if (g.as_is) g.t = (text_t){.c = {parts->c[i]}, .n = 1};
        for (int k = 0; k < g.t.n && f.t.n < OUT_MOST; k++) f.t.c[f.t.n++] = g.t.c[k];
    }
    if (marked && says_other(f.flags & FOLD_KIND)) f.flags |= FOLD_MARKED;
    return f;
}

static folded_t fold_of(UChar32 c)
{
    if (u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL)) return nothing(FOLD_BIDI);
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return nothing(FOLD_DROP);
    if (u_isUWhiteSpace(c) || c < ' ' || c == 0x2800) /* a pattern of Braille without dots is a blank */
        return (folded_t){.t = {.c = {' '}, .n = 1}, .flags = FOLD_SPACE};
    if (is_mark(c)) return nothing(FOLD_MARK | (latin_mark(c) ? 0u : FOLD_NOISE));
    if (c == 0x3002 || c == 0xFF61)
        return (folded_t){.t = {.c = {'.'}, .n = 1}, .flags = FOLD_WIDE}; /* dots of hosts (UTS 46) */
    if (c >= 0xAC00 && c < 0xD7A4) return (folded_t){.as_is = true};      /* Hangul stays composed */
    text_t itself = {.c = {c}, .n = 1}, parts = normal(nfd, &itself);
    if (parts.n > 1 || parts.c[0] != c) return fold_of_parts(&parts);
    unsigned kind = kind_of(c);
    char whole = styled_letter(c);
    if (whole) return one(whole, FOLD_STYLED);
    if (c >= 0x80 && !is_latin(c) && u_isalpha(c) && kind == FOLD_PLAIN && (whole = lookalike(c)))
        return one(whole, FOLD_LOOKALIKE);
    text_t in = {.c = {c}, .n = 1}, t = normal(nfkc_cf, &in), d = normal(nfd, &t), out = {.n = 0};
    bool marked = false;
    for (int i = 0; i < d.n; i++) {
        if (is_mark(d.c[i])) {
            marked = true;
        } else if (d.c[i] == 0xE6 || d.c[i] == 0x153) { /* æ œ */
            out.c[out.n++] = d.c[i] == 0xE6 ? 'a' : 'o';
            out.c[out.n++] = 'e';
        } else {
            out.c[out.n++] = latin_of(d.c[i], &kind, &marked);
        }
    }
    folded_t f = {.t = out, .flags = (uint8_t)kind};
    f.as_is = out.n == 1 && out.c[0] == c;
    if (utf8_size(&out) > FOLD_RATIO * U8_LENGTH(c)) f.as_is = true; /* a whole phrase in one character */
    if (u_isalnum(c) || (t.n && u_isalnum(t.c[0]))) f.flags |= FOLD_LETTER;
    if (marked && says_other(kind)) f.flags |= FOLD_MARKED;
    return f;
}

/* Until folding it once more changes nothing. */
static folded_t fold_fully(UChar32 c)
{
    folded_t f = fold_of(c);
    for (int round = 0; round < 4 && !f.as_is; round++) {
        text_t next = {.n = 0};
        for (int i = 0; i < f.t.n; i++) {
            folded_t g = fold_of(f.t.c[i]);
            if (g.as_is) g.t = (text_t){.c = {f.t.c[i]}, .n = 1};
            for (int k = 0; k < g.t.n && next.n < OUT_MOST; k++) next.c[next.n++] = g.t.c[k];
        }
        f.t = next;
    }
    if (f.t.n == 1 && f.t.c[0] == ' ' && !f.as_is) f.flags = FOLD_SPACE;
    return f;
}

/* --- writing the tables --- */

static uint8_t pool[POOL_MOST];
static size_t pool_n;
static fold_entry_t entries[ENTRIES_MOST] = {{0, FOLD_AS_IS, 0}};
static size_t entries_n = 1;
static uint16_t blocks[FOLD_TOP / FOLD_CUT][FOLD_CUT], first[FOLD_TOP / FOLD_CUT];
static size_t blocks_n;

static uint16_t in_pool(const uint8_t *b, size_t n)
{
    for (size_t i = 0; i + n <= pool_n; i++)
        if (memcmp(pool + i, b, n) == 0) return (uint16_t)i;
    if (pool_n + n > POOL_MOST) exit(1);
    memcpy(pool + pool_n, b, n);
    pool_n += n;
    return (uint16_t)(pool_n - n);
}

static uint16_t value_of(const folded_t *f)
{
    if (f->as_is && (!(f->flags & ~(FOLD_LETTER | FOLD_KIND)) && (f->flags & FOLD_KIND) <= FOLD_OTHER)) return 0;
    if (!f->as_is && f->t.n == 1 && f->t.c[0] < 0x80) return (uint16_t)(FOLD_BYTE | f->flags << 7 | f->t.c[0]);
    uint8_t b[4 * OUT_MOST];
    size_t n = 0;
    for (int i = 0; i < f->t.n && !f->as_is; i++) U8_APPEND_UNSAFE(b, n, f->t.c[i]);
    fold_entry_t e = {f->as_is ? 0 : in_pool(b, n), (uint8_t)(f->as_is ? FOLD_AS_IS : n), f->flags};
    for (size_t i = 1; i < entries_n; i++)
        if (memcmp(&entries[i], &e, sizeof e) == 0) return (uint16_t)i;
    if (entries_n == ENTRIES_MOST) exit(1);
    entries[entries_n] = e;
    return (uint16_t)entries_n++;
}

static void make_fold(void)
{
    for (UChar32 at = 0; at < FOLD_TOP; at += FOLD_CUT) {
        for (UChar32 i = 0; i < FOLD_CUT; i++) {
            folded_t f = {.as_is = true};
            if (!U_IS_SURROGATE(at + i)) f = fold_fully(at + i);
            blocks[blocks_n][i] = value_of(&f);
        }
        size_t b = 0;
        while (memcmp(blocks[b], blocks[blocks_n], sizeof blocks[b]) != 0) b++;
        first[at / FOLD_CUT] = (uint16_t)b;
        blocks_n += b == blocks_n;
    }
}

static void list(FILE *o, const char *head, const uint16_t *v, size_t n)
{
    fprintf(o, "%s = {", head);
    for (size_t i = 0; i < n; i++) fprintf(o, "%s%u,", i % 24 ? "" : "\n", v[i]);
    fprintf(o, "};\n");
}

static void write_fold(FILE *o)
{
    fprintf(o, "const uint8_t fold_pool[] = {");
    for (size_t i = 0; i < pool_n; i++) fprintf(o, "%s%u,", i % 24 ? "" : "\n", pool[i]);
    fprintf(o, "};\nconst fold_entry_t fold_entries[] = {");
    for (size_t i = 0; i < entries_n; i++)
        fprintf(o, "%s{%u,%u,%u},", i % 8 ? "" : "\n", entries[i].at, entries[i].n, entries[i].flags);
    fprintf(o, "};\n");
    list(o, "const uint16_t fold_first[FOLD_TOP / FOLD_CUT]", first, FOLD_TOP / FOLD_CUT);
    list(o, "const uint16_t fold_blocks[]", blocks[0], blocks_n * FOLD_CUT);
    fprintf(o, "/* %zu bytes: pool %zu, %zu entries, %zu blocks */\n",
            pool_n + entries_n * sizeof *entries + sizeof first + blocks_n * sizeof *blocks, pool_n, entries_n,
            blocks_n);
}

/* --- NFC --- */

static int by_pair(const void *a, const void *b)
{
    const fold_pair_t *x = a, *y = b;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void write_nfc(FILE *o)
{
    static fold_pair_t pairs[4096];
    size_t n_pairs = 0, n = 0;
    fprintf(o, "const fold_decomp_t fold_decomps[] = {\n");
    for (UChar32 c = 0; c < 0x110000; c++) {
        UErrorCode e = U_ZERO_ERROR;
        UChar to[8];
        if (c >= 0xAC00 && c < 0xD7A4) continue; /* by rule */
        int m = unorm2_getRawDecomposition(nfc, c, to, 8, &e), i = 0;
        if (m < 0) continue;
        UChar32 a, b = 0;
        U16_NEXT(to, i, m, a);
        if (i < m) U16_NEXT(to, i, m, b);
        fprintf(o, "{0x%X,{0x%X,0x%X}},%s", c, a, b, ++n % 6 ? "" : "\n");
        if (b && unorm2_composePair(nfc, a, b) == c)
            pairs[n_pairs++] = (fold_pair_t){(uint32_t)a, (uint32_t)b, (uint32_t)c};
    }
    fprintf(o, "};\nconst size_t fold_n_decomps = %zu;\nconst fold_pair_t fold_pairs[] = {\n", n);
    qsort(pairs, n_pairs, sizeof *pairs, by_pair);
    for (size_t i = 0; i < n_pairs; i++)
        fprintf(o, "{0x%X,0x%X,0x%X},%s", pairs[i].a, pairs[i].b, pairs[i].c, (i + 1) % 8 ? "" : "\n");
    fprintf(o, "};\nconst size_t fold_n_pairs = %zu;\nconst fold_class_t fold_classes[] = {\n", n_pairs);
    n = 0;
    for (UChar32 c = 0; c < 0x110000; c++)
        if (u_getCombiningClass(c)) fprintf(o, "{0x%X,%u},%s", c, u_getCombiningClass(c), ++n % 10 ? "" : "\n");
    fprintf(o, "};\nconst size_t fold_n_classes = %zu;\n", n);
}

int main(int argc, char **argv)
{
    FILE *o = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (!o) return 2;
    start();
    fprintf(o, "/* Made by tools/fold_tables.c from Unicode %s. */\n#include \"base/fold_internal.h\"\n",
            U_UNICODE_VERSION);
    make_fold();
    write_fold(o);
    write_nfc(o);
    uspoof_close(spoof);
    return fclose(o) == 0 ? 0 : 1;
}
