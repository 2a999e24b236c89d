/* SPDX-License-Identifier: Apache-2.0
 *
 * Training of the judge: what is learnt, calibrated and written is the same for the same examples and folds.
 */
#include <math.h>
#include <stdlib.h>
#include "base/crypto.h"
#include "recognise/model_learn.h"

enum { GROUPS_MOST = 4096, BOLD = 4 };
/* Weights of words are rounded to so many steps either way: most of them are tiny, the verdicts hardly change and
 * the model is a third shorter to send. Traits are few, and each counts for more. */
enum { STEPS = 23, STEPS_TRAITS = 60 };

typedef struct trainer {
    const model_example_t *x;
    size_t n;
    learner_t l;
} trainer_t;

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

/* --- features of every example --- */

typedef struct keep {
    vec_t all;       /* uint32_t */
    uint32_t *in_df; /* how many examples have it */
} keep_t;

static void keep_feature(void *ctx, uint32_t bucket)
{
    keep_t *k = ctx;
    uint32_t *f = vec_push(&k->all);
    if (f) *f = bucket;
    k->in_df[bucket]++;
}

/* A feature that one example alone has teaches that example only. Of many examples, words and their neighbourhoods are so
 * many that those of two or three teach nothing either (MANY: our own sets have ten times as many). */
static void drop_rare(const uint32_t *df, size_t examples, row_t *r)
{
    enum { MANY = 1000 };
    size_t kept = 0, words = 0;
    for (size_t i = 0; i < r->n; i++) {
        uint32_t least = r->at[i] < MODEL_BUCKETS && examples >= MANY ? 4 : 2;
        if (df[r->at[i]] < least) continue;
        words += r->at[i] < MODEL_BUCKETS;
        r->at[kept++] = r->at[i];
    }
    r->n = kept;
    r->n_words = words;
}

static status_t prepare(arena_t *a, trainer_t *t, err_t *err)
{
    keep_t k = {.in_df = ARENA_ARRAY(a, uint32_t, LEARNT)};
    t->l.rows = ARENA_ARRAY(a, row_t, t->n + 1);
    t->l.n = t->n;
    if (!k.in_df || !t->l.rows) return no_memory(err);
    for (size_t i = 0; i < t->n; i++) {
        k.all = vec_new(a, sizeof(uint32_t), LEARNT);
        model_features(&t->x[i].seen, keep_feature, &k);
        if (k.all.failed) return no_memory(err);
        row_t *r = &t->l.rows[i];
        *r = (row_t){.at = k.all.at, .n = k.all.len, .scam = t->x[i].scam};
        size_t words = 0;
        for (size_t f = 0; f < r->n; f++) words += r->at[f] < MODEL_BUCKETS;
        r->norm = words ? 1 / sqrt((double)words) : 0;
    }
    for (size_t i = 0; i < t->n; i++) drop_rare(k.in_df, t->n, &t->l.rows[i]);
    return ST_OK;
}

/* Messages of the sources with both labels weigh alike; news and interface strings, easily told from scams, a quarter. */
static double share_of(const size_t *count, uint32_t group)
{
    return (double)count[group] / (count[group ^ 1] ? 1 : 4);
}

/* Scams as a whole weigh as much as the genuine ones; within each, every group has its share. */
static status_t weigh(trainer_t *t, err_t *err)
{
    size_t count[GROUPS_MOST] = {0}, examples[2] = {0};
    double shares[2] = {0};
    for (size_t i = 0; i < t->n; i++) {
        if (t->x[i].held) continue;
        uint32_t g = t->x[i].group;
        if (g >= GROUPS_MOST) return err_set(err, ST_LIMIT, "model.groups", N_("There are too many sources."));
        count[g]++;
        examples[t->x[i].scam]++;
    }
    if (!examples[0] || !examples[1])
        return err_set(err, ST_INPUT, "model.labels", N_("Training needs both scam and ham."));
    double all = (double)(examples[0] + examples[1]);
    for (uint32_t g = 0; g < GROUPS_MOST; g++)
        if (count[g]) shares[g & 1] += share_of(count, g);
    for (size_t i = 0; i < t->n; i++) {
        if (t->x[i].held) continue;
        uint32_t g = t->x[i].group;
        double w = all / 2 * share_of(count, g) / shares[t->x[i].scam] / (double)count[g];
        t->l.rows[i].weight = w < BOLD ? w : BOLD; /* a group of a few must not shout */
    }
    return ST_OK;
}

