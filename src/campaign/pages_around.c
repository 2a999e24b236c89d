/* SPDX-License-Identifier: Apache-2.0
 *
 * What waits for the coordinator: questions of units, and waivers to propose, to grant and to refuse.
 */
#include "campaign/around.h"
#include "campaign/pages_duty.h"

static const seat_t *leads(const req_t *q)
{
    const seat_t *s = actor_seat(q->who, ROLE_COORDINATOR);
    return s ? s : actor_seat(q->who, ROLE_SIGNER);
}

static status_t not_a_leader(err_t *err)
{
    return err_set(err, ST_DENIED, "duty.not-coordinator",
                   N_("Only those who coordinate or sign where the dispatch comes from may do this."));
}

status_t led_duty(req_t *q, duty_t *d, ident_t *seat, err_t *err)
{
    ident_t id;
    dispatch_t p;
    const seat_t *held = leads(q);
    if (!held) return not_a_leader(err);
    if (!ident_parse(q->args[0], &id)) return err_set(err, ST_NOT_FOUND, "duty.none", N_("There is no such duty."));
    status_t s = duty_get(q->db, q->a, id, clock_now(), d, err);
    if (s == ST_OK) s = dispatch_get(q->db, q->a, d->dispatch, &p, err);
    if (s != ST_OK) return s;
    if (!may(q, ROLE_COORDINATOR, p.from_unit) && !may(q, ROLE_SIGNER, p.from_unit)) return not_a_leader(err);
    *seat = held->id;
    return ST_OK;
}

static status_t show_waivers(req_t *q, view_t *v, str_t under, size_t *n, err_t *err)
{
    waiver_t *w;
    status_t s = waivers_open(q->db, q->a, under, &w, n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(v, "waivers");
    for (size_t k = 0; k < *n; k++) {
        view_t *i = view_item(list);
        bool own = ident_eq(w[k].proposer, q->who->person) || ident_eq(w[k].asker, q->who->person);
        view_id(i, "duty", w[k].duty);
        view_text(i, "unit", w[k].unit);
        view_text(i, "clause", clause_label(q, w[k].clause));
        view_text(i, "why", w[k].why);
        view_text(i, "by", w[k].by);
        view_time(i, "at", w[k].at);
        view_flag(i, "proposed", w[k].step == WAIVER_PROPOSED);
        view_flag(i, "may_propose", w[k].step == WAIVER_ASKED && actor_seat(q->who, ROLE_COORDINATOR) != NULL);
        view_flag(i, "may_grant", w[k].step == WAIVER_PROPOSED && !own);
        view_flag(i, "own", w[k].step == WAIVER_PROPOSED && own);
    }
    return ST_OK;
}

static status_t fill(req_t *q, view_t *v, err_t *err)
{
    const seat_t *seat = leads(q);
    question_t *x;
    size_t n, m = 0;
    if (!seat) return not_a_leader(err);
    status_t s = questions_open(q->db, q->a, seat->unit_path, &x, &n, err);
    if (s == ST_OK) s = show_waivers(q, v, seat->unit_path, &m, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(v, "questions");
    for (size_t k = 0; k < n; k++) {
        view_t *i = view_item(list);
        show_question(i, &x[k]);
        view_text(i, "unit", x[k].unit);
        view_text(i, "clause", clause_label(q, x[k].clause));
        view_id(i, "dispatch", x[k].dispatch);
        view_text(i, "by", x[k].by);
    }
    view_flag(v, "no_questions", n == 0);
    view_flag(v, "no_waivers", m == 0);
    return ST_OK;
}

status_t page_asked(req_t *q, view_t *v, err_t *err)
{
    view_list(v, "errors");
    return fill(q, v, err);
}

static status_t settled(req_t *q, view_t *v, status_t s, const char *flash, err_t *err)
{
    if (s == ST_OK) {
        answer_flash(q, flash);
        answer_redirect(q, S("/ban/hoi-dap"));
        return ST_OK;
    }
    if (s != ST_INPUT && s != ST_LIMIT) return s;
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", err->field);
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    answer_status(q, status_http(s));
    return fill(q, v, err);
}

status_t post_answer(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    question_t x;
    dispatch_t p;
    str_t text;
    const seat_t *seat = leads(q);
    if (!ident_parse(q->args[0], &id))
        return err_set(err, ST_NOT_FOUND, "duty.no-question", N_("There is no such question."));
    status_t s = question_get(q->db, q->a, id, &x, err);
    if (s == ST_OK) s = dispatch_get(q->db, q->a, x.dispatch, &p, err);
    if (s != ST_OK) return s;
    if (!seat || (!may(q, ROLE_COORDINATOR, p.from_unit) && !may(q, ROLE_SIGNER, p.from_unit)))
        return not_a_leader(err);
    s = req_text(q, "text", N_("Answer"), 2000, true, &text, err);
    if (s == ST_OK) s = duty_answer(q->db, q->a, id, text, req_form(q, "all").n > 0, seat->id, q->who->person, err);
    return settled(q, v, s, N_("Answered."), err);
}

status_t post_propose_waiver(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat;
    str_t why;
    status_t s = led_duty(q, &d, &seat, err);
    if (s == ST_OK && !actor_seat(q->who, ROLE_COORDINATOR)) s = not_a_leader(err);
    if (s != ST_OK) return s;
    s = req_text(q, "why", N_("Reason"), 500, false, &why, err);
    if (s == ST_OK) s = waiver_propose(q->db, q->a, d.id, why, seat, q->who->person, err);
    return settled(q, v, s, N_("Proposed. Another person grants it."), err);
}

status_t post_grant_waiver(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat;
    status_t s = led_duty(q, &d, &seat, err);
    if (s == ST_OK) s = waiver_grant(q->db, q->a, d.id, seat, q->who->person, err);
    return settled(q, v, s, N_("Granted: the unit no longer owes this."), err);
}

status_t post_refuse_waiver(req_t *q, view_t *v, err_t *err)
{
    duty_t d;
    ident_t seat;
    str_t why;
    status_t s = led_duty(q, &d, &seat, err);
    if (s != ST_OK) return s;
    s = req_text(q, "why", N_("Reason"), 500, true, &why, err);
    if (s == ST_OK) s = waiver_refuse(q->db, q->a, d.id, why, seat, q->who->person, err);
    return settled(q, v, s, N_("Refused: the duty stays with the unit."), err);
}
