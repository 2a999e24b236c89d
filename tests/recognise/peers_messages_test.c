/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages that other projects test themselves with, and how far we agree. The vectors are not ours to ship: they are read
 * from the folder that CANHGIAC_SHARED names, and the test is skipped without it. Each disagreement has its reason in
 * docs/peers-messages.md.
 */
#include "support/engine.h"
#include <stdlib.h>
#include "base/crypto.h"
#include "base/file.h"

static str_t column(str_t line, int wanted)
{
    str_t piece = S("");
    for (int i = 0; i <= wanted; i++)
        if (!str_cut(&line, '\t', &piece)) return S("");
    return piece;
}

static level_t level_of(arena_t *a, str_t text, size_t *links)
{
    verdict_t v;
    check_input_t in = {.text = text, .sender = S(""), .channel = S("sms"), .date = {2026, 11, 1}, .lang = LANG_VI};
    assert_int_equal(canhgiac_check(know, a, &in, &v), ST_OK);
    *links = 0;
    for (size_t i = 0; i < v.n_entities; i++)
        *links += v.entities[i].kind == ENTITY_URL || v.entities[i].kind == ENTITY_HOST;
    return v.level;
}

/* What a peer expects of a message, in our levels; "either" and its like ask for nothing. */
static bool agrees(str_t expected, level_t level, size_t links)
{
    if (str_eq(expected, S("scam")) || str_eq(expected, S("high"))) return level >= LEVEL_SUSPICIOUS;
    if (str_eq(expected, S("ham")) || str_eq(expected, S("low"))) return level < LEVEL_SUSPICIOUS;
    if (str_eq(expected, S("medium"))) return level < LEVEL_DANGER;
    if (str_eq(expected, S("-"))) return links == 0;
    return true;
}

typedef struct peer {
    const char *file;
    int expected, text; /* columns */
    size_t least;       /* agreements we have and keep */
} peer_t;

static bool is_link_row(str_t line)
{
    return str_starts(line, S("link\t"));
}

static void one_peer(str_t folder, const peer_t *p)
{
    arena_t *all = arena_new(4 << 20), *a = arena_new(16 << 20);
    err_t err = err_new(LANG_EN);
    str_t file, line;
    size_t n = 0, same = 0, row = 0;
    assert_ok(
        file_read(all, str_z(all, str_fmt(all, "%.*s/peer_tests/%s", STRF(folder), p->file)), 1 << 20, &file, &err),
        &err);
    for (bool head = true; str_line(&file, &line); head = false) {
        if (head || !line.n || is_link_row(line)) continue; /* links alone: the hosts' own test */
        size_t links;
        level_t level = level_of(a, column(line, p->text), &links);
        bool good = agrees(column(line, p->expected), level, links);
        row++;
        n++;
        same += good;
        if (!good)
            print_message("%s %zu: they say %.*s, we say %s\n", p->file, row, STRF(column(line, p->expected)),
                          level_name(level));
        arena_reset(a);
    }
    print_message("%s: %zu of %zu agree\n", p->file, same, n);
    assert_true(same >= p->least);
    arena_free(a);
    arena_free(all);
}

static void peers_are_agreed_with_or_answered(void **state)
{
    (void)state;
    static const peer_t peers[] = {{"ie403_25.tsv", 1, 3, 20}, {"vn_message_risk.tsv", 1, 2, 16}};
    const char *shared = getenv("CANHGIAC_SHARED");
    str_t folder = str_fmt(know_arena, "%s/data", shared ? shared : "../shared");
    if (!file_exists(str_z(know_arena, str_fmt(know_arena, "%.*s/peer_tests", STRF(folder))))) {
        print_message("skipped: CANHGIAC_SHARED (or ../shared) holds no data/peer_tests\n");
        skip();
    }
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) one_peer(folder, &peers[i]);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(peers_are_agreed_with_or_answered)};
    return cmocka_run_group_tests_name("peers", tests, know_setup, know_teardown);
}
