/* SPDX-License-Identifier: Apache-2.0
 *
 * address — which network addresses the probe may connect to. It is asked about the very address a socket is about to
 * connect to, after DNS, so a name that changes its answer between two looks gains nothing.
 */
#ifndef CG_PROOF_ADDRESS_H
#define CG_PROOF_ADDRESS_H
#include <stdbool.h>
#include <sys/socket.h>

/* True for addresses of the public internet. Loopback, private, shared (CGNAT), link-local (with the clouds' metadata
 * services), multicast, documentation, benchmarking, reserved, IPv4 inside IPv6 (mapped, 6to4, Teredo; NAT64 is judged
 * by the address inside) are not. `allow_private` lets loopback and the private networks pass too (demonstration and
 * tests), and nothing else. */
bool address_allowed(const struct sockaddr *to, bool allow_private);
#endif
