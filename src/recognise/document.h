/* SPDX-License-Identifier: Apache-2.0
 *
 * document — is this the text of an official document, and what in it no such document has?
 *
 * The form is that of Nghị định 30/2020/NĐ-CP, Phụ lục I: national name and motto, the issuing body under its superior,
 * number and symbol, place and date, name of the kind or "V/v", to whom, who signs by what authority, "Nơi nhận". A forger
 * has the form from a picture and the wish from himself: so first comes what is asked (money, an account, a code, silence,
 * an application), then what is of no such kind (an arrest order sent as a picture), then what contradicts itself (a decree's
 * symbol on an invitation, a symbol of another body, a body that was abolished before the date), and the form last, for
 * real letters break it too.
 *
 * The text may come from a typed file, a PDF or a scanner: marks may be lost and letters misread, so anchors are found with
 * a few errors allowed, and what a scanner spoils is not held against the document. A document without findings is not
 * thereby genuine: only the body that issued it can say that.
 *
 * No I/O, no state; memory is the caller's arena; time is linear in the text.
 */
#ifndef CG_RECOGNISE_DOCUMENT_H
#define CG_RECOGNISE_DOCUMENT_H
#include "base/base.h"

enum { DOCUMENT_FINDINGS = 32, DOCUMENT_MOST = 1 << 20 };

typedef enum document_severity {
    DOCUMENT_NOTE, /* real documents have this too */
    DOCUMENT_ODD,  /* a reason to ask the body itself */
    DOCUMENT_FALSE /* no genuine document has this */
} document_severity_t;

typedef struct document_finding {
    const char *code; /* stable: "transfer", "law-symbol" … */
    document_severity_t severity;
    size_t start, end; /* bytes of the text as given; start == end: something that is missing */
    const char *why;   /* in the language asked */
} document_finding_t;

typedef enum document_level {
    DOCUMENT_NONE,     /* not the text of an official document */
    DOCUMENT_QUIET,    /* one, and nothing speaks against it */
    DOCUMENT_DOUBTFUL, /* something is odd */
    DOCUMENT_FORGED    /* it asks or claims what no genuine one does */
} document_level_t;

typedef struct document_span {
    size_t start, end; /* start == end: not found */
} document_span_t;

typedef struct document_input {
    str_t text;
    date_t today; /* y = 0: unknown; a date after it is odd, and an undated document is judged as of it */
    lang_t lang;
} document_input_t;

typedef struct document {
    document_level_t level;
    bool scanned; /* letters were misread: the form is judged mildly */
    document_span_t motto, slogan, issuer, number, symbol, kind, date_line, subject, to, signer, copies;
    date_t date;           /* y = 0: none read */
    const char *kind_name; /* "Quyết định"; "" for a letter that prints none */
    document_finding_t findings[DOCUMENT_FINDINGS];
    size_t n_findings; /* the gravest first */
} document_t;

/* Reads `in`. ST_LIMIT above DOCUMENT_MOST bytes, ST_MEMORY when the arena is at its limit. */
must_use status_t document_read(arena_t *a, const document_input_t *in, document_t *out);
/* Whether a payment's folded words, with a blank before and behind, say that it is for an agency. */
bool document_names_fee(str_t words);
/* "none", "quiet", "doubtful", "forged"; "note", "odd", "false". */
const char *document_level_name(document_level_t l);
const char *document_severity_name(document_severity_t s);
/* One sentence for a person. */
const char *document_level_text(document_level_t l, lang_t lang);
#endif