/* --- calibration --- */

/* Sources with one label only (news, interface strings) say nothing of how often messages are scams. */
static void sources_of_both(const trainer_t *t, bool both[GROUPS_MOST / 2])
{
    bool label[GROUPS_MOST] = {false};
    for (size_t i = 0; i < t->n; i++)
        if (!t->x[i].held) label[t->x[i].group] = true;
    bool any = false;
    for (size_t s = 0; s < GROUPS_MOST / 2; s++) any = (both[s] = label[2 * s] && label[2 * s + 1]) || any;
    for (size_t s = 0; !any && s < GROUPS_MOST / 2; s++) both[s] = true;
}

typedef struct sigmoid {
    double a, b;
} sigmoid_t;

typedef struct points {
    const double *score;
    const bool *scam;
    size_t n;
    double yes, no; /* targets */
} points_t;

static double log_loss(const points_t *x, sigmoid_t s)
{
    double sum = 0;
    for (size_t i = 0; i < x->n; i++) {
        double z = s.a * x->score[i] + s.b, target = x->scam[i] ? x->yes : x->no;
        sum += (z > 0 ? z + log1p(exp(-z)) : log1p(exp(z))) - target * z;
    }
    return sum;
}

/* One step of Newton's method. */
static sigmoid_t newton(const points_t *x, sigmoid_t s)
{
    double g0 = 0, g1 = 0, h00 = 1e-9, h01 = 0, h11 = 1e-9;
    for (size_t i = 0; i < x->n; i++) {
        double v = x->score[i], p = 1 / (1 + exp(-(s.a * v + s.b))), d = p - (x->scam[i] ? x->yes : x->no),
               w = p * (1 - p);
        g0 += d * v;
        g1 += d;
        h00 += w * v * v;
        h01 += w * v;
        h11 += w;
    }
    double det = h00 * h11 - h01 * h01;
    if (fabs(det) < 1e-12) return (sigmoid_t){0};
    return (sigmoid_t){(h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det};
}

/* Platt (1999), targets smoothed as there; steps are halved until they help (Lin, Lin & Weng 2007). */
static sigmoid_t platt(points_t *x)
{
    double positives = 0;
    for (size_t i = 0; i < x->n; i++) positives += x->scam[i];
    x->yes = (positives + 1) / (positives + 2);
    x->no = 1 / ((double)x->n - positives + 2);
    sigmoid_t s = {0, log((positives + 1) / ((double)x->n - positives + 1))};
    double now = log_loss(x, s);
    for (int round = 0; round < 100; round++) {
        sigmoid_t step = newton(x, s), next = s;
        double then = now, by = 1;
        for (int tries = 0; tries < 20; tries++) {
            next = (sigmoid_t){s.a - by * step.a, s.b - by * step.b};
            then = log_loss(x, next);
            if (then < now) break;
            by /= 2;
        }
        if (!(then < now - 1e-10)) break;
        s = next;
        now = then;
    }
    return s;
}

static bool calibrate(arena_t *a, const trainer_t *t, const double *score, sigmoid_t *out)
{
    bool *both = ARENA_ARRAY(a, bool, GROUPS_MOST / 2), *scam = ARENA_ARRAY(a, bool, t->n + 1);
    double *at = ARENA_ARRAY(a, double, t->n + 1);
    if (!both || !scam || !at) return false;
    points_t x = {.score = at, .scam = scam};
    sources_of_both(t, both);
    for (size_t i = 0; i < t->n; i++) {
        if (t->x[i].held || !both[t->x[i].group / 2]) continue;
        at[x.n] = score[i];
        scam[x.n++] = t->x[i].scam;
    }
    *out = platt(&x);
    return true;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* Of p over the genuine examples that `chosen` marks: the value above which at most the share `fpr` lies. */
static double limit_of(const trainer_t *t, const double *p, const bool *chosen, double fpr, double *of)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        if (chosen[i] && !t->x[i].held && !t->x[i].scam) of[n++] = p[i];
    if (n < 100) return 0;
    qsort(of, n, sizeof *of, by_size);
    return of[(size_t)((double)n * fpr)];
}

/* The probability above which lies at most the share `fpr` of the genuine messages, and an eighth of that share of any
 * source that has genuine texts only. */
static double threshold_of(arena_t *a, const trainer_t *t, const double *p, double fpr, double least)
{
    double *of = ARENA_ARRAY(a, double, t->n + 1), most = least;
    bool *both = ARENA_ARRAY(a, bool, GROUPS_MOST / 2), *chosen = ARENA_ARRAY(a, bool, t->n + 1);
    if (!of || !both || !chosen) return 0.999;
    sources_of_both(t, both);
    for (size_t i = 0; i < t->n; i++) chosen[i] = both[t->x[i].group / 2];
    double limit = limit_of(t, p, chosen, fpr, of);
    if (limit > most) most = limit;
    for (uint32_t s = 0; s < GROUPS_MOST / 2; s++) {
        if (both[s]) continue;
        for (size_t i = 0; i < t->n; i++) chosen[i] = t->x[i].group == 2 * s;
        limit = limit_of(t, p, chosen, fpr / 8, of);
        if (limit > most) most = limit;
    }
    return most > 0.999 ? 0.999 : most + 1e-6;
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

static double largest(const double *w, size_t n)
{
    double most = 1e-9;
    for (size_t k = 0; k < n; k++)
        if (fabs(w[k]) > most) most = fabs(w[k]);
    return most;
}

static void put_weights(buf_t *file, const double *w, size_t n, double most, int steps)
{
    for (size_t k = 0; k < n; k++) buf_putc(file, (char)lround(w[k] / most * steps));
}

static void write_file(const double *w, const seen_t *words, const model_t *m, buf_t *file)
{
    double most = largest(w, MODEL_BUCKETS), most_traits = largest(w + MODEL_BUCKETS, MODEL_TRAITS);
    buf_putz(file, "CGMODEL3");
    put_float(file, most / STEPS);
    put_float(file, most_traits / STEPS_TRAITS * TRAIT_VALUE);
    put_float(file, w[LEARNT]);
    put_float(file, (double)m->slope);
    put_float(file, (double)m->offset);
    put_float(file, (double)m->doubtful);
    put_float(file, (double)m->sure);
    put_weights(file, w, MODEL_BUCKETS, most, STEPS);
    put_weights(file, w + MODEL_BUCKETS, MODEL_TRAITS, most_traits, STEPS_TRAITS);
    buf_put(file, (str_t){(const char *)words->two, sizeof words->two}); /* known: training met it twice */
    digest_t d = sha256(buf_str(file));
    buf_put(file, (str_t){(const char *)d.b, 8});
}

status_t model_train(arena_t *a, const model_example_t *x, size_t n, unsigned folds, double fpr, buf_t *file,
                     err_t *err)
{
    trainer_t t = {.x = x, .n = n};
    double *w = ARENA_ARRAY(a, double, LEARNT + 1), *p = ARENA_ARRAY(a, double, n + 1);
    bool *used = ARENA_ARRAY(a, bool, n + 1);
    seen_t *words = ARENA_NEW(a, seen_t);
    if (!w || !p || !used || !words) return no_memory(err);
    status_t s = prepare(a, &t, err);
    if (s == ST_OK) s = weigh(&t, err);
    for (unsigned fold = 0; s == ST_OK && fold < folds; fold++) {
        for (size_t i = 0; i < n; i++) used[i] = !x[i].held && x[i].fold != fold;
        if (!learn(a, &t.l, used, w)) return no_memory(err);
        for (size_t i = 0; i < n; i++)
            if (x[i].fold == fold) p[i] = learnt_score(w, &t.l.rows[i]);
    }
    if (s != ST_OK) return s;
    sigmoid_t sigmoid;
    if (!calibrate(a, &t, p, &sigmoid)) return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        used[i] = !x[i].held;
        p[i] = 1 / (1 + exp(-(sigmoid.a * p[i] + sigmoid.b)));
        if (used[i]) model_bits(&x[i].seen, saw, words);
    }
    model_t m = {.slope = (float)sigmoid.a, .offset = (float)sigmoid.b};
    m.doubtful = (float)threshold_of(a, &t, p, fpr, 0.3);
    m.sure = (float)threshold_of(a, &t, p, fpr / 2, 0.7);
    if (!learn(a, &t.l, used, w)) return no_memory(err);
    write_file(w, words, &m, file);
    return buf_ok(file) ? ST_OK : no_memory(err);
}
