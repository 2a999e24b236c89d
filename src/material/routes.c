/* SPDX-License-Identifier: Apache-2.0 */
#include "material/pages.h"

#define UPLOAD_MAX  ((size_t)64 << 20)
#define PICTURE_MAX ((size_t)6 << 20)

const route_t material_routes[] = {
    {"GET", "/tai-lieu", PERM_PUBLIC, ROUTE_READ, page_library, "material/library", N_("Materials"), 0},
    {"GET", "/tai-lieu/{}", PERM_PUBLIC, ROUTE_READ, page_material, "material/material", N_("Materials"), 0},
    {"GET", "/tai-lieu/{}/cong-thong-tin.zip", PERM_PUBLIC, ROUTE_SLOW, page_kit, NULL, N_("For your portal"), 0},
    {"GET", "/tai-lieu/{}/anh.png", PERM_PUBLIC, ROUTE_SLOW, page_material_picture, NULL, N_("Picture"), 0},
    {"GET", "/tai-lieu/{}/{}", PERM_PUBLIC, ROUTE_READ, page_file, NULL, N_("Materials"), 0},
    {"GET", "/xac-minh", PERM_PUBLIC, ROUTE_READ, page_verify, "material/verify", N_("Verify a document"), 0},
    {"POST", "/xac-minh/hinh", PERM_PUBLIC, ROUTE_SLOW, page_verify_picture, "material/verify", N_("Verify a document"),
     PICTURE_MAX},
    {"GET", "/xac-minh/dien-thoai", PERM_PUBLIC, ROUTE_READ, page_telephone, "material/telephone",
     N_("Verifying by telephone"), 0},
    {"GET", "/v/{}", PERM_PUBLIC, ROUTE_READ, page_code, "material/verify", N_("Verify a document"), 0},
    {"GET", "/v/{}/nhung", PERM_PUBLIC, ROUTE_READ, page_frame, NULL, N_("For your portal"), 0},
    {"GET", "/oembed", PERM_PUBLIC, ROUTE_READ, page_oembed, NULL, N_("For programs"), 0},
    {"GET", "/api/v1/verify/{}", PERM_PUBLIC, ROUTE_READ, api_verify, NULL, N_("Verify a document"), 0},
    {"GET", "/feeds/materials.atom", PERM_PUBLIC, ROUTE_READ, page_feed_atom, NULL, N_("Materials"), 0},
    {"GET", "/feeds/materials.json", PERM_PUBLIC, ROUTE_READ, page_feed_json, NULL, N_("Materials"), 0},
    {"GET", "/feeds/materials.rss", PERM_PUBLIC, ROUTE_READ, page_feed_rss, NULL, N_("Materials"), 0},
    {"GET", "/gioi-thieu", PERM_PUBLIC, ROUTE_READ, page_about, "material/text", N_("About"), 0},
    {"GET", "/tro-nang", PERM_PUBLIC, ROUTE_READ, page_access, "material/text", N_("Accessibility"), 0},
    {"GET", "/release.pub", PERM_PUBLIC, ROUTE_READ, page_key, NULL, N_("Public key"), 0},
    {"GET", "/tim", PERM_PUBLIC, ROUTE_READ, page_search, "material/search", N_("Search"), 0},
    {"GET", "/tim.json", PERM_PUBLIC, ROUTE_READ, search_index, NULL, N_("Search"), 0},
    {"GET", "/anh-chung.png", PERM_PUBLIC, ROUTE_READ, page_picture, NULL, N_("Picture"), 0},
    {"GET", "/robots.txt", PERM_PUBLIC, ROUTE_READ, page_robots, NULL, N_("About"), 0},
    {"GET", "/sitemap.xml", PERM_PUBLIC, ROUTE_READ, page_sitemap, NULL, N_("About"), 0},
    {"GET", "/ban/tai-lieu", PERM_SIGNED_IN, ROUTE_READ, desk_library, "material/desk_library", N_("The library"), 0},
    {"GET", "/ban/tai-lieu/{}", PERM_SIGNED_IN, ROUTE_READ, desk_material, "material/desk_material", N_("The library"),
     0},
    {"POST", "/ban/tai-lieu", PERM_EDIT, ROUTE_ACT, desk_add, NULL, N_("The library"), 0},
    {"POST", "/ban/tai-lieu/{}/ban-moi", PERM_EDIT, ROUTE_SLOW, desk_upload, NULL, N_("The library"), UPLOAD_MAX},
    {"POST", "/ban/ban-phat-hanh/{}/duyet", PERM_SIGNED_IN, ROUTE_ACT, desk_approve, NULL, N_("The library"), 0},
    {"GET", "/ban/ban-phat-hanh/{}/tep/{}", PERM_SIGNED_IN, ROUTE_READ, desk_file, NULL, N_("The library"), 0},
    {"POST", "/ban/ban-phat-hanh/{}/chu-ky", PERM_SIGNED_IN, ROUTE_ACT, desk_signature, NULL, N_("The library"), 0},
    {"POST", "/ban/ban-phat-hanh/{}/phat-hanh", PERM_SIGNED_IN, ROUTE_ACT, desk_publish, NULL, N_("The library"), 0},
    {"POST", "/ban/ban-phat-hanh/{}/rut", PERM_SIGNED_IN, ROUTE_ACT, desk_withdraw, NULL, N_("The library"), 0},
    {0},
};
