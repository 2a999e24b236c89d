/* SPDX-License-Identifier: Apache-2.0
 *
 * What others publish, read in each of their forms; what may never be listed, refused with its reason; the same list written
 * for other tools.
 */
#include "support/check.h"
#include <jansson.h>
#include "lists/lists.h"
#include "support/engine.h"

enum { DAY = 20400 };

static list_items_t read_all(arena_t *a, const char *text, list_format_t as)
{
    err_t err = err_new(LANG_EN);
    list_items_t items = list_items_new(a, know);
    list_source_t from = {.file = "f", .name = S("src"), .reason = S("scam"), .since = DAY, .format = as};
    assert_ok(list_read(&items, &from, str_of(text), &err), &err);
    assert_ok(list_settle(&items, &err), &err);
    return items;
}

/* "kind value", an entry that allows with a "+" before it, each ended by ";". */
static str_t summary(arena_t *a, const list_items_t *items)
{
    buf_t b = buf_new(a, 1 << 16);
    for (size_t i = 0; i < items->items.len; i++) {
        const list_item_t *it = &VEC_AT(&items->items, list_item_t, i);
        buf_fmt(&b, "%s%s %.*s;", it->allow ? "+" : "", list_kind_name(it->kind), STRF(it->value));
    }
    return buf_str(&b);
}

static void every_form_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } forms[] = {
        {"# hosts\n127.0.0.1 localhost\n0.0.0.0 bad.top www.bad.top\t worse.top # why\n::1 ip6-localhost\n",
         "host bad.top;host worse.top;"},
        {"[Adblock Plus 2.0]\n! "
         "c\n||bad.top^\n@@||fine.vn^\n||a.top^$third-party\n||p.top/x/y\nexample.com##.ad\n||doc.top^$document\n",
         "host bad.top;host doc.top;+host fine.vn;url p.top/x/y;"},
        {"$TTL 300\n@ SOA localhost. root.localhost. 1 3600 600 86400 300\n  NS localhost.\nbad.top CNAME .\n*.bad.top "
         "CNAME .\n"
         "fine.vn CNAME rpz-passthru.\n32.4.3.2.1.rpz-ip CNAME .\nx.top\tIN\tCNAME\t. ; why\n",
         "host bad.top;+host fine.vn;host x.top;"},
        {"# plain\nBad.TOP.\n*.worse.top/*\nhttps://p.top/a\nhttp://q.top:8080/\n\n! no\n",
         "host bad.top;host q.top;host worse.top;url p.top/a;"},
        {"[\"bad.top\", {\"url\": \"*.worse.top/*\", \"level\": 1}, 7]", "host bad.top;host worse.top;"},
        {"kind\tvalue\treason\tsource\tsince\tuntil\twho\tallow\topen\nphone\t+84 912 345 678\t\t\t\t\t\t\t\n"
         "account\t970436 : 0011223344\t\t\t2026-01-02\t2026-02-03\t\t\t\nhost\tfine.vn\t\t\t\t\teditor\tallow\t\n",
         "+host fine.vn;phone 0912345678;account 970436:0011223344;"},
        {"url\tclass\tsource\tfirst_seen\nbad.top\tscam\tcld\t2024-05-16\nfine.vn\tbenign\tx\t2024-05-16\n",
         "host bad.top;"},
    };
    arena_t *a = arena_new(16 << 20);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        list_items_t items = read_all(a, forms[i].text, LIST_FORMAT_GUESS);
        assert_str(summary(a, &items), forms[i].want);
    }
    arena_free(a);
}

/* The state, banks, newspapers, public suffixes, platforms: whatever a list says, they stay reachable; the row and why are told. */
static void what_may_not_be_listed_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *row, *why;
    } rows[] = {
        {"dichvucong.gov.vn", "the state's own domain"},
        {"gov.vn", "a public suffix: everybody registers below it"},
        {"com.vn", "a public suffix: everybody registers below it"},
        {"blogspot.com", "a public suffix: everybody registers below it"},
        {"vietcombank.com.vn", "a known body's own domain"},
        {"https://www.vietcombank.com.vn/vi", "a known body's own domain"},
        {"play.google.com", "shared by many: list the path, not the host"},
        {"zalo.me", "shared by many: list the path, not the host"},
        {"bit.ly", "shared by many: list the path, not the host"},
        {"github.com", "shared by many: list the path, not the host"},
        {"localhost", "not a host"},
        {"-a b", "not a host"},
        {"192.168.1.1", "an address of somebody's own network"},
        {"x..y.vn", "not a host"},
    };
    arena_t *a = arena_new(16 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        list_items_t items = read_all(a, rows[i].row, LIST_FORMAT_LINES);
        if (items.items.len || items.n_refused != 1) fail_msg("%s was not refused", rows[i].row);
        assert_string_equal(VEC_AT(&items.refused, list_refused_t, 0).why, rows[i].why);
        assert_int_equal(VEC_AT(&items.refused, list_refused_t, 0).line, 1);
    }
    list_items_t paths =
        read_all(a, "https://play.google.com/store/apps/details?id=x\nhttps://bit.ly/AbC\nscam.blogspot.com\n",
                 LIST_FORMAT_LINES);
    assert_str(summary(a, &paths),
               "host scam.blogspot.com;url bit.ly/AbC;url play.google.com/store/apps/details?id=x;");
    arena_free(a);
}

