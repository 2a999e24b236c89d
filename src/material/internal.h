/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the material room share and nobody else needs.
 */
#ifndef CG_MATERIAL_INTERNAL_H
#define CG_MATERIAL_INTERNAL_H
#include "base/base.h"

static inline status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
}
#endif
