/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/match_index.h"
#include <stdlib.h>

const char *fidelity_name(fidelity_t f)
{
    static const char *const names[] = {NULL, "exact", "embedded", "paraphrased", "stale", "altered"};
    return (size_t)f < sizeof names / sizeof *names ? names[f] : NULL;
}

const uint64_t *match_sizes(const match_index_t *ix, size_t *n)
{
    *n = ix->n_sizes;
    return ix->sizes;
}

static match_t found(const match_index_t *ix, uint32_t print, fidelity_t fidelity, const char *method)
{
    return (match_t){&ix->prints[print], ix->current[print] ? fidelity : FIDELITY_STALE, method, STR_NONE, 0, 0, NULL};
}

bool match_is_current(const match_index_t *ix, const release_print_t *p)
{
    return ix->current[p - ix->prints];
}

void match_shapes(match_index_t *ix, const match_shape_t *shapes, size_t n)
{
    ix->shapes = shapes;
    ix->n_shapes = n;
}

size_t match_pictures(const match_index_t *ix)
{
    return ix->n_shapes;
}

match_t match_picture(const match_index_t *ix, phash_t hash)
{
    const match_shape_t *best = NULL;
    int least = MATCH_PICTURE + 1;
    for (size_t i = 0; i < ix->n_shapes; i++) {
        int d = phash_distance(hash, ix->shapes[i].hash);
        bool newer = best && d == least && ix->current[ix->shapes[i].print] && !ix->current[best->print];
        if (d >= least && !newer) continue;
        least = d;
        best = &ix->shapes[i];
    }
    return best ? found(ix, best->print, FIDELITY_EMBEDDED, "picture") : (match_t){0};
}

match_t match_better(match_t first, match_t second)
{
    if (!first.release) return second;
    if (!second.release) return first;
    bool weak = first.fidelity == FIDELITY_STALE || first.fidelity == FIDELITY_ALTERED;
    bool strong = second.fidelity != FIDELITY_STALE && second.fidelity != FIDELITY_ALTERED;
    return weak && strong ? second : first;
}

match_t match_file(const match_index_t *ix, digest_t sha256)
{
    match_t m = {0};
    size_t lo = 0, hi = ix->n_hashes;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (memcmp(ix->hashes[mid].sha256.b, sha256.b, 32) < 0) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    /* Several versions may share a file: then it is not an old one. */
    for (; lo < ix->n_hashes && memcmp(ix->hashes[lo].sha256.b, sha256.b, 32) == 0; lo++)
        m = match_better(m, found(ix, ix->hashes[lo].print, FIDELITY_EXACT, "file-hash"));
    return m;
}

match_t match_mark(const match_index_t *ix, str_t mark)
{
    str_t name = str_trim(mark), unit = name, part;
    /* "cg:CODE:v2:UNIT" is the same block, made for one unit's portal. */
    for (int i = 0; i < 3; i++)
        if (!str_cut(&unit, ':', &part)) break;
    if (unit.n && unit.p > name.p) name = str_sub(name, 0, (size_t)(unit.p - name.p) - 1);
    by_name_t key = {name, 0};
    const by_name_t *hit = ix->n_names ? bsearch(&key, ix->names, ix->n_names, sizeof key, match_name_cmp) : NULL;
    return hit ? found(ix, hit->print, FIDELITY_EMBEDDED, "embed-id") : (match_t){0};
}

match_t match_link(const match_index_t *ix, str_t url)
{
    for (size_t at = 0; (at = str_find(url, S("/v/"), at)) != SIZE_MAX; at++) {
        str_t code = str_sub(url, at + 3, url.n);
        size_t end = 0;
        while (end < code.n &&
               ((code.p[end] >= '0' && code.p[end] <= '9') || (code.p[end] >= 'A' && code.p[end] <= 'Z')))
            end++;
        match_t m = match_mark(ix, str_sub(code, 0, end));
        if (m.release) return m;
    }
    return (match_t){0};
}

static fidelity_t by_share(double share)
{
    if (share >= MATCH_WHOLE) return FIDELITY_EMBEDDED;
    if (share >= MATCH_SAME) return FIDELITY_PARAPHRASED;
    return share >= MATCH_PART ? FIDELITY_ALTERED : FIDELITY_NONE;
}

/* How many of the page's shingles each text owns. Both lists ascend, so each search begins where the last one ended. */
static void count(const match_index_t *ix, const uint64_t *page, size_t n, uint32_t *counts)
{
    size_t from = 0;
    for (size_t i = 0; i < n && from < ix->n_shingles; i++) {
        size_t step = 1, hi = from;
        while (hi < ix->n_shingles && ix->shingles[hi].shingle < page[i]) {
            from = hi + 1;
            hi += step;
            step *= 2;
        }
        if (hi > ix->n_shingles) hi = ix->n_shingles;
        while (from < hi) {
            size_t mid = from + (hi - from) / 2;
            if (ix->shingles[mid].shingle < page[i]) {
                from = mid + 1;
            } else {
                hi = mid;
            }
        }
        for (; from < ix->n_shingles && ix->shingles[from].shingle == page[i]; from++)
            counts[ix->shingles[from].text]++;
    }
}

/* Is finding `b` to be preferred to `a`? */
static bool closer(const match_index_t *ix, const match_t *a, const match_t *b, ident_t prefer)
{
    if (!a->release) return true;
    bool same_kind = (a->share >= MATCH_SAME) == (b->share >= MATCH_SAME);
    bool a_wanted = ident_eq(a->release->release, prefer), b_wanted = ident_eq(b->release->release, prefer);
    if (!ident_eq(a->release->material, b->release->material) && same_kind && a_wanted != b_wanted) return b_wanted;
    /* A leaflet stands whole in the handbook it was taken from: the larger text that stands there is the one. */
    bool both = a->share >= MATCH_SAME && b->share >= MATCH_SAME;
    if (!ident_eq(a->release->material, b->release->material) && both && a->words != b->words)
        return b->words > a->words;
    double difference = b->share - a->share;
    if (difference > 0.005) return true;
    if (difference < -0.005) return false;
    bool a_current = ix->current[a->release - ix->prints], b_current = ix->current[b->release - ix->prints];
    if (a_current != b_current) return b_current;
    return b->release->version > a->release->version;
}

status_t match_text(const match_index_t *ix, arena_t *a, str_t text, ident_t prefer, match_t *out, err_t *err)
{
    *out = (match_t){0};
    uint64_t *page;
    size_t n;
    int64_t words;
    status_t s = text_shingles(a, text, SIZE_MAX, &page, &n, &words, err);
    if (s != ST_OK) return s;
    uint32_t *counts = ARENA_ARRAY(a, uint32_t, ix->n_texts);
    if (!counts) return err_set(err, ST_MEMORY, "match.memory", N_("There is not enough memory to compare releases."));
    count(ix, page, n, counts);
    for (size_t i = 0; i < ix->n_texts; i++) {
        const release_text_t *t = ix->texts[i].text;
        if (t->n_shingles < MATCH_LEAST) continue;
        double share = (double)counts[i] / (double)t->n_shingles;
        if (share < MATCH_PART) {
            if (!out->release && share > out->share) out->share = share;
            continue;
        }
        match_t m = found(ix, ix->texts[i].print, by_share(share), "text");
        /* Half of an old text is no posting of it. */
        if (share < MATCH_SAME) m.fidelity = FIDELITY_ALTERED;
        m.share = share;
        m.lang = t->lang;
        m.words = t->words;
        if (closer(ix, out, &m, prefer)) *out = m;
    }
    return ST_OK;
}