static void names_have_one_form(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    list_items_t items = read_all(a, "WWW.Bad.Top\nbad.top:443\nhttp://bad.top/\nshọpmobaviet.vn\nhttps://u@bad.top\n",
                                  LIST_FORMAT_LINES);
    assert_str(summary(a, &items), "host bad.top;host xn--shpmobaviet-v89e.vn;");
    arena_free(a);
}

/* Two sources of one entry are both named, the earlier day and the later end hold. */
static void sources_are_folded(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    list_items_t items =
        read_all(a,
                 "kind\tvalue\treason\tsource\tsince\tuntil\nhost\tbad.top\tfake bank\tb+a\t2026-02-01\t2026-03-01\n"
                 "host\tbad.top\t\tc+b\t2026-01-01\t2026-04-01\n",
                 LIST_FORMAT_TSV);
    const list_item_t *it = &VEC_AT(&items.items, list_item_t, 0);
    assert_int_equal(items.items.len, 1);
    assert_str(it->source, "b+a+c");
    assert_str(it->reason, "fake bank");
    assert_int_equal(it->since, list_day((date_t){2026, 1, 1}));
    assert_int_equal(it->until, list_day((date_t){2026, 4, 1}));
    arena_free(a);
}

static void a_wrong_table_names_its_line(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    static const char *const tables[] = {"kind\tvalue\nhost\ta.vn\nperson\tb.vn\n",
                                         "kind\tvalue\tsince\nhost\ta.vn\t\nhost\tb.vn\t31/02/2026\n",
                                         "kind\tvalue\tallow\nhost\ta.vn\t\nhost\tb.vn\tyes\n"};
    for (size_t i = 0; i < 3; i++) {
        err_t err = err_new(LANG_EN);
        list_items_t items = list_items_new(a, know);
        list_source_t from = {.file = "f", .name = S("s"), .reason = S(""), .since = DAY, .format = LIST_FORMAT_TSV};
        assert_status(ST_INPUT, list_read(&items, &from, str_of(tables[i]), &err), &err);
        assert_int_equal(err.line, 3);
    }
    arena_free(a);
}

/* The table is itself a source: read again it gives the same list. */
static void the_table_reads_back(void **state)
{
    (void)state;
    err_t err = err_new(LANG_EN);
    arena_t *a = arena_new(16 << 20);
    list_items_t items = read_all(
        a,
        "kind\tvalue\treason\tsource\tsince\tuntil\twho\tallow\topen\nhost\tbad.top\tr\ts\t2026-01-02\t2026-02-"
        "03\t\t\t\n"
        "phone\t0912345678\tr\talert:ABC\t2026-01-02\t\t\t\topen\nhost\tfine.vn\tr\ts\t2026-01-02\t\tđài\tallow\t\n",
        LIST_FORMAT_TSV);
    buf_t b = buf_new(a, 1 << 16), again = buf_new(a, 1 << 16);
    assert_ok(list_table(&items, false, &b, &err), &err);
    list_items_t back = read_all(a, str_z(a, buf_str(&b)), LIST_FORMAT_GUESS);
    assert_ok(list_table(&back, false, &again, &err), &err);
    assert_true(str_eq(buf_str(&b), buf_str(&again)));
    arena_free(a);
}

/* --- exports --- */

static str_t exported(arena_t *a, const list_items_t *items, list_export_t as)
{
    err_t err = err_new(LANG_EN);
    list_about_t about = {.base = S("https://a.vn"), .number = 3, .made = (ms_t)DAY * MS_DAY, .day = DAY};
    buf_t b = buf_new(a, 1 << 20);
    assert_ok(list_export(items, as, &about, &b, &err), &err);
    return buf_str(&b);
}

static bool has(str_t text, const char *what)
{
    return str_find(text, str_of(what), 0) != SIZE_MAX;
}

