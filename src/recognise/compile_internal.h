/* SPDX-License-Identifier: Apache-2.0
 *
 * compile_internal — the compiler at work: the parts so far, and the reading of rows.
 */
#ifndef CG_RECOGNISE_COMPILE_INTERNAL_H
#define CG_RECOGNISE_COMPILE_INTERNAL_H
#include "recognise/compile.h"
#include "base/i18n.h"
#include "recognise/engine.h"

enum { COMPILE_COLUMNS = 16 };

/* A row of hosts.tsv. */
typedef enum host_fact_kind {
    FACT_SHORTENER,
    FACT_ENDING,
    FACT_LURE,
    FACT_GAMBLE,
    FACT_WORD,
    FACT_KINDS
} host_fact_kind_t;
typedef struct host_fact {
    host_fact_kind_t kind;
    str_t name;
} host_fact_t;

typedef struct compiler {
    arena_t *a;
    know_source_fn source;
    void *ctx;
    err_t *err;
    vec_t part[KNOW_PARTS];
    /* Texts of the pool by hash, so that each stands there once. */
    ktext_t *seen;
    size_t seen_mask, n_seen;
    /* What rows may name. */
    vec_t brands;  /* brand_t, for their names */
    vec_t phrases; /* draft_t of compile_phrases.c */
    vec_t hosts;   /* host_fact_t */
    size_t n_ends; /* slots of KNOW_DOMAINS that are taken */
    vec_t classes; /* know_class_t of compile_plain.c */
    vec_t codes;   /* str_t: what phrases say, in the order of KNOW_CODES */
} compiler_t;

/* A row: its cells, trimmed; missing ones are empty. */
typedef struct row {
    compiler_t *c;
    str_t file;
    long line;
    str_t cell[COMPILE_COLUMNS], column[COMPILE_COLUMNS];
    size_t n;
} row_t;
typedef status_t (*row_fn)(row_t *r);

/* Calls `use` for each row of a table: tab-separated, # comments, the first other line names the columns. An empty first cell says
 * the same as the row above (tools/pack.py leaves it out on the way to telephones). */
must_use status_t rows_each(compiler_t *c, str_t file, size_t least, row_fn use);
/* Refuses the row for what stands in that column; `why` is a message id. */
#ifndef __wasm__
must_use status_t row_bad(const row_t *r, size_t column, const char *why);
must_use status_t line_bad(compiler_t *c, str_t file, long line, const char *why);
#else /* what a browser compiles was compiled before it was sent: nobody there reads what is wrong with it */
#define row_bad(r, column, why)      ((void)(r), ST_INPUT)
#define line_bad(c, file, line, why) ((void)(c), (void)(file), (void)(line), ST_INPUT)
#endif

/* A new item of a part, zeroed; NULL: no memory. */
void *part_push(compiler_t *c, know_kind_t kind);
size_t part_n(const compiler_t *c, know_kind_t kind);
void put_bytes(compiler_t *c, know_kind_t kind, str_t bytes);
ktext_t pool_put(compiler_t *c, str_t text);
str_t pool_text(const compiler_t *c, ktext_t t);

/* compile_rows.c */
must_use status_t compile_tables(compiler_t *c);
bool sign_known(const compiler_t *c, str_t code);
/* compile_words.c: phrases, the names of brands, the vocabulary of both */
must_use status_t compile_words(compiler_t *c);
/* The number of a word, new or not; 0: no memory or too many. */
uint16_t word_number(compiler_t *c, str_t word);
bool folded_word(str_t w); /* letters and digits alone */
/* Sets the bit of two words in KNOW_PAIRS. */
void set_pair(compiler_t *c, uint16_t first, uint16_t second);
/* compile_phrases.c: phrases.tsv; its parts of the file once plain.tsv is read too */
must_use status_t read_phrases(compiler_t *c);
must_use status_t put_phrases(compiler_t *c);
/* compile_plain.c: plain.tsv, once the phrases are read */
must_use status_t compile_plain(compiler_t *c);
must_use status_t compile_plain_from(compiler_t *c); /* once all words have their numbers */
/* Whether phrases may say so: facts that judging asks for begin with ask- hand- ctx- claim- theme-. */
bool phrase_says(const compiler_t *c, str_t code); /* once the phrases are read */
/* compile_hosts.c: public suffixes, the brands' domains, shorteners and endings */
must_use status_t compile_hosts(compiler_t *c);
/* compile_likeness.c: names as hosts hold them, lures, words of gambling sites */
must_use status_t compile_likeness(compiler_t *c);
/* So many items more, each of these bytes. */
must_use status_t part_fill(compiler_t *c, know_kind_t kind, size_t n, const void *item, size_t size);
#endif
