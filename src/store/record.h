/* SPDX-License-Identifier: Apache-2.0
 *
 * record — something that happened, appended once. Its id is made where it happened (a phone, a browser, the program), so
 * the same record may arrive any number of times: same id and same bytes is accepted again, same id and other bytes is
 * refused and kept under a new id for a person to see.
 *
 * A record's digest is SHA-256 over "canhgiac record 1\n" and these fields, each preceded by its length as 8 bytes
 * big-endian: kind, campaign, duty, unit (16 bytes or none), made_at (decimal), release (16 bytes or none), body,
 * supersedes (16 bytes or none).
 */
#ifndef CG_STORE_RECORD_H
#define CG_STORE_RECORD_H
#include "store/store.h"

typedef struct record {
    ident_t id;
    const char *kind; /* post session visit attempt report count appeal ruling */
    ident_t campaign, duty, unit, by_seat, release, supersedes; /* zero id: none */
    ms_t made_at;                                               /* a claim by the device */
    str_t body;                                                 /* JSON */
    str_t ref;         /* keyed hash by which its maker finds it again; p = NULL: none */
    const char *state; /* "accepted" or "quarantined" */
    str_t why;         /* for quarantined */
} record_t;

typedef enum { RECORD_ACCEPTED, RECORD_KNOWN, RECORD_CONFLICT } record_answer_t;

digest_t record_digest(const record_t *r);
/* Appends inside an act, with the event 'record.add' {"kind","digest","received"} and "duty" where it answers one. A superseded record becomes 'superseded'.
 * `who` is the person for the journal (zero: public). ST_OK with *answer in all three cases. */
must_use status_t record_add(db_t *db, const record_t *r, ident_t who, record_answer_t *answer, err_t *err);
/* The digest made again from the row as it stands now; ST_NOT_FOUND when there is none. */
must_use status_t record_digest_now(db_t *db, ident_t id, digest_t *out, err_t *err);
#endif
