/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/compare.h"
#include <stdlib.h>
#include "proof/words.h"

enum { RUN = 4, SLOTS_MOST = 1 << 22, COMPARE_MEMORY = 512 << 20 };

/* Ranges of words of the original and the page between two ties. */
typedef struct gap {
    size_t o, o_end, p, p_end;
} gap_t;

typedef struct tie {
    uint32_t o, p;
} tie_t;

typedef struct work {
    arena_t *a;
    words_t ours, theirs;
    compared_t *out;
    bool *kept;        /* by word of the original */
    uint32_t *partner; /* its word on the page, when kept */
    uint16_t *table;   /* for one gap: (COMPARE_GAP + 1) squared */
} work_t;

const char *change_code(change_kind_t k)
{
    static const char *const names[] = {"number-changed", "number-added",  "negation-changed",
                                        "link-changed",   "words-changed", "number-beside"};
    return (size_t)k < CHANGE_KINDS ? names[k] : "words-changed";
}

static uint64_t run_hash(const word_at_t *w)
{
    uint64_t h = 0x9e3779b97f4a7c15u;
    for (size_t i = 0; i < RUN; i++) h = (h ^ w[i].hash) * 0xff51afd7ed558ccdu + (h >> 29);
    return h ? h : 1;
}

/* --- ties --- */

typedef struct slot {
    uint64_t run; /* 0: free */
    uint32_t at;  /* in the original; UINT32_MAX: it stands there more than once */
    bool met;     /* on the page */
} slot_t;

static slot_t *slot_of(slot_t *table, size_t mask, uint64_t run)
{
    size_t i = (size_t)run & mask;
    while (table[i].run && table[i].run != run) i = (i + 1) & mask;
    return &table[i];
}

/* The runs that stand once in the original, with where they first stand on the page, in the page's order. */
static size_t find_ties(work_t *w, tie_t *ties)
{
    size_t runs = w->ours.n < RUN ? 0 : w->ours.n - RUN + 1, mask = 64, n = 0;
    while (mask < runs * 2 && mask < SLOTS_MOST) mask *= 2;
    slot_t *table = ARENA_ARRAY(w->a, slot_t, mask--);
    if (!table) return 0;
    for (size_t i = 0; i < runs; i++) {
        slot_t *s = slot_of(table, mask, run_hash(&w->ours.at[i]));
        s->at = s->run ? UINT32_MAX : (uint32_t)i;
        s->run = run_hash(&w->ours.at[i]);
    }
    for (size_t j = 0; j + RUN <= w->theirs.n; j++) {
        slot_t *s = slot_of(table, mask, run_hash(&w->theirs.at[j]));
        if (!s->run || s->at == UINT32_MAX || s->met) continue;
        s->met = true;
        ties[n++] = (tie_t){s->at, (uint32_t)j};
    }
    return n;
}

