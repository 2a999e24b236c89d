/* SPDX-License-Identifier: Apache-2.0
 *
 * release — drafting, approving, superseding, withdrawing; see material.h for the states.
 */
#include "material/code.h"
#include "material/internal.h"
#include "material/queries.h"
#include "material/sign.h"

static release_t release_row(stmt_t *q, arena_t *a)
{
    return (release_t){.id = col_id(q, 0),
                       .material = col_id(q, 1),
                       .version = col_int(q, 2),
                       .code = col_text(q, a, 3),
                       .manifest = col_text(q, a, 4),
                       .signature = col_text(q, a, 5),
                       .drafted_by = col_id(q, 6),
                       .approved_by = col_id(q, 7),
                       .created = col_int(q, 8),
                       .published = col_int(q, 9),
                       .expires = col_null(q, 10) ? MS_NEVER : col_int(q, 10),
                       .supersedes = col_id(q, 11),
                       .state = col_text(q, a, 12),
                       .state_why = col_text(q, a, 13)};
}

static status_t one_release(stmt_t *q, arena_t *a, release_t *out, err_t *err)
{
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = release_row(q, a);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "release.none", N_("There is no such release."));
    return s == ST_ROW ? ST_OK : s;
}

status_t release_by_id(db_t *db, arena_t *a, ident_t id, release_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_by_id, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    return one_release(q, a, out, err);
}

status_t release_by_code(db_t *db, arena_t *a, str_t code, release_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_by_code, err);
    if (!q) return ST_STORE;
    bind_text(q, 1, code);
    return one_release(q, a, out, err);
}

status_t release_current(db_t *db, arena_t *a, ident_t material, ms_t at, release_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_current, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &material);
    bind_ms(q, 2, at);
    return one_release(q, a, out, err);
}

status_t release_list(db_t *db, arena_t *a, ident_t material, bool drafts, release_t **out, size_t *n, err_t *err)
{
    bool all = ident_none(material);
    stmt_t *q = db_query(db, all ? &q_release_all : &q_release_of, err);
    if (!q) return ST_STORE;
    if (!all) bind_id(q, 1, &material);
    bind_int(q, all ? 1 : 2, drafts);
    vec_t rows = vec_new(a, sizeof(release_t), MATERIALS_MAX);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        release_t *r = vec_push(&rows);
        if (!r) {
            s = no_memory(err);
            break;
        }
        *r = release_row(q, a);
    }
    stmt_done(q);
    if (s != ST_END) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}

status_t release_renditions(arena_t *a, const release_t *r, rendition_t **out, size_t *n, err_t *err)
{
    return manifest_renditions(a, r->manifest, out, n, err);
}

status_t release_texts(arena_t *a, const release_t *r, release_text_t **out, size_t *n, err_t *err)
{
    return manifest_texts(a, r->manifest, out, n, err);
}

/* --- drafting --- */

/* A code nobody has: at 2^25 codes a second try is rare, a tenth a sign of something else. */
static status_t code_free(db_t *db, arena_t *a, str_t wanted, char out[CODE_LEN + 1], err_t *err)
{
    release_t taken;
    status_t s;
    if (wanted.n && (s = code_parse(wanted, out, err)) != ST_OK) return s;
    for (int i = 0; i < 10; i++) {
        if (!wanted.n) code_new(out);
        s = release_by_code(db, a, (str_t){out, CODE_LEN}, &taken, NULL);
        if (s == ST_NOT_FOUND) return ST_OK;
        if (s != ST_OK) return err_set(err, s, "store", N_("The database could not be read."));
        if (wanted.n) break;
    }
    return err_at(err, ST_CONFLICT, "code.taken", "code", 0, N_("This code is taken."));
}

