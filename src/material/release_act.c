/* SPDX-License-Identifier: Apache-2.0
 *
 * Drafting, signing, publishing, superseding, withdrawing; see material.h for the states.
 */
#include <stdio.h>
#include "material/code.h"
#include "material/internal.h"
#include "material/queries.h"

/* --- how many must sign --- */

static str_t needs_name(arena_t *a, str_t kind)
{
    return str_fmt(a, "release.signatures.%.*s", STRF(kind));
}

status_t release_needs(db_t *db, str_t kind, size_t *out, err_t *err)
{
    *out = 1;
    arena_t *a = arena_new(1 << 16);
    if (!a) return no_memory(err);
    stmt_t *q = db_query(db, &q_release_needs, err);
    status_t s = q ? ST_OK : ST_STORE;
    if (q) {
        int64_t n;
        bind_text(q, 1, needs_name(a, kind));
        s = stmt_next(q, err);
        if (s == ST_ROW && str_int(col_text(q, a, 0), 1, SIGN_MANY_MAX, &n)) *out = (size_t)n;
        stmt_done(q);
        if (s == ST_ROW || s == ST_END) s = ST_OK;
    }
    arena_free(a);
    return s;
}

status_t release_needs_set(db_t *db, str_t kind, size_t n, ident_t by, err_t *err)
{
    static const ident_t nothing;
    if (!material_kind_known(kind))
        return err_at(err, ST_INPUT, "material.kind", "kind", 0, N_("There is no such kind of material."));
    if (n < 1 || n > SIGN_MANY_MAX)
        return err_at(err, ST_INPUT, "release.needs", "signatures", 0, N_("A release needs 1 to %d signatures."),
                      SIGN_MANY_MAX);
    arena_t *a = arena_new(1 << 16);
    if (!a) return no_memory(err);
    stmt_t *q = db_query(db, &q_release_needs_set, err);
    status_t s = q ? ST_OK : ST_STORE;
    if (q) {
        bind_text(q, 1, needs_name(a, kind));
        bind_text(q, 2, str_fmt(a, "%zu", n));
        s = stmt_run(q, NULL, err);
    }
    if (s == ST_OK)
        s = journal_add(db, by, "release.policy", nothing,
                        str_fmt(a, "{\"kind\":\"%.*s\",\"signatures\":%zu}", STRF(kind), n), err);
    arena_free(a);
    return s;
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

static status_t draft_insert(db_t *db, const release_t *r, str_t words, err_t *err)
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
    bind_text(q, 10, words);
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
static status_t release_event(db_t *db, arena_t *a, ident_t by, const char *did, const release_t *r, const char *name,
                              str_t value, err_t *err)
{
    char hex[65];
    buf_t b = buf_new(a, 8192);
    digest_hex(sha256(r->manifest), hex);
    buf_fmt(&b, "{\"code\":\"%.*s\",\"manifest\":\"%s\",\"version\":%lld", STRF(r->code), hex, (long long)r->version);
    if (name) {
        buf_fmt(&b, ",\"%s\":", name);
        buf_json(&b, value);
    }
    buf_putc(&b, '}');
    return buf_ok(&b) ? journal_add(db, by, did, r->id, buf_str(&b), err) : no_memory(err);
}

/* What it will be found by. */
static str_t words_of(arena_t *a, const material_t *m, const release_new_t *what)
{
    buf_t b = buf_new(a, 4 << 20);
    const str_t parts[] = {m->title, m->title_en, m->summary, m->summary_en, m->audience, what->text_vi, what->text_en};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_put(&b, parts[i]);
        buf_putc(&b, ' ');
    }
    return find_words(a, buf_str(&b));
}

