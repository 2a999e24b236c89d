/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include "learn/internal.h"
#include "page/app.h"
#include "page/qr.h"

/* Codes are read out and typed: case and spaces do not matter. */
static str_t read_code(req_t *q, str_t s)
{
    char out[16];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < sizeof out; i++)
        if (s.p[i] != ' ' && s.p[i] != '-') out[n++] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i];
    return str_dup(q->a, (str_t){out, n});
}

static status_t class_by_code(req_t *q, str_t code, unit_t *out, err_t *err)
{
    status_t s = unit_by_code(q->db, q->a, read_code(q, code), clock_now(), out, err);
    if (s == ST_NOT_FOUND || (s == ST_OK && !str_eq(out->kind, S("class"))))
        return err_at(err, ST_NOT_FOUND, "class.none", "ma", 0,
                      N_("There is no class with this code. Look at the board and type it again."));
    return s;
}

/* The order in which this attempt sees the items: a shuffle drawn from its id, so that neighbours do not match. */
static void shuffled(ident_t id, int order[QUIZ_ITEMS])
{
    digest_t d = sha256((str_t){(const char *)id.b, 16});
    for (int i = 0; i < QUIZ_ITEMS; i++) order[i] = i;
    for (int i = QUIZ_ITEMS - 1; i > 0; i--) {
        int k = d.b[i] % (i + 1), t = order[i];
        order[i] = order[k];
        order[k] = t;
    }
}

static void quiz(req_t *q, view_t *v)
{
    ident_t id = ident_new();
    char form = (char)('A' + rand_below(3));
    quiz_item_t items[QUIZ_ITEMS];
    int order[QUIZ_ITEMS];
    shuffled(id, order);
    size_t n = quiz_form(q->a, form, items);
    view_id(v, "attempt", id);
    view_fmt(v, "form", "%c", form);
    view_t *list = view_list(v, "items");
    for (size_t i = 0; i < n; i++) {
        view_t *o = view_item(list);
        view_int(o, "place", (int64_t)i + 1);
        view_text(o, "text", items[order[i]].text[q->lang]);
    }
}

static status_t learn_page(req_t *q, view_t *v, err_t *err)
{
    str_t code = req_query(q, "ma");
    (void)v;
    if (!code.n) return ST_OK;
    unit_t u;
    status_t s = class_by_code(q, code, &u, err);
    if (s == ST_OK) answer_redirect(q, str_fmt(q->a, "/hoc/lop/%.*s", STRF(u.code)));
    return s;
}

static status_t open_quiz_page(req_t *q, view_t *v, err_t *err)
{
    (void)err;
    quiz(q, v);
    return ST_OK;
}

static status_t class_quiz_page(req_t *q, view_t *v, err_t *err)
{
    unit_t u;
    status_t s = class_by_code(q, q->args[0], &u, err);
    if (s != ST_OK) return s;
    view_text(v, "class_name", u.name);
    view_text(v, "class_code", u.code);
    quiz(q, v);
    return ST_OK;
}

/* Fields are named by place, not by item: the names must not tell which messages are scams. */
static status_t read_answers(req_t *q, ident_t id, int steps[QUIZ_ITEMS], err_t *err)
{
    int order[QUIZ_ITEMS];
    shuffled(id, order);
    for (int i = 0; i < QUIZ_ITEMS; i++) {
        char name[8];
        int64_t step;
        snprintf(name, sizeof name, "a%d", i + 1);
        if (!str_int(req_form(q, name), 1, 4, &step))
            return err_at(err, ST_INPUT, "attempt.answer", name, 0, N_("Answer all twelve messages."));
        steps[order[i]] = (int)step;
    }
    return ST_OK;
}

static void feedback(req_t *q, view_t *v, char form, const int steps[QUIZ_ITEMS])
{
    static const char *const words[] = {"", N_("surely real"), N_("probably real"), N_("probably a scam"),
                                        N_("surely a scam")};
    quiz_item_t items[QUIZ_ITEMS];
    size_t n = quiz_form(q->a, form, items);
    int right = 0;
    view_t *list = view_list(v, "items");
    for (size_t i = 0; i < n; i++) {
        bool good = items[i].scam == (steps[i] >= 3);
        right += good;
        view_t *o = view_item(list);
        view_text(o, "text", items[i].text[q->lang]);
        view_text(o, "why", items[i].why[q->lang]);
        view_flag(o, "scam", items[i].scam);
        view_flag(o, "good", good);
        view_z(o, "said", tr(q->lang, words[steps[i]]));
    }
    view_int(v, "right", right);
}

