/* SPDX-License-Identifier: Apache-2.0
 *
 * Training of the linear model: deterministic for the same examples, folds and seed.
 */
#include <math.h>
#include <stdlib.h>
#include "base/crypto.h"
#include "recognise/model.h"

enum { EPOCHS = 30, GROUPS_MOST = 4096 };
#define RATE  2.0
#define DECAY 0.02 /* of every weight, each epoch */

typedef struct sample {
    const uint16_t *features;
    size_t n;
    double norm, weight;
} sample_t;

typedef struct trainer {
    const model_example_t *x;
    sample_t *s;
    size_t n;
    uint32_t *order;
    uint64_t seed;
} trainer_t;

typedef struct linear {
    double w[MODEL_BUCKETS], bias;
} linear_t;

/* --- features of every example --- */

static void keep_feature(void *ctx, uint16_t bucket, size_t from, size_t to)
{
    vec_t *v = ctx;
    (void)from, (void)to;
    uint16_t *f = vec_push(v);
    if (f) *f = bucket;
}

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

static status_t prepare(arena_t *a, trainer_t *t, err_t *err)
{
    t->s = ARENA_ARRAY(a, sample_t, t->n);
    t->order = ARENA_ARRAY(a, uint32_t, t->n);
    if (!t->s || !t->order) return no_memory(err);
    for (size_t i = 0; i < t->n; i++) {
        str_t folded = t->x[i].folded;
        char *text = arena_alloc(a, folded.n + 2);
        uint32_t *at = ARENA_ARRAY(a, uint32_t, folded.n + 2);
        vec_t v = vec_new(a, sizeof(uint16_t), MODEL_BUCKETS);
        if (!text || !at) return no_memory(err);
        (void)model_features(text, model_text(folded, text, at), keep_feature, &v);
        if (v.failed) return no_memory(err);
        t->s[i] = (sample_t){v.at, v.len, v.len ? 1 / sqrt((double)v.len) : 0, 0};
        t->order[i] = (uint32_t)i;
    }
    return ST_OK;
}

/* Scams as a whole weigh as much as the genuine ones; within each, every group as much as the others. */
static status_t weigh(trainer_t *t, err_t *err)
{
    size_t count[GROUPS_MOST] = {0}, groups[2] = {0}, examples[2] = {0};
    bool scam_group[GROUPS_MOST] = {false};
    for (size_t i = 0; i < t->n; i++) {
        if (t->x[i].held) continue;
        uint32_t g = t->x[i].group;
        if (g >= GROUPS_MOST) return err_set(err, ST_LIMIT, "model.groups", N_("There are too many sources."));
        groups[t->x[i].scam] += count[g] == 0;
        scam_group[g] = t->x[i].scam;
        count[g]++;
        examples[t->x[i].scam]++;
    }
    if (!examples[0] || !examples[1])
        return err_set(err, ST_INPUT, "model.labels", N_("Training needs both scam and ham."));
    double all = (double)(examples[0] + examples[1]);
    for (size_t i = 0; i < t->n; i++) {
        uint32_t g = t->x[i].group;
        if (!t->x[i].held) t->s[i].weight = all / 2 / (double)groups[scam_group[g]] / (double)count[g];
        if (t->s[i].weight > 4) t->s[i].weight = 4; /* a group of a few must not shout */
    }
    return ST_OK;
}

/* --- descent --- */

static uint64_t next_random(uint64_t *state) /* splitmix64 (Steele, Lea, Flood 2014) */
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static double score_of(const linear_t *l, const sample_t *s)
{
    double sum = 0;
    for (size_t k = 0; k < s->n; k++) sum += l->w[s->features[k]];
    return l->bias + sum * s->norm;
}

static void descend(trainer_t *t, unsigned left_out, linear_t *l)
{
    uint64_t random = t->seed;
    memset(l, 0, sizeof *l);
    for (size_t i = 0; i < t->n; i++) t->order[i] = (uint32_t)i;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double rate = RATE / (1 + 0.3 * epoch);
        for (size_t i = t->n; i > 1; i--) {
            size_t j = next_random(&random) % i;
            uint32_t kept = t->order[i - 1];
            t->order[i - 1] = t->order[j];
            t->order[j] = kept;
        }
        for (size_t i = 0; i < t->n; i++) {
            const model_example_t *x = &t->x[t->order[i]];
            const sample_t *s = &t->s[t->order[i]];
            if (x->held || x->fold == left_out) continue;
            double error = (x->scam ? 1 : 0) - 1 / (1 + exp(-score_of(l, s))),
                   step = rate * error * s->weight * s->norm;
            for (size_t k = 0; k < s->n; k++) l->w[s->features[k]] += step;
            l->bias += rate * 0.05 * error * s->weight;
        }
        for (size_t k = 0; k < MODEL_BUCKETS; k++) l->w[k] *= 1 - DECAY;
    }
}

/* --- calibration --- */

