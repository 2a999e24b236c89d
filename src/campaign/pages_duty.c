/* SPDX-License-Identifier: Apache-2.0
 *
 * The unit's desk: what is owed, by when, one box for the address, what was seen and when.
 */
#include <jansson.h>
#include "campaign/campaign_internal.h"
#include "campaign/pages_internal.h"
#include "proof/proof.h"

const char *verb_title(verb_t v)
{
    static const char *const titles[VERB_COUNT] = {N_("Post"),   N_("Tell people"), N_("Teach"),
                                                   N_("Direct"), N_("Report back"), N_("Other")};
    return titles[v < VERB_COUNT ? v : VERB_OTHER];
}

const char *cell_tag(cell_state_t c)
{
    static const char *const tags[CELL_COUNT] = {"tag-mute", "tag-mute", "tag-info", "tag-info", "tag-ok",
                                                 "tag-bad",  "tag-warn", "tag-bad",  "tag-mute"};
    return tags[c < CELL_COUNT ? c : CELL_NONE];
}

static const char *seen_title(str_t verdict)
{
    if (str_eq(verdict, S("holds"))) return N_("seen");
    return str_eq(verdict, S("fails")) ? N_("not seen") : N_("cannot tell");
}

static void show_body(view_t *item, arena_t *a, str_t body)
{
    json_t *o = body.n < 65536 ? json_loadb(body.p, body.n, 0, NULL) : NULL;
    const char *url = json_string_value(json_object_get(o, "url")),
               *to = json_string_value(json_object_get(o, "audience"));
    const char *note = json_string_value(json_object_get(o, "note"));
    view_text(item, "url", url ? str_dup(a, str_of(url)) : S(""));
    view_text(item, "note", note ? str_dup(a, str_of(note)) : S(""));
    view_text(item, "audience", to ? str_dup(a, str_of(to)) : S(""));
    view_int(item, "heads", json_integer_value(json_object_get(o, "heads")));
    view_flag(item, "is_post", url != NULL);
    json_decref(o);
}

static void show_look(view_t *look, req_t *q, const said_t *s)
{
    json_t *o = s->seen.p && s->seen.n < 65536 ? json_loadb(s->seen.p, s->seen.n, 0, NULL) : NULL;
    view_time(look, "at", s->at);
    view_z(look, "verdict", tr(q->lang, seen_title(s->verdict)));
    view_z(look, "tag",
           str_eq(s->verdict, S("holds"))   ? "tag-ok"
           : str_eq(s->verdict, S("fails")) ? "tag-bad"
                                            : "tag-warn");
    buf_t b = buf_new(q->a, 4096);
    const json_t *reasons = json_object_get(o, "reasons");
    for (size_t k = 0; k < json_array_size(reasons) && k < 5; k++) {
        const char *r = json_string_value(json_array_get(reasons, k));
        if (!r) continue;
        buf_putz(&b, b.n ? " " : "");
        buf_put(&b, proof_reason_text(q->a, q->lang, str_of(r)));
    }
    view_text(look, "reasons", buf_str(&b));
    json_decref(o);
}

