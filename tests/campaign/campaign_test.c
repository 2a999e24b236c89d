/* SPDX-License-Identifier: Apache-2.0
 *
 * The campaign of 2024 on a real store: from the letter to duties, through time.
 */
#include <stdlib.h>
#include "base/file.h"
#include "campaign/campaign.h"
#include "campaign/nudge.h"
#include "people/people.h"
#include "store/record.h"
#include "support/check.h"
#include "support/world.h"

static const query_t q_check = {
    "check", "INSERT INTO \"check\" (id, record, method, at, verdict, seen) VALUES ($1, $2, 'probe', $3, $4, '{}')"};

typedef struct test {
    store_t *st;
    arena_t *a;
    char dir[64];
    err_t err;
    ident_t sender, drafter, signer;
    can_tho_t city;
    str_t units, letter;
} test_t;

static test_t T;

static ms_t day(int y, int m, int d)
{
    return date_start((date_t){y, m, d}) + 8 * MS_HOUR;
}

static status_t import(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    str_t report;
    return units_import(db, t->a, t->units, false, t->drafter, &report, err);
}

static status_t people(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    status_t s = person_add(db, S("lan"), S("Lan"), "x", t->drafter, &t->drafter, err);
    if (s == ST_OK) s = person_add(db, S("binh"), S("Binh"), "x", t->drafter, &t->signer, err);
    return s;
}

static status_t seed(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    unit_t u;
    status_t s = unit_by_code(db, t->a, S("stttt"), clock_now(), &u, err);
    if (s != ST_OK) return s;
    t->sender = u.id;
    return campaign_seed_can_tho(db, t->a, t->letter, sha256(t->letter), t->sender, t->drafter, t->signer, &t->city,
                                 err);
}

static str_t source_file(arena_t *a, const char *path)
{
    const char *root = getenv("SOURCE_ROOT");
    str_t full = str_fmt(a, "%s/%s", root ? root : ".", path), out = STR_NONE;
    err_t err = err_new(LANG_EN);
    assert_ok(file_read(a, full.p, 1 << 20, &out, &err), &err);
    return out;
}

static int setup(void **state)
{
    T = (test_t){.a = arena_new((size_t)256 << 20), .err = err_new(LANG_EN)};
    T.st = world_store(T.dir);
    clock_hold(day(2024, 10, 28));
    T.units = source_file(T.a, "knowledge/units/can-tho-2024.csv");
    T.letter = source_file(T.a, "knowledge/letters/2632-stttt-cnttvt.txt");
    assert_ok(store_act(T.st, people, &T, &T.err), &T.err);
    assert_ok(store_act(T.st, import, &T, &T.err), &T.err);
    assert_ok(store_act(T.st, seed, &T, &T.err), &T.err);
    *state = &T;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    world_end(T.st, T.dir);
    arena_free(T.a);
    clock_hold(MS_NEVER);
    return 0;
}

static size_t owed(const char *code, ms_t at)
{
    db_t *db;
    unit_t u;
    duty_t *d = NULL;
    size_t n = 0;
    assert_ok(store_read(T.st, &db, &T.err), &T.err);
    assert_ok(unit_by_code(db, T.a, str_of(code), day(2024, 10, 28), &u, &T.err), &T.err);
    assert_ok(duty_of_unit(db, T.a, u.id, at, &d, &n, &T.err), &T.err);
    size_t must = 0;
    for (size_t k = 0; k < n; k++) must += !d[k].optional;
    store_done(T.st, db);
    return must;
}

static coverage_t cover(ms_t at)
{
    db_t *db;
    coverage_t c;
    assert_ok(store_read(T.st, &db, &T.err), &T.err);
    assert_ok(coverage_of(db, T.a, T.city.dispatch, at, &c, &T.err), &T.err);
    store_done(T.st, db);
    return c;
}

static const cover_row_t *row(const coverage_t *c, const char *code)
{
    for (size_t k = 0; k < c->n_rows; k++)
        if (str_eq(c->rows[k].code, str_of(code))) return &c->rows[k];
    fail_msg("no row %s", code);
    return NULL;
}

