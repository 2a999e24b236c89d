/* SPDX-License-Identifier: Apache-2.0
 *
 * csv — reads RFC 4180 comma- or semicolon-separated text and TSV. The separator is found in
 * the first line, or in the first of the first ten that has columns when titles stand above them.
 */
#ifndef CG_BASE_CSV_H
#define CG_BASE_CSV_H
#include "base/buf.h"

typedef struct csv {
    str_t rest;
    char sep;
    long line; /* 1-based line on which the row last read began */
    long next_line;
} csv_t;

#define CSV_FIELDS 64

/* `text` must be valid UTF-8; a byte-order mark is skipped. */
csv_t csv_new(str_t text);
/* Reads one row into fields[0..*n). Quoted fields are unquoted in the arena. ST_OK, ST_END, or ST_INPUT with the line
 * (an unclosed quote, more than CSV_FIELDS fields, a bare quote). Empty lines are skipped. */
must_use status_t csv_row(csv_t *c, arena_t *a, str_t fields[CSV_FIELDS], size_t *n, err_t *err);
#endif
