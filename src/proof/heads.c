/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/heads.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/file.h"
#include "base/log.h"
#include "proof/queries.h"
#include "proof/stamp.h"

enum { DAYS_BACK = 8, HEADS_MOST = 20000 };
static const char FIRST[] = "canhgiac journal head 1";

static str_t day_text(arena_t *a, date_t d)
{
    return str_fmt(a, "%04d-%02d-%02d", d.y, d.m, d.d);
}

static str_t path_of(arena_t *a, const char *dir, str_t day, const char *ending)
{
    return str_fmt(a, "%s/heads/%.*s.head%s", dir, STRF(day), ending);
}

/* --- reading --- */

status_t head_parse(str_t text, str_t day, head_seen_t *out, err_t *err)
{
    str_t line, want[] = {S("day: "), S("events: "), S("hash: ")}, value[3];
    bool ok = str_line(&text, &line) && str_eq(line, str_of(FIRST));
    for (int i = 0; i < 3 && ok; i++) {
        ok = str_line(&text, &line) && str_starts(line, want[i]);
        if (ok) value[i] = str_sub(line, want[i].n, line.n);
    }
    ok = ok && !text.n && str_eq(value[0], day) && str_int(value[1], 1, INT64_MAX, &out->events) &&
         digest_parse(value[2], &out->hash);
    return ok ? ST_OK : err_set(err, ST_INPUT, "head.form", N_("The head of %.*s cannot be read."), STRF(day));
}

status_t head_check(const head_files_t *f, const sign_ring_t *ring, str_t ca, head_seen_t *out, err_t *err)
{
    *out = (head_seen_t){0};
    status_t s = head_parse(f->text, f->day, out, err);
    if (s == ST_OK && !f->signature.p)
        s = err_set(err, ST_DENIED, "head.unsigned", N_("The head of %.*s has no signature."), STRF(f->day));
    if (s == ST_OK) s = sign_check(ring, f->text, f->signature, NULL, err);
    if (s != ST_OK || !f->token.p) return s;
    out->is_stamped = true;
    out->by_trusted = ca.n > 0;
    return stamp_check(f->token, f->text, ca, &out->stamped, err);
}

static int by_day(const void *a, const void *b)
{
    return str_cmp(((const head_files_t *)a)->day, ((const head_files_t *)b)->day);
}

static status_t optional_file(arena_t *a, str_t path, str_t *out, err_t *err)
{
    *out = STR_NONE;
    return file_exists(path.p) ? file_read(a, path.p, HEADS_FILE_LIMIT, out, err) : ST_OK;
}

status_t heads_read(arena_t *a, const char *dir, head_files_t **out, size_t *n, str_t *ca, err_t *err)
{
    vec_t v = vec_new(a, sizeof(head_files_t), HEADS_MOST);
    str_t folder = str_fmt(a, "%s/heads", dir);
    status_t s = optional_file(a, str_fmt(a, "%s/keys/tsa.pem", dir), ca, err);
    DIR *d = s == ST_OK ? opendir(folder.p) : NULL;
    for (struct dirent *e; d && s == ST_OK && (e = readdir(d));) {
        str_t name = str_of(e->d_name);
        date_t day;
        if (!str_ends(name, S(".head")) || !date_parse(str_sub(name, 0, name.n - 5), &day)) continue;
        head_files_t *f = vec_push(&v);
        if (!f) break;
        f->day = str_dup(a, str_sub(name, 0, name.n - 5));
        s = file_read(a, path_of(a, dir, f->day, "").p, HEADS_FILE_LIMIT, &f->text, err);
        if (s == ST_OK) s = optional_file(a, path_of(a, dir, f->day, ".minisig"), &f->signature, err);
        if (s == ST_OK) s = optional_file(a, path_of(a, dir, f->day, ".tsr"), &f->token, err);
    }
    if (d) (void)closedir(d);
    if (v.len) qsort(v.at, v.len, sizeof(head_files_t), by_day);
    *out = v.at;
    *n = v.len;
    return s;
}

/* --- making --- */

/* How many events there were by `at`, and the newest one's hash; 0: none. */
static status_t head_at(db_t *db, ms_t at, int64_t *events, digest_t *hash, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_head_at, err);
    if (!q) return ST_STORE;
    arena_t *a = arena_new(4096);
    bind_ms(q, 1, at);
    status_t s = a ? stmt_next(q, err) : ST_MEMORY;
    *events = 0;
    if (s == ST_ROW) {
        str_t h = col_blob(q, a, 1);
        if (h.n == sizeof hash->b) memcpy(hash->b, h.p, sizeof hash->b);
        *events = h.n == sizeof hash->b ? col_int(q, 0) : 0;
    }
    stmt_done(q);
    arena_free(a);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

typedef struct told {
    const char *did;
    str_t body;
    bool known;
} told_t;

/* Tells the journal once. */
static status_t tell_act(db_t *db, void *arg, err_t *err)
{
    told_t *t = arg;
    static const ident_t nobody;
    stmt_t *q = db_query(db, &q_proof_told, err);
    if (!q) return ST_STORE;
    bind_text(q, 1, str_of(t->did));
    bind_text(q, 2, t->body);
    status_t s = stmt_next(q, err);
    stmt_done(q);
    if (s == ST_ROW) return ST_OK;
    return s == ST_END ? journal_add(db, nobody, t->did, nobody, t->body, err) : s;
}

static status_t tell(store_t *st, const char *did, str_t body, err_t *err)
{
    told_t t = {.did = did, .body = body};
    return body.p ? store_act(st, tell_act, &t, err) : ST_MEMORY;
}

