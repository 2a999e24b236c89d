/* SPDX-License-Identifier: Apache-2.0
 *
 * Reminders at the desk: who would get what and why, ready texts to copy, and the outbox.
 */
#include "campaign/nudge.h"
#include "campaign/pages_internal.h"

enum { SHOWN = 300 };

static str_t days_text(arena_t *a, const int *days, size_t n)
{
    buf_t b = buf_new(a, 256);
    for (size_t k = 0; k < n; k++) buf_fmt(&b, "%s%d", k ? ", " : "", days[k]);
    return buf_str(&b);
}

static status_t show_rules(req_t *q, view_t *v, const dispatch_t *d, bool leads, err_t *err)
{
    nudge_rules_t r;
    status_t s = nudge_rules_of(q->db, q->a, d->campaign, &r, err);
    if (s != ST_OK) return s;
    view_flag(v, "may_rule", leads && !ident_none(d->campaign));
    view_flag(v, "rules_on", r.on);
    view_text(v, "before", days_text(q->a, r.before, r.n_before));
    view_text(v, "after", days_text(q->a, r.after, r.n_after));
    view_int(v, "above", r.above);
    view_int(v, "from_hour", r.from);
    view_int(v, "to_hour", r.to);
    view_flag(v, "sundays", r.sundays);
    view_int(v, "week", r.week);
    return ST_OK;
}

status_t page_nudges(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    nudge_t *list;
    size_t n, mailed = 0;
    status_t s = page_chosen_dispatch(q, &d, err);
    if (s == ST_OK && (ident_none(d.from_unit) || !may(q, ROLE_COORDINATOR, d.from_unit)))
        s = err_set(err, ST_DENIED, "dispatch.not-yours", N_("This dispatch belongs to a unit you do not coordinate."));
    if (s == ST_OK) s = nudge_plan(q->db, q->a, &d, clock_now(), q->lang, &list, &n, err);
    if (s != ST_OK) return s;
    view_id(v, "dispatch", d.id);
    view_text(v, "mark", dispatch_mark(q->a, &d));
    view_t *rows = view_list(v, "nudges");
    for (size_t k = 0; k < n; k++) {
        mailed += list[k].email.n && !list[k].queued;
        if (k >= SHOWN) continue;
        view_t *i = view_item(rows);
        view_text(i, "name", list[k].name);
        view_text(i, "why", list[k].why);
        view_text(i, "text", list[k].text);
        view_int(i, "minutes", list[k].minutes);
        view_flag(i, "has_minutes", list[k].minutes > 0);
        view_flag(i, "measured", list[k].measured);
        view_flag(i, "has_email", list[k].email.n > 0);
        view_flag(i, "queued", list[k].queued);
    }
    view_int(v, "all", (int64_t)n);
    view_int(v, "mailed", (int64_t)mailed);
    view_flag(v, "none", n == 0);
    bool leads = !ident_none(d.from_unit) && may(q, ROLE_COORDINATOR, d.from_unit);
    view_flag(v, "may_queue", mailed > 0 && leads);
    s = show_campaign_note(q, v, d.campaign, err);
    return s == ST_OK ? show_rules(q, v, &d, leads, err) : s;
}

/* The dispatch in the form, for who coordinates where it comes from. */
static status_t led_dispatch(req_t *q, dispatch_t *d, err_t *err)
{
    ident_t id;
    if (!ident_parse(req_form(q, "dispatch"), &id))
        return err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    status_t s = dispatch_get(q->db, q->a, id, d, err);
    if (s == ST_OK && (ident_none(d->from_unit) || !may(q, ROLE_COORDINATOR, d->from_unit)))
        s = err_set(err, ST_DENIED, "dispatch.not-yours", N_("This dispatch belongs to a unit you do not coordinate."));
    return s;
}

static status_t back(req_t *q, const char *page, const char *flash)
{
    answer_flash(q, flash);
    answer_redirect(q, str_fmt(q->a, "%s?cong-van=%.*s", page, STRF(req_form(q, "dispatch"))));
    return ST_OK;
}

/* "7, 3, 1" */
static status_t form_days(req_t *q, const char *name, int *days, size_t *n, err_t *err)
{
    str_t rest = req_form(q, name), one;
    int64_t d;
    *n = 0;
    while (str_cut(&rest, ',', &one)) {
        one = str_trim(one);
        if (!one.n) continue;
        if (*n >= NUDGE_STEPS || !str_int(one, 0, NUDGE_DAYS_MOST, &d))
            return err_at(err, ST_INPUT, "nudge.days", name, 0,
                          N_("Write at most 6 numbers of days, 0 to 90, with commas."));
        days[(*n)++] = (int)d;
    }
    return ST_OK;
}

