/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/other.h"
#include <jansson.h>
#include <stdlib.h>
#include "base/crypto.h"
#include "proof/queries.h"
#include "store/record.h"

enum { ROWS_MOST = 5000, NOTE_MOST = 500 };

const other_kind_t other_kinds[] = {
    {"social", N_("Social network posts"), N_("posts")},
    {"loudspeaker", N_("Loudspeaker"), N_("minutes on air")},
    {"meeting", N_("Meetings"), N_("people present (turns)")},
    {"leaflet", N_("Leaflets and posters"), N_("sheets given out or put up")},
    {"other", N_("Other"), N_("times")},
    {NULL, NULL, NULL},
};

const other_kind_t *other_kind(str_t code)
{
    for (const other_kind_t *k = other_kinds; k->code; k++)
        if (str_eq(code, str_of(k->code))) return k;
    return NULL;
}

/* --- adding --- */

static str_t body_of(arena_t *a, const other_t *o)
{
    char hex[65];
    buf_t b = buf_new(a, 16 << 10);
    buf_putz(&b, "{\"what\":"), buf_json(&b, o->what);
    buf_fmt(&b, ",\"number\":%lld,\"note\":", (long long)o->number), buf_json(&b, o->note);
    if (o->has_photo) {
        digest_hex(o->photo, hex);
        buf_fmt(&b, ",\"photo\":\"%s\"", hex);
    }
    if (o->address.n) buf_putz(&b, ",\"address\":"), buf_json(&b, o->address);
    buf_putc(&b, '}');
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

status_t other_add(db_t *db, arena_t *a, ident_t unit, const other_t *o, ident_t seat, ident_t who, ident_t *out,
                   err_t *err)
{
    if (!other_kind(o->what)) return err_at(err, ST_INPUT, "other.what", "what", 0, N_("Choose what is counted."));
    if (o->number < 1 || o->number > OTHER_NUMBER_MOST)
        return err_at(err, ST_INPUT, "other.number", "number", 0, N_("Write a whole number from 1 up."));
    if (utf8_len(o->note) > NOTE_MOST)
        return err_at(err, ST_INPUT, "other.note", "note", 0, N_("Write at most %d characters."), NOTE_MOST);
    record_t r = {.id = ident_new(),
                  .kind = "count",
                  .unit = unit,
                  .by_seat = seat,
                  .made_at = clock_now(),
                  .body = body_of(a, o),
                  .state = "accepted"};
    record_answer_t answer;
    *out = r.id;
    if (!r.body.p) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    return record_add(db, &r, who, &answer, err);
}

/* --- reading --- */

static str_t text_of(arena_t *a, const json_t *o, const char *name)
{
    const char *v = json_string_value(json_object_get(o, name));
    return v ? str_dup(a, str_of(v)) : S("");
}

/* id, unit, name, path, received, body, drawn, verdict, seen, at */
static other_t row_of(stmt_t *q, arena_t *a)
{
    other_t o = {.id = col_id(q, 0),
                 .unit = col_id(q, 1),
                 .unit_name = col_text(q, a, 2),
                 .unit_path = col_text(q, a, 3),
                 .at = col_int(q, 4),
                 .drawn = col_int(q, 6) != 0,
                 .verdict = col_null(q, 7) ? S("") : col_text(q, a, 7),
                 .found = S(""),
                 .checked = col_int(q, 9)};
    str_t body = col_text(q, a, 5), seen = col_null(q, 8) ? S("") : col_text(q, a, 8);
    json_t *j = json_loadb(body.p, body.n, 0, NULL);
    o.what = text_of(a, j, "what");
    o.note = text_of(a, j, "note");
    o.address = text_of(a, j, "address");
    o.number = json_integer_value(json_object_get(j, "number"));
    o.has_photo = digest_parse(text_of(a, j, "photo"), &o.photo);
    json_decref(j);
    if (seen.n) {
        j = json_loadb(seen.p, seen.n, 0, NULL);
        o.found = text_of(a, j, "note");
        json_decref(j);
    }
    return o;
}

status_t other_list(db_t *db, arena_t *a, str_t path, bool drawn, other_t **out, size_t *n, err_t *err)
{
    vec_t v = vec_new(a, sizeof(other_t), ROWS_MOST);
    stmt_t *q = db_query(db, &q_proof_counts, err);
    if (!q) return ST_STORE;
    bind_text(q, 1, path);
    bind_int(q, 2, ROWS_MOST);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        other_t o = row_of(q, a), *at = drawn && !o.drawn ? NULL : vec_push(&v);
        if (at) *at = o;
    }
    stmt_done(q);
    *out = v.at;
    *n = v.len;
    return s == ST_END ? ST_OK : s;
}

status_t other_get(db_t *db, arena_t *a, ident_t id, other_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_count, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = row_of(q, a);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "other.none", N_("There is no such record."));
    return s == ST_ROW ? ST_OK : s;
}

/* --- drawing --- */

typedef struct keyed {
    digest_t key;
    ident_t id;
} keyed_t;

static int by_key(const void *a, const void *b)
{
    return memcmp(((const keyed_t *)a)->key.b, ((const keyed_t *)b)->key.b, sizeof(digest_t));
}

