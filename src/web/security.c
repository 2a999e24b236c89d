/* SPDX-License-Identifier: Apache-2.0 */
#include "web/security.h"

const char *const security_headers[] = {
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'; connect-src "
    "'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'; media-src "
    "'self'",
    "X-Content-Type-Options",
    "nosniff",
    "Referrer-Policy",
    "no-referrer",
    "Cross-Origin-Opener-Policy",
    "same-origin",
    "Permissions-Policy",
    "geolocation=(), microphone=(), payment=(), usb=()",
    NULL,
    NULL,
};

void security_add(exchange_t *x)
{
    for (const char *const *h = security_headers; h[0]; h += 2) reply_header(x, h[0], h[1]);
}
