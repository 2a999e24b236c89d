/* SPDX-License-Identifier: Apache-2.0
 *
 * The closing report: figures from evidence, its forms, its way to a signature.
 */
#include <libxml/parser.h>
#include <archive.h>
#include <archive_entry.h>
#include "report_world.h"

static world_t W;

/* Four departments posted: one stands, one is gone again, one cannot be read, one was late. */
static int setup(void **state)
{
    (void)state;
    report_world_begin(&W);
    clock_hold(world_day(2024, 10, 30));
    world_claim(&W, "syt", "1a", "https://syt.example/a");
    world_claim(&W, "snv", "1a", "https://snv.example/a");
    world_claim(&W, "stc", "1a", "https://stc.example/a");
    clock_hold(world_day(2024, 10, 31));
    world_look(&W, "syt", "1a", "holds", "exact");
    world_look(&W, "snv", "1a", "holds", "embedded");
    world_look(&W, "stc", "1a", "cannot-tell", NULL);
    clock_hold(world_day(2024, 11, 4));
    world_look(&W, "snv", "1a", "fails", NULL);
    clock_hold(world_day(2024, 11, 5));
    world_look(&W, "snv", "1a", "fails", NULL);
    clock_hold(world_day(2024, 11, 22));
    world_claim(&W, "stp", "1a", "https://stp.example/=1+1");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    report_world_end(&W);
    return 0;
}

/* Law 3: claimed and verified are never added; "cannot tell" is nobody's fault; late and missed are shown. */
static void the_figures_are_those_of_the_evidence(void **state)
{
    (void)state;
    closing_t c = world_closing(&W, world_day(2024, 11, 23));
    const cover_sum_t *s = &c.report.all;
    assert_int_equal(s->expected, 79);
    assert_int_equal(s->claimed, 4);
    assert_int_equal(s->verified, 1);
    assert_int_equal(s->on_time, 1);
    assert_int_equal(s->contradicted, 1);
    assert_int_equal(s->lapsed, 1);
    assert_int_equal(s->cannot_tell, 1);
    assert_int_equal(s->late, 1);
    assert_int_equal(s->missed, 75);
    assert_true(c.report.closed);
    assert_int_equal(c.report.n_posts, 4);
    /* The page that went away stood from the look that saw it to the first of the two that did not. */
    ms_t gone = 0, stands = 0;
    for (size_t i = 0; i < c.report.n_posts; i++) {
        if (strcmp(c.report.posts[i].state, "lapsed") == 0) gone = c.report.posts[i].live;
        if (strcmp(c.report.posts[i].state, "holds") == 0) stands = c.report.posts[i].live;
    }
    assert_true(gone == 4 * MS_DAY);
    assert_true(stands == date_end((date_t){2024, 11, 20}) - world_day(2024, 10, 31));
}

static str_t figures(const closing_t *c)
{
    view_t *v = view_new(W.a);
    buf_t b = buf_new(W.a, 16 << 20);
    report_figures(&c->report, v);
    view_json(v, &b);
    assert_true(buf_ok(&b));
    return buf_str(&b);
}

/* What was known on a day stays what was known, whatever happened since. */
static void a_report_of_a_day_does_not_change_afterwards(void **state)
{
    (void)state;
    ms_t then = world_day(2024, 11, 1);
    closing_t c = world_closing(&W, then);
    str_t before = figures(&c);
    assert_int_equal(c.report.all.claimed, 3);
    assert_int_equal(c.report.all.verified, 2);
    assert_int_equal(c.report.all.missed, 0);
    clock_hold(world_day(2024, 11, 24));
    world_look(&W, "syt", "1a", "fails", NULL);
    clock_hold(world_day(2024, 11, 25));
    world_look(&W, "syt", "1a", "fails", NULL);
    c = world_closing(&W, then);
    assert_true(str_eq(before, figures(&c)));
}

