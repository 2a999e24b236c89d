/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as what a browser brings from a passkey: every slice lies inside, and a key that is taken is of a known kind. The
 * first byte says which reader gets the rest.
 */
#include "fuzz.h"
#include "people/cbor.h"
#include "people/webauthn.h"

static void inside(str_t part, str_t whole)
{
    if (part.n && (part.p < whole.p || part.p + part.n > whole.p + whole.n)) abort();
}

static void key_good(const webauthn_key_t *k)
{
    bool ec = k->algorithm == WEBAUTHN_ES256 && k->n == 64, ed = k->algorithm == WEBAUTHN_EDDSA && k->n == 32;
    bool rs = k->algorithm == WEBAUTHN_RS256 && k->n >= RSA_LEAST && k->n <= KEY_MOST;
    if (!ec && !ed && !rs) abort();
}

static void client(str_t s)
{
    arena_t *a = arena_new(1 << 20);
    str_t challenge = STR_NONE;
    if (a && webauthn_client(a, s, S("webauthn.get"), S("https://a.vn"), &challenge) && !challenge.p) abort();
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    str_t s = {(const char *)data + 1, size - 1}, rest = s;
    webauthn_data_t d;
    webauthn_key_t k;
    cbor_t c = {s};
    switch (data[0] % 5) {
    case 0:
        if (webauthn_attestation(s, &d)) inside(d.credential, s), key_good(&d.key);
        break;
    case 1:
        if (webauthn_data(s, true, &d)) inside(d.credential, s), key_good(&d.key);
        break;
    case 2:
        if (webauthn_cose(&rest, &k)) inside(rest, s), key_good(&k);
        break;
    case 3:
        if (cbor_skip(&c)) inside(c.rest, s);
        break;
    default: client(s);
    }
    return 0;
}
