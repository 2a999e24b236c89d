/* SPDX-License-Identifier: Apache-2.0
 *
 * Folding by table. Plain ASCII, which is most of any text, goes eight bytes a step; what stands behind it, one character
 * by the table. In Vietnamese with marks every step ends at a marked letter, in text without them hardly any does: either
 * way the processor guesses right. Needs nothing of the C library but mem*.
 */
#include "base/fold.h"
#include "base/arena.h"
#include "base/fold_internal.h"

enum { STEP = 8, TAGS = 0xE0000, TAGS_END = 0xE1000 };

size_t fold_bound(size_t n)
{
    return n * FOLD_RATIO + FOLD_SLACK; /* the last step may write past what it keeps */
}

static bool gives_nothing(uint32_t c)
{
    if (c >= FOLD_TOP) return c >= TAGS && c < TAGS_END;
    uint16_t v = fold_value(c);
    return !(v & FOLD_BYTE) && fold_entries[v].n == 0;
}

/* Scripts in which nothing looks Latin: marks of writing and pictures stand between the ranges. */
static bool letter_as_is(uint32_t c)
{
    return (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || (c >= 0x2C00 && c < 0x2E00) ||
           (c >= 0x3040 && c < 0xD800) || (c >= 0x10000 && c < 0x1D000) || (c >= 0x1E000 && c < 0x1F000) ||
           (c >= FOLD_TOP && c < 0x32000);
}

/* --- eight bytes at once: a byte's answer is its highest bit --- */

#define EACH(b) (0x0101010101010101u * (uint64_t)(b))

/* Bytes from `low` to `high`; the highest bits of x must be clear. */
static inline uint64_t within(uint64_t x, unsigned low, unsigned high)
{
    return (x + EACH(0x80 - low)) & ~(x + EACH(0x7F - high)) & EACH(0x80);
}

typedef struct step {
    uint64_t lower;   /* the bytes, capitals made small */
    uint64_t letters; /* which are letters or digits */
    uint64_t blanks;
    unsigned n; /* how many can be copied as they are: printable ASCII, no blank after a blank */
} step_t;

static inline unsigned first_of(uint64_t bits)
{
    return bits ? (unsigned)__builtin_ctzll(bits) >> 3 : STEP;
}

static inline step_t look(uint64_t x, bool after_blank)
{
    uint64_t y = x & EACH(0x7F), capital = within(y, 'A', 'Z');
    step_t s = {.lower = x | capital >> 2, .blanks = within(y, ' ', ' ')};
    s.letters = within(s.lower & EACH(0x7F), 'a', 'z') | within(y, '0', '9');
    uint64_t twice = s.blanks & (s.blanks << 8 | (after_blank ? 0x80u : 0u));
    s.n = first_of((x & EACH(0x80)) | within(y, 0, ' ' - 1) | twice);
    return s;
}

static inline uint64_t eight(str_t s, size_t i)
{
    uint64_t x = 0; /* past the end stand zeros, which end a step */
    if (s.n - i >= STEP)
        memcpy(&x, s.p + i, STEP);
    else
        for (size_t k = 0; k < s.n - i; k++) x |= (uint64_t)(unsigned char)s.p[i + k] << (8 * k);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    if (s.n - i >= STEP) x = __builtin_bswap64(x);
#endif
    return x;
}

static inline void put_eight(char *text, uint64_t x)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    memcpy(text, &x, STEP);
}

/* --- one character by the table --- */

typedef struct folding {
    char *text;
    uint32_t *origin;
    size_t n;
    bool blank;         /* the last folded byte is a space */
    unsigned on_letter; /* marks on the letter that stands */
    bool marked;        /* it came with one */
    uint32_t letters, marks, noise, invalid, kinds[FOLD_KIND + 1];
} folding_t;

static inline void put(folding_t *w, char c, size_t from)
{
    w->text[w->n] = c;
    w->origin[w->n++] = (uint32_t)from;
    w->blank = false;
    w->on_letter = 0;
    w->marked = false;
}

static void put_blank(folding_t *w, size_t from)
{
    if (w->blank) return;
    put(w, ' ', from);
    w->blank = true;
}

static void put_all(folding_t *w, const char *p, size_t n, size_t from)
{
    for (size_t k = 0; k < n; k++) {
        if (p[k] == ' ')
            put_blank(w, from);
        else
            put(w, p[k], from);
    }
}

static void drop(folding_t *w, unsigned flags)
{
    w->on_letter++;
    /* A letter and its mark apart are the same marked letter. */
    if ((flags & FOLD_KIND) == FOLD_MARK && !(flags & FOLD_NOISE) && w->n && !w->blank && !w->marked) {
        w->marks++;
        w->marked = true;
    }
    if ((flags & FOLD_KIND) == FOLD_MARK) w->noise += (flags & FOLD_NOISE) || w->on_letter > 2;
}

static void rare(folding_t *w, str_t src, size_t from, size_t to, uint32_t c, uint16_t v)
{
    const fold_entry_t *e = &fold_entries[v];
    if (c >= TAGS && c < TAGS_END) {
        w->kinds[FOLD_DROP]++;
        drop(w, FOLD_DROP);
    } else if (v == 0 || e->n == FOLD_AS_IS) {
        bool whole = c != 0xFFFD || (to - from == 3 && memcmp(src.p + from, "\xEF\xBF\xBD", 3) == 0);
        w->invalid += !whole;
        bool letter = letter_as_is(c);
        w->letters += letter;
        w->kinds[FOLD_OTHER] += letter;
        if (whole)
            put_all(w, src.p + from, to - from, from);
        else
            put_all(w, "\xEF\xBF\xBD", 3, from);
    } else {
        w->kinds[e->flags & FOLD_KIND]++;
        w->letters += (e->flags & FOLD_LETTER) != 0;
        w->marks += (e->flags & FOLD_MARKED) != 0;
        if (e->n) {
            put_all(w, (const char *)fold_pool + e->at, e->n, from);
            w->marked = e->flags & FOLD_MARKED;
        } else {
            drop(w, e->flags);
        }
    }
}

