/* SPDX-License-Identifier: Apache-2.0
 *
 * Questions of units to their coordinator, and answers, told to one or to all who owe the clause.
 */
#include <jansson.h>
#include "campaign/around.h"
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

enum { QUESTIONS_MOST = 2000 };

/* What is told to all who owe a clause is found by this. */
static ident_t clause_name(arena_t *a, ident_t dispatch, str_t clause)
{
    char of[IDENT_TEXT];
    ident_text(dispatch, of);
    return ident_named(S("clause"), str_fmt(a, "%s/%.*s", of, STRF(clause)));
}

static status_t put(db_t *db, record_t *r, const char *kind, const ident_t *about, ident_t who, err_t *err)
{
    record_answer_t answer;
    r->id = ident_new();
    r->kind = kind;
    r->duty = (ident_t){{0}}; /* no claim */
    r->ref = ref_of(about);
    r->made_at = clock_now();
    r->state = "accepted";
    return record_add(db, r, who, &answer, err);
}

static str_t member(arena_t *a, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? str_dup(a, (str_t){json_string_value(v), json_string_length(v)}) : STR_NONE;
}

static status_t body_of(arena_t *a, str_t question, str_t text, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, 128 * 1024);
    buf_putc(&b, '{');
    if (question.n) {
        buf_putz(&b, "\"question\":");
        buf_json(&b, question);
        buf_putc(&b, ',');
    }
    buf_putz(&b, "\"text\":");
    buf_json(&b, text);
    buf_putc(&b, '}');
    *out = buf_str(&b);
    return buf_ok(&b) ? ST_OK : err_at(err, ST_LIMIT, "duty.note", "text", 0, N_("The text is too long."));
}

status_t duty_ask(db_t *db, arena_t *a, ident_t duty, str_t text, ident_t seat, ident_t who, ident_t *out, err_t *err)
{
    record_t r = {.by_seat = seat};
    text = str_trim(text);
    if (!text.n) return err_at(err, ST_INPUT, "duty.question", "text", 0, N_("Write your question."));
    status_t s = duty_place(db, duty, &r, err);
    if (s == ST_OK) s = body_of(a, STR_NONE, text, &r.body, err);
    if (s == ST_OK) s = put(db, &r, "question", &duty, who, err);
    *out = r.id;
    return s;
}

static question_t from_row(stmt_t *q, arena_t *a)
{
    question_t x = {.id = col_id(q, 0),
                    .duty = col_id(q, 1),
                    .dispatch = col_id(q, 2),
                    .unit = col_text(q, a, 3),
                    .clause = col_text(q, a, 4),
                    .at = col_int(q, 6),
                    .answered = col_int(q, 8)};
    str_t asked = col_text(q, a, 5), told = col_text(q, a, 7);
    json_t *o = json_loadb(asked.p, asked.n, 0, NULL), *t = told.n ? json_loadb(told.p, told.n, 0, NULL) : NULL;
    x.text = member(a, o, "text");
    x.answer = member(a, t, "text");
    json_decref(o);
    json_decref(t);
    x.by = col_text(q, a, 9);
    x.answered_by = col_text(q, a, 10);
    if (!x.by.p) x.by = S("");
    if (!x.answered_by.p) x.answered_by = S("");
    return x;
}

static status_t rows_of(stmt_t *q, arena_t *a, question_t **out, size_t *n, err_t *err)
{
    vec_t rows = vec_new(a, sizeof(question_t), QUESTIONS_MOST);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        question_t *x = vec_push(&rows);
        if (!x) break; /* the rest waits for those before it */
        *x = from_row(q, a);
    }
    stmt_done(q);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}

status_t question_get(db_t *db, arena_t *a, ident_t id, question_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_question_by_id, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = from_row(q, a);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "duty.no-question", N_("There is no such question."));
    return s == ST_ROW ? ST_OK : s;
}

status_t duty_questions(db_t *db, arena_t *a, ident_t duty, question_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_questions_of_duty, err);
    if (!q) return err->status;
    bind_blob(q, 1, ref_of(&duty));
    return rows_of(q, a, out, n, err);
}

status_t questions_open(db_t *db, arena_t *a, str_t under, question_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_questions_open, err);
    if (!q) return err->status;
    bind_text(q, 1, under);
    return rows_of(q, a, out, n, err);
}

status_t clause_answers(db_t *db, arena_t *a, ident_t dispatch, str_t clause, question_t **out, size_t *n, err_t *err)
{
    ident_t name = clause_name(a, dispatch, clause);
    vec_t rows = vec_new(a, sizeof(question_t), QUESTIONS_MOST);
    stmt_t *q = db_query(db, &q_told_to_all, err);
    if (!q) return err->status;
    bind_blob(q, 1, ref_of(&name));
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        question_t *x = vec_push(&rows);
        if (!x) break;
        str_t body = col_text(q, a, 0);
        json_t *o = json_loadb(body.p, body.n, 0, NULL);
        *x = (question_t){.dispatch = dispatch,
                          .clause = clause,
                          .text = member(a, o, "question"),
                          .answer = member(a, o, "text"),
                          .answered = col_int(q, 1)};
        json_decref(o);
    }
    stmt_done(q);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}

status_t duty_answer(db_t *db, arena_t *a, ident_t question, str_t text, bool to_all, ident_t seat, ident_t who,
                     err_t *err)
{
    question_t x;
    record_t r = {.by_seat = seat};
    text = str_trim(text);
    if (!text.n) return err_at(err, ST_INPUT, "duty.answer", "text", 0, N_("Write your answer."));
    status_t s = question_get(db, a, question, &x, err);
    if (s != ST_OK) return s;
    if (x.answer.p)
        return err_set(err, ST_CONFLICT, "duty.answered", N_("This question was answered already, by %.*s."),
                       STRF(x.answered_by));
    s = duty_place(db, x.duty, &r, err);
    if (s == ST_OK) s = body_of(a, STR_NONE, text, &r.body, err);
    if (s == ST_OK) s = put(db, &r, "answer", &question, who, err);
    if (s != ST_OK || !to_all) return s;
    ident_t name = clause_name(a, x.dispatch, x.clause);
    s = body_of(a, x.text, text, &r.body, err);
    return s == ST_OK ? put(db, &r, "told", &name, who, err) : s;
}
