/* SPDX-License-Identifier: Apache-2.0
 *
 * A unit's places: what counts, what waits for its proof, and the proof made on the spot.
 */
#include "page/app.h"
#include "people/people.h"
#include "proof/look.h"
#include "proof/places.h"
#include "proof/queries.h"

enum { WAITING_SHOWN = 500 };

static const struct {
    const char *label, *tag;
} states[] = {
    [PLACE_REGISTERED] = {N_("Registered"), "tag-ok"},
    [PLACE_PROPOSED] = {N_("Waits for its proof"), "tag-warn"},
    [PLACE_PROVED] = {N_("Proved"), "tag-ok"},
    [PLACE_ENDED] = {N_("Ended"), "tag-mute"},
};

static const char *how_title(str_t how)
{
    if (str_eq(how, S("file"))) return N_("by a file on the site");
    if (str_eq(how, S("meta"))) return N_("by a tag on the site");
    return str_eq(how, S("coordinator")) ? N_("by the coordinator") : N_("by the units file");
}

static bool is_coordinator(const req_t *q, str_t path)
{
    return actor_may(q->who, ROLE_COORDINATOR, path);
}

static bool may_change(const req_t *q, str_t path)
{
    return is_coordinator(q, path) || actor_may(q->who, ROLE_CONTACT, path) || actor_may(q->who, ROLE_EDITOR, path);
}

static status_t other_unit(err_t *err)
{
    return err_set(err, ST_DENIED, "proof.other-unit", N_("This belongs to another unit."));
}

/* The unit asked for, else the first of the person's own. */
static status_t unit_asked(const req_t *q, db_t *db, str_t id_text, unit_t *u, err_t *err)
{
    ident_t id;
    const seat_t *own = actor_seat(q->who, ROLE_CONTACT);
    if (!own) own = actor_seat(q->who, ROLE_EDITOR);
    if (!own) own = actor_seat(q->who, ROLE_COORDINATOR);
    if (id_text.n) {
        if (!ident_parse(id_text, &id)) return err_set(err, ST_NOT_FOUND, "unit.none", N_("There is no such unit."));
    } else if (own) {
        id = own->unit;
    } else {
        return other_unit(err);
    }
    status_t s = unit_by_id(db, q->a, id, u, err);
    return s == ST_OK && !may_change(q, u->path) ? other_unit(err) : s;
}

static void place_view(const req_t *q, view_t *i, const place_t *p)
{
    view_text(i, "host", p->host);
    view_z(i, "label", tr(q->lang, states[p->state].label));
    view_z(i, "tag", states[p->state].tag);
    view_flag(i, "is_proposed", p->state == PLACE_PROPOSED);
    view_flag(i, "is_ended", p->state == PLACE_ENDED);
    view_text(i, "token", p->token);
    if (p->state != PLACE_PROPOSED) view_z(i, "how", tr(q->lang, how_title(p->how)));
    if (p->proposed) view_time(i, "proposed", p->proposed);
    if (p->proved) view_time(i, "proved", p->proved);
    if (p->ended) view_time(i, "ended", p->ended);
}

/* What waits below the coordinator's unit. */
static status_t waiting_view(req_t *q, view_t *v, err_t *err)
{
    const seat_t *seat = actor_seat(q->who, ROLE_COORDINATOR);
    if (!seat) return ST_OK;
    stmt_t *st = db_query(q->db, &q_proof_places_proposed, err);
    if (!st) return ST_STORE;
    bind_text(st, 1, seat->unit_path);
    bind_int(st, 2, WAITING_SHOWN);
    view_t *list = view_list(v, "waiting");
    status_t s;
    bool any = false;
    while ((s = stmt_next(st, err)) == ST_ROW) {
        place_t *p;
        size_t n;
        ident_t unit = col_id(st, 0);
        str_t name = col_text(st, q->a, 1);
        if (places_read(q->a, col_text(st, q->a, 2), &p, &n, err) != ST_OK) break;
        for (size_t i = 0; i < n; i++) {
            if (p[i].state != PLACE_PROPOSED) continue;
            view_t *x = view_item(list);
            view_id(x, "unit", unit);
            view_text(x, "unit_name", name);
            place_view(q, x, &p[i]);
            any = true;
        }
    }
    stmt_done(st);
    view_flag(v, "any_waiting", any);
    return s == ST_END ? ST_OK : s;
}