static list_items_t sample(arena_t *a)
{
    return read_all(
        a,
        "kind\tvalue\treason\tsource\tsince\tuntil\twho\tallow\topen\nhost\tbad.top\tIt says \"win\" "
        "<b>\ts\t2025-01-02\t2030-02-03\t\t\t\n"
        "host\told.top\tr\ts\t2025-01-02\t2025-02-03\t\t\t\nhost\tfine.vn\tr\ts\t2025-01-02\t\teditor\tallow\t\n"
        "host\t1.2.3.4\tr\ts\t2025-01-02\t\t\t\t\nurl\tp.top/it's\\x\tr\ts\t2025-01-02\t\t\t\t\nurl\tq.top/"
        "a|b^$c\tr\ts\t2025-01-02\t\t\t\t\n"
        "phone\t0912345678\tr\ts\t2025-01-02\t\t\t\t\nphone\t0987654321\tr\talert:ABC\t2025-01-02\t\t\t\topen\n",
        LIST_FORMAT_TSV);
}

static void plain_formats_hold_what_blocks_today(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    list_items_t items = sample(a);
    str_t hosts = exported(a, &items, EXPORT_HOSTS), rpz = exported(a, &items, EXPORT_RPZ);
    str_t adblock = exported(a, &items, EXPORT_ADBLOCK), domains = exported(a, &items, EXPORT_DOMAINS);
    assert_true(has(hosts, "\n0.0.0.0 bad.top\n0.0.0.0 www.bad.top\n") && !has(hosts, "fine.vn") &&
                !has(hosts, "1.2.3.4"));
    assert_true(has(rpz, "\nbad.top CNAME .\n*.bad.top CNAME .\n") && has(rpz, "\nfine.vn CNAME rpz-passthru.\n"));
    assert_true(has(rpz, "\n32.4.3.2.1.rpz-ip CNAME .\n") && has(rpz, "@ SOA localhost. root.localhost. 3 "));
    assert_true(has(adblock, "\n||bad.top^\n") && has(adblock, "\n@@||fine.vn^\n") && !has(adblock, "q.top"));
    assert_true(has(domains, "\nbad.top\n") && !has(domains, "fine.vn"));
    str_t all[] = {hosts, rpz, adblock, domains};
    for (size_t i = 0; i < 4; i++) assert_true(!has(all[i], "old.top") && !has(all[i], "09"));
    arena_free(a);
}

/* Numbers of persons stand in public only where an alert put them. */
static void json_formats_parse_and_keep_numbers_back(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    list_items_t items = sample(a);
    static const list_export_t kinds[] = {EXPORT_JSON, EXPORT_STIX, EXPORT_MISP, EXPORT_MISP_MANIFEST};
    for (size_t i = 0; i < 4; i++) {
        str_t text = exported(a, &items, kinds[i]);
        json_t *j = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(j);
        json_decref(j);
        assert_false(has(text, "0912345678") || has(text, "old.top"));
    }
    assert_true(has(exported(a, &items, EXPORT_JSON), "0987654321"));
    assert_true(has(exported(a, &items, EXPORT_MISP), "\"type\":\"phone-number\""));
    arena_free(a);
}

/* STIX 2.1: ids of the right form and the same each time, a pattern whose quotes are closed, an end after the beginning. */
static void the_bundle_is_what_stix_says(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    list_items_t items = sample(a);
    str_t text = exported(a, &items, EXPORT_STIX);
    assert_true(str_eq(text, exported(a, &items, EXPORT_STIX)));
    json_t *j = json_loadb(text.p, text.n, 0, NULL), *o;
    size_t i, indicators = 0;
    bool quoted = false;
    json_array_foreach(json_object_get(j, "objects"), i, o)
    {
        const char *type = json_string_value(json_object_get(o, "type")),
                   *id = json_string_value(json_object_get(o, "id"));
        assert_string_equal(json_string_value(json_object_get(o, "spec_version")), "2.1");
        assert_int_equal(strlen(id), strlen(type) + 2 + 36);
        assert_int_equal(id[strlen(type) + 2 + 14], '4');
        if (strcmp(type, "indicator") != 0) continue;
        indicators++;
        const char *p = json_string_value(json_object_get(o, "pattern")),
                   *until = json_string_value(json_object_get(o, "valid_until"));
        quoted = quoted || strstr(p, "'http://p.top/it\\'s/x'") != NULL;
        if (until) assert_true(strcmp(until, json_string_value(json_object_get(o, "valid_from"))) > 0);
    }
    assert_int_equal(indicators, 4);
    assert_true(quoted);
    json_decref(j);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_read),
        cmocka_unit_test(what_may_not_be_listed_is_refused),
        cmocka_unit_test(names_have_one_form),
        cmocka_unit_test(sources_are_folded),
        cmocka_unit_test(a_wrong_table_names_its_line),
        cmocka_unit_test(the_table_reads_back),
        cmocka_unit_test(plain_formats_hold_what_blocks_today),
        cmocka_unit_test(json_formats_parse_and_keep_numbers_back),
        cmocka_unit_test(the_bundle_is_what_stix_says),
    };
    return cmocka_run_group_tests(tests, know_setup, know_teardown);
}
