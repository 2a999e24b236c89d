/* SPDX-License-Identifier: Apache-2.0
 *
 * document_internal — the parts of reading a document: its text made searchable, its form, its wishes, what is known.
 */
#ifndef CG_RECOGNISE_DOCUMENT_INTERNAL_H
#define CG_RECOGNISE_DOCUMENT_INTERNAL_H
#include "base/fold.h"
#include "recognise/document.h"
#include "recognise/letters.h"

enum { PATTERN_MOST = 64 };

/* The text folded (base/fold.h), each run of white space made one byte: '\n' when a line ended in it, '\t' for a gap of
 * three or more (the two columns of a head), else ' '. */
typedef struct plain {
    str_t source;
    char *text;
    uint32_t *origin; /* of each byte, in the source; one more for the end */
    size_t n;
} plain_t;

typedef struct found {
    size_t from, to; /* in plain.text */
    unsigned errors;
} found_t;

/* A document at work. */
typedef struct reading {
    arena_t *a;
    const document_input_t *in;
    document_t *out;
    plain_t p;
    size_t head_end; /* of the part before the body */
    plain_t issuer;  /* the left column of the head, its lines joined */
    found_t symbol, kind;
    unsigned misread; /* anchors found with errors in them */
    bool party;       /* of the Party: its documents have another head (Hướng dẫn 36-HD/VPTW) */
} reading_t;

/* document_text.c */
must_use status_t plain_make(arena_t *a, str_t text, plain_t *out);
/* The first place at or after `from` where `pattern` (folded, at most PATTERN_MOST bytes) stands as whole words with at most
 * `errors` letters wrong, missing or too many; white space of any kind is alike. False when there is none before `to`. */
bool plain_find(const plain_t *p, const char *pattern, unsigned errors, size_t from, size_t to, found_t *out);
document_span_t plain_span(const plain_t *p, size_t from, size_t to); /* back in the source */
bool is_word_byte(char c);
static inline str_t plain_part(const plain_t *p, size_t from, size_t to)
{
    return str_sub((str_t){p->text, p->n}, from, to);
}

/* document_form.c: what stands where, and what is wrong with the form. */
must_use status_t form_read(reading_t *r);
void form_judge(reading_t *r);
/* document_wish.c: what is asked of the reader. */
void wish_judge(reading_t *r);

/* document.c: adds the finding `code` of document_facts.c, once each. */
void finding(reading_t *r, const char *code, size_t from, size_t to);
void finding_at(reading_t *r, const char *code, document_span_t at);
/* The same for something that is not there. */
void missing(reading_t *r, const char *code);

/* --- document_facts.c: what may be found; knowledge/papers.tsv: by which words, with its sources --- */

typedef struct finding_fact {
    const char *code;
    document_severity_t severity;
    document_severity_t scanned; /* when letters were misread */
    const char *why;
} finding_fact_t;
extern const finding_fact_t finding_facts[];

/* Kinds that print their name, with the sign they begin their symbol with (Nghị định 30/2020, Phụ lục III). */
typedef struct kind_fact {
    const char *folded, *name;
    const char *sign;  /* folded; NULL: none laid down */
    const char *wrong; /* finding for a document of this kind sent to a citizen; NULL: nothing wrong with it */
} kind_fact_t;
extern const kind_fact_t kind_facts[];

/* A body's name, and how its symbols name it: one of the signs, separated by spaces, begins a part of the symbol. */
typedef struct body_fact {
    const char *folded, *signs;
} body_fact_t;
extern const body_fact_t body_facts[];

/* Bodies that ended, from the day on which they were no more. */
typedef struct ended_fact {
    const char *folded;
    date_t from;
} ended_fact_t;
extern const ended_fact_t ended_facts[];

typedef struct wish_fact {
    const char *code, *folded;
} wish_fact_t;
extern const wish_fact_t wish_facts[];
extern const char *const fee_facts[]; /* words of payments to an agency */
#endif
