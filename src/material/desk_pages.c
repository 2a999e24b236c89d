/* SPDX-License-Identifier: Apache-2.0
 *
 * The desk's library: add a material, upload a new version, approve, withdraw.
 */
#include <stdio.h>
#include "material/pages.h"
#include "material/sniff.h"
#include "page/app.h"

static status_t not_yours(err_t *err)
{
    return err_set(err, ST_DENIED, "material.not-yours",
                   N_("Your seat does not reach the unit that owns this material."));
}

/* The unit of the editor's seat: it owns what the editor adds. */
static status_t own_unit(const req_t *q, ident_t *out, err_t *err)
{
    const seat_t *seat = actor_seat(q->who, ROLE_EDITOR);
    if (!seat) return not_yours(err);
    *out = seat->unit;
    return ST_OK;
}

/* Editors and signers of the owner's tree decide about its releases; the law of four eyes comes on top. */
static bool may_decide(const req_t *q, ident_t owner)
{
    return may(q, ROLE_EDITOR, owner) || may(q, ROLE_SIGNER, owner);
}

static void show_drafts_mark(req_t *q, view_t *o, const material_t *m, const release_t *r)
{
    bool decide = may_decide(q, m->owner), mine = ident_eq(r->drafted_by, q->who->person);
    view_flag(o, "mine", mine);
    view_flag(o, "may_approve", decide && !mine && str_eq(r->state, S("draft")));
    view_flag(o, "may_withdraw", decide && (str_eq(r->state, S("draft")) || str_eq(r->state, S("published"))));
}

status_t desk_library(req_t *q, view_t *v, err_t *err)
{
    static const char *const kinds[] = {"handbook", "document", "poster", "clip", "audio", "post", "notice"};
    material_t *m;
    size_t n;
    status_t s = material_list(q->db, q->a, S(""), &m, &n, err);
    view_t *list = view_list(v, "materials");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        release_t *r;
        size_t n_releases;
        view_t *o = view_item(list);
        show_material(o, &m[i], q->lang);
        s = release_list(q->db, q->a, m[i].id, true, &r, &n_releases, err);
        if (s != ST_OK || n_releases == 0) continue;
        show_release(o, &r[0], q->lang);
        show_drafts_mark(q, o, &m[i], &r[0]);
    }
    view_flag(v, "none", n == 0);
    view_flag(v, "may_edit", actor_seat(q->who, ROLE_EDITOR) != NULL);
    view_t *choices = view_list(v, "kinds");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        view_t *o = view_item(choices);
        view_z(o, "value", kinds[i]);
        view_z(o, "label", kind_label(str_of(kinds[i]), q->lang));
    }
    return s;
}

status_t desk_material(req_t *q, view_t *v, err_t *err)
{
    material_t m;
    release_t *r;
    size_t n;
    status_t s = material_by_slug(q->db, q->a, q->args[0], &m, err);
    if (s == ST_OK) s = release_list(q->db, q->a, m.id, true, &r, &n, err);
    if (s != ST_OK) return s;
    show_material(v, &m, q->lang);
    view_text(v, "page_title", title_of(&m, q->lang));
    view_flag(v, "may_edit", may(q, ROLE_EDITOR, m.owner));
    view_t *list = view_list(v, "releases");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        view_t *o = view_item(list);
        show_release(o, &r[i], q->lang);
        show_drafts_mark(q, o, &m, &r[i]);
        s = show_files(o, q->a, &r[i], q->lang, err);
        if (str_eq(r[i].state, S("published"))) {
            view_text(v, "embed_vi", embed_block(q->a, &m, &r[i], q->app->base_url, LANG_VI));
            view_text(v, "embed_en", embed_block(q->a, &m, &r[i], q->app->base_url, LANG_EN));
        }
    }
    view_flag(v, "no_releases", n == 0);
    return s;
}

