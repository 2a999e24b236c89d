/* SPDX-License-Identifier: Apache-2.0
 *
 * A national dispatch read into memory by three walks, each along one index from end to end: its duties, all records, all looks.
 * A join would go down an index for each of a million duties and records. What belongs to other dispatches is passed over, so
 * this pays only where there is little of it beside a dispatch of that size.
 */
#include "campaign/cover_kept.h"
#include "campaign/queries.h"

enum { SCRATCH = 1 << 16 };

status_t kept_size(db_t *db, const dispatch_t *d, size_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_cover_size, err);
    if (!q) return err->status;
    bind_id(q, 1, &d->id);
    status_t s = stmt_next(q, err);
    *out = s == ST_ROW ? (size_t)col_int(q, 0) : 0;
    stmt_done(q);
    return s == ST_ROW ? ST_OK : s;
}

static status_t scan_duties(db_t *db, const dispatch_t *d, kept_t *k, arena_t *scratch, err_t *err)
{
    stmt_t *q = db_query(db, &q_cover_duties, err);
    if (!q) return err->status;
    bind_id(q, 1, &d->id);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        kept_duty_t *x = kept_grow(&k->duties, sizeof *x);
        if (!x) break;
        arena_reset(scratch);
        *x = (kept_duty_t){.id = col_id(q, 0),
                           .unit = col_id(q, 1),
                           .clause_at = clause_index(d->clauses, d->n_clauses, col_text(q, scratch, 2)),
                           .optional = col_int(q, 3) != 0,
                           .due = col_int(q, 4),
                           .acknowledged = col_int(q, 5),
                           .waived = col_int(q, 6),
                           .ended = col_int(q, 7),
                           .created = col_int(q, 8)};
        id_map_put(&k->duty_at, x->id, (uint32_t)k->duties.n - 1);
    }
    stmt_done(q);
    return s == ST_ROW ? ST_LIMIT : s == ST_END ? ST_OK : s;
}

/* Both in the order of the duties' ids. */
static status_t scan_records(db_t *db, kept_t *k, id_map_t *said_at, err_t *err)
{
    kept_duty_t *duties = k->duties.at;
    size_t n = k->duties.n, at = 0;
    if (!n) return ST_OK;
    stmt_t *q = db_query(db, &q_cover_records, err);
    if (!q) return err->status;
    bind_id(q, 1, &duties[0].id);
    bind_id(q, 2, &duties[n - 1].id);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ident_t duty = col_id(q, 0);
        while (at < n && memcmp(duties[at].id.b, duty.b, sizeof duty.b) < 0) at++;
        if (at == n || !ident_eq(duties[at].id, duty)) continue; /* of another dispatch */
        kept_said_t *x = kept_grow(&k->said, sizeof *x);
        if (!x) break;
        *x = (kept_said_t){.id = col_id(q, 1), .received = col_int(q, 2), .supersedes = col_id(q, 3), .amount = 1};
        if (!duties[at].records++) duties[at].said = (uint32_t)k->said.n - 1;
        id_map_put(said_at, x->id, (uint32_t)k->said.n - 1);
    }
    stmt_done(q);
    return s == ST_ROW ? ST_LIMIT : s == ST_END ? ST_OK : s;
}

static status_t scan_looks(db_t *db, kept_t *k, const id_map_t *said_at, arena_t *scratch, err_t *err)
{
    ident_t record = {{0}};
    kept_said_t *r = NULL;
    stmt_t *q = db_query(db, &q_cover_looks, err);
    if (!q) return err->status;
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ident_t id = col_id(q, 0);
        if (!ident_eq(id, record)) {
            uint32_t i = id_map_get(said_at, id);
            record = id;
            r = i == UINT32_MAX ? NULL : &((kept_said_t *)k->said.at)[i];
            if (r) r->look = (uint32_t)k->looks.n;
        }
        if (!r) continue;
        kept_look_t *x = kept_grow(&k->looks, sizeof *x);
        if (!x) break;
        arena_reset(scratch);
        *x = (kept_look_t){col_int(q, 1), kept_verdict(col_text(q, scratch, 2))};
        r->looks++;
    }
    stmt_done(q);
    return s == ST_ROW ? ST_LIMIT : s == ST_END ? ST_OK : s;
}

status_t kept_scan(db_t *db, const dispatch_t *d, kept_t *k, err_t *err)
{
    id_map_t said_at;
    arena_t *scratch = arena_new(SCRATCH), *maps = arena_new((size_t)1 << 30);
    status_t s = scratch && maps && id_map_new(maps, k->size, &said_at) ? ST_OK : ST_LIMIT;
    if (s == ST_OK) s = scan_duties(db, d, k, scratch, err);
    if (s == ST_OK) s = scan_records(db, k, &said_at, err);
    if (s == ST_OK && arena_failed(maps)) s = ST_LIMIT;
    if (s == ST_OK) s = scan_looks(db, k, &said_at, scratch, err);
    arena_free(scratch);
    arena_free(maps);
    return s == ST_OK && arena_failed(k->texts) ? ST_LIMIT : s;
}
