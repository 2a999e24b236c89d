/* SPDX-License-Identifier: Apache-2.0 */
#include "store/record.h"
#include <inttypes.h>
#include <stdio.h>
#include "store/queries.h"

static void field_id(sha256_t *h, const ident_t *id)
{
    sha256_field(h, ident_none(*id) ? STR_NONE : (str_t){(const char *)id->b, 16});
}

digest_t record_digest(const record_t *r)
{
    char made[24];
    sha256_t h;
    sha256_start(&h);
    sha256_add(&h, S("canhgiac record 1\n"));
    sha256_field(&h, str_of(r->kind));
    field_id(&h, &r->campaign);
    field_id(&h, &r->duty);
    field_id(&h, &r->unit);
    sha256_field(&h, (str_t){made, (size_t)snprintf(made, sizeof made, "%" PRId64, r->made_at)});
    field_id(&h, &r->release);
    sha256_field(&h, r->body);
    field_id(&h, &r->supersedes);
    return sha256_end(&h);
}

static status_t known(db_t *db, ident_t id, bool *is, digest_t *digest, err_t *err)
{
    stmt_t *q = db_query(db, &q_record_by_id, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    *is = s == ST_ROW;
    arena_t *a = *is ? arena_new(1024) : NULL;
    str_t d = a ? col_blob(q, a, 0) : STR_NONE;
    if (d.n == sizeof digest->b) memcpy(digest->b, d.p, d.n);
    arena_free(a);
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

static status_t conflict_known(db_t *db, ident_t id, digest_t digest, bool *is, err_t *err)
{
    stmt_t *q = db_query(db, &q_record_conflict_known, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_blob(q, 2, (str_t){(const char *)digest.b, sizeof digest.b});
    status_t s = stmt_next(q, err);
    *is = s == ST_ROW;
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

static void bind_id_or_null(stmt_t *q, int i, const ident_t *id)
{
    if (ident_none(*id))
        bind_null(q, i);
    else
        bind_id(q, i, id);
}

static status_t put(db_t *db, const record_t *r, const ident_t *id, digest_t digest, const char *state,
                    const ident_t *conflicts_with, ms_t received, err_t *err)
{
    stmt_t *q = db_query(db, &q_record_put, err);
    if (!q) return err->status;
    bind_id(q, 1, id);
    bind_text(q, 2, str_of(r->kind));
    bind_id_or_null(q, 3, &r->campaign);
    bind_id_or_null(q, 4, &r->duty);
    bind_id_or_null(q, 5, &r->unit);
    bind_id_or_null(q, 6, &r->by_seat);
    bind_ms(q, 7, r->made_at);
    bind_ms(q, 8, received);
    bind_id_or_null(q, 9, &r->release);
    bind_text(q, 10, r->body.p ? r->body : S("{}"));
    bind_blob(q, 11, (str_t){(const char *)digest.b, sizeof digest.b});
    bind_blob(q, 12, r->ref);
    bind_text(q, 13, str_of(state));
    bind_text(q, 14, r->why.p ? r->why : S(""));
    bind_id_or_null(q, 15, &r->supersedes);
    bind_id_or_null(q, 16, conflicts_with);
    return stmt_run(q, NULL, err);
}

/* The journal carries what was received and when: changing either in the table by hand shows. */
static status_t vouch(db_t *db, const char *did, const record_t *r, ident_t on, digest_t digest, ms_t received,
                      ident_t who, err_t *err)
{
    char hex[65], duty[IDENT_TEXT + 16] = "", id[IDENT_TEXT], body[256];
    digest_hex(digest, hex);
    ident_text(r->duty, id);
    if (!ident_none(r->duty)) (void)snprintf(duty, sizeof duty, ",\"duty\":\"%s\"", id);
    int n = snprintf(body, sizeof body, "{\"kind\":\"%s\",\"digest\":\"%s\",\"received\":%" PRId64 "%s}", r->kind, hex,
                     received, duty);
    if (n < 0 || (size_t)n >= sizeof body)
        return err_set(err, ST_BUG, "record.kind", N_("The kind of a record is too long."));
    return journal_add(db, who, did, on, (str_t){body, (size_t)n}, err);
}

static status_t keep_conflict(db_t *db, const record_t *r, digest_t digest, ident_t who, err_t *err)
{
    bool is = false;
    status_t s = conflict_known(db, r->id, digest, &is, err);
    if (s != ST_OK || is) return s;
    ident_t id = ident_new();
    ms_t now = clock_now();
    s = put(db, r, &id, digest, "conflict", &r->id, now, err);
    return s == ST_OK ? vouch(db, "record.conflict", r, id, digest, now, who, err) : s;
}

status_t record_add(db_t *db, const record_t *r, ident_t who, record_answer_t *answer, err_t *err)
{
    static const ident_t none;
    bool is = false;
    digest_t digest = record_digest(r), had = {{0}};
    status_t s = known(db, r->id, &is, &had, err);
    if (s != ST_OK) return s;
    if (is) {
        *answer = digest_eq(digest, had) ? RECORD_KNOWN : RECORD_CONFLICT;
        return *answer == RECORD_CONFLICT ? keep_conflict(db, r, digest, who, err) : ST_OK;
    }
    *answer = RECORD_ACCEPTED;
    ms_t now = clock_now();
    s = put(db, r, &r->id, digest, r->state ? r->state : "accepted", &none, now, err);
    if (s == ST_OK && !ident_none(r->supersedes)) {
        stmt_t *q = db_query(db, &q_record_supersede, err);
        if (!q) return err->status;
        bind_id(q, 1, &r->supersedes);
        s = stmt_run(q, NULL, err);
    }
    return s == ST_OK ? vouch(db, "record.add", r, r->id, digest, now, who, err) : s;
}

status_t record_digest_now(db_t *db, ident_t id, digest_t *out, err_t *err)
{
    enum { RECORD_LIMIT = 16 << 20 };
    stmt_t *q = db_query(db, &q_record_for_verify, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    arena_t *a = s == ST_ROW ? arena_new(RECORD_LIMIT) : NULL;
    if (a) {
        record_t r = {.kind = str_z(a, col_text(q, a, 0)),
                      .campaign = col_id(q, 1),
                      .duty = col_id(q, 2),
                      .unit = col_id(q, 3),
                      .made_at = col_int(q, 4),
                      .release = col_id(q, 5),
                      .body = col_text(q, a, 6),
                      .supersedes = col_id(q, 7)};
        *out = record_digest(&r);
        arena_free(a);
    }
    stmt_done(q);
    return s == ST_ROW ? (a ? ST_OK : ST_MEMORY) : s == ST_END ? ST_NOT_FOUND : s;
}
