/* SPDX-License-Identifier: Apache-2.0
 *
 * What a unit does at its desk: take note, say what was done, hand a duty to a colleague, ask, ask to be let off.
 */
#include "campaign/around.h"
#include "campaign/pages_duty.h"
#include "proof/proof.h"

status_t own_duty(req_t *q, duty_t *d, ident_t *seat, err_t *err)
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
    for (size_t k = 0; k < q->who->n_seats; k++) {
        const seat_t *held = &q->who->seats[k];
        if (does_duties(held) && str_starts(u.path, held->unit_path)) *seat = held->id;
    }
    return ST_OK;
}

static status_t back(req_t *q, ident_t unit, const char *flash)
{
    char id[IDENT_TEXT];
    ident_text(unit, id);
    answer_flash(q, flash);
    answer_redirect(q, str_fmt(q->a, "/ban/viec?don-vi=%s", id));
    return ST_OK;
}

/* An input error is shown above the forms; other failures are pages of their own. */
static status_t again(req_t *q, view_t *v, const duty_t *d, status_t s, err_t *err)
{
    if (s != ST_INPUT && s != ST_LIMIT) return s;
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", err->field);
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    answer_status(q, status_http(s));
    return fill_duties(q, v, &d->unit, err);
}

/* A claimed page is looked at; on a site that is not registered it cannot count, and the person is led to where that is
 * mended. */
static status_t claimed(req_t *q, ident_t unit, str_t url)
{
    unit_t u;
    err_t quiet = err_new(q->lang);
    if (unit_by_id(q->db, q->a, unit, &u, &quiet) == ST_OK && !proof_at_unit_place(u.places, url)) {
        char id[IDENT_TEXT];
        buf_t b = buf_new(q->a, 8192);
        ident_text(unit, id);
        buf_fmt(&b, "/ban/noi-dang?don-vi=%s&dia-chi=", id);
        buf_url(&b, url);
        answer_redirect(q, buf_str(&b));
        return ST_OK;
    }
    return back(q, unit, N_("Noted. The page will be looked at within minutes; what was seen stands here then."));
}

status_t post_acknowledge(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat = {{0}};
    (void)v;
    status_t s = own_duty(q, &d, &seat, err);
    if (s == ST_OK) s = duty_acknowledge(q->db, d.id, q->who->person, err);
    return s == ST_OK ? back(q, d.unit, N_("Acknowledged.")) : s;
}

status_t post_acknowledge_all(req_t *q, view_t *v, err_t *err)
{
    ident_t unit;
    size_t n;
    (void)v;
    if (!ident_parse(req_form(q, "unit"), &unit))
        return err_set(err, ST_NOT_FOUND, "unit.none", N_("There is no such unit."));
    if (!may(q, ROLE_CONTACT, unit) && !may(q, ROLE_EDITOR, unit))
        return err_set(err, ST_DENIED, "duty.not-yours", N_("This duty is not your unit's."));
    status_t s = duty_acknowledge_all(q->db, q->a, unit, q->who->person, &n, err);
    return s == ST_OK ? back(q, unit, N_("Acknowledged.")) : s;
}

status_t post_say(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat = {{0}}, record;
    str_t value, note;
    status_t s = own_duty(q, &d, &seat, err);
    if (s != ST_OK) return s;
    s = req_text(q, "value", N_("What was done"), 2000, true, &value, err);
    if (s == ST_OK) s = req_text(q, "note", N_("Note"), 500, false, &note, err);
    if (s == ST_OK) s = duty_say(q->db, q->a, &d, value, note, seat, q->who->person, &record, err);
    if (s != ST_OK) return again(q, v, &d, s, err);
    bool page = str_starts(value, S("http://")) || str_starts(value, S("https://"));
    return page ? claimed(q, d.unit, value) : back(q, d.unit, N_("Noted."));
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
    if (s != ST_OK) return again(q, v, &d, s, err);
    return claimed(q, d.unit, url);
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
    return s == ST_OK ? back(q, d.unit, N_("Noted.")) : again(q, v, &d, s, err);
}

status_t post_delegate(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat = {{0}}, to = {{0}};
    status_t s = own_duty(q, &d, &seat, err);
    if (s != ST_OK) return s;
    str_t of = req_form(q, "to");
    if (of.n && !ident_parse(of, &to))
        s = err_at(err, ST_INPUT, "duty.no-colleague", "to", 0,
                   N_("Choose a colleague who holds a seat at the same unit."));
    if (s == ST_OK) s = duty_delegate(q->db, q->a, d.id, to, q->who->person, err);
    if (s != ST_OK) return again(q, v, &d, s, err);
    return back(q, d.unit, of.n ? N_("The duty was handed to your colleague.") : N_("The duty was taken back."));
}

status_t post_ask(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat = {{0}}, id;
    str_t text;
    status_t s = own_duty(q, &d, &seat, err);
    if (s != ST_OK) return s;
    s = req_text(q, "text", N_("Question"), 1000, true, &text, err);
    if (s == ST_OK) s = duty_ask(q->db, q->a, d.id, text, seat, q->who->person, &id, err);
    return s == ST_OK ? back(q, d.unit, N_("Sent to the coordinator. The answer will stand here."))
                      : again(q, v, &d, s, err);
}

status_t post_ask_waiver(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat = {{0}};
    str_t why;
    status_t s = own_duty(q, &d, &seat, err);
    if (s != ST_OK) return s;
    s = req_text(q, "why", N_("Reason"), 500, true, &why, err);
    if (s == ST_OK) s = waiver_ask(q->db, q->a, d.id, why, seat, q->who->person, err);
    return s == ST_OK ? back(q, d.unit, N_("Sent to the coordinator. Until it is decided the duty stays."))
                      : again(q, v, &d, s, err);
}
