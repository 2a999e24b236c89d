/* SPDX-License-Identifier: Apache-2.0
 *
 * Other evidence: said by the unit, never counted as verified; some of it drawn for a call-back.
 */
#include "page/app.h"
#include "proof/other.h"
#include "proof/photo.h"

static status_t denied(err_t *err)
{
    return err_set(err, ST_DENIED, "proof.other-unit", N_("This belongs to another unit."));
}

static bool may_say(const req_t *q, str_t path)
{
    return actor_may(q->who, ROLE_CONTACT, path) || actor_may(q->who, ROLE_EDITOR, path);
}

static bool may_see(const req_t *q, str_t path)
{
    return may_say(q, path) || actor_may(q->who, ROLE_COORDINATOR, path) || actor_may(q->who, ROLE_CHECKER, path) ||
           actor_may(q->who, ROLE_SIGNER, path) || actor_may(q->who, ROLE_AUDITOR, path);
}

/* The seat whose units are shown, and with which something is said. */
static const seat_t *seat_of(const req_t *q)
{
    static const role_t order[] = {ROLE_CONTACT, ROLE_EDITOR,  ROLE_COORDINATOR,
                                   ROLE_CHECKER, ROLE_AUDITOR, ROLE_SIGNER};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const seat_t *s = actor_seat(q->who, order[i]);
        if (s) return s;
    }
    return NULL;
}

static void one_view(const req_t *q, view_t *i, const other_t *o)
{
    static const struct {
        const char *code, *label, *tag;
    } found[] = {{"holds", N_("confirmed by call-back"), "tag-ok"},
                 {"fails", N_("not confirmed"), "tag-bad"},
                 {"cannot-tell", N_("call-back could not tell"), "tag-info"}};
    const other_kind_t *k = other_kind(o->what);
    view_id(i, "id", o->id);
    view_text(i, "unit_name", o->unit_name);
    view_z(i, "what", k ? tr(q->lang, k->title) : "");
    view_z(i, "counted", k ? tr(q->lang, k->unit) : "");
    view_int(i, "number", o->number);
    view_text(i, "note", o->note);
    view_text(i, "address", o->address);
    view_time(i, "at", o->at);
    view_flag(i, "has_photo", o->has_photo);
    view_flag(i, "drawn", o->drawn);
    view_flag(i, "waits", o->drawn && !o->verdict.n);
    for (size_t f = 0; f < sizeof found / sizeof *found; f++) {
        if (!str_eq(o->verdict, str_of(found[f].code))) continue;
        view_z(i, "found", tr(q->lang, found[f].label));
        view_z(i, "found_tag", found[f].tag);
    }
    view_text(i, "found_note", o->found);
}

/* Sums by kind: what is said, and apart from it how call-backs ended. */
static void sums_view(const req_t *q, view_t *v, const other_t *o, size_t n)
{
    view_t *list = view_list(v, "sums");
    for (const other_kind_t *k = other_kinds; k->code; k++) {
        int64_t number = 0, records = 0, drawn = 0, holds = 0, fails = 0;
        for (size_t i = 0; i < n; i++) {
            if (!str_eq(o[i].what, str_of(k->code))) continue;
            number += o[i].number;
            records++;
            drawn += o[i].drawn;
            holds += str_eq(o[i].verdict, S("holds"));
            fails += str_eq(o[i].verdict, S("fails"));
        }
        if (!records) continue;
        view_t *x = view_item(list);
        view_z(x, "what", tr(q->lang, k->title));
        view_z(x, "counted", tr(q->lang, k->unit));
        view_int(x, "number", number);
        view_int(x, "records", records);
        view_int(x, "drawn", drawn);
        view_int(x, "holds", holds);
        view_int(x, "fails", fails);
    }
}