static status_t draft_insert(db_t *db, const release_t *r, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_add, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &r->id);
    bind_id(q, 2, &r->material);
    bind_int(q, 3, r->version);
    bind_text(q, 4, r->code);
    bind_text(q, 5, r->manifest);
    bind_id(q, 6, &r->drafted_by);
    bind_ms(q, 7, r->created);
    if (r->expires == MS_NEVER)
        bind_null(q, 8);
    else
        bind_ms(q, 8, r->expires);
    if (ident_none(r->supersedes))
        bind_null(q, 9);
    else
        bind_id(q, 9, &r->supersedes);
    return stmt_run(q, NULL, err);
}

static status_t last_version(db_t *db, ident_t material, int64_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_last_version, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &material);
    status_t s = stmt_next(q, err);
    *out = s == ST_ROW ? col_int(q, 0) : 0;
    stmt_done(q);
    return s == ST_ROW ? ST_OK : s == ST_END ? ST_STORE : s;
}

/* The journal names the release by code and version: both are public. */
static status_t release_event(db_t *db, arena_t *a, ident_t by, const char *did, const release_t *r, str_t why,
                              err_t *err)
{
    char hex[65];
    buf_t b = buf_new(a, 8192);
    digest_hex(sha256(r->manifest), hex);
    buf_fmt(&b, "{\"code\":\"%.*s\",\"manifest\":\"%s\",\"version\":%lld", STRF(r->code), hex, (long long)r->version);
    if (why.n) {
        buf_putz(&b, ",\"why\":");
        buf_json(&b, why);
    }
    buf_putc(&b, '}');
    return buf_ok(&b) ? journal_add(db, by, did, r->id, buf_str(&b), err) : no_memory(err);
}

status_t release_draft(db_t *db, arena_t *a, const release_new_t *what, ident_t *out, err_t *err)
{
    material_t m;
    release_t before = {0}, r = {.material = what->material, .drafted_by = what->by, .expires = what->expires};
    char code[CODE_LEN + 1];
    status_t s = material_by_id(db, a, what->material, &m, err);
    if (s == ST_OK) s = last_version(db, m.id, &r.version, err);
    if (s == ST_OK) s = code_free(db, a, what->code, code, err);
    if (s != ST_OK) return s;
    r.id = ident_new();
    r.version++;
    r.created = clock_now();
    r.code = str_dup(a, (str_t){code, CODE_LEN});
    s = release_current(db, a, m.id, r.created, &before, NULL);
    if (s == ST_OK)
        r.supersedes = before.id;
    else if (s != ST_NOT_FOUND)
        return err_set(err, s, "store", N_("The database could not be read."));
    s = manifest_make(a, &m, what, r.version, r.code, before.code, r.created, &r.manifest, err);
    if (s == ST_OK) s = draft_insert(db, &r, err);
    if (s == ST_OK) s = release_event(db, a, r.drafted_by, "release.draft", &r, S(""), err);
    if (s == ST_OK) *out = r.id;
    return s;
}

/* --- approving, withdrawing --- */

static status_t sign_manifest(arena_t *a, const char *dir, release_t *r, err_t *err)
{
    sign_secret_t key;
    char at[32];
    status_t s = material_key(dir, &key, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, SIGN_FILE_MAX);
    ms_iso_utc(r->published, at);
    str_t comment = str_fmt(a, "canhgiac release %.*s v%lld signed %s", STRF(r->code), (long long)r->version, at);
    s = sign_make(&key, r->manifest, comment, &b, err);
    secret_wipe(&key, sizeof key);
    r->signature = buf_str(&b);
    return s;
}

static status_t run_supersede(db_t *db, const release_t *r, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_supersede_older, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &r->material);
    bind_int(q, 2, r->version);
    return stmt_run(q, NULL, err);
}

static status_t run_publish(db_t *db, const release_t *r, err_t *err)
{
    int64_t changed = 0;
    stmt_t *q = db_query(db, &q_release_publish, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &r->approved_by);
    bind_text(q, 2, r->signature);
    bind_ms(q, 3, r->published);
    bind_id(q, 4, &r->id);
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && changed != 1)
        s = err_set(err, ST_CONFLICT, "release.not-draft", N_("This release is no draft any more."));
    return s;
}

