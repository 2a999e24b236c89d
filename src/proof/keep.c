/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/keep.h"
#include <jansson.h>
#include <zlib.h>
#include "proof/queries.h"
#include "proof/rows.h"
#include "proof/warc.h"

enum {
    SEGMENT_LIMIT = 16 << 20,
    PICTURE_LIMIT = 6 << 20,
    TEXT_KEPT = 1 << 20,
    EXPORT_ARENA = 64 << 20,
    LOOKS_MOST = 2000000
};

/* A record's id that follows from the check's: the same look always gives the same bytes. */
static ident_t id_for(const char *what, ident_t check)
{
    return ident_named(str_of(what), (str_t){(const char *)check.b, sizeof check.b});
}

static status_t put_finding(arena_t *a, ident_t check, ms_t at, str_t uri, str_t seen, ident_t with, buf_t *out,
                            err_t *err)
{
    warc_record_t m = {.type = "metadata",
                       .id = check,
                       .date = at,
                       .uri = uri,
                       .mime = S("application/json"),
                       .payload = seen,
                       .with = with};
    return warc_put(a, &m, out, err);
}

static status_t put_picture(arena_t *a, ident_t id, ms_t at, const proof_result_t *r, str_t png, ident_t with,
                            buf_t *out, err_t *err)
{
    warc_record_t p = {.type = "resource",
                       .id = id_for("canhgiac warc picture", id),
                       .date = at,
                       .uri = str_fmt(a, "urn:view:%.*s", STRF(r->final_url)),
                       .mime = S("image/png"),
                       .payload = png,
                       .with = with};
    return warc_put(a, &p, out, err);
}

status_t keep_page(store_t *st, arena_t *a, ident_t id, ms_t at, const proof_result_t *r, str_t png, str_t seen,
                   digest_t *out, err_t *err)
{
    buf_t b = buf_new(a, SEGMENT_LIMIT);
    str_t body = str_sub(r->body, 0, KEEP_BODY_LIMIT);
    warc_record_t answer = {.type = "response",
                            .id = id_for("canhgiac warc response", id),
                            .date = at,
                            .uri = r->final_url,
                            .mime = S("application/http; msgtype=response"),
                            .head = warc_http_head(a, r->head, body.n),
                            .payload = body,
                            .peer = r->peer,
                            .cut = body.n < r->body.n};
    warc_record_t asked = {.type = "request",
                           .id = id_for("canhgiac warc request", id),
                           .date = at,
                           .uri = r->final_url,
                           .mime = S("application/http; msgtype=request"),
                           .head = r->asked,
                           .peer = r->peer,
                           .with = answer.id};
    warc_record_t text = {.type = "conversion",
                          .id = id_for("canhgiac warc text", id),
                          .date = at,
                          .uri = r->final_url,
                          .mime = S("text/plain; charset=utf-8"),
                          .payload = str_fmt(a, "%.*s\n%.*s\n\n%.*s\n", STRF(r->final_url), STRF(r->title),
                                             STRF(str_sub(r->text, 0, TEXT_KEPT))),
                          .refers = answer.id};
    status_t s = warc_put(a, &answer, &b, err);
    if (s == ST_OK && r->asked.n) s = warc_put(a, &asked, &b, err);
    if (s == ST_OK && r->text.n) s = warc_put(a, &text, &b, err);
    if (s == ST_OK && png.n && png.n <= PICTURE_LIMIT) s = put_picture(a, id, at, r, png, answer.id, &b, err);
    if (s == ST_OK) s = put_finding(a, id, at, r->final_url, seen, answer.id, &b, err);
    return s == ST_OK ? blob_put(st, buf_str(&b), out, err) : s;
}

static str_t unzip(arena_t *a, str_t packed, size_t limit)
{
    z_stream z = {0};
    char *out = arena_alloc(a, limit);
    if (!out || inflateInit2(&z, 15 + 16) != Z_OK) return STR_NONE;
    z.next_in = (Bytef *)(uintptr_t)packed.p;
    z.avail_in = (uInt)packed.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)limit;
    (void)inflate(&z, Z_SYNC_FLUSH);
    str_t text = {out, limit - z.avail_out};
    inflateEnd(&z);
    return text;
}

/* Not in the middle of a letter. */
static str_t whole_letters(str_t text, size_t limit)
{
    text = str_sub(text, 0, limit);
    while (text.n && ((unsigned char)text.p[text.n - 1] & 0xC0) == 0x80) text.n--;
    if (text.n && (unsigned char)text.p[text.n - 1] >= 0xC0) text.n--;
    return text;
}

str_t keep_text(arena_t *a, str_t blob, size_t limit)
{
    warc_seen_t w;
    err_t quiet = err_new(LANG_EN);
    str_t rest = blob;
    if (warc_next(a, &rest, &w, &quiet) != ST_OK) return whole_letters(unzip(a, blob, limit), limit);
    while (!str_eq(w.type, S("conversion")))
        if (warc_next(a, &rest, &w, &quiet) != ST_OK) return STR_NONE;
    return whole_letters(w.block, limit);
}

str_t keep_picture(arena_t *a, str_t blob)
{
    warc_seen_t w;
    err_t quiet = err_new(LANG_EN);
    while (warc_next(a, &blob, &w, &quiet) == ST_OK)
        if (str_eq(w.type, S("resource")) && str_eq(w.mime, S("image/png"))) return w.block;
    return STR_NONE;
}

/* --- files --- */

typedef struct page_kept {
    ident_t record, answer;
    ms_t at;
    str_t sha256; /* of the page's bytes, from its finding; 64 hex digits; empty when only its beginning was kept */
} page_kept_t;