/* The evidence a bundle carries gives the same figures as the database, and the grid of both is one. */
static void lines_of_evidence_give_the_same_figures(void **state)
{
    (void)state;
    closing_t c = world_closing(&W, world_day(2024, 11, 23)), back = {.evidence = ARENA_NEW(W.a, evidence_t)};
    buf_t lines = buf_new(W.a, 16 << 20), again = buf_new(W.a, 16 << 20);
    assert_ok(evidence_write(c.evidence, &lines, &W.err), &W.err);
    assert_ok(evidence_read(W.a, buf_str(&lines), back.evidence, &W.err), &W.err);
    assert_ok(evidence_write(back.evidence, &again, &W.err), &W.err);
    assert_true(str_eq(buf_str(&lines), buf_str(&again)));
    assert_ok(report_compute(back.evidence, W.a, &back.report, &W.err), &W.err);
    assert_true(str_eq(figures(&c), figures(&back)));

    db_t *db;
    coverage_t grid;
    for (int month = 10; month <= 11; month++) { /* before and after three wards merged */
        ms_t at = world_day(2024, month, month == 10 ? 31 : 23);
        closing_t x = world_closing(&W, at);
        assert_ok(store_read(W.st, &db, &W.err), &W.err);
        assert_ok(coverage_of(db, W.a, W.city.dispatch, at, &grid, &W.err), &W.err);
        store_done(W.st, db);
        assert_memory_equal(&grid.all, &x.report.dispatches[0].cover.all, sizeof grid.all);
        assert_int_equal(grid.n_rows, x.report.dispatches[0].cover.n_rows);
    }
}

static void lines_that_are_no_evidence_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "x\n", "{\"is\":\"campaign\"}\n", "{\"is\":\"duty\",\"id\":5}\n",
                                      "{\"is\":\"nothing\"}\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        evidence_t e;
        assert_status(ST_INPUT, evidence_read(W.a, str_of(bad[i]), &e, &W.err), &W.err);
        assert_int_equal(W.err.line, 1);
    }
}

static str_t dress(const closing_t *c, const char *form)
{
    str_t out;
    const char *mime;
    assert_ok(report_dress(W.a, &c->report, &c->words, &c->proof, LANG_VI, str_of(form), &out, &mime, &W.err), &W.err);
    return out;
}

static str_t part_of(str_t zip, const char *name)
{
    struct archive *z = archive_read_new();
    struct archive_entry *e;
    str_t out = STR_NONE;
    archive_read_support_format_zip(z);
    assert_int_equal(archive_read_open_memory(z, zip.p, zip.n), ARCHIVE_OK);
    while (!out.p && archive_read_next_header(z, &e) == ARCHIVE_OK) {
        if (strcmp(archive_entry_pathname(e), name) != 0) continue;
        size_t n = 8 << 20;
        char *p = arena_alloc(W.a, n);
        la_ssize_t got = archive_read_data(z, p, n);
        assert_true(got > 0);
        out = (str_t){p, (size_t)got};
    }
    archive_read_free(z);
    return out;
}

static bool has(str_t s, const char *what)
{
    return str_find(s, str_of(what), 0) != SIZE_MAX;
}

