/* SPDX-License-Identifier: Apache-2.0
 *
 * seed — the demonstration campaign, made by the program itself through the rooms' own functions, as people would have.
 */
#ifndef CG_CLI_SEED_H
#define CG_CLI_SEED_H
#include "cli/cli.h"

/* Fills an open, empty store with the campaign of letter 2632 of Can Tho, from 21/10 to 5/11/2024 08:30; with year 2025 it goes on
 * to the merged city of 103 communes and its campaign, until 5/11/2025 08:30. Sets the clock while it works; afterwards the
 * clock runs from that moment and *shift is what the settings must keep. */
must_use status_t seed_can_tho(cli_t *c, store_t *st, int year, int portal_port, ms_t *shift);
#endif
