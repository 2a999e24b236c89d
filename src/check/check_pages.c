/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include "base/fold.h"
#include "check/check.h"
#include "box/image.h"
#include "check/judged.h"
#include "lists/lists.h"
#include "page/app.h"

enum { MESSAGE_MOST = 20000, IMAGE_BODY = IMAGE_BYTES + 4096 /* a form's wrapping */ };

static const canhgiac_t *engine(const req_t *q)
{
    return q->app->know;
}

/* The verdict with the list in use; what it says of the list is its own copy. */
static status_t check(req_t *q, const check_input_t *in, verdict_t *out)
{
    list_held_t *held = lists_take(q->app);
    check_input_t with = *in;
    with.list = lists_list(held);
    with.list_day = list_day(date_of(clock_now()));
    status_t s = canhgiac_check(engine(q), q->a, &with, out);
    lists_give_back(q->app, held);
    return s;
}

/* --- the verdict as a view --- */

/* The message in pieces, signs marked: overlapping signs share a piece, the first one's number is shown. */
static void pieces(req_t *q, view_t *v, const verdict_t *d, str_t text)
{
    view_t *list = view_list(v, "pieces");
    size_t at = 0;
    bool others = false; /* the model marks where it heard most, about; it gives way to signs that know their place */
    for (size_t i = 0; i < d->n_signs; i++)
        others = others || (d->signs[i].kind != SIGN_MODEL && d->signs[i].end - d->signs[i].start < text.n);
    while (at < text.n) {
        size_t next = text.n, number = 0;
        for (size_t i = 0; i < d->n_signs; i++) {
            const sign_t *s = &d->signs[i];
            bool whole = s->start == 0 && s->end == text.n;
            if (whole || s->end <= at || (others && s->kind == SIGN_MODEL)) continue;
            size_t begins = s->start > at ? s->start : at;
            if (begins < next) {
                next = begins;
                number = i + 1;
            }
        }
        if (next > at) view_text(view_item(list), "plain", str_sub(text, at, next));
        if (!number) break;
        size_t end = d->signs[number - 1].end;
        view_t *m = view_item(list);
        view_text(m, "marked", str_sub(text, next, end));
        view_int(m, "number", (int64_t)number);
        at = end;
    }
    (void)q;
}

static void reasons(view_t *v, const verdict_t *d)
{
    view_t *list = view_list(v, "signs");
    for (size_t i = 0; i < d->n_signs; i++) {
        view_t *s = view_item(list);
        view_int(s, "number", (int64_t)i + 1);
        view_text(s, "code", d->signs[i].code);
        view_text(s, "why", d->signs[i].why);
        view_text(s, "check", d->signs[i].check);
    }
    view_t *said = view_list(v, "listed");
    for (size_t i = 0; i < d->n_listed; i++) {
        view_t *l = view_item(said);
        view_text(l, "source", d->listed[i].source);
        view_text(l, "reason", d->listed[i].reason);
        view_time(l, "since", date_start(d->listed[i].since));
    }
}

static void whom(view_t *v, const verdict_t *d)
{
    if (!d->imitates) return;
    view_t *b = view_object(v, "imitates");
    view_text(b, "name", d->imitates->name);
    view_text(b, "hotline", d->imitates->hotline);
    view_flag(b, "unchecked", d->imitates->n_vouched == 0);
    view_t *list = view_list(b, "official");
    for (size_t i = 0; i < d->imitates->n_vouched; i++) view_push(list, d->imitates->domains[i]);
}

static void show(req_t *q, view_t *v, const verdict_t *d, str_t text)
{
    view_z(v, "level", level_name(d->level));
    view_flag(v, "checked", true);
    view_flag(v,
              d->level == LEVEL_DANGER       ? "danger"
              : d->level == LEVEL_SUSPICIOUS ? "suspicious"
              : d->level == LEVEL_OFFICIAL   ? "is_official"
                                             : "unsure",
              true);
    view_flag(v, "bad", d->level >= LEVEL_SUSPICIOUS);
    view_text(v, "headline", d->headline);
    view_text(v, "message", text);
    pieces(q, v, d, text);
    reasons(v, d);
    whom(v, d);
    view_t *forms = view_list(v, "forms");
    for (size_t i = 0; i < d->n_forms; i++) {
        view_t *f = view_item(forms);
        view_text(f, "code", d->forms[i]->code);
        view_text(f, "name", q->lang == LANG_EN ? d->forms[i]->name_en : d->forms[i]->name_vi);
    }
    view_t *steps = view_list(v, "steps");
    for (size_t i = 0; i < d->n_steps; i++) view_text(view_item(steps), "text", d->steps[i]);
}

