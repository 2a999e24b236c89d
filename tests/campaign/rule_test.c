/* SPDX-License-Identifier: Apache-2.0
 *
 * What answers a clause: the kinds of record it takes, how many, and on which material; the same from tables and evidence.
 */
#include "campaign/rule.h"
#include "people/people.h"
#include "report_world.h"

static world_t W;
static ident_t letter, asked, other, later; /* releases: the one named, another, a later version of the first */
static const ident_t none;

static const query_t q_material = {
    "t_material",
    "INSERT INTO material (id, slug, kind, title, owner, created) SELECT $1, $2, 'clip', $2, id, 0 FROM unit "
    "WHERE code = 'stttt'"};
static const query_t q_release = {"t_release", "INSERT INTO release (id, material, version, code, manifest, created, "
                                               "published, state) VALUES ($1, $2, $3, $4, '{}', 0, 1, 'published')"};
static const query_t q_look = {
    "t_look", "INSERT INTO \"check\" (id, record, method, at, verdict, seen) VALUES ($1, $2, 'probe', $3, $4, $5)"};

static status_t put_release(db_t *db, ident_t material, int version, const char *code, ident_t *out, err_t *err)
{
    *out = ident_new();
    stmt_t *q = db_query(db, &q_release, err);
    if (!q) return err->status;
    bind_id(q, 1, out);
    bind_id(q, 2, &material);
    bind_int(q, 3, version);
    bind_text(q, 4, str_of(code));
    return stmt_run(q, NULL, err);
}

static status_t put_material(db_t *db, const char *slug, ident_t *out, err_t *err)
{
    *out = ident_new();
    stmt_t *q = db_query(db, &q_material, err);
    if (!q) return err->status;
    bind_id(q, 1, out);
    bind_text(q, 2, str_of(slug));
    return stmt_run(q, NULL, err);
}

static status_t make(db_t *db, void *arg, err_t *err)
{
    clause_t clauses[] = {
        {.n = S("1"), .verb = VERB_POST, .units = S("code:syt"), .releases = S("AAAAA2"), .target = 1},
        {.n = S("2"), .verb = VERB_POST, .units = S("code:syt"), .target = 3},
        {.n = S("3"), .verb = VERB_BRIEF, .units = S("code:syt"), .evidence = S("count"), .target = 500},
        {.n = S("4"), .verb = VERB_OTHER, .units = S("code:syt"), .evidence = S("word"), .target = 1},
        {.n = S("5"), .verb = VERB_BRIEF, .units = S("code:syt"), .target = 1}};
    unit_t from;
    ident_t a, b;
    size_t duties;
    (void)arg;
    for (size_t k = 0; k < 5; k++) clauses[k].text = clauses[k].to = S("việc");
    status_t s = unit_by_code(db, W.a, S("stttt"), clock_now(), &from, err);
    dispatch_t d = {.campaign = W.city.campaign,
                    .from_unit = from.id,
                    .number = 77,
                    .symbol = S("STTTT"),
                    .doc_date = S("2024-10-28"),
                    .subject = S("Thêm"),
                    .signer = S("Nguyễn Văn A"),
                    .signer_title = S("GIÁM ĐỐC"),
                    .opens = world_day(2024, 10, 28),
                    .closes = date_end((date_t){2024, 11, 20}),
                    .draft = S("{}"),
                    .clauses = clauses,
                    .n_clauses = 5};
    if (s == ST_OK) s = dispatch_write(db, W.a, &d, W.drafter, &letter, err);
    if (s == ST_OK) s = dispatch_submit(db, W.a, letter, W.drafter, err);
    if (s == ST_OK) s = dispatch_sign(db, letter, W.signer, err);
    if (s == ST_OK) s = dispatch_send(db, W.a, letter, W.signer, &duties, err);
    if (s == ST_OK) s = put_material(db, "mot", &a, err);
    if (s == ST_OK) s = put_material(db, "hai", &b, err);
    if (s == ST_OK) s = put_release(db, a, 1, "AAAAA2", &asked, err);
    if (s == ST_OK) s = put_release(db, a, 2, "BBBBB2", &later, err);
    if (s == ST_OK) s = put_release(db, b, 1, "CCCCC2", &other, err);
    return s;
}

static int setup(void **state)
{
    (void)state;
    report_world_begin(&W);
    assert_ok(store_act(W.st, make, NULL, &W.err), &W.err);
    clock_hold(world_day(2024, 10, 30));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    report_world_end(&W);
    return 0;
}

static duty_t duty_of(const char *clause)
{
    db_t *db;
    unit_t u;
    duty_t *d, found = {0};
    size_t n;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(unit_by_code(db, W.a, S("syt"), clock_now(), &u, &W.err), &W.err);
    assert_ok(duty_of_unit(db, W.a, u.id, clock_now(), &d, &n, &W.err), &W.err);
    for (size_t k = 0; k < n; k++)
        if (ident_eq(d[k].dispatch, letter) && str_eq(d[k].clause, str_of(clause))) found = d[k];
    store_done(W.st, db);
    return found;
}

typedef struct saying {
    const char *clause, *value, *kind, *verdict;
    ident_t record, found;
} saying_t;

static status_t say(db_t *db, void *arg, err_t *err)
{
    saying_t *x = arg;
    duty_t d = duty_of(x->clause);
    return duty_say(db, W.a, &d, str_of(x->value), S(""), none, W.drafter, &x->record, err);
}

