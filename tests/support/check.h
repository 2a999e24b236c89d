/* SPDX-License-Identifier: Apache-2.0
 *
 * check — what every test program includes: cmocka with the headers it wants before it, and a few assertions of ours.
 */
#ifndef CG_TESTS_CHECK_H
#define CG_TESTS_CHECK_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/base.h"

/* The status, with the error's sentence when it is not the one expected. */
#define assert_status(want, expression, err)                                                                           \
    do {                                                                                                               \
        status_t got_ = (expression);                                                                                  \
        if (got_ != (want)) fail_msg("%s: status %d, not %d: %s", #expression, (int)got_, (int)(want), (err)->text);   \
    } while (0)
#define assert_ok(expression, err) assert_status(ST_OK, expression, err)
#define assert_str(got, want)                                                                                          \
    do {                                                                                                               \
        str_t g_ = (got), w_ = str_of(want);                                                                           \
        if (!str_eq(g_, w_)) fail_msg("got \"%.*s\", not \"%.*s\"", STRF(g_), STRF(w_));                               \
    } while (0)
#endif
