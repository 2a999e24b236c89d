/* SPDX-License-Identifier: Apache-2.0
 *
 * A campaign from nothing, step by step, without a line of code: name and window, units, letter, clauses, signature. The steps
 * are read from what there is; nothing is kept of the way itself.
 */
#include "base/fold.h"
#include "campaign/campaign_internal.h"
#include "campaign/pages_internal.h"
#include "campaign/state.h"
#include "page/app.h"

status_t page_campaigns(req_t *q, view_t *v, err_t *err)
{
    campaign_t *c;
    size_t n;
    status_t s = campaign_list(q->db, q->a, &c, &n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(v, "campaigns");
    for (size_t k = 0; k < n; k++) {
        view_t *i = view_item(list);
        view_text(i, "slug", c[k].slug);
        view_text(i, "title", q->lang == LANG_EN && c[k].title_en.n ? c[k].title_en : c[k].title);
        view_z(i, "state", tr(q->lang, campaign_state_title(c[k].state)));
        view_z(i, "tag", campaign_state_tag(c[k].state));
        view_time(i, "opens", c[k].opens);
        view_time(i, "closes", c[k].closes);
    }
    view_flag(v, "none", n == 0);
    view_flag(v, "may_make", actor_seat(q->who, ROLE_COORDINATOR) != NULL);
    return ST_OK;
}

/* --- a new one --- */

static status_t fill_new(req_t *q, view_t *v, err_t *err)
{
    static const char *const names[] = {"title", "title_en", "slug", "opens", "closes", "owner"};
    const seat_t *seat = actor_seat(q->who, ROLE_COORDINATOR);
    unit_t u = {.code = S("")};
    status_t s = seat && q->db ? unit_by_id(q->db, q->a, seat->unit, &u, err) : ST_OK;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        str_t value = req_form(q, names[k]);
        view_text(v, names[k], value.p ? value : k == 5 ? u.code : S(""));
    }
    return s;
}

status_t page_campaign_new(req_t *q, view_t *v, err_t *err)
{
    view_list(v, "errors");
    return fill_new(q, v, err);
}

/* "Chậm mà chắc" of 2025 → "cham-ma-chac-2025". */
static str_t slug_of(arena_t *a, str_t title, date_t opens)
{
    str_t words = fold_dup(a, title);
    buf_t b = buf_new(a, 128);
    for (size_t i = 0; i < words.n && b.n < 50; i++) {
        char c = words.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain) buf_putc(&b, c);
        if (!plain && b.n && buf_str(&b).p[b.n - 1] != '-') buf_putc(&b, '-');
    }
    if (b.n && buf_str(&b).p[b.n - 1] != '-') buf_putc(&b, '-');
    buf_fmt(&b, "%04d", opens.y);
    return buf_str(&b);
}

static status_t form_date(req_t *q, const char *name, const char *label, date_t *out, err_t *err)
{
    str_t text;
    status_t s = req_text(q, name, label, 10, true, &text, err);
    if (s == ST_OK && !date_parse(text, out))
        s = err_at(err, ST_INPUT, "campaign.day", name, 0, N_("Write the day as 2025-10-15 or 15/10/2025."));
    return s;
}

static status_t read_new(req_t *q, campaign_t *c, err_t *err)
{
    str_t owner;
    date_t opens = {0}, closes = {0};
    unit_t u;
    *c = (campaign_t){.state = S("draft"), .title_en = S("")};
    status_t s = req_text(q, "title", N_("Name of the campaign"), 200, true, &c->title, err);
    if (s == ST_OK) s = req_text(q, "title_en", N_("Name in English"), 200, false, &c->title_en, err);
    if (s == ST_OK) s = form_date(q, "opens", N_("First day"), &opens, err);
    if (s == ST_OK) s = form_date(q, "closes", N_("Last day"), &closes, err);
    if (s == ST_OK) s = req_text(q, "slug", N_("Short name for addresses"), 60, false, &c->slug, err);
    if (s == ST_OK) s = req_text(q, "owner", N_("Code of the unit that leads it"), 40, true, &owner, err);
    if (s != ST_OK) return s;
    if (!c->slug.n) c->slug = slug_of(q->a, c->title, opens);
    c->opens = date_start(opens);
    c->closes = date_end(closes);
    s = unit_by_code(q->db, q->a, owner, clock_now(), &u, err);
    if (s == ST_NOT_FOUND)
        return err_at(err, ST_INPUT, "campaign.owner", "owner", 0, N_("There is no unit with this code today."));
    if (s == ST_OK && !actor_may(q->who, ROLE_COORDINATOR, u.path))
        return err_at(err, ST_INPUT, "campaign.owner", "owner", 0, N_("You do not coordinate this unit."));
    c->owner = u.id;
    return s;
}

