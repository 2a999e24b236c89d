/* SPDX-License-Identifier: Apache-2.0
 *
 * model — the trained judge: weighs what the rules found together with the wording, and says how likely a scam is.
 *
 * A linear model over two kinds of features. The wording: words of the folded text (words.h), pairs and triples of
 * neighbours, hashed into 2^16 buckets (Weinberger et al. 2009, "Feature hashing"), each counted once, the sum divided by
 * the root of their number. What was found: the traits of traits.c, each and every two together, hashed into 2^14 buckets of their own, so that a long text
 * cannot drown a sign. Weights are int8. The score becomes a probability by Platt's sigmoid, fitted on folds the weights
 * were not trained on. A third small table remembers which words training met: with too few of them the model abstains (as
 * rspamd's Bayes does below a number of tokens).
 *
 * Nothing here needs an allocation, the C library's mathematics or a clock while it answers; the same file and text give
 * the same bits everywhere.
 *
 * The file: "CGMODEL3", MODEL_NUMBERS little-endian floats (in the order of model_t), the weights of the wording, those of
 * the traits, the words, and the first 8 bytes of the SHA-256 of all before. It is read in place; nothing is copied.
 */
#ifndef CG_RECOGNISE_MODEL_H
#define CG_RECOGNISE_MODEL_H
#include "base/arena.h"
#include "base/buf.h"
#include "recognise/words.h"

enum {
    MODEL_BUCKETS = 1 << 16,
    MODEL_TRAITS = 1 << 14,
    MODEL_WORD_BITS = 1 << 17,
    MODEL_NUMBERS = 7,
    MODEL_HEAD = 8 + MODEL_NUMBERS * 4,
    MODEL_FILE = MODEL_HEAD + MODEL_BUCKETS + MODEL_TRAITS + MODEL_WORD_BITS / 8 + 8,
    MODEL_LEAST_WORDS = 5, /* known words without which it abstains; and at least half must be known */
};

typedef struct model {
    const int8_t *weights, *traits;
    const uint8_t *words;
    float scale, trait_scale, bias; /* of the score */
    float slope, offset;            /* of the probability */
    float doubtful, sure; /* probabilities from which a message is suspicious, and from which it may be danger */
} model_t;

/* Reads a model file that must outlive *out; false when a byte of it is wrong. */
bool model_open(str_t file, model_t *out);
/* The same without looking at the digest, where the bytes are under another one. */
bool model_view(str_t file, model_t *out);

/* A message as the model sees it. */
typedef struct findings {
    const uint32_t *words; /* model_words */
    size_t n_words;
    size_t n_others;        /* words that are none of Latin letters: pictures, other scripts */
    const uint32_t *traits; /* different hashes */
    size_t n_traits;
} findings_t;

/* The words of a text as numbers, each run of digits in them as one 0, into out[n]. */
void model_words(const char *text, const word_t *words, const uint8_t *has, size_t n, uint32_t *out);

typedef struct model_vote {
    bool abstains;
    double p; /* of a scam, calibrated */
} model_vote_t;
/* Linear in the text, quadratic in the traits (which are bounded). */
model_vote_t model_ask(const model_t *m, const findings_t *e);

/* The words that spoke loudest for a scam: up to eight neighbours; 0, 0 when none did. */
typedef struct model_loud {
    size_t from, to;
} model_loud_t;
model_loud_t model_loudest(const model_t *m, const findings_t *e);

/* Calls `use` with every feature: buckets of the wording below MODEL_BUCKETS, each once, then buckets of the traits from
 * there on. */
typedef void (*model_feature_fn)(void *ctx, uint32_t bucket);
void model_features(const findings_t *e, model_feature_fn use, void *ctx);
/* Calls `use` with the bit of each word. */
void model_bits(const findings_t *e, model_feature_fn use, void *ctx);

/* --- training (model_train.c) --- */

typedef struct model_example {
    findings_t seen;
    uint32_t group;  /* 2 × source, + 1 for a scam: examples of one group share one weight */
    uint32_t fold;   /* 0 … folds-1; near-duplicates must share one */
    bool scam, held; /* held: used for nothing */
} model_example_t;

/* Trains on all examples not held: logistic loss with a ridge, by L-BFGS (Liu & Nocedal 1989), the same for the same
 * examples in the same order. Calibrates on out-of-fold scores of the sources that have both labels, and sets `doubtful` so
 * that at most the share `fpr` of any source's genuine messages lies above it. */
must_use status_t model_train(arena_t *a, const model_example_t *x, size_t n, unsigned folds, double fpr, buf_t *file,
                              err_t *err);
#endif
