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

static bool text_of(json_t *j, const char *name, str_t *out)
{
    json_t *m = json_object_get(j, name);
    *out = json_is_string(m) ? (str_t){json_string_value(m), json_string_length(m)} : STR_NONE;
    return out->p != NULL;
}

static bool hex_of(json_t *j, const char *name, void *out, size_t n)
{
    str_t hex;
    return text_of(j, name, &hex) && hex.n == 2 * n && hex_get(hex, out, n);
}

static status_t broken(journal_state_t *out, long line, err_t *err)
{
    out->bad_seq = out->events + 1;
    return err_at(err, ST_DENIED, "journal.broken", NULL, line,
                  N_("Line %ld: the chain does not hold here. The file was changed, cut or put together anew."), line);
}

static status_t one_line(json_t *j, long number, journal_state_t *out, err_t *err)
{
    json_t *seq = json_object_get(j, "seq"), *at = json_object_get(j, "at");
    ident_t who = {{0}}, on = {{0}};
    digest_t prev = {{0}}, hash = {{0}};
    str_t did = STR_NONE, body = STR_NONE;
    if (!json_is_integer(seq) || !json_is_integer(at) || !hex_of(j, "who", who.b, sizeof who.b) ||
        !hex_of(j, "on", on.b, sizeof on.b) || !text_of(j, "did", &did) || !text_of(j, "body", &body) ||
        !hex_of(j, "prev", prev.b, sizeof prev.b) || !hex_of(j, "hash", hash.b, sizeof hash.b))
        return err_at(err, ST_INPUT, "journal.line", NULL, number, N_("Line %ld is no event of a journal."), number);
    if (json_integer_value(seq) != out->events + 1 || !digest_eq(prev, out->head) ||
        !digest_eq(hash, journal_hash(prev, json_integer_value(seq), json_integer_value(at), who, did, on, body)))
        return broken(out, number, err);
    out->events++;
    out->head = hash;
    return ST_OK;
}

status_t journal_verify_file(str_t lines, journal_state_t *out, err_t *err)
{
    str_t line;
    status_t s = ST_OK;
    memset(out, 0, sizeof *out);
    for (long number = 1; s == ST_OK && str_line(&lines, &line); number++) {
        json_t *j = line.n <= LINE_MAX ? json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
        s = one_line(j, number, out, err);
        json_decref(j);
    }
    if (s == ST_OK && out->events == 0)
        s = err_set(err, ST_INPUT, "journal.empty", N_("There is no event in this file."));
    return s;
}
