/* SPDX-License-Identifier: Apache-2.0
 *
 * A bundle proves itself, and says what was changed in it.
 */
#include "people/people.h"
#include "proof/other.h"
#include "report_world.h"

static world_t W;
static packed_t *files;
static size_t n_files;

enum { COUNTS = 25, DRAWN = 20 };

static status_t count_act(db_t *db, void *arg, err_t *err)
{
    unit_t u;
    ident_t id, none = {{0}};
    other_t o = {.what = S("loudspeaker"), .number = 30, .note = S("loa phường"), .address = S("")};
    (void)arg;
    status_t s = unit_by_code(db, W.a, S("916-vhtt"), clock_now(), &u, err);
    for (int i = 0; s == ST_OK && i < COUNTS; i++) s = other_add(db, W.a, u.id, &o, none, W.drafter, &id, err);
    return s;
}

static status_t draw_act(db_t *db, void *arg, err_t *err)
{
    unit_t u, checker;
    other_t *list;
    size_t n = 0, drawn;
    (void)arg;
    status_t s = unit_by_code(db, W.a, S("stttt"), clock_now(), &u, err);
    if (s == ST_OK) s = unit_by_code(db, W.a, S("92"), clock_now(), &checker, err);
    if (s == ST_OK) s = other_draw(db, W.a, u.id, S("/"), DRAWN, W.drafter, &drawn, err);
    if (s == ST_OK) s = other_list(db, W.a, S("/"), true, &list, &n, err);
    seat_t seat = {.id = ident_new(), .unit = checker.id, .unit_path = checker.path, .role = ROLE_CHECKER};
    actor_t who = {.person = W.third, .seats = &seat, .n_seats = 1};
    for (size_t i = 0; s == ST_OK && i + 1 < n; i++) /* the last one was not called */
        s = other_check(db, W.a, &list[i], &who, i < 2 ? S("fails") : S("holds"), S("đã gọi"), err);
    return s;
}

static int setup(void **state)
{
    (void)state;
    report_world_begin(&W);
    clock_hold(world_day(2024, 10, 30));
    assert_ok(store_act(W.st, count_act, NULL, &W.err), &W.err);
    assert_ok(store_act(W.st, draw_act, NULL, &W.err), &W.err);
    world_claim(&W, "syt", "1a", "https://syt.example/a");
    world_claim(&W, "snv", "1a", "https://snv.example/a");
    clock_hold(world_day(2024, 10, 31));
    world_look(&W, "syt", "1a", "holds", "exact");
    world_look(&W, "snv", "1a", "fails", NULL);
    closing_t c = world_closing(&W, world_day(2024, 11, 1));
    db_t *db;
    str_t zip;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(bundle_make(W.a, W.st, db, &c, clock_now(), &zip, &W.err), &W.err);
    store_done(W.st, db);
    assert_ok(bundle_read(W.a, zip, &files, &n_files, &W.err), &W.err);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    report_world_end(&W);
    return 0;
}

static packed_t *file(packed_t *f, const char *name)
{
    for (size_t i = 0; i < n_files; i++)
        if (str_eq(f[i].name, str_of(name))) return &f[i];
    fail_msg("no file %s", name);
    return NULL;
}

static packed_t *copy(void)
{
    packed_t *f = ARENA_ARRAY(W.a, packed_t, n_files);
    for (size_t i = 0; i < n_files; i++) f[i] = files[i];
    return f;
}

/* `from` becomes `to` where it first stands. */
static void change(packed_t *f, const char *name, const char *from, const char *to)
{
    packed_t *x = file(f, name);
    size_t at = str_find(x->bytes, str_of(from), 0);
    assert_true(at != SIZE_MAX);
    x->bytes = str_fmt(W.a, "%.*s%s%.*s", (int)at, x->bytes.p, to, (int)(x->bytes.n - at - strlen(from)),
                       x->bytes.p + at + strlen(from));
}

static bundle_seen_t verify(const packed_t *f, size_t n, const sign_ring_t *ring, status_t want)
{
    bundle_seen_t seen;
    assert_status(want, bundle_verify(W.a, f, n, ring, LANG_EN, &seen, &W.err), &W.err);
    return seen;
}

static bool says(const bundle_seen_t *seen, const char *where)
{
    for (size_t i = 0; i < seen->faults.len; i++)
        if (str_starts(VEC_AT(&seen->faults, bundle_fault_t, i).where, str_of(where))) return true;
    return false;
}

static const sign_ring_t nobody = {.n = 0};

static void a_bundle_needs_nothing_but_itself(void **state)
{
    (void)state;
    sign_ring_t ring;
    bundle_seen_t seen = verify(files, n_files, &nobody, ST_OK);
    assert_false(seen.trusted);
    assert_true(seen.figures > 200 && seen.events > 10);
    assert_ok(material_ring(W.dir, &ring, &W.err), &W.err);
    seen = verify(files, n_files, &ring, ST_OK);
    assert_true(seen.trusted);
}

/* Annex C: 20 of 25 counts were drawn, 19 called, 17 hold and 2 do not: not all called, and none too many. */
static void sampled_lots_stand_in_the_report(void **state)
{
    (void)state;
    str_t json = file(files, "report.json")->bytes;
    assert_true(str_find(json, S("\"of\":25,\"drawn\":20,\"holds\":17,\"fails\":2,\"cannot_tell\":0,\"says\":\"open\""),
                         0) != SIZE_MAX);
    assert_true(str_find(json, S("\"languages\":[{\"language\":\"vi\""), 0) != SIZE_MAX);
}