status_t release_draft(db_t *db, arena_t *a, const release_new_t *what, ident_t *out, err_t *err)
{
    material_t m;
    size_t needs = 1;
    release_t before = {0}, r = {.material = what->material, .drafted_by = what->by, .expires = what->expires};
    char code[CODE_LEN + 1];
    if (what->expires <= clock_now())
        return err_at(err, ST_INPUT, "release.expires", "expires", 0, N_("It would have expired already."));
    if (utf8_len(what->change) > 500)
        return err_at(err, ST_INPUT, "release.change", "change", 0,
                      N_("What changed is said in at most 500 characters."));
    status_t s = material_by_id(db, a, what->material, &m, err);
    if (s == ST_OK) s = last_version(db, m.id, &r.version, err);
    if (s == ST_OK) s = code_free(db, a, what->code, code, err);
    if (s == ST_OK) s = release_needs(db, m.kind, &needs, err);
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
    s = manifest_make(a, &m, what, &r, before.code, needs, &r.manifest, err);
    if (s == ST_OK) s = draft_insert(db, &r, words_of(a, &m, what), err);
    if (s == ST_OK) s = release_event(db, a, r.drafted_by, "release.draft", &r, NULL, S(""), err);
    if (s == ST_OK) *out = r.id;
    return s;
}

/* --- signing --- */

static status_t not_waiting(err_t *err)
{
    return err_set(err, ST_CONFLICT, "release.not-draft", N_("This release is no draft any more."));
}

static status_t may_sign(db_t *db, const release_t *r, ident_t by, err_t *err)
{
    if (!str_eq(r->state, S("draft")) && !str_eq(r->state, S("reviewed"))) return not_waiting(err);
    if (ident_eq(r->drafted_by, by))
        return err_set(err, ST_DENIED, "release.four-eyes",
                       N_("Nobody approves their own text: a second person must do it."));
    stmt_t *q = db_query(db, &q_release_signers, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &r->id);
    bool before = false;
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) before = before || ident_eq(col_id(q, 0), by);
    stmt_done(q);
    if (s != ST_END) return s;
    return before ? err_set(err, ST_DENIED, "release.signed-before",
                            N_("You have signed this already: another person must sign too."))
                  : ST_OK;
}

static status_t run_add_signature(db_t *db, const release_t *r, str_t all, const char *state, ident_t by, err_t *err)
{
    int64_t changed = 0;
    stmt_t *q = db_query(db, &q_release_add_signature, err);
    if (!q) return ST_STORE;
    bind_text(q, 1, all);
    bind_text(q, 2, str_of(state));
    bind_id(q, 3, &by);
    bind_id(q, 4, &r->id);
    status_t s = stmt_run(q, &changed, err);
    return s == ST_OK && changed != 1 ? not_waiting(err) : s;
}

static status_t add_signature(db_t *db, arena_t *a, const char *dir, const release_t *r, ident_t by, str_t one,
                              err_t *err)
{
    sign_ring_t ring;
    sign_seen_t seen[SIGN_MANY_MAX], just;
    manifest_t m;
    size_t before = 0, n = 0;
    char id[17];
    status_t s = manifest_read(a, r->manifest, &m, err);
    if (s == ST_OK) s = material_ring(dir, &ring, err);
    if (s == ST_OK) s = sign_check(&ring, r->manifest, one, &just, err);
    if (s == ST_OK && just.by.until <= clock_now())
        s = err_set(err, ST_DENIED, "sign.retired-key",
                    N_("It was signed with a key that had been retired before: it does not hold."));
    if (s == ST_OK && r->signature.n)
        s = sign_check_many(&ring, r->manifest, r->signature, 0, m.created, seen, &before, err);
    if (s != ST_OK) return s;
    str_t all = str_fmt(a, "%.*s%.*s%s", STRF(r->signature), STRF(str_trim(one)), "\n");
    s = sign_check_many(&ring, r->manifest, all, 1, m.created, seen, &n, err);
    if (s == ST_OK && n != before + 1)
        s = err_set(err, ST_CONFLICT, "release.same-key", N_("This key has signed it already: it needs another one."));
    if (s == ST_OK) s = run_add_signature(db, r, all, n >= m.needs ? "signed" : "reviewed", by, err);
    sign_id_text(just.by.id, id);
    return s == ST_OK ? release_event(db, a, by, "release.sign", r, "key", str_of(id), err) : s;
}

static status_t signed_by(arena_t *a, const release_t *r, const sign_secret_t *key, str_t *out, err_t *err)
{
    char at[32];
    buf_t b = buf_new(a, SIGN_FILE_MAX);
    ms_iso_utc(clock_now(), at);
    str_t comment = str_fmt(a, "canhgiac release %.*s v%lld signed %s", STRF(r->code), (long long)r->version, at);
    status_t s = sign_make(key, r->manifest, comment, &b, err);
    *out = buf_str(&b);
    return s;
}

