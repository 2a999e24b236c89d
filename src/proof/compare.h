/* SPDX-License-Identifier: Apache-2.0
 *
 * compare — an original text against a page word by word: how much of it stands there in its order, and what was changed.
 *
 * Shingles (match.h) say quickly which text it may be; this says what happened to it. Words are compared folded, so that
 * marks, case and encodings do not count. Runs of four words that stand once in the original tie the two together (the
 * longest chain of them in the same order, as in patience diff); between the ties the words are aligned by their longest
 * common subsequence. Time is linear in both but for gaps, which are aligned up to COMPARE_GAP words a side.
 *
 * A change is grave when it changes what people would do: another number, a telephone number or link put in, a "không"
 * taken out or put in. Other words for ours, left-out paragraphs and what stands between ours (captions, boxes) are not.
 */
#ifndef CG_PROOF_COMPARE_H
#define CG_PROOF_COMPARE_H
#include "base/base.h"

#define COMPARE_GAP     400
#define COMPARE_CHANGES 6

typedef enum change_kind {
    CHANGE_NUMBER,       /* a number has another value */
    CHANGE_NUMBER_ADDED, /* a telephone number stands amid the text that is not ours */
    CHANGE_NEGATION,     /* "không" fell out or came in */
    CHANGE_LINK,         /* another site's name, or one put in */
    CHANGE_WORDS,        /* other words: not grave */
    CHANGE_BESIDE,       /* a mobile number that is not ours right before or behind the text: not grave, but told */
    CHANGE_KINDS
} change_kind_t;

typedef struct change {
    change_kind_t kind;
    str_t was, is; /* as written, cut to a few words; empty: nothing there */
} change_t;

typedef struct compared {
    size_t words, kept; /* of the original: all, and those found in order */
    size_t reworded;    /* those lost one by one or in small groups amid what was kept: not left out, but worded anew */
    size_t head;        /* those lost before the first that was kept: a title, often */
    change_t changes[COMPARE_CHANGES];
    size_t n_changes;
    bool grave; /* one of the changes is */
} compared_t;

/* Slices in *out point into `original` and `page`. */
must_use status_t text_compare(str_t original, str_t page, compared_t *out, err_t *err);
/* "number-changed", "number-added", "negation-changed", "link-changed", "words-changed", "number-beside". */
const char *change_code(change_kind_t k);
#endif