static status_t places_page(req_t *q, view_t *v, err_t *err)
{
    unit_t u;
    place_t *p;
    size_t n;
    status_t s = unit_asked(q, q->db, req_query(q, "don-vi"), &u, err);
    if (s == ST_OK) s = places_read(q->a, u.places, &p, &n, err);
    if (s != ST_OK) return s;
    str_t address = req_query(q, "dia-chi"), host = S("");
    err_t quiet = err_new(q->lang);
    if (address.n && place_host(q->a, address, q->app->allow_private, &host, &quiet) != ST_OK) host = S("");
    view_id(v, "unit", u.id);
    view_text(v, "unit_name", u.name);
    view_text(v, "page_title", str_fmt(q->a, "%s – %.*s", tr(q->lang, N_("Places")), STRF(u.name)));
    view_text(v, "asked", host);
    view_flag(v, "was_claimed", address.n > 0);
    view_flag(v, "coordinator", is_coordinator(q, u.path));
    view_t *list = view_list(v, "places");
    for (size_t i = 0; i < n; i++) {
        view_t *x = view_item(list);
        place_view(q, x, &p[i]);
        if (str_eq(p[i].host, host)) view_flag(v, "was_claimed", false);
    }
    view_flag(v, "any", n > 0);
    return waiting_view(q, v, err);
}

/* --- acts --- */

static void back(req_t *q, ident_t unit, const char *said)
{
    char id[IDENT_TEXT];
    ident_text(unit, id);
    answer_flash(q, said);
    answer_redirect(q, str_fmt(q->a, "/ban/noi-dang?don-vi=%s", id));
}

static status_t change(req_t *q, place_act_t act, const char *how, bool coordinators_only, const char *said, err_t *err)
{
    unit_t u;
    str_t host, written;
    status_t s = unit_asked(q, q->db, req_form(q, "don-vi"), &u, err);
    if (s == ST_OK && coordinators_only && !is_coordinator(q, u.path)) s = other_unit(err);
    if (s == ST_OK) s = req_text(q, "host", N_("Address of the site"), 300, true, &written, err);
    host = written;
    if (s == ST_OK && act == PLACE_PROPOSE) s = place_host(q->a, written, q->app->allow_private, &host, err);
    if (s == ST_OK) s = place_change(q->db, q->a, u.id, act, host, how, q->who->person, err);
    if (s == ST_OK) back(q, u.id, said);
    return s;
}

static status_t post_propose(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    return change(q, PLACE_PROPOSE, NULL, false, N_("Proposed. Now show that the site is yours."), err);
}

static status_t post_accept(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    return change(q, PLACE_PROVE, "coordinator", true, N_("Registered."), err);
}

static status_t post_end(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    return change(q, PLACE_END, NULL, false, N_("Ended: postings there do not count any more."), err);
}

typedef struct proving {
    req_t *q;
    ident_t unit;
    str_t host;
    const char *how;
} proving_t;

static status_t prove_act(db_t *db, void *arg, err_t *err)
{
    const proving_t *p = arg;
    return place_change(db, p->q->a, p->unit, PLACE_PROVE, p->host, p->how, p->q->who->person, err);
}

static status_t post_look(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    unit_t u;
    place_t *p = NULL;
    size_t n = 0, at;
    db_t *db;
    proving_t w = {.q = q, .host = req_form(q, "host")};
    const char *why = "not-there";
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = unit_asked(q, db, req_form(q, "don-vi"), &u, err);
    if (s == ST_OK) s = places_read(q->a, u.places, &p, &n, err);
    store_done(q->app->store, db);
    if (s != ST_OK) return s;
    for (at = 0; at < n && !(str_eq(p[at].host, w.host) && p[at].state == PLACE_PROPOSED);) at++;
    if (at == n) return err_set(err, ST_NOT_FOUND, "place.none", N_("The unit has no such place."));
    if (!q->app->prober) return err_set(err, ST_BUSY, "proof.asleep", N_("The job that reads portals is not running."));
    s = place_look(q->app->prober, q->a, &p[at], q->app->allow_private, &w.how, &why, err);
    if (s != ST_OK) return s;
    w.unit = u.id;
    if (!w.how) {
        str_t told = proof_reason_text(q->a, q->lang, str_of(why));
        return err_set(err, ST_INPUT, "place.not-proved", N_("The token was not found on %.*s. %.*s"), STRF(w.host),
                       (int)(strcmp(why, "not-there") == 0 ? 0 : told.n), told.p);
    }
    s = store_act(q->app->store, prove_act, &w, err);
    if (s == ST_OK) back(q, u.id, N_("Proved: postings there count from now on."));
    return s;
}

const route_t proof_place_routes[] = {
    {"GET", "/ban/noi-dang", PERM_SIGNED_IN, ROUTE_READ, places_page, "proof/places", N_("Places where we post"), 0},
    {"POST", "/ban/noi-dang", PERM_SIGNED_IN, ROUTE_ACT, post_propose, NULL, N_("Propose a place"), 0},
    {"POST", "/ban/noi-dang/kiem", PERM_SIGNED_IN, ROUTE_SLOW, post_look, NULL, N_("Look for the token"), 0},
    {"POST", "/ban/noi-dang/nhan", PERM_COORDINATE, ROUTE_ACT, post_accept, NULL, N_("Register a place"), 0},
    {"POST", "/ban/noi-dang/het", PERM_SIGNED_IN, ROUTE_ACT, post_end, NULL, N_("End a place"), 0},
    {0},
};
