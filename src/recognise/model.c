/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/model.h"
#include "recognise/letters.h"
#include "recognise/real.h"

static float float_at(str_t file, size_t i)
{
    const unsigned char *p = (const unsigned char *)file.p + 8 + 4 * i;
    uint32_t bits = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

bool model_view(str_t file, model_t *out)
{
    *out = (model_t){0};
    if (file.n != MODEL_FILE || memcmp(file.p, "CGMODEL2", 8) != 0) return false;
    float v[MODEL_NUMBERS];
    for (size_t i = 0; i < MODEL_NUMBERS; i++) {
        v[i] = float_at(file, i);
        if (!(v[i] > -1e6f && v[i] < 1e6f)) return false; /* no NaN either */
    }
    if (!(v[5] > 0 && v[5] <= v[6] && v[6] <= 1)) return false;
    *out = (model_t){.scale = v[0],
                     .trait_scale = v[1],
                     .bias = v[2],
                     .slope = v[3],
                     .offset = v[4],
                     .doubtful = v[5],
                     .sure = v[6]};
    out->weights = (const int8_t *)file.p + MODEL_HEAD;
    out->traits = out->weights + MODEL_BUCKETS;
    out->words = (const uint8_t *)file.p + MODEL_HEAD + MODEL_BUCKETS + MODEL_TRAITS;
    return true;
}

/* --- features --- */

static inline uint32_t stir(uint32_t h)
{
    h ^= h >> 16;
    h *= 0x7feb352du;
    h ^= h >> 15;
    h *= 0x846ca68bu;
    return h ^ h >> 16;
}

/* Letters make words; a run of digits is one 0, whatever stands in it. */
static inline bool writes(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || c >= 0x80;
}

/* The next word from *at on: its hash and place; false when there is none. */
static inline bool next_word(str_t t, size_t *at, uint32_t *hash, size_t *from)
{
    size_t i = *at;
    while (i < t.n && !writes((unsigned char)t.p[i]) && !is_digit(t.p[i])) i++;
    if (i == t.n) return false;
    *from = i;
    uint32_t h = 2166136261u;
    while (i < t.n) {
        unsigned char c = (unsigned char)t.p[i];
        if (is_digit((char)c)) {
            h = (h ^ '0') * 16777619u;
            while (i < t.n && is_digit(t.p[i])) i++;
        } else if (writes(c)) {
            h = (h ^ c) * 16777619u;
            i++;
        } else {
            break;
        }
    }
    *hash = h;
    *at = i;
    return true;
}

typedef struct once {
    uint64_t seen[MODEL_BUCKETS / 64];
} once_t;

/* The wording's buckets that end with the n-th word and were not met before in this text: it alone, with the one before,
 * with the two before. Gives their number. */
static inline size_t grams(once_t *o, const uint32_t word[3], size_t n, uint16_t bucket[3])
{
    size_t most = n < 3 ? n : 3, fresh = 0;
    uint32_t h = 0;
    for (size_t k = 0; k < most; k++) {
        h = h * 0x9e3779b1u + word[k];
        uint16_t b = (uint16_t)stir(h + (uint32_t)k);
        uint64_t bit = (uint64_t)1 << (b & 63);
        if (!(o->seen[b >> 6] & bit)) bucket[fresh++] = b;
        o->seen[b >> 6] |= bit;
    }
    return fresh;
}

static inline uint32_t trait_bucket(uint32_t a, uint32_t b)
{
    /* The same whichever comes first. */
    return stir((a ^ b) * 0x9e3779b1u + (a & b)) & (MODEL_TRAITS - 1);
}

void model_features(const findings_t *e, model_feature_fn use, void *ctx)
{
    once_t once = {{0}};
    uint32_t word[3] = {0};
    size_t at = 0, from, n = 0;
    while (next_word(e->folded, &at, &word[0], &from)) {
        uint16_t bucket[3];
        size_t k = grams(&once, word, ++n, bucket);
        while (k > 0) use(ctx, bucket[--k]);
        word[2] = word[1];
        word[1] = word[0];
    }
    for (size_t i = 0; i < e->n_traits; i++)
        for (size_t k = 0; k <= i; k++) use(ctx, MODEL_BUCKETS + trait_bucket(e->traits[i], e->traits[k]));
}

void model_words(str_t folded, model_feature_fn use, void *ctx)
{
    uint32_t word;
    size_t at = 0, from;
    while (next_word(folded, &at, &word, &from)) use(ctx, stir(word) & (MODEL_WORD_BITS - 1));
}

/* --- asking --- */

enum { LOUD = 8 }; /* words in the part that is marked */

typedef struct window {
    size_t from[LOUD];
    int32_t said[LOUD], sum, best;
} window_t;

/* Keeps the eight neighbouring words whose weights together speak loudest. */
static inline void hear(window_t *w, size_t i, int32_t said, size_t from, size_t to, model_vote_t *v)
{
    size_t slot = i % LOUD;
    if (i >= LOUD) w->sum -= w->said[slot];
    w->from[slot] = from;
    w->said[slot] = said;
    w->sum += said;
    if (w->sum <= w->best) return;
    w->best = w->sum;
    v->from = w->from[i < LOUD ? 0 : (i + 1) % LOUD];
    v->to = to;
}

static int64_t trait_sum(const model_t *m, const findings_t *e)
{
    int64_t sum = 0;
    for (size_t i = 0; i < e->n_traits; i++)
        for (size_t k = 0; k <= i; k++) sum += m->traits[trait_bucket(e->traits[i], e->traits[k])];
    return sum;
}

model_vote_t model_ask(const model_t *m, const findings_t *e)
{
    model_vote_t v = {.abstains = true};
    window_t loud = {.best = 0};
    once_t once = {{0}};
    uint32_t word[3] = {0};
    size_t at = 0, from, n = 0, known = 0, features = 0;
    int64_t sum = 0;
    if (!m->weights) return v;
    while (next_word(e->folded, &at, &word[0], &from)) {
        uint16_t bucket[3];
        uint32_t bit = stir(word[0]) & (MODEL_WORD_BITS - 1);
        size_t fresh = grams(&once, word, n + 1, bucket);
        int32_t said = 0;
        for (size_t k = 0; k < fresh; k++) said += m->weights[bucket[k]];
        known += (m->words[bit >> 3] >> (bit & 7)) & 1u;
        hear(&loud, n++, said, from, at, &v);
        features += fresh;
        sum += said;
        word[2] = word[1];
        word[1] = word[0];
    }
    double score = (double)m->bias + (double)m->trait_scale * (double)trait_sum(m, e);
    if (features) score += (double)m->scale * (double)sum / real_root((double)features);
    v.p = 1 / (1 + real_exp(-((double)m->slope * score + (double)m->offset)));
    v.abstains = known < MODEL_LEAST_WORDS || 2 * known < n;
    return v;
}
