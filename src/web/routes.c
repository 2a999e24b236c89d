/* SPDX-License-Identifier: Apache-2.0
 *
 * The rooms' route tables. A room that is not named here has no pages.
 */
#include "alert/alert.h"
#include "campaign/campaign.h"
#include "check/check.h"
#include "desk/desk.h"
#include "field/field.h"
#include "learn/learn.h"
#include "material/material.h"
#include "proof/proof.h"
#include "web/web.h"

const route_t *const web_rooms[] = {
    alert_routes, campaign_routes, check_routes, desk_routes, field_routes,
    learn_routes, material_routes, proof_routes, NULL,
};
