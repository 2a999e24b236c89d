/* SPDX-License-Identifier: Apache-2.0
 *
 * fuse — builds a 3-wise binary fuse filter (Graf and Lemire, "Binary Fuse Filters: Fast and Smaller Than Xor Filters",
 * ACM JEA 2022): each hash has three slots, one in each of three neighbouring segments; slots that one hash alone uses are
 * taken away one after another until none is left, then filled in the opposite order.
 */
#include <math.h>
#include "lists/internal.h"

enum { TRIES = 64 };

/* Sizes that the paper found to work nearly always. */
static void sizes(size_t n, fuse_t *f)
{
    double m = (double)n;
    double power = floor(log(m) / log(3.33) + 2.25);
    f->segment = power >= 18 ? LIST_SEGMENT_MOST : 1u << (unsigned)power;
    double factor = n > 1 ? fmax(1.125, 0.875 + 0.25 * log(1e6) / log(m)) : 3;
    uint32_t count = (uint32_t)((m * factor + (double)f->segment - 1) / (double)f->segment);
    if (count < 3) count = 3;
    f->slots = count * f->segment;
    f->segments = f->slots - 2 * f->segment;
}

typedef struct peel {
    uint64_t *hashes; /* of a slot: those that use it, combined */
    uint8_t *uses;    /* of a slot: how many */
    uint32_t *alone;
    uint64_t *order;
    uint8_t *place;
} peel_t;

static size_t take_away(const fuse_t *f, peel_t *p, const uint64_t *hashes, size_t n)
{
    uint32_t slot[3];
    uint16_t print;
    size_t waiting = 0, done = 0;
    for (size_t i = 0; i < n; i++) {
        list_slots(f->seed, f->segment, f->segments, hashes[i], slot, &print);
        for (int k = 0; k < 3; k++) {
            if (p->uses[slot[k]] == UINT8_MAX) return 0;
            p->uses[slot[k]]++;
            p->hashes[slot[k]] ^= hashes[i];
        }
    }
    for (uint32_t s = 0; s < f->slots; s++)
        if (p->uses[s] == 1) p->alone[waiting++] = s;
    while (waiting) {
        uint32_t s = p->alone[--waiting];
        if (p->uses[s] != 1) continue;
        uint64_t h = p->hashes[s];
        list_slots(f->seed, f->segment, f->segments, h, slot, &print);
        p->order[done] = h;
        for (int k = 0; k < 3; k++) {
            if (slot[k] == s) p->place[done] = (uint8_t)k;
            p->hashes[slot[k]] ^= h;
            if (--p->uses[slot[k]] == 1) p->alone[waiting++] = slot[k];
        }
        done++;
    }
    return done;
}

static void fill(const fuse_t *f, const peel_t *p, size_t n)
{
    uint32_t slot[3];
    uint16_t print;
    for (size_t i = n; i-- > 0;) {
        list_slots(f->seed, f->segment, f->segments, p->order[i], slot, &print);
        unsigned k = p->place[i];
        f->prints[slot[k]] = (uint16_t)(print ^ f->prints[slot[(k + 1) % 3]] ^ f->prints[slot[(k + 2) % 3]]);
    }
}

bool fuse_build(arena_t *a, const uint64_t *hashes, size_t n, fuse_t *f)
{
    *f = (fuse_t){0};
    if (n == 0) return true;
    sizes(n, f);
    arena_t *work = arena_new((size_t)f->slots * 16 + n * 16 + (1 << 20));
    if (!work) return false;
    peel_t p = {.hashes = ARENA_ARRAY(work, uint64_t, f->slots),
                .uses = ARENA_ARRAY(work, uint8_t, f->slots),
                .alone = ARENA_ARRAY(work, uint32_t, f->slots),
                .order = ARENA_ARRAY(work, uint64_t, n),
                .place = ARENA_ARRAY(work, uint8_t, n)};
    f->prints = ARENA_ARRAY(a, uint16_t, f->slots);
    bool built = false;
    for (uint64_t t = 1; !arena_failed(work) && f->prints && !built && t <= TRIES; t++) {
        f->seed = t * 0x9e3779b97f4a7c15u;
        memset(p.hashes, 0, (size_t)f->slots * 8);
        memset(p.uses, 0, f->slots);
        built = take_away(f, &p, hashes, n) == n;
    }
    if (built) fill(f, &p, n);
    arena_free(work);
    return built;
}