/* Each form says the same; a text from outside is text in each of them. */
static void every_form_opens_and_no_text_is_a_formula(void **state)
{
    (void)state;
    closing_t c = world_closing(&W, world_day(2024, 11, 23));
    c.words.text[WORD_GOOD] = S("=1+1 <b>&\x01");
    assert_true(str_starts(dress(&c, "pdf"), S("%PDF-1.")));
    str_t csv = dress(&c, "csv"), html = dress(&c, "html"), docx = dress(&c, "docx"), xlsx = dress(&c, "xlsx");
    assert_true(has(csv, "\r\nunits,syt,"));
    assert_true(has(html, "=1+1 &lt;b&gt;&amp;"));
    assert_true(has(html, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    static const char *const parts[] = {"[Content_Types].xml", "_rels/.rels",      "word/document.xml",
                                        "word/styles.xml",     "word/header1.xml", "word/_rels/document.xml.rels"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        str_t xml = part_of(docx, parts[i]);
        assert_non_null(xml.p);
        xmlDocPtr d = xmlReadMemory(xml.p, (int)xml.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
        assert_non_null(d);
        xmlFreeDoc(d);
    }
    assert_true(has(part_of(docx, "word/document.xml"), "=1+1 &lt;b&gt;&amp;"));
    assert_true(has(part_of(xlsx, "xl/sharedStrings.xml"), "=1+1"));
    for (int sheet = 1; sheet < 12; sheet++) {
        str_t xml = part_of(xlsx, str_fmt(W.a, "xl/worksheets/sheet%d.xml", sheet).p);
        if (xml.p) assert_false(has(xml, "<f>"));
    }
    assert_true(str_eq(dress(&c, "pdf"), dress(&c, "pdf"))); /* the same bytes twice */
    assert_true(str_eq(dress(&c, "docx"), dress(&c, "docx")));
}

/* A count under ten people is told by nobody. */
static void small_counts_are_withheld(void **state)
{
    (void)state;
    closing_t c = world_closing(&W, world_day(2024, 11, 23));
    ev_value_t *v = vec_push(&c.evidence->rows[EV_TALLY]);
    v[T_WHAT].t = S("report");
    v[T_KEY].t = S("all");
    v[T_N].n = -1;
    assert_ok(report_compute(c.evidence, W.a, &c.report, &W.err), &W.err);
    assert_true(has(figures(&c), "\"reports\":\"\\u003c10\""));
    assert_true(has(dress(&c, "html"), "dưới 10"));
    static const struct {
        const char *what, *key;
        int64_t n;
    } visits[] = {{"visit", "all", 57}, {"visit", "met", 40}, {"visit-language", "km", 12}};
    for (size_t k = 0; k < 3; k++) {
        v = vec_push(&c.evidence->rows[EV_TALLY]);
        v[T_WHAT].t = str_of(visits[k].what);
        v[T_KEY].t = str_of(visits[k].key);
        v[T_N].n = visits[k].n;
    }
    assert_ok(report_compute(c.evidence, W.a, &c.report, &W.err), &W.err);
    assert_true(has(dress(&c, "csv"), "languages,Tiếng Khmer,12"));
}

typedef struct act {
    int what;
    ident_t who;
    digest_t d;
    int64_t seq;
} act_t;

static status_t one_act(db_t *db, void *arg, err_t *err)
{
    const act_t *x = arg;
    ident_t c = W.city.campaign;
    switch (x->what) {
    case 0: return closing_write(db, c, WORD_GOOD, x->d, x->who, err);
    case 1: return closing_submit(db, W.a, c, world_day(2024, 11, 23), x->d, x->who, err);
    case 2: return closing_return(db, W.a, c, x->who, err);
    default: return closing_sign(db, W.a, c, x->seq, x->d, x->who, err);
    }
}

static status_t act(int what, ident_t who, int64_t seq)
{
    act_t x = {what, who, sha256(S("words")), seq};
    digest_t d;
    if (what == 0) assert_ok(blob_put(W.st, S("words"), &d, &W.err), &W.err);
    return store_act(W.st, one_act, &x, &W.err);
}

static str_t state_of_campaign(void)
{
    db_t *db;
    campaign_t c;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(campaign_by_id(db, W.a, W.city.campaign, &c, &W.err), &W.err);
    store_done(W.st, db);
    return c.state;
}

static closing_state_t way(void)
{
    db_t *db;
    closing_state_t now;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(closing_state(db, W.a, W.city.campaign, &now, &W.err), &W.err);
    store_done(W.st, db);
    return now;
}

/* Law 4: nobody signs what they wrote or submitted; what was changed since is submitted again. */
static void four_eyes_and_no_word_slips_in(void **state)
{
    (void)state;
    assert_status(ST_CONFLICT, act(3, W.signer, 1), &W.err);
    assert_ok(act(0, W.drafter, 0), &W.err);
    assert_ok(act(0, W.third, 0), &W.err);
    assert_ok(act(1, W.drafter, 0), &W.err);
    int64_t seq = way().waiting->seq;
    assert_status(ST_CONFLICT, act(1, W.drafter, 0), &W.err);
    assert_status(ST_DENIED, act(3, W.drafter, seq), &W.err); /* submitted it */
    assert_status(ST_DENIED, act(3, W.third, seq), &W.err);   /* wrote a word of it */
    assert_ok(act(0, W.drafter, 0), &W.err);
    assert_status(ST_CONFLICT, act(3, W.signer, seq), &W.err); /* changed since */
    assert_ok(act(1, W.drafter, 0), &W.err);
    assert_status(ST_CONFLICT, act(3, W.signer, seq), &W.err); /* another submitting than the one that was bundled */
    assert_str(state_of_campaign(), "closing");                /* its window is over */
    assert_ok(act(3, W.signer, way().waiting->seq), &W.err);
    assert_str(state_of_campaign(), "reported"); /* by two: one submitted, another signed, after the window's end */
    assert_null(way().waiting);
    assert_status(ST_CONFLICT, act(2, W.signer, 0), &W.err);
    closing_t c = world_closing(&W, world_day(2024, 11, 23));
    assert_str(c.words.text[WORD_GOOD], "words");
    assert_str(c.words.by[WORD_GOOD], "Lan");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figures_are_those_of_the_evidence),
        cmocka_unit_test(a_report_of_a_day_does_not_change_afterwards),
        cmocka_unit_test(lines_of_evidence_give_the_same_figures),
        cmocka_unit_test(lines_that_are_no_evidence_are_refused),
        cmocka_unit_test(every_form_opens_and_no_text_is_a_formula),
        cmocka_unit_test(small_counts_are_withheld),
        cmocka_unit_test(four_eyes_and_no_word_slips_in),
    };
    return cmocka_run_group_tests_name("report", tests, setup, teardown);
}
