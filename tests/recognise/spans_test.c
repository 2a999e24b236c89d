/* SPDX-License-Identifier: Apache-2.0
 *
 * A person marked in 208 messages what gives each scam away (spans.tsv). The sentence that explains a sign must stand at the
 * words it speaks of, and no genuine message may be called a scam. A sign stands right when it covers at least half of
 * a part marked with its code; what was not found, and what stands elsewhere, are counted apart. fresh.tsv holds messages that
 * nothing was fitted to, the honest figure; talk.tsv holds scams told in words of everyday talk.
 */
#include "support/engine.h"
#include <stdlib.h>
#include "base/crypto.h"
#include "base/file.h"
#include "cli/measure.h"

typedef struct counts {
    size_t scams, caught, genuine, accused, damned, marked, right, misplaced, missed;
} counts_t;

enum {
    LISTED = 64,
    FRESH_CAUGHT = 18,
    FRESH_ACCUSED = 2,
    FRESH_RIGHT = 20, /* signs at the words a person marked */
    TALK_CAUGHT = 48,
    TALK_ACCUSED = 4,
    TALK_RIGHT = 55
};

typedef struct tally {
    str_t code[LISTED];
    size_t n[LISTED], used;
} tally_t;

static void count(tally_t *t, str_t code)
{
    size_t i = 0;
    while (i < t->used && !str_eq(t->code[i], code)) i++;
    if (i == LISTED) return;
    if (i == t->used) t->code[i] = str_dup(know_arena, code);
    t->used += i == t->used;
    t->n[i]++;
}

static void show(const char *what, const tally_t *t)
{
    print_message("%s:", what);
    for (size_t i = 0; i < t->used; i++) print_message(" %.*s %zu", STRF(t->code[i]), t->n[i]);
    print_message("\n");
}

static const sign_t *sign_of(const verdict_t *v, str_t code)
{
    for (size_t i = 0; i < v->n_signs; i++)
        if (str_eq(v->signs[i].code, code)) return &v->signs[i];
    return NULL;
}

/* Whether the sign covers at least half of `part`, wherever in the text that stands. */
static bool covers(str_t text, const sign_t *s, str_t part)
{
    for (size_t at = 0; (at = str_find(text, part, at)) != SIZE_MAX; at++) {
        size_t from = s->start > at ? s->start : at, to = s->end < at + part.n ? s->end : at + part.n;
        if (to > from && 2 * (to - from) >= part.n) return true;
    }
    return false;
}

enum { MARKS = 24 };

typedef struct marks {
    str_t code[MARKS], part[MARKS];
    size_t n;
} marks_t;

static void read_marks(str_t text, str_t spans, marks_t *m)
{
    m->n = 0;
    while (spans.n && m->n < MARKS) {
        size_t bar = str_find(spans, S(" || "), 0), colon;
        str_t one = str_sub(spans, 0, bar == SIZE_MAX ? spans.n : bar);
        spans = bar == SIZE_MAX ? S("") : str_sub(spans, bar + 4, spans.n);
        if ((colon = str_chr(one, ':', 0)) == SIZE_MAX) fail_msg("%.*s is no mark", STRF(one));
        m->code[m->n] = str_sub(one, 0, colon);
        m->part[m->n] = str_sub(one, colon + 1, one.n);
        if (str_find(text, m->part[m->n], 0) == SIZE_MAX) fail_msg("not in its text: %.*s", STRF(one));
        m->n++;
    }
}

/* Several parts with one code are one sign that may stand at any of them. */
static void compare(str_t text, const marks_t *m, const verdict_t *v, counts_t *c, tally_t *missed, tally_t *misplaced)
{
    for (size_t i = 0; i < m->n; i++) {
        bool first = true, right = false;
        const sign_t *s = sign_of(v, m->code[i]);
        for (size_t k = 0; k < i; k++) first = first && !str_eq(m->code[k], m->code[i]);
        for (size_t k = i; s && k < m->n; k++)
            right = right || (str_eq(m->code[k], m->code[i]) && covers(text, s, m->part[k]));
        if (!first) continue;
        c->marked++;
        c->right += right;
        c->missed += !s;
        c->misplaced += s && !right;
        if (!right) count(s ? misplaced : missed, m->code[i]);
    }
}

