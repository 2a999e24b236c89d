/* SPDX-License-Identifier: Apache-2.0
 *
 * The desk's library: add a material, upload a new version, approve, withdraw.
 */
#include "material/intake.h"
#include "material/pages.h"
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
    bool waits = str_eq(r->state, S("draft")) || str_eq(r->state, S("reviewed"));
    bool live = waits || str_eq(r->state, S("signed")) || str_eq(r->state, S("published"));
    view_flag(o, "may_approve", decide && !mine && waits);
    view_flag(o, "may_publish", decide && str_eq(r->state, S("signed")));
    view_flag(o, "may_withdraw", decide && live);
    manifest_t f;
    size_t signatures = 0;
    str_t rest = r->signature, one;
    while (sign_next(&rest, &one)) signatures++;
    if (manifest_read(q->a, r->manifest, &f, NULL) != ST_OK) return;
    view_int(o, "signatures", (int64_t)signatures);
    view_int(o, "needs", (int64_t)f.needs);
    view_flag(o, "several", f.needs > 1);
    if (f.change.n) view_text(o, "change", f.change);
}

status_t desk_library(req_t *q, view_t *v, err_t *err)
{
    static const char *const kinds[] = {"handbook", "document", "poster", "clip", "audio", "post", "notice"};
    material_t *m;
    size_t n;
    str_t asked = req_query(q, "q");
    if (asked.n) view_text(v, "q", asked);
    status_t s =
        asked.n ? material_find(q->db, q->a, asked, &m, &n, err) : material_list(q->db, q->a, S(""), &m, &n, err);
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
    view_flag(v, "none", n == 0 && !asked.n);
    view_flag(v, "not_found", n == 0 && asked.n > 0);
    view_flag(v, "may_edit", actor_seat(q->who, ROLE_EDITOR) != NULL);
    view_t *choices = view_list(v, "kinds");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        view_t *o = view_item(choices);
        view_z(o, "value", kinds[i]);
        view_z(o, "label", kind_label(str_of(kinds[i]), q->lang));
    }
    return s;
}

/* The units whose portals this person looks after, each once: the zip is made with their mark and name. */
static status_t show_portals(req_t *q, view_t *v, err_t *err)
{
    view_t *list = view_list(v, "portals");
    for (size_t i = 0; i < q->who->n_seats; i++) {
        unit_t u;
        const seat_t *seat = &q->who->seats[i];
        bool again = false;
        for (size_t k = 0; k < i; k++) again = again || ident_eq(q->who->seats[k].unit, seat->unit);
        if (again) continue;
        status_t s = unit_by_id(q->db, q->a, seat->unit, &u, err);
        if (s != ST_OK) return s;
        view_t *o = view_item(list);
        view_text(o, "unit_code", u.code);
        view_text(o, "unit_name", u.name);
    }
    return ST_OK;
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
    return s == ST_OK ? show_portals(q, v, err) : s;
}

/* "otp-call, qr-swap" as the JSON list that is stored. */
static status_t forms_of(req_t *q, str_t *out, err_t *err)
{
    str_t rest = S(""), one;
    buf_t b = buf_new(q->a, 4096);
    status_t s = req_text(q, "forms", N_("Forms of scam it treats"), 300, false, &rest, err);
    buf_putc(&b, '[');
    while (s == ST_OK && rest.n && str_cut(&rest, ',', &one)) {
        one = str_trim(one);
        if (!one.n) continue;
        if (b.n > 1) buf_putc(&b, ',');
        buf_json(&b, one);
    }
    buf_putc(&b, ']');
    *out = buf_str(&b);
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
    if (s == ST_OK) s = req_text(q, "licence", N_("Licence"), 60, false, &m.licence, err);
    if (s == ST_OK) s = forms_of(q, &m.forms, err);
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
    material_t m;
    intake_t in;
    str_t change;
    ms_t expires;
    ident_t release;
} upload_t;

static status_t upload_act(db_t *db, void *arg, err_t *err)
{
    upload_t *u = arg;
    unit_t unit;
    status_t s = unit_by_id(db, u->q->a, u->m.owner, &unit, err);
    if (s == ST_OK && !actor_may(u->q->who, ROLE_EDITOR, unit.path)) s = not_yours(err);
    release_new_t what = {.material = u->m.id,
                          .renditions = u->in.files,
                          .n = u->in.n,
                          .text_vi = u->in.text_vi,
                          .text_en = u->in.text_en,
                          .base = u->q->app->base_url,
                          .expires = u->expires,
                          .change = u->change,
                          .by = u->q->who->person};
    return s == ST_OK ? release_draft(db, u->q->a, &what, &u->release, err) : s;
}

