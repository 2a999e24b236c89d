/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/words.h"
#include "base/fold.h"

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Endings under which a forger's or a portal's name stands; "het.mot" is a missing space. */
static bool known_ending(str_t label)
{
    static const char *const endings[] = {"vn",   "com",    "net",  "org", "info", "xyz",  "top",
                                          "site", "online", "shop", "vip", "club", "link", "live",
                                          "work", "asia",   "app",  "icu", "cc",   "me"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_eq(label, str_of(endings[i]))) return true;
    return false;
}

/* The end of the host that begins at s[i], or i when none does. */
static size_t host_end(str_t s, size_t i)
{
    size_t k = i, label = i, end = i;
    while (k < s.n && (letter(s.p[k]) || digit(s.p[k]) || s.p[k] == '-' || s.p[k] == '.')) {
        if (s.p[k] == '.') label = k + 1;
        k++;
        bool edge = k == s.n || !(letter(s.p[k]) || digit(s.p[k]) || s.p[k] == '-');
        if (edge && label > i && label < k && known_ending(str_sub(s, label, k))) end = k;
    }
    return end;
}

static uint64_t hash_of(str_t w)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < w.n; i++) h = (h ^ (unsigned char)w.p[i]) * 0x100000001b3u;
    return h;
}

bool text_words(arena_t *a, str_t text, words_t *out)
{
    size_t bound = fold_bound(text.n);
    fold_t f = {.text = arena_alloc(a, bound), .origin = ARENA_ARRAY(a, uint32_t, bound + 1)};
    if (!f.text || !f.origin || text.n > UINT32_MAX / 4) return false;
    fold_into(text, &f);
    *out = (words_t){.source = text, .folded = {f.text, f.n}, .at = ARENA_ARRAY(a, word_at_t, f.n / 2 + 1)};
    if (!out->at) return false;
    str_t s = out->folded;
    for (size_t i = 0; i < s.n;) {
        size_t from = i, end = letter(s.p[i]) || digit(s.p[i]) ? host_end(s, i) : i;
        word_sort_t sort = end > i ? WORD_HOST : WORD_PLAIN;
        if (end > i) {
            i = end;
        } else {
            while (i < s.n && (letter(s.p[i]) || digit(s.p[i]))) {
                if (digit(s.p[i])) sort = WORD_NUMBER;
                i++;
                bool point = sort == WORD_NUMBER && i + 1 < s.n && s.p[i] == '.' && digit(s.p[i + 1]);
                if (point) i++;
            }
        }
        if (i == from) {
            i++;
            continue;
        }
        out->at[out->n++] = (word_at_t){hash_of(str_sub(s, from, i)),
                                        f.origin[from],
                                        (uint32_t)fold_end(text, &f, i - 1),
                                        (uint32_t)from,
                                        (uint32_t)i,
                                        sort};
    }
    return true;
}
