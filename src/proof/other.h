/* SPDX-License-Identifier: Apache-2.0
 *
 * other — evidence no program can look at: social posts, loudspeaker minutes, meetings, leaflets. Numbers with a note and, where
 * there is one, a photo: records of kind "count"
 *
 *     {"what":"loudspeaker","number":45,"note":"…","photo":"sha256 or absent","address":"of a social post, or absent"}
 *
 * They answer no duty and are shown as claimed, never as verified. Where asked, some are drawn for a call-back by somebody of
 * another unit; what that person found is a check of method "callback" beside the record.
 *
 * The draw: key of a record = SHA-256("canhgiac draw 1\n" ‖ head ‖ id), head the journal's newest hash when the draw was
 * made, id the record's 16 bytes; the n smallest keys are drawn from all counts that were accepted by then and not drawn
 * before. Nobody can choose the head, and everybody who has the journal can draw again: the event "sample.draw" on the
 * unit above has {"head","events","of","n","drawn":[ids]}.
 */
#ifndef CG_PROOF_OTHER_H
#define CG_PROOF_OTHER_H
#include "people/people.h"
#include "proof/proof.h"

enum { OTHER_NUMBER_MOST = 10000000, DRAW_USUAL = 19, DRAW_MOST = 200 };

typedef struct other_kind {
    const char *code, *title, *unit; /* "loudspeaker", msgid, msgid of what is counted */
} other_kind_t;
extern const other_kind_t other_kinds[]; /* ends with a NULL code */
const other_kind_t *other_kind(str_t code);

typedef struct other {
    ident_t id, unit;
    str_t unit_name, unit_path, what, note, address;
    int64_t number;
    ms_t at;
    bool has_photo, drawn;
    digest_t photo;
    str_t verdict, found; /* of the call-back: holds fails cannot-tell, and its note; "" when there was none */
    ms_t checked;
} other_t;

/* Adds one, inside an act. ST_INPUT with the field. */
must_use status_t other_add(db_t *db, arena_t *a, ident_t unit, const other_t *o, ident_t seat, ident_t who,
                            ident_t *out, err_t *err);
/* Those of the units under `path`, newest first; `drawn`: only those drawn. */
must_use status_t other_list(db_t *db, arena_t *a, str_t path, bool drawn, other_t **out, size_t *n, err_t *err);
must_use status_t other_get(db_t *db, arena_t *a, ident_t id, other_t *out, err_t *err);

/* The draw, pure: ids[0..n) ordered by key; the first ones are drawn. */
void draw_order(digest_t head, ident_t *ids, size_t n);
/* Draws `n` for the units under `path`, told on `unit`. *drawn: how many there were to draw. */
must_use status_t other_draw(db_t *db, arena_t *a, ident_t unit, str_t path, size_t n, ident_t who, size_t *drawn,
                             err_t *err);
/* What a call-back found. ST_DENIED: the person's seat is at the record's own unit; ST_CONFLICT: not drawn, or done. */
must_use status_t other_check(db_t *db, arena_t *a, const other_t *o, const actor_t *who, str_t verdict, str_t note,
                              err_t *err);
#endif