status_t release_approve(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, err_t *err)
{
    release_t r, newer;
    status_t s = release_by_id(db, a, release, &r, err);
    if (s != ST_OK) return s;
    if (!str_eq(r.state, S("draft")))
        return err_set(err, ST_CONFLICT, "release.not-draft", N_("This release is no draft any more."));
    if (ident_eq(r.drafted_by, by))
        return err_set(err, ST_DENIED, "release.four-eyes",
                       N_("Nobody approves their own text: a second person must do it."));
    if (release_current(db, a, r.material, clock_now(), &newer, NULL) == ST_OK && newer.version > r.version)
        return err_set(err, ST_CONFLICT, "release.overtaken", N_("A newer version has been published already."));
    r.approved_by = by;
    r.published = clock_now();
    s = sign_manifest(a, dir, &r, err);
    if (s == ST_OK) s = run_supersede(db, &r, err);
    if (s == ST_OK) s = run_publish(db, &r, err);
    return s == ST_OK ? release_event(db, a, by, "release.publish", &r, S(""), err) : s;
}

status_t release_withdraw(db_t *db, ident_t release, ident_t by, str_t why, err_t *err)
{
    release_t r;
    int64_t changed = 0;
    why = str_trim(why);
    if (why.n == 0 || utf8_len(why) > 500)
        return err_at(err, ST_INPUT, "release.why", "why", 0,
                      N_("Give the reason, in at most 500 characters: everybody may read it."));
    arena_t *a = arena_new(4 * MANIFEST_MAX);
    if (!a) return no_memory(err);
    status_t s = release_by_id(db, a, release, &r, err);
    stmt_t *q = s == ST_OK ? db_query(db, &q_release_withdraw, err) : NULL;
    if (s == ST_OK && !q) s = ST_STORE;
    if (q) {
        bind_text(q, 1, why);
        bind_id(q, 2, &r.id);
        s = stmt_run(q, &changed, err);
    }
    if (s == ST_OK && changed != 1)
        s = err_set(err, ST_CONFLICT, "release.not-live", N_("Only a draft or a published release can be withdrawn."));
    if (s == ST_OK) s = release_event(db, a, by, "release.withdraw", &r, why, err);
    arena_free(a);
    return s;
}

/* --- recognising copies --- */

str_t embed_id(arena_t *a, const release_t *r)
{
    return str_fmt(a, "cg:%.*s:v%lld", STRF(r->code), (long long)r->version);
}

static status_t print_of(stmt_t *q, arena_t *a, release_print_t *p, err_t *err)
{
    rendition_t *renditions;
    release_text_t *texts;
    *p = (release_print_t){.release = col_id(q, 0),
                           .material = col_id(q, 1),
                           .version = col_int(q, 2),
                           .code = col_text(q, a, 3),
                           .state = col_text(q, a, 5),
                           .slug = col_text(q, a, 7)};
    str_t manifest = col_text(q, a, 4);
    if (!col_null(q, 6) && col_int(q, 6) <= clock_now() && str_eq(p->state, S("published"))) p->state = S("expired");
    p->embed = str_fmt(a, "cg:%.*s:v%lld", STRF(p->code), (long long)p->version);
    status_t s = manifest_renditions(a, manifest, &renditions, &p->n_renditions, err);
    if (s == ST_OK) s = manifest_texts(a, manifest, &texts, &p->n_texts, err);
    if (s != ST_OK) return s;
    p->renditions = renditions;
    p->texts = texts;
    return ST_OK;
}

status_t release_prints(db_t *db, arena_t *a, release_print_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_prints, err);
    if (!q) return ST_STORE;
    vec_t rows = vec_new(a, sizeof(release_print_t), MATERIALS_MAX);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        release_print_t *p = vec_push(&rows);
        s = p ? print_of(q, a, p, err) : no_memory(err);
        if (s != ST_OK) break;
    }
    stmt_done(q);
    if (s != ST_END) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}
