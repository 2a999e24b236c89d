/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include "field/field.h"
#include "learn/learn.h"
#include "page/app.h"

enum { RECORDS_MOST = 200 };

static status_t visit_page(req_t *q, view_t *v, err_t *err)
{
    const seat_t *seat = actor_seat(q->who, ROLE_VOLUNTEER);
    str_t token;
    field_count_t *counts;
    size_t n;
    status_t s = field_token(store_dir(q->app->store), q->a, seat->id, seat->unit, &token, err);
    if (s == ST_OK) s = field_counts(q->db, q->a, seat->unit_path, &counts, &n, err);
    if (s != ST_OK) return s;
    int64_t all = 0, met = 0;
    for (size_t i = 0; i < n; i++) {
        all += counts[i].n;
        if (str_eq(counts[i].outcome, S("met"))) met += counts[i].n;
    }
    view_text(v, "unit", seat->unit_name);
    view_text(v, "token", token);
    view_id(v, "id", ident_new());
    view_int(v, "all", all);
    view_int(v, "met", met);
    return ST_OK;
}

static status_t visit_post(req_t *q, view_t *v, err_t *err)
{
    const seat_t *seat = actor_seat(q->who, ROLE_VOLUNTEER);
    ident_t id;
    record_answer_t answer;
    (void)v;
    if (!ident_parse(req_form(q, "id"), &id))
        return err_set(err, ST_USAGE, "visit.id", N_("The form arrived damaged; go back and send it again."));
    str_t people = req_form(q, "people"), outcome = req_form(q, "outcome"), language = req_form(q, "language");
    visit_t visit = {.outcome = outcome.p ? outcome : S(""),
                     .people = people.p ? people : S(""),
                     .language = language.p ? language : S(""),
                     .handbook = req_form(q, "handbook").p != NULL,
                     .leaflet = req_form(q, "leaflet").p != NULL,
                     .poster = req_form(q, "poster").p != NULL};
    status_t s = field_visit_add(q->db, q->a, id, &visit, seat->id, seat->unit, q->who->person, &answer, err);
    if (s != ST_OK) return s;
    answer_flash(q, answer == RECORD_CONFLICT ? N_("This sheet was sent before with other answers; both are kept.")
                                              : N_("The visit is noted."));
    answer_redirect(q, S("/ban/tham-ho"));
    return ST_OK;
}