static status_t show_history(req_t *q, view_t *item, const duty_t *d, ms_t at, err_t *err)
{
    said_t *said;
    size_t n;
    status_t s = duty_history(q->db, q->a, d->id, at, &said, &n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(item, "said"), *looks = NULL;
    for (size_t k = 0; k < n; k++) {
        if (k == 0 || !ident_eq(said[k].record, said[k - 1].record)) {
            view_t *one = view_item(list);
            view_id(one, "record", said[k].record);
            view_time(one, "received", said[k].received);
            view_flag(one, "superseded", str_eq(said[k].state, S("superseded")));
            show_body(one, q->a, said[k].body);
            looks = view_list(one, "looks");
        }
        if (said[k].verdict.p) show_look(view_item(looks), q, &said[k]);
    }
    return ST_OK;
}

str_t clause_label(const req_t *q, str_t n)
{
    return str_starts(n, S("opt")) ? str_of(tr(q->lang, N_("Also"))) : n;
}

status_t show_duty(req_t *q, view_t *item, const duty_t *d, ms_t at, bool full, err_t *err)
{
    view_id(item, "id", d->id);
    view_text(item, "clause", clause_label(q, d->clause));
    view_z(item, "verb", tr(q->lang, verb_title(d->verb)));
    view_text(item, "text", d->text);
    view_text(item, "audience", d->audience);
    view_text(item, "subject", d->subject);
    view_time(item, "due", d->due);
    view_z(item, "state", tr(q->lang, cell_title(d->state)));
    view_z(item, "state_code", cell_name(d->state));
    view_z(item, "tag", cell_tag(d->state));
    view_flag(item, "late", d->late);
    view_flag(item, "optional", d->optional);
    view_flag(item, "is_post", d->verb == VERB_POST);
    view_flag(item, "not_acknowledged", d->state == CELL_OWED || (d->state == CELL_MISSED && !d->acknowledged));
    view_flag(item, "was_seen", d->seen != 0);
    if (d->seen) view_time(item, "seen", d->seen);
    view_int(item, "records", (int64_t)d->records);
    return full ? show_history(q, item, d, at, err) : ST_OK;
}

/* The seats with which a person does a unit's duties. */
static bool does_duties(const seat_t *s)
{
    return s->role == ROLE_CONTACT || s->role == ROLE_EDITOR;
}

static const seat_t *chosen_seat(const req_t *q)
{
    str_t want = req_query(q, "don-vi");
    const seat_t *first = NULL;
    for (size_t k = 0; k < q->who->n_seats; k++) {
        const seat_t *s = &q->who->seats[k];
        if (!does_duties(s)) continue;
        char id[IDENT_TEXT];
        ident_text(s->unit, id);
        if (!first) first = s;
        if (want.p && str_eq(want, str_of(id))) return s;
    }
    return first;
}

static status_t fill_duties(req_t *q, view_t *v, err_t *err)
{
    ms_t at = page_moment(q, NULL);
    const seat_t *seat = chosen_seat(q);
    if (!seat)
        return err_set(err, ST_DENIED, "duty.no-seat", N_("You hold no seat with which a unit's duties are done."));
    duty_t *d;
    size_t n;
    status_t s = duty_of_unit(q->db, q->a, seat->unit, at, &d, &n, err);
    if (s != ST_OK) return s;
    view_text(v, "unit", seat->unit_name);
    view_text(v, "page_title", str_fmt(q->a, "%s – %.*s", tr(q->lang, N_("Duties")), STRF(seat->unit_name)));
    view_t *must = view_list(v, "duties"), *may_do = view_list(v, "optional");
    for (size_t k = 0; k < n && s == ST_OK; k++)
        s = show_duty(q, view_item(d[k].optional ? may_do : must), &d[k], at, true, err);
    view_flag(v, "none", n == 0);
    view_t *seats = view_list(v, "seats");
    size_t units = 0;
    for (size_t k = 0; k < q->who->n_seats; k++) {
        if (!does_duties(&q->who->seats[k])) continue;
        view_t *i = view_item(seats);
        view_id(i, "unit_id", q->who->seats[k].unit);
        view_text(i, "unit_name", q->who->seats[k].unit_name);
        units++;
    }
    view_flag(v, "many_units", units > 1);
    return s;
}

status_t page_duties(req_t *q, view_t *v, err_t *err)
{
    view_list(v, "errors");
    return fill_duties(q, v, err);
}

/* The duty in the path, and a seat of the signed-in person that may do it. */
static status_t own_duty(req_t *q, duty_t *d, ident_t *seat, err_t *err)
{
    ident_t id;
    if (!ident_parse(q->args[0], &id)) return err_set(err, ST_NOT_FOUND, "duty.none", N_("There is no such duty."));
    status_t s = duty_get(q->db, q->a, id, clock_now(), d, err);
    if (s != ST_OK) return s;
    unit_t u;
    s = unit_by_id(q->db, q->a, d->unit, &u, err);
    if (s != ST_OK) return s;
    if (!actor_may(q->who, ROLE_CONTACT, u.path) && !actor_may(q->who, ROLE_EDITOR, u.path))
        return err_set(err, ST_DENIED, "duty.not-yours", N_("This duty is not your unit's."));
    const seat_t *held = actor_seat(q->who, ROLE_CONTACT);
    if (!held) held = actor_seat(q->who, ROLE_EDITOR);
    if (held) *seat = held->id;
    return ST_OK;
}

/* An input error is shown above the form, with what stood there; other failures are pages of their own. */
static status_t again(req_t *q, view_t *v, status_t s, err_t *err)
{
    if (s != ST_INPUT && s != ST_LIMIT) return s;
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", err->field);
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    answer_status(q, status_http(s));
    return fill_duties(q, v, err);
}

status_t post_acknowledge(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat = {{0}};
    (void)v;
    status_t s = own_duty(q, &d, &seat, err);
    if (s == ST_OK) s = duty_acknowledge(q->db, d.id, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("Acknowledged."));
    answer_redirect(q, S("/ban/viec"));
    return ST_OK;
}

status_t post_claim(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat = {{0}}, record, release = {{0}};
    str_t url, note;
    status_t s = own_duty(q, &d, &seat, err);
    if (s != ST_OK) return s;
    s = req_text(q, "url", N_("Address of the page"), 2000, true, &url, err);
    if (s == ST_OK) s = req_text(q, "note", N_("Note"), 500, false, &note, err);
    str_t of = req_form(q, "release");
    if (s == ST_OK && of.n && !ident_parse(of, &release)) release = (ident_t){{0}};
    if (s == ST_OK) s = duty_claim(q->db, q->a, d.id, url, note, release, seat, q->who->person, &record, err);
    if (s != ST_OK) return again(q, v, s, err);
    answer_flash(q, N_("Noted. The page will be looked at within minutes; what was seen stands here then."));
    answer_redirect(q, S("/ban/viec"));
    return ST_OK;
}

status_t post_session(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat = {{0}}, record;
    str_t audience, heads, minutes, note;
    int64_t h = 0, m = 0;
    status_t s = own_duty(q, &d, &seat, err);
    if (s != ST_OK) return s;
    s = req_text(q, "audience", N_("Who was told"), 200, false, &audience, err);
    if (s == ST_OK) s = req_text(q, "heads", N_("How many people (turns)"), 12, true, &heads, err);
    if (s == ST_OK) s = req_text(q, "minutes", N_("Minutes"), 12, false, &minutes, err);
    if (s == ST_OK) s = req_text(q, "note", N_("Note"), 500, false, &note, err);
    if (s == ST_OK && !str_int(heads, 0, INT64_MAX, &h)) h = 0;
    if (s == ST_OK && minutes.n && !str_int(minutes, 0, INT64_MAX, &m)) m = -1;
    if (s == ST_OK) s = duty_session(q->db, q->a, d.id, audience, h, m, note, seat, q->who->person, &record, err);
    if (s != ST_OK) return again(q, v, s, err);
    answer_flash(q, N_("Noted."));
    answer_redirect(q, S("/ban/viec"));
    return ST_OK;
}
