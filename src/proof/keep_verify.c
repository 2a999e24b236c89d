/* SPDX-License-Identifier: Apache-2.0
 *
 * A file of what was seen, checked with nothing but itself, and what the journal tells of its findings.
 */
#include <jansson.h>
#include "proof/keep.h"
#include "proof/queries.h"
#include "proof/warc.h"

status_t keep_verify(str_t warc, void (*found)(void *ctx, const keep_finding_t *f), void *ctx, keep_seen_t *out,
                     err_t *err)
{
    arena_t *a = arena_new(3 * WARC_BLOCK_LIMIT);
    if (!a) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    warc_seen_t w;
    sha256_t h;
    bool page = false;
    status_t s;
    *out = (keep_seen_t){0};
    sha256_start(&h);
    while ((s = warc_next(a, &warc, &w, err)) == ST_OK) {
        out->records++;
        if (!w.holds && !out->bad) out->bad = out->records;
        if (str_eq(w.type, S("response"))) {
            sha256_start(&h);
            page = true;
            out->pages++;
        }
        sha256_add(&h, w.packed);
        if (str_eq(w.type, S("metadata"))) {
            keep_finding_t f = {.check = w.id, .seen = sha256(w.block), .kept = page};
            if (page) f.segment = sha256_end(&h);
            out->findings++;
            if (found) found(ctx, &f);
            page = false;
            sha256_start(&h);
        }
        arena_reset(a);
    }
    arena_free(a);
    if (s != ST_END) return s;
    if (!out->records) return err_set(err, ST_INPUT, "warc.broken", N_("This is no WARC file, or it is damaged."));
    if (!out->bad) return ST_OK;
    return err_set(err, ST_DENIED, "warc.changed", N_("Record %zu of the WARC file was changed."), out->bad);
}

bool keep_told_read(str_t body, ident_t *check, keep_told_t *out)
{
    json_t *o = body.n < 4096 ? json_loadb(body.p, body.n, 0, NULL) : NULL;
    const char *id = json_string_value(json_object_get(o, "check")),
               *seen = json_string_value(json_object_get(o, "seen")),
               *kept = json_string_value(json_object_get(o, "kept"));
    *out = (keep_told_t){0};
    out->found = id && seen && ident_parse(str_of(id), check) && digest_parse(str_of(seen), &out->seen);
    out->kept = out->found && kept && digest_parse(str_of(kept), &out->segment);
    json_decref(o);
    return out->found;
}

status_t keep_told(db_t *db, ident_t check, keep_told_t *out, err_t *err)
{
    *out = (keep_told_t){0};
    stmt_t *q = db_query(db, &q_proof_told_of_check, err);
    arena_t *a = q ? arena_new(8 << 20) : NULL;
    if (!a) {
        if (q) stmt_done(q);
        return ST_STORE;
    }
    bind_id(q, 1, &check);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW && !out->found) {
        ident_t id;
        keep_told_t told;
        if (keep_told_read(col_text(q, a, 0), &id, &told) && ident_eq(id, check)) *out = told;
    }
    stmt_done(q);
    arena_free(a);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}
