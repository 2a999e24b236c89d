/* SPDX-License-Identifier: Apache-2.0
 *
 * judge — what the parts of the judgement share: the facts of a message in the order the rules ask for them, and the traits
 * by which the trained judge (model.h) weighs them.
 */
#ifndef CG_RECOGNISE_JUDGE_H
#define CG_RECOGNISE_JUDGE_H
#include "recognise/engine.h"

/* How a message is written, in the bytes as they were sent. */
typedef struct manner {
    size_t capitals, small, cries; /* ASCII letters, and '!' */
    bool garbled;                  /* capitals strewn into words, or words no language has */
} manner_t;

typedef struct facts {
    const entity_t *foreign; /* first link that is nobody's we know */
    const entity_t *own;     /* first link of a brand's own domain */
    const entity_t *chat;    /* link to a chat or social platform */
    const entity_t *hidden;  /* short or deep link: where it leads is not to be seen */
    const entity_t *file;    /* link to an app file */
    const entity_t *mobile;  /* first private-looking number */
    const entity_t *abroad;  /* first telephone of another country */
    const entity_t *account;
    const entity_t *amount;
    const entity_t *named; /* first brand or agency named (not a platform) */
    bool code;             /* the text brings a one-time code */
    bool platform;         /* a chat or social platform is named */
    bool warning;          /* the text warns about scams */
    bool pressure;         /* a threat, an alarm, a trap: what makes people act at once */
    bool otp_notice, advert;
    bool authority; /* police, court, tax … is claimed */
    manner_t manner;
} facts_t;

/* facts.c */
facts_t facts_gather(const work_t *w);
static inline bool is_kind(const brand_t *b, const char *kind)
{
    return b && str_eq(b->kind, str_of(kind));
}
bool private_number(str_t digits); /* ten digits of a mobile prefix */
static inline bool is_link(const entity_t *e)
{
    return e->kind == ENTITY_URL || e->kind == ENTITY_HOST;
}

/* manner.c: one pass over the message; after the entities, for links are no wording */
manner_t manner_of(const work_t *w);

/* mark.c */
const entity_t *link_over(const work_t *w,
                          size_t at); /* the link or telephone number that byte of the message lies in */
/* Takes up to `before` and `after` more words of the clause into a span of the message. */
void widen(const work_t *w, size_t before, size_t after, bool at_comma, size_t *start, size_t *end);
/* The word of the text that begins at byte `at` of the message, or the first one behind it. */
size_t word_from(const work_t *w, size_t at);
/* A sign at these words and what they are said of. */
void add_words(work_t *w, const char *sign, size_t start, size_t end);
void add_fact_words(work_t *w, const sign_fact_t *f, size_t start, size_t end);
/* The same where the phrase of that code stands; false when it does not, which is nearly always and takes no call. */
static inline bool from_phrase(work_t *w, const char *phrase, const char *sign)
{
    size_t start, end;
    if (!said_at(w, phrase, &start, &end)) return false;
    add_words(w, sign, start, end);
    return true;
}
/* The words that lead up to a link or number: "Hủy ngay tại". False: there are none. */
bool words_before(const work_t *w, const entity_t *e, size_t *start, size_t *end);
bool led_to(const work_t *w, const entity_t *e); /* the last of them says to go there */
bool is_offer(str_t sign);                       /* work, profit, a loan, a game: told as a list */

/* traits.c: what was found, each once, as hashes; see model.h for what becomes of them. */
void traits_find(const work_t *w, const facts_t *f, traits_t *out);
#endif
