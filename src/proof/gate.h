/* SPDX-License-Identifier: Apache-2.0
 *
 * gate — the only way out of a boxed browser: a proxy on loopback that resolves each name itself, judges the addresses
 * (address.h) and connects to the very address it judged. So a page's scripts reach what a reader at home could reach, and no
 * inner network, whatever DNS says and whatever they ask for. It counts: bytes, connections and time have limits. Inside the room.
 */
#ifndef CG_PROOF_GATE_H
#define CG_PROOF_GATE_H
#include "base/base.h"

#define GATE_BYTES       (48u << 20) /* towards the browser, over all connections */
#define GATE_CONNECTIONS 200         /* in all */

typedef struct gate gate_t;
/* Opens it on a free port of 127.0.0.1. `until`: monotonic time at which everything is closed. NULL when it cannot be opened. */
gate_t *gate_open(bool allow_private, ms_t until);
int gate_port(const gate_t *g);
/* How often an address was refused. */
int gate_refused(const gate_t *g);
/* Closes all connections and waits for them. */
void gate_close(gate_t *g);
#endif
