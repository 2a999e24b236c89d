/* SPDX-License-Identifier: Apache-2.0
 *
 * desk — the pages of the people room: signing in, one's own account, persons and seats, units.
 */
#ifndef CG_DESK_DESK_H
#define CG_DESK_DESK_H
#include "page/page.h"

extern const route_t desk_routes[];
#endif
