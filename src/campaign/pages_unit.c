/* SPDX-License-Identifier: Apache-2.0
 *
 * The unit's desk: a handful of lines for each duty, one box, and the rest behind "more".
 */
#include "campaign/around.h"
#include "campaign/campaign_internal.h"
#include "campaign/pages_duty.h"
#include "proof/proof.h"

/* The seats with which a person does a unit's duties. */
bool does_duties(const seat_t *s)
{
    return s->role == ROLE_CONTACT || s->role == ROLE_EDITOR;
}

static const seat_t *chosen_seat(const req_t *q, const ident_t *unit)
{
    str_t want = req_query(q, "don-vi");
    const seat_t *first = NULL;
    for (size_t k = 0; k < q->who->n_seats; k++) {
        const seat_t *s = &q->who->seats[k];
        if (!does_duties(s)) continue;
        char id[IDENT_TEXT];
        ident_text(s->unit, id);
        if (!first) first = s;
        if (unit ? ident_eq(*unit, s->unit) : want.p && str_eq(want, str_of(id))) return s;
    }
    return first;
}

/* The newest thing that was seen of it, in one line. */
static void show_newest(req_t *q, view_t *item, const said_t *said, size_t n)
{
    const said_t *last = NULL;
    for (size_t k = 0; k < n; k++)
        if (said[k].verdict.p && !str_eq(said[k].state, S("superseded")) && (!last || said[k].at >= last->at))
            last = &said[k];
    view_flag(item, "looked", last != NULL);
    view_flag(item, "waits", !last && n > 0);
    if (!last) return;
    view_t *look = view_object(item, "newest");
    show_look(look, q, last);
    show_body(look, q->a, last->body);
}

static status_t show_delegate(req_t *q, view_t *item, const duty_t *d, err_t *err)
{
    delegate_t who;
    status_t s = duty_delegated(q->db, q->a, d->id, &who, err);
    if (s != ST_OK) return s;
    bool given = !ident_none(who.to);
    view_flag(item, "delegated", given);
    view_flag(item, "to_me", given && ident_eq(who.to, q->who->person));
    view_text(item, "delegate", who.to_name);
    view_text(item, "delegated_by", who.by_name);
    return ST_OK;
}

void show_question(view_t *i, const question_t *x)
{
    view_id(i, "question", x->id);
    view_text(i, "text", x->text.p ? x->text : S(""));
    view_time(i, "asked", x->at);
    view_flag(i, "answered", x->answer.p != NULL);
    view_text(i, "answer", x->answer.p ? x->answer : S(""));
    view_text(i, "answered_by", x->answered_by.p ? x->answered_by : S(""));
}

static status_t show_questions(req_t *q, view_t *item, const duty_t *d, err_t *err)
{
    question_t *own, *told = NULL;
    size_t n, m = 0;
    status_t s = duty_questions(q->db, q->a, d->id, &own, &n, err);
    if (s == ST_OK) s = clause_answers(q->db, q->a, d->dispatch, d->clause, &told, &m, err);
    if (s != ST_OK) return s;
    view_t *mine = view_list(item, "questions"), *all = view_list(item, "told");
    for (size_t k = 0; k < n; k++) show_question(view_item(mine), &own[k]);
    for (size_t k = 0; k < m; k++) {
        view_t *i = view_item(all);
        view_text(i, "ask", told[k].text.p ? told[k].text : S(""));
        view_text(i, "answer", told[k].answer.p ? told[k].answer : S(""));
    }
    return ST_OK;
}

status_t show_waiver(req_t *q, view_t *item, const duty_t *d, err_t *err)
{
    static const char *const steps[] = {"", N_("asked"), N_("proposed"), N_("refused"), N_("granted")};
    waiver_t w;
    status_t s = duty_waiver(q->db, q->a, d->id, &w, err);
    if (s != ST_OK) return s;
    view_flag(item, "has_waiver", w.step != WAIVER_NONE);
    view_flag(item, "may_ask_waiver", w.step == WAIVER_NONE || w.step == WAIVER_REFUSED);
    view_flag(item, "may_propose", w.step != WAIVER_PROPOSED && w.step != WAIVER_GRANTED);
    view_z(item, "waiver_step", w.step == WAIVER_NONE ? "" : tr(q->lang, steps[w.step]));
    view_text(item, "waiver_why", w.why);
    if (w.step != WAIVER_NONE) view_time(item, "waiver_at", w.at);
    return ST_OK;
}

