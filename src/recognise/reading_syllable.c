/* SPDX-License-Identifier: Apache-2.0
 *
 * Vietnamese syllables without marks: an onset and a rhyme, and which of them go together in writing (k before e i y, c and
 * g before the others). What the language allows, not what a dictionary lists.
 */
#include "recognise/reading_internal.h"

/* In order, for the search. */
static const char rhymes[][5] = {
    "a",    "ac",   "ach",  "ai",   "am",  "an",   "ang",  "anh",  "ao",   "ap",  "at",  "au",   "ay",   "e",
    "ec",   "ech",  "em",   "en",   "eng", "enh",  "eo",   "ep",   "et",   "eu",  "i",   "ia",   "ic",   "ich",
    "iec",  "iem",  "ien",  "ieng", "iep", "iet",  "ieu",  "im",   "in",   "inh", "ip",  "it",   "iu",   "o",
    "oa",   "oac",  "oach", "oai",  "oam", "oan",  "oang", "oanh", "oao",  "oap", "oat", "oay",  "oc",   "oe",
    "oen",  "oeo",  "oet",  "oi",   "om",  "on",   "ong",  "ooc",  "oong", "op",  "ot",  "u",    "ua",   "uan",
    "uang", "uat",  "uay",  "uc",   "ue",  "uech", "uenh", "ui",   "um",   "un",  "ung", "uo",   "uoc",  "uoi",
    "uom",  "uon",  "uong", "uop",  "uot", "uou",  "up",   "ut",   "uu",   "uy",  "uya", "uych", "uyen", "uyet",
    "uyn",  "uynh", "uyp",  "uyt",  "uyu", "y",    "yem",  "yen",  "yeng", "yet", "yeu",
};

bool in_order(const char *list, size_t n, size_t width, str_t w)
{
    char want[LISTED] = "";
    if (w.n == 0 || w.n >= width) return false;
    memcpy(want, w.p, w.n);
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int by = memcmp(list + mid * width, want, width);
        if (by == 0) return true;
        if (by < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

static bool rhyme(str_t s)
{
    return IN_ORDER(rhymes, s);
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

/* "y" stands for "i" after these alone: "ky", "ly", "my", "sy", "ty", "hy", "vy". */
static bool rhyme_after(char onset, size_t length, str_t rest)
{
    if (rest.n && rest.p[0] == 'y') {
        if (length == 0) return rhyme(rest);
        return rest.n == 1 && length == 1 && among(onset, "hklmstv");
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
    static const char ours[][10] = {"apk",    "app",   "bank",     "card",   "cccd", "click",  "cmnd",
                                    "cvv",    "email", "facebook", "gmail",  "http", "lazada", "link",
                                    "momo",   "otp",   "pin",      "shopee", "sim",  "sms",    "telegram",
                                    "tiktok", "viber", "visa",     "vneid",  "web",  "zalo"};
    if (IN_ORDER(ours, w)) return true;
    return w.n > 2 && r->known && r->known(r->ctx, w);
}

bool reading_word(const reader_t *r, str_t word)
{
    return syllable(word) || known_word(r, word);
}

/* The cheapest cut: a word costs one, a letter that stays alone costs more, so the longest words win. */
size_t cut_syllables(const reader_t *r, str_t s, uint8_t ends[RUN_MOST])
{
    enum { WORD = 2, ALONE = 7, LONGEST = 12 };
    uint16_t cost[RUN_MOST + 1] = {0};
    uint8_t from[RUN_MOST + 1] = {0};
    if (s.n > RUN_MOST) return 0;
    for (size_t to = 1; to <= s.n; to++) {
        cost[to] = (uint16_t)(cost[to - 1] + ALONE);
        from[to] = (uint8_t)(to - 1);
        for (size_t n = 2; n <= to && n <= LONGEST; n++) {
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
