/* SPDX-License-Identifier: Apache-2.0
 *
 * journal_file — the journal as lines of JSON, to be kept elsewhere and re-checked there.
 */
#include <jansson.h>
#include <stdio.h>
#include "store/journal.h"
#include "store/queries.h"

enum { LINE_MAX = 1 << 20 };

static void member_hex(buf_t *b, const char *name, str_t bytes)
{
    buf_fmt(b, ",\"%s\":\"", name);
    hex_put(b, bytes.p, bytes.n);
    buf_putc(b, '"');
}

static void member_text(buf_t *b, const char *name, str_t text)
{
    buf_fmt(b, ",\"%s\":", name);
    buf_json(b, text);
}

static void event_line(stmt_t *q, arena_t *a, buf_t *b)
{
    ident_t who = col_id(q, 2), on = col_id(q, 4);
    buf_fmt(b, "{\"seq\":%lld,\"at\":%lld", (long long)col_int(q, 0), (long long)col_int(q, 1));
    member_hex(b, "who", (str_t){(const char *)who.b, sizeof who.b});
    member_text(b, "did", col_text(q, a, 3));
    member_hex(b, "on", (str_t){(const char *)on.b, sizeof on.b});
    member_text(b, "body", col_text(q, a, 5));
    member_hex(b, "prev", col_blob(q, a, 6));
    member_hex(b, "hash", col_blob(q, a, 7));
    buf_putz(b, "}\n");
}

status_t journal_export(db_t *db, status_t (*line)(void *ctx, str_t json, err_t *err), void *ctx, err_t *err)
{
    arena_t *a = arena_new(4 * LINE_MAX);
    stmt_t *q = a ? db_query(db, &q_journal_all, err) : NULL;
    if (!q) {
        arena_free(a);
        return a ? err->status : err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    }
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        buf_t b = buf_new(a, LINE_MAX);
        event_line(q, a, &b);
        s = buf_ok(&b) ? line(ctx, buf_str(&b), err)
                       : err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
        if (s != ST_OK) break;
        arena_reset(a);
    }
    stmt_done(q);
    arena_free(a);
    return s == ST_END ? ST_OK : s;
}

static bool text_of(const json_t *j, const char *name, str_t *out)
{
    json_t *m = json_object_get(j, name);
    *out = json_is_string(m) ? (str_t){json_string_value(m), json_string_length(m)} : STR_NONE;
    return out->p != NULL;
}

static bool hex_of(const json_t *j, const char *name, void *out, size_t n)
{
    str_t hex;
    return text_of(j, name, &hex) && hex.n == 2 * n && hex_get(hex, out, n);
}

/* One event as read from a line. */
typedef struct event {
    int64_t seq, at;
    ident_t who, on;
    str_t did, body;
    digest_t prev, hash;
} event_t;

static bool from_json(const json_t *j, event_t *e)
{
    json_t *seq = json_object_get(j, "seq"), *at = json_object_get(j, "at");
    e->seq = json_integer_value(seq);
    e->at = json_integer_value(at);
    return json_is_integer(seq) && json_is_integer(at) && hex_of(j, "who", e->who.b, sizeof e->who.b) &&
           hex_of(j, "on", e->on.b, sizeof e->on.b) && text_of(j, "did", &e->did) && text_of(j, "body", &e->body) &&
           hex_of(j, "prev", e->prev.b, sizeof e->prev.b) && hex_of(j, "hash", e->hash.b, sizeof e->hash.b);
}

/* --- a line as event_line writes it, without building a tree; any other form of JSON is jansson's --- */

static bool skip(str_t *s, str_t what)
{
    if (!str_starts(*s, what)) return false;
    *s = str_sub(*s, what.n, s->n);
    return true;
}

static bool take_int(str_t *s, int64_t *out)
{
    size_t n = 0;
    while (n < s->n && n < 20 && ((s->p[n] >= '0' && s->p[n] <= '9') || (n == 0 && s->p[n] == '-'))) n++;
    /* "007" and "-0" are other writers': JSON knows neither or writes it otherwise. */
    bool plain = n == 1 || (n > 1 && s->p[0] != '0' && s->p[0] != '-');
    if (!plain || !str_int(str_sub(*s, 0, n), 0, INT64_MAX, out)) return false;
    *s = str_sub(*s, n, s->n);
    return true;
}