/* The longest chain of ties that ascends in both: patience sorting, n log n. Returns its length; the chain to `out`. */
static size_t longest_chain(arena_t *a, const tie_t *t, size_t n, tie_t *out)
{
    uint32_t *ends = ARENA_ARRAY(a, uint32_t, n + 1), *before = ARENA_ARRAY(a, uint32_t, n + 1);
    size_t length = 0;
    if (!ends || !before) return 0;
    for (size_t i = 0; i < n; i++) {
        size_t lo = 0, hi = length;
        while (lo < hi) {
            size_t mid = lo + (hi - lo) / 2;
            if (t[ends[mid]].o < t[i].o) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        before[i] = lo ? ends[lo - 1] : UINT32_MAX;
        ends[lo] = (uint32_t)i;
        if (lo == length) length++;
    }
    for (size_t k = length, i = length ? ends[length - 1] : 0; k; i = before[i]) out[--k] = t[i];
    return length;
}

/* --- alignment --- */

static void keep(work_t *w, size_t o, size_t p)
{
    if (w->kept[o]) return;
    w->kept[o] = true;
    w->partner[o] = (uint32_t)p;
    w->out->kept++;
}

/* Longest common subsequence of a small gap; larger ones count as other words. Outside the chain (`outer`) the words of the
 * page are mostly the portal's: there half of ours must be among them, or none is taken for ours. */
static void align_gap(work_t *w, gap_t g, bool outer)
{
    size_t n = g.o_end - g.o, m = g.p_end - g.p;
    if (!n || !m || n > COMPARE_GAP || m > COMPARE_GAP) return;
    uint16_t *best = w->table;
    const word_at_t *x = &w->ours.at[g.o], *y = &w->theirs.at[g.p];
#define BEST(i, j) best[(i) * (m + 1) + (j)]
    for (size_t i = 0; i <= n; i++) BEST(i, m) = 0;
    for (size_t j = 0; j <= m; j++) BEST(n, j) = 0;
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            uint16_t skip = BEST(i + 1, j) > BEST(i, j + 1) ? BEST(i + 1, j) : BEST(i, j + 1);
            BEST(i, j) = x[i].hash == y[j].hash ? (uint16_t)(BEST(i + 1, j + 1) + 1) : skip;
        }
    if (outer && (size_t)BEST(0, 0) * 2 < n) return;
    for (size_t i = 0, j = 0; i < n && j < m;) {
        if (x[i].hash == y[j].hash) {
            keep(w, g.o + i++, g.p + j++);
        } else if (BEST(i + 1, j) >= BEST(i, j + 1)) {
            i++;
        } else {
            j++;
        }
    }
#undef BEST
}

/* Walks the chain, lets each tie grow while the words are equal, and aligns what lies between. */
static void align(work_t *w, const tie_t *chain, size_t n)
{
    size_t o = 0, p = 0; /* first words not dealt with */
    for (size_t k = 0; k < n; k++) {
        size_t i = chain[k].o, j = chain[k].p;
        if (i < o || j < p) continue; /* the tie before grew over it */
        while (i > o && j > p && w->ours.at[i - 1].hash == w->theirs.at[j - 1].hash) i--, j--;
        align_gap(w, (gap_t){o, i, o ? p : (j > i - o ? j - (i - o) : 0), j}, k == 0);
        while (i < w->ours.n && j < w->theirs.n && w->ours.at[i].hash == w->theirs.at[j].hash) keep(w, i++, j++);
        o = i;
        p = j;
    }
    size_t left = w->ours.n - o;
    if (!n)
        align_gap(w, (gap_t){0, w->ours.n, 0, w->theirs.n}, true); /* nothing stands once: a short or chanting text */
    if (n) align_gap(w, (gap_t){o, w->ours.n, p, p + left < w->theirs.n ? p + left : w->theirs.n}, true);
}

static bool compare(work_t *w, str_t original, str_t page)
{
    if (!text_words(w->a, original, &w->ours) || !text_words(w->a, page, &w->theirs)) return false;
    size_t n = w->ours.n;
    tie_t *ties = ARENA_ARRAY(w->a, tie_t, n + 1), *chain = ARENA_ARRAY(w->a, tie_t, n + 1);
    w->kept = ARENA_ARRAY(w->a, bool, n + 1);
    w->partner = ARENA_ARRAY(w->a, uint32_t, n + 1);
    w->table = ARENA_ARRAY(w->a, uint16_t, (COMPARE_GAP + 1) * (COMPARE_GAP + 1));
    if (!ties || !chain || !w->kept || !w->partner || !w->table) return false;
    w->out->words = n;
    align(w, chain, longest_chain(w->a, ties, find_ties(w, ties), chain));
    changes_read(&w->ours, &w->theirs, w->kept, w->partner, w->out);
    return !arena_failed(w->a);
}

status_t text_compare(str_t original, str_t page, compared_t *out, err_t *err)
{
    work_t w = {.a = arena_new(COMPARE_MEMORY), .out = out};
    *out = (compared_t){0};
    bool ok = w.a && compare(&w, original, page);
    arena_free(w.a);
    return ok ? ST_OK : err_set(err, ST_MEMORY, "match.memory", N_("There is not enough memory to compare releases."));
}
