/* SPDX-License-Identifier: Apache-2.0
 *
 * indicator — what ties reports of one scam together: hosts, telephone numbers, account numbers, in one normal form.
 */
#ifndef CG_ALERT_INDICATOR_H
#define CG_ALERT_INDICATOR_H
#include "base/base.h"

#define INDICATORS_MAX      40
#define INDICATOR_VALUE     253 /* bytes */
#define CASE_INDICATORS_MAX 200

typedef enum indicator_type { INDICATOR_HOST, INDICATOR_PHONE, INDICATOR_ACCOUNT } indicator_type_t;

typedef struct indicator {
    indicator_type_t type;
    str_t value;      /* host in lower case without "www."; phone as 0…; account as digits */
    ms_t first, last; /* when it was first and last reported; 0 when just found */
    int64_t weight;   /* reports that name it */
} indicator_t;

const char *indicator_type_name(indicator_type_t t); /* "host", "phone", "account" */
const char *indicator_type_text(indicator_type_t t); /* msgid */
bool indicator_eq(const indicator_t *x, const indicator_t *y);

/* Finds them in any text, each once, at most INDICATORS_MAX; values live in the arena. Amounts (50.000.000), dates,
 * hotlines (1800…, 1900…, short numbers) and e-mail addresses are none. */
size_t indicators_find(arena_t *a, str_t text, indicator_t out[INDICATORS_MAX]);

/* A case's list as JSON, both ways. A list that is no JSON reads as empty. */
size_t indicators_read(arena_t *a, str_t json, indicator_t out[CASE_INDICATORS_MAX]);
str_t indicators_write(arena_t *a, const indicator_t *in, size_t n);
/* Puts what one report names into a list: known ones get heavier, new ones are added while there is room. */
size_t indicators_merge(indicator_t list[CASE_INDICATORS_MAX], size_t n, const indicator_t *found, size_t n_found,
                        ms_t at);
#endif
