/* SPDX-License-Identifier: Apache-2.0
 *
 * internal — what the learn room's files share.
 */
#ifndef CG_LEARN_INTERNAL_H
#define CG_LEARN_INTERNAL_H
#include "learn/discernment.h"
#include "learn/learn.h"

/* The group's measure over all accepted attempts of a class; the caller hides it below GROUP_LEAST. */
must_use status_t class_results(db_t *db, arena_t *a, ident_t unit, size_t *attempts, discernment_t *out, err_t *err);
#endif