static status_t fill(req_t *q, db_t *db, view_t *v, err_t *err)
{
    const seat_t *seat = seat_of(q);
    other_t *list;
    size_t n;
    if (!seat) return denied(err);
    status_t s = other_list(db, q->a, seat->unit_path, false, &list, &n, err);
    if (s != ST_OK) return s;
    view_text(v, "unit_name", seat->unit_name);
    view_flag(v, "may_say", actor_seat(q->who, ROLE_CONTACT) != NULL);
    view_flag(v, "coordinator", actor_seat(q->who, ROLE_COORDINATOR) != NULL);
    view_flag(v, "checker", actor_seat(q->who, ROLE_CHECKER) != NULL);
    view_int(v, "usual", DRAW_USUAL);
    sums_view(q, v, list, n);
    view_t *out = view_list(v, "said"), *kinds = view_list(v, "kinds");
    for (size_t i = 0; i < n; i++) one_view(q, view_item(out), &list[i]);
    for (const other_kind_t *k = other_kinds; k->code; k++) {
        view_t *x = view_item(kinds);
        view_z(x, "code", k->code);
        view_fmt(x, "title", "%s (%s)", tr(q->lang, k->title), tr(q->lang, k->unit));
    }
    view_flag(v, "any", n > 0);
    return ST_OK;
}

static status_t other_page(req_t *q, view_t *v, err_t *err)
{
    view_list(v, "errors");
    return fill(q, q->db, v, err);
}

/* --- saying --- */

typedef struct saying {
    req_t *q;
    const seat_t *seat;
    other_t o;
    ident_t id;
} saying_t;

static status_t say_act(db_t *db, void *arg, err_t *err)
{
    saying_t *w = arg;
    return other_add(db, w->q->a, w->seat->unit, &w->o, w->seat->id, w->q->who->person, &w->id, err);
}

static status_t read_form(req_t *q, other_t *o, err_t *err)
{
    str_t number = STR_NONE;
    status_t s = req_text(q, "what", N_("What is counted"), 20, true, &o->what, err);
    if (s == ST_OK) s = req_text(q, "number", N_("How many"), 12, true, &number, err);
    if (s == ST_OK) s = req_text(q, "note", N_("Note: where, when, how it was counted"), 500, true, &o->note, err);
    if (s == ST_OK)
        s = req_text(q, "address", N_("Address of the post, if there is one"), 500, false, &o->address, err);
    if (s == ST_OK && o->address.n && !str_starts(o->address, S("https://")) && !str_starts(o->address, S("http://")))
        s = err_at(err, ST_INPUT, "other.address", "address", 0, N_("An address begins with https:// or http://."));
    if (s == ST_OK && !str_int(number, 0, OTHER_NUMBER_MOST, &o->number))
        s = err_at(err, ST_INPUT, "other.number", "number", 0, N_("Write a whole number from 1 up."));
    return s;
}

static status_t keep_photo(req_t *q, other_t *o, err_t *err)
{
    const field_t *f = req_file(q, "photo");
    str_t clean;
    const char *mime;
    if (!f || !f->value.n) return ST_OK;
    status_t s = photo_strip(q->a, f->value, &clean, &mime, err);
    if (s == ST_OK) s = blob_put(q->app->store, clean, &o->photo, err);
    o->has_photo = s == ST_OK;
    return s;
}

static status_t again(req_t *q, view_t *v, status_t s, err_t *err)
{
    if (s != ST_INPUT && s != ST_LIMIT) return s;
    view_t *e = view_item(view_list(v, "errors"));
    db_t *db;
    view_z(e, "field", err->field);
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    answer_status(q, status_http(s));
    s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = fill(q, db, v, err);
    store_done(q->app->store, db);
    return s;
}

static status_t post_say(req_t *q, view_t *v, err_t *err)
{
    saying_t w = {.q = q, .seat = actor_seat(q->who, ROLE_CONTACT)};
    if (!w.seat) return denied(err);
    status_t s = read_form(q, &w.o, err);
    if (s == ST_OK) s = keep_photo(q, &w.o, err);
    if (s == ST_OK) s = store_act(q->app->store, say_act, &w, err);
    if (s != ST_OK) return again(q, v, s, err);
    answer_flash(q, N_("Noted, as said by the unit."));
    answer_redirect(q, S("/ban/bang-chung-khac"));
    return ST_OK;
}

