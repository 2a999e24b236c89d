/* SPDX-License-Identifier: Apache-2.0
 *
 * Folding by table, and NFC (UAX 15).
 */
#include "base/fold.h"
#include "base/buf.h"
#include "base/fold_internal.h"

size_t fold_bound(size_t n)
{
    return n * (fold_ratio < 3 ? 3 : fold_ratio);
} /* an invalid byte becomes U+FFFD */

static const fold_entry_t *entry_of(uint32_t c)
{
    uint16_t e = c < 0x20000 ? fold_pages[fold_directory[c >> 8]][c & 255] : 0;
    return e ? &fold_entries[e] : NULL;
}

/* Marks that Vietnamese letters carry: grave, acute, circumflex, tilde, breve, hook, horn, dot below. */
static bool vietnamese_mark(uint32_t c)
{
    return c == 0x300 || c == 0x301 || c == 0x302 || c == 0x303 || c == 0x306 || c == 0x309 || c == 0x31B || c == 0x323;
}

static void count(fold_stats_t *s, unsigned flags)
{
    s->letters += (flags & FOLD_LETTER) != 0;
    s->marks += (flags & FOLD_MARKED) != 0;
    s->wide += (flags & FOLD_WIDE) != 0;
    s->styled += (flags & FOLD_STYLED) != 0;
    s->lookalike += (flags & FOLD_LOOKALIKE) != 0;
    s->other += (flags & FOLD_OTHER) != 0;
}

/* A character that gives nothing: a combining mark or something ignorable. */
static void count_dropped(fold_stats_t *s, uint32_t c, unsigned flags, unsigned on_letter)
{
    if (flags & FOLD_BIDI) {
        s->bidi++;
    } else if (flags & FOLD_DROP) {
        s->zero_width++;
    } else {
        s->combining++;
        s->noise += !vietnamese_mark(c) || on_letter > 2;
    }
}

void fold_into(str_t src, fold_t *f)
{
    size_t n = 0;
    unsigned on_letter = 0;
    bool space = false;
    /* Copies: a byte written to the text could otherwise be a byte of *f, and all of it would be read again. */
    char *text = f->text;
    uint32_t *origin = f->origin;
    fold_stats_t stats = {0};
    for (size_t i = 0; i < src.n;) {
        size_t from = i;
        unsigned char b = (unsigned char)src.p[i];
        if (b > ' ' && b < 0x7F) { /* the usual case */
            bool letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            stats.letters += letter;
            text[n] = (char)(b >= 'A' && b <= 'Z' ? b + 32 : b);
            origin[n++] = (uint32_t)i++;
            on_letter = 0;
            space = false;
            continue;
        }
        uint32_t c = utf8_next(src, &i);
        const fold_entry_t *e = entry_of(c);
        unsigned flags = e ? e->flags : 0;
        if (c == 0xFFFD && !(i - from == 3 && memcmp(src.p + from, "\xEF\xBF\xBD", 3) == 0)) stats.invalid++;
        if (e && e->n == 0) {
            count_dropped(&stats, c, flags, ++on_letter);
            continue;
        }
        on_letter = 0;
        bool blank = (flags & FOLD_SPACE) != 0 || c < ' ';
        if (blank && space) continue;
        space = blank;
        count(&stats, flags);
        char own[4];
        size_t len = e ? e->n : utf8_put(c, own);
        const char *p = e ? (const char *)fold_pool + e->at : own;
        if (blank) {
            p = " ";
            len = 1;
        }
        for (size_t k = 0; k < len; k++) {
            text[n] = p[k];
            origin[n++] = (uint32_t)from;
        }
    }
    f->stats = stats;
    f->n = n;
    origin[n] = (uint32_t)src.n;
}

