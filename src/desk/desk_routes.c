/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/internal.h"

const route_t desk_routes[] = {
    {"GET", "/ban/vao", PERM_PUBLIC, ROUTE_READ, sign_in_page, "desk/sign-in", N_("Sign in"), 0},
    {"POST", "/ban/vao", PERM_PUBLIC, ROUTE_SLOW, sign_in_post, NULL, N_("Sign in"), 0},
    {"POST", "/ban/ra", PERM_SIGNED_IN, ROUTE_ACT, sign_out_post, NULL, N_("Sign out"), 0},
    {"POST", "/ban/ra/het", PERM_SIGNED_IN, ROUTE_ACT, sign_out_all_post, NULL, N_("Sign out everywhere"), 0},
    {"GET", "/ban/tai-khoan", PERM_SIGNED_IN, ROUTE_READ, account_page, "desk/account", N_("My account"), 0},
    {"POST", "/ban/tai-khoan/ma", PERM_SIGNED_IN, ROUTE_ACT, totp_begin_post, "desk/totp", N_("One-time codes"), 0},
    {"POST", "/ban/tai-khoan/ma/xac-nhan", PERM_SIGNED_IN, ROUTE_ACT, totp_confirm_post, NULL, N_("One-time codes"), 0},
    {"POST", "/ban/tai-khoan/ma/tat", PERM_SIGNED_IN, ROUTE_ACT, totp_end_post, NULL, N_("One-time codes"), 0},
    {"POST", "/ban/tai-khoan/mat-khau", PERM_SIGNED_IN, ROUTE_SLOW, password_post, NULL, N_("My account"), 0},
    {"GET", "/ban/nguoi", PERM_COORDINATE, ROUTE_READ, people_page, "desk/people", N_("People"), 0},
    {"POST", "/ban/nguoi", PERM_COORDINATE, ROUTE_SLOW, person_add_post, NULL, N_("People"), 0},
    {"POST", "/ban/nguoi/ghe", PERM_COORDINATE, ROUTE_ACT, seat_grant_post, NULL, N_("People"), 0},
    {"POST", "/ban/nguoi/ghe/{}/het", PERM_COORDINATE, ROUTE_ACT, seat_end_post, NULL, N_("People"), 0},
    {"POST", "/ban/nguoi/{}/trang-thai", PERM_COORDINATE, ROUTE_ACT, person_state_post, NULL, N_("People"), 0},
    {"POST", "/ban/nguoi/{}/bo-ma", PERM_COORDINATE, ROUTE_ACT, person_totp_post, NULL, N_("People"), 0},
    {"GET", "/ban/don-vi", PERM_COORDINATE, ROUTE_READ, units_page, "desk/units", N_("Units"), 0},
    {"POST", "/ban/don-vi/nhap", PERM_COORDINATE, ROUTE_SLOW, units_import_post, "desk/units-import",
     N_("Import units"), 32 << 20},
    {"POST", "/ban/don-vi/thay-doi", PERM_COORDINATE, ROUTE_SLOW, units_change_post, "desk/units-import",
     N_("Change of units"), 0},
    {0},
};
