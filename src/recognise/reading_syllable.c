/* SPDX-License-Identifier: Apache-2.0
 *
 * Vietnamese syllables without marks: an onset and a rhyme, and which of them go together in writing (k before e i y, c and
 * g before the others). What the language allows, not what a dictionary lists.
 */
#include "recognise/reading_internal.h"

/* A rhyme is one to three vowels and what may close them. Vowels count from 1, so that a group of them is a number to the base
 * of seven; each group knows its closes. */
enum { A = 1, E, I, O, U, Y, VOWELS };
enum { BARE = 1, C = 2, CH = 4, M = 8, N = 16, NG = 32, NH = 64, P = 128, T = 256 };
#define SUNG1(a)       (a)
#define SUNG2(a, b)    ((a)*VOWELS + (b))
#define SUNG3(a, b, c) (SUNG2(a, b) * VOWELS + (c))

/* clang-format off */
static const uint8_t vowels[256] = {['a'] = A, ['e'] = E, ['i'] = I, ['o'] = O, ['u'] = U, ['y'] = Y};
static const uint16_t closes[VOWELS * VOWELS * VOWELS] = {
    [SUNG1(A)] = BARE | C | CH | M | N | NG | NH | P | T,
    [SUNG2(A, I)] = BARE,
    [SUNG2(A, O)] = BARE,
    [SUNG2(A, U)] = BARE,
    [SUNG2(A, Y)] = BARE,
    [SUNG1(E)] = BARE | C | CH | M | N | NG | NH | P | T,
    [SUNG2(E, O)] = BARE,
    [SUNG2(E, U)] = BARE,
    [SUNG1(I)] = BARE | C | CH | M | N | NH | P | T,
    [SUNG2(I, A)] = BARE,
    [SUNG2(I, E)] = C | M | N | NG | P | T,
    [SUNG3(I, E, U)] = BARE,
    [SUNG2(I, U)] = BARE,
    [SUNG1(O)] = BARE | C | M | N | NG | P | T,
    [SUNG2(O, A)] = BARE | C | CH | M | N | NG | NH | P | T,
    [SUNG3(O, A, I)] = BARE,
    [SUNG3(O, A, O)] = BARE,
    [SUNG3(O, A, Y)] = BARE,
    [SUNG2(O, E)] = BARE | N | T,
    [SUNG3(O, E, O)] = BARE,
    [SUNG2(O, I)] = BARE,
    [SUNG2(O, O)] = C | NG,
    [SUNG1(U)] = BARE | C | M | N | NG | P | T,
    [SUNG2(U, A)] = BARE | N | NG | T,
    [SUNG3(U, A, Y)] = BARE,
    [SUNG2(U, E)] = BARE | CH | NH,
    [SUNG2(U, I)] = BARE,
    [SUNG2(U, O)] = BARE | C | M | N | NG | P | T,
    [SUNG3(U, O, I)] = BARE,
    [SUNG3(U, O, U)] = BARE,
    [SUNG2(U, U)] = BARE,
    [SUNG2(U, Y)] = BARE | CH | N | NH | P | T,
    [SUNG3(U, Y, A)] = BARE,
    [SUNG3(U, Y, E)] = N | T,
    [SUNG3(U, Y, U)] = BARE,
    [SUNG1(Y)] = BARE,
    [SUNG2(Y, E)] = M | N | NG | T,
    [SUNG3(Y, E, U)] = BARE,
};
/* clang-format on */