status_t post_campaign_new(req_t *q, view_t *v, err_t *err)
{
    campaign_t c;
    ident_t id;
    status_t s = read_new(q, &c, err);
    if (s == ST_OK) s = campaign_create(q->db, &c, q->who->person, &id, err);
    if (s == ST_OK) {
        answer_flash(q, N_("The campaign is there. Go on with its units."));
        answer_redirect(q, str_fmt(q->a, "/ban/chien-dich/%.*s", STRF(c.slug)));
        return ST_OK;
    }
    if (s != ST_INPUT && s != ST_LIMIT && s != ST_CONFLICT) return s;
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", err->field);
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    answer_status(q, status_http(s));
    return fill_new(q, v, err);
}

status_t page_campaign_guide(req_t *q, view_t *v, err_t *err)
{
    (void)q;
    (void)v;
    (void)err;
    return ST_OK;
}

/* --- its steps --- */

status_t path_campaign(req_t *q, campaign_t *c, err_t *err)
{
    ident_t id;
    return ident_parse(q->args[0], &id) ? campaign_by_id(q->db, q->a, id, c, err)
                                        : campaign_by_slug(q->db, q->a, q->args[0], c, err);
}

/* Its dispatches, with what each still needs. */
static status_t show_letters(req_t *q, view_t *v, const campaign_t *c, err_t *err)
{
    dispatch_t *d;
    size_t n, mine = 0, ready = 0, signed_ones = 0, sent = 0;
    status_t s = dispatch_list(q->db, q->a, &d, &n, err);
    view_t *list = view_list(v, "letters");
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        if (!ident_eq(d[k].campaign, c->id)) continue;
        view_t *i = view_item(list);
        view_id(i, "id", d[k].id);
        view_text(i, "mark", dispatch_mark(q->a, &d[k]));
        view_text(i, "subject", d[k].subject);
        view_z(i, "state", tr(q->lang, state_title(d[k].state)));
        mine++;
        ready += !str_eq(d[k].state, S("draft"));
        signed_ones += d[k].signed_at != 0;
        if (d[k].sent && !sent++) view_id(v, "sent_letter", d[k].id); /* the newest */
    }
    view_flag(v, "has_letter", mine > 0);
    view_flag(v, "confirmed", ready > 0);
    view_flag(v, "is_signed", signed_ones > 0);
    view_flag(v, "is_sent", sent > 0);
    view_flag(v, "step_letter", mine == 0);
    view_flag(v, "step_confirm", mine > 0 && ready == 0);
    view_flag(v, "step_sign", ready > 0 && signed_ones == 0);
    view_flag(v, "step_send", signed_ones > 0 && sent == 0);
    return s;
}

status_t fill_campaign(req_t *q, view_t *v, const campaign_t *c, err_t *err)
{
    unit_t owner, *units;
    size_t n = 0;
    status_t s = unit_by_id(q->db, q->a, c->owner, &owner, err);
    if (s == ST_OK) s = unit_list(q->db, q->a, (ident_t){{0}}, S(""), clock_now(), &units, &n, err);
    bool more = s == ST_LIMIT; /* than are listed */
    if (more) s = ST_OK;
    if (s != ST_OK) return s;
    view_text(v, "slug", c->slug);
    view_text(v, "campaign", q->lang == LANG_EN && c->title_en.n ? c->title_en : c->title);
    view_text(v, "page_title", c->title);
    view_time(v, "opens", c->opens);
    view_time(v, "closes", c->closes);
    view_text(v, "owner", owner.name);
    view_int(v, "units", (int64_t)n);
    view_flag(v, "has_units", more || n > 1);
    bool leads = may(q, ROLE_COORDINATOR, c->owner);
    view_flag(v, "may", leads && campaign_sends(c->state));
    show_campaign_state(q, v, c, leads);
    return show_letters(q, v, c, err);
}

status_t page_campaign(req_t *q, view_t *v, err_t *err)
{
    campaign_t c;
    view_list(v, "errors");
    view_flag(v, "has_report", false);
    status_t s = path_campaign(q, &c, err);
    return s == ST_OK ? fill_campaign(q, v, &c, err) : s;
}