static status_t see(db_t *db, void *arg, err_t *err)
{
    saying_t *x = arg;
    ident_t id = ident_new();
    char text[IDENT_TEXT];
    ident_text(x->found, text);
    stmt_t *q = db_query(db, &q_look, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_id(q, 2, &x->record);
    bind_ms(q, 3, clock_now());
    bind_text(q, 4, str_of(x->verdict ? x->verdict : "holds"));
    bind_text(q, 5, str_fmt(W.a, "{\"release\":\"%s\"}", text));
    return stmt_run(q, NULL, err);
}

static ident_t said(const char *clause, const char *value)
{
    saying_t x = {.clause = clause, .value = value};
    assert_ok(store_act(W.st, say, &x, &W.err), &W.err);
    return x.record;
}

static void seen(ident_t record, ident_t found, const char *verdict)
{
    saying_t x = {.record = record, .found = found, .verdict = verdict};
    clock_hold(clock_now() + MS_HOUR);
    assert_ok(store_act(W.st, see, &x, &W.err), &W.err);
}

static status_t refused(const char *clause, const char *value)
{
    saying_t x = {.clause = clause, .value = value};
    return store_act(W.st, say, &x, &W.err);
}

/* The grid and the report say of a clause what the unit's page says. */
static void same_everywhere(const char *clause, cell_state_t state)
{
    db_t *db;
    coverage_t c;
    assert_int_equal(duty_of(clause).state, state);
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(coverage_of(db, W.a, letter, clock_now(), &c, &W.err), &W.err);
    store_done(W.st, db);
    closing_t closing = world_closing(&W, clock_now());
    for (size_t k = 0; k < c.n_clauses; k++)
        if (str_eq(c.clauses[k], str_of(clause))) assert_int_equal(c.rows[0].cells[k].state, state);
    for (size_t i = 0; i < closing.report.n_dispatches; i++) {
        const coverage_t *e = &closing.report.dispatches[i].cover;
        if (e->n_clauses != 5) continue;
        for (size_t k = 0; k < e->n_clauses; k++)
            if (str_eq(e->clauses[k], str_of(clause))) assert_int_equal(e->rows[0].cells[k].state, state);
    }
}

/* A page that shows other material than the clause is about does not verify it; a later version of the same does. */
static void a_clause_about_releases_is_verified_by_one_of_them(void **state)
{
    (void)state;
    ident_t r = said("1", "https://syt.cantho.gov.vn/mot");
    same_everywhere("1", CELL_CLAIMED);
    seen(r, other, "holds");
    same_everywhere("1", CELL_CONTRADICTED);
    seen(r, later, "holds");
    same_everywhere("1", CELL_VERIFIED);
    ident_t again = said("1", "https://syt.cantho.gov.vn/hai");
    seen(again, asked, "holds");
    same_everywhere("1", CELL_VERIFIED);
}

/* "At three places": two are not yet done, three pages of which two are seen are claimed and not verified. */
static void a_target_is_reached_by_as_many(void **state)
{
    (void)state;
    ident_t a = said("2", "https://syt.cantho.gov.vn/a"), b = said("2", "https://syt.cantho.gov.vn/b");
    same_everywhere("2", CELL_OWED);
    assert_int_equal(duty_of("2").said, 2);
    assert_true(ident_eq(said("2", "https://syt.cantho.gov.vn/b"), b)); /* the same page is no second one */
    same_everywhere("2", CELL_OWED);
    ident_t c = said("2", "https://syt.cantho.gov.vn/c");
    seen(a, other, "holds");
    seen(b, other, "holds");
    same_everywhere("2", CELL_CLAIMED);
    assert_int_equal(duty_of("2").held, 2);
    seen(c, other, "holds");
    same_everywhere("2", CELL_VERIFIED);
    seen(a, other, "fails");
    seen(a, other, "fails"); /* twice in a row: gone */
    same_everywhere("2", CELL_CONTRADICTED);
}

/* A count is added up to its target; who gives a page where a number is asked is told so. */
static void a_count_reaches_its_target_by_numbers(void **state)
{
    (void)state;
    assert_status(ST_INPUT, refused("3", "https://syt.cantho.gov.vn/a"), &W.err);
    assert_status(ST_INPUT, refused("3", "nhiều"), &W.err);
    (void)said("3", "300");
    same_everywhere("3", CELL_OWED);
    ms_t before = clock_now();
    clock_hold(before + MS_DAY);
    (void)said("3", "1.200");
    same_everywhere("3", CELL_CLAIMED);
    assert_int_equal(duty_of("3").said, 1500);
    assert_int_equal(duty_of("3").claimed, before + MS_DAY); /* when it was reached, not when it was begun */
}

/* Words answer a clause that asks for them, and no other. */
static void words_answer_a_clause_that_asks_for_words(void **state)
{
    (void)state;
    assert_status(ST_INPUT, refused("4", "  "), &W.err);
    (void)said("4", "Đã cử cán bộ phụ trách.");
    same_everywhere("4", CELL_CLAIMED);
    assert_status(ST_INPUT, refused("5", "Đã cử cán bộ phụ trách."), &W.err);
    (void)said("5", "45");
    same_everywhere("5", CELL_CLAIMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clause_about_releases_is_verified_by_one_of_them),
        cmocka_unit_test(a_target_is_reached_by_as_many),
        cmocka_unit_test(a_count_reaches_its_target_by_numbers),
        cmocka_unit_test(words_answer_a_clause_that_asks_for_words),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
