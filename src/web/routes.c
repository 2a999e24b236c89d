/* SPDX-License-Identifier: Apache-2.0
 *
 * The rooms' route tables. A room that is not named here has no pages.
 */
#include "desk/desk.h"
#include "web/web.h"

const route_t *const web_rooms[] = {
    desk_routes,
    NULL,
};
