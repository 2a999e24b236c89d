/* SPDX-License-Identifier: Apache-2.0
 *
 * One edit apart, found by deletions: two words are one edit apart only if they meet after taking at most one letter off
 * each. Which edits count is after Chromium's exits; short names ask for a slip that a hand or an eye really makes.
 */
#include "recognise/likeness_internal.h"

static const char *const twins[] = {"mn", "lj", "lt", "ceo", "uv", "vy", "bh", "bd",
                                    "gq", "pq", "ao", "ck",  "sz", "fp", "ua"};

static bool look_alike(char a, char b)
{
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (a && b && strchr(twins[i], a) && strchr(twins[i], b)) return true;
    return false;
}

static bool letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* A letter more (in `longer`) at `at`: one written twice, or anywhere inside a long name; an "s" at the end makes a plural, and
 * any other may begin a word of its own. */
static bool letter_more(str_t longer, size_t at, bool certain)
{
    if (!letter(longer.p[at])) return false;
    if (at > 0 && longer.p[at] == longer.p[at - 1]) return true;
    return certain && at + 1 < longer.n;
}

/* One sign for another: inside a long name any letter or digit, else letters that look or sound alike. */
static bool sign_changed(char was, char is, bool inside)
{
    if (look_alike(was, is)) return true;
    return inside && letter(was) && is != '-';
}

static bool slip(str_t word, str_t name)
{
    size_t i = 0, least = word.n < name.n ? word.n : name.n;
    bool certain = name.n >= LIKE_CERTAIN;
    while (i < least && word.p[i] == name.p[i]) i++;
    if (i == 0) return false;
    if (word.n == name.n + 1)
        return str_eq(str_sub(word, i + 1, word.n), str_sub(name, i, name.n)) && letter_more(word, i, certain);
    if (word.n + 1 == name.n)
        return certain && str_eq(str_sub(name, i + 1, name.n), str_sub(word, i, word.n)) &&
               (letter_more(name, i, certain) || (i + 1 == name.n && name.p[i] != 's'));
    if (word.n != name.n || i == word.n) return false;
    if (i + 1 < word.n && word.p[i] == name.p[i + 1] && word.p[i + 1] == name.p[i] &&
        str_eq(str_sub(word, i + 2, word.n), str_sub(name, i + 2, name.n)))
        return true;
    return str_eq(str_sub(word, i + 1, word.n), str_sub(name, i + 1, name.n)) &&
           sign_changed(name.p[i], word.p[i], certain && i + 1 < name.n);
}

static void probe(const likenesses_t *l, uint32_t hash, str_t word, void (*found)(void *, int), void *ctx)
{
    uint32_t mixed = like_mix(hash);
    if (!like_has(l->edited, mixed % LIKE_EDITS)) return;
    for (size_t at = mixed & l->edit_mask; l->edit[at] >= 0; at = (at + 1) & l->edit_mask) {
        const know_like_name_t *n = &l->name[l->edit[at]];
        if (slip(word, (str_t){l->pool + n->at + n->n, n->eye})) found(ctx, l->edit[at]);
    }
}

void like_edits(const likenesses_t *l, str_t word, void (*found)(void *, int), void *ctx)
{
    uint32_t prefix[LIKE_NAME + 2], power = 1, suffix = 0;
    if (word.n + 1 < LIKE_LONG || word.n > LIKE_NAME) return;
    prefix[0] = 0;
    for (size_t i = 0; i < word.n; i++) prefix[i + 1] = like_more(prefix[i], word.p[i]);
    probe(l, prefix[word.n], word, found, ctx);
    for (size_t i = word.n; i-- > 1;) { /* without letter i; `suffix` is what stands behind it */
        probe(l, prefix[i] * power + suffix, word, found, ctx);
        suffix += ((unsigned char)word.p[i] + 1u) * power;
        power *= LIKE_FACTOR;
    }
}