typedef struct writing {
    store_t *st;
    arena_t *list, *a; /* of the whole, and of one look */
    keep_put_fn put;
    void *ctx;
    vec_t kept; /* page_kept_t: the last of each claim */
} writing_t;

static str_t member(arena_t *a, str_t json, const char *name)
{
    json_t *o = json_loadb(json.p, json.n, 0, NULL), *m = json_object_get(o, name);
    str_t s = json_is_string(m) ? str_dup(a, (str_t){json_string_value(m), json_string_length(m)}) : STR_NONE;
    json_decref(o);
    return s;
}

static page_kept_t *kept_of(writing_t *w, ident_t record)
{
    for (size_t i = w->kept.len; i-- > 0;)
        if (ident_eq(VEC_AT(&w->kept, page_kept_t, i).record, record)) return &VEC_AT(&w->kept, page_kept_t, i);
    page_kept_t *k = vec_push(&w->kept);
    if (k) k->record = record;
    return k;
}

/* A look that kept nothing: where the bytes were those of the page kept before, a revisit of it; and the finding. */
static status_t put_repeat(writing_t *w, const page_kept_t *k, ident_t check, ms_t at, str_t seen, err_t *err)
{
    buf_t b = buf_new(w->a, SEGMENT_LIMIT);
    str_t sha = member(w->a, seen, "page_sha256"), url = member(w->a, seen, "final_url");
    warc_record_t r = {.type = "revisit",
                       .id = id_for("canhgiac warc revisit", check),
                       .date = at,
                       .uri = url,
                       .mime = S("application/http; msgtype=response"),
                       .head = S("HTTP/1.1 200 OK\r\n\r\n"),
                       .refers = k->answer};
    bool same = sha.n && str_eq(sha, k->sha256) && digest_parse(sha, &r.digest);
    status_t s = same ? warc_put(w->a, &r, &b, err) : ST_OK;
    if (s == ST_OK) s = put_finding(w->a, check, at, url, seen, same ? r.id : (ident_t){{0}}, &b, err);
    return s == ST_OK ? w->put(w->ctx, buf_str(&b), err) : s;
}

/* record, check, at, seen, snapshot */
static status_t put_look(writing_t *w, stmt_t *q, err_t *err)
{
    ident_t record = col_id(q, 0), check = col_id(q, 1);
    ms_t at = col_int(q, 2);
    str_t seen = col_text(q, w->a, 3), digest = col_null(q, 4) ? STR_NONE : col_blob(q, w->a, 4), blob;
    digest_t d;
    page_kept_t *k = kept_of(w, record);
    if (!k) return err_set(err, ST_LIMIT, "warc.too-many", N_("There are too many claims for one file."));
    if (digest.n != sizeof d.b) return put_repeat(w, k, check, at, seen, err);
    memcpy(d.b, digest.p, sizeof d.b);
    status_t s = blob_get(w->st, w->a, d, SEGMENT_LIMIT, &blob, err);
    if (s != ST_OK) return s;
    str_t rest = blob;
    warc_seen_t first;
    err_t quiet = err_new(LANG_EN);
    if (warc_next(w->a, &rest, &first, &quiet) != ST_OK)
        return put_repeat(w, k, check, at, seen, err); /* before WARC */
    k->answer = first.id;
    k->sha256 = first.cut ? S("") : str_dup(w->list, member(w->a, seen, "page_sha256"));
    return w->put(w->ctx, blob, err);
}

static status_t put_info(writing_t *w, ident_t of, ms_t at, str_t what, err_t *err)
{
    buf_t b = buf_new(w->a, 8192);
    warc_record_t info = {.type = "warcinfo",
                          .id = id_for("canhgiac warc info", of),
                          .date = at,
                          .mime = S("application/warc-fields"),
                          .payload = str_fmt(w->a,
                                             "software: canhgiac 0.1\r\nformat: WARC File Format 1.1\r\n"
                                             "conformsTo: http://iipc.github.io/warc-specifications/specifications/"
                                             "warc-format/warc-1.1/\r\nrobots: classic\r\ndescription: %.*s\r\n",
                                             STRF(what))};
    status_t s = warc_put(w->a, &info, &b, err);
    return s == ST_OK ? w->put(w->ctx, buf_str(&b), err) : s;
}

static status_t put_all(store_t *st, stmt_t *q, ident_t of, ms_t at, const char *what, keep_put_fn put, void *ctx,
                        err_t *err)
{
    writing_t w = {.st = st, .list = arena_new(EXPORT_ARENA), .a = arena_new(EXPORT_ARENA), .put = put, .ctx = ctx};
    char id[IDENT_TEXT];
    status_t s = w.list && w.a ? ST_OK : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    if (s == ST_OK) {
        w.kept = vec_new(w.list, sizeof(page_kept_t), LOOKS_MOST);
        ident_text(of, id);
        s = put_info(&w, of, at, str_fmt(w.a, "what canhgiac saw of the %s %s", what, id), err);
        while (s == ST_OK && (s = stmt_next(q, err)) == ST_ROW) {
            s = put_look(&w, q, err);
            arena_reset(w.a);
        }
    }
    stmt_done(q);
    arena_free(w.list);
    arena_free(w.a);
    return s == ST_END ? ST_OK : s;
}

status_t keep_claim(store_t *st, db_t *db, ident_t record, keep_put_fn put, void *ctx, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_kept_of_record, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &record);
    return put_all(st, q, record, clock_now(), "claim", put, ctx, err);
}

status_t keep_campaign(store_t *st, db_t *db, ident_t campaign, ms_t at, keep_put_fn put, void *ctx, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_kept_of_campaign, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &campaign);
    bind_ms(q, 2, at);
    return put_all(st, q, campaign, at, "campaign", put, ctx, err);
}