/* A bundle as the release before made it: without lots, languages and pauses. Its figures come out as they were. */
static void a_bundle_of_the_form_before_is_read(void **state)
{
    (void)state;
    evidence_t e;
    str_t lines = file(files, "evidence.jsonl")->bytes, line;
    buf_t b = buf_new(W.a, 8 << 20), out = buf_new(W.a, 8 << 20);
    while (str_line(&lines, &line)) {
        if (str_starts(line, S("{\"is\":\"lot\"")) || str_starts(line, S("{\"is\":\"drawn\""))) continue;
        size_t cut = str_find(line, S(",\"paused\":"), 0);
        if (cut == SIZE_MAX)
            cut = str_starts(line, S("{\"is\":\"unit\"")) ? str_find(line, S(",\"languages\":"), 0) : SIZE_MAX;
        buf_put(&b, cut == SIZE_MAX ? line : str_sub(line, 0, cut));
        buf_putz(&b, cut == SIZE_MAX ? "\n" : "}\n");
    }
    assert_ok(evidence_read(W.a, buf_str(&b), &e, &W.err), &W.err);
    assert_int_equal(e.form, 1);
    assert_ok(evidence_write(&e, &out, &W.err), &W.err);
    assert_true(str_eq(buf_str(&out), buf_str(&b)));
    report_t r;
    assert_ok(report_compute(&e, W.a, &r, &W.err), &W.err);
    view_t *v = view_new(W.a);
    report_figures(&r, v);
    assert_null(view_get(v, "lots", 4));
    assert_null(view_get(v, "languages", 9));
}

/* Whoever changes a figure is told by its name which one, and what the evidence gives. */
static void a_changed_figure_is_named(void **state)
{
    (void)state;
    packed_t *f = copy();
    change(f, "report.json", "\"claimed\":2", "\"claimed\":3");
    bundle_seen_t seen = verify(f, n_files, &nobody, ST_DENIED);
    assert_true(says(&seen, "report.json") && says(&seen, "all.claimed"));
    assert_int_equal(seen.faults.len, 2);
    assert_non_null(strstr(W.err.text, "all.claimed"));
    assert_non_null(strstr(W.err.text, "says 3, the evidence gives 2"));
}

/* Changed evidence differs from what the journal says of it, even if the list were signed anew. */
static void changed_evidence_is_caught_by_the_journal(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *where;
    } forged[] = {{"\"verdict\":\"fails\"", "\"verdict\":\"holds\"", "evidence.jsonl check"},
                  {"https://snv.example", "https://snw.example", "evidence.jsonl record"},
                  {"\"signed\":1", "\"signed\":2", "evidence.jsonl dispatch"},
                  {"\"of\":25", "\"of\":24", "evidence.jsonl lot"},
                  {"loa phường", "loa phuong", "evidence.jsonl drawn"},
                  {"{\"is\":\"check\"", "{\"is\":\"chick\"", "evidence.jsonl"}};
    for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
        packed_t *f = copy();
        change(f, "evidence.jsonl", forged[i].from, forged[i].to);
        bundle_seen_t seen = verify(f, n_files, &nobody, ST_DENIED);
        if (!says(&seen, forged[i].where)) fail_msg("%s is not caught", forged[i].to);
    }
}

static void left_out_evidence_is_caught(void **state)
{
    (void)state;
    static const char *const kinds[] = {"{\"is\":\"check\"", "{\"is\":\"duty\"", "{\"is\":\"record\"",
                                        "{\"is\":\"lot\"", "{\"is\":\"drawn\""};
    for (size_t i = 0; i < 5; i++) {
        packed_t *f = copy(), *e = file(f, "evidence.jsonl");
        size_t at = str_find(e->bytes, str_of(kinds[i]), 0), end = str_chr(e->bytes, '\n', at) + 1;
        e->bytes = str_fmt(W.a, "%.*s%.*s", (int)at, e->bytes.p, (int)(e->bytes.n - end), e->bytes.p + end);
        bundle_seen_t seen = verify(f, n_files, &nobody, ST_DENIED);
        assert_true(says(&seen, "journal.jsonl") || says(&seen, "evidence.jsonl dispatch") ||
                    says(&seen, "evidence.jsonl check") || says(&seen, "evidence.jsonl lot"));
    }
}

static void a_cut_journal_missing_and_foreign_files_are_named(void **state)
{
    (void)state;
    packed_t *f = copy();
    change(f, "journal.jsonl", "\"did\":\"dispatch.send\"", "\"did\":\"dispatch.sent\"");
    bundle_seen_t seen = verify(f, n_files, &nobody, ST_DENIED);
    assert_true(says(&seen, "journal.jsonl"));
    f = copy();
    file(f, "bao-cao.csv")->name = S("bao-cao.exe");
    seen = verify(f, n_files, &nobody, ST_DENIED);
    assert_true(says(&seen, "bao-cao.csv") && says(&seen, "bao-cao.exe"));
}

/* Another's key signs nothing of ours. */
static void a_key_we_do_not_trust_is_refused(void **state)
{
    (void)state;
    sign_secret_t other;
    sign_new(&other);
    sign_ring_t ring = {.keys = {sign_public_of(&other)}, .n = 1};
    bundle_seen_t seen = verify(files, n_files, &ring, ST_DENIED);
    assert_true(says(&seen, "manifest.json.minisig"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_needs_nothing_but_itself),
        cmocka_unit_test(sampled_lots_stand_in_the_report),
        cmocka_unit_test(a_bundle_of_the_form_before_is_read),
        cmocka_unit_test(a_changed_figure_is_named),
        cmocka_unit_test(changed_evidence_is_caught_by_the_journal),
        cmocka_unit_test(left_out_evidence_is_caught),
        cmocka_unit_test(a_cut_journal_missing_and_foreign_files_are_named),
        cmocka_unit_test(a_key_we_do_not_trust_is_refused),
    };
    return cmocka_run_group_tests_name("bundle", tests, setup, teardown);
}
