/* SPDX-License-Identifier: Apache-2.0
 *
 * status — how every fallible function of canhgiac answers, and the sentence that goes with a failure.
 *
 * A function returns a status_t; where a person may have to act on the failure it also takes an `err_t *`.
 * An err_t holds a stable code for programs ("letter.two-deadlines"), the field or line it is about, and one
 * sentence for a person in the language the err_t was born with. It owns all its bytes: it can outlive any arena.
 */
#ifndef CG_BASE_STATUS_H
#define CG_BASE_STATUS_H
#include <stddef.h>

#define must_use __attribute__((warn_unused_result))
/* Marks a message id for extraction into po/ without translating it here. */
#define N_(s)             s
#define printf_like(f, a) __attribute__((format(printf, f, a)))

typedef enum status {
    ST_OK = 0,
    ST_ROW,       /* stmt_next: a row is there */
    ST_END,       /* stmt_next, readers: no more */
    ST_INPUT,     /* the input is wrong; err says where            exit 1, HTTP 422 */
    ST_USAGE,     /* the command was called wrongly                exit 2, HTTP 400 */
    ST_NOT_FOUND, /*                                               exit 1, HTTP 404 */
    ST_DENIED,    /* no permission, or a signature does not hold   exit 3, HTTP 403 */
    ST_CONFLICT,  /* somebody else was first, or same id other bytes: exit 3, HTTP 409 */
    ST_LIMIT,     /* too large, too many                           exit 1, HTTP 413 */
    ST_RATE,      /* asked too often                               exit 1, HTTP 429 */
    ST_BUSY,      /* try again later                               exit 1, HTTP 503 */
    ST_IO,        /* disk, socket: errno is in the sentence        exit 1, HTTP 503 */
    ST_STORE,     /* the database failed                           exit 1, HTTP 503 */
    ST_MEMORY,    /* an arena or buffer reached its limit          exit 1, HTTP 503 */
    ST_BUG,       /* cannot happen; a bug if it does               exit 1, HTTP 500 */
} status_t;

/* Languages people read. Vietnamese is the first and the default. */
typedef enum lang { LANG_VI = 0, LANG_EN = 1, LANG_COUNT } lang_t;

typedef struct err {
    status_t status;
    lang_t lang;      /* set at birth, read by err_set */
    const char *code; /* stable, static: "unit.unknown-parent" */
    char field[64];   /* the form field, column or JSON path; "" if none */
    long line;        /* 1-based line of an input file; 0 if none */
    char text[400];   /* one sentence for a person; never holds secrets or personal data */
} err_t;

/* An error object that will speak `lang`. */
err_t err_new(lang_t lang);

/* Fills *err (which may be NULL) and returns `s`, so that `return err_set(…)` is the idiom. `msgid` is an English
 * printf format that stands in po/ (mark it with N_() so that xgettext finds it); it is translated before formatting. */
status_t err_set(err_t *err, status_t s, const char *code, const char *msgid, ...) printf_like(4, 5);

/* As err_set, and names the field (may be NULL) and the 1-based line (0: none) it is about. */
status_t err_at(err_t *err, status_t s, const char *code, const char *field, long line, const char *msgid, ...)
    printf_like(6, 7);

/* Exit status of the command line for `s` (INTERFACES §2): 0, 1, 2 or 3. */
int status_exit(status_t s);
/* HTTP status for `s`: 200, 400, 403, 404, 409, 413, 422, 429, 500 or 503. */
int status_http(status_t s);
#endif
