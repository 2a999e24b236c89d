/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include "check/check.h"
#include "base/jread.h"
#include "box/limits.h"
#include "check/judged_image.h"
#include "check/forms.h"
#include "check/shown.h"
#include "lists/lists.h"
#include "page/app.h"
#include "page/head.h"

enum { MESSAGE_MOST = 20000, IMAGE_BODY = IMAGE_BYTES + 4096 /* a form's wrapping */, ANSWER_USUAL = 6144 };

static const canhgiac_t *engine(const req_t *q)
{
    return q->app->know;
}

/* The list in use, for as long as a verdict is made; what the verdict says of it is its own copy. */
static list_held_t *with_list(req_t *q, check_input_t *in)
{
    list_held_t *held = lists_take(q->app);
    in->list = lists_list(held);
    in->list_day = list_day(date_of(clock_now()));
    return held;
}

static status_t check(req_t *q, const check_input_t *in, verdict_t *out)
{
    check_input_t with = *in;
    list_held_t *held = with_list(q, &with);
    status_t s = canhgiac_check(engine(q), q->a, &with, out);
    lists_give_back(q->app, held);
    return s;
}

static status_t check_code(req_t *q, const check_input_t *in, str_t payload, judged_t **out)
{
    check_input_t with = *in;
    list_held_t *held = with_list(q, &with);
    with.text = S("");
    status_t s = judged_of(engine(q), q->a, &with, &payload, 1, date_of(clock_now()), out);
    lists_give_back(q->app, held);
    return s;
}

static status_t home_page(req_t *q, view_t *v, err_t *err)
{
    (void)err;
    view_z(v, "page_title", tr(q->lang, N_("Is this message a scam?")));
    head_site(q, v);
    view_text(v, "message", S(""));
    shown_box(q, v);
    return ST_OK;
}

static status_t check_page(req_t *q, view_t *v, err_t *err)
{
    (void)err;
    view_text(v, "message", S(""));
    view_flag(v, "checked", false);
    shown_box(q, v);
    return ST_OK;
}

static status_t too_long(err_t *err, status_t s)
{
    return err_set(err, s, "check.failed", N_("The message is too long to check; paste the part that matters."));
}

static void show(req_t *q, view_t *v, const judged_t *j)
{
    answer_header(q, "Cache-Control", S("private, no-store"));
    shown_verdict(v, q->lang, j);
    shown_box(q, v);
}

static status_t check_post(req_t *q, view_t *v, err_t *err)
{
    str_t text, sender = req_form(q, "sender"), channel = req_form(q, "channel");
    status_t s = req_text(q, "text", N_("Message"), MESSAGE_MOST, true, &text, err);
    if (s != ST_OK) return s;
    check_input_t in = {
        .text = text, .sender = sender.p ? sender : S(""), .channel = channel.p ? channel : S(""), .lang = q->lang};
    judged_t *j;
    if (!engine(q)) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    list_held_t *held = with_list(q, &in);
    s = judged_pasted(engine(q), q->a, &in, date_of(clock_now()), &j);
    lists_give_back(q->app, held);
    if (s != ST_OK) return too_long(err, s);
    show(q, v, j);
    return ST_OK;
}

/* --- POST /api/v1/check --- */

/* What a program may give, in the order of names[]. */
typedef struct given {
    str_t text, url, phone, account, qr, bank, lang, date, sender, channel;
} given_t;

static status_t not_an_object(err_t *err)
{
    return err_set(err, ST_USAGE, "check.json", N_("The body must be a JSON object."));
}

/* The same by the library, which knows all of JSON; its texts are copied out of its tree. */
static status_t read_any(req_t *q, const char *const *names, str_t *const *into, size_t n, err_t *err)
{
    json_t *j = json_loadb(q->body.p ? q->body.p : "", q->body.n, JSON_REJECT_DUPLICATES, NULL);
    status_t s = json_is_object(j) ? ST_OK : not_an_object(err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        json_t *v = json_object_get(j, names[i]);
        if (!json_is_string(v)) continue;
        *into[i] = str_dup(q->a, (str_t){json_string_value(v), json_string_length(v)});
        if (!into[i]->p) s = err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    }
    json_decref(j);
    return s;
}

static status_t read_body(req_t *q, given_t *g, err_t *err)
{
    static const char *const names[] = {"text", "url",  "phone", "account", "qr",
                                        "bank", "lang", "date",  "sender",  "channel"};
    str_t *const into[] = {&g->text, &g->url,  &g->phone, &g->account, &g->qr,
                           &g->bank, &g->lang, &g->date,  &g->sender,  &g->channel};
    enum { N = sizeof names / sizeof *names };
    _Static_assert(sizeof into / sizeof *into == N, "a place for each");
    *g = (given_t){0};
    const jval_t *root = jread(q->a, q->body);
    if (!root) return read_any(q, names, into, N, err);
    if (root->kind != J_OBJECT) return not_an_object(err);
    for (size_t i = 0; i < N; i++) *into[i] = jread_text(root, names[i]);
    return ST_OK;
}

