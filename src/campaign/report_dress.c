/* SPDX-License-Identifier: Apache-2.0
 *
 * The report's dresses by name.
 */
#include <jansson.h>
#include "campaign/report_paper.h"
#include "page/render.h"

enum { JSON_MOST = 256 << 20 };

static void show_words(const words_of_t *w, view_t *v)
{
    view_t *list = view_list(v, "words");
    for (int k = 0; k < WORD_COUNT; k++) {
        view_t *i = view_item(list);
        view_z(i, "word", word_name((word_t)k));
        view_text(i, "text", w->text[k]);
        view_text(i, "by", w->by[k]);
        if (w->at[k]) view_time(i, "at", w->at[k]);
    }
}

static status_t as_json(arena_t *a, const report_t *r, const words_of_t *w, const report_proof_t *proof, str_t *out,
                        err_t *err)
{
    char head[65];
    view_t *v = view_new(a);
    buf_t b = buf_new(a, JSON_MOST);
    report_figures(r, view_object(v, "figures"));
    show_words(w, v);
    view_t *j = view_object(v, "journal");
    digest_hex(proof->head, head);
    view_int(j, "events", proof->events);
    view_text(j, "head", str_dup(a, str_of(head)));
    view_flag(v, "signed", proof->is_signed);
    view_json(v, &b);
    buf_putc(&b, '\n');
    if (!buf_ok(&b) || arena_failed(a))
        return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
    *out = buf_str(&b);
    return ST_OK;
}

status_t paper_html(arena_t *a, const paper_t *p, str_t *out, err_t *err)
{
    enum { HTML_MOST = 128 << 20 };
    view_t *v = view_new(a);
    buf_t b = buf_new(a, HTML_MOST);
    paper_view(p, v);
    status_t s = page_render_alone(a, "campaign/paper", v, p->lang, &b, err);
    if (s == ST_OK) *out = buf_str(&b);
    return s;
}

static const struct {
    const char *name, *mime;
    status_t (*dress)(arena_t *a, const paper_t *p, str_t *out, err_t *err); /* NULL: JSON */
} all[] = {
    {"json", "application/json", NULL},
    {"html", "text/html; charset=utf-8", paper_html},
    {"pdf", "application/pdf", paper_pdf},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", paper_docx},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", paper_xlsx},
    {"csv", "text/csv; charset=utf-8", paper_csv},
};

bool report_has_form(str_t format)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(format, str_of(all[i].name))) return true;
    return false;
}

status_t report_dress(arena_t *a, const report_t *r, const words_of_t *w, const report_proof_t *proof, lang_t lang,
                      str_t format, str_t *out, const char **mime, err_t *err)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!str_eq(format, str_of(all[i].name))) continue;
        *mime = all[i].mime;
        if (!all[i].dress) return as_json(a, r, w, proof, out, err);
        paper_t p;
        status_t s = report_paper(a, r, w, proof, lang, &p, err);
        return s == ST_OK ? all[i].dress(a, &p, out, err) : s;
    }
    return err_set(err, ST_USAGE, "report.format",
                   N_("There is no form %.*s: choose pdf, docx, xlsx, csv, json or html."),
                   STRF(str_sub(format, 0, 20)));
}