static status_t home_page(req_t *q, view_t *v, err_t *err)
{
    (void)q;
    (void)err;
    view_z(v, "page_title", tr(q->lang, N_("Is this message a scam?")));
    return ST_OK;
}

static status_t check_page(req_t *q, view_t *v, err_t *err)
{
    (void)q;
    (void)err;
    view_text(v, "message", S(""));
    return ST_OK;
}

static status_t check_post(req_t *q, view_t *v, err_t *err)
{
    str_t text, sender = req_form(q, "sender");
    status_t s = req_text(q, "text", N_("Message"), MESSAGE_MOST, true, &text, err);
    if (s != ST_OK) return s;
    check_input_t in = {.text = text, .sender = sender.p ? sender : S(""), .lang = q->lang};
    verdict_t *d = ARENA_NEW(q->a, verdict_t);
    if (!d || !engine(q)) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    s = check(q, &in, d);
    if (s != ST_OK)
        return err_set(err, s, "check.failed", N_("The message is too long to check; paste the part that matters."));
    answer_header(q, "Cache-Control", S("private, no-store"));
    show(q, v, d, text);
    return ST_OK;
}

/* --- POST /api/v1/check --- */

static str_t member(json_t *j, const char *name)
{
    json_t *v = json_object_get(j, name);
    return json_is_string(v) ? (str_t){json_string_value(v), json_string_length(v)} : STR_NONE;
}

static status_t read_input(json_t *j, req_t *q, check_input_t *in, err_t *err)
{
    static const char *const kinds[] = {"text", "url", "phone", "account", "qr"};
    int given = 0;
    for (size_t i = 0; i < 5; i++) {
        str_t t = member(j, kinds[i]);
        if (!t.p) continue;
        given++;
        in->text = i == 3
                       ? str_fmt(q->a, "STK %.*s %.*s", STRF(t), STRF(member(j, "bank").p ? member(j, "bank") : S("")))
                       : str_dup(q->a, t);
    }
    if (given != 1 || !in->text.n)
        return err_at(err, ST_INPUT, "check.input", "text", 0,
                      N_("Give exactly one of text, url, phone, account or qr."));
    str_t lang = member(j, "lang"), day = member(j, "date"), sender = member(j, "sender"),
          channel = member(j, "channel");
    if (lang.p) in->lang = lang_from(lang.p, lang.n);
    if (day.p && !date_parse(day, &in->date))
        return err_at(err, ST_INPUT, "check.date", "date", 0, N_("The date is YYYY-MM-DD."));
    in->sender = sender.p ? str_dup(q->a, sender) : S("");
    in->channel = channel.p ? str_dup(q->a, channel) : S("");
    return ST_OK;
}

/* The verdict on a lone text; on a QR code also what it says. */
static status_t answer_check(req_t *q, const check_input_t *in, bool qr)
{
    buf_t b = buf_new(q->a, 4 << 20);
    status_t s;
    if (qr) {
        check_input_t no_words = *in;
        judged_t *j;
        no_words.text = S("");
        list_held_t *held = lists_take(q->app);
        no_words.list = lists_list(held);
        no_words.list_day = list_day(date_of(clock_now()));
        s = judged_of(engine(q), q->a, &no_words, &in->text, 1, &j);
        lists_give_back(q->app, held);
        if (s == ST_OK) judged_json(q->a, j, &b);
    } else {
        verdict_t *d = ARENA_NEW(q->a, verdict_t);
        s = d ? check(q, in, d) : ST_MEMORY;
        if (s == ST_OK) canhgiac_json(d, in->text, &b);
    }
    if (s != ST_OK) return s;
    answer_header(q, "Cache-Control", S("private, no-store"));
    answer_bytes(q, "application/json", buf_str(&b));
    return buf_ok(&b) ? ST_OK : ST_MEMORY;
}

static status_t check_api(req_t *q, view_t *v, err_t *err)
{
    enum { JSON_FLAGS = JSON_REJECT_DUPLICATES };
    (void)v;
    check_input_t in = {.lang = q->lang, .sender = S(""), .channel = S("")};
    json_t *j = json_loadb(q->body.p ? q->body.p : "", q->body.n, JSON_FLAGS, NULL);
    status_t s = json_is_object(j) ? read_input(j, q, &in, err)
                                   : err_set(err, ST_USAGE, "check.json", N_("The body must be a JSON object."));
    bool qr = json_is_string(json_object_get(j, "qr"));
    json_decref(j);
    if (s != ST_OK) return s;
    if (!engine(q)) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    return answer_check(q, &in, qr);
}

/* --- POST /api/v1/check/image --- */

