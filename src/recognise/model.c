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
    if (file.n != MODEL_FILE || memcmp(file.p, "CGMODEL3", 8) != 0) return false;
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

/* A word with every run of digits as one 0: "ma 4821" and "ma 7350" are the same. Of eight bytes, which most are, each is
 * looked at, for where digits stand nobody can guess. */
static uint32_t without_digits(const char *p, size_t n)
{
    enum { SHORT = 8, MOST = 48 };
    char copy[MOST + 8] = {0};
    size_t to = 0;
    unsigned last = 0;
    for (size_t i = 0; n <= SHORT && i < SHORT; i++) {
        unsigned digit = is_digit(p[i]);
        copy[to] = digit ? '0' : p[i];
        to += (i < n) & !(digit & last);
        last = digit;
    }
    for (size_t i = 0; n > SHORT && i < n && to < MOST;) {
        bool digit = is_digit(p[i]);
        copy[to++] = digit ? '0' : p[i++];
        while (digit && i < n && is_digit(p[i])) i++;
    }
    return word_mix(copy, to);
}

void model_words(const char *text, const word_t *words, const uint8_t *has, size_t n, uint32_t *out)
{
    for (size_t i = 0; i < n; i++) out[i] = words[i].mix;
    for (size_t from = 0; from < n; from += 64)
        for (uint64_t digits = bits_with(has + from, WORD_DIGITS); digits; digits &= digits - 1) {
            size_t i = from + (size_t)__builtin_ctzll(digits);
            if (i < n) out[i] = without_digits(text + words[i].start, words[i].end - words[i].start);
        }
}

typedef struct once {
    uint64_t seen[MODEL_BUCKETS / 64];
} once_t;

/* The buckets of the wording that end with a word: it alone, with the one before, with the two before; before the first
 * stands none, which tells how a text begins. A word's number is mixed already; the others are by the upper bits of a
 * product. */
enum { GRAMS = 3 };
typedef struct grams {
    uint32_t last, pair; /* the word before, it with the one before */
    uint16_t bucket[GRAMS];
} grams_t;

static inline void next_grams(grams_t *g, uint32_t word)
{
    const uint32_t odd = 0x9E3779B1u;
    uint32_t pair = g->last * odd + word, three = g->pair * odd + word;
    g->bucket[0] = (uint16_t)(word >> 16);
    g->bucket[1] = (uint16_t)((pair ^ pair >> 15) * 0x85EBCA6Bu >> 16);
    g->bucket[2] = (uint16_t)((three ^ three >> 15) * 0xC2B2AE35u >> 16);
    g->last = word;
    g->pair = pair;
}

/* Whether a bucket was not met before in this text; it has been now. */
static inline bool fresh(once_t *o, uint16_t bucket)
{
    uint64_t *seen = &o->seen[bucket >> 6], was = *seen;
    *seen = was | (uint64_t)1 << (bucket & 63);
    return !(was >> (bucket & 63) & 1);
}

static inline uint32_t trait_bucket(uint32_t h)
{
    return (h * 0x9E3779B1u) >> 18;
}
_Static_assert(MODEL_TRAITS == 1 << (32 - 18), "as many as trait_bucket tells apart");

static inline uint32_t word_bit(uint32_t word)
{
    return word >> 15;
}
_Static_assert(MODEL_WORD_BITS == 1 << (32 - 15), "as many as word_bit tells apart");

void model_features(const findings_t *e, model_feature_fn use, void *ctx)
{
    once_t once = {{0}};
    grams_t g = {0};
    for (size_t i = 0; i < e->n_words; i++) {
        next_grams(&g, e->words[i]);
        for (size_t k = 0; k < GRAMS; k++)
            if (fresh(&once, g.bucket[k])) use(ctx, g.bucket[k]);
    }
    for (size_t i = 0; i < e->n_traits; i++) {
        use(ctx, MODEL_BUCKETS + trait_bucket(e->traits[i]));
        for (size_t k = 0; k < i; k++) use(ctx, MODEL_BUCKETS + trait_bucket(e->traits[i] ^ e->traits[k]));
    }
}

void model_bits(const findings_t *e, model_feature_fn use, void *ctx)
{
    for (size_t i = 0; i < e->n_words; i++) use(ctx, word_bit(e->words[i]));
}

/* --- asking --- */

static int64_t trait_sum(const model_t *m, const findings_t *e)
{
    int32_t sum = 0; /* TRAITS² × 127 at most */
    for (size_t i = 0; i < e->n_traits; i++) {
        uint32_t one = e->traits[i];
        sum += m->traits[trait_bucket(one)];
        for (size_t k = 0; k < i; k++) sum += m->traits[trait_bucket(one ^ e->traits[k])];
    }
    return sum;
}

typedef struct said {
    int32_t sum;
    uint32_t features;
} said_t;

/* No branch: whether a word was met before is nothing to guess. */
static inline said_t said_with(said_t s, const model_t *m, once_t *o, uint16_t bucket)
{
    uint32_t counts = fresh(o, bucket);
    return (said_t){s.sum + (m->weights[bucket] & -(int32_t)counts), s.features + counts};
}

model_vote_t model_ask(const model_t *m, const findings_t *e)
{
    model_vote_t v = {.abstains = true};
    if (!m->weights) return v;
    once_t once = {{0}};
    grams_t g = {0};
    size_t known = 0;
    said_t said = {0, 0};
    for (size_t i = 0; i < e->n_words; i++) {
        uint32_t bit = word_bit(e->words[i]);
        known += (m->words[bit >> 3] >> (bit & 7)) & 1u;
        next_grams(&g, e->words[i]);
        said = said_with(said, m, &once, g.bucket[0]);
        said = said_with(said, m, &once, g.bucket[1]);
        said = said_with(said, m, &once, g.bucket[2]);
    }
    double score = (double)m->bias + (double)m->trait_scale * (double)trait_sum(m, e);
    if (said.features) score += (double)m->scale * (double)said.sum / real_root((double)said.features);
    v.p = 1 / (1 + real_exp(-((double)m->slope * score + (double)m->offset)));
    v.abstains = known < MODEL_LEAST_WORDS || 2 * known < e->n_words + e->n_others;
    return v;
}

model_loud_t model_loudest(const model_t *m, const findings_t *e)
{
    enum { LOUD = 8 };
    int32_t said[LOUD] = {0}, sum = 0, best = 0;
    model_loud_t loud = {0, 0};
    once_t once = {{0}};
    grams_t g = {0};
    for (size_t i = 0; m->weights && i < e->n_words; i++) {
        int32_t now = 0;
        next_grams(&g, e->words[i]);
        for (size_t k = 0; k < GRAMS; k++)
            if (fresh(&once, g.bucket[k])) now += m->weights[g.bucket[k]];
        sum += now - said[i % LOUD];
        said[i % LOUD] = now;
        if (sum <= best) continue;
        best = sum;
        loud = (model_loud_t){i < LOUD ? 0 : i + 1 - LOUD, i + 1};
    }
    return loud;
}
