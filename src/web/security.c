/* SPDX-License-Identifier: Apache-2.0 */
#include "web/security.h"

#define COMMON                                                                                                         \
    "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cross-Origin-Opener-Policy",               \
        "same-origin", "Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=()"

static const char *const page_headers[] = {
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'; connect-src "
    "'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'; media-src "
    "'self'",
    COMMON,
    NULL,
    NULL,
};

/* Made to stand in other portals' pages: it holds nothing to click on but links, and runs nothing. */
static const char *const frame_headers[] = {
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *",
    COMMON,
    NULL,
    NULL,
};

/* Data for programs: no page that could run, embed or refer to anything. */
static const char *const api_headers[] = {
    "Content-Security-Policy",
    "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options",
    "nosniff",
    NULL,
    NULL,
};

const char *const *security_headers(str_t path)
{
    if (str_starts(path, S("/api/"))) return api_headers;
    if (str_starts(path, S("/en/"))) path = str_sub(path, 3, path.n);
    return str_starts(path, S("/v/")) && str_ends(path, S("/nhung")) ? frame_headers : page_headers;
}

void security_add(exchange_t *x, str_t path)
{
    for (const char *const *h = security_headers(path); h[0]; h += 2) reply_header(x, h[0], h[1]);
}
