/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include "learn/internal.h"
#include "learn/queries.h"

status_t learn_class_add(db_t *db, arena_t *a, ident_t school, str_t name, ident_t by, unit_t *out, err_t *err)
{
    static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    unit_t parent;
    char code[7] = "";
    if (!name.n || utf8_len(name) > 100)
        return err_at(err, ST_INPUT, "class.name", "name", 0, N_("A class needs a name of at most 100 characters."));
    status_t s = unit_by_id(db, a, school, &parent, err);
    if (s != ST_OK) return s;
    for (int i = 0; i < 6; i++) code[i] = alphabet[rand_below(32)];
    *out = (unit_t){.parent = parent.id,
                    .code = str_dup(a, str_of(code)),
                    .name = name,
                    .name_en = S(""),
                    .kind = S("class"),
                    .path = str_fmt(a, "%.*s%s/", STRF(parent.path), code),
                    .from = clock_now(),
                    .to = MS_NEVER};
    return unit_add(db, out, by, err);
}

status_t learn_attempt_add(db_t *db, arena_t *a, ident_t id, ident_t unit, char form, const int steps[QUIZ_ITEMS],
                           record_answer_t *answer, err_t *err)
{
    static const ident_t nobody;
    buf_t b = buf_new(a, 512);
    buf_fmt(&b, "{\"form\":\"%c\",\"answers\":[", form);
    for (int i = 0; i < QUIZ_ITEMS; i++) {
        if (steps[i] < 1 || steps[i] > 4)
            return err_set(err, ST_INPUT, "attempt.answer", N_("Answer all twelve messages."));
        buf_fmt(&b, "%s%d", i ? "," : "", steps[i]);
    }
    buf_putz(&b, "]}");
    /* The device's own time is in the id it made; a second sending must give the same bytes. */
    ms_t made = ident_time(id);
    record_t r = {.id = id, .kind = "attempt", .unit = unit, .made_at = made < 0 ? 0 : made, .body = buf_str(&b)};
    return record_add(db, &r, nobody, answer, err);
}

static void add_answers(const char *p, size_t n, answers_t *sum, size_t *attempts)
{
    str_t body = {p, n}, rest, piece;
    size_t at = str_find(body, S("\"form\":\""), 0), list = str_find(body, S("["), 0), end = str_find(body, S("]"), 0);
    quiz_item_t items[QUIZ_ITEMS];
    int64_t step;
    if (at == SIZE_MAX || list == SIZE_MAX || end == SIZE_MAX || at + 9 >= n || !quiz_form(NULL, p[at + 8], items))
        return;
    rest = str_sub(body, list + 1, end);
    for (int i = 0; i < QUIZ_ITEMS && str_cut(&rest, ',', &piece); i++)
        if (str_int(piece, 1, 4, &step)) ++*(items[i].scam ? &sum->scam[step] : &sum->genuine[step]);
    ++*attempts;
}

/* What the running query gives, of `form` (0: any). Shown by tens: two results one pupil apart would tell that pupil's
 * answers. */
static status_t add_rows(stmt_t *q, arena_t *a, char form, size_t *n, answers_t *out, err_t *err)
{
    answers_t sum = {{0}, {0}};
    size_t seen = 0;
    status_t s;
    *n = 0;
    *out = sum;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        str_t body = col_text(q, a, 0);
        size_t at = str_find(body, S("\"form\":\""), 0);
        if (form && (at == SIZE_MAX || at + 8 >= body.n || body.p[at + 8] != form)) continue;
        add_answers(body.p, body.n, &sum, &seen);
        if (seen % GROUP_LEAST != 0) continue;
        *out = sum;
        *n = seen;
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

status_t learn_answers(db_t *db, arena_t *a, char form, ms_t from, ms_t to, size_t *n, answers_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_attempts_between, err);
    if (!q) return err->status;
    bind_ms(q, 1, from);
    bind_ms(q, 2, to);
    return add_rows(q, a, form, n, out, err);
}

status_t class_results(db_t *db, arena_t *a, ident_t unit, size_t *attempts, discernment_t *out, err_t *err)
{
    answers_t sum;
    stmt_t *q = db_query(db, &q_attempts_of, err);
    if (!q) return err->status;
    bind_id(q, 1, &unit);
    status_t s = add_rows(q, a, 0, attempts, &sum, err);
    *out = discernment_of(&sum);
    return s;
}