size_t fold_end(str_t src, const fold_t *f, size_t i)
{
    if (i >= f->n) return src.n;
    size_t end = f->origin[i];
    (void)utf8_next(src, &end);
    for (size_t next = end; next < src.n; end = next) { /* marks and ignorables belong to the letter before them */
        const fold_entry_t *e = entry_of(utf8_next(src, &next));
        if (!e || e->n) break;
    }
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

/* --- NFC --- */

static uint32_t class_of(uint32_t c)
{
    size_t lo = 0, hi = c < 0x300 ? 0 : fold_n_classes;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (fold_classes[mid].c == c) return fold_classes[mid].ccc;
        if (fold_classes[mid].c < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static const fold_decomp_t *decomp_of(uint32_t c)
{
    size_t lo = 0, hi = c < 0xC0 ? 0 : fold_n_decomps;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (fold_decomps[mid].c == c) return &fold_decomps[mid];
        if (fold_decomps[mid].c < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

static uint32_t composed(uint32_t a, uint32_t b)
{
    if (a >= 0x1100 && a < 0x1113 && b >= 0x1161 && b < 0x1176) /* Hangul is made by rule */
        return 0xAC00 + ((a - 0x1100) * 21 + (b - 0x1161)) * 28;
    if (a >= 0xAC00 && a < 0xD7A4 && (a - 0xAC00) % 28 == 0 && b > 0x11A7 && b < 0x11C3) return a + (b - 0x11A7);
    size_t lo = 0, hi = fold_n_pairs;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        const fold_pair_t *p = &fold_pairs[mid];
        if (p->a == a && p->b == b) return p->c;
        if (p->a < a || (p->a == a && p->b < b))
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static void decompose(uint32_t c, uint32_t *out, size_t *n)
{
    const fold_decomp_t *d = decomp_of(c);
    if (!d) {
        out[(*n)++] = c;
        return;
    }
    decompose(d->to[0], out, n);
    if (d->to[1]) out[(*n)++] = d->to[1]; /* the second is never composed itself (UAX 15) */
}

/* Marks in canonical order: a stable insertion by class. */
static void order(uint32_t *c, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t x = c[i], k = class_of(x);
        size_t at = i;
        while (k && at > 0 && class_of(c[at - 1]) > k) {
            c[at] = c[at - 1];
            at--;
        }
        c[at] = x;
    }
}

static size_t compose(uint32_t *c, size_t n)
{
    size_t starter = SIZE_MAX, out = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t k = class_of(c[i]);
        bool open = starter != SIZE_MAX && (out == starter + 1 || (last != 0 && last < k));
        uint32_t made = open ? composed(c[starter], c[i]) : 0;
        if (made) {
            c[starter] = made;
            continue;
        }
        if (k == 0) starter = out;
        last = k;
        c[out++] = c[i];
    }
    return out;
}

size_t nfc_points(uint32_t *c, size_t n, size_t most)
{
    size_t at = most - n, k = 0; /* what is still to be read stands at the end, so that reading stays ahead of writing */
    if (n > most) return 0;
    memmove(c + at, c, n * sizeof *c);
    for (; at < most; at++) {
        uint32_t got[8] = {0};
        size_t many = 0;
        decompose(c[at], got, &many);
        if (k + many > at + 1) return 0;
        memcpy(c + k, got, many * sizeof *got);
        k += many;
    }
    order(c, k);
    return compose(c, k);
}

/* One starter with its marks at a time; more than RUN marks on one letter are cut there, as streams do (UAX 15, §13). */
enum { RUN = 64 };

str_t nfc_dup(arena_t *a, str_t s)
{
    buf_t b = buf_new(a, s.n * 3 + 16);
    uint32_t run[RUN + 8];
    size_t n = 0;
    for (size_t i = 0; i <= s.n;) {
        uint32_t c = 0;
        bool end = i == s.n;
        if (!end) c = utf8_next(s, &i);
        uint32_t got[8] = {0};
        size_t k = 0;
        if (!end) decompose(c, got, &k);
        /* A new starter closes the run, unless it composes with what stands (Hangul, a few Indic vowels). */
        bool starts = !end && class_of(got[0]) == 0 && !(n == 1 && composed(run[0], got[0]));
        if (n && (end || starts || n + k > RUN)) {
            order(run, n);
            n = compose(run, n);
            for (size_t x = 0; x < n; x++) {
                char out[4];
                buf_put(&b, (str_t){out, utf8_put(run[x], out)});
            }
            n = 0;
        }
        if (end) break;
        for (size_t x = 0; x < k; x++) run[n++] = got[x];
    }
    buf_putc(&b, 0);
    return buf_ok(&b) && b.p ? (str_t){b.p, b.n - 1} : STR_NONE;
}
