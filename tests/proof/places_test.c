/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose place it is, and what stands there that nobody claimed.
 */
#include "proof/places.h"
#include <stdio.h>
#include "people/people.h"
#include "proof/feed.h"
#include "proof/find.h"
#include "proof_world.h"

static proof_world_t W;
static site_t site;
static char token[64];
static enum { NOTHING, FILE_THERE, TAG_THERE, ALWAYS_200 } shown;
static int asked, news_asked;

static void front(int fd)
{
    char page[600];
    snprintf(page, sizeof page,
             "<html><head><title>Sở X</title>%s%s%s</head><body><a href='/tin-tuc/hop.html'>Họp</a>"
             "<form action='/tim'><input type='hidden' name='a'><input name='q'></form>"
             "<a href='http://elsewhere.vn/lua-dao'>x</a></body></html>",
             shown == TAG_THERE ? "<meta content=\"" : "", shown == TAG_THERE ? token : "",
             shown == TAG_THERE ? "\" name='Canhgiac'>" : "");
    site_page(fd, "text/html; charset=utf-8", str_of(page));
}

static void answer(int fd, str_t path, str_t request)
{
    char file[128];
    (void)request;
    snprintf(file, sizeof file, "/.well-known/canhgiac-%s.txt", token);
    asked++;
    if (str_eq(path, S("/robots.txt"))) {
        site_page(fd, "text/plain", S("User-agent: *\nDisallow: /tin-tuc/kin\n"));
    } else if (*token && str_eq(path, str_of(file)) && shown == FILE_THERE) {
        char body[80];
        snprintf(body, sizeof body, "%s\r\n", token);
        site_page(fd, "text/plain", str_of(body));
    } else if (str_eq(path, S("/"))) {
        front(fd);
    } else if (str_eq(path, S("/sitemap.xml"))) {
        site_page(
            fd, "application/xml",
            S("<urlset><url><loc>/tin-tuc/canh-giac-lua-dao.html</loc><lastmod>2024-11-04</lastmod></url>"
              "<url><loc>/tin-tuc/cu.html</loc><lastmod>2019-01-01</lastmod></url>"
              "<url><loc>/tin-tuc/kin.html</loc></url><url><loc>http://elsewhere.vn/lua-dao</loc></url></urlset>"));
    } else if (str_starts(path, S("/tim?"))) {
        site_page(fd, "text/html", S("<a href='/tin-tuc/tim-ra-lua-dao.html'>Lừa đảo</a>"));
    } else if (str_eq(path, S("/tin-tuc/canh-giac-lua-dao.html")) || str_eq(path, S("/tin-tuc/tim-ra-lua-dao.html"))) {
        news_asked++;
        site_page(fd, "text/html", S("<h1>Cảnh giác</h1><p>Bài viết <a href='/so-tay.pdf'>Sổ tay</a>"));
    } else if (str_eq(path, S("/so-tay.pdf"))) {
        site_page(fd, "application/pdf", W.file2);
    } else if (shown == ALWAYS_200) {
        site_page(fd, "text/html", S("<h1>Tin</h1><p>Trang nào cũng có."));
    } else {
        site_send(fd, S("HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    }
}

/* --- acts --- */

typedef struct place_step {
    place_act_t act;
    str_t host;
    const char *how;
} place_step_t;

static status_t act(db_t *db, void *arg, err_t *err)
{
    const place_step_t *c = arg;
    return place_change(db, W.a, W.unit, c->act, c->host, c->how, W.drafter, err);
}

static str_t host_of_site(void)
{
    return str_fmt(W.a, "127.0.0.1:%d", site.port);
}

static unit_t unit(void)
{
    db_t *db;
    unit_t u;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(unit_by_id(db, W.a, W.unit, &u, &W.err), &W.err);
    store_done(W.st, db);
    return u;
}

static place_t place(void)
{
    place_t *p;
    size_t n;
    assert_ok(places_read(W.a, unit().places, &p, &n, &W.err), &W.err);
    assert_int_equal(n, 1);
    return p[0];
}

static bool counts(void)
{
    return proof_at_unit_place(unit().places, site_url(W.a, &site, "/a"));
}

static const char *looked(void)
{
    place_t p = place();
    const char *how = NULL, *why = NULL;
    assert_ok(place_look(W.prober, W.a, &p, true, &how, &why, &W.err), &W.err);
    return how;
}

/* What a unit proposes counts only when the token stands on the site itself, or a coordinator says so; until it ends. */
static void a_proposed_place_counts_when_it_is_proved(void **state)
{
    (void)state;
    place_step_t c = {PLACE_PROPOSE, host_of_site(), NULL};
    assert_ok(store_act(W.st, act, &c, &W.err), &W.err);
    assert_status(ST_CONFLICT, store_act(W.st, act, &c, &W.err), &W.err);
    assert_int_equal(place().state, PLACE_PROPOSED);
    assert_false(counts());
    assert_int_equal(place().token.n, PLACE_TOKEN);
    snprintf(token, sizeof token, "%.*s", STRF(place().token));
    shown = NOTHING;
    assert_null(looked());
    shown = ALWAYS_200; /* a site that answers everything proves nothing */
    assert_null(looked());
    shown = FILE_THERE;
    assert_string_equal(looked(), "file");
    shown = TAG_THERE;
    assert_string_equal(looked(), "meta");
    place_step_t proved = {PLACE_PROVE, host_of_site(), "meta"};
    assert_ok(store_act(W.st, act, &proved, &W.err), &W.err);
    assert_int_equal(place().state, PLACE_PROVED);
    assert_true(counts());
    place_step_t ended = {PLACE_END, host_of_site(), NULL};
    assert_ok(store_act(W.st, act, &ended, &W.err), &W.err);
    assert_false(counts());
    assert_ok(store_act(W.st, act, &c, &W.err), &W.err); /* proposed anew, with another token */
    assert_false(counts());
    assert_string_not_equal(str_z(W.a, place().token), token);
    place_step_t none = {PLACE_PROVE, S("nobody.vn"), "file"};
    assert_status(ST_NOT_FOUND, store_act(W.st, act, &none, &W.err), &W.err);
}

static void what_is_no_site_is_refused(void **state)
{
    (void)state;
    str_t host;
    assert_ok(place_host(W.a, S("HTTPS://www.CanTho.gov.vn/tin?x=1"), false, &host, &W.err), &W.err);
    assert_str(host, "www.cantho.gov.vn");
    assert_status(ST_INPUT, place_host(W.a, S("https://facebook.com/so-x"), false, &host, &W.err), &W.err);
    assert_status(ST_INPUT, place_host(W.a, S("10.0.0.1"), false, &host, &W.err), &W.err);
    assert_status(ST_INPUT, place_host(W.a, S("2130706433"), false, &host, &W.err), &W.err);
    assert_status(ST_INPUT, place_host(W.a, S("[::1]"), false, &host, &W.err), &W.err);
    assert_status(ST_INPUT, place_host(W.a, S("localhost"), false, &host, &W.err), &W.err);
    assert_status(ST_INPUT, place_host(W.a, S("javascript:alert(1)"), false, &host, &W.err), &W.err);
}

static void places_of_the_units_file_count(void **state)
{
    (void)state;
    assert_true(
        proof_at_unit_place(S("[{\"kind\":\"web\",\"host\":\"x.vn\",\"proved\":null}]"), S("https://www.x.vn/a")));
    assert_false(proof_at_unit_place(S("[{\"host\":\"x.vn\",\"proposed\":5}]"), S("https://x.vn/a")));
    assert_false(proof_at_unit_place(S("[{\"host\":\"x.vn\",\"proved\":5,\"ended\":6}]"), S("https://x.vn/a")));
    assert_false(proof_at_unit_place(S("{}"), S("https://x.vn/a")));
}

/* --- finding --- */

static void own_place(void)
{
    char json[96];
    snprintf(json, sizeof json, "[{\"kind\":\"web\",\"host\":\"127.0.0.1:%d\",\"proved\":null}]", site.port);
    proof_world_places(&W, json);
}

static size_t open_posts(found_t **f)
{
    db_t *db;
    size_t n;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(find_open(db, W.a, W.unit, f, &n, &W.err), &W.err);
    store_done(W.st, db);
    return n;
}

static find_done_t search(void)
{
    proof_options_t o = {.allow_private = true, .delay = 1, .total_limit = 2000};
    find_done_t d;
    assert_ok(find_site(W.prober, W.unit, host_of_site(), &o, &d, &W.err), &W.err);
    return d;
}

/* Posts that carry a release are found through the site map and the site's own search, proposed once, never looked at twice, and
 * gone from the list when they are claimed. What robots.txt closes, what is old and what is elsewhere is left alone. */
static void posts_are_found_before_they_are_claimed(void **state)
{
    (void)state;
    found_t *f;
    shown = NOTHING;
    own_place();
    find_done_t d = search();
    assert_int_equal(d.found, 2);
    assert_int_equal(open_posts(&f), 2);
    assert_string_equal(str_z(W.a, f[0].fidelity), "exact");
    assert_true(ident_eq(f[0].release, W.r2.id));
    int before = news_asked;
    d = search();
    assert_int_equal(d.looked, 0);
    assert_int_equal(news_asked, before);
    assert_int_equal(open_posts(&f), 2);
    (void)proof_world_claim(&W, f[0].url, W.r2.id, clock_now() + MS_DAY);
    assert_int_equal(open_posts(&f), 1);
}

/* A hostile document gives nothing, and costs nothing. */
static void feeds_are_only_read(void **state)
{
    (void)state;
    feed_t f;
    assert_status(ST_INPUT,
                  feed_read(W.a,
                            S("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><link>"
                              "http://x.vn/&x;</link></item></channel></rss>"),
                            &f, &W.err),
                  &W.err);
    assert_status(ST_INPUT, feed_read(W.a, S("<html><a href='x'>x</a></html>"), &f, &W.err), &W.err);
    assert_status(ST_INPUT, feed_read(W.a, S(""), &f, &W.err), &W.err);
    assert_ok(
        feed_read(W.a,
                  S("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><link rel='self' href='/s'/>"
                    "<link href='/a'/><updated>2024-11-05T01:00:00Z</updated></entry></feed>"),
                  &f, &W.err),
        &W.err);
    assert_int_equal(f.n, 1);
    assert_str(f.items[0].url, "/a");
    assert_true(f.items[0].at == 1730768400000);
    assert_ok(feed_read(W.a,
                        S("<rss><channel><item><title><![CDATA[A & B]]></title><link>http://x.vn/1</link>"
                          "<pubDate>Tue, 05 Nov 2024 08:00:00 +0700</pubDate></item></channel></rss>"),
                        &f, &W.err),
              &W.err);
    assert_str(f.items[0].title, "A & B");
    assert_true(f.items[0].at == 1730768400000);
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
        cmocka_unit_test(a_proposed_place_counts_when_it_is_proved),
        cmocka_unit_test(what_is_no_site_is_refused),
        cmocka_unit_test(places_of_the_units_file_count),
        cmocka_unit_test(posts_are_found_before_they_are_claimed),
        cmocka_unit_test(feeds_are_only_read),
    };
    return cmocka_run_group_tests_name("proof-places", tests, begin, finish);
}
