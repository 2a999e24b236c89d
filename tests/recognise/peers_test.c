/* SPDX-License-Identifier: Apache-2.0
 *
 * What other projects test themselves with, asked of our own primitives. Where we answer otherwise, docs/peers.md says why, and
 * the figure here holds that page to the truth.
 */
#include <jansson.h>
#include "base/file.h"
#include "recognise/compile.h"
#include "recognise/engine.h"
#include "support/engine.h"
#include "support/shared.h"

enum { SLOTS = 1 << 16, MEMORY = 256 << 20 };

/* --- eth-phishing-detect: its lists as ends of hosts, its fuzzylist as the brands of an engine of their own --- */

typedef struct their {
    arena_t *a;
    str_t brands;
    domains_t list; /* DOMAIN_RULE: allowed, DOMAIN_SHORTENER: blocked */
    know_domain_t *slot;
    char *pool;
    size_t n;
    canhgiac_t *engine;
} their_t;

static str_t their_source(void *ctx, str_t name)
{
    their_t *t = ctx;
    str_t text = STR_NONE;
    err_t err = err_new(LANG_EN);
    if (str_eq(name, S("brands.tsv"))) return t->brands;
    if (str_eq(name, S("model.bin"))) return STR_NONE;
    bool list = str_eq(name, S("public_suffix_list.dat"));
    str_t path = str_fmt(t->a, "%s/%.*s", list ? "/usr/share/publicsuffix" : KNOWLEDGE, STRF(name));
    return file_read(t->a, path.p, 64 << 20, &text, &err) == ST_OK ? text : STR_NONE;
}

static void list_add(their_t *t, str_t name, unsigned flags)
{
    uint32_t h = DOMAIN_SEED;
    memcpy(t->pool + t->n, name.p, name.n);
    for (size_t i = name.n; i > 0; i--) {
        h = domain_step(h, name.p[i - 1]);
        if (i > 1 && name.p[i - 2] != '.') continue;
        know_domain_t *s = &t->slot[domain_slot(&t->list, h, str_sub(name, i - 1, name.n))];
        if (!s->n) *s = (know_domain_t){(uint32_t)(t->n + i - 1), (uint8_t)(name.n - i + 1), 0, -1};
        if (i == 1) s->flags |= (uint8_t)flags;
    }
    t->n += name.n;
}

static void list_all(their_t *t, json_t *names, unsigned flags)
{
    size_t i;
    json_t *name;
    json_array_foreach(names, i, name)
    {
        hostname_t h;
        if (host_read(str_of(json_string_value(name)), &h)) list_add(t, str_dup(t->a, host_text(&h)), flags);
    }
}

static str_t their_brands(arena_t *a, json_t *fuzzy)
{
    buf_t b = buf_new(a, 1 << 16);
    size_t i;
    json_t *name;
    buf_putz(&b, "key\tkind\tname\tnames\tdomains\n");
    json_array_foreach(fuzzy, i, name)
    {
        str_t host = str_of(json_string_value(name));
        size_t dot = host.n;
        while (dot > 0 && host.p[--dot] != '.') {
        }
        buf_fmt(&b, "theirs%zu\tbank\t%.*s\t", i, STRF(host));
        for (size_t k = 0; k < dot; k++) buf_putc(&b, host.p[k] == '.' ? ' ' : host.p[k]);
        buf_fmt(&b, "\t%.*s\n", STRF(host));
    }
    return buf_str(&b);
}

