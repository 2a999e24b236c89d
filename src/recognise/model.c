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

/* --- words: letters, or any byte past ASCII; a run of digits is one 0, whatever stands in it --- */

enum { FNV = 16777619 };
#define FNV_SEED 2166136261u

static uint32_t spell(const char *p, size_t n)
{
    uint32_t h = FNV_SEED;
    for (size_t i = 0; i < n;) {
        bool digit = is_digit(p[i]);
        h = (h ^ (digit ? '0' : (unsigned char)p[i++])) * FNV;
        while (digit && i < n && is_digit(p[i])) i++;
    }
    return h;
}

/* The same for up to eight bytes of a text that goes on for eight. Steps of the hash over the zeros behind a shorter word
 * only multiply, and are taken back by the inverse of that. */
static inline uint32_t hash_of(str_t t, size_t from, size_t to)
{
    static const uint32_t back[9] = {0x00000001, 0x359c449b, 0xdd4ab5d9, 0x91c5be63, 0x4ca091f1,
                                     0xdfd860eb, 0xb7f51a49, 0x9dde4e33, 0xd872e4e1};
    const uint64_t letter = 0x4040404040404040; /* a bit of all of them and of no digit */
    size_t n = to - from;
    if (n > 8 || from + 8 > t.n) return spell(t.p + from, n);
    uint64_t head, whole = n < 8 ? ((uint64_t)1 << 8 * n) - 1 : UINT64_MAX;
    memcpy(&head, t.p + from, sizeof head);
    head &= whole;
    if ((head & letter) != (whole & letter)) return spell(t.p + from, n);
    uint32_t h = FNV_SEED;
    for (int i = 0; i < 8; i += 4, head >>= 32) { /* four a turn: no compiler unrolls it at -O2 */
        h = (h ^ (uint32_t)(head & 255)) * FNV;
        h = (h ^ (uint32_t)(head >> 8 & 255)) * FNV;
        h = (h ^ (uint32_t)(head >> 16 & 255)) * FNV;
        h = (h ^ (uint32_t)(head >> 24 & 255)) * FNV;
    }
    return h * back[8 - n];
}

/* The words of a text, one after the other: where they begin and end is known for 64 bytes at a time. */
typedef struct words {
    str_t t;
    size_t block;         /* of `turns` */
    uint64_t turns, last; /* where a word begins or ends behind the last one given */
} words_t;

static uint64_t turns_of(words_t *w)
{
    char rest[64] = {0};
    const char *p = w->t.p + w->block;
    uint8_t is[64];
    if (w->t.n - w->block < sizeof rest) p = memcpy(rest, p, w->t.n - w->block);
    for (size_t i = 0; i < 64; i++) {
        uint8_t c = (uint8_t)p[i];
        is[i] = (uint8_t)((uint8_t)(c - 'a') < 26) | (uint8_t)((uint8_t)(c - '0') < 10) | (uint8_t)(c >= 0x80);
    }
    uint64_t bits = bits_of(is), turns = bits ^ (bits << 1 | w->last);
    w->last = bits >> 63;
    return turns;
}

static words_t words_in(str_t t)
{
    words_t w = {.t = t};
    if (t.n) w.turns = turns_of(&w);
    return w;
}

/* The next place where a word begins or ends; the text's end when there is none. */
static inline size_t next_turn(words_t *w)
{
    while (!w->turns) {
        if (w->t.n - w->block <= 64) return w->t.n;
        w->block += 64;
        w->turns = turns_of(w);
    }
    size_t at = w->block + (size_t)__builtin_ctzll(w->turns);
    w->turns &= w->turns - 1;
    return at;
}

/* The next word: its hash and place; false when there is none. */
static inline bool next_word(words_t *w, uint32_t *hash, size_t *from, size_t *to)
{
    *from = next_turn(w);
    if (*from == w->t.n) return false;
    *to = next_turn(w);
    *hash = hash_of(w->t, *from, *to);
    return true;
}

typedef struct once {
    uint64_t seen[MODEL_BUCKETS / 64];
} once_t;

typedef struct gram {
    uint16_t bucket;
    bool fresh; /* not met before in this text */
} gram_t;

static inline gram_t gram_of(once_t *o, uint32_t h, bool there)
{
    uint16_t bucket = (uint16_t)stir(h);
    uint64_t *seen = &o->seen[bucket >> 6], was = *seen;
    *seen = was | (uint64_t)there << (bucket & 63);
    return (gram_t){bucket, there && !(was >> (bucket & 63) & 1)};
}

/* The wording's buckets that end with the n-th word: it alone, with the one before, with the two before. */
static inline void grams(once_t *o, const uint32_t word[3], size_t n, gram_t gram[3])
{
    uint32_t two = word[0] * 0x9e3779b1u + word[1], three = two * 0x9e3779b1u + word[2];
    gram[0] = gram_of(o, word[0], true);
    gram[1] = gram_of(o, two + 1, n > 1);
    gram[2] = gram_of(o, three + 2, n > 2);
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
    size_t from, to, n = 0;
    words_t words = words_in(e->folded);
    while (next_word(&words, &word[0], &from, &to)) {
        gram_t gram[3];
        grams(&once, word, ++n, gram);
        for (size_t k = 3; k > 0; k--)
            if (gram[k - 1].fresh) use(ctx, gram[k - 1].bucket);
        word[2] = word[1];
        word[1] = word[0];
    }
    for (size_t i = 0; i < e->n_traits; i++)
        for (size_t k = 0; k <= i; k++) use(ctx, MODEL_BUCKETS + trait_bucket(e->traits[i], e->traits[k]));
}

void model_words(str_t folded, model_feature_fn use, void *ctx)
{
    uint32_t word;
    size_t from, to;
    words_t words = words_in(folded);
    while (next_word(&words, &word, &from, &to)) use(ctx, stir(word) & (MODEL_WORD_BITS - 1));
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

static inline int32_t weighed(const model_t *m, gram_t g)
{
    return m->weights[g.bucket] & -(int32_t)g.fresh;
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
    size_t from, to, n = 0, known = 0, features = 0;
    int64_t sum = 0;
    if (!m->weights) return v;
    words_t words = words_in(e->folded);
    while (next_word(&words, &word[0], &from, &to)) {
        gram_t gram[3];
        uint32_t bit = stir(word[0]) & (MODEL_WORD_BITS - 1);
        grams(&once, word, n + 1, gram);
        int32_t said = weighed(m, gram[0]) + weighed(m, gram[1]) + weighed(m, gram[2]);
        features += (size_t)gram[0].fresh + gram[1].fresh + gram[2].fresh;
        known += (m->words[bit >> 3] >> (bit & 7)) & 1u;
        hear(&loud, n++, said, from, to, &v);
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
