/* SPDX-License-Identifier: Apache-2.0
 *
 * units_internal — a units file while it is read, checked and written. Between the files of this room.
 */
#ifndef CG_PEOPLE_UNITS_INTERNAL_H
#define CG_PEOPLE_UNITS_INTERNAL_H
#include "people/people.h"

enum { COLUMNS = 15 };
enum {
    CODE,
    NAME,
    NAME_EN,
    KIND,
    PARENT,
    FROM,
    TO,
    BECOMES,
    HOSTS,
    HOUSEHOLDS,
    POPULATION,
    STAFF,
    LANGUAGES,
    SOURCE,
    EMAIL
};

/* One row of the file, or a unit of the database that a row of the file names. */
typedef struct row {
    long line; /* 0: of the database */
    str_t f[COLUMNS];
    ms_t from, to;
    ident_t id;
    struct row *parent;
    str_t path, becomes, places;
    int64_t number[3];
    int depth;         /* 0: path not made yet; -1: being made (a cycle when met again); 2: written */
    struct row *heir;  /* what it became, when that is one unit; NULL: several, or nothing */
    size_t successors; /* how many */
    str_t old_path;    /* of the same row in the database when its path changed; p = NULL: it did not */
} row_t;

typedef struct import {
    arena_t *a;
    db_t *db;
    bool dry_run;
    vec_t rows;
    row_t **by_code; /* sorted by code, then from */
    int at[COLUMNS]; /* where each column stands in the file; -1: absent */
    buf_t report, refused;
    size_t n_refused;
    int64_t changes;
    err_t *err; /* the first row that is refused */
} import_t;

/* Notes that a row is refused, and why; `msgid` takes the line and `what`. Returns ST_INPUT. */
/* Our name of a column or a kind that may be said in Vietnamese ("Mã đơn vị", "phường"); any other word as it is. */
str_t units_column(arena_t *a, str_t header);
str_t units_kind(arena_t *a, str_t kind);
/* "1.234" or "12 345" without its marks; anything else as it is. */
str_t units_whole(arena_t *a, str_t s);
status_t units_refuse(import_t *im, const row_t *r, const char *field, const char *code, const char *msgid, str_t what);
/* The row of `code` alive at `at` in the file. */
row_t *units_find(const import_t *im, str_t code, ms_t at);
/* Does the file say something about the unit of that id? */
bool units_in_file(const import_t *im, str_t code, ident_t id);
/* The same in the database; NULL with *s = ST_OK when there is none. */
row_t *units_stored(import_t *im, str_t code, ms_t at, status_t *s);
/* units_places.c: the places of a unit that has `before` when a file names `hosts` (parted by blanks): what was proved, proposed or
 * ended at the desk stays as it is, new hosts are added, registered ones that the file leaves out go. The same text when
 * nothing changes. */
str_t units_places(arena_t *a, str_t before, str_t hosts);
/* units_write.c: says what each row changes, writes it unless this is a dry run, and sees to the units below. */
must_use status_t units_write(import_t *im);
#endif
