/* SPDX-License-Identifier: Apache-2.0
 *
 * The routes of this room.
 */
#include "campaign/pages_internal.h"

enum { FORM = 1 << 20, UPLOAD = 11 << 20 };

const route_t campaign_routes[] = {
    {"GET", "/ban", PERM_SIGNED_IN, ROUTE_READ, page_home, "campaign/home", N_("Desk"), 0},
    {"GET", "/tien-do", PERM_PUBLIC, ROUTE_READ, page_progress, "campaign/progress", N_("The campaign's progress"), 0},
    {"GET", "/api/v1/progress/{}", PERM_PUBLIC, ROUTE_READ, api_progress, NULL, N_("The campaign's progress"), 0},
    {"GET", "/ban/viec", PERM_SIGNED_IN, ROUTE_READ, page_duties, "campaign/duties", N_("Duties"), 0},
    {"POST", "/ban/viec/{}/nhan", PERM_SIGNED_IN, ROUTE_ACT, post_acknowledge, NULL, N_("Duties"), 0},
    {"POST", "/ban/viec/{}/dang", PERM_SIGNED_IN, ROUTE_ACT, post_claim, "campaign/duties", N_("Duties"), 0},
    {"POST", "/ban/viec/{}/buoi", PERM_SIGNED_IN, ROUTE_ACT, post_session, "campaign/duties", N_("Duties"), 0},
    {"GET", "/ban/cong-van", PERM_SIGNED_IN, ROUTE_READ, page_dispatches, "campaign/dispatches", N_("Dispatches"), 0},
    {"GET", "/ban/cong-van/nhap", PERM_COORDINATE, ROUTE_READ, page_import, "campaign/import", N_("Import a letter"),
     0},
    {"POST", "/ban/cong-van/nhap", PERM_COORDINATE, ROUTE_SLOW, post_import, "campaign/import", N_("Import a letter"),
     UPLOAD},
    {"GET", "/ban/cong-van/{}", PERM_SIGNED_IN, ROUTE_READ, page_dispatch, "campaign/dispatch", N_("Dispatch"), 0},
    {"POST", "/ban/cong-van/{}/sua", PERM_SIGNED_IN, ROUTE_ACT, post_confirm, "campaign/dispatch", N_("Dispatch"),
     FORM},
    {"POST", "/ban/cong-van/{}/trinh", PERM_SIGNED_IN, ROUTE_ACT, post_submit, "campaign/dispatch", N_("Dispatch"), 0},
    {"POST", "/ban/cong-van/{}/tra-lai", PERM_SIGNED_IN, ROUTE_ACT, post_return, NULL, N_("Dispatch"), 0},
    {"POST", "/ban/cong-van/{}/ky", PERM_SIGN, ROUTE_ACT, post_sign, NULL, N_("Dispatch"), 0},
    {"POST", "/ban/cong-van/{}/gui", PERM_SIGNED_IN, ROUTE_ACT, post_send, NULL, N_("Dispatch"), 0},
    {"POST", "/ban/cong-van/{}/chuyen-xuong", PERM_SIGNED_IN, ROUTE_ACT, post_pass_down, NULL, N_("Dispatch"), 0},
    {"GET", "/ban/cong-van/{}/van-ban", PERM_SIGNED_IN, ROUTE_READ, dispatch_paper, NULL, N_("Dispatch"), 0},
    {"POST", "/ban/cong-van/{}/nhan-viec", PERM_SIGNED_IN, ROUTE_ACT, post_accept, NULL, N_("Dispatch"), 0},
    {"POST", "/ban/cong-van/{}/khong-nhan", PERM_SIGNED_IN, ROUTE_ACT, post_decline, NULL, N_("Dispatch"), 0},
    {"POST", "/ban/cong-van/{}/thu-hoi", PERM_COORDINATE, ROUTE_ACT, post_revoke, NULL, N_("Dispatch"), 0},
    {"POST", "/ban/cong-van/{}/thay-the", PERM_COORDINATE, ROUTE_ACT, post_replace, NULL, N_("Dispatch"), 0},
    {"GET", "/ban/nhac-viec", PERM_COORDINATE, ROUTE_READ, page_nudges, "campaign/nudges", N_("Reminders"), 0},
    {"POST", "/ban/nhac-viec", PERM_COORDINATE, ROUTE_ACT, post_nudges, NULL, N_("Reminders"), 0},
    {"GET", "/ban/dieu-phoi", PERM_COORDINATE, ROUTE_READ, page_grid, "campaign/grid", N_("Who did what"), 0},
    {"GET", "/ban/dieu-phoi.csv", PERM_COORDINATE, ROUTE_READ, grid_csv, NULL, N_("Who did what"), 0},
    {"GET", "/ban/dieu-phoi.json", PERM_COORDINATE, ROUTE_READ, grid_json, NULL, N_("Who did what"), 0},
    {"GET", "/ban/dieu-phoi.xlsx", PERM_COORDINATE, ROUTE_SLOW, grid_xlsx, NULL, N_("Who did what"), 0},
    {"GET", "/ban/dieu-phoi/don-vi/{}", PERM_COORDINATE, ROUTE_READ, page_grid_unit, "campaign/unit", N_("Unit"), 0},
    {"GET", "/ban/toan-canh/{}", PERM_SIGNED_IN, ROUTE_SLOW, page_overview, "campaign/overview",
     N_("The campaign as a whole"), 0},
    {"GET", "/ban/bao-cao", PERM_SIGNED_IN, ROUTE_READ, page_reports, "campaign/reports", N_("Closing reports"), 0},
    {"GET", "/ban/bao-cao/{}", PERM_SIGNED_IN, ROUTE_SLOW, page_report, "campaign/report", N_("Closing report"), 0},
    {"GET", "/ban/bao-cao/{}/tai/{}", PERM_SIGNED_IN, ROUTE_SLOW, report_download, NULL, N_("Closing report"), 0},
    {"GET", "/ban/bao-cao/{}/goi/{}", PERM_SIGNED_IN, ROUTE_READ, report_bundle, NULL, N_("Closing report"), 0},
    {"POST", "/ban/bao-cao/{}/loi", PERM_COORDINATE, ROUTE_SLOW, post_report_words, "campaign/report",
     N_("Closing report"), FORM},
    {"POST", "/ban/bao-cao/{}/trinh", PERM_COORDINATE, ROUTE_SLOW, post_report_submit, NULL, N_("Closing report"), 0},
    {"POST", "/ban/bao-cao/{}/tra-lai", PERM_SIGNED_IN, ROUTE_ACT, post_report_return, NULL, N_("Closing report"), 0},
    {"POST", "/ban/bao-cao/{}/ky", PERM_SIGN, ROUTE_SLOW, post_report_sign, NULL, N_("Closing report"), 0},
    {0},
};