static status_t read_input(const given_t *g, req_t *q, check_input_t *in, err_t *err)
{
    int given = !!g->text.p + !!g->url.p + !!g->phone.p + !!g->account.p + !!g->qr.p;
    in->text = g->text.p ? g->text : g->url.p ? g->url : g->phone.p ? g->phone : g->qr;
    if (g->account.p) in->text = str_fmt(q->a, "STK %.*s %.*s", STRF(g->account), STRF(g->bank.p ? g->bank : S("")));
    if (given != 1 || !in->text.n)
        return err_at(err, ST_INPUT, "check.input", "text", 0,
                      N_("Give exactly one of text, url, phone, account or qr."));
    if (g->lang.p && !str_eq(g->lang, S("vi")) && !str_eq(g->lang, S("en")))
        return err_at(err, ST_INPUT, "check.lang", "lang", 0, N_("The language is vi or en."));
    if (g->channel.p && !check_channel_known(g->channel))
        return err_at(err, ST_INPUT, "check.channel", "channel", 0,
                      N_("The channel is sms, zalo, call, email or web."));
    if (g->lang.p) in->lang = lang_from(g->lang.p, g->lang.n);
    if (g->date.p && !date_parse(g->date, &in->date))
        return err_at(err, ST_INPUT, "check.date", "date", 0, N_("The date is YYYY-MM-DD."));
    in->sender = g->sender.p ? g->sender : S("");
    in->channel = g->channel.p ? g->channel : S("");
    return ST_OK;
}

/* The verdict on a lone text; on a QR code also what it says. */
static status_t answer_check(req_t *q, const check_input_t *in, bool qr)
{
    buf_t b = buf_new(q->a, 4 << 20);
    status_t s;
    (void)buf_room(&b, ANSWER_USUAL);
    if (qr) {
        judged_t *j;
        s = check_code(q, in, in->text, &j);
        if (s == ST_OK) judged_json(j, &b);
    } else {
        verdict_t *d = arena_raw(q->a, sizeof *d); /* canhgiac_check sets what there is to read of it */
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
    (void)v;
    given_t given;
    check_input_t in = {.lang = q->lang, .sender = S(""), .channel = S("")};
    status_t s = read_body(q, &given, err);
    if (s == ST_OK) s = read_input(&given, q, &in, err);
    if (s != ST_OK) return s;
    if (!engine(q)) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    return answer_check(q, &in, given.qr.p != NULL);
}

/* --- POST /api/v1/check/image --- */

/* The picture is the body itself, or the file "image" of a form. It is neither stored nor logged. */
static status_t judge_image(req_t *q, judged_t **j, err_t *err)
{
    const field_t *file = req_file(q, "image");
    check_input_t in = {.lang = q->lang, .sender = S(""), .channel = S(""), .text = S("")};
    str_t sender = req_form(q, "sender");
    if (sender.p) in.sender = sender;
    if (!engine(q)) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    list_held_t *held = with_list(q, &in);
    status_t s = judged_image(engine(q), q->a, &in, file ? file->value : q->body.p ? q->body : S(""), j, err);
    lists_give_back(q->app, held);
    return s;
}

/* The same as a page, for browsers without scripts. */
static status_t image_post(req_t *q, view_t *v, err_t *err)
{
    judged_t *j;
    status_t s = judge_image(q, &j, err);
    if (s == ST_OK) show(q, v, j);
    return s;
}

static status_t image_api(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    judged_t *j;
    status_t s = judge_image(q, &j, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, 4 << 20);
    judged_json(j, &b);
    answer_header(q, "Cache-Control", S("private, no-store"));
    answer_bytes(q, "application/json", buf_str(&b));
    return buf_ok(&b) ? ST_OK : ST_MEMORY;
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
    {"POST", "/kiem-tra", PERM_PUBLIC, ROUTE_PURE, check_post, "check/check", N_("Check a message"), 0},
    {"POST", "/api/v1/check", PERM_PUBLIC, ROUTE_PURE, check_api, NULL, N_("Check a message"), 0},
    {"POST", "/api/v1/check/image", PERM_PUBLIC, ROUTE_SLOW, image_api, NULL, N_("Check a picture"), IMAGE_BODY},
    {"POST", "/kiem-tra/anh", PERM_PUBLIC, ROUTE_SLOW, image_post, "check/check", N_("Check a picture"), IMAGE_BODY},
    {"GET", "/hinh-thuc", PERM_PUBLIC, ROUTE_READ, forms_page, "check/forms", N_("Forms of scam"), 0},
    {"GET", "/hinh-thuc/{}", PERM_PUBLIC, ROUTE_READ, form_page, "check/form", N_("Forms of scam"), 0},
    {"GET", "/hinh-thuc/{}/anh.png", PERM_PUBLIC, ROUTE_SLOW, form_picture, NULL, N_("Picture"), 0},
    {"GET", "/so-cuu", PERM_PUBLIC, ROUTE_READ, plain_page, "check/first-aid", N_("First aid"), 0},
    {0},
};