static status_t photo(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    ident_t id;
    other_t o;
    str_t bytes;
    if (!ident_parse(q->args[0], &id)) return err_set(err, ST_NOT_FOUND, "other.none", N_("There is no such record."));
    status_t s = other_get(q->db, q->a, id, &o, err);
    if (s == ST_OK && !may_see(q, o.unit_path)) s = denied(err);
    if (s == ST_OK && !o.has_photo) s = err_set(err, ST_NOT_FOUND, "other.none", N_("There is no such record."));
    if (s == ST_OK) s = blob_get(q->app->store, q->a, o.photo, PHOTO_LIMIT + 64, &bytes, err);
    if (s != ST_OK) return s;
    bool png = str_starts(bytes, S("\x89PNG"));
    answer_blob(q, png ? "image/png" : "image/jpeg", o.photo, S(""));
    return ST_OK;
}

/* --- drawing and calling back --- */

static status_t post_draw(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    const seat_t *seat = actor_seat(q->who, ROLE_COORDINATOR);
    int64_t n = DRAW_USUAL;
    size_t drawn;
    str_t wanted = req_form(q, "n");
    if (!seat) return denied(err);
    if (wanted.n && !str_int(wanted, 1, DRAW_MOST, &n))
        return err_at(err, ST_INPUT, "draw.n", "n", 0, N_("Draw from 1 to %d."), DRAW_MOST);
    status_t s = other_draw(q->db, q->a, seat->unit, seat->unit_path, (size_t)n, q->who->person, &drawn, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("Drawn. Anybody who has the journal can draw again and get the same."));
    answer_redirect(q, S("/ban/bang-chung-khac"));
    return ST_OK;
}

static status_t callback_page(req_t *q, view_t *v, err_t *err)
{
    const seat_t *seat = actor_seat(q->who, ROLE_CHECKER);
    other_t *list;
    size_t n;
    bool any = false;
    if (!seat) return denied(err);
    status_t s = other_list(q->db, q->a, seat->unit_path, true, &list, &n, err);
    if (s != ST_OK) return s;
    view_t *out = view_list(v, "drawn");
    for (size_t i = 0; i < n; i++) {
        if (list[i].verdict.n || ident_eq(list[i].unit, seat->unit)) continue;
        one_view(q, view_item(out), &list[i]);
        any = true;
    }
    view_flag(v, "any", any);
    return ST_OK;
}

static status_t post_callback(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    ident_t id;
    other_t o;
    str_t verdict, note;
    if (!ident_parse(q->args[0], &id)) return err_set(err, ST_NOT_FOUND, "other.none", N_("There is no such record."));
    status_t s = other_get(q->db, q->a, id, &o, err);
    if (s == ST_OK) s = req_text(q, "verdict", N_("What was found"), 20, true, &verdict, err);
    if (s == ST_OK) s = req_text(q, "note", N_("Note"), 500, false, &note, err);
    if (s == ST_OK) s = other_check(q->db, q->a, &o, q->who, verdict, note, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("Noted."));
    answer_redirect(q, S("/ban/goi-lai"));
    return ST_OK;
}

const route_t proof_other_routes[] = {
    {"GET", "/ban/bang-chung-khac", PERM_SIGNED_IN, ROUTE_READ, other_page, "proof/other", N_("Other evidence"), 0},
    {"POST", "/ban/bang-chung-khac", PERM_UNIT, ROUTE_SLOW, post_say, "proof/other", N_("Other evidence"),
     PHOTO_LIMIT + 65536},
    {"GET", "/ban/bang-chung-khac/{}/anh", PERM_SIGNED_IN, ROUTE_READ, photo, NULL, N_("Photo"), 0},
    {"POST", "/ban/bang-chung-khac/rut", PERM_COORDINATE, ROUTE_ACT, post_draw, NULL, N_("Draw a sample"), 0},
    {"GET", "/ban/goi-lai", PERM_CHECK, ROUTE_READ, callback_page, "proof/callback", N_("Call-backs"), 0},
    {"POST", "/ban/goi-lai/{}", PERM_CHECK, ROUTE_ACT, post_callback, NULL, N_("Call-backs"), 0},
    {0},
};
