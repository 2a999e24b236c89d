/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/edxml_box.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/crypto.h"
#include "base/file.h"
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"
#include "people/people.h"

enum { FILES_AT_ONCE = 200, DISPATCHES_AT_ONCE = 20, NAME_MOST = 120, BOX_ARENA = 192 << 20 };

static str_t in(arena_t *a, str_t dir, const char *name)
{
    return str_fmt(a, "%.*s/%s", STRF(dir), name);
}

/* --- out --- */

/* Whole when it appears under its name. */
static status_t lay(arena_t *a, str_t dir, str_t name, str_t bytes, err_t *err)
{
    str_t part = str_fmt(a, "%.*s/.%.*s.tmp", STRF(dir), STRF(name)),
          whole = str_fmt(a, "%.*s/%.*s", STRF(dir), STRF(name));
    status_t s = file_write(part.p, bytes, 0640, err);
    if (s == ST_OK && rename(part.p, whole.p) != 0)
        s = err_set(err, ST_IO, "edxml.box", N_("The file %.*s cannot be written."), STRF(whole));
    return s;
}

typedef struct outgoing {
    dispatch_t d;
    unit_t from;
    recipient_t *to;
    size_t n;
} outgoing_t;

static status_t read_outgoing(db_t *db, arena_t *a, ident_t id, outgoing_t *x, err_t *err)
{
    status_t s = dispatch_get(db, a, id, &x->d, err);
    if (s == ST_OK) s = unit_by_id(db, a, x->d.from_unit, &x->from, err);
    return s == ST_OK ? dispatch_recipients(db, a, id, &x->to, &x->n, err) : s;
}

static status_t lay_all(arena_t *a, arena_t *one, str_t dir, const outgoing_t *x, edxml_box_t *out, err_t *err)
{
    str_t pdf, xml;
    char id[IDENT_TEXT];
    ident_text(x->d.id, id);
    status_t s = dispatch_pdf(a, &x->d, &pdf, err);
    for (size_t k = 0; s == ST_OK && k < x->n; k++) {
        edxml_party_t from = {x->from.code, x->from.name}, to = {x->to[k].code, x->to[k].name};
        arena_reset(one);
        s = edxml_write(one, &x->d, from, to, pdf, &xml, err);
        if (s == ST_OK) s = lay(one, dir, str_fmt(one, "%s-%.*s.edxml", id, STRF(to.code)), xml, err);
        out->out += s == ST_OK;
    }
    return s;
}

typedef struct note {
    ident_t dispatch;
    size_t n;
} note_t;

static status_t note_act(db_t *db, void *arg, err_t *err)
{
    const note_t *x = arg;
    char body[48];
    static const ident_t program;
    snprintf(body, sizeof body, "{\"envelopes\":%zu}", x->n);
    return journal_add(db, program, "edxml.out", x->dispatch, str_of(body), err);
}

static status_t waiting(db_t *db, ident_t *ids, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_edxml_waiting, err);
    if (!q) return err->status;
    status_t s;
    *n = 0;
    while ((s = stmt_next(q, err)) == ST_ROW && *n < DISPATCHES_AT_ONCE) ids[(*n)++] = col_id(q, 0);
    stmt_done(q);
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}

static status_t send_out(store_t *st, arena_t *a, arena_t *one, str_t dir, edxml_box_t *out, err_t *err)
{
    ident_t ids[DISPATCHES_AT_ONCE];
    size_t n = 0;
    db_t *db;
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    s = waiting(db, ids, &n, err);
    store_done(st, db);
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        outgoing_t x;
        arena_reset(a);
        s = store_read(st, &db, err);
        if (s != ST_OK) return s;
        s = read_outgoing(db, a, ids[k], &x, err);
        store_done(st, db);
        if (s == ST_OK) s = lay_all(a, one, in(a, dir, "gui"), &x, out, err);
        note_t note = {ids[k], x.n};
        if (s == ST_OK) s = store_act(st, note_act, &note, err);
    }
    return s;
}

/* --- in --- */

typedef struct status_job {
    arena_t *a;
    edxml_t said;
} status_job_t;

static status_t status_act(db_t *db, void *arg, err_t *err)
{
    status_job_t *j = arg;
    static const ident_t program;
    dispatch_t d;
    unit_t u;
    receipt_t r = receipt_of(j->said.code);
    if (r == RECEIPT_NONE)
        return err_set(err, ST_INPUT, "edxml.code", N_("There is no status %.*s."), STRF(str_sub(j->said.code, 0, 20)));
    status_t s = dispatch_named(db, j->a, j->said.answers, &d, err);
    if (s == ST_OK) s = unit_by_code(db, j->a, j->said.issuer_id, d.sent ? d.sent : clock_now(), &u, err);
    return s == ST_OK ? dispatch_receipt(db, j->a, d.id, u.id, r, j->said.says.p ? j->said.says : S(""), j->said.at,
                                         program, err)
                      : s;
}