/* The picture is the body itself, or the file "image" of a form. It is neither stored nor logged. */
static status_t image_api(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    const field_t *file = req_file(q, "image");
    check_input_t in = {.lang = q->lang, .sender = S(""), .channel = S(""), .text = S("")};
    str_t sender = req_form(q, "sender");
    if (sender.p) in.sender = sender;
    if (!engine(q)) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    judged_t *j;
    list_held_t *held = lists_take(q->app);
    in.list = lists_list(held);
    in.list_day = list_day(date_of(clock_now()));
    status_t s = judged_image(engine(q), q->a, &in, file ? file->value : q->body.p ? q->body : S(""), &j, err);
    lists_give_back(q->app, held);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, 4 << 20);
    judged_json(q->a, j, &b);
    answer_header(q, "Cache-Control", S("private, no-store"));
    answer_bytes(q, "application/json", buf_str(&b));
    return buf_ok(&b) ? ST_OK : ST_MEMORY;
}

/* --- forms of scam --- */

static void bullets(view_t *v, const char *name, str_t s)
{
    view_t *list = view_list(v, name);
    str_t piece;
    while (s.n && str_cut(&s, '|', &piece)) view_text(view_item(list), "text", str_trim(piece));
}

static status_t forms_page(req_t *q, view_t *v, err_t *err)
{
    size_t n;
    (void)err;
    const form_t *f = canhgiac_forms(engine(q), &n);
    str_t search = req_query(q, "tim"), wanted = search.n ? fold_dup(q->a, search) : S("");
    view_t *list = view_list(v, "forms");
    int64_t shown = 0;
    bool en = q->lang == LANG_EN;
    for (size_t i = 0; i < n; i++) {
        str_t name = en ? f[i].name_en : f[i].name_vi, look = en ? f[i].look_en : f[i].look_vi;
        if (wanted.n && str_find(fold_dup(q->a, name), wanted, 0) == SIZE_MAX &&
            str_find(fold_dup(q->a, look), wanted, 0) == SIZE_MAX)
            continue;
        view_t *o = view_item(list);
        view_text(o, "code", f[i].code);
        view_text(o, "name", name);
        view_text(o, "look", look);
        if (f[i].number) view_int(o, "number", f[i].number);
        shown++;
    }
    view_int(v, "count", shown);
    view_text(v, "search", search.p ? search : S(""));
    return ST_OK;
}

static status_t form_page(req_t *q, view_t *v, err_t *err)
{
    const form_t *f = canhgiac_form(engine(q), q->args[0]);
    if (!f) return err_set(err, ST_NOT_FOUND, "form.none", N_("There is no form of scam at this address."));
    bool en = q->lang == LANG_EN;
    view_text(v, "page_title", en ? f->name_en : f->name_vi);
    view_text(v, "code", f->code);
    view_text(v, "name", en ? f->name_en : f->name_vi);
    view_text(v, "look", en ? f->look_en : f->look_vi);
    view_text(v, "example", en ? f->example_en : f->example_vi);
    bullets(v, "signs", en ? f->signs_en : f->signs_vi);
    bullets(v, "todo", en ? f->do_en : f->do_vi);
    if (f->number) view_int(v, "number", f->number);
    return ST_OK;
}

static status_t plain_page(req_t *q, view_t *v, err_t *err)
{
    (void)q;
    (void)v;
    (void)err;
    return ST_OK;
}

const route_t check_routes[] = {
    {"GET", "/", PERM_PUBLIC, ROUTE_READ, home_page, "check/home", N_("Is this message a scam?"), 0},
    {"GET", "/kiem-tra", PERM_PUBLIC, ROUTE_READ, check_page, "check/check", N_("Check a message"), 0},
    {"POST", "/kiem-tra", PERM_PUBLIC, ROUTE_READ, check_post, "check/check", N_("Check a message"), 0},
    {"POST", "/api/v1/check", PERM_PUBLIC, ROUTE_READ, check_api, NULL, N_("Check a message"), 0},
    {"POST", "/api/v1/check/image", PERM_PUBLIC, ROUTE_SLOW, image_api, NULL, N_("Check a picture"), IMAGE_BODY},
    {"GET", "/hinh-thuc", PERM_PUBLIC, ROUTE_READ, forms_page, "check/forms", N_("Forms of scam"), 0},
    {"GET", "/hinh-thuc/{}", PERM_PUBLIC, ROUTE_READ, form_page, "check/form", N_("Forms of scam"), 0},
    {"GET", "/so-cuu", PERM_PUBLIC, ROUTE_READ, plain_page, "check/first-aid", N_("First aid"), 0},
    {0},
};
