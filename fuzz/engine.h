/* SPDX-License-Identifier: Apache-2.0
 *
 * engine — the program's own recogniser, opened once for all inputs.
 */
#ifndef CG_FUZZ_ENGINE_H
#define CG_FUZZ_ENGINE_H
#include "check/check.h"
#include "fuzz.h"

static inline const canhgiac_t *fuzz_engine(void)
{
    static arena_t *a; /* kept where the leak finder sees it */
    static canhgiac_t *know;
    err_t err = err_new(LANG_EN);
    if (!a) a = arena_new(64 << 20);
    if (!know && check_engine(a, &know, &err) != ST_OK) abort();
    return know;
}
#endif