/* Duties attach to a recipient by numbered item: the Education department stands in items 1 and 2 and owes both. */
static void each_unit_owes_what_the_letter_says(void **state)
{
    (void)state;
    ms_t at = day(2024, 10, 29);
    assert_int_equal(owed("syt", at), 2);
    assert_int_equal(owed("sgddt", at), 3);
    assert_int_equal(owed("ctu", at), 1);
    assert_int_equal(owed("916-vhtt", at), 3);
    assert_int_equal(owed("stttt", at), 0); /* the sender owes nothing to itself */
    assert_int_equal(owed("syt", day(2024, 10, 27)), 0);
    coverage_t c = cover(at);
    assert_int_equal(c.n_clauses, 7);
    assert_int_equal(c.all.expected, 79); /* 18 departments twice, 16 under item 2, 9 offices three times */
    assert_int_equal(T.city.duties, 79 + 42);
    assert_int_equal(c.all.missed, 0);
}

static status_t send_again(db_t *db, void *arg, err_t *err)
{
    size_t *added = arg;
    return dispatch_send(db, T.a, T.city.dispatch, T.signer, added, err);
}

/* Sending twice sends once. */
static void sending_again_adds_nothing(void **state)
{
    (void)state;
    size_t added = 99;
    assert_ok(store_act(T.st, send_again, &added, &T.err), &T.err);
    assert_int_equal(added, 0);
    assert_int_equal(cover(day(2024, 10, 29)).all.expected, 79);
}

/* Law 4: a campaign of 2024 stays true on its own map (mission §9.2): nothing lost and nothing doubled on any day. */
static void the_campaign_opens_on_any_day(void **state)
{
    (void)state;
    const ms_t days[] = {day(2024, 10, 30), day(2024, 11, 5), day(2025, 7, 1)};
    for (size_t k = 0; k < 3; k++) {
        coverage_t c = cover(days[k]);
        assert_int_equal(c.all.expected, 79);
        assert_int_equal(c.n_rows, 42);
        size_t offices = 0;
        for (size_t r = 0; r < c.n_rows; r++) {
            assert_false(c.rows[r].ended); /* in 2025 the offices are gone, in the campaign of 2024 they are not */
            offices += str_eq(c.rows[r].kind, S("district-office"));
        }
        assert_int_equal(offices, 9);
    }
    assert_int_equal(cover(day(2024, 11, 20)).all.missed, 0);
    assert_int_equal(cover(date_end((date_t){2024, 11, 20}) + 1).all.missed, 79);
    assert_int_equal(cover(day(2025, 7, 1)).all.missed, 79);
}

typedef struct claim {
    ident_t duty, record;
    const char *url;
} claim_t;

static status_t do_claim(db_t *db, void *arg, err_t *err)
{
    claim_t *c = arg;
    static const ident_t none;
    return duty_claim(db, T.a, c->duty, str_of(c->url), S(""), none, none, T.drafter, &c->record, err);
}

typedef struct look {
    ident_t record;
    const char *verdict;
} look_t;

