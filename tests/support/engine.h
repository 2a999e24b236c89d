/* SPDX-License-Identifier: Apache-2.0
 *
 * The engine over the knowledge the program carries, read once for a group of tests.
 */
#ifndef CG_TESTS_ENGINE_H
#define CG_TESTS_ENGINE_H
#include "support/check.h"
#include "check/check.h"

static arena_t *know_arena;
static canhgiac_t *know;

static int know_setup(void **state)
{
    (void)state;
    err_t err = err_new(LANG_EN);
    know_arena = arena_new(64 << 20);
    if (check_engine(know_arena, &know, &err) == ST_OK) return 0;
    print_error("%s\n", err.text);
    return 1;
}

static int know_teardown(void **state)
{
    (void)state;
    arena_free(know_arena);
    return 0;
}
#endif