static status_t form_number(req_t *q, const char *name, int64_t least, int64_t most, int *out, err_t *err)
{
    int64_t n;
    if (!str_int(req_form(q, name), least, most, &n))
        return err_at(err, ST_INPUT, "nudge.number", name, 0, N_("Write a whole number from %lld to %lld."),
                      (long long)least, (long long)most);
    *out = (int)n;
    return ST_OK;
}

status_t post_nudge_rules(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    nudge_rules_t r = {.on = req_form(q, "on").n > 0, .sundays = req_form(q, "sundays").n > 0};
    (void)v;
    status_t s = led_dispatch(q, &d, err);
    if (s == ST_OK) s = form_days(q, "before", r.before, &r.n_before, err);
    if (s == ST_OK) s = form_days(q, "after", r.after, &r.n_after, err);
    if (s == ST_OK) s = form_number(q, "above", 0, NUDGE_DAYS_MOST, &r.above, err);
    if (s == ST_OK) s = form_number(q, "from", 0, 23, &r.from, err);
    if (s == ST_OK) s = form_number(q, "to", 1, 24, &r.to, err);
    if (s == ST_OK) s = form_number(q, "week", 1, 7, &r.week, err);
    if (s == ST_OK) s = nudge_rules_set(q->db, q->a, d.campaign, &r, q->who->person, err);
    return s == ST_OK ? back(q, "/ban/nhac-viec", N_("The rules hold from now on.")) : s;
}

status_t page_outbox(req_t *q, view_t *v, err_t *err)
{
    static const char *const fates[] = {N_("waits"), N_("sent"), N_("not needed any more"), N_("failed"),
                                        N_("unknown: it may have gone")};
    static const char *const tags[] = {"tag-info", "tag-ok", "tag-mute", "tag-bad", "tag-warn"};
    static const char *const kinds[NUDGE_KINDS + 1] = {N_("reminder"), N_("late"), N_("to the unit above"), "–"};
    dispatch_t d;
    outbox_t *list;
    size_t n;
    status_t s = page_chosen_dispatch(q, &d, err);
    if (s == ST_OK && (ident_none(d.from_unit) || !may(q, ROLE_COORDINATOR, d.from_unit)))
        s = err_set(err, ST_DENIED, "dispatch.not-yours", N_("This dispatch belongs to a unit you do not coordinate."));
    if (s == ST_OK) s = nudge_outbox(q->db, q->a, d.id, &list, &n, err);
    if (s != ST_OK) return s;
    int64_t counts[5] = {0};
    view_id(v, "dispatch", d.id);
    view_text(v, "mark", dispatch_mark(q->a, &d));
    view_t *rows = view_list(v, "messages"), *sums = view_list(v, "fates");
    for (size_t k = 0; k < n; k++) {
        view_t *i = view_item(rows);
        counts[list[k].fate]++;
        view_int(i, "seq", list[k].seq);
        view_fmt(i, "number", "%lld", (long long)list[k].seq);
        view_text(i, "unit", list[k].unit);
        view_time(i, "at", list[k].at);
        view_z(i, "kind", tr(q->lang, kinds[list[k].kind]));
        view_z(i, "fate", tr(q->lang, fates[list[k].fate]));
        view_z(i, "tag", tags[list[k].fate]);
        view_flag(i, "decide", list[k].fate == FATE_UNKNOWN || list[k].fate == FATE_FAILED);
    }
    for (int f = 0; f < 5; f++) {
        view_t *i = view_item(sums);
        view_z(i, "fate", tr(q->lang, fates[f]));
        view_z(i, "tag", tags[f]);
        view_int(i, "n", counts[f]);
    }
    view_flag(v, "none", n == 0);
    return ST_OK;
}

status_t post_outbox(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    int64_t seq = 0;
    (void)v;
    status_t s = led_dispatch(q, &d, err);
    if (s == ST_OK && !str_int(req_form(q, "seq"), 1, INT64_MAX, &seq))
        s = err_set(err, ST_NOT_FOUND, "nudge.none", N_("There is no such message."));
    bool again = str_eq(req_form(q, "as"), S("again"));
    if (s == ST_OK) s = nudge_decide(q->db, q->a, seq, d.id, again, q->who->person, err);
    if (s != ST_OK) return s;
    return back(q, "/ban/nhac-viec/hop-thu", again ? N_("It waits in the outbox again.") : N_("It counts as sent."));
}

status_t post_nudges(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    size_t queued;
    (void)v;
    status_t s = led_dispatch(q, &d, err);
    if (s == ST_OK) s = nudge_queue(q->db, q->a, d.id, q->who->person, &queued, err);
    if (s != ST_OK) return s;
    return back(q, "/ban/nhac-viec",
                N_("The reminders wait in the outbox; they go between 7:00 and 18:00, not on Sundays."));
}
