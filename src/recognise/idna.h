/* SPDX-License-Identifier: Apache-2.0
 *
 * idna — host names in other scripts: UTS 46 (non-transitional) with punycode (RFC 3492), the bidi rule (RFC 5893) and the
 * rule for joiners (RFC 5892, appendix A), and what such a name looks like to the eye (skeletons of UTS 39, marks off).
 *
 * Tables come from ICU at build time (tools/idna_tables.c). No allocation; hosts longer than the DNS holds are refused.
 */
#ifndef CG_RECOGNISE_IDNA_H
#define CG_RECOGNISE_IDNA_H
#include "base/str.h"

enum {
    IDNA_HOST = 253,       /* most bytes of a host in ASCII, without the dot of the root */
    IDNA_LABEL = 63,       /* and of one label */
    IDNA_POINTS = 1024,    /* most characters while it is read */
    IDNA_UNICODE = 4 * 256 /* room for a host in UTF-8 */
};

typedef enum idna_rules {
    IDNA_BROWSER, /* WHATWG: CheckBidi, CheckJoiners; hyphens and ASCII signs are left to the caller */
    IDNA_REGISTRY /* all of UTS 46: CheckHyphens, UseSTD3ASCIIRules, VerifyDnsLength too */
} idna_rules_t;

/* "ví.vn" → "xn--v-tga.vn". False when the rules refuse it; then `out` holds nothing of use. Not NUL-terminated. */
must_use bool idna_ascii(str_t host, idna_rules_t rules, char out[IDNA_HOST + 1], size_t *n);
/* "xn--v-tga.vn" → "ví.vn", in UTF-8. */
must_use bool idna_unicode(str_t host, idna_rules_t rules, char out[IDNA_UNICODE], size_t *n);
/* The plain letters that the eye takes an ASCII host's xn-- labels for; characters without a Latin twin become '?'. */
must_use bool idna_eye(str_t host, char out[IDNA_HOST + 1], size_t *n);

/* Punycode of one label, without "xn--". False when it does not fit or is none. */
must_use bool punycode_encode(const uint32_t *c, size_t n, char *out, size_t room, size_t *len);
must_use bool punycode_decode(str_t s, uint32_t *out, size_t room, size_t *n);
#endif
