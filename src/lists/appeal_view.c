/* SPDX-License-Identifier: Apache-2.0
 *
 * appeal_view — an appeal and its decision as views, and as a table.
 */
#include "lists/appeal_view.h"

void appeal_role_options(view_t *v, str_t chosen, lang_t lang)
{
    static const struct {
        const char *value, *text;
    } roles[] = {{"owner", N_("It is mine, or my organisation's")},
                 {"customer", N_("I use it and know it")},
                 {"other", N_("Neither; I noticed it")}};
    view_t *list = view_list(v, "roles");
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        view_t *o = view_item(list);
        view_z(o, "value", roles[i].value);
        view_z(o, "text", tr(lang, roles[i].text));
        view_flag(o, "chosen", str_eq(chosen, str_of(roles[i].value)));
        if (str_eq(chosen, str_of(roles[i].value))) view_z(v, "as_text", tr(lang, roles[i].text));
    }
}

void appeal_row_view(view_t *v, const appeal_row_t *r, lang_t lang)
{
    bool decided = !ident_none(r->ruling);
    view_id(v, "id", r->id);
    view_time(v, "received", r->received);
    view_time(v, "due", r->due);
    view_z(v, "state", appeal_state_name(r->state));
    view_z(v, "state_text", tr(lang, appeal_state_text(r->state)));
    view_flag(v, "late", (decided ? r->decided : clock_now()) > r->due);
    view_flag(v, "is_decided", decided);
    view_flag(v, "granted", r->state == APPEAL_GRANTED);
    view_flag(v, "refused", r->state == APPEAL_REFUSED);
    view_flag(v, "was_relisted", r->state == APPEAL_RELISTED);
    view_text(v, "by", r->by);
    view_text(v, "reason", r->reason);
    view_text(v, "relist_by", r->relist_by);
    view_text(v, "relist_reason", r->relist_reason);
    if (decided) view_time(v, "decided", r->decided);
    if (r->relisted) view_time(v, "relisted", r->relisted);
    view_z(v, "decision_text",
           tr(lang, appeal_state_text(r->state == APPEAL_REFUSED ? APPEAL_REFUSED : APPEAL_GRANTED)));
}

static void time_cell(buf_t *b, ms_t at)
{
    char text[32];
    buf_putc(b, ',');
    if (!at) return;
    ms_iso(at, text);
    buf_csv(b, str_of(text));
}

/* What is contested is not in it: that is sealed. */
void appeal_table(const appeal_row_t *rows, size_t n, buf_t *out)
{
    buf_putz(out, "\xEF\xBB\xBFid,received,due,state,decided,by,reason,relisted,relisted_by,relist_reason\r\n");
    for (size_t i = 0; i < n; i++) {
        const appeal_row_t *r = &rows[i];
        char id[IDENT_TEXT];
        ident_text(r->id, id);
        buf_csv(out, str_of(id));
        time_cell(out, r->received);
        time_cell(out, r->due);
        buf_putc(out, ',');
        buf_csv(out, str_of(appeal_state_name(r->state)));
        time_cell(out, r->decided);
        buf_putc(out, ',');
        buf_csv(out, r->by);
        buf_putc(out, ',');
        buf_csv(out, r->reason);
        time_cell(out, r->relisted);
        buf_putc(out, ',');
        buf_csv(out, r->relist_by);
        buf_putc(out, ',');
        buf_csv(out, r->relist_reason);
        buf_putz(out, "\r\n");
    }
}