static void their_engine(their_t *t, str_t config)
{
    str_t file;
    err_t err = err_new(LANG_EN);
    json_t *root = json_loadb(config.p, config.n, 0, NULL);
    assert_non_null(root);
    t->slot = ARENA_ARRAY(t->a, know_domain_t, SLOTS);
    t->pool = arena_alloc(t->a, config.n);
    t->list = (domains_t){t->slot, SLOTS - 1, t->pool};
    list_all(t, json_object_get(root, "whitelist"), DOMAIN_RULE);
    list_all(t, json_object_get(root, "blacklist"), DOMAIN_SHORTENER);
    t->brands = their_brands(t->a, json_object_get(root, "fuzzylist"));
    assert_ok(know_compile(t->a, their_source, t, &file, &err), &err);
    assert_int_equal(canhgiac_open(file.p, file.n, t->a, &t->engine), ST_OK);
    json_decref(root);
}

/* Allowed, else listed, else alike, with their allowance for the same name under another ending. */
static bool their_verdict(const their_t *t, str_t host)
{
    hostname_t h;
    host_view_t v;
    uint32_t hash = DOMAIN_SEED;
    unsigned flags = 0;
    if (!host_read(host, &v.name)) return false;
    h = v.name;
    for (size_t i = h.n; i > 0; i--) {
        hash = domain_step(hash, h.text[i - 1]);
        if (i > 1 && h.text[i - 2] != '.') continue;
        const know_domain_t *s = &t->slot[domain_slot(&t->list, hash, str_sub(host_text(&h), i - 1, h.n))];
        flags |= s->n ? s->flags : 0u;
    }
    if (flags & DOMAIN_RULE) return false;
    if (flags & DOMAIN_SHORTENER) return true;
    host_look(t->engine, &v);
    return v.like && v.how > LIKE_FAINTLY;
}

static void eth_phishing_detects_vectors(void **state)
{
    (void)state;
    their_t t = {.a = arena_new(MEMORY)};
    str_t rows = shared_or_skip(t.a, "peer_tests/eth_phishing_detect.tsv"), line, cell[3];
    their_engine(&t, shared_or_skip(t.a, "peer_tests/eth_phishing_detect_config.json"));
    int n = 0, missed = 0, accused = 0;
    assert_true(str_line(&rows, &line));
    while (str_line(&rows, &line)) {
        for (int i = 0; i < 3; i++) (void)str_cut(&line, '\t', &cell[i]);
        bool want = str_eq(cell[1], S("1")), got = their_verdict(&t, cell[0]);
        n++;
        missed += want && !got;
        accused += got && !want;
        if (want != got) print_message("  %s (%.*s) %.*s\n", want ? "let pass" : "named", STRF(cell[2]), STRF(cell[0]));
    }
    print_message("eth-phishing-detect: %d vectors, %d let pass, %d named that should not be\n", n, missed, accused);
    assert_int_equal(n, 204);
    assert_int_equal(accused, 2);
    assert_int_equal(missed, 1);
    arena_free(t.a);
}

/* --- vn_message_risk --- */

static level_t message_level(arena_t *a, str_t text, verdict_t *v)
{
    check_input_t in = {.text = text, .sender = S(""), .channel = S("sms"), .date = {2026, 11, 1}, .lang = LANG_VI};
    assert_int_equal(canhgiac_check(know, a, &in, v), ST_OK);
    return v->level;
}

static bool no_link(const verdict_t *v)
{
    for (size_t i = 0; i < v->n_entities; i++)
        if (v->entities[i].kind == ENTITY_URL || v->entities[i].kind == ENTITY_HOST) return false;
    return true;
}

