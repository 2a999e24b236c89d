/* SPDX-License-Identifier: Apache-2.0
 *
 * letter — reads the text of an official letter (công văn, Nghị định 30/2020) into a draft that a person confirms.
 *
 * The text may be a scanner's: accents lost, letters misread, columns run together. Reading compares folded words with the
 * costs of usual misreadings (knowledge/letters/). Every field says which bytes of the source it came from and how sure it
 * is; what could not be read is left out and named in `open`, never invented. In a damaged text wording is restored only
 * where a phrase of the lexicon fits it well; the rest stays as scanned.
 *
 * Pure but for letter_open: no I/O, no globals that change, everything in the caller's arena.
 */
#ifndef CG_CAMPAIGN_LETTER_H
#define CG_CAMPAIGN_LETTER_H
#include "base/base.h"

/* The longest letter text that is read. */
#define LETTER_LIMIT   ((size_t)1 << 20)
#define LETTER_CLAUSES 200

typedef enum verb { VERB_POST, VERB_BRIEF, VERB_TEACH, VERB_DIRECT, VERB_REPORT, VERB_OTHER, VERB_COUNT } verb_t;
const char *verb_name(verb_t v); /* "post": as in JSON and in the duty table */
verb_t verb_parse(str_t s);      /* VERB_OTHER for anything else */

/* A text read from the letter; text.p = NULL: not read. */
typedef struct letter_text {
    str_t text;
    size_t from, to; /* bytes of the source; from = to: none */
    double sure;     /* 0 to 1 */
} letter_text_t;

typedef struct letter_date {
    date_t day; /* y = 0: not read */
    size_t from, to;
    double sure;
} letter_date_t;

typedef struct letter_basis {
    int64_t number;
    letter_text_t symbol;
    letter_date_t date;
} letter_basis_t;

typedef struct letter_clause {
    char n[12];             /* "1a", "2", "opt" */
    letter_text_t head;     /* the words of the numbered head it stands under; p = NULL: it is the head itself */
    letter_text_t to;       /* whom it addresses */
    letter_text_t text;     /* what is asked, whole */
    letter_text_t audience; /* whom it is to reach, or (post) where it is to stand; "" when the letter names none */
    verb_t verb;
    bool optional;
    letter_date_t due; /* its own deadline, when it has one */
} letter_clause_t;

/* Why a field is open: a stable code and up to two words of the case ("2024-11-20", "2024-11-30"). */
typedef struct letter_open {
    str_t field;
    const char *code; /* "not-found" "impossible-date" "two-deadlines" "two-readings" "blank" "misread" */
    str_t a, b;
} letter_open_t;

typedef struct letter {
    str_t source;
    bool damaged;   /* accents lost: a scanner's text */
    int64_t number; /* 0: not read */
    size_t number_from, number_to;
    letter_text_t symbol, issuer, parent, place, kind, subject;
    letter_date_t date;
    letter_date_t from, to; /* the window; from = the letter's day for "từ nay" */
    bool two_deadlines;
    letter_text_t signer, signer_title, signer_for; /* signer_for: "KT. GIÁM ĐỐC" */
    letter_text_t signer_seen;                      /* what stands in the signer's place when the name is open */
    vec_t basis;                                    /* letter_basis_t */
    vec_t recipients, addresses, attachments, cc;   /* letter_text_t */
    vec_t opening, closing; /* letter_text_t: paragraphs before and behind the clauses that are no field of their own */
    vec_t clauses;          /* letter_clause_t */
    vec_t open;             /* letter_open_t */
} letter_t;

/* From the bytes of a file to the draft: text, PDF with or without a text layer, a picture, DOCX, or edXML (whose envelope
 * fills what the letter in it leaves open, and opens what the two say differently). out->source is the text it was read
 * from. Not pure: what is no plain text goes through the confined reader (box/paper.h) and may take its time. */
must_use status_t letter_open(arena_t *a, str_t bytes, letter_t *out, err_t *err);

/* Turns plain text into UTF-8: byte-order marks and UTF-16 are undone, old Vietnamese encodings converted, binary data
 * refused. ST_LIMIT past LETTER_LIMIT. */
must_use status_t letter_decode(arena_t *a, str_t bytes, str_t *text, err_t *err);

/* Reads `source` (valid UTF-8, kept by the caller). ST_INPUT when it is empty or not an official letter. */
must_use status_t letter_read(arena_t *a, str_t source, letter_t *out, err_t *err);

/* The draft as JSON, as INTERFACES §2 says, with "spans", "sure" and "why" by field. */
void letter_json(const letter_t *l, buf_t *out);
/* The draft for a person at a terminal. */
void letter_show(const letter_t *l, lang_t lang, buf_t *out);
/* One sentence on an open field. */
str_t letter_why(arena_t *a, lang_t lang, const letter_open_t *o);
#endif