status_t desk_add(req_t *q, view_t *v, err_t *err)
{
    material_t m = {0};
    (void)v;
    status_t s = req_text(q, "slug", N_("Short name"), 60, true, &m.slug, err);
    if (s == ST_OK) s = req_text(q, "kind", N_("Kind"), 20, true, &m.kind, err);
    if (s == ST_OK) s = req_text(q, "title", N_("Title in Vietnamese"), 200, true, &m.title, err);
    if (s == ST_OK) s = req_text(q, "title_en", N_("Title in English"), 200, false, &m.title_en, err);
    if (s == ST_OK) s = req_text(q, "summary", N_("Summary in Vietnamese"), 600, true, &m.summary, err);
    if (s == ST_OK) s = req_text(q, "summary_en", N_("Summary in English"), 600, false, &m.summary_en, err);
    if (s == ST_OK) s = req_text(q, "audience", N_("Audience"), 200, false, &m.audience, err);
    if (s == ST_OK) s = own_unit(q, &m.owner, err);
    if (s == ST_OK) s = material_add(q->db, &m, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The material was added. Now upload its first version."));
    answer_redirect(q, str_fmt(q->a, "/ban/tai-lieu/%.*s", STRF(m.slug)));
    return ST_OK;
}

/* --- a new version --- */

typedef struct upload {
    req_t *q;
    rendition_t files[16];
    size_t n;
    str_t text_vi, text_en;
    ident_t release;
} upload_t;

static status_t take_file(upload_t *u, const field_t *f, const char *lang, err_t *err)
{
    sniffed_t kind;
    rendition_t *r = &u->files[u->n];
    if (u->n == sizeof u->files / sizeof *u->files)
        return err_at(err, ST_LIMIT, "file.many", "file", 0, N_("At most %d files at once."), (int)u->n);
    status_t s = file_sniff(f->value, &kind, err);
    if (s == ST_OK) s = blob_put(u->q->app->store, f->value, &r->sha256, err);
    if (s != ST_OK) return s;
    r->role = str_of(kind.role);
    r->mime = str_of(kind.mime);
    r->lang = str_of(lang);
    r->bytes = f->value.n;
    /* The name is ours: what the uploader's machine called it may hold anything. */
    r->name = str_fmt(u->q->a, "%.*s.%s.%zu.%s", STRF(u->q->args[0]), lang, u->n + 1, kind.ending);
    if (str_eq(r->role, S("text"))) *(strcmp(lang, "en") == 0 ? &u->text_en : &u->text_vi) = f->value;
    u->n++;
    return ST_OK;
}

static status_t upload_act(db_t *db, void *arg, err_t *err)
{
    upload_t *u = arg;
    material_t m;
    status_t s = material_by_slug(db, u->q->a, u->q->args[0], &m, err);
    if (s != ST_OK) return s;
    unit_t unit;
    s = unit_by_id(db, u->q->a, m.owner, &unit, err);
    if (s == ST_OK && !actor_may(u->q->who, ROLE_EDITOR, unit.path)) s = not_yours(err);
    release_new_t what = {.material = m.id,
                          .renditions = u->files,
                          .n = u->n,
                          .text_vi = u->text_vi,
                          .text_en = u->text_en,
                          .base = u->q->app->base_url,
                          .expires = MS_NEVER,
                          .by = u->q->who->person};
    return s == ST_OK ? release_draft(db, u->q->a, &what, &u->release, err) : s;
}

status_t desk_upload(req_t *q, view_t *v, err_t *err)
{
    upload_t u = {.q = q, .text_vi = S(""), .text_en = S("")};
    status_t s = ST_OK;
    (void)v;
    for (size_t i = 0; s == ST_OK && i < q->n_form; i++) {
        const field_t *f = &q->form[i];
        if (!f->filename.p || f->value.n == 0) continue;
        if (str_eq(f->name, S("file_vi"))) s = take_file(&u, f, "vi", err);
        if (str_eq(f->name, S("file_en"))) s = take_file(&u, f, "en", err);
    }
    if (s == ST_OK && u.n == 0) s = err_at(err, ST_INPUT, "file.none", "file_vi", 0, N_("Choose at least one file."));
    if (s == ST_OK) s = store_act(q->app->store, upload_act, &u, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The draft is stored. A second person must approve it."));
    answer_redirect(q, str_fmt(q->a, "/ban/tai-lieu/%.*s", STRF(q->args[0])));
    return ST_OK;
}

/* --- approving and withdrawing --- */

static status_t release_asked(req_t *q, ident_t *id, material_t *m, err_t *err)
{
    release_t r;
    if (!ident_parse(q->args[0], id))
        return err_set(err, ST_NOT_FOUND, "release.none", N_("There is no such release."));
    status_t s = release_by_id(q->db, q->a, *id, &r, err);
    if (s == ST_OK) s = material_by_id(q->db, q->a, r.material, m, err);
    if (s == ST_OK && !may_decide(q, m->owner)) s = not_yours(err);
    return s;
}

static status_t changed(req_t *q, const material_t *m, const char *flash)
{
    answer_flash(q, flash);
    answer_redirect(q, str_fmt(q->a, "/ban/tai-lieu/%.*s", STRF(m->slug)));
    if (q->app->republish) q->app->republish(q->app);
    return ST_OK;
}

status_t desk_approve(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    material_t m;
    (void)v;
    status_t s = release_asked(q, &id, &m, err);
    if (s == ST_OK) s = release_approve(q->db, q->a, store_dir(q->app->store), id, q->who->person, NULL, err);
    return s == ST_OK ? changed(q, &m, N_("The release is signed and published.")) : s;
}

status_t desk_withdraw(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    material_t m;
    str_t why = S("");
    (void)v;
    status_t s = release_asked(q, &id, &m, err);
    if (s == ST_OK) s = req_text(q, "why", N_("Reason"), 500, true, &why, err);
    if (s == ST_OK) s = release_withdraw(q->db, id, q->who->person, why, err);
    return s == ST_OK ? changed(q, &m, N_("The release is withdrawn; verifying its code says so, with the reason."))
                      : s;
}
