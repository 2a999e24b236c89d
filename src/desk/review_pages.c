/* SPDX-License-Identifier: Apache-2.0
 *
 * The access review: every seat below one's own, with what one has to know to say "still needed" or "end it".
 */
#include "base/fold.h"
#include "desk/people_view.h"

enum { SHOWN = 150, CSV_LIMIT = 32 << 20 }; /* a form has room for 200 fields */

typedef struct filter {
    str_t role, unit, which; /* role "" any; unit: folded words or code; which "": all */
} filter_t;

static const struct {
    const char *code, *name; /* msgid */
} whiches[] = {{"", N_("All seats")},
               {"qua-han", N_("Review overdue")},
               {"chua-vao", N_("Never signed in")},
               {"lau-khong-vao", N_("Not signed in for 90 days")},
               {"mot-lop", N_("A password and nothing else")}};

/* Reviewed or given more than 90 days ago. */
static bool overdue(const person_seat_t *r)
{
    ms_t last = r->reviewed > r->from ? r->reviewed : r->from;
    return clock_now() - last > SEAT_REVIEW;
}

static bool is_which(const person_seat_t *r, str_t which)
{
    if (str_eq(which, S("qua-han"))) return overdue(r);
    if (str_eq(which, S("chua-vao"))) return !r->last_in;
    if (str_eq(which, S("lau-khong-vao"))) return r->last_in && clock_now() - r->last_in > SEAT_REVIEW;
    if (str_eq(which, S("mot-lop"))) return str_eq(r->state, S("active")) && !r->totp && !r->passkeys;
    return true;
}

/* From the address, or from the form that stood under it. */
static filter_t filter_of(req_t *q)
{
    str_t (*get)(const req_t *, const char *) = q->n_form ? req_form : req_query;
    str_t role = get(q, "vai"), unit = get(q, "don-vi"), which = get(q, "loc");
    return (filter_t){role.p ? role : S(""), unit.n ? fold_dup(q->a, unit) : S(""), which.p ? which : S("")};
}

static bool wanted(req_t *q, const person_seat_t *r, const filter_t *f)
{
    if (ident_none(r->seat) || !people_sees(q->who, r)) return false;
    if (f->role.n && !str_eq(f->role, r->role)) return false;
    if (f->unit.n && !str_eq(f->unit, r->unit_code) && str_find(fold_dup(q->a, r->unit_name), f->unit, 0) == SIZE_MAX)
        return false;
    return is_which(r, f->which);
}

static status_t rows_of(req_t *q, person_seat_t **rows, size_t *n, err_t *err)
{
    return person_list(q->db, q->a, people_realm(q->who), clock_now(), rows, n, err);
}

static void show_row(const req_t *q, view_t *v, const person_seat_t *r)
{
    view_text(v, "name", r->name);
    view_text(v, "login", r->login);
    view_flag(v, "disabled", str_eq(r->state, S("disabled")));
    people_seat(q, v, r);
    people_factors(v, r);
    view_text(v, "given_by", r->given_by.p ? r->given_by : str_of(tr(q->lang, N_("the operator of the server"))));
    view_flag(v, "was_reviewed", r->reviewed != 0);
    if (r->reviewed) {
        view_time(v, "reviewed", r->reviewed);
        view_text(v, "reviewed_by", r->reviewed_by.p ? r->reviewed_by : S(""));
    }
    view_flag(v, "overdue", overdue(r));
}

static void show_choices(const req_t *q, view_t *v, const filter_t *f)
{
    view_t *roles = view_list(v, "roles"), *list = view_list(v, "whiches");
    for (int r = 0; r < ROLE_COUNT; r++) {
        view_t *o = view_item(roles);
        view_z(o, "value", role_name((role_t)r));
        view_z(o, "text", tr(q->lang, role_title((role_t)r)));
        view_flag(o, "chosen", str_eq(f->role, str_of(role_name((role_t)r))));
    }
    for (size_t i = 0; i < sizeof whiches / sizeof *whiches; i++) {
        view_t *o = view_item(list);
        view_z(o, "value", whiches[i].code);
        view_z(o, "text", tr(q->lang, whiches[i].name));
        view_flag(o, "chosen", str_eq(f->which, str_of(whiches[i].code)));
    }
}

/* The filter as a query, for the link to the file: what is on screen is what is exported. */
static str_t filter_query(const req_t *q)
{
    static const char *const names[] = {"vai", "don-vi", "loc"};
    buf_t b = buf_new(q->a, 4096);
    for (size_t i = 0; i < 3; i++) {
        str_t value = req_query(q, names[i]);
        if (!value.n) continue;
        buf_fmt(&b, "%s%s=", b.n ? "&" : "?", names[i]);
        buf_url(&b, value);
    }
    return buf_str(&b);
}

