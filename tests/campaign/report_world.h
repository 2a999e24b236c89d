/* SPDX-License-Identifier: Apache-2.0
 *
 * report_world — the campaign of 2024 on a real store with pages posted, seen, gone and not to be seen.
 */
#ifndef CG_TESTS_REPORT_WORLD_H
#define CG_TESTS_REPORT_WORLD_H
#include "campaign/bundle.h"
#include "support/check.h"
#include "support/world.h"

typedef struct world {
    store_t *st;
    arena_t *a;
    char dir[64];
    err_t err;
    ident_t drafter, signer, third;
    can_tho_t city;
} world_t;

int report_world_begin(world_t *w);
void report_world_end(world_t *w);
ms_t world_day(int y, int m, int d);
/* The duty of a unit under a clause. */
ident_t world_duty(world_t *w, const char *unit, const char *clause);
void world_claim(world_t *w, const char *unit, const char *clause, const char *url);
/* A look at the newest post of that duty, as the probe writes it, with its event. */
void world_look(world_t *w, const char *unit, const char *clause, const char *verdict, const char *fidelity);
closing_t world_closing(world_t *w, ms_t at);
#endif