static void the_links_of_vn_message_risk(void **state)
{
    (void)state;
    arena_t *a = arena_new(MEMORY);
    str_t rows = shared_or_skip(a, "peer_tests/vn_message_risk.tsv"), line, kind, want;
    int n = 0, otherwise = 0;
    assert_true(str_line(&rows, &line));
    while (str_line(&rows, &line)) {
        verdict_t *v = ARENA_NEW(a, verdict_t);
        host_verdict_t h;
        if (!str_cut(&line, '\t', &kind) || !str_cut(&line, '\t', &want) || str_eq(kind, S("message"))) continue;
        bool right, host = canhgiac_check_host(know, line, &h);
        if (str_eq(kind, S("no-link")))
            right = (message_level(a, line, v), no_link(v));
        else if (str_eq(want, S("high")))
            right = host && h.level >= LEVEL_SUSPICIOUS;
        else if (str_eq(want, S("unreadable")))
            right = !host || !h.n_signs;
        else
            right = host && h.level < LEVEL_DANGER && (str_eq(want, S("medium")) || h.level < LEVEL_SUSPICIOUS);
        n++;
        otherwise += !right;
        if (!right) print_message("  otherwise: %.*s %.*s: %s\n", STRF(want), STRF(line), level_name(h.level));
    }
    print_message("vn_message_risk, links: %d vectors, %d answered otherwise\n", n, otherwise);
    assert_int_equal(n, 50);
    assert_int_equal(otherwise, 4);
    arena_free(a);
}

/* --- vn_school_domains --- */

static bool school_vector(arena_t *a, str_t kind, str_t want, str_t input)
{
    host_verdict_t h;
    verdict_t *v = ARENA_NEW(a, verdict_t);
    bool host = canhgiac_check_host(know, input, &h);
    if (str_eq(kind, S("official"))) {
        bool ours = host && (host_owner(know, input) != NULL || h.level == LEVEL_OFFICIAL);
        return str_eq(want, S("1")) ? ours : !ours;
    }
    if (str_eq(kind, S("registrable"))) return str_eq(canhgiac_registrable(know, input), want);
    if (str_eq(kind, S("typo")))
        return str_eq(want, S("-")) ? !h.imitates : h.imitates && str_eq(h.imitates->key, want);
    level_t level = message_level(a, input, v);
    if (str_eq(kind, S("text-dangerous"))) return (level >= LEVEL_SUSPICIOUS) == str_eq(want, S("1"));
    if (str_eq(kind, S("text-safe"))) return (level < LEVEL_SUSPICIOUS) == str_eq(want, S("1"));
    if (str_eq(kind, S("text-links"))) return no_link(v) == str_eq(want, S("0"));
    static const char *const rules[][2] = {{"LINK_BRAND_IMPERSONATION", "brand-subdomain"},
                                           {"LINK_BRAND_TYPO", "lookalike-host"},
                                           {"LINK_SHORTENER", "short-link"},
                                           {"LINK_IP_ADDRESS", "ip-host"},
                                           {"LINK_SUSPICIOUS_TLD", "bad-ending"}};
    for (size_t i = 0; i < 5; i++)
        for (size_t s = 0; str_eq(want, str_of(rules[i][0])) && s < v->n_signs; s++)
            if (str_eq(v->signs[s].code, str_of(rules[i][1]))) return true;
    return str_eq(want, S("none")) && level < LEVEL_SUSPICIOUS;
}

static void the_hosts_of_vn_school_domains(void **state)
{
    (void)state;
    arena_t *a = arena_new(MEMORY);
    str_t rows = shared_or_skip(a, "peer_tests/vn_school_domains.tsv"), line, kind, want;
    int n = 0, otherwise = 0;
    assert_true(str_line(&rows, &line));
    while (str_line(&rows, &line)) {
        if (!str_cut(&line, '\t', &kind) || !str_cut(&line, '\t', &want)) continue;
        n++;
        if (school_vector(a, kind, want, line)) continue;
        otherwise++;
        print_message("  otherwise: %.*s %.*s %.*s\n", STRF(kind), STRF(want), STRF(line));
    }
    print_message("vn_school_domains: %d vectors, %d answered otherwise\n", n, otherwise);
    assert_int_equal(n, 22);
    assert_int_equal(otherwise, 2);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(eth_phishing_detects_vectors),
                                       cmocka_unit_test(the_links_of_vn_message_risk),
                                       cmocka_unit_test(the_hosts_of_vn_school_domains)};
    return cmocka_run_group_tests(tests, know_setup, know_teardown);
}