status_t review_page(req_t *q, view_t *v, err_t *err)
{
    person_seat_t *rows;
    size_t n, count = 0, late = 0, ruled = 0;
    filter_t f = filter_of(q);
    status_t s = rows_of(q, &rows, &n, err);
    view_t *list = view_list(v, "rows");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (!wanted(q, &rows[i], &f)) continue;
        count++;
        late += overdue(&rows[i]);
        if (count > SHOWN) continue;
        ruled += people_rules(q->who, &rows[i]);
        show_row(q, view_item(list), &rows[i]);
    }
    show_choices(q, v, &f);
    view_fresh(q, v);
    view_int(v, "count", (int64_t)count);
    view_int(v, "late", (int64_t)late);
    view_flag(v, "has_late", late > 0);
    view_flag(v, "nothing", count == 0);
    view_flag(v, "may_act", ruled > 0);
    view_flag(v, "cut", count > SHOWN);
    str_t unit = req_query(q, "don-vi");
    view_text(v, "unit_filter", unit.p ? unit : S(""));
    view_text(v, "role_filter", f.role);
    view_text(v, "which_filter", f.which);
    view_text(v, "filter", filter_query(q));
    return s;
}

static void put(buf_t *b, str_t text, bool last)
{
    buf_csv(b, text.p ? text : S(""));
    buf_putz(b, last ? "\r\n" : ",");
}

static str_t day(const req_t *q, ms_t t)
{
    char text[32];
    if (!t || t == MS_NEVER) return S("");
    ms_iso(t, text);
    return str_dup(q->a, (str_t){text, 10});
}

status_t review_csv(req_t *q, view_t *v, err_t *err)
{
    person_seat_t *rows;
    size_t n;
    filter_t f = filter_of(q);
    (void)v;
    status_t s = rows_of(q, &rows, &n, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, CSV_LIMIT);
    buf_putz(&b, "\xEF\xBB\xBFname,login,person_state,role,unit,unit_name,seat_state,from,until,given_by,last_sign_in,"
                 "one_time_codes,passkeys,reviewed,reviewed_by,review_overdue\r\n");
    for (size_t i = 0; i < n; i++) {
        const person_seat_t *r = &rows[i];
        if (!wanted(q, r, &f)) continue;
        str_t fields[] = {r->name,
                          r->login,
                          r->state,
                          r->role,
                          r->unit_code,
                          r->unit_name,
                          r->seat_state,
                          day(q, r->from),
                          day(q, r->to == MS_NEVER ? r->to : r->to - 1),
                          r->given_by,
                          day(q, r->last_in),
                          r->totp ? S("yes") : S("no"),
                          str_fmt(q->a, "%lld", (long long)r->passkeys),
                          day(q, r->reviewed),
                          r->reviewed_by,
                          overdue(r) ? S("yes") : S("no")};
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
            put(&b, fields[k], k + 1 == sizeof fields / sizeof *fields);
    }
    if (!buf_ok(&b)) return err_set(err, ST_LIMIT, "review.large", N_("Too many seats for one file: filter first."));
    answer_download(q, "text/csv; charset=utf-8", S("ra-soat-quyen.csv"), buf_str(&b));
    return ST_OK;
}

static status_t decide(req_t *q, ident_t seat, bool end, err_t *err)
{
    return end ? seat_end(q->db, seat, q->who->person, err) : seat_review(q->db, seat, q->who->person, err);
}

/* All that are ticked or, when one among them is not the actor's to decide, none. */
static status_t decide_ticked(req_t *q, bool end, size_t *n, err_t *err)
{
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < q->n_form; i++) {
        person_seat_t row;
        if (!str_eq(q->form[i].name, S("seat"))) continue;
        (*n)++;
        s = seat_ruled(q, q->form[i].value, &row, err);
        if (s == ST_OK) s = decide(q, row.seat, end, err);
    }
    return s;
}

/* All the filter shows that are the actor's to decide. */
static status_t decide_all(req_t *q, bool end, size_t *n, err_t *err)
{
    person_seat_t *rows;
    size_t all;
    filter_t f = filter_of(q);
    if (!str_eq(req_form(q, "sure"), S("1")))
        return err_at(err, ST_INPUT, "review.sure", "sure", 0, N_("Tick that you mean all of them."));
    status_t s = rows_of(q, &rows, &all, err);
    for (size_t i = 0; s == ST_OK && i < all; i++) {
        if (!wanted(q, &rows[i], &f) || !people_rules(q->who, &rows[i])) continue;
        (*n)++;
        s = decide(q, rows[i].seat, end, err);
    }
    return s;
}

status_t review_post(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    str_t act = req_form(q, "act");
    bool end = str_starts(act, S("end"));
    size_t n = 0;
    if (!end && !str_starts(act, S("confirm")))
        return err_at(err, ST_INPUT, "review.act", "act", 0, N_("Choose what to do with the seats."));
    status_t s = str_ends(act, S("-all")) ? decide_all(q, end, &n, err) : decide_ticked(q, end, &n, err);
    if (s == ST_OK && !n) s = err_at(err, ST_INPUT, "review.none", "seat", 0, N_("Tick at least one seat first."));
    if (s != ST_OK) return s;
    answer_flash(q, end ? N_("The seats have ended.") : N_("The seats are confirmed."));
    answer_redirect(q, S("/ban/nguoi/ra-soat"));
    return ST_OK;
}
