/* SPDX-License-Identifier: Apache-2.0
 *
 * The rooms' route tables, and the description of the API. A room that is not named here has no pages.
 */
#include "alert/alert.h"
#include "campaign/campaign.h"
#include "check/check.h"
#include "desk/desk.h"
#include "field/field.h"
#include "learn/learn.h"
#include "lists/lists.h"
#include "material/material.h"
#include "page/asset.h"
#include "proof/proof.h"
#include "web/site.h"
#include "web/web.h"

static status_t openapi(req_t *q, view_t *v, err_t *err)
{
    (void)v, (void)err;
    answer_bytes(q, "application/json", asset_find(S("openapi.json")));
    return ST_OK;
}

static const route_t web_routes[] = {
    {"GET", "/api/v1/openapi.json", PERM_PUBLIC, ROUTE_READ, openapi, NULL, N_("For programs"), 0},
    {0},
};

const route_t *const web_rooms[] = {
    alert_routes,
    campaign_routes,
    check_routes,
    desk_routes,
    field_routes,
    learn_routes,
    lists_routes,
    appeal_routes,
    material_routes,
    proof_routes,
    proof_public_routes,
    proof_place_routes,
    proof_find_routes,
    proof_printed_routes,
    proof_other_routes,
    web_routes,
    NULL,
};