static status_t do_look(db_t *db, void *arg, err_t *err)
{
    const look_t *l = arg;
    ident_t id = ident_new();
    stmt_t *q = db_query(db, &q_check, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_id(q, 2, &l->record);
    bind_ms(q, 3, clock_now());
    bind_text(q, 4, str_of(l->verdict));
    return stmt_run(q, NULL, err);
}

static void see(ident_t record, const char *verdict, ms_t at)
{
    look_t l = {record, verdict};
    clock_hold(at);
    assert_ok(store_act(T.st, do_look, &l, &T.err), &T.err);
}

static cell_state_t state_of(const char *code, size_t clause, ms_t at, bool *late)
{
    coverage_t c = cover(at);
    const cell_t *cell = &row(&c, code)->cells[clause];
    if (late) *late = cell->late;
    return (cell_state_t)cell->state;
}

static ident_t first_duty(const char *code, const char *clause)
{
    db_t *db;
    unit_t u;
    duty_t *d = NULL;
    size_t n = 0;
    assert_ok(store_read(T.st, &db, &T.err), &T.err);
    assert_ok(unit_by_code(db, T.a, str_of(code), day(2024, 10, 28), &u, &T.err), &T.err);
    assert_ok(duty_of_unit(db, T.a, u.id, day(2024, 11, 1), &d, &n, &T.err), &T.err);
    store_done(T.st, db);
    for (size_t k = 0; k < n; k++)
        if (str_eq(d[k].clause, str_of(clause))) return d[k].id;
    fail_msg("no duty %s of %s", clause, code);
    return (ident_t){{0}};
}

/* Claimed is not verified; "cannot tell" never counts against a unit; one bad day does not undo what was seen, two do. */
static void claims_and_looks_stay_apart(void **state)
{
    (void)state;
    claim_t c = {first_duty("syt", "1a"), {{0}}, "https://syt.cantho.gov.vn/tin/1"};
    clock_hold(day(2024, 11, 2));
    assert_ok(store_act(T.st, do_claim, &c, &T.err), &T.err);
    ident_t record = c.record;
    assert_ok(store_act(T.st, do_claim, &c, &T.err), &T.err);
    assert_true(ident_eq(record, c.record)); /* the same address again is the same claim */
    bool late = true;
    assert_int_equal(state_of("syt", 0, day(2024, 11, 1), NULL), CELL_OWED);
    assert_int_equal(state_of("syt", 0, day(2024, 11, 3), &late), CELL_CLAIMED);
    assert_false(late);
    see(record, "cannot-tell", day(2024, 11, 4));
    assert_int_equal(state_of("syt", 0, day(2024, 11, 4), NULL), CELL_CANNOT_TELL);
    see(record, "holds", day(2024, 11, 5));
    assert_int_equal(state_of("syt", 0, day(2024, 11, 5), NULL), CELL_VERIFIED);
    see(record, "fails", day(2024, 11, 6));
    assert_int_equal(state_of("syt", 0, day(2024, 11, 6), NULL), CELL_VERIFIED);
    see(record, "fails", day(2024, 11, 7));
    assert_int_equal(state_of("syt", 0, day(2024, 11, 7), NULL), CELL_CONTRADICTED);
    assert_int_equal(state_of("syt", 0, day(2024, 11, 5), NULL), CELL_VERIFIED); /* as it was then */
    coverage_t then = cover(day(2024, 11, 5));
    assert_int_equal(then.all.claimed, 1);
    assert_int_equal(then.all.verified, 1);
    assert_int_equal(then.all.expected, 79);
    clock_hold(day(2024, 11, 22));
    c = (claim_t){first_duty("stc", "1a"), {{0}}, "https://stc.cantho.gov.vn/a"};
    assert_ok(store_act(T.st, do_claim, &c, &T.err), &T.err);
    assert_int_equal(state_of("stc", 0, day(2024, 11, 23), &late), CELL_CLAIMED);
    assert_true(late);
    c.url = "javascript:alert(1)";
    assert_status(ST_INPUT, store_act(T.st, do_claim, &c, &T.err), &T.err);
}

static status_t sign_own(db_t *db, void *arg, err_t *err)
{
    (void)arg;
    letter_t *l = ARENA_NEW(T.a, letter_t);
    str_t text = str_dup(T.a, T.letter);
    status_t s = letter_read(T.a, text, l, err);
    l->number = 9999;
    ident_t id;
    if (s == ST_OK) s = dispatch_from_draft(db, T.a, l, sha256(text), T.sender, T.city.campaign, T.drafter, &id, err);
    if (s == ST_OK) s = dispatch_submit(db, T.a, id, T.drafter, err);
    return s == ST_OK ? dispatch_sign(db, id, T.drafter, err) : s;
}

/* Four eyes: nobody signs what they drafted. */
static void nobody_signs_their_own_draft(void **state)
{
    (void)state;
    assert_status(ST_DENIED, store_act(T.st, sign_own, NULL, &T.err), &T.err);
}

static status_t submit_open(db_t *db, void *arg, err_t *err)
{
    (void)arg;
    letter_t *l = ARENA_NEW(T.a, letter_t);
    status_t s = letter_read(T.a, T.letter, l, err);
    l->number = 9998;
    l->to.day.y = 0;
    ident_t id;
    if (s == ST_OK)
        s = dispatch_from_draft(db, T.a, l, sha256(T.letter), T.sender, T.city.campaign, T.drafter, &id, err);
    return s == ST_OK ? dispatch_submit(db, T.a, id, T.drafter, err) : s;
}

/* What the letter left open must be filled in by a person before anything is owed. */
static void an_open_draft_is_not_submitted(void **state)
{
    (void)state;
    assert_status(ST_INPUT, store_act(T.st, submit_open, NULL, &T.err), &T.err);
    assert_string_equal(T.err.field, "closes");
}

/* Wards that merge in the window: their duties stand with their successor, once. */
static status_t ward_letter(db_t *db, void *arg, err_t *err)
{
    ident_t *id = arg;
    letter_t *l = ARENA_NEW(T.a, letter_t);
    status_t s = letter_read(T.a, T.letter, l, err);
    static int64_t number = 3000;
    l->number = number++;
    size_t n;
    if (s == ST_OK)
        s = dispatch_from_draft(db, T.a, l, sha256(T.letter), T.sender, T.city.campaign, T.drafter, id, err);
    dispatch_t d;
    if (s == ST_OK) s = dispatch_get(db, T.a, *id, &d, err);
    if (s != ST_OK) return s;
    d.n_clauses = 3;
    for (size_t k = 0; k < 3; k++) d.clauses[k].units = S("kind:commune");
    s = dispatch_confirm(db, T.a, &d, T.drafter, err);
    if (s == ST_OK) s = dispatch_submit(db, T.a, *id, T.drafter, err);
    if (s == ST_OK) s = dispatch_sign(db, *id, T.signer, err);
    return s == ST_OK ? dispatch_send(db, T.a, *id, T.signer, &n, err) : s;
}

static void merged_wards_neither_lose_nor_double(void **state)
{
    (void)state;
    ident_t id;
    clock_hold(day(2024, 10, 28));
    assert_ok(store_act(T.st, ward_letter, &id, &T.err), &T.err);
    ident_t keep = T.city.dispatch;
    T.city.dispatch = id;
    coverage_t before = cover(day(2024, 10, 30)), after = cover(day(2024, 11, 5)), later = cover(day(2025, 7, 1));
    T.city.dispatch = keep;
    assert_int_equal(before.all.expected, 83 * 3);
    assert_int_equal(after.all.expected, 80 * 3);
    assert_int_equal(later.all.expected, 80 * 3);
    size_t ended = 0;
    for (size_t k = 0; k < after.n_rows; k++) ended += after.rows[k].ended;
    assert_int_equal(ended, 3);
}

/* The reform of 1/7/2025 told as a change of units: the wards of Ninh Kiều and of Cái Răng become two; of the other communes the file does not say what they became. */
static status_t reform(db_t *db, void *arg, err_t *err)
{
    str_t *report = arg, csv;
    buf_t in_one = buf_new(T.a, 65536), in_other = buf_new(T.a, 65536);
    unit_t *wards, district;
    size_t n;
    status_t s = ST_OK;
    static const char *const districts[] = {"916", "919"};
    for (int k = 0; s == ST_OK && k < 2; k++) {
        s = unit_by_code(db, T.a, str_of(districts[k]), day(2025, 6, 1), &district, err);
        if (s == ST_OK) s = unit_list(db, T.a, district.id, S("commune"), day(2025, 6, 1), &wards, &n, err);
        for (size_t i = 0; s == ST_OK && i < n; i++) buf_fmt(k ? &in_other : &in_one, "%.*s ", STRF(wards[i].code));
    }
    unit_change_t c = {buf_str(&in_one), S("31135 | Phường Ninh Kiều | commune | 92"), date_start((date_t){2025, 7, 1}),
                       S("1668/NQ-UBTVQH15")};
    if (s == ST_OK) s = units_change(db, T.a, &c, &csv, err);
    if (s == ST_OK) s = units_import(db, T.a, csv, false, T.drafter, report, err);
    c.ends = buf_str(&in_other);
    c.comes = S("31186 | Phường Cái Răng | commune | 92");
    if (s == ST_OK) s = units_change(db, T.a, &c, &csv, err);
    return s == ST_OK ? units_import(db, T.a, csv, false, T.drafter, report, err) : s;
}

static coverage_t on_map(ident_t dispatch, ms_t at, ms_t map)
{
    db_t *db;
    coverage_t c;
    assert_ok(store_read(T.st, &db, &T.err), &T.err);
    assert_ok(coverage_on_map(db, T.a, dispatch, at, map, &c, &T.err), &T.err);
    store_done(T.st, db);
    return c;
}

/* mission §9.2: the campaign of 2024 opened on 30/10/2024, 5/11/2024 and 1/7/2025, on its own map and on the later one. */
static void the_campaign_stays_true_on_every_map(void **state)
{
    (void)state;
    ident_t id;
    str_t report;
    clock_hold(day(2024, 10, 28));
    assert_ok(store_act(T.st, ward_letter, &id, &T.err), &T.err);
    clock_hold(day(2025, 7, 2));
    assert_ok(store_act(T.st, reform, &report, &T.err), &T.err);
    ident_t keep = T.city.dispatch;
    T.city.dispatch = id;
    assert_int_equal(cover(day(2024, 10, 30)).all.expected, 83 * 3);
    assert_int_equal(cover(day(2024, 11, 5)).all.expected, 80 * 3);
    coverage_t own = cover(day(2025, 7, 1));
    T.city.dispatch = keep;
    assert_int_equal(own.all.expected, 80 * 3); /* its own map stays that of its last day */
    /* On the later map the 8 wards of Ninh Kiều owe once, as the 7 of Cái Răng do: 80 - 8 - 7 + 2. */
    coverage_t later = on_map(id, day(2025, 7, 1), day(2025, 7, 1));
    assert_int_equal(later.all.expected, (80 - 8 - 7 + 2) * 3);
    const cover_row_t *heir = row(&later, "31135");
    for (size_t k = 0; k < later.n_clauses; k++) assert_int_not_equal(heir->cells[k].state, CELL_NONE);
    /* A ward that merged twice (An Cư into Thới Bình, Thới Bình into Ninh Kiều) leaves nothing behind and adds nothing; the wards
     * of which the file does not say what they became keep what they owed. */
    for (size_t r = 0; r < later.n_rows; r++)
        for (size_t k = 0; later.rows[r].ended && k < later.n_clauses; k++)
            if (later.rows[r].cells[k].state &&
                (str_starts(later.rows[r].code, S("916-")) || str_starts(later.rows[r].code, S("919-"))))
                fail_msg("%.*s still owes", STRF(later.rows[r].code));
    /* On the day before, the map is still the old one. */
    assert_int_equal(on_map(id, day(2025, 7, 1), day(2024, 11, 5)).all.expected, 80 * 3);
}

/* --- a dispatch lives on --- */

static status_t draft_only(db_t *db, void *arg, err_t *err)
{
    dispatch_t *d = arg;
    ident_t id;
    letter_t *l = ARENA_NEW(T.a, letter_t);
    status_t s = letter_read(T.a, T.letter, l, err);
    l->number = 4000;
    if (s == ST_OK)
        s = dispatch_from_draft(db, T.a, l, sha256(T.letter), T.sender, T.city.campaign, T.drafter, &id, err);
    return s == ST_OK ? dispatch_get(db, T.a, id, d, err) : s;
}

static status_t confirm_act(db_t *db, void *arg, err_t *err)
{
    return dispatch_confirm(db, T.a, arg, T.drafter, err);
}

/* Two people edit one draft: the second is told, and overwrites nothing in silence. */
static void the_second_of_two_editors_is_told(void **state)
{
    (void)state;
    dispatch_t first;
    assert_ok(store_act(T.st, draft_only, &first, &T.err), &T.err);
    dispatch_t second = first;
    first.subject = S("first");
    second.subject = S("second");
    assert_ok(store_act(T.st, confirm_act, &first, &T.err), &T.err);
    assert_status(ST_CONFLICT, store_act(T.st, confirm_act, &second, &T.err), &T.err);
    assert_string_equal(T.err.code, "dispatch.changed");
    second.revision++; /* having seen what differs */
    assert_ok(store_act(T.st, confirm_act, &second, &T.err), &T.err);
}

typedef struct says {
    ident_t dispatch, unit;
    receipt_t says;
    str_t why;
} says_t;

static status_t say(db_t *db, void *arg, err_t *err)
{
    const says_t *s = arg;
    return dispatch_receipt(db, T.a, s->dispatch, s->unit, s->says, s->why, 0, T.signer, err);
}

static recipient_t recipient_of(ident_t dispatch, const char *code)
{
    db_t *db;
    recipient_t *r = NULL;
    size_t n = 0;
    assert_ok(store_read(T.st, &db, &T.err), &T.err);
    assert_ok(dispatch_recipients(db, T.a, dispatch, &r, &n, &T.err), &T.err);
    store_done(T.st, db);
    for (size_t k = 0; k < n; k++)
        if (str_eq(r[k].code, str_of(code))) return r[k];
    fail_msg("not a recipient: %s", code);
    return (recipient_t){.open = 0};
}

static void a_recipient_accepts_or_returns_with_a_reason(void **state)
{
    (void)state;
    ident_t id;
    clock_hold(day(2024, 10, 28));
    assert_ok(store_act(T.st, ward_letter, &id, &T.err), &T.err);
    recipient_t r = recipient_of(id, "918-an-thoi");
    assert_int_equal(r.says, RECEIPT_NONE);
    assert_int_equal(r.open, 3);
    says_t s = {id, r.unit, RECEIPT_RETURNED, S(" ")};
    assert_status(ST_INPUT, store_act(T.st, say, &s, &T.err), &T.err);
    s.why = S("We have no portal.");
    assert_ok(store_act(T.st, say, &s, &T.err), &T.err);
    r = recipient_of(id, "918-an-thoi");
    assert_int_equal(r.says, RECEIPT_RETURNED);
    assert_str(r.why, "We have no portal.");
    clock_hold(day(2024, 10, 29));
    s = (says_t){id, r.unit, RECEIPT_ACCEPTED, S("")};
    assert_ok(store_act(T.st, say, &s, &T.err), &T.err);
    ms_t at = recipient_of(id, "918-an-thoi").at;
    clock_hold(day(2024, 10, 30));
    assert_ok(store_act(T.st, say, &s, &T.err), &T.err); /* again: nothing is added */
    assert_true(recipient_of(id, "918-an-thoi").at == at);
    s.unit = T.sender;
    assert_status(ST_NOT_FOUND, store_act(T.st, say, &s, &T.err), &T.err);
}

typedef struct swap {
    ident_t old, made;
    size_t duties;
} swap_t;

/* One ward claims clauses 1a and 1b; then the letter is replaced by one that words 1b anew. */
static status_t replace_letter(db_t *db, void *arg, err_t *err)
{
    swap_t *w = arg;
    unit_t u;
    duty_t *duties;
    size_t n;
    ident_t record;
    dispatch_t d;
    static const ident_t none;
    status_t s = unit_by_code(db, T.a, S("918-an-thoi"), clock_now(), &u, err);
    if (s == ST_OK) s = duty_of_unit(db, T.a, u.id, clock_now(), &duties, &n, err);
    for (size_t k = 0; s == ST_OK && k < n; k++)
        if (ident_eq(duties[k].dispatch, w->old) && str_starts(duties[k].clause, S("1")))
            s = duty_claim(db, T.a, duties[k].id, S("https://anthoi.gov.vn/bai"), S(""), none, none, T.signer, &record,
                           err);
    if (s == ST_OK) s = dispatch_replacement(db, T.a, w->old, T.drafter, &w->made, err);
    if (s == ST_OK) s = dispatch_get(db, T.a, w->made, &d, err);
    if (s != ST_OK) return s;
    d.number = 5000;
    d.doc_date = S("2024-11-06");
    d.clauses[1].text = S("Phổ biến đến mọi người trong cơ quan");
    s = dispatch_confirm(db, T.a, &d, T.drafter, err);
    if (s == ST_OK) s = dispatch_submit(db, T.a, w->made, T.drafter, err);
    if (s == ST_OK) s = dispatch_sign(db, w->made, T.signer, err);
    return s == ST_OK ? dispatch_send(db, T.a, w->made, T.signer, &w->duties, err) : s;
}

/* A replacement: what nobody began ends, what was done under a clause that says the same counts there, what says something
 * else must be done anew. */
static void a_replacement_ends_open_duties_and_keeps_what_was_done(void **state)
{
    (void)state;
    swap_t w = {.duties = 0};
    clock_hold(day(2024, 10, 28));
    assert_ok(store_act(T.st, ward_letter, &w.old, &T.err), &T.err);
    clock_hold(day(2024, 11, 6));
    assert_ok(store_act(T.st, replace_letter, &w, &T.err), &T.err);
    assert_int_equal(w.duties, 80 * 3);
    ident_t keep = T.city.dispatch;
    T.city.dispatch = w.made;
    coverage_t is = cover(day(2024, 11, 7));
    T.city.dispatch = w.old;
    coverage_t was = cover(day(2024, 11, 7));
    T.city.dispatch = keep;
    const cover_row_t *ward = row(&is, "918-an-thoi");
    assert_int_equal(ward->cells[0].state, CELL_CLAIMED); /* 1a, word for word the same */
    assert_int_equal(ward->cells[1].state, CELL_OWED);    /* 1b, worded anew */
    assert_int_equal(is.all.expected, 80 * 3);
    assert_int_equal(was.all.expected, 1); /* what was done of the old 1b stays done there; all else has ended */
    says_t s = {w.old, ward->unit, RECEIPT_ACCEPTED, S("")};
    assert_status(ST_CONFLICT, store_act(T.st, say, &s, &T.err), &T.err);
}

static status_t revoke_act(db_t *db, void *arg, err_t *err)
{
    return dispatch_revoke(db, T.a, *(ident_t *)arg, S("wrong date"), T.signer, err);
}

static void a_revoked_dispatch_leaves_no_open_duty(void **state)
{
    (void)state;
    ident_t id;
    clock_hold(day(2024, 11, 6));
    assert_ok(store_act(T.st, ward_letter, &id, &T.err), &T.err);
    clock_hold(day(2024, 11, 7));
    assert_ok(store_act(T.st, revoke_act, &id, &T.err), &T.err);
    ident_t keep = T.city.dispatch;
    T.city.dispatch = id;
    assert_int_equal(cover(day(2024, 11, 6) + MS_HOUR).all.expected, 80 * 3); /* as of then it was owed */
    assert_int_equal(cover(day(2024, 11, 8)).all.expected, 0);
    T.city.dispatch = keep;
    assert_status(ST_CONFLICT, store_act(T.st, revoke_act, &id, &T.err), &T.err);
}

/* --- reminders --- */

static size_t planned(ident_t dispatch, ms_t at, const char *code, nudge_t *out)
{
    db_t *db;
    dispatch_t d;
    nudge_t *list;
    size_t n, found = 0;
    assert_ok(store_read(T.st, &db, &T.err), &T.err);
    assert_ok(dispatch_get(db, T.a, dispatch, &d, &T.err), &T.err);
    assert_ok(nudge_plan(db, T.a, &d, at, LANG_EN, &list, &n, &T.err), &T.err);
    store_done(T.st, db);
    for (size_t k = 0; k < n; k++) {
        assert_true(str_find(list[k].text, S("http"), 0) == SIZE_MAX &&
                    str_find(list[k].text, S(".vn"), 0) == SIZE_MAX);
        if (!str_eq(list[k].code, str_of(code))) continue;
        *out = list[k];
        found++;
    }
    return found;
}

static status_t claim_all(db_t *db, void *arg, err_t *err)
{
    ident_t record;
    duty_t *duties;
    size_t n;
    unit_t u;
    static const ident_t none;
    status_t s = unit_by_code(db, T.a, S("918-an-thoi"), clock_now(), &u, err);
    if (s == ST_OK) s = duty_of_unit(db, T.a, u.id, clock_now(), &duties, &n, err);
    for (size_t k = 0; s == ST_OK && k < n; k++)
        if (ident_eq(duties[k].dispatch, *(ident_t *)arg))
            s = duty_claim(db, T.a, duties[k].id, S("https://anthoi.gov.vn/x"), S(""), none, none, T.signer, &record,
                           err);
    return s;
}

/* Reminders go to exactly those who owe; two days late, the unit above is told of whom. */
static void reminders_reach_exactly_those_who_owe(void **state)
{
    (void)state;
    ident_t id;
    nudge_t x = {.open = 0};
    clock_hold(day(2024, 11, 5));
    assert_ok(store_act(T.st, ward_letter, &id, &T.err), &T.err);
    assert_int_equal(planned(id, day(2024, 11, 6), "918-an-thoi", &x), 1);
    assert_int_equal(x.kind, NUDGE_REMIND);
    assert_int_equal(x.open, 3);
    assert_int_equal(planned(id, day(2024, 11, 6), "918", &x), 0);       /* the district owes nothing */
    assert_int_equal(planned(id, day(2024, 11, 6), "916-an-cu", &x), 0); /* ended on 1/11 */
    assert_int_equal(planned(id, day(2024, 11, 21), "918-an-thoi", &x), 1);
    assert_int_equal(x.kind, NUDGE_LATE);
    assert_int_equal(planned(id, day(2024, 11, 21), "918", &x), 0); /* one day late is no matter for those above */
    assert_int_equal(planned(id, day(2024, 11, 24), "918", &x), 1);
    assert_int_equal(x.kind, NUDGE_ABOVE);
    assert_true(str_find(x.below, S("An Thới"), 0) != SIZE_MAX);
    int64_t late = x.late;
    clock_hold(day(2024, 11, 6));
    assert_ok(store_act(T.st, claim_all, &id, &T.err), &T.err);
    assert_int_equal(planned(id, day(2024, 11, 21), "918-an-thoi", &x), 0);
    assert_int_equal(planned(id, day(2024, 11, 24), "918", &x), 1);
    assert_int_equal(x.late, late - 3);
    assert_true(str_find(x.below, S("An Thới"), 0) == SIZE_MAX);
}

static void no_message_goes_at_night_or_on_a_sunday(void **state)
{
    (void)state;
    ms_t tuesday = date_start((date_t){2024, 11, 5});
    assert_false(nudge_hours(tuesday + 6 * MS_HOUR + 59 * MS_MINUTE));
    assert_true(nudge_hours(tuesday + 7 * MS_HOUR));
    assert_true(nudge_hours(tuesday + 17 * MS_HOUR + 59 * MS_MINUTE));
    assert_false(nudge_hours(tuesday + 18 * MS_HOUR));
    assert_false(nudge_hours(tuesday + 5 * MS_DAY + 10 * MS_HOUR)); /* Sunday 10/11 */
    assert_true(nudge_hours(tuesday + 4 * MS_DAY + 10 * MS_HOUR));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_unit_owes_what_the_letter_says),
        cmocka_unit_test(sending_again_adds_nothing),
        cmocka_unit_test(the_campaign_opens_on_any_day),
        cmocka_unit_test(claims_and_looks_stay_apart),
        cmocka_unit_test(nobody_signs_their_own_draft),
        cmocka_unit_test(an_open_draft_is_not_submitted),
        cmocka_unit_test(merged_wards_neither_lose_nor_double),
        cmocka_unit_test(the_second_of_two_editors_is_told),
        cmocka_unit_test(a_recipient_accepts_or_returns_with_a_reason),
        cmocka_unit_test(a_replacement_ends_open_duties_and_keeps_what_was_done),
        cmocka_unit_test(a_revoked_dispatch_leaves_no_open_duty),
        cmocka_unit_test(reminders_reach_exactly_those_who_owe),
        cmocka_unit_test(no_message_goes_at_night_or_on_a_sunday),
        cmocka_unit_test(the_campaign_stays_true_on_every_map),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
