/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_PROOF_PORTAL_PAGES_H
#define CG_PROOF_PORTAL_PAGES_H
#include "base/embed.h"

/* The demonstration portals' templates: src/proof/portal/. */
extern const embed_t portal_pages[];
#endif
