/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/model_learn.h"
#include <math.h>

enum { KEPT = 8, ROUNDS = 120, SIZE = LEARNT + 1 };
/* Traits are fewer than words, and each stands in more messages: they are held three times as tight. What is as common in
 * scams as elsewhere is held tighter still: by the log of how much likelier it is in one than in the other, as Wang and
 * Manning weigh words (2012, "Baselines and bigrams"), to a power. Most such words end at 0, and are not sent. */
#define RIDGE        (1.0 / 100)
#define RIDGE_TRAITS (3.0 / 100)
#define TELLS        1.0 /* the powers of that likelihood's log in a ridge: twice those of a weight's scale */
#define TELLS_TRAITS 0.8
/* Labels are noisy: of a message a person called a scam we believe it to so much, which holds weights of rows that
 * contradict each other in check. */
#define BELIEVED 0.99

double learnt_score(const double *w, const row_t *r)
{
    double words = 0, traits = 0;
    for (size_t i = 0; i < r->n_words; i++) words += w[r->at[i]];
    for (size_t i = r->n_words; i < r->n; i++) traits += w[r->at[i]];
    return w[LEARNT] + words * r->norm + traits * TRAIT_VALUE;
}

static double softplus(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

/* How tight each weight is held, into ridge[LEARNT]. */
static bool hold(arena_t *a, const learner_t *l, const bool *used, double *ridge)
{
    double *of[2] = {ARENA_ARRAY(a, double, LEARNT), ARENA_ARRAY(a, double, LEARNT)}, all[2] = {1, 1};
    if (!of[0] || !of[1]) return false;
    for (size_t i = 0; i < l->n; i++) {
        if (!used[i]) continue;
        const row_t *r = &l->rows[i];
        for (size_t k = 0; k < r->n; k++) of[r->scam][r->at[k]] += r->weight;
        all[r->scam] += r->weight;
    }
    for (size_t k = 0; k < LEARNT; k++) {
        double tells = fabs(log((of[1][k] + 1) / all[1] * all[0] / (of[0][k] + 1))) + 0.1;
        ridge[k] = k < MODEL_BUCKETS ? RIDGE / pow(tells, TELLS) : RIDGE_TRAITS / pow(tells, TELLS_TRAITS);
    }
    return true;
}

/* The cost at w and its gradient. */
static double cost(const learner_t *l, const bool *used, const double *ridge, const double *w, double *gradient)
{
    double sum = 0;
    for (size_t k = 0; k < LEARNT; k++) {
        sum += ridge[k] / 2 * w[k] * w[k];
        gradient[k] = ridge[k] * w[k];
    }
    gradient[LEARNT] = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (!used[i]) continue;
        const row_t *r = &l->rows[i];
        double z = learnt_score(w, r), yes = r->scam ? BELIEVED : 1 - BELIEVED,
               d = r->weight * (1 / (1 + exp(-z)) - yes);
        sum += r->weight * (softplus(z) - yes * z);
        for (size_t k = 0; k < r->n_words; k++) gradient[r->at[k]] += d * r->norm;
        for (size_t k = r->n_words; k < r->n; k++) gradient[r->at[k]] += d * TRAIT_VALUE;
        gradient[LEARNT] += d;
    }
    return sum;
}

static double dot(const double *x, const double *y)
{
    double sum = 0;
    for (size_t k = 0; k < SIZE; k++) sum += x[k] * y[k];
    return sum;
}

static void add_times(double *x, double by, const double *y)
{
    for (size_t k = 0; k < SIZE; k++) x[k] += by * y[k];
}

/* The last steps and what the gradient changed by over them. */
typedef struct memory {
    double *step[KEPT], *change[KEPT], rho[KEPT];
    size_t n;
} memory_t;

/* The two loops of the method: turns a gradient into a direction. */
static void direction(const memory_t *m, double *d)
{
    double alpha[KEPT] = {0};
    size_t kept = m->n < KEPT ? m->n : KEPT;
    for (size_t i = 0; i < kept; i++) {
        size_t k = (m->n - 1 - i) % KEPT;
        alpha[k] = m->rho[k] * dot(m->step[k], d);
        add_times(d, -alpha[k], m->change[k]);
    }
    if (kept) {
        size_t last = (m->n - 1) % KEPT;
        double scale = 1 / (m->rho[last] * dot(m->change[last], m->change[last]));
        for (size_t k = 0; k < SIZE; k++) d[k] *= scale;
    }
    for (size_t i = kept; i > 0; i--) {
        size_t k = (m->n - i) % KEPT;
        add_times(d, alpha[k] - m->rho[k] * dot(m->change[k], d), m->step[k]);
    }
}

static bool remember(arena_t *a, memory_t *m, const double *step, double by, const double *before, const double *after)
{
    size_t k = m->n % KEPT;
    if (!m->step[k]) m->step[k] = ARENA_ARRAY(a, double, SIZE);
    if (!m->change[k]) m->change[k] = ARENA_ARRAY(a, double, SIZE);
    if (!m->step[k] || !m->change[k]) return false;
    for (size_t i = 0; i < SIZE; i++) {
        m->step[k][i] = by * step[i];
        m->change[k][i] = after[i] - before[i];
    }
    double curve = dot(m->step[k], m->change[k]);
    if (curve > 1e-12) {
        m->rho[k] = 1 / curve;
        m->n++;
    }
    return true;
}

bool learn(arena_t *a, const learner_t *l, const bool *used, double *w)
{
    memory_t m = {.n = 0};
    double *g = ARENA_ARRAY(a, double, SIZE), *next_g = ARENA_ARRAY(a, double, SIZE), *d = ARENA_ARRAY(a, double, SIZE),
           *next = ARENA_ARRAY(a, double, SIZE), *ridge = ARENA_ARRAY(a, double, LEARNT);
    if (!g || !next_g || !d || !next || !ridge || !hold(a, l, used, ridge)) return false;
    memset(w, 0, SIZE * sizeof *w);
    double now = cost(l, used, ridge, w, g), start = dot(g, g);
    for (int round = 0; round < ROUNDS && dot(g, g) > 1e-8 * start; round++) {
        memcpy(d, g, SIZE * sizeof *d);
        direction(&m, d);
        double fall = -dot(g, d), by = m.n ? 1 : 1 / sqrt(start), then = now;
        int tries = 0;
        for (; tries < 30; tries++) { /* until the cost falls as the slope promises (Armijo 1966) */
            memcpy(next, w, SIZE * sizeof *w);
            add_times(next, -by, d);
            then = cost(l, used, ridge, next, next_g);
            if (then <= now + 1e-4 * by * fall) break;
            by /= 2;
        }
        if (tries == 30) break;
        if (!remember(a, &m, d, -by, g, next_g)) return false;
        memcpy(w, next, SIZE * sizeof *w);
        double *swap = g;
        g = next_g;
        next_g = swap;
        now = then;
    }
    return true;
}
