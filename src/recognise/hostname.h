/* SPDX-License-Identifier: Apache-2.0
 *
 * hostname — which host an address leads to, as a browser reads it (WHATWG URL, host parsing): percent signs undone, other
 * scripts by UTS 46, numbers in every form of IPv4 (hexadecimal, octal, fewer than four parts), IPv6 in brackets; what stands
 * before an @ is for the eye only, and a backslash is a slash.
 *
 * Stricter than a browser where no such host can exist: an empty label, or a name longer than the DNS holds, is refused; the
 * dot of the root is dropped. No allocation.
 */
#ifndef CG_RECOGNISE_HOSTNAME_H
#define CG_RECOGNISE_HOSTNAME_H
#include "recognise/idna.h"

typedef enum host_kind { HOST_NAME, HOST_IPV4, HOST_IPV6 } host_kind_t;

typedef struct hostname {
    host_kind_t kind;
    bool idn;   /* a label is in another script (xn--) */
    bool plain; /* it was written as it is: no percent signs, other letters or forms of numbers; capitals are plain */
    size_t n;
    char text[IDNA_HOST + 1]; /* lower case ASCII; "127.0.0.1"; "[::1]" */
} hostname_t;

static inline str_t host_text(const hostname_t *h)
{
    return (str_t){h->text, h->n};
}

/* Reads what stands between "//" (or '@') and the port. False when a browser would refuse it. */
must_use bool host_read(str_t written, hostname_t *out);

/* The parts of an address; slices of it. A missing scheme is none; with one, as browsers do, any number of slashes. */
typedef struct address {
    str_t scheme; /* "https"; empty when there is none */
    str_t user;   /* before the last '@' of the authority; p = NULL: no '@' */
    str_t host;   /* as written, with brackets */
    str_t port;   /* digits; empty: none */
    str_t rest;   /* path, query and fragment, from their first character */
} address_t;

/* Splits an address, or a bare host with or without a path. False when it is another kind of address (mailto:, data:,
 * javascript:) or has no host. */
must_use bool address_split(str_t s, address_t *out);
#endif
