/* SPDX-License-Identifier: Apache-2.0
 *
 * letter_internal — the reader's own: words of the source, the lexicon they are compared with, and the steps.
 */
#ifndef CG_CAMPAIGN_LETTER_INTERNAL_H
#define CG_CAMPAIGN_LETTER_INTERNAL_H
#include "campaign/letter.h"

/* --- words of the source (letter_text.c) --- */

typedef enum tok_kind { TOK_WORD, TOK_NUMBER, TOK_MARK } tok_kind_t;
typedef struct tok {
    uint32_t from, to; /* bytes of the source */
    uint32_t line;
    tok_kind_t kind;
    bool first;  /* first of its line */
    bool gap;    /* three spaces or a tab before it: another column */
    bool joined; /* no space before it */
    bool caps;   /* a word all in capitals */
    bool upper;  /* begins with a capital */
    str_t f;     /* folded; letters outside ASCII that scanners make stand as bytes 0x80 and up (fuzzy.c) */
    str_t w;     /* in lower case, with its marks (NFC): what tells "dạy" from "dây" in a sound text */
} tok_t;

typedef struct line {
    size_t t0, t1; /* its words */
    bool blank;
} line_t;

typedef struct words {
    tok_t *t;
    size_t n;
    line_t *lines;
    size_t n_lines;
} words_t;

/* A run of words [i, j). */
typedef struct run {
    size_t i, j;
} run_t;

/* --- the lexicon (fuzzy.c) --- */

typedef struct phrase {
    str_t part; /* "motto", "title", "post" …; "" in phrases.txt */
    str_t text; /* as written */
    tok_t *t;   /* its words */
    size_t n;
    bool spoken; /* of the sentences: in a sound text its words must have their marks */
} phrase_t;

typedef struct lexicon {
    phrase_t *layout, *verbs, *phrases;
    size_t n_layout, n_verbs, n_phrases;
    float one[256][256]; /* [seen][meant] substitution */
    struct pair {
        unsigned char seen[2], meant[2]; /* meant[1] = 0: two seen for one meant */
        float cost;
    } pairs[64];
    size_t n_pairs;
    uint32_t sign[32]; /* code points that stand as 0x80 + index in folded words */
    size_t n_sign;
    bool sound; /* the text has its marks */
} lexicon_t;

must_use status_t lexicon_load(arena_t *a, lexicon_t **out, err_t *err);
/* The cost of reading `seen` as `meant`, per letter of the longer: 0 the same, 1 nothing alike. */
double word_cost(const lexicon_t *lx, str_t seen, str_t meant);
/* The mean cost of `p` at word i (within words before `end`); above `most`, or with a word above `word`, gives 9. */
double phrase_cost(const lexicon_t *lx, const tok_t *t, size_t i, size_t end, const phrase_t *p, double most,
                   double word);
/* The best phrase of `part` at word i; NULL when none costs `most` or less. Longer phrases win over shorter ones. */
const phrase_t *part_at(const lexicon_t *lx, const tok_t *t, size_t i, size_t end, const char *part, double most,
                        double *cost);
/* The same among the verbs. */
const phrase_t *verb_at(const lexicon_t *lx, const tok_t *t, size_t i, size_t end, double most);
/* The first place in [i, end) where `part` stands; SIZE_MAX if none. */
size_t part_find(const lexicon_t *lx, const tok_t *t, size_t i, size_t end, const char *part, double most,
                 const phrase_t **p);
#define NEAR 0.26 /* the mean cost up to which words are taken for the same */

/* --- reading --- */

typedef struct reader {
    arena_t *a;
    lexicon_t *lx;
    words_t w;
    letter_t *l;
    str_t src;
    size_t number_line;     /* line of "Số:", or n_lines */
    size_t to_line, to_end; /* Kính gửi and the first line after the recipients */
    size_t body;            /* first line of the body */
    size_t clauses_line;    /* first line of the numbered duties, or closing_line */
    size_t after_clauses;   /* first line behind them */
    size_t closing_line;    /* Nơi nhận or the signature, or n_lines */
    size_t widest;          /* bytes of the widest line of the body */
} reader_t;

