/* SPDX-License-Identifier: Apache-2.0
 *
 * What the eye sees of a host, and the words that fakes use.
 */
#include "recognise/likeness_internal.h"

/* 0: as it is. */
static const char twins[128] = {['0'] = 'o', ['1'] = 'l', ['i'] = 'l', ['3'] = 'e', ['5'] = 's'};

static inline char eye_of(char c)
{
    char twin = twins[(unsigned char)c & 127];
    return twin ? twin : c;
}

size_t like_eye_single(str_t s, char *out, uint8_t *from)
{
    for (size_t i = 0; i < s.n; i++) {
        out[i] = eye_of(s.p[i]);
        from[i] = (uint8_t)i;
    }
    from[s.n] = (uint8_t)s.n;
    return s.n;
}

size_t like_eye(str_t s, char *out, uint8_t *from)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = eye_of(s.p[i]);
        from[n] = (uint8_t)i;
        if (c == 'r' && i + 1 < s.n && s.p[i + 1] == 'n') {
            c = 'm';
            i++;
        } else if (c == 'v' && i + 1 < s.n && s.p[i + 1] == 'v') {
            c = 'w';
            i++;
        }
        out[n++] = c;
    }
    from[n] = (uint8_t)s.n;
    return n;
}

uint32_t like_hash(str_t s)
{
    uint32_t h = 0;
    for (size_t i = 0; i < s.n; i++) h = like_more(h, s.p[i]);
    return h;
}

bool like_is_lure(const likenesses_t *l, str_t word, uint32_t hash)
{
    uint32_t mixed = like_mix(hash);
    if (!like_has(l->lured, mixed % LIKE_BUCKETS)) return false;
    for (size_t at = mixed % LIKE_LURES; l->lure[at].n; at = (at + 1) % LIKE_LURES)
        if (str_eq((str_t){l->pool + l->lure[at].at, l->lure[at].n}, word)) return true;
    return false;
}

size_t like_lures_before(const likenesses_t *l, str_t word)
{
    size_t ends = 0;
    uint32_t h = 0;
    for (size_t n = 1; n <= word.n && n <= LIKE_LURE; n++) {
        h = like_more(h, word.p[n - 1]);
        if (n > 1 && like_is_lure(l, str_sub(word, 0, n), h)) ends |= (size_t)1 << n;
    }
    return ends;
}

size_t like_lures_behind(const likenesses_t *l, str_t word)
{
    size_t ends = 0;
    uint32_t h = 0, power = 1;
    for (size_t n = 1; n <= word.n && n <= LIKE_LURE; n++) {
        h += ((unsigned char)word.p[word.n - n] + 1u) * power;
        power *= LIKE_FACTOR;
        if (n > 1 && like_is_lure(l, str_sub(word, word.n - n, word.n), h)) ends |= (size_t)1 << n;
    }
    return ends;
}
