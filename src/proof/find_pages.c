/* SPDX-License-Identifier: Apache-2.0
 *
 * What the program found on a unit's sites, to be claimed with one tap or put aside.
 */
#include "page/app.h"
#include "people/people.h"
#include "proof/find.h"
#include "proof/queries.h"

static bool may_claim(const req_t *q, str_t path)
{
    return actor_may(q->who, ROLE_CONTACT, path) || actor_may(q->who, ROLE_EDITOR, path);
}

static status_t unit_asked(const req_t *q, str_t id_text, unit_t *u, err_t *err)
{
    ident_t id;
    const seat_t *own = actor_seat(q->who, ROLE_CONTACT);
    if (!own) own = actor_seat(q->who, ROLE_EDITOR);
    if (id_text.n && !ident_parse(id_text, &id))
        return err_set(err, ST_NOT_FOUND, "unit.none", N_("There is no such unit."));
    if (!id_text.n && !own) return err_set(err, ST_DENIED, "proof.other-unit", N_("This belongs to another unit."));
    if (!id_text.n) id = own->unit;
    status_t s = unit_by_id(q->db, q->a, id, u, err);
    if (s == ST_OK && !may_claim(q, u->path) && !actor_may(q->who, ROLE_COORDINATOR, u->path))
        return err_set(err, ST_DENIED, "proof.other-unit", N_("This belongs to another unit."));
    return s;
}

typedef struct duty_row {
    ident_t id;
    str_t clause;
} duty_row_t;

static status_t duties_of(const req_t *q, ident_t unit, vec_t *out, err_t *err)
{
    *out = vec_new(q->a, sizeof(duty_row_t), 20);
    stmt_t *st = db_query(q->db, &q_proof_post_duties, err);
    if (!st) return ST_STORE;
    bind_id(st, 1, &unit);
    bind_ms(st, 2, clock_now());
    status_t s;
    while ((s = stmt_next(st, err)) == ST_ROW) {
        duty_row_t *d = vec_push(out);
        if (d) *d = (duty_row_t){col_id(st, 0), col_text(st, q->a, 1)};
    }
    stmt_done(st);
    return s == ST_END ? ST_OK : s;
}

static void found_view(const req_t *q, view_t *i, const found_t *f, const vec_t *duties, bool may)
{
    static const struct {
        const char *code, *title;
    } how[] = {{"exact", N_("the very file")},
               {"embedded", N_("whole, in the page")},
               {"paraphrased", N_("nearly whole")},
               {"stale", N_("an older version")},
               {"altered", N_("altered")}};
    view_text(i, "url", f->url);
    view_text(i, "title", f->title.n ? f->title : f->url);
    view_text(i, "code", f->code);
    view_int(i, "version", f->version);
    view_time(i, "at", f->at);
    view_id(i, "release", f->release);
    for (size_t k = 0; k < sizeof how / sizeof *how; k++)
        if (str_eq(f->fidelity, str_of(how[k].code))) view_z(i, "fidelity", tr(q->lang, how[k].title));
    view_flag(i, "is_bad", str_eq(f->fidelity, S("stale")) || str_eq(f->fidelity, S("altered")));
    view_t *list = view_list(i, "duties");
    for (size_t k = 0; may && k < duties->len; k++) {
        view_t *d = view_item(list);
        view_id(d, "duty", VEC_AT(duties, duty_row_t, k).id);
        view_text(d, "clause", VEC_AT(duties, duty_row_t, k).clause);
    }
}

static status_t found_page(req_t *q, view_t *v, err_t *err)
{
    unit_t u;
    found_t *f;
    size_t n;
    vec_t duties;
    status_t s = unit_asked(q, req_query(q, "don-vi"), &u, err);
    if (s == ST_OK) s = find_open(q->db, q->a, u.id, &f, &n, err);
    if (s == ST_OK) s = duties_of(q, u.id, &duties, err);
    if (s != ST_OK) return s;
    view_id(v, "unit", u.id);
    view_text(v, "unit_name", u.name);
    view_text(v, "page_title", str_fmt(q->a, "%s – %.*s", tr(q->lang, N_("Posts the program found")), STRF(u.name)));
    view_t *list = view_list(v, "found");
    for (size_t i = 0; i < n; i++) found_view(q, view_item(list), &f[i], &duties, may_claim(q, u.path));
    view_flag(v, "any", n > 0);
    view_flag(v, "may", may_claim(q, u.path));
    return ST_OK;
}

static status_t post_dismiss(req_t *q, view_t *v, err_t *err)
{
    unit_t u;
    str_t url;
    buf_t b = buf_new(q->a, 16 << 10);
    char id[IDENT_TEXT];
    (void)v;
    status_t s = unit_asked(q, req_form(q, "don-vi"), &u, err);
    if (s == ST_OK && !may_claim(q, u.path))
        s = err_set(err, ST_DENIED, "proof.other-unit", N_("This belongs to another unit."));
    if (s == ST_OK) s = req_text(q, "url", N_("Address of the page"), 2000, true, &url, err);
    if (s != ST_OK) return s;
    buf_putz(&b, "{\"url\":");
    buf_json(&b, url);
    buf_putc(&b, '}');
    s = journal_add(q->db, q->who->person, "post.dismiss", u.id, buf_str(&b), err);
    if (s != ST_OK) return s;
    ident_text(u.id, id);
    answer_flash(q, N_("Put aside."));
    answer_redirect(q, str_fmt(q->a, "/ban/tim-thay?don-vi=%s", id));
    return ST_OK;
}

const route_t proof_find_routes[] = {
    {"GET", "/ban/tim-thay", PERM_SIGNED_IN, ROUTE_READ, found_page, "proof/found", N_("Posts the program found"), 0},
    {"POST", "/ban/tim-thay/bo", PERM_SIGNED_IN, ROUTE_ACT, post_dismiss, NULL, N_("Put a found post aside"), 0},
    {0},
};
