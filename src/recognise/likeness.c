/* SPDX-License-Identifier: Apache-2.0
 *
 * The names: their letters as the eye sees them, looked up by three letters, and one edit by deletions.
 */
#include "recognise/likeness_internal.h"

bool likeness_new(arena_t *a, likenesses_t *l, size_t names)
{
    size_t edits = 64;
    while (edits < names * LIKE_NAME) edits *= 2;
    memset(l, 0, sizeof *l);
    l->name = ARENA_ARRAY(a, like_name_t, names + 1);
    l->text = arena_array(a, names + 1, 2 * LIKE_NAME);
    l->edit = ARENA_ARRAY(a, like_edit_t, edits);
    l->most = names;
    l->edit_mask = edits - 1;
    for (size_t i = 0; l->edit && i < edits; i++) l->edit[i].name = -1;
    for (size_t i = 0; i < LIKE_BUCKETS; i++) l->bucket[i] = -1;
    return l->name && l->text && l->edit;
}

/* --- what the eye sees --- */

static char eye_of(char c)
{
    switch (c) {
    case '0': return 'o';
    case '1':
    case 'i': return 'l';
    case '3': return 'e';
    case '5': return 's';
    default: return c;
    }
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
        if (from) from[n] = (uint8_t)i;
        if (i + 1 < s.n && c == 'r' && s.p[i + 1] == 'n') {
            c = 'm';
            i++;
        } else if (i + 1 < s.n && c == 'v' && s.p[i + 1] == 'v') {
            c = 'w';
            i++;
        }
        out[n++] = c;
    }
    if (from) from[n] = (uint8_t)s.n;
    return n;
}

/* --- building --- */

uint32_t like_hash(str_t s)
{
    uint32_t h = 0;
    for (size_t i = 0; i < s.n; i++) h = like_more(h, s.p[i]);
    return h;
}

static bool put_edit(likenesses_t *l, uint32_t hash, int32_t name)
{
    size_t at = like_mix(hash) & l->edit_mask;
    for (size_t tries = 0; l->edit[at].name >= 0; at = (at + 1) & l->edit_mask) {
        if (l->edit[at].name == name && l->edit[at].hash == hash) return true;
        if (++tries > l->edit_mask) return false;
    }
    l->edit[at] = (like_edit_t){hash, name};
    like_set(l->edited, like_mix(hash) % LIKE_EDITS);
    return true;
}

static bool put_neighbours(likenesses_t *l, str_t eye, int32_t name)
{
    char less[LIKE_NAME];
    if (eye.n < LIKE_LONG || l->name[name].kind == LIKE_GAMBLE) return true;
    if (!put_edit(l, like_hash(eye), name)) return false;
    for (size_t skip = 1; skip < eye.n; skip++) { /* never the first letter */
        memcpy(less, eye.p, skip);
        memcpy(less + skip, eye.p + skip + 1, eye.n - skip - 1);
        if (!put_edit(l, like_hash((str_t){less, eye.n - 1}), name)) return false;
    }
    return true;
}

bool likeness_add(likenesses_t *l, str_t name, int brand, like_kind_t kind)
{
    if (l->n == l->most) return false;
    char *text = l->text + l->bytes;
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9'))) continue;
        if (n == LIKE_NAME) return true;
        text[n++] = name.p[i];
    }
    size_t eye = like_eye((str_t){text, n}, text + n, NULL);
    if (n < 3 || eye < 3) return true;
    int32_t at = (int32_t)l->n++;
    uint32_t three = like_three(text + n);
    int32_t *bucket = &l->bucket[three % LIKE_BUCKETS];
    l->name[at] = (like_name_t){(uint32_t)l->bytes, (uint8_t)n, (uint8_t)eye, (int16_t)brand, *bucket, (uint8_t)kind};
    *bucket = at;
    like_set(l->triple, three % LIKE_TRIPLES);
    l->bytes += n + eye;
    return put_neighbours(l, (str_t){text + n, eye}, at);
}

bool likeness_add_lure(likenesses_t *l, str_t word)
{
    size_t at = like_mix(like_hash(word)) % LIKE_LURES;
    if (++l->n_lures > LIKE_LURES / 2) return false;
    while (l->lure[at].p) at = (at + 1) % LIKE_LURES;
    l->lure[at] = word;
    like_set(l->lured, like_mix(like_hash(word)) % LIKE_BUCKETS);
    return true;
}

bool like_is_lure(const likenesses_t *l, str_t word, uint32_t hash)
{
    uint32_t mixed = like_mix(hash);
    if (!like_has(l->lured, mixed % LIKE_BUCKETS)) return false;
    for (size_t at = mixed % LIKE_LURES; l->lure[at].p; at = (at + 1) % LIKE_LURES)
        if (str_eq(l->lure[at], word)) return true;
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
