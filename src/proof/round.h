/* SPDX-License-Identifier: Apache-2.0
 *
 * round — what a prober remembers between rounds. Inside the room.
 */
#ifndef CG_PROOF_ROUND_H
#define CG_PROOF_ROUND_H

typedef struct rounds rounds_t;
/* NULL without memory. */
rounds_t *rounds_new(void);
void rounds_free(rounds_t *r);
#endif
