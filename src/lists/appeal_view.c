/* SPDX-License-Identifier: Apache-2.0
 *
 * appeal_view — an appeal and its decision as views, and all of them as a table.
 */
#include "lists/appeal_view.h"
#include "lists/lists.h"

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

/* --- for spreadsheets and programs --- */

typedef struct cell {
    const char *name;
    str_t text;
} cell_t;
enum { CELLS = 10 };

static str_t moment(arena_t *a, ms_t at)
{
    char text[32];
    if (!at) return S("");
    ms_iso(at, text);
    return str_dup(a, str_of(text));
}

static void cells_of(arena_t *a, const appeal_row_t *r, cell_t out[CELLS])
{
    char id[IDENT_TEXT];
    ident_text(r->id, id);
    const cell_t cells[CELLS] = {{"id", str_dup(a, str_of(id))},
                                 {"received", moment(a, r->received)},
                                 {"due", moment(a, r->due)},
                                 {"state", str_of(appeal_state_name(r->state))},
                                 {"decided", moment(a, r->decided)},
                                 {"by", r->by},
                                 {"reason", r->reason},
                                 {"relisted", moment(a, r->relisted)},
                                 {"relisted_by", r->relist_by},
                                 {"relist_reason", r->relist_reason}};
    memcpy(out, cells, sizeof cells);
}

static void row_csv(const cell_t *c, bool head, buf_t *out)
{
    for (size_t k = 0; k < CELLS; k++) {
        if (k) buf_putc(out, ',');
        buf_csv(out, head ? str_of(c[k].name) : c[k].text);
    }
    buf_putz(out, "\r\n");
}

static void row_json(const cell_t *c, bool first, buf_t *out)
{
    buf_putz(out, first ? "\n" : ",\n");
    for (size_t k = 0; k < CELLS; k++) {
        buf_fmt(out, "%s\"%s\":", k ? "," : "{", c[k].name);
        if (c[k].text.n)
            buf_json(out, c[k].text);
        else
            buf_putz(out, "null");
    }
    buf_putc(out, '}');
}

status_t lists_appeals(db_t *db, arena_t *a, bool as_json, buf_t *out, err_t *err)
{
    appeal_row_t *rows;
    size_t n = 0;
    cell_t cells[CELLS];
    const appeal_row_t none = {.by = S(""), .reason = S(""), .relist_by = S(""), .relist_reason = S("")};
    status_t s = appeal_rows(db, a, true, &rows, &n, err);
    if (s != ST_OK) return s;
    cells_of(a, &none, cells);
    if (as_json)
        buf_putc(out, '[');
    else
        row_csv(cells, true, out);
    for (size_t i = 0; i < n; i++) {
        cells_of(a, &rows[i], cells);
        if (as_json)
            row_json(cells, i == 0, out);
        else
            row_csv(cells, false, out);
    }
    if (as_json) buf_putz(out, "]\n");
    return buf_ok(out) && !arena_failed(a) ? ST_OK : err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}
