/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_CAMPAIGN_NUDGE_INTERNAL_H
#define CG_CAMPAIGN_NUDGE_INTERNAL_H
#include "campaign/nudge.h"

nudge_kind_t nudge_kind(str_t name); /* NUDGE_KINDS: none of that name */
#endif