static status_t total_page(req_t *q, view_t *v, err_t *err)
{
    field_count_t *counts;
    size_t n;
    status_t s = field_counts(q->db, q->a, actor_seat(q->who, ROLE_COORDINATOR)->unit_path, &counts, &n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(v, "counts");
    for (size_t i = 0; i < n; i++) {
        view_t *c = view_item(list);
        view_text(c, "outcome", counts[i].outcome);
        view_text(c, "language", counts[i].language);
        view_int(c, "n", counts[i].n);
    }
    return ST_OK;
}

/* --- POST /api/v1/records --- */

static str_t text_of(json_t *j, const char *name)
{
    json_t *x = json_object_get(j, name);
    return json_is_string(x) ? (str_t){json_string_value(x), json_string_length(x)} : S("");
}

/* Privacy by absence: what is not asked for is not taken, and the sender is told. */
static status_t only(json_t *j, const char *const *allowed, err_t *err)
{
    const char *key;
    json_t *value;
    json_object_foreach(j, key, value)
    {
        bool fine = false;
        for (const char *const *k = allowed; *k; k++) fine = fine || strcmp(*k, key) == 0;
        if (!fine)
            return err_at(err, ST_INPUT, "record.field", "body", 0,
                          N_("A field that is not asked for is refused: no names, no addresses."));
    }
    return ST_OK;
}

static status_t read_left(json_t *list, visit_t *v, err_t *err)
{
    size_t i;
    json_t *x;
    json_array_foreach(list, i, x)
    {
        const char *what = json_string_value(x);
        if (what && strcmp(what, "handbook") == 0)
            v->handbook = true;
        else if (what && strcmp(what, "leaflet") == 0)
            v->leaflet = true;
        else if (what && strcmp(what, "poster") == 0)
            v->poster = true;
        else
            return err_at(err, ST_INPUT, "record.left", "left", 0, N_("What was left is handbook, leaflet or poster."));
    }
    return ST_OK;
}

static status_t one_visit(req_t *q, json_t *r, ident_t id, record_answer_t *answer, err_t *err)
{
    static const char *const allowed[] = {"outcome", "people", "language", "left", NULL};
    static const ident_t nobody;
    json_t *body = json_object_get(r, "body");
    ident_t seat, unit;
    status_t s = field_token_read(store_dir(q->app->store), q->a, text_of(r, "token"), &seat, &unit, err);
    if (s == ST_OK)
        s = json_is_object(body) ? only(body, allowed, err)
                                 : err_at(err, ST_INPUT, "record.body", "body", 0, N_("A record needs a body."));
    visit_t v = {
        .outcome = text_of(body, "outcome"), .people = text_of(body, "people"), .language = text_of(body, "language")};
    if (s == ST_OK) s = read_left(json_object_get(body, "left"), &v, err);
    return s == ST_OK ? field_visit_add(q->db, q->a, id, &v, seat, unit, nobody, answer, err) : s;
}

static status_t one_attempt(req_t *q, json_t *r, ident_t id, record_answer_t *answer, err_t *err)
{
    json_t *body = json_object_get(r, "body"), *list = json_object_get(body, "answers");
    str_t form = text_of(body, "form"), code = text_of(r, "class");
    int steps[QUIZ_ITEMS] = {0};
    unit_t unit = {.id = {{0}}};
    quiz_item_t items[QUIZ_ITEMS];
    if (form.n != 1 || !quiz_form(q->a, form.p[0], items) || json_array_size(list) != QUIZ_ITEMS)
        return err_at(err, ST_INPUT, "attempt.answer", "answers", 0, N_("Answer all twelve messages."));
    for (size_t i = 0; i < QUIZ_ITEMS; i++) steps[i] = (int)json_integer_value(json_array_get(list, i));
    status_t s = code.n ? unit_by_code(q->db, q->a, code, clock_now(), &unit, err) : ST_OK;
    if (s == ST_OK && code.n && !str_eq(unit.kind, S("class")))
        s = err_set(err, ST_NOT_FOUND, "unit.none", N_("There is no such unit."));
    return s == ST_OK ? learn_attempt_add(q->db, q->a, id, unit.id, form.p[0], steps, answer, err) : s;
}

/* One bad record fails alone; only the database's own failure ends the whole. */
static status_t one_record(req_t *q, json_t *r, view_t *out, err_t *err)
{
    static const char *const words[] = {"accepted", "known", "conflict"};
    ident_t id;
    record_answer_t answer = RECORD_ACCEPTED;
    err_t own = err_new(q->lang);
    str_t kind = text_of(r, "kind");
    status_t s = ident_parse(text_of(r, "id"), &id)
                     ? ST_OK
                     : err_at(&own, ST_INPUT, "record.id", "id", 0, N_("A record needs an id of its own."));
    if (s == ST_OK && str_eq(kind, S("visit")))
        s = one_visit(q, r, id, &answer, &own);
    else if (s == ST_OK && str_eq(kind, S("attempt")))
        s = one_attempt(q, r, id, &answer, &own);
    else if (s == ST_OK)
        s = err_at(&own, ST_INPUT, "record.kind", "kind", 0, N_("Records of this kind are not taken here."));
    view_text(out, "id", str_dup(q->a, text_of(r, "id")));
    view_z(out, "answer", s == ST_OK ? words[answer] : "refused");
    if (s != ST_OK) view_text(out, "reason", str_dup(q->a, str_of(own.text)));
    if (s == ST_STORE || s == ST_BUSY || s == ST_IO || s == ST_MEMORY) *err = own;
    return s == ST_STORE || s == ST_BUSY || s == ST_IO || s == ST_MEMORY ? s : ST_OK;
}

static status_t records_post(req_t *q, view_t *v, err_t *err)
{
    json_t *j = json_loadb(q->body.p ? q->body.p : "", q->body.n, JSON_REJECT_DUPLICATES, NULL),
           *list = json_object_get(j, "records");
    status_t s =
        json_is_object(j) ? ST_OK : err_set(err, ST_USAGE, "record.json", N_("The body must be a JSON object."));
    if (s == ST_OK && list && (!json_is_array(list) || json_array_size(list) > RECORDS_MOST))
        s = err_set(err, ST_LIMIT, "record.many", N_("A bundle holds at most %d records."), RECORDS_MOST);
    view_t *out = view_list(v, "records");
    if (s == ST_OK && !list) s = one_record(q, j, view_item(out), err);
    for (size_t i = 0; s == ST_OK && i < json_array_size(list); i++)
        s = one_record(q, json_array_get(list, i), view_item(out), err);
    json_decref(j);
    return s;
}

const route_t field_routes[] = {
    {"GET", "/ban/tham-ho", PERM_FIELD, ROUTE_READ, visit_page, "field/visit", N_("Household visits"), 0},
    {"POST", "/ban/tham-ho", PERM_FIELD, ROUTE_ACT, visit_post, NULL, N_("Household visits"), 0},
    {"GET", "/ban/tham-ho/tong", PERM_COORDINATE, ROUTE_READ, total_page, "field/total", N_("Household visits"), 0},
    {"POST", "/api/v1/records", PERM_PUBLIC, ROUTE_ACT, records_post, NULL, N_("Records from devices"), 1 << 20},
    {0},
};
