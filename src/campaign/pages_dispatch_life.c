/* SPDX-License-Identifier: Apache-2.0
 *
 * A sent dispatch at the desk: its document, what each recipient says, taking it back, replacing it.
 */
#include "campaign/campaign_internal.h"
#include "campaign/edxml.h"
#include "campaign/pages_internal.h"
#include "page/app.h"

enum { SHOWN = 200 };

static const char *receipt_tag(receipt_t r)
{
    return r == RECEIPT_RETURNED ? "tag-bad" : r >= RECEIPT_ACCEPTED ? "tag-ok" : r ? "tag-info" : "tag-mute";
}

/* Returned ones first: somebody must see to them. */
static bool comes_first(const recipient_t *r, int pass)
{
    return (r->says == RECEIPT_RETURNED) == (pass == 0);
}

static void show_row(req_t *q, view_t *list, const recipient_t *r)
{
    view_t *i = view_item(list);
    view_text(i, "code", r->code);
    view_text(i, "name", r->name);
    view_z(i, "says", tr(q->lang, receipt_title(r->says)));
    view_z(i, "tag", receipt_tag(r->says));
    view_text(i, "why", r->why);
    view_int(i, "open", r->open);
    view_flag(i, "said", r->at != 0);
    if (r->at) view_time(i, "at", r->at);
}

/* The recipients the person speaks for. */
static void show_own(req_t *q, view_t *v, const dispatch_t *d, const recipient_t *r, size_t n)
{
    view_t *own = view_list(v, "own");
    for (size_t k = 0; k < n && str_eq(d->state, S("sent")); k++) {
        bool mine = false;
        for (size_t i = 0; i < q->who->n_seats; i++)
            mine = mine || (q->who->seats[i].role == ROLE_CONTACT && ident_eq(q->who->seats[i].unit, r[k].unit));
        if (!mine) continue;
        view_t *i = view_item(own);
        view_id(i, "unit", r[k].unit);
        view_text(i, "name", r[k].name);
        view_z(i, "says", tr(q->lang, receipt_title(r[k].says)));
        view_flag(i, "accepted", r[k].says == RECEIPT_ACCEPTED || r[k].says == RECEIPT_DONE);
    }
}

status_t show_recipients(req_t *q, view_t *v, const dispatch_t *d, err_t *err)
{
    recipient_t *r = NULL;
    size_t n = 0, shown = 0, by[RECEIPT_COUNT] = {0};
    view_t *list = view_list(v, "recipients_list"), *sums = view_list(v, "receipts");
    status_t s = d->sent ? dispatch_recipients(q->db, q->a, d->id, &r, &n, err) : ST_OK;
    if (s != ST_OK) return s;
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < n; k++)
            if (comes_first(&r[k], pass) && shown < SHOWN) {
                show_row(q, list, &r[k]);
                shown++;
            }
    for (size_t k = 0; k < n; k++) by[r[k].says]++;
    for (int k = 0; k < RECEIPT_COUNT; k++) {
        if (!by[k]) continue;
        view_t *i = view_item(sums);
        view_z(i, "text", tr(q->lang, receipt_title((receipt_t)k)));
        view_int(i, "n", (int64_t)by[k]);
        view_z(i, "tag", receipt_tag((receipt_t)k));
    }
    show_own(q, v, d, r, n);
    view_flag(v, "has_recipients", n > 0 && actor_seat(q->who, ROLE_COORDINATOR) != NULL);
    view_int(v, "recipients_shown", (int64_t)shown);
    view_int(v, "recipients_all", (int64_t)n);
    bool open = str_eq(d->state, S("sent"));
    view_flag(v, "may_end", open && !ident_none(d->from_unit) && may(q, ROLE_COORDINATOR, d->from_unit));
    view_flag(v, "has_ended", d->ended != 0);
    view_text(v, "ended_why", d->ended_why.p ? d->ended_why : S(""));
    if (d->ended) view_time(v, "ended", d->ended);
    return ST_OK;
}

static status_t back(req_t *q, status_t s, const char *flash)
{
    if (s != ST_OK) return s;
    answer_flash(q, flash);
    answer_redirect(q, str_fmt(q->a, "/ban/cong-van/%.*s", STRF(q->args[0])));
    return ST_OK;
}

/* The unit in the form, when the person is its contact. */
static status_t own_unit(req_t *q, ident_t *out, err_t *err)
{
    if (!ident_parse(req_form(q, "unit"), out) || !may(q, ROLE_CONTACT, *out))
        return err_set(err, ST_DENIED, "dispatch.not-contact", N_("You do not speak for this unit."));
    return ST_OK;
}

status_t post_accept(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    ident_t unit;
    (void)v;
    status_t s = path_dispatch(q, &d, err);
    if (s == ST_OK) s = own_unit(q, &unit, err);
    if (s == ST_OK) s = dispatch_receipt(q->db, q->a, d.id, unit, RECEIPT_ACCEPTED, S(""), 0, q->who->person, err);
    return back(q, s, N_("Accepted: the duties are yours."));
}

status_t post_decline(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    ident_t unit;
    str_t why;
    (void)v;
    status_t s = path_dispatch(q, &d, err);
    if (s == ST_OK) s = own_unit(q, &unit, err);
    if (s == ST_OK) s = req_text(q, "why", N_("Reason"), 1000, true, &why, err);
    if (s == ST_OK) s = dispatch_receipt(q->db, q->a, d.id, unit, RECEIPT_RETURNED, why, 0, q->who->person, err);
    return back(q, s, N_("Returned to the sender with your reason."));
}

static status_t ours(req_t *q, dispatch_t *d, err_t *err)
{
    status_t s = path_dispatch(q, d, err);
    if (s == ST_OK && (ident_none(d->from_unit) || !may(q, ROLE_COORDINATOR, d->from_unit)))
        s = err_set(err, ST_DENIED, "dispatch.not-yours", N_("This dispatch belongs to a unit you do not coordinate."));
    return s;
}

status_t post_revoke(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    str_t why;
    (void)v;
    status_t s = ours(q, &d, err);
    if (s == ST_OK) s = req_text(q, "why", N_("Reason"), 1000, true, &why, err);
    if (s == ST_OK) s = dispatch_revoke(q->db, q->a, d.id, why, q->who->person, err);
    return back(q, s, N_("Revoked: duties nobody had begun have ended."));
}

status_t post_replace(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    ident_t id;
    char text[IDENT_TEXT];
    (void)v;
    status_t s = ours(q, &d, err);
    if (s == ST_OK) s = dispatch_replacement(q->db, q->a, d.id, q->who->person, &id, err);
    if (s != ST_OK) return s;
    ident_text(id, text);
    answer_flash(q, N_("A draft that will replace it: change what must change, then submit it."));
    answer_redirect(q, str_fmt(q->a, "/ban/cong-van/%s", text));
    return ST_OK;
}

status_t dispatch_paper(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    str_t pdf;
    (void)v;
    status_t s = path_dispatch(q, &d, err);
    if (s == ST_OK) s = dispatch_pdf(q->a, &d, &pdf, err);
    if (s != ST_OK) return s;
    answer_download(q, "application/pdf",
                    str_fmt(q->a, "%lld-%.*s.pdf", (long long)d.number, STRF(d.symbol.p ? d.symbol : S(""))), pdf);
    return ST_OK;
}