static status_t show_own(req_t *q, view_t *item, const duty_t *d, ms_t at, err_t *err)
{
    said_t *said;
    size_t n;
    status_t s = show_duty(q, item, d, at, true, err);
    if (s == ST_OK) s = duty_history(q->db, q->a, d->id, at, &said, &n, err);
    if (s != ST_OK) return s;
    show_newest(q, item, said, n);
    char id[IDENT_TEXT];
    ident_text(d->id, id);
    bool tried = str_eq(q->args[0], str_of(id)); /* what was refused stands in its box again */
    view_text(item, "typed", tried && req_form(q, "value").p ? req_form(q, "value") : S(""));
    view_text(item, "typed_note", tried && req_form(q, "note").p ? req_form(q, "note") : S(""));
    s = show_delegate(q, item, d, err);
    if (s == ST_OK) s = show_questions(q, item, d, err);
    return s == ST_OK ? show_waiver(q, item, d, err) : s;
}

/* How many wait, and until when: the line a person reads first. */
static void show_sum(req_t *q, view_t *v, const duty_t *d, size_t n)
{
    size_t open = 0, unread = 0;
    ms_t due = MS_NEVER;
    for (size_t k = 0; k < n; k++) {
        bool waits = d[k].state == CELL_OWED || d[k].state == CELL_ACKNOWLEDGED || d[k].state == CELL_MISSED;
        unread += !d[k].acknowledged && !d[k].waived;
        if (!waits || d[k].optional) continue;
        open++;
        if (d[k].due < due) due = d[k].due;
    }
    char day[32] = "";
    if (due != MS_NEVER) ms_vn_date(due, day);
    view_text(v, "sum",
              !open ? str_of(tr(q->lang, N_("Nothing is waiting. Thank you.")))
                    : str_fmt(q->a, tr(q->lang, N_("%zu duties to do, the nearest by %s.")), open, day));
    view_int(v, "unread", (int64_t)unread);
    view_flag(v, "many_unread", unread > 0);
}

static status_t show_colleagues(req_t *q, view_t *v, const seat_t *seat, err_t *err)
{
    colleague_t *list;
    size_t n, others = 0;
    status_t s = unit_colleagues(q->db, q->a, seat->unit, clock_now(), &list, &n, err);
    if (s != ST_OK) return s;
    view_t *out = view_list(v, "colleagues");
    for (size_t k = 0; k < n; k++) {
        if (ident_eq(list[k].person, q->who->person)) continue;
        view_t *i = view_item(out);
        view_id(i, "person", list[k].person);
        view_text(i, "name", list[k].name);
        others++;
    }
    view_flag(v, "has_colleagues", others > 0);
    return ST_OK;
}

status_t fill_duties(req_t *q, view_t *v, const ident_t *unit, err_t *err)
{
    ms_t at = page_moment(q, NULL);
    const seat_t *seat = chosen_seat(q, unit);
    if (!seat)
        return err_set(err, ST_DENIED, "duty.no-seat", N_("You hold no seat with which a unit's duties are done."));
    duty_t *d;
    size_t n;
    status_t s = duty_of_unit(q->db, q->a, seat->unit, at, &d, &n, err);
    if (s == ST_OK) s = show_colleagues(q, v, seat, err);
    if (s == ST_OK) s = proof_unit_view(q, v, seat->unit, err);
    if (s == ST_OK) s = show_corrections(q, v, seat->unit_path, at, err);
    if (s != ST_OK) return s;
    view_text(v, "unit", seat->unit_name);
    view_id(v, "unit_at", seat->unit);
    view_text(v, "page_title", str_fmt(q->a, "%s – %.*s", tr(q->lang, N_("Duties")), STRF(seat->unit_name)));
    show_sum(q, v, d, n);
    bool several = false;
    for (size_t k = 1; k < n; k++) several = several || !ident_eq(d[k].dispatch, d[0].dispatch);
    view_flag(v, "many_letters", several);
    view_t *must = view_list(v, "duties"), *may_do = view_list(v, "optional");
    for (size_t k = 0; k < n && s == ST_OK; k++)
        s = show_own(q, view_item(d[k].optional ? may_do : must), &d[k], at, err);
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
    return fill_duties(q, v, NULL, err);
}
