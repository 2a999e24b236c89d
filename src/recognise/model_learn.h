/* SPDX-License-Identifier: Apache-2.0
 *
 * model_learn — logistic regression with a ridge over sparse rows, by L-BFGS (Liu & Nocedal 1989): the optimum is one, so
 * no order and no seed can change it.
 */
#ifndef CG_RECOGNISE_MODEL_LEARN_H
#define CG_RECOGNISE_MODEL_LEARN_H
#include "recognise/model.h"

enum { LEARNT = MODEL_BUCKETS + MODEL_TRAITS }; /* weights; one more stands behind them: the bias */
#define TRAIT_VALUE 0.1 /* of a trait or a pair of them, beside a word of a text of a hundred features */

typedef struct row {
    uint32_t *at; /* features: first the wording's, then the traits' */
    size_t n, n_words;
    double norm, weight; /* value of each of the wording's; what its error costs */
    bool scam;
} row_t;

typedef struct learner {
    row_t *rows;
    size_t n;
} learner_t;

/* The weights that cost least over the rows marked in `used`, into w (LEARNT + 1). False without memory. */
bool learn(arena_t *a, const learner_t *l, const bool *used, double *w);
double learnt_score(const double *w, const row_t *r);
#endif
