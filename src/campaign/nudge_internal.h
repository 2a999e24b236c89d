/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_CAMPAIGN_NUDGE_INTERNAL_H
#define CG_CAMPAIGN_NUDGE_INTERNAL_H
#include "campaign/nudge.h"

nudge_kind_t nudge_kind(str_t name); /* NUDGE_KINDS: none of that name */
/* The message about a claimed posting that was not found, from the event "post.doubt" or "post.gone"; false when it was
 * found again since, or there is nobody to tell. */
bool nudge_doubt(store_t *st, arena_t *a, ident_t unit, str_t body, nudge_t *out, err_t *err);
#endif