/* Whose it is, before any of the files is worked on: a clip takes minutes. */
static status_t upload_for(upload_t *u, err_t *err)
{
    db_t *db;
    unit_t unit;
    status_t s = store_read(u->q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = material_by_slug(db, u->q->a, u->q->args[0], &u->m, err);
    if (s == ST_OK) s = unit_by_id(db, u->q->a, u->m.owner, &unit, err);
    if (s == ST_OK && !actor_may(u->q->who, ROLE_EDITOR, unit.path)) s = not_yours(err);
    store_done(u->q->app->store, db);
    return s;
}

static status_t upload_words(upload_t *u, str_t *alt, err_t *err)
{
    date_t day;
    str_t expires = S("");
    status_t s = req_text(u->q, "change", N_("What is corrected against the version before, for everybody to read"),
                          500, false, &u->change, err);
    if (s == ST_OK)
        s = req_text(u->q, "alt", N_("What pictures, clips and sounds say, for those who do not see or hear them"),
                     2000, false, alt, err);
    if (s == ST_OK) s = req_text(u->q, "expires", N_("Last day on which it is good"), 20, false, &expires, err);
    u->expires = MS_NEVER;
    if (s != ST_OK || !expires.n) return s;
    if (!date_parse(expires, &day))
        return err_at(err, ST_INPUT, "release.expires", "expires", 0, N_("--%s is a date like 2026-12-31."), "expires");
    u->expires = date_end(day);
    return ST_OK;
}

status_t desk_upload(req_t *q, view_t *v, err_t *err)
{
    upload_t u = {.q = q,
                  .in = {.a = q->a, .st = q->app->store, .slug = q->args[0], .text_vi = S(""), .text_en = S("")}};
    str_t alt = S("");
    (void)v;
    status_t s = upload_words(&u, &alt, err);
    if (s == ST_OK) s = upload_for(&u, err);
    for (size_t i = 0; s == ST_OK && i < q->n_form; i++) {
        const field_t *f = &q->form[i];
        if (!f->filename.p || f->value.n == 0) continue;
        if (str_eq(f->name, S("file_vi"))) s = intake_file(&u.in, f->value, S(""), S("vi"), alt, err);
        if (str_eq(f->name, S("file_en"))) s = intake_file(&u.in, f->value, S(""), S("en"), alt, err);
    }
    if (s == ST_OK && u.in.n == 0)
        s = err_at(err, ST_INPUT, "file.none", "file_vi", 0, N_("Choose at least one file."));
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
    bool live = false;
    (void)v;
    status_t s = release_asked(q, &id, &m, err);
    if (s == ST_OK) s = release_approve(q->db, q->a, store_dir(q->app->store), id, q->who->person, &live, err);
    if (s != ST_OK) return s;
    return changed(q, &m,
                   live ? N_("The release is signed and published.")
                        : N_("The release is signed. It needs more signatures before it is published."));
}

/* A file of any release, drafts too: who is to sign must be able to read it. */
status_t desk_file(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    material_t m;
    release_t r;
    (void)v;
    status_t s = release_asked(q, &id, &m, err);
    if (s == ST_OK) s = release_by_id(q->db, q->a, id, &r, err);
    return s == ST_OK ? send_file(q, &r, q->args[1], err) : s;
}

/* A signature made on the person's own machine. */
status_t desk_signature(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    material_t m;
    const field_t *f = req_file(q, "signature");
    (void)v;
    if (!f || f->value.n == 0)
        return err_at(err, ST_INPUT, "sign.no-file", "signature", 0, N_("Choose the .minisig file first."));
    status_t s = release_asked(q, &id, &m, err);
    if (s == ST_OK) s = release_sign_with(q->db, q->a, store_dir(q->app->store), id, q->who->person, f->value, err);
    return s == ST_OK ? changed(q, &m, N_("The release is signed. It needs more signatures before it is published."))
                      : s;
}

status_t desk_publish(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    material_t m;
    (void)v;
    status_t s = release_asked(q, &id, &m, err);
    if (s == ST_OK) s = release_publish(q->db, q->a, store_dir(q->app->store), id, q->who->person, err);
    return s == ST_OK ? changed(q, &m, N_("The release is published.")) : s;
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
