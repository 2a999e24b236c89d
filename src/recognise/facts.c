/* SPDX-License-Identifier: Apache-2.0
 *
 * The facts of a message: whose links it carries, which numbers, whom it names, how it presses.
 */
#include "recognise/judge.h"

bool private_number(str_t d)
{
    return d.n == 10 && d.p[0] == '0' && strchr("35789", d.p[1]);
}

static void one_entity(const work_t *w, facts_t *f, const entity_t *e)
{
    bool link = is_link(e);
    bool file = link && names_app(e->value);
    if (file && !f->file) f->file = e;
    if (link && e->allowed) return;
    if (link && is_kind(e->brand, "platform")) {
        if (!f->chat) f->chat = e;
    } else if (link && e->brand) {
        if (!f->own) f->own = e;
    } else if (link && !e->disguised && str_ends(e->host, S(".gov.vn"))) {
        if (!f->own) f->own = e;
    } else if (link && !file && link_is_short(w, e)) {
        if (!f->hidden) f->hidden = e;
    } else if (link && !f->foreign) {
        f->foreign = e;
    }
    if (e->kind == ENTITY_AMOUNT && !f->amount) f->amount = e;
    if (e->kind == ENTITY_OTP) f->code = true;
    if (e->kind == ENTITY_PHONE && private_number(e->value) && !f->mobile) f->mobile = e;
    if (e->kind == ENTITY_PHONE && str_eq(e->note, S("foreign")) && !f->abroad) f->abroad = e;
    if (e->kind == ENTITY_ACCOUNT && !f->account) f->account = e;
    if (e->kind == ENTITY_BRAND && is_kind(e->brand, "platform")) f->platform = true;
    if (e->kind == ENTITY_BRAND && !is_kind(e->brand, "platform") && !f->named) f->named = e;
}

facts_t facts_gather(const work_t *w)
{
    facts_t f = {0};
    for (size_t i = 0; i < w->v->n_entities; i++) one_entity(w, &f, &w->v->entities[i]);
    f.pressure = said(w, "theme-threat") || said(w, "theme-login") || said(w, "theme-parcel") ||
                 said(w, "theme-recover") || said(w, "theme-mistake") || said(w, "theme-warrant") ||
                 said(w, "claim-fine");
    f.manner = manner_of(w);
    f.warning = said(w, "ctx-warning");
    f.otp_notice = said(w, "ctx-otp-notice");
    f.advert = said(w, "ctx-advert");
    f.authority = said(w, "claim-police") || said(w, "claim-court") || said(w, "claim-tax") || said(w, "claim-agency");
    return f;
}
