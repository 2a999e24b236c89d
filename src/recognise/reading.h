/* SPDX-License-Identifier: Apache-2.0
 *
 * reading — the second look at a folded text: letters spelt apart, digits for letters, broken addresses, shorthand, and words
 * as they were typed before the keyboard made marks of them.
 *
 * The fold takes off what lies in a character; a reading puts together what lies between them. It gives a folded text again,
 * with each byte's way back to the message, so that whoever reads it needs no special case. Most messages have nothing of
 * the kind: reading_wanted says so by what the cut noted of each word, and then the fold itself is the reading.
 *
 * What is done, and what is left alone:
 *   "c h u y e n", "o.t.p", "chuy.en"     put together where that makes Vietnamese syllables or known words; "T.P.H.C.M",
 *                                         "Q.1", "a b c" make none
 *   "l0i nhu4n", "m4t kh@u"               a digit or sign between letters, where a syllable comes of it; no amounts ("5tr"),
 *                                         units ("3g"), codes, hosts, addresses of mail
 *   "vcb-x . top", "vcb[.]top", "vcb dot com", "https : // x . top"   an address in one piece
 *   "ck", "stk", "ko", "nhìu"             the words they stand for: everyday spelling, no disguise
 *   "taif khoanr", "tai2 khoan3"          Telex and VNI keys, where the words are none otherwise: a slip, no disguise
 * A doubtful word (a digit at its end, two letters apart) is read so only beside words that leave no doubt.
 *
 * Pure: no allocation, no globals, time linear in the text, and nothing of the C library but mem*.
 */
#ifndef CG_RECOGNISE_READING_H
#define CG_RECOGNISE_READING_H
#include "recognise/words.h"

typedef enum reading_kind {
    READING_SPACED,
    READING_LEET,
    READING_HOST,
    READING_SHORTHAND,
    READING_TYPED
} reading_kind_t;
enum { READING_KINDS = READING_TYPED + 1 };

/* What was undone: how often, and where in the message (bytes) it stands first. A disguise is worth naming when `plain` is
 * set: so much of it that no honest spelling explains it. */
typedef struct reading_found {
    uint32_t n[READING_KINDS];
    uint32_t from[READING_KINDS], to[READING_KINDS];
    bool plain[READING_KINDS];
} reading_found_t;

/* Whether a word that is no syllable is one all the same: the name of a bank, say. */
typedef bool (*reading_known_fn)(const void *ctx, str_t word);

/* What may be there to undo in a fold of those words; 0: the reading would be the fold itself. Of what the words have it takes
 * away what is not so. */
unsigned reading_wanted(const fold_t *f, words_t *words);
/* What the buffers of a reading of `n` folded bytes must hold, text and origins alike; one more for the last origin. */
size_t reading_bound(size_t n);
/* Reads `f`, the fold of `src`, for which reading_wanted said `wanted`, into out->text and out->origin, which the caller has
 * set. As behind a fold, FOLD_SLACK zeros stand behind it. `out_words`, unless NULL, has room for reading_words_bound(f->n)
 * and gets the words of `out`, which the words of `f` make cheaper; false: they are still to be cut. */
bool reading_into(str_t src, const fold_t *f, words_t *words, unsigned wanted, reading_known_fn known, const void *ctx,
                  fold_t *out, words_t *out_words, reading_found_t *found);
/* Room for the words of most readings of `n` folded bytes: of one that has more, none are given. */
static inline size_t reading_words_bound(size_t n)
{
    return n + 2;
}

/* Hidden characters in words, and letters that only look Latin: how many, and the first word that holds some. `foreign`: the
 * message holds letters of other scripts that look like none of ours, so whole words of them are its language. */
typedef struct reading_letters {
    uint32_t hidden, hidden_from, hidden_to;
    uint32_t alike, alike_from, alike_to;
    uint32_t wide, wide_from, wide_to; /* words in letters of another width; `foreign` texts have them by custom */
} reading_letters_t;
void reading_letters(str_t src, bool foreign, reading_letters_t *out);
#endif