/* Cuts `src` into words and lines, in the arena. `sign` may be NULL. */
must_use bool words_cut(arena_t *a, str_t src, const uint32_t *sign, size_t n_sign, words_t *out);
/* True when most words have lost their Vietnamese letters; `sound` when they have kept them. */
bool words_damaged(const words_t *w, str_t src, bool *sound);
/* The words as one text: white space folded, restored where the letter is damaged, trimmed of the marks in `trim`. */
letter_text_t run_text(reader_t *r, run_t run, const char *trim);
/* The same in the case a name has inside a sentence, when the letter prints it in capitals. */
letter_text_t run_name(reader_t *r, run_t run);
/* The name of a kind: "Kế hoạch". */
letter_text_t run_kind(reader_t *r, run_t run);
/* The words with nothing between them: a symbol, also one that a line's end has cut. */
letter_text_t run_symbol(reader_t *r, run_t run);
run_t run_trim(const reader_t *r, run_t run, const char *marks);

void letter_opens(reader_t *r, const char *field, const char *code, str_t a, str_t b);

void read_head(reader_t *r); /* letter_head.c: issuer, number, symbol, place, date, subject */
void read_recipients(reader_t *r);
void read_basis(reader_t *r); /* letter_dates.c */
void read_window(reader_t *r);
/* A date in words or figures at or after word i, before `end`; *next behind it. False if none. A date that cannot be
 * (31/02) gives true with day.y = 0 and the span. */
bool date_at(reader_t *r, size_t i, size_t end, letter_date_t *out, size_t *next);
void read_clauses(reader_t *r); /* letter_clauses.c */
/* The first verb of the lexicon in a run, names passed over; SIZE_MAX if none. */
size_t first_verb(const reader_t *r, run_t run, const phrase_t **verb);
/* A clause of these words for `to`; NULL when they ask nothing. */
letter_clause_t *add_clause(reader_t *r, run_t run, letter_text_t to);
/* "2", or "2b" for act k of several; `label` is the letter's own. */
void name_clause(letter_clause_t *c, int64_t n, size_t k, size_t of, const char *label);
letter_text_t all_recipients(reader_t *r);
/* The paragraph that begins at line k; where no blank lines part them, a closing word behind a full stop begins one. */
size_t closing_paragraph(const reader_t *r, size_t k, size_t end);
void read_rows(reader_t *r, size_t end); /* letter_unlisted.c */
void read_asked(reader_t *r, size_t end);

/* --- what a line is (letter_lines.c) --- */

/* "2.", "2)", "2/", "(2)" or "Hai là," at the beginning of line k, being number `want`; *after the word behind it. */
bool head_at(const reader_t *r, size_t k, int64_t want, size_t *after);
/* "- ", "+ ", "a) ", "1.2. " at the beginning of line k. */
bool item_at(const reader_t *r, size_t k, size_t *after, char label[4]);
/* "III. PHÂN CÔNG NHIỆM VỤ" on line k, being part `want` in Roman figures. */
bool part_line(const reader_t *r, size_t k, size_t want);
bool ends_with(const reader_t *r, size_t line, const char *marks);
/* How wide the lines of the body go: first of all, once body and closing are known. */
void measure_lines(reader_t *r);
/* Line k is much shorter than the body's lines go: what it says ends with it. */
bool is_short(const reader_t *r, size_t k);
/* Line k begins with a word that closes the duties. */
bool closes_at(const reader_t *r, size_t k);
/* Line k, which begins no item, goes on with what stood before it. */
bool goes_on(const reader_t *r, size_t k, bool head_waits);

void read_paragraphs(reader_t *r); /* letter_paragraphs.c; last of all */
void read_closing(reader_t *r);    /* letter_closing.c: addresses, attachments, signer, cc */
void find_closing(reader_t *r);
/* The paragraph that begins at `line`: up to the next blank line or `end`. Returns the line after it. */
size_t paragraph(const reader_t *r, size_t line, size_t end);
static inline run_t lines_run(const reader_t *r, size_t l0, size_t l1)
{
    if (l0 >= l1 || l0 >= r->w.n_lines) return (run_t){0, 0};
    return (run_t){r->w.lines[l0].t0, r->w.lines[l1 - 1].t1};
}
bool tok_is(const tok_t *t, char c);
#endif
