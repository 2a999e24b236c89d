/* SPDX-License-Identifier: Apache-2.0
 *
 * Folding by table. 64 bytes are looked at together: where something happens is a bit, and what stands before it is plain
 * ASCII, copied sixteen bytes a step. What happens in Vietnamese is nearly always a marked letter of two or three bytes, whose
 * place tells all that has to be guessed; the rest goes one character by the table. Needs nothing of the C library but mem*.
 */
#include "base/fold.h"
#include "base/arena.h"
#include "base/fold_internal.h"
#include "base/lanes.h"

enum { BLOCK = 64, TAGS = 0xE0000, TAGS_END = 0xE1000 };

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

/* --- 64 bytes, a bit each --- */

typedef struct block {
    uint64_t letters; /* ASCII letters and digits */
    uint64_t blanks;
    uint64_t lead,
        three;     /* whole characters of two or three bytes among which our letters are; of them those of three */
    uint64_t rest; /* all else that is no printable ASCII, and a blank after a blank */
} block_t;

static inline block_t look(const char *p, bool after_blank)
{
    block_t b = {0};
    uint64_t high = 0, behind = 0, low = 0;
    for (unsigned i = 0; i < BLOCK; i += LANES) {
        lanes_t c = lanes_at(p + i);
        b.letters |= lanes_bits((lanes_t)((c | 0x20) - 'a' < 26) | (lanes_t)(c - '0' < 10)) << i;
        b.blanks |= lanes_bits((lanes_t)(c == ' ')) << i;
        b.three |= lanes_bits((lanes_t)(c == 0xE1)) << i;
        b.lead |= lanes_bits((lanes_t)(c - 0xC3 < 4)) << i;
        behind |= lanes_bits((lanes_t)(c - 0x80 < 0x40)) << i;
        low |= lanes_bits((lanes_t)(c < ' ')) << i;
        high |= lanes_bits(c) << i;
    }
    b.three &= behind >> 1 & behind >> 2;
    b.lead = (b.lead & behind >> 1) | b.three;
    b.rest = low | (high & ~(b.lead | b.lead << 1 | b.three << 2)) | (b.blanks & (b.blanks << 1 | after_blank));
    return b;
}

static inline uint64_t ones(size_t n)
{
    return n < BLOCK ? ((uint64_t)1 << n) - 1 : UINT64_MAX;
}

/* `n` bytes of printable ASCII, and behind them some that are overwritten later: sixteen at least, for how few they are
 * nobody can guess. */
static inline void run(char *text, uint32_t *origin, const char *p, size_t n, size_t from)
{
    typedef uint32_t places_t __attribute__((vector_size(4 * sizeof(uint32_t))));
    size_t k = 0;
    do {
        lanes_t c = lanes_at(p + k);
        c |= (lanes_t)((lanes_t)(c - 'A' < 26) & 0x20);
        memcpy(text + k, &c, sizeof c);
        places_t at = (uint32_t)(from + k) + (places_t){0, 1, 2, 3};
        for (size_t i = 0; i < LANES; i += 4, at += 4) memcpy(origin + k + i, &at, sizeof at);
        k += LANES;
    } while (k < n);
}

/* What the table says of the two or three bytes at p; without a branch, for both are as common. */
static inline uint16_t value_at(const char *p, uint32_t three)
{
    uint32_t a = (uint8_t)p[0], b = (uint8_t)p[1] & 0x3F, c = (uint8_t)p[2] & 0x3F;
    uint32_t short_one = (a & 0x1F) << 6 | b, long_one = 0x1000 | b << 6 | c;
    return fold_value(short_one ^ ((short_one ^ long_one) & -three));
}

/* Plain text and marked letters among the `have` bytes at p, which stand at `from` in the source, from byte `at` of them on; the
 * byte at which something else stands. */
static inline size_t common(folding_t *w, const block_t *b, const char *p, size_t have, size_t from, size_t at)
{
    char *text = w->text;
    uint32_t *origin = w->origin, marks = 0;
    size_t n = w->n, begun = n;
    bool blank = w->blank, marked = w->marked;
    for (uint64_t left = (b->lead | b->rest) & ones(have) & ~ones(at);; left &= left - 1) {
        size_t next = left ? (size_t)__builtin_ctzll(left) : have;
        run(text + n, origin + n, p + at, next - at, from + at);
        n += next - at;
        blank = ((next > at) & (b->blanks >> ((next - 1) & 63))) | ((next == at) & blank);
        marked &= next == at;
        at = next;
        if (!(b->lead >> (at & 63) & (at < have))) break;
        uint32_t three = b->three >> at & 1;
        uint16_t v = value_at(p + at, three);
        if ((v & ~0x7F) != (FOLD_BYTE | (FOLD_LETTER | FOLD_MARKED) << 7)) break;
        text[n] = (char)(v & 0x7F);
        origin[n++] = (uint32_t)(from + at);
        blank = false;
        marked = true;
        marks++;
        at += 2 + three;
    }
    w->letters += marks;
    w->marks += marks;
    w->on_letter = n > begun ? 0 : w->on_letter;
    w->marked = marked;
    w->blank = blank;
    w->n = n;
    return at;
}

/* How many of the `have` bytes at p have been read; maybe a few more. */
static size_t block(folding_t *w, str_t src, size_t from, const char *p, size_t have)
{
    block_t b = look(p, w->blank);
    w->letters += (uint32_t)bits_count(b.letters & ones(have));
    for (size_t at = 0;;) {
        at = common(w, &b, p, have, from, at);
        if (at >= have) return at;
        at = one(w, src, from + at) - from;
        while (w->blank && at < have && p[at] == ' ') at++; /* behind one that is not ASCII */
        if (at >= have) return at;
    }
}

void fold_into(str_t src, fold_t *f)
{
    folding_t w = {.text = f->text, .origin = f->origin};
    for (size_t i = 0; i < src.n;) {
        char last[BLOCK + LANES] = {0}; /* zeros are not printable: they end what is copied */
        size_t have = src.n - i;
        bool whole = have >= sizeof last;
        if (!whole) memcpy(last, src.p + i, have);
        i += block(&w, src, i, whole ? src.p + i : last, have < BLOCK ? have : BLOCK);
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
