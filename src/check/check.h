/* SPDX-License-Identifier: Apache-2.0
 *
 * check — the citizen's pages: the first page with its box, the verdict, the forms of scam, first aid. Nothing that is
 * checked is stored or logged.
 */
#ifndef CG_CHECK_CHECK_H
#define CG_CHECK_CHECK_H
#include "page/page.h"
#include "recognise/verdict.h"

/* The engine over the knowledge carried in the program, read into `a`. */
must_use status_t check_engine(arena_t *a, canhgiac_t **out, err_t *err);

/* The ways a message comes: sms, zalo, call, email, web; "" when it is not said. */
bool check_channel_known(str_t channel);

/* A knowledge file carried in the program ("banks.tsv", "model.bin"); p = NULL when there is none. */
str_t check_knowledge(str_t name);

extern const route_t check_routes[];
#endif