status_t release_sign(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, const sign_secret_t *key,
                      err_t *err)
{
    release_t r;
    sign_secret_t own;
    str_t one = S("");
    status_t s = release_by_id(db, a, release, &r, err);
    if (s == ST_OK) s = may_sign(db, &r, by, err);
    if (s == ST_OK && !key) s = material_key(dir, &own, err);
    if (s != ST_OK) return s;
    s = signed_by(a, &r, key ? key : &own, &one, err);
    secret_wipe(&own, sizeof own);
    return s == ST_OK ? add_signature(db, a, dir, &r, by, one, err) : s;
}

status_t release_sign_with(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, str_t signature,
                           err_t *err)
{
    release_t r;
    str_t rest = signature, one;
    status_t s = release_by_id(db, a, release, &r, err);
    if (s == ST_OK) s = may_sign(db, &r, by, err);
    if (s == ST_OK && (!sign_next(&rest, &one) || str_trim(rest).n))
        s = err_set(err, ST_INPUT, "sign.bad-signature-file", N_("This is not a signature in minisign's format."));
    return s == ST_OK ? add_signature(db, a, dir, &r, by, one, err) : s;
}

status_t release_holds(const release_t *r, const sign_ring_t *ring, sign_seen_t *seen, size_t *n, err_t *err)
{
    manifest_t m;
    arena_t *a = arena_new(2 * MANIFEST_MAX);
    *n = 0;
    if (!a) return no_memory(err);
    status_t s = manifest_read(a, r->manifest, &m, err);
    if (s == ST_OK) s = sign_check_many(ring, r->manifest, r->signature, m.needs, m.created, seen, n, err);
    arena_free(a);
    return s;
}

/* --- publishing, withdrawing --- */

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
    bind_ms(q, 1, clock_now());
    bind_id(q, 2, &r->id);
    status_t s = stmt_run(q, &changed, err);
    return s == ST_OK && changed != 1 ? not_waiting(err) : s;
}

/* What is published must verify with the keys as they are now: one may have been taken away since it signed. */
static status_t may_publish(db_t *db, arena_t *a, const char *dir, const release_t *r, err_t *err)
{
    sign_ring_t ring;
    sign_seen_t seen[SIGN_MANY_MAX];
    size_t n;
    release_t newer;
    if (str_eq(r->state, S("draft")) || str_eq(r->state, S("reviewed")))
        return err_set(err, ST_CONFLICT, "release.unsigned", N_("It does not have all the signatures it needs yet."));
    if (!str_eq(r->state, S("signed"))) return not_waiting(err);
    if (r->expires <= clock_now())
        return err_set(err, ST_CONFLICT, "release.expires", N_("It would have expired already."));
    if (release_current(db, a, r->material, clock_now(), &newer, NULL) == ST_OK && newer.version > r->version)
        return err_set(err, ST_CONFLICT, "release.overtaken", N_("A newer version has been published already."));
    status_t s = material_ring(dir, &ring, err);
    return s == ST_OK ? release_holds(r, &ring, seen, &n, err) : s;
}

status_t release_publish(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, err_t *err)
{
    release_t r;
    status_t s = release_by_id(db, a, release, &r, err);
    if (s == ST_OK) s = may_publish(db, a, dir, &r, err);
    if (s == ST_OK) s = run_supersede(db, &r, err);
    if (s == ST_OK) s = run_publish(db, &r, err);
    return s == ST_OK ? release_event(db, a, by, "release.publish", &r, NULL, S(""), err) : s;
}

status_t release_approve(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, bool *live, err_t *err)
{
    release_t r = {.version = 0};
    bool ignored;
    if (!live) live = &ignored;
    *live = false;
    status_t s = release_sign(db, a, dir, release, by, NULL, err);
    if (s == ST_OK) s = release_by_id(db, a, release, &r, err);
    if (s != ST_OK || !str_eq(r.state, S("signed"))) return s;
    s = release_publish(db, a, dir, release, by, err);
    *live = s == ST_OK;
    return s;
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
    if (s == ST_OK) s = release_event(db, a, by, "release.withdraw", &r, "why", why, err);
    arena_free(a);
    return s;
}
