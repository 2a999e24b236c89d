/* SPDX-License-Identifier: Apache-2.0
 *
 * model — a small linear model of what scams sound like: one bounded vote, never the verdict.
 *
 * Features are the words, pairs of words and 3- to 5-letter pieces of the folded text, hashed into 2^16 buckets (Weinberger
 * et al. 2009, "Feature hashing"), each counted once, the sum divided by the root of their number. Weights are int8. The
 * score becomes a probability by Platt's sigmoid, fitted on folds the weights were not trained on. A second small table
 * remembers which words training has seen: a text of unknown words gets no vote (as rspamd's Bayes abstains below a
 * number of tokens).
 *
 * The file: "CGMODEL1", five little-endian floats (scale, bias, slope, offset, threshold), the weights, the words, and the
 * first 8 bytes of the SHA-256 of all before. It is read in place; nothing is copied.
 */
#ifndef CG_RECOGNISE_MODEL_H
#define CG_RECOGNISE_MODEL_H
#include "base/arena.h"
#include "base/buf.h"

enum {
    MODEL_BUCKETS = 1 << 16,
    MODEL_WORD_BITS = 1 << 17,
    MODEL_HEAD = 8 + 5 * 4,
    MODEL_FILE = MODEL_HEAD + MODEL_BUCKETS + MODEL_WORD_BITS / 8 + 8,
    MODEL_LEAST_WORDS = 5, /* known words without which it abstains; and at least half must be known */
};

typedef struct model {
    const int8_t *weights;
    const uint8_t *words;
    float scale, bias, slope, offset, threshold;
} model_t;

/* Reads a model file that must outlive *out; false when a byte of it is wrong. */
bool model_open(str_t file, model_t *out);
/* The same without looking at the digest, where the bytes are under another one. */
bool model_view(str_t file, model_t *out);

/* The folded text as the model sees it: lower-case words and runs of digits as one 0, single blanks between and around;
 * at[i] is the index in `folded` of byte i. Both hold folded.n + 2. Gives the length. */
size_t model_text(str_t folded, char *out, uint32_t *at);

/* Calls `use` once for each different feature; `from` and `to` are its place in the model's text. */
typedef void (*model_feature_fn)(void *ctx, uint16_t bucket, size_t from, size_t to);
size_t model_features(const char *text, size_t n, model_feature_fn use, void *ctx);
/* Calls `use` with the bit of each word. */
void model_words(const char *text, size_t n, void (*use)(void *ctx, uint32_t bit), void *ctx);

typedef struct model_vote {
    bool abstains;
    double p;        /* of a scam, calibrated */
    size_t from, to; /* the part of the folded text that spoke loudest for it; 0, 0 below the threshold */
} model_vote_t;
/* Linear in the text; `a` holds the model's text while it works. */
model_vote_t model_ask(const model_t *m, arena_t *a, str_t folded);

/* --- training (model_train.c) --- */

typedef struct model_example {
    str_t folded;
    uint32_t group;  /* examples of one group (a source with a label) share one weight */
    uint32_t fold;   /* 0 … folds-1; near-duplicates must share one */
    bool scam, held; /* held: used for nothing */
} model_example_t;

/* Trains on all examples not held, by stochastic gradient descent on the logistic loss in an order that `seed` fixes, then
 * calibrates on out-of-fold scores and sets the threshold at `fpr` false alarms on the genuine ones. */
must_use status_t model_train(arena_t *a, const model_example_t *x, size_t n, unsigned folds, uint64_t seed, double fpr,
                              buf_t *file, err_t *err);
#endif