static str_t column(str_t line, int wanted)
{
    str_t piece = S("");
    for (int i = 0; i <= wanted; i++)
        if (!str_cut(&line, '\t', &piece)) return S("");
    return piece;
}

static void one_message(arena_t *a, str_t line, counts_t *c, tally_t *missed, tally_t *misplaced)
{
    str_t text = tsv_unescape(a, column(line, 1)), spans = tsv_unescape(a, column(line, 3));
    bool scam = str_eq(column(line, 2), S("scam"));
    check_input_t in = {.text = text, .sender = S(""), .channel = S(""), .date = {2026, 11, 24}, .lang = LANG_VI};
    verdict_t v;
    marks_t m;
    assert_int_equal(canhgiac_check(know, a, &in, &v), ST_OK);
    bool hit = v.level >= LEVEL_SUSPICIOUS;
    if (hit != scam) print_message("%s: %.*s\n", level_name(v.level), STRF(column(line, 0)));
    c->scams += scam;
    c->genuine += !scam;
    c->caught += scam && hit;
    c->accused += !scam && hit;
    c->damned += !scam && v.level == LEVEL_DANGER;
    read_marks(text, spans, &m);
    compare(text, &m, &v, c, missed, misplaced);
}

static counts_t compare_all(const char *path)
{
    arena_t *all = arena_new(4 << 20), *a = arena_new(16 << 20);
    err_t err = err_new(LANG_EN);
    counts_t c = {0};
    tally_t missed = {.used = 0}, misplaced = {.used = 0};
    str_t file, line;
    assert_ok(file_read(all, path, 1 << 20, &file, &err), &err);
    while (str_line(&file, &line)) {
        if (!line.n || line.p[0] == '#' || str_starts(line, S("id\t"))) continue;
        one_message(a, line, &c, &missed, &misplaced);
        arena_reset(a);
    }
    print_message("scams %zu, caught %zu; genuine %zu, accused %zu, in danger %zu\n", c.scams, c.caught, c.genuine,
                  c.accused, c.damned);
    print_message("signs marked %zu: right %zu, misplaced %zu, missed %zu\n", c.marked, c.right, c.misplaced, c.missed);
    show("missed", &missed);
    show("misplaced", &misplaced);
    arena_free(a);
    arena_free(all);
    return c;
}

static void signs_stand_where_a_person_marked_them(void **state)
{
    (void)state;
    counts_t c = compare_all(SPANS);
    assert_int_equal(c.scams + c.genuine, 208);
    assert_int_equal(c.accused, 0);
    assert_true(c.caught * 100 >= c.scams * 90);
    assert_true(c.right * 100 >= (c.right + c.misplaced) * 95);
}

/* Messages nothing was fitted to. The bars are what was last reached, less a message or two. */
static void fresh_messages_are_judged_no_worse_than_when_they_came(void **state)
{
    (void)state;
    counts_t c = compare_all(FRESH);
    assert_int_equal(c.scams, 30);
    assert_int_equal(c.genuine, 30);
    assert_true(c.caught >= FRESH_CAUGHT);
    assert_true(c.accused <= FRESH_ACCUSED);
    assert_int_equal(c.damned, 0);
    assert_true(c.right >= FRESH_RIGHT);
    assert_true(c.right * 100 >= (c.right + c.misplaced) * 80);
}

static void talk_is_judged_and_explained_no_worse_than_when_it_came(void **state)
{
    (void)state;
    counts_t c = compare_all(TALK);
    assert_int_equal(c.scams, 60);
    assert_int_equal(c.genuine, 40);
    assert_true(c.caught >= TALK_CAUGHT);
    assert_true(c.accused <= TALK_ACCUSED);
    assert_int_equal(c.damned, 0);
    assert_true(c.right >= TALK_RIGHT);
    assert_true(c.right * 100 >= (c.right + c.misplaced) * 80);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(signs_stand_where_a_person_marked_them),
                                       cmocka_unit_test(fresh_messages_are_judged_no_worse_than_when_they_came),
                                       cmocka_unit_test(talk_is_judged_and_explained_no_worse_than_when_it_came)};
    return cmocka_run_group_tests_name("spans", tests, know_setup, know_teardown);
}
