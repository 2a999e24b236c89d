/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_PROOF_ENTITIES_H
#define CG_PROOF_ENTITIES_H
#include "base/str.h"

/* The character called `name` (without & and ;), 0 when there is none. */
uint32_t entity_find(str_t name);
#endif
