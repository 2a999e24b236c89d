/* SPDX-License-Identifier: Apache-2.0
 *
 * What is shown of a claim, and what stands beside claims: printed addresses, other evidence, samples.
 */
#include <stdio.h>
#include "proof/keep.h"
#include "proof/warc.h"
#include "proof/marks.h"
#include "proof/other.h"
#include "proof/photo.h"
#include "proof/printed.h"
#include "proof_world.h"

static proof_world_t W;
static site_t site;
static int song_status = 200;

static void answer(int fd, str_t path, str_t request)
{
    char head[128];
    (void)request;
    if (str_eq(path, S("/song")) && song_status == 404) {
        int n = snprintf(head, sizeof head, "HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        site_send(fd, (str_t){head, (size_t)n});
        return;
    }
    site_page(fd, "text/html", S("<h1>Có</h1>"));
}

#define H MS_HOUR
static const ms_t T0 = 1730770200000;

/* --- how long --- */

static ms_t live(const char *verdicts, ms_t until)
{
    proof_history_t h[16];
    size_t n = strlen(verdicts);
    for (size_t i = 0; i < n; i++)
        h[i] = (proof_history_t){T0 + (ms_t)i * H, verdicts[i] == '+'   ? S("holds")
                                                   : verdicts[i] == '-' ? S("fails")
                                                                        : S("cannot-tell")};
    return proof_live(h, n, T0, T0 + until) / H;
}

/* A post stands from a look that saw it to the first of two in a row that did not; what could not be seen ends nothing. */
static void live_time_ends_with_the_first_of_two_fails(void **state)
{
    (void)state;
    assert_int_equal(live("", 10 * H), 0);
    assert_int_equal(live("+", 10 * H), 10);
    assert_int_equal(live("+?+", 10 * H), 10);
    assert_int_equal(live("+-+", 10 * H), 10);
    assert_int_equal(live("++--", 10 * H), 2);
    assert_int_equal(live("+--+", 10 * H), 1 + 7);
    assert_int_equal(live("--+", 10 * H), 8);
}

/* --- where --- */

static str_t marked(const char *original, const char *page)
{
    mark_t *m;
    size_t n;
    buf_t b = buf_new(W.a, 4096), whole = buf_new(W.a, 4096);
    assert_ok(text_marks(W.a, str_of(original), str_of(page), &m, &n, &W.err), &W.err);
    for (size_t i = 0; i < n; i++) {
        if (m[i].ours) buf_putc(&b, '['), buf_put(&b, m[i].text), buf_putc(&b, ']');
        buf_put(&whole, m[i].text);
    }
    assert_str(buf_str(&whole), page); /* nothing is lost */
    return buf_str(&b);
}

static void what_is_ours_is_marked(void **state)
{
    (void)state;
    const char *ours = "Tuyệt đối không cung cấp mã OTP cho bất kỳ ai";
    assert_str(marked(ours, "Tin mới: tuyet doi KHÔNG cung cấp mã OTP cho bất kỳ ai. Hết."),
               "[tuyet doi KHÔNG cung cấp mã OTP cho bất kỳ ai.]");
    assert_str(marked(ours, "không cung cấp gì"), "");
    assert_str(marked("", "một hai ba bốn năm"), "");
    assert_str(marked(ours, ""), "");
}

/* --- what was kept --- */

typedef struct counted {
    buf_t b;
} counted_t;

static status_t piece(void *ctx, str_t bytes, err_t *err)
{
    (void)err;
    buf_put(&((counted_t *)ctx)->b, bytes);
    return ST_OK;
}

/* A page that did not change is kept once; every look's finding is in the file, and the journal knows both. */
static void a_page_is_kept_when_it_changed(void **state)
{
    (void)state;
    char json[96];
    snprintf(json, sizeof json, "[{\"kind\":\"web\",\"host\":\"127.0.0.1:%d\",\"proved\":null}]", site.port);
    proof_world_places(&W, json);
    ident_t record = proof_world_claim(&W, site_url(W.a, &site, "/kept"), W.r2.id, T0 + MS_DAY);
    proof_options_t o = {.allow_private = true, .delay = 1, .total_limit = 2000};
    proof_result_t r;
    for (int i = 0; i < 3; i++) {
        clock_hold(T0 + i * H);
        assert_ok(proof_check_record(W.prober, W.a, record, (ident_t){{0}}, &o, &r, NULL, &W.err), &W.err);
    }
    clock_hold(T0);
    counted_t c = {buf_new(W.a, 1 << 20)};
    keep_seen_t seen;
    db_t *db;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(keep_claim(W.st, db, record, piece, &c, &W.err), &W.err);
    store_done(W.st, db);
    assert_ok(keep_verify(buf_str(&c.b), NULL, NULL, &seen, &W.err), &W.err);
    assert_int_equal(seen.pages, 1);
    assert_int_equal(seen.findings, 3);
    /* info; answer, request, text, finding; twice a revisit and a finding */
    assert_int_equal(seen.records, 1 + 4 + 2 * 2);
}

/* The request that was answered stands beside the answer, as it was sent: who asked, and for what. */
static void the_request_is_kept_with_its_answer(void **state)
{
    (void)state;
    warc_seen_t w;
    counted_t c = {buf_new(W.a, 1 << 20)};
    db_t *db;
    char json[96];
    snprintf(json, sizeof json, "[{\"kind\":\"web\",\"host\":\"127.0.0.1:%d\",\"proved\":null}]", site.port);
    proof_world_places(&W, json);
    ident_t record = proof_world_claim(&W, site_url(W.a, &site, "/kept"), W.r2.id, T0 + MS_DAY);
    proof_options_t o = {.allow_private = true, .delay = 1, .total_limit = 2000};
    proof_result_t r;
    assert_ok(proof_check_record(W.prober, W.a, record, (ident_t){{0}}, &o, &r, NULL, &W.err), &W.err);
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(keep_claim(W.st, db, record, piece, &c, &W.err), &W.err);
    store_done(W.st, db);
    str_t rest = buf_str(&c.b), answer = S("");
    size_t requests = 0;
    while (warc_next(W.a, &rest, &w, &W.err) == ST_OK) {
        if (str_eq(w.type, S("response"))) answer = w.uri;
        if (!str_eq(w.type, S("request"))) continue;
        requests++;
        assert_true(w.holds);
        assert_true(str_eq(w.uri, answer));
        assert_true(str_starts(w.block, S("GET /kept HTTP/1.1\r\n")));
        assert_true(str_find(w.block, S("User-Agent: canhgiac/"), 0) != SIZE_MAX);
        assert_true(str_ends(w.block, S("\r\n\r\n")));
    }
    assert_int_equal(requests, 1);
}

/* Of a page that is too long the beginning is kept, and the file says that there was more. */
static void a_long_page_is_cut_and_said_to_be(void **state)
{
    (void)state;
    char *long_page = arena_alloc(W.a, KEEP_BODY_LIMIT + 9);
    assert_non_null(long_page);
    memset(long_page, 'x', KEEP_BODY_LIMIT + 9);
    proof_result_t r = {
        .final_url = S("http://x.vn/"), .text = S("Bài"), .body = {long_page, KEEP_BODY_LIMIT}, .peer = S("192.0.2.7")};
    for (int more = 0; more < 2; more++, r.body.n += 9) {
        digest_t d;
        str_t blob;
        warc_seen_t w;
        assert_ok(keep_page(W.st, W.a, ident_new(), T0, &r, STR_NONE, S("{}"), &d, &W.err), &W.err);
        assert_ok(blob_get(W.st, W.a, d, 8 << 20, &blob, &W.err), &W.err);
        assert_ok(warc_next(W.a, &blob, &w, &W.err), &W.err);
        assert_true(w.holds);
        assert_int_equal(w.cut, more);
        assert_int_equal(w.payload.n, KEEP_BODY_LIMIT);
    }
}

/* A picture lies with the page it shows, and belongs to what the journal vouches for. */
static void a_picture_is_kept_with_its_page(void **state)
{
    (void)state;
    proof_result_t r = {.final_url = S("http://x.vn/"), .title = S("Tin"), .text = S("Bài"), .body = S("<p>Bài")};
    digest_t d;
    str_t blob, png = S("\x89PNG\r\n\x1A\n and so on");
    keep_seen_t seen;
    assert_ok(keep_page(W.st, W.a, ident_new(), T0, &r, png, S("{\"verdict\":\"seen\"}"), &d, &W.err), &W.err);
    assert_ok(blob_get(W.st, W.a, d, 1 << 20, &blob, &W.err), &W.err);
    assert_true(str_eq(keep_picture(W.a, blob), png));
    assert_str(keep_text(W.a, blob, 1000), "http://x.vn/\nTin\n\nBài\n");
    assert_ok(keep_verify(blob, NULL, NULL, &seen, &W.err), &W.err);
    assert_int_equal(seen.records, 4);
    assert_ok(keep_page(W.st, W.a, ident_new(), T0, &r, STR_NONE, S("{}"), &d, &W.err), &W.err);
    assert_ok(blob_get(W.st, W.a, d, 1 << 20, &blob, &W.err), &W.err);
    assert_int_equal(keep_picture(W.a, blob).n, 0);
}

/* --- printed addresses --- */

static void addresses_are_read_from_texts(void **state)
{
    (void)state;
    vec_t v = vec_new(W.a, sizeof(str_t), 100);
    assert_ok(
        printed_find(W.a,
                     S("Xem (https://khonggianmang.vn), canhbao.ncsc.gov.vn/tin. Thư: a@b.vn; tệp so-tay.pdf; v1.2; "
                       "http://x.vn:8080/a?b=c."),
                     &v, &W.err),
        &W.err);
    assert_int_equal(v.len, 3);
    assert_str(VEC_AT(&v, str_t, 0), "https://khonggianmang.vn/");
    assert_str(VEC_AT(&v, str_t, 1), "https://canhbao.ncsc.gov.vn/tin");
    assert_str(VEC_AT(&v, str_t, 2), "http://x.vn:8080/a?b=c");
}

typedef struct letter {
    ident_t id;
    str_t clauses;
} letter_t;

static status_t add_letter(db_t *db, void *arg, err_t *err)
{
    static const query_t q = {"letter",
                              "INSERT INTO dispatch (id, from_unit, number, symbol, clauses, state, created) VALUES "
                              "($1, $2, 2632, 'STTTT-CNTTVT', $3, 'sent', 0)"};
    const letter_t *l = arg;
    stmt_t *s = db_query(db, &q, err);
    if (!s) return ST_STORE;
    bind_id(s, 1, &l->id);
    bind_id(s, 2, &W.unit);
    bind_text(s, 3, l->clauses);
    return stmt_run(s, NULL, err);
}

static int64_t count(const char *sql)
{
    db_t *db;
    query_t q = {"count", sql};
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    stmt_t *s = db_query(db, &q, &W.err);
    assert_non_null(s);
    assert_int_equal(stmt_next(s, &W.err), ST_ROW);
    int64_t n = col_int(s, 0);
    stmt_done(s);
    store_done(W.st, db);
    return n;
}

static size_t round_at(ms_t at)
{
    proof_options_t o = {.allow_private = true, .delay = 1, .total_limit = 2000};
    size_t looked;
    clock_hold(at);
    assert_ok(printed_round(W.prober, false, false, 100, &o, &looked, &W.err), &W.err);
    return looked;
}

#define CASES   count("SELECT COUNT(*) FROM \"case\"")
#define NOTICES count("SELECT COUNT(*) FROM event WHERE did = 'address.notice'")

/* Dead twice, a day apart, it is a case and its owner is told, once; when it is back that is over. */
static void a_dead_address_becomes_a_case(void **state)
{
    (void)state;
    letter_t l = {ident_new(), str_fmt(W.a, "[{\"text\":\"Xem http://127.0.0.1:%d/song và http://127.0.0.1:%d/khac\"}]",
                                       site.port, site.port)};
    assert_ok(store_act(W.st, add_letter, &l, &W.err), &W.err);
    assert_int_equal(round_at(T0), 2);
    assert_int_equal(round_at(T0 + H), 0); /* not due: they answer */
    song_status = 404;
    assert_int_equal(round_at(T0 + 8 * MS_DAY), 2);
    assert_int_equal(CASES, 0);
    assert_int_equal(round_at(T0 + 8 * MS_DAY + H), 0);
    assert_int_equal(round_at(T0 + 9 * MS_DAY), 1); /* the dead one daily */
    assert_int_equal(CASES, 1);
    assert_int_equal(NOTICES, 1);
    assert_int_equal(round_at(T0 + 10 * MS_DAY), 1);
    assert_int_equal(CASES, 1);
    assert_int_equal(NOTICES, 1);
    song_status = 200;
    assert_int_equal(round_at(T0 + 11 * MS_DAY), 1);
    assert_int_equal(count("SELECT COUNT(*) FROM event WHERE did = 'address.back'"), 1);
    clock_hold(T0);
}

/* --- other evidence --- */

typedef struct say {
    other_t o;
    ident_t id, unit;
    const actor_t *who;
    str_t verdict;
    size_t n, drawn;
} say_t;

static status_t say_act(db_t *db, void *arg, err_t *err)
{
    say_t *s = arg;
    return other_add(db, W.a, s->unit, &s->o, (ident_t){{0}}, W.drafter, &s->id, err);
}

static status_t draw_act(db_t *db, void *arg, err_t *err)
{
    say_t *s = arg;
    return other_draw(db, W.a, W.unit, S("/92/"), s->n, W.drafter, &s->drawn, err);
}

static status_t check_act(db_t *db, void *arg, err_t *err)
{
    say_t *s = arg;
    other_t o;
    status_t st = other_get(db, W.a, s->id, &o, err);
    return st == ST_OK ? other_check(db, W.a, &o, s->who, s->verdict, S("đã gọi"), err) : st;
}

static void a_draw_can_be_made_again_by_anybody(void **state)
{
    (void)state;
    ident_t ids[10], again[10];
    digest_t head = sha256(S("head")), other = sha256(S("another head"));
    for (int i = 0; i < 10; i++) ids[i] = ident_named(S("test"), (str_t){(const char *)&i, sizeof i});
    for (int i = 0; i < 10; i++) again[i] = ids[9 - i];
    draw_order(head, ids, 10);
    draw_order(head, again, 10);
    assert_memory_equal(ids, again, sizeof ids);
    draw_order(other, again, 10);
    assert_memory_not_equal(ids, again, sizeof ids);
}

/* Counts are claims: no verdict of a call-back makes them verified postings, and nobody checks their own unit. */
static void counts_are_said_drawn_and_checked_by_others(void **state)
{
    (void)state;
    say_t s = {.unit = W.unit, .o = {.what = S("loudspeaker"), .number = 45, .note = S("Tổ 1"), .address = S("")}};
    say_t bad = s;
    bad.o.number = 0;
    assert_status(ST_INPUT, store_act(W.st, say_act, &bad, &W.err), &W.err);
    bad.o = (other_t){.what = S("rumour"), .number = 1, .note = S("")};
    assert_status(ST_INPUT, store_act(W.st, say_act, &bad, &W.err), &W.err);
    for (int i = 0; i < 5; i++) assert_ok(store_act(W.st, say_act, &s, &W.err), &W.err);
    say_t d = {.n = 2};
    assert_ok(store_act(W.st, draw_act, &d, &W.err), &W.err);
    assert_int_equal(d.drawn, 2);
    d.n = 10;
    assert_ok(store_act(W.st, draw_act, &d, &W.err), &W.err);
    assert_int_equal(d.drawn, 3); /* those not drawn before */
    assert_status(ST_CONFLICT, store_act(W.st, draw_act, &d, &W.err), &W.err);
    seat_t own = {.id = ident_new(), .unit = W.unit, .role = ROLE_CHECKER, .unit_path = S("/92/")},
           above = {.id = ident_new(), .unit = ident_new(), .role = ROLE_CHECKER, .unit_path = S("/")};
    actor_t me = {.person = W.drafter, .seats = &own, .n_seats = 1},
            other = {.person = W.approver, .seats = &above, .n_seats = 1};
    s.who = &me;
    s.verdict = S("holds");
    assert_status(ST_DENIED, store_act(W.st, check_act, &s, &W.err), &W.err);
    s.who = &other;
    assert_ok(store_act(W.st, check_act, &s, &W.err), &W.err);
    assert_status(ST_CONFLICT, store_act(W.st, check_act, &s, &W.err), &W.err);
    assert_int_equal(
        count("SELECT COUNT(*) FROM record r JOIN \"check\" k ON k.record = r.id WHERE r.duty IS NOT NULL AND "
              "k.method = 'callback'"),
        0);
    db_t *db;
    journal_state_t j;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(journal_verify(db, &j, &W.err), &W.err);
    store_done(W.st, db);
}

/* --- photos --- */

static const char jpeg[] = "\xFF\xD8"
                           "\xFF\xE1\x00\x22"
                           "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
                           "\xFF\xE2\x00\x08SECRET"
                           "\xFF\xFE\x00\x08SECRET"
                           "\xFF\xDA\x00\x02\x12\xFF\x00\x34"
                           "\xFF\xD9SECRET";

/* Place, device, comments and what hangs behind the end are gone; which way is up stays. */
static void a_photo_tells_nothing_of_its_maker(void **state)
{
    (void)state;
    str_t out;
    const char *mime;
    assert_ok(photo_strip(W.a, (str_t){jpeg, sizeof jpeg - 1}, &out, &mime, &W.err), &W.err);
    assert_string_equal(mime, "image/jpeg");
    assert_true(str_find(out, S("SECRET"), 0) == SIZE_MAX);
    assert_true(str_find(out, S("\x12\xFF\x00\x34"), 0) != SIZE_MAX);
    assert_true(str_find(out, S("Exif"), 0) != SIZE_MAX); /* six: turned to the right */
    assert_status(ST_INPUT, photo_strip(W.a, S("GIF89a"), &out, &mime, &W.err), &W.err);
    assert_status(ST_INPUT, photo_strip(W.a, S("<svg onload=alert(1)>"), &out, &mime, &W.err), &W.err);
    assert_status(ST_INPUT, photo_strip(W.a, (str_t){jpeg, 60}, &out, &mime, &W.err), &W.err);
}

static int begin(void **state)
{
    (void)state;
    proof_world_begin(&W);
    site_begin(&site, answer);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    site_end(&site);
    proof_world_end(&W);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(live_time_ends_with_the_first_of_two_fails),
        cmocka_unit_test(what_is_ours_is_marked),
        cmocka_unit_test(a_page_is_kept_when_it_changed),
        cmocka_unit_test(a_picture_is_kept_with_its_page),
        cmocka_unit_test(the_request_is_kept_with_its_answer),
        cmocka_unit_test(a_long_page_is_cut_and_said_to_be),
        cmocka_unit_test(addresses_are_read_from_texts),
        cmocka_unit_test(a_dead_address_becomes_a_case),
        cmocka_unit_test(a_draw_can_be_made_again_by_anybody),
        cmocka_unit_test(counts_are_said_drawn_and_checked_by_others),
        cmocka_unit_test(a_photo_tells_nothing_of_its_maker),
    };
    return cmocka_run_group_tests_name("proof-shown", tests, begin, finish);
}