/* Eight letters as a number that is greater when they come later in the alphabet: written out, it is one load. */
static inline uint64_t ordered(const char letters[8])
{
    const unsigned char *p = (const unsigned char *)letters;
    return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 | (uint64_t)p[3] << 32 |
           (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 | (uint64_t)p[6] << 8 | p[7];
}

size_t row_of(const void *table, size_t n, size_t width, str_t w)
{
    char letters[8];
    size_t lo = 0;
    if (w.n == 0 || w.n > 8) return SIZE_MAX;
    uint64_t few = few_bytes(w.p, w.n);
    memcpy(letters, &few, sizeof letters);
    uint64_t want = ordered(letters);
    /* Which half it is in is nothing to guess, so there is no branch on it. */
    for (size_t left = n; left > 1;) {
        size_t half = left / 2;
        lo += (ordered((const char *)table + (lo + half - 1) * width) < want) * half;
        left -= half;
    }
    return ordered((const char *)table + lo * width) == want ? lo : SIZE_MAX;
}

static unsigned closed_by(str_t s)
{
    if (s.n == 0) return BARE;
    char last = s.p[s.n - 1];
    if (s.n == 2)
        return s.p[0] == 'n' ? (last == 'g' ? NG : last == 'h' ? NH : 0u) : s.p[0] == 'c' && last == 'h' ? CH : 0u;
    return s.n > 2 ? 0u : last == 'c' ? C : last == 'm' ? M : last == 'n' ? N : last == 'p' ? P : last == 't' ? T : 0u;
}

static bool rhyme(str_t s)
{
    unsigned sung = 0;
    size_t i = 0;
    for (unsigned v; i < s.n && i < 3 && (v = vowels[(unsigned char)s.p[i]]) != 0; i++) sung = sung * VOWELS + v;
    return (closes[sung] & closed_by(str_sub(s, i, s.n))) != 0;
}

/* After qu and gi the glide is written with the onset: "quyen" is qu and yen, "gieng" gi and eng. */
static bool after_qu(str_t s)
{
    if (s.n == 0 || s.p[0] == 'u') return false;
    if (s.p[0] == 'o') return s.n == 1 || str_eq(s, S("oc"));
    if (s.p[0] == 'y') return s.n == 1 || str_eq(s, S("yt")) || str_eq(s, S("ynh")) || str_eq(s, S("ych")) || rhyme(s);
    return rhyme(s);
}

static bool front(char c)
{
    return c == 'e' || c == 'i' || c == 'y';
}

static bool is_y_onset(char c)
{
    return c == 'h' || c == 'k' || c == 'l' || c == 'm' || c == 's' || c == 't' || c == 'v';
}

/* "y" stands for "i" after these alone: "ky", "ly", "my", "sy", "ty", "hy", "vy". */
static bool rhyme_after(char onset, size_t length, str_t rest)
{
    if (rest.n && rest.p[0] == 'y') {
        if (length == 0) return rhyme(rest);
        return rest.n == 1 && length == 1 && is_y_onset(onset);
    }
    return rhyme(rest);
}

bool syllable(str_t w)
{
    if (w.n == 0 || w.n > 7) return false;
    const char *p = w.p;
    char a = p[0], b = w.n > 1 ? p[1] : '\0';
    str_t one = str_sub(w, 1, w.n), two = str_sub(w, 2, w.n);
    switch (a) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'y': return rhyme_after(a, 0, w);
    case 'b':
    case 'd':
    case 'h':
    case 'l':
    case 'm':
    case 'r':
    case 's':
    case 'v':
    case 'x': return rhyme_after(a, 1, one);
    case 'c': return b == 'h' ? rhyme_after(a, 2, two) : !front(b) && rhyme(one);
    case 'g':
        if (b == 'i') return w.n == 2 || rhyme(two) || rhyme(one);
        return b == 'h' ? front(w.n > 2 ? p[2] : '\0') && rhyme_after(a, 2, two) : !front(b) && rhyme(one);
    case 'k': return b == 'h' ? rhyme_after(a, 2, two) : front(b) && rhyme_after(a, 1, one);
    case 'n':
        if (b == 'g') {
            bool h = w.n > 2 && p[2] == 'h';
            str_t rest = str_sub(w, h ? 3 : 2, w.n);
            return rest.n && front(rest.p[0]) == h && rhyme_after(a, 2, rest);
        }
        return b == 'h' ? rhyme_after(a, 2, two) : rhyme_after(a, 1, one);
    case 'p': return b == 'h' ? rhyme_after(a, 2, two) : rhyme_after(a, 1, one);
    case 'q': return b == 'u' && after_qu(two);
    case 't': return b == 'h' || b == 'r' ? rhyme_after(a, 2, two) : rhyme_after(a, 1, one);
    default: return false;
    }
}

bool known_word(const reader_t *r, str_t w)
{
    static const char ours[][8] = {"apk",    "app",   "bank",     "card",   "cccd", "click",  "cmnd",
                                   "cvv",    "email", "facebook", "gmail",  "http", "lazada", "link",
                                   "momo",   "otp",   "pin",      "shopee", "sim",  "sms",    "telegram",
                                   "tiktok", "viber", "visa",     "vneid",  "web",  "zalo"};
    return w.n > 2 && (IN_ORDER(ours, w) || (r->known && r->known(r->ctx, w)));
}

bool reading_word(const reader_t *r, str_t word)
{
    return syllable(word) || known_word(r, word);
}

/* The cheapest cut: a word costs one, a letter that stays alone costs more, so the longest words win. */
size_t cut_syllables(const reader_t *r, str_t s, uint8_t ends[RUN_MOST])
{
    enum { WORD = 2, ALONE = 7 };
    uint16_t cost[RUN_MOST + 1] = {0};
    uint8_t from[RUN_MOST + 1] = {0};
    if (s.n > RUN_MOST) return 0;
    for (size_t to = 1; to <= s.n; to++) {
        cost[to] = (uint16_t)(cost[to - 1] + ALONE);
        from[to] = (uint8_t)(to - 1);
        for (size_t n = 2; n <= to && n <= WORD_LONGEST; n++) {
            if (cost[to - n] + WORD >= cost[to] || !reading_word(r, str_sub(s, to - n, to))) continue;
            cost[to] = (uint16_t)(cost[to - n] + WORD);
            from[to] = (uint8_t)(to - n);
        }
    }
    size_t n = 0;
    for (size_t to = s.n; to > 0; to = from[to]) n++;
    for (size_t to = s.n, k = n; to > 0; to = from[to]) ends[--k] = (uint8_t)to;
    return n;
}