static digest_t key_of(digest_t head, ident_t id)
{
    sha256_t h;
    sha256_start(&h);
    sha256_add(&h, S("canhgiac draw 1\n"));
    sha256_add(&h, (str_t){(const char *)head.b, sizeof head.b});
    sha256_add(&h, (str_t){(const char *)id.b, sizeof id.b});
    return sha256_end(&h);
}

void draw_order(digest_t head, ident_t *ids, size_t n)
{
    keyed_t *k = n ? calloc(n, sizeof *k) : NULL;
    for (size_t i = 0; k && i < n; i++) k[i] = (keyed_t){key_of(head, ids[i]), ids[i]};
    if (k) qsort(k, n, sizeof *k, by_key);
    for (size_t i = 0; k && i < n; i++) ids[i] = k[i].id;
    free(k);
}

static status_t tell_draw(db_t *db, arena_t *a, ident_t unit, digest_t head, int64_t events, size_t of,
                          const ident_t *ids, size_t n, ident_t who, err_t *err)
{
    char hex[65], id[IDENT_TEXT];
    buf_t b = buf_new(a, 64 << 10);
    digest_hex(head, hex);
    buf_fmt(&b, "{\"head\":\"%s\",\"events\":%lld,\"of\":%zu,\"n\":%zu,\"drawn\":[", hex, (long long)events, of, n);
    for (size_t i = 0; i < n; i++) {
        ident_text(ids[i], id);
        buf_fmt(&b, "%s\"%s\"", i ? "," : "", id);
    }
    buf_putz(&b, "]}");
    if (!buf_ok(&b)) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    status_t s = journal_add(db, who, "sample.draw", unit, buf_str(&b), err);
    for (size_t i = 0; s == ST_OK && i < n; i++) s = journal_add(db, who, "sample.drawn", ids[i], S("{}"), err);
    return s;
}

status_t other_draw(db_t *db, arena_t *a, ident_t unit, str_t path, size_t n, ident_t who, size_t *drawn, err_t *err)
{
    other_t *list;
    size_t all, of = 0;
    int64_t events;
    digest_t head;
    *drawn = 0;
    if (n < 1 || n > DRAW_MOST) return err_at(err, ST_INPUT, "draw.n", "n", 0, N_("Draw from 1 to %d."), DRAW_MOST);
    status_t s = other_list(db, a, path, false, &list, &all, err);
    if (s == ST_OK) s = journal_head(db, &events, &head, err);
    ident_t *ids = s == ST_OK ? ARENA_ARRAY(a, ident_t, all + 1) : NULL;
    if (s != ST_OK) return s;
    if (!ids) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    for (size_t i = 0; i < all; i++)
        if (!list[i].drawn) ids[of++] = list[i].id;
    if (!of) return err_set(err, ST_CONFLICT, "draw.none", N_("There is nothing to draw from."));
    draw_order(head, ids, of);
    *drawn = n < of ? n : of;
    return tell_draw(db, a, unit, head, events, of, ids, *drawn, who, err);
}

/* --- what a call-back found --- */

static const seat_t *seat_elsewhere(const actor_t *who, const other_t *o)
{
    const seat_t *good = NULL;
    for (size_t i = 0; i < who->n_seats; i++) {
        if (ident_eq(who->seats[i].unit, o->unit)) return NULL; /* nobody checks their own unit */
        if (who->seats[i].role == ROLE_CHECKER && str_starts(o->unit_path, who->seats[i].unit_path))
            good = &who->seats[i];
    }
    return good;
}

status_t other_check(db_t *db, arena_t *a, const other_t *o, const actor_t *who, str_t verdict, str_t note, err_t *err)
{
    const seat_t *seat = seat_elsewhere(who, o);
    if (!seat) return err_set(err, ST_DENIED, "draw.own-unit", N_("Nobody checks their own unit."));
    if (!o->drawn || o->verdict.n)
        return err_set(err, ST_CONFLICT, "draw.done", N_("This record was not drawn, or was checked already."));
    if (!str_eq(verdict, S("holds")) && !str_eq(verdict, S("fails")) && !str_eq(verdict, S("cannot-tell")))
        return err_at(err, ST_INPUT, "draw.verdict", "verdict", 0, N_("Choose what was found."));
    buf_t b = buf_new(a, 8192);
    char id[IDENT_TEXT], hex[65];
    ident_t check = ident_new();
    buf_putz(&b, "{\"note\":"), buf_json(&b, note);
    buf_putc(&b, '}');
    stmt_t *q = db_query(db, &q_proof_callback_add, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &check);
    bind_id(q, 2, &o->id);
    bind_id(q, 3, &seat->id);
    bind_ms(q, 4, clock_now());
    bind_text(q, 5, verdict);
    bind_text(q, 6, buf_str(&b));
    status_t s = stmt_run(q, NULL, err);
    if (s != ST_OK) return s;
    ident_text(check, id);
    digest_hex(sha256(buf_str(&b)), hex);
    return journal_add(db, who->person, "check.add", o->id,
                       str_fmt(a, "{\"check\":\"%s\",\"seen\":\"%s\",\"verdict\":\"%.*s\"}", id, hex, STRF(verdict)),
                       err);
}