static bool take_hex(str_t *s, void *out, size_t n)
{
    if (s->n < 2 * n + 1 || s->p[2 * n] != '"' || !hex_get(str_sub(*s, 0, 2 * n), out, n)) return false;
    *s = str_sub(*s, 2 * n + 1, s->n);
    return true;
}

/* A string up to its quote; `room` takes it where escapes must be undone. False for an escape other than those buf_json
 * writes of ASCII. */
static bool take_text(str_t *s, char *room, str_t *out)
{
    const char *quote = memchr(s->p, '"', s->n), *slash = memchr(s->p, '\\', s->n);
    size_t i = 0, n = 0;
    if (!quote) return false;
    if (!slash || slash > quote) {
        *out = str_sub(*s, 0, (size_t)(quote - s->p));
        *s = str_sub(*s, out->n + 1, s->n);
        return true;
    }
    for (; i < s->n && s->p[i] != '"'; i++) {
        uint8_t code[2];
        if (s->p[i] != '\\') {
            room[n++] = s->p[i];
            continue;
        }
        if (++i >= s->n) return false;
        if (s->p[i] == '"' || s->p[i] == '\\') {
            room[n++] = s->p[i];
        } else if (s->p[i] == 'u' && hex_get(str_sub(*s, i + 1, i + 5), code, 2) && !code[0] && code[1] < 0x80 &&
                   code[1]) {
            room[n++] = (char)code[1];
            i += 4;
        } else {
            return false;
        }
    }
    *out = (str_t){room, n};
    *s = str_sub(*s, i + 1, s->n);
    return i < s->n;
}

static bool from_line(str_t s, char *room, event_t *e)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20) return false;
    return skip(&s, S("{\"seq\":")) && take_int(&s, &e->seq) && skip(&s, S(",\"at\":")) && take_int(&s, &e->at) &&
           skip(&s, S(",\"who\":\"")) && take_hex(&s, e->who.b, sizeof e->who.b) && skip(&s, S(",\"did\":\"")) &&
           take_text(&s, room, &e->did) && skip(&s, S(",\"on\":\"")) && take_hex(&s, e->on.b, sizeof e->on.b) &&
           skip(&s, S(",\"body\":\"")) && take_text(&s, room + LINE_MAX, &e->body) && skip(&s, S(",\"prev\":\"")) &&
           take_hex(&s, e->prev.b, sizeof e->prev.b) && skip(&s, S(",\"hash\":\"")) &&
           take_hex(&s, e->hash.b, sizeof e->hash.b) && str_eq(s, S("}"));
}

static status_t chain(const event_t *e, long line, journal_state_t *out, err_t *err)
{
    if (e->seq == out->events + 1 && chain_same(e->prev, out->head) &&
        chain_same(e->hash, journal_hash(e->prev, e->seq, e->at, e->who, e->did, e->on, e->body))) {
        out->events++;
        out->head = e->hash;
        return ST_OK;
    }
    out->bad_seq = out->events + 1;
    return err_at(err, ST_DENIED, "journal.broken", NULL, line,
                  N_("Line %ld: the chain does not hold here. The file was changed, cut or put together anew."), line);
}

/* `room`: twice LINE_MAX. */
static status_t one_line(str_t line, long number, char *room, journal_state_t *out, err_t *err)
{
    event_t e = {0};
    if (line.n <= LINE_MAX && from_line(line, room, &e)) return chain(&e, number, out, err);
    e = (event_t){0};
    json_t *j = line.n <= LINE_MAX ? json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    status_t s = from_json(j, &e) ? chain(&e, number, out, err)
                                  : err_at(err, ST_INPUT, "journal.line", NULL, number,
                                           N_("Line %ld is no event of a journal."), number);
    json_decref(j);
    return s;
}

status_t journal_verify_file(str_t lines, journal_state_t *out, err_t *err)
{
    str_t line;
    status_t s = ST_OK;
    memset(out, 0, sizeof *out);
    arena_t *a = arena_new(4 * LINE_MAX);
    char *room = a ? arena_alloc(a, 2 * (size_t)LINE_MAX) : NULL;
    if (!room) s = err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    for (long number = 1; s == ST_OK && str_line(&lines, &line); number++) s = one_line(line, number, room, out, err);
    arena_free(a);
    if (s == ST_OK && out->events == 0)
        s = err_set(err, ST_INPUT, "journal.empty", N_("There is no event in this file."));
    return s;
}