static status_t attempt_post(req_t *q, view_t *v, err_t *err)
{
    ident_t id, unit = {{0}};
    int steps[QUIZ_ITEMS];
    quiz_item_t items[QUIZ_ITEMS];
    str_t form = req_form(q, "form"), code = req_form(q, "ma");
    if (!ident_parse(req_form(q, "attempt"), &id) || form.n != 1 || !quiz_form(q->a, form.p[0], items))
        return err_set(err, ST_USAGE, "attempt.form", N_("The form arrived damaged; go back and send it again."));
    status_t s = read_answers(q, id, steps, err);
    if (s == ST_OK && code.n) {
        unit_t u;
        s = class_by_code(q, code, &u, err);
        if (s == ST_OK) unit = u.id;
    }
    record_answer_t answer = RECORD_ACCEPTED;
    if (s == ST_OK) s = learn_attempt_add(q->db, q->a, id, unit, form.p[0], steps, &answer, err);
    if (s != ST_OK) return s;
    view_flag(v, "conflict", answer == RECORD_CONFLICT);
    feedback(q, v, form.p[0], steps);
    return ST_OK;
}

/* --- the teacher --- */

static status_t classes_page(req_t *q, view_t *v, err_t *err)
{
    view_t *list = view_list(v, "classes");
    for (size_t i = 0; i < q->who->n_seats; i++) {
        const seat_t *seat = &q->who->seats[i];
        unit_t *units;
        size_t n;
        if (seat->role != ROLE_TEACHER) continue;
        status_t s = unit_list(q->db, q->a, seat->unit, S("class"), clock_now(), &units, &n, err);
        if (s != ST_OK) return s;
        for (size_t k = 0; k < n; k++) {
            view_t *c = view_item(list);
            view_text(c, "code", units[k].code);
            view_text(c, "name", units[k].name);
            view_time(c, "made", units[k].from);
        }
    }
    return ST_OK;
}

static status_t class_add_post(req_t *q, view_t *v, err_t *err)
{
    str_t name;
    unit_t made;
    (void)v;
    const seat_t *seat = actor_seat(q->who, ROLE_TEACHER);
    status_t s = req_text(q, "name", N_("Name of the class"), 100, true, &name, err);
    if (s == ST_OK) s = learn_class_add(q->db, q->a, seat->unit, name, q->who->person, &made, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The class is ready. Write its code on the board."));
    answer_redirect(q, str_fmt(q->a, "/ban/lop/%.*s", STRF(made.code)));
    return ST_OK;
}

static void results(view_t *v, const discernment_t *d)
{
    view_t *r = view_object(v, "results");
    view_real(r, "hits", d->hits * 100, 0);
    view_real(r, "false_alarms", d->false_alarms * 100, 0);
    view_real(r, "d", d->d, 2);
    view_real(r, "d_low", d->d_low, 2);
    view_real(r, "d_high", d->d_high, 2);
    view_real(r, "c", d->c, 2);
    view_real(r, "auc", d->auc, 2);
    /* Suspecting everything catches every scam and is worth nothing. */
    view_flag(r, "suspects_all", d->hits > 0.7 && d->false_alarms > 0.5 && d->d < 1);
}

static status_t class_page(req_t *q, view_t *v, err_t *err)
{
    unit_t u;
    size_t attempts;
    discernment_t d;
    status_t s = class_by_code(q, q->args[0], &u, err);
    if (s == ST_OK && !actor_may(q->who, ROLE_TEACHER, u.path))
        s = err_set(err, ST_DENIED, "class.other", N_("This class is not yours."));
    if (s == ST_OK) s = class_results(q->db, q->a, u.id, &attempts, &d, err);
    if (s != ST_OK) return s;
    str_t address = str_fmt(q->a, "%.*s/hoc/lop/%.*s", STRF(q->app->base_url), STRF(u.code));
    view_text(v, "page_title", u.name);
    view_text(v, "name", u.name);
    view_text(v, "code", u.code);
    view_text(v, "address", address);
    str_t svg = qr_svg(q->a, address, err);
    if (svg.p) view_html(v, "qr", svg);
    view_flag(v, "few", attempts < GROUP_LEAST);
    /* Below ten not even the number of attempts after each pupil should tell who did what. */
    if (attempts >= GROUP_LEAST) {
        view_int(v, "attempts", (int64_t)attempts);
        results(v, &d);
    }
    return ST_OK;
}

const route_t learn_routes[] = {
    {"GET", "/hoc", PERM_PUBLIC, ROUTE_READ, learn_page, "learn/learn", N_("Learn to tell them apart"), 0},
    {"GET", "/hoc/thu", PERM_PUBLIC, ROUTE_READ, open_quiz_page, "learn/quiz", N_("Twelve messages"), 0},
    {"GET", "/hoc/lop/{}", PERM_PUBLIC, ROUTE_READ, class_quiz_page, "learn/quiz", N_("Twelve messages"), 0},
    {"POST", "/hoc/lam", PERM_PUBLIC, ROUTE_ACT, attempt_post, "learn/feedback", N_("Your answers"), 0},
    {"GET", "/ban/lop", PERM_TEACH, ROUTE_READ, classes_page, "learn/classes", N_("Classes"), 0},
    {"POST", "/ban/lop", PERM_TEACH, ROUTE_ACT, class_add_post, NULL, N_("Classes"), 0},
    {"GET", "/ban/lop/{}", PERM_TEACH, ROUTE_READ, class_page, "learn/class", N_("Classes"), 0},
    {0},
};