static status_t stamp(store_t *st, arena_t *a, str_t tsa, str_t day, str_t text, err_t *err)
{
    str_t path = path_of(a, store_dir(st), day, ".tsr"), token;
    char hex[65];
    if (!tsa.n || file_exists(path.p)) return ST_OK;
    status_t s = stamp_ask(a, tsa, text, &token, err);
    if (s == ST_IO || s == ST_DENIED) {
        log_line(LOG_WARN, "journal.stamp", "why=\"%s\"", err->text);
        return ST_OK;
    }
    if (s == ST_OK) s = file_write(path.p, token, 0644, err);
    if (s != ST_OK) return s;
    digest_hex(sha256(token), hex);
    return tell(st, "journal.stamp", str_fmt(a, "{\"day\":\"%.*s\",\"token\":\"%s\"}", STRF(day), hex), err);
}

/* The file, its signature, the event, the stamp: each where it is missing, so that a program that died in between is no
 * matter. */
static status_t one_day(store_t *st, arena_t *a, const sign_secret_t *key, str_t tsa, str_t day, int64_t events,
                        digest_t hash, size_t *made, err_t *err)
{
    char hex[65], at[32];
    const char *dir = store_dir(st);
    digest_hex(hash, hex);
    str_t text = str_fmt(a, "%s\nday: %.*s\nevents: %lld\nhash: %s\n", FIRST, STRF(day), (long long)events, hex);
    str_t file = path_of(a, dir, day, ""), signature = path_of(a, dir, day, ".minisig");
    status_t s = ST_OK;
    if (file_exists(file.p)) s = file_read(a, file.p, HEADS_FILE_LIMIT, &text, err);
    if (s == ST_OK && !file_exists(signature.p)) {
        buf_t b = buf_new(a, SIGN_FILE_MAX);
        ms_iso_utc(clock_now(), at);
        s = sign_make(key, text, str_fmt(a, "canhgiac journal head %.*s signed %s", STRF(day), at), &b, err);
        if (s == ST_OK) s = dir_make(str_fmt(a, "%s/heads", dir).p, 0755, err);
        if (s == ST_OK) s = file_write(file.p, text, 0644, err);
        if (s == ST_OK) s = file_write(signature.p, buf_str(&b), 0644, err);
        *made += s == ST_OK;
    }
    if (s == ST_OK) {
        str_t told =
            str_fmt(a, "{\"day\":\"%.*s\",\"events\":%lld,\"hash\":\"%s\"}", STRF(day), (long long)events, hex);
        s = tell(st, "journal.head", told, err);
    }
    return s == ST_OK ? stamp(st, a, tsa, day, text, err) : s;
}

/* Days whose end lies before now, oldest first: those that brought an event a head did not tell of yet. */
static status_t days(store_t *st, arena_t *a, const sign_secret_t *key, str_t tsa, size_t *made, err_t *err)
{
    ms_t today = date_start(date_of(clock_now()));
    int64_t before = 0, events;
    digest_t hash = {{0}};
    status_t s = ST_OK;
    for (int back = DAYS_BACK + 1; back >= 1 && s == ST_OK; back--) {
        ms_t start = today - back * MS_DAY;
        db_t *db;
        s = store_read(st, &db, err);
        if (s != ST_OK) return s;
        s = head_at(db, start + MS_DAY - 1, &events, &hash, err);
        store_done(st, db);
        if (s != ST_OK) return s;
        bool fresh = events > before;
        before = events;
        if (back <= DAYS_BACK && fresh)
            s = one_day(st, a, key, tsa, day_text(a, date_of(start)), events, hash, made, err);
    }
    return s;
}

status_t heads_make(store_t *st, str_t tsa, size_t *made, err_t *err)
{
    sign_secret_t key;
    arena_t *a = arena_new(4 << 20);
    *made = 0;
    if (!a) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    status_t s = material_key(store_dir(st), &key, err);
    if (s == ST_OK) s = days(st, a, &key, tsa, made, err);
    secret_wipe(&key, sizeof key);
    arena_free(a);
    return s;
}

/* --- checking --- */

static status_t against_journal(db_t *db, arena_t *a, str_t day, const head_seen_t *h, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_event_hash, err);
    if (!q) return ST_STORE;
    bind_int(q, 1, h->events);
    status_t s = stmt_next(q, err);
    str_t hash = s == ST_ROW ? col_blob(q, a, 0) : STR_NONE;
    stmt_done(q);
    if (s != ST_ROW && s != ST_END) return s;
    if (hash.n == sizeof h->hash.b && memcmp(hash.p, h->hash.b, hash.n) == 0) return ST_OK;
    return err_set(err, ST_DENIED, "head.other-journal",
                   N_("The journal is not the one whose head was signed on %.*s: it was changed or cut off."),
                   STRF(day));
}

status_t heads_verify(db_t *db, const char *dir, heads_seen_t *out, err_t *err)
{
    sign_ring_t ring;
    head_files_t *files;
    size_t n;
    str_t ca;
    *out = (heads_seen_t){0};
    arena_t *a = arena_new(256 << 20);
    if (!a) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    status_t s = heads_read(a, dir, &files, &n, &ca, err);
    if (s == ST_OK && n) s = material_ring(dir, &ring, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        head_seen_t h;
        s = head_check(&files[i], &ring, ca, &h, err);
        if (s == ST_OK) s = against_journal(db, a, files[i].day, &h, err);
        if (s == ST_DENIED || s == ST_INPUT) {
            snprintf(out->bad, sizeof out->bad, "%.*s", STRF(files[i].day));
            s = ST_DENIED;
            break;
        }
        out->heads += s == ST_OK;
        out->stamped += s == ST_OK && h.is_stamped;
    }
    arena_free(a);
    return s;
}