status_t edxml_take_status(store_t *st, arena_t *a, str_t bytes, err_t *err)
{
    status_job_t j = {.a = a};
    paper_t p;
    if (paper_kind(bytes) != PAPER_EDXML)
        return err_set(err, ST_INPUT, "paper.no-edxml", N_("This is XML, but no edXML: it holds no message header."));
    status_t s = paper_read(a, bytes, &p, err);
    if (s == ST_OK) s = edxml_fields(a, &p, &j.said, err);
    if (s == ST_OK && !j.said.is_status)
        s = err_set(err, ST_INPUT, "edxml.no-status", N_("This edXML is no status message but a letter: import it."));
    return s == ST_OK ? store_act(st, status_act, &j, err) : s;
}

/* The same bytes get the same name, other bytes under one name two. */
static status_t put_away(arena_t *a, str_t dir, str_t path, str_t name, str_t bytes, const char *where, str_t why,
                         err_t *err)
{
    char hex[65];
    digest_hex(sha256(bytes), hex);
    str_t to = str_fmt(a, "%.*s/%s/%.12s-%.*s", STRF(dir), where, hex, STRF(str_sub(name, 0, NAME_MOST)));
    if (why.n && file_write(str_fmt(a, "%.*s.txt", STRF(to)).p, why, 0640, err) != ST_OK) return err->status;
    if (rename(path.p, to.p) == 0) return ST_OK;
    return err_set(err, ST_IO, "edxml.box", N_("The file %.*s cannot be written."), STRF(to));
}

/* A message that says something wrong is put aside; where our own disk or database failed it stays for the next round. */
static bool its_fault(status_t s)
{
    return s == ST_INPUT || s == ST_LIMIT || s == ST_NOT_FOUND || s == ST_CONFLICT || s == ST_DENIED;
}

static status_t take_file(store_t *st, arena_t *a, str_t dir, str_t name, edxml_box_t *out, err_t *err)
{
    str_t path = str_fmt(a, "%.*s/nhan/%.*s", STRF(dir), STRF(name)), bytes = S("");
    struct stat what;
    err_t why = err_new(LANG_VI);
    if (lstat(path.p, &what) != 0 || !S_ISREG(what.st_mode)) return ST_OK; /* no link leads out of the folder */
    status_t s = file_read(a, path.p, PAPER_BYTES, &bytes, &why);
    if (s == ST_OK) s = edxml_take_status(st, a, bytes, &why);
    if (s == ST_OK) {
        out->in++;
        return put_away(a, dir, path, name, bytes, "da-nhan", S(""), err);
    }
    if (!its_fault(s)) return err_set(err, s, "edxml.box", "%s", why.text);
    out->refused++;
    return put_away(a, dir, path, name, bytes, "khong-nhan", str_fmt(a, "%s\n", why.text), err);
}

static bool whole(const char *name)
{
    size_t n = strlen(name);
    return name[0] != '.' && (n < 4 || strcmp(name + n - 4, ".tmp") != 0);
}

static status_t take_in(store_t *st, arena_t *a, str_t dir, edxml_box_t *out, err_t *err)
{
    arena_reset(a);
    DIR *d = opendir(in(a, dir, "nhan").p);
    if (!d) return err_set(err, ST_IO, "edxml.box", N_("The folder %.*s cannot be read."), STRF(dir));
    status_t s = ST_OK;
    for (int n = 0; s == ST_OK && n < FILES_AT_ONCE; n++) {
        struct dirent *e = readdir(d);
        if (!e) break;
        if (!whole(e->d_name)) continue;
        arena_reset(a);
        s = take_file(st, a, dir, str_of(e->d_name), out, err);
    }
    closedir(d);
    return s;
}

status_t edxml_box_round(store_t *st, str_t dir, edxml_box_t *out, err_t *err)
{
    static const char *const folders[] = {"gui", "nhan", "da-nhan", "khong-nhan"};
    *out = (edxml_box_t){0};
    arena_t *a = arena_new(BOX_ARENA), *one = arena_new(BOX_ARENA);
    status_t s = a && one ? dir_make(str_z(a, dir), 0750, err)
                          : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    for (size_t k = 0; s == ST_OK && k < 4; k++) s = dir_make(in(a, dir, folders[k]).p, 0750, err);
    if (s == ST_OK) s = send_out(st, a, one, dir, out, err);
    if (s == ST_OK) s = take_in(st, a, dir, out, err);
    arena_free(a);
    arena_free(one);
    return s;
}
