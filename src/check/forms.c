/* SPDX-License-Identifier: Apache-2.0 */
#include "check/forms.h"
#include "base/embed.h"
#include "base/fold.h"
#include "page/app.h"
#include "page/head.h"
#include "page/picture.h"
#include "page/markdown.h"
#include "recognise/verdict.h"

extern const embed_t lesson_files[];

str_t form_lesson(arena_t *a, str_t code, lang_t lang)
{
    str_t file = embed_find(lesson_files, str_fmt(a, "%.*s.%s.md", STRF(code), lang_code(lang)));
    size_t end = file.p ? str_find(file, S("\n---\n"), 0) : SIZE_MAX;
    if (end == SIZE_MAX) return STR_NONE;
    str_t body = str_trim(str_sub(file, end + 5, file.n)), line;
    if (str_starts(body, S("# "))) (void)str_line(&body, &line); /* the page has its own heading */
    return body.p ? str_trim(body) : STR_NONE;
}

static str_t name_of(const form_t *f, lang_t lang)
{
    return lang == LANG_EN ? f->name_en : f->name_vi;
}

static str_t look_of(const form_t *f, lang_t lang)
{
    return lang == LANG_EN ? f->look_en : f->look_vi;
}

/* --- the index --- */

/* Every word asked for stands somewhere in what the form's page says. */
static bool found(arena_t *a, const form_t *f, lang_t lang, str_t words)
{
    str_t all = fold_dup(a, str_fmt(a, "%.*s\n%.*s\n%.*s", STRF(name_of(f, lang)), STRF(look_of(f, lang)),
                                    STRF(form_lesson(a, f->code, lang))));
    str_t word;
    while (words.n && str_cut(&words, ' ', &word))
        if (word.n && str_find(all, word, 0) == SIZE_MAX) return false;
    return true;
}

status_t forms_page(req_t *q, view_t *v, err_t *err)
{
    size_t n;
    (void)err;
    const form_t *f = canhgiac_forms(q->app->know, &n);
    str_t search = req_query(q, "tim"), wanted = search.n ? fold_dup(q->a, search) : S("");
    view_t *list = view_list(v, "forms");
    int64_t shown = 0;
    for (size_t i = 0; i < n; i++) {
        if (!found(q->a, &f[i], q->lang, wanted)) continue;
        view_t *o = view_item(list);
        view_text(o, "code", f[i].code);
        view_text(o, "name", name_of(&f[i], q->lang));
        view_text(o, "look", look_of(&f[i], q->lang));
        if (f[i].number) view_int(o, "number", f[i].number);
        shown++;
    }
    view_int(v, "count", shown);
    view_text(v, "search", search.p ? search : S(""));
    return ST_OK;
}

/* --- a form --- */

static void bullets(view_t *v, const char *name, str_t s)
{
    view_t *list = view_list(v, name);
    str_t piece;
    while (s.n && str_cut(&s, '|', &piece)) view_text(view_item(list), "text", str_trim(piece));
}

static void neighbour(view_t *v, const char *name, const form_t *f, lang_t lang)
{
    view_t *o = view_object(v, name);
    view_text(o, "code", f->code);
    view_text(o, "name", name_of(f, lang));
}

static status_t lesson(req_t *q, view_t *v, const form_t *f, err_t *err)
{
    str_t html, body = form_lesson(q->a, f->code, q->lang);
    if (body.p && markdown_html(q->a, body, &html) != ST_OK)
        return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    view_flag(v, "has_lesson", body.p != NULL);
    if (body.p) view_html(v, "lesson", html);
    return ST_OK;
}

status_t form_page(req_t *q, view_t *v, err_t *err)
{
    size_t n;
    const form_t *all = canhgiac_forms(q->app->know, &n), *f = canhgiac_form(q->app->know, q->args[0]);
    if (!f) return err_set(err, ST_NOT_FOUND, "form.none", N_("There is no form of scam at this address."));
    bool en = q->lang == LANG_EN;
    view_text(v, "page_title", name_of(f, q->lang));
    view_text(v, "code", f->code);
    view_text(v, "name", name_of(f, q->lang));
    view_text(v, "look", look_of(f, q->lang));
    view_text(v, "example", en ? f->example_en : f->example_vi);
    bullets(v, "signs", en ? f->signs_en : f->signs_vi);
    bullets(v, "todo", en ? f->do_en : f->do_vi);
    if (f->number) view_int(v, "number", f->number);
    head_page(q, v,
              &(head_t){.type = "Article",
                        .title = name_of(f, q->lang),
                        .description = look_of(f, q->lang),
                        .picture = picture_address(q)});
    if (f > all) neighbour(v, "before", f - 1, q->lang);
    if (f + 1 < all + n) neighbour(v, "after", f + 1, q->lang);
    return lesson(q, v, f, err);
}

/* The picture that goes with a link to it. */
status_t form_picture(req_t *q, view_t *v, err_t *err)
{
    const form_t *f = canhgiac_form(q->app->know, q->args[0]);
    (void)v;
    if (!f) return err_set(err, ST_NOT_FOUND, "form.none", N_("There is no form of scam at this address."));
    const picture_t p = {.head = name_of(f, q->lang),
                         .text = look_of(f, q->lang),
                         .foot = str_of(tr(q->lang, N_("Slow down. Check on the spot. Stop! Send nothing.")))};
    return picture_answer(q, &p, err);
}
