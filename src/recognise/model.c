/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/model.h"
#include "recognise/real.h"

static float float_at(str_t file, size_t i)
{
    const unsigned char *p = (const unsigned char *)file.p + 8 + 4 * i;
    uint32_t bits = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

static bool sane(float f)
{
    return f > -1e9f && f < 1e9f; /* no NaN either */
}

bool model_view(str_t file, model_t *out)
{
    *out = (model_t){0};
    if (file.n != MODEL_FILE || memcmp(file.p, "CGMODEL1", 8) != 0) return false;
    *out = (model_t){.scale = float_at(file, 0),
                     .bias = float_at(file, 1),
                     .slope = float_at(file, 2),
                     .offset = float_at(file, 3),
                     .threshold = float_at(file, 4)};
    if (!sane(out->scale) || !sane(out->bias) || !sane(out->slope) || !sane(out->offset) ||
        !(out->threshold > 0 && out->threshold <= 1))
        return false;
    out->weights = (const int8_t *)file.p + MODEL_HEAD;
    out->words = (const uint8_t *)file.p + MODEL_HEAD + MODEL_BUCKETS;
    return true;
}

size_t model_text(str_t folded, char *out, uint32_t *at)
{
    size_t n = 0;
    out[n] = ' ';
    at[n++] = 0;
    for (size_t i = 0; i < folded.n; i++) {
        unsigned char c = (unsigned char)folded.p[i];
        bool digit = c >= '0' && c <= '9', letter = (c >= 'a' && c <= 'z') || c >= 0x80;
        char put = digit ? '0' : letter ? (char)c : ' ';
        if (!letter && out[n - 1] == put) continue;
        out[n] = put;
        at[n++] = (uint32_t)i;
    }
    if (out[n - 1] != ' ') {
        out[n] = ' ';
        at[n++] = (uint32_t)folded.n;
    }
    return n;
}

/* FNV-1a, stirred: pieces of three letters differ in few bits. */
static inline uint32_t hash(uint32_t seed, const char *p, size_t n)
{
    uint32_t h = 2166136261u ^ seed;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
    h ^= h >> 16;
    h *= 0x7feb352du;
    return h ^ h >> 15;
}

typedef struct once {
    uint64_t seen[MODEL_BUCKETS / 64];
    model_feature_fn use;
    void *ctx;
    size_t n;
} once_t;

/* Inlined with the caller's `use` known: a message has some nine hundred features. */
#define HOT static inline __attribute__((always_inline))

HOT void feature(once_t *o, uint32_t h, size_t from, size_t to)
{
    uint16_t bucket = (uint16_t)h;
    uint64_t bit = (uint64_t)1 << (bucket & 63);
    if (o->seen[bucket >> 6] & bit) return;
    o->seen[bucket >> 6] |= bit;
    o->n++;
    o->use(o->ctx, bucket, from, to);
}

HOT size_t each_feature(const char *text, size_t n, model_feature_fn use, void *ctx)
{
    once_t o = {.use = use, .ctx = ctx};
    size_t word = 0, before = SIZE_MAX; /* where this word and the one before begin */
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 3; k <= 5 && i + k <= n; k++) feature(&o, hash((uint32_t)k, text + i, k), i, i + k);
        if (text[i] != ' ') continue;
        if (i > word) {
            feature(&o, hash(11, text + word, i - word), word, i);
            if (before != SIZE_MAX) feature(&o, hash(12, text + before, i - before), before, i);
            before = word;
        }
        word = i + 1;
    }
    return o.n;
}

size_t model_features(const char *text, size_t n, model_feature_fn use, void *ctx)
{
    return each_feature(text, n, use, ctx);
}

void model_words(const char *text, size_t n, void (*use)(void *ctx, uint32_t bit), void *ctx)
{
    size_t word = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] != ' ') continue;
        if (i > word) use(ctx, hash(21, text + word, i - word) & (MODEL_WORD_BITS - 1));
        word = i + 1;
    }
}

/* --- asking --- */

typedef struct asking {
    const model_t *m;
    float *loud; /* what each place of the text said */
    int64_t sum;
    size_t words, known;
} asking_t;

static void add_feature(void *ctx, uint16_t bucket, size_t from, size_t to)
{
    asking_t *q = ctx;
    (void)from;
    (void)to;
    q->sum += q->m->weights[bucket];
}

static void add_loudness(void *ctx, uint16_t bucket, size_t from, size_t to)
{
    asking_t *q = ctx;
    q->loud[from] += (float)q->m->weights[bucket] / (float)(to - from);
}

static void add_word(void *ctx, uint32_t bit)
{
    asking_t *q = ctx;
    q->words++;
    q->known += (q->m->words[bit >> 3] >> (bit & 7)) & 1u;
}

/* The forty bytes that spoke loudest, in whole words. */
static void loudest(const float *loud, const char *text, size_t n, const uint32_t *at, model_vote_t *v)
{
    enum { SPAN = 40 };
    double sum = 0, best = 0;
    size_t end = n < SPAN ? n : SPAN;
    for (size_t i = 0; i < n; i++) {
        sum += (double)loud[i];
        if (i >= SPAN) sum -= (double)loud[i - SPAN];
        if (sum <= best) continue;
        best = sum;
        end = i + 1;
    }
    size_t from = end > SPAN ? end - SPAN : 0;
    while (from > 0 && text[from - 1] != ' ') from--;
    while (from < end && text[from] == ' ') from++;
    while (end < n && text[end] != ' ') end++;
    v->from = from < n ? at[from] : at[n - 1];
    v->to = end < n ? at[end] : at[n - 1];
}

/* Where it spoke loudest is asked only of a text it speaks against: most are let go before. */
static void mark(arena_t *a, asking_t *q, const char *text, size_t n, const uint32_t *at, model_vote_t *v)
{
    q->loud = ARENA_ARRAY(a, float, n + 1);
    if (!q->loud) return;
    model_features(text, n, add_loudness, q);
    loudest(q->loud, text, n, at, v);
}

model_vote_t model_ask(const model_t *m, arena_t *a, str_t folded)
{
    model_vote_t v = {.abstains = true};
    char *text = arena_alloc(a, folded.n + 2);
    uint32_t *at = ARENA_ARRAY(a, uint32_t, folded.n + 2);
    if (!text || !at || !m->weights) return v;
    asking_t q = {.m = m};
    size_t n = model_text(folded, text, at), features = each_feature(text, n, add_feature, &q);
    model_words(text, n, add_word, &q);
    double score = (double)m->bias;
    if (features) score += (double)m->scale * (double)q.sum / real_root((double)features);
    v.p = 1 / (1 + real_exp(-((double)m->slope * score + (double)m->offset)));
    v.abstains = q.known < MODEL_LEAST_WORDS || 2 * q.known < q.words;
    if (!v.abstains && v.p >= (double)m->threshold) mark(a, &q, text, n, at, &v);
    return v;
}