static inline size_t one(folding_t *w, str_t src, size_t from)
{
    size_t i = from;
    uint32_t c = utf8_next(src, &i);
    uint16_t v = c < FOLD_TOP ? fold_value(c) : 0;
    if (!(v & FOLD_BYTE)) {
        rare(w, src, from, i, c, v);
        return i;
    }
    unsigned flags = v >> 7 & 0x7F, kind = flags & FOLD_KIND;
    w->letters += (flags & FOLD_LETTER) != 0;
    w->marks += (flags & FOLD_MARKED) != 0;
    w->kinds[kind]++;
    if (kind == FOLD_SPACE)
        put_blank(w, from);
    else
        put(w, (char)(v & 0x7F), from);
    w->marked = flags & FOLD_MARKED;
    return i;
}

void fold_into(str_t src, fold_t *f)
{
    folding_t w = {.text = f->text, .origin = f->origin};
    for (size_t i = 0; i < src.n;) {
        step_t s = look(eight(src, i), w.blank);
        put_eight(w.text + w.n, s.lower);
        for (unsigned k = 0; k < STEP; k++) w.origin[w.n + k] = (uint32_t)i + k;
        if (s.n) {
            uint64_t kept = UINT64_MAX >> (64 - 8 * s.n);
            w.letters += (uint32_t)(((s.letters & kept) >> 7) * EACH(1) >> 56);
            w.blank = s.blanks >> (8 * s.n - 1) & 1;
            w.on_letter = 0;
            w.marked = false;
            w.n += s.n;
            i += s.n;
        }
        if (s.n < STEP && i < src.n) i = one(&w, src, i);
    }
    f->n = w.n;
    f->origin[w.n] = (uint32_t)src.n;
    memset(f->text + w.n, 0, FOLD_SLACK);
    f->stats = (fold_stats_t){.letters = w.letters,
                              .marks = w.marks,
                              .combining = w.kinds[FOLD_MARK],
                              .noise = w.noise,
                              .zero_width = w.kinds[FOLD_DROP],
                              .wide = w.kinds[FOLD_WIDE],
                              .styled = w.kinds[FOLD_STYLED],
                              .lookalike = w.kinds[FOLD_LOOKALIKE],
                              .other = w.kinds[FOLD_OTHER],
                              .bidi = w.kinds[FOLD_BIDI],
                              .invalid = w.invalid};
}

static bool small_letter(unsigned c)
{
    return c >= 'a' && c <= 'z';
}

fold_sort_t fold_sort(uint32_t c)
{
    if (c < 0x80) return small_letter(c | 0x20) ? FOLD_SORT_LETTER : FOLD_SORT_NONE;
    if (c >= FOLD_TOP)
        return gives_nothing(c) ? FOLD_SORT_HIDDEN : letter_as_is(c) ? FOLD_SORT_FOREIGN : FOLD_SORT_NONE;
    uint16_t v = fold_value(c);
    bool byte = (v & FOLD_BYTE) != 0, letter = byte && small_letter(v & 0x7F);
    unsigned flags = byte ? v >> 7 & 0x7Fu : fold_entries[v].flags;
    switch (flags & FOLD_KIND) {
    case FOLD_MARK: return FOLD_SORT_MARK;
    case FOLD_DROP: return FOLD_SORT_HIDDEN;
    case FOLD_BIDI: return FOLD_SORT_BIDI;
    case FOLD_WIDE: return letter ? FOLD_SORT_WIDE : FOLD_SORT_NONE;
    case FOLD_LOOKALIKE: return letter ? FOLD_SORT_LOOKALIKE : FOLD_SORT_FOREIGN;
    case FOLD_STYLED: return letter && !(c >= 0x1F1E6 && c <= 0x1F1FF) ? FOLD_SORT_STYLED : FOLD_SORT_NONE;
    default: return letter ? FOLD_SORT_LETTER : letter_as_is(c) ? FOLD_SORT_FOREIGN : FOLD_SORT_NONE;
    }
}

/* Printable ASCII. */
static bool plain(str_t s, size_t i)
{
    return i < s.n && (unsigned char)(s.p[i] - ' ') < 0x7F - ' ';
}

size_t fold_end(str_t src, const fold_t *f, size_t i)
{
    if (i >= f->n) return src.n;
    size_t end = f->origin[i];
    if (plain(src, end) && (end + 1 == src.n || plain(src, end + 1))) return end + 1;
    (void)utf8_next(src, &end);
    for (size_t next = end; next < src.n; end = next) /* marks and ignorables belong to the letter before them */
        if (!gives_nothing(utf8_next(src, &next))) break;
    return end;
}

str_t fold_dup(arena_t *a, str_t s)
{
    fold_t f = {.text = arena_alloc(a, fold_bound(s.n) + 1), .origin = ARENA_ARRAY(a, uint32_t, fold_bound(s.n) + 1)};
    if (!f.text || !f.origin) return STR_NONE;
    fold_into(s, &f);
    f.text[f.n] = 0;
    return (str_t){f.text, f.n};
}