/* Platt (1999) with Newton's method; targets smoothed as there. */
static void platt(const trainer_t *t, const double *score, double *slope, double *offset)
{
    double positives = 0, negatives = 0, a = 1, b = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (t->x[i].held) continue;
        positives += t->x[i].scam;
        negatives += !t->x[i].scam;
    }
    double yes = (positives + 1) / (positives + 2), no = 1 / (negatives + 2);
    for (int round = 0; round < 50; round++) {
        double g0 = 0, g1 = 0, h00 = 1e-9, h01 = 0, h11 = 1e-9;
        for (size_t i = 0; i < t->n; i++) {
            if (t->x[i].held) continue;
            double p = 1 / (1 + exp(-(a * score[i] + b))), d = p - (t->x[i].scam ? yes : no), w = p * (1 - p);
            g0 += d * score[i];
            g1 += d;
            h00 += w * score[i] * score[i];
            h01 += w * score[i];
            h11 += w;
        }
        double det = h00 * h11 - h01 * h01;
        if (fabs(det) < 1e-12) break;
        double da = (h11 * g0 - h01 * g1) / det, db = (h00 * g1 - h01 * g0) / det;
        a -= da;
        b -= db;
        if (fabs(da) + fabs(db) < 1e-9) break;
    }
    *slope = a;
    *offset = b;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* The probability above which at most the share `fpr` of each genuine group lies: the worst group decides. */
static double threshold_of(arena_t *a, const trainer_t *t, const double *p, double fpr)
{
    double worst = 0.5, *of = ARENA_ARRAY(a, double, t->n);
    for (uint32_t g = 0; of && g < GROUPS_MOST; g++) {
        size_t n = 0;
        for (size_t i = 0; i < t->n; i++)
            if (!t->x[i].held && !t->x[i].scam && t->x[i].group == g) of[n++] = p[i];
        if (n < 100) continue;
        qsort(of, n, sizeof *of, by_size);
        double limit = of[(size_t)((double)n * fpr)];
        if (limit > worst) worst = limit;
    }
    return worst > 0.999 ? 0.999 : worst + 1e-6;
}

/* --- the file --- */

static void put_float(buf_t *b, double v)
{
    float f = (float)v;
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    for (int i = 0; i < 4; i++) buf_putc(b, (char)(bits >> 8 * i & 0xFF));
}

typedef struct seen {
    uint8_t one[MODEL_WORD_BITS / 8], two[MODEL_WORD_BITS / 8];
} seen_t;

static void saw(void *ctx, uint32_t bit)
{
    seen_t *s = ctx;
    uint8_t mask = (uint8_t)(1u << (bit & 7));
    s->two[bit >> 3] |= s->one[bit >> 3] & mask;
    s->one[bit >> 3] |= mask;
}

/* A word counts as known when training met it twice. */
static status_t known_words(arena_t *a, const trainer_t *t, seen_t **out, err_t *err)
{
    *out = ARENA_NEW(a, seen_t);
    for (size_t i = 0; *out && i < t->n; i++) {
        if (t->x[i].held) continue;
        str_t folded = t->x[i].folded;
        char *text = arena_alloc(a, folded.n + 2);
        uint32_t *at = ARENA_ARRAY(a, uint32_t, folded.n + 2);
        if (!text || !at) return no_memory(err);
        model_words(text, model_text(folded, text, at), saw, *out);
    }
    return *out ? ST_OK : no_memory(err);
}

static void write_file(const linear_t *l, const seen_t *words, double slope, double offset, double threshold,
                       buf_t *file)
{
    double most = 1e-9;
    for (size_t k = 0; k < MODEL_BUCKETS; k++)
        if (fabs(l->w[k]) > most) most = fabs(l->w[k]);
    buf_putz(file, "CGMODEL1");
    put_float(file, most / 127);
    put_float(file, l->bias);
    put_float(file, slope);
    put_float(file, offset);
    put_float(file, threshold);
    for (size_t k = 0; k < MODEL_BUCKETS; k++) buf_putc(file, (char)lround(l->w[k] / most * 127));
    buf_put(file, (str_t){(const char *)words->two, sizeof words->two});
    digest_t d = sha256(buf_str(file));
    buf_put(file, (str_t){(const char *)d.b, 8});
}

status_t model_train(arena_t *a, const model_example_t *x, size_t n, unsigned folds, uint64_t seed, double fpr,
                     buf_t *file, err_t *err)
{
    trainer_t t = {.x = x, .n = n, .seed = seed};
    linear_t *l = ARENA_NEW(a, linear_t);
    double *score = ARENA_ARRAY(a, double, n + 1), slope, offset;
    seen_t *words;
    if (!l || !score) return no_memory(err);
    status_t s = prepare(a, &t, err);
    if (s == ST_OK) s = weigh(&t, err);
    if (s == ST_OK) s = known_words(a, &t, &words, err);
    if (s != ST_OK) return s;
    for (unsigned fold = 0; fold < folds; fold++) {
        descend(&t, fold, l);
        for (size_t i = 0; i < n; i++)
            if (x[i].fold == fold) score[i] = score_of(l, &t.s[i]);
    }
    platt(&t, score, &slope, &offset);
    for (size_t i = 0; i < n; i++) score[i] = 1 / (1 + exp(-(slope * score[i] + offset)));
    double threshold = threshold_of(a, &t, score, fpr);
    descend(&t, UINT32_MAX, l);
    write_file(l, words, slope, offset, threshold, file);
    return buf_ok(file) ? ST_OK : no_memory(err);
}
