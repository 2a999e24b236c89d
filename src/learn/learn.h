/* SPDX-License-Identifier: Apache-2.0
 *
 * learn — classes, quiz forms, attempts, and the group's discernment.
 *
 * A class is a unit of kind "class" with a join code; its pupils have no accounts and no names here. An attempt is a
 * record with a form and twelve answers on four steps; results are shown for groups of ten and more, never one pupil's.
 */
#ifndef CG_LEARN_LEARN_H
#define CG_LEARN_LEARN_H
#include "learn/discernment.h"
#include "page/page.h"
#include "store/record.h"

enum { QUIZ_ITEMS = 12, GROUP_LEAST = 10 };

typedef struct quiz_item {
    char form; /* 'A' 'B' 'C' */
    int n;     /* 1 … 12 */
    bool scam;
    str_t text[LANG_COUNT], why[LANG_COUNT];
} quiz_item_t;

/* The twelve items of a form in the order of the knowledge file; n = 0 when there is no such form. */
size_t quiz_form(arena_t *a, char form, quiz_item_t out[QUIZ_ITEMS]);

/* A new class below `school`; its code, six characters without 0 O 1 I, is made here. */
must_use status_t learn_class_add(db_t *db, arena_t *a, ident_t school, str_t name, ident_t by, unit_t *out,
                                  err_t *err);

/* One attempt. `unit` zero: the open quiz. steps[i] is 1 … 4 for item i+1. Idempotent by id. */
must_use status_t learn_attempt_add(db_t *db, arena_t *a, ident_t id, ident_t unit, char form,
                                    const int steps[QUIZ_ITEMS], record_answer_t *answer, err_t *err);

/* The answers to `form` received from `from` to `to`, in whole groups of GROUP_LEAST attempts: n is 0 when there are fewer. */
must_use status_t learn_answers(db_t *db, arena_t *a, char form, ms_t from, ms_t to, size_t *n, answers_t *out,
                                err_t *err);

extern const route_t learn_routes[];
#endif
