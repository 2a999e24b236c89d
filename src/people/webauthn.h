/* SPDX-License-Identifier: Apache-2.0
 *
 * webauthn — the room's own: what a browser brings back from a passkey (W3C Web Authentication level 2, §7.1 and §7.2), read
 * and checked. Pure: no store, no clock. Attestation is not asked for ("none"), so whatever statement comes along is read
 * over; keys are ES256 (P-256) and EdDSA (Ed25519), other kinds are refused.
 */
#ifndef CG_PEOPLE_WEBAUTHN_H
#define CG_PEOPLE_WEBAUTHN_H
#include "base/base.h"
#include "base/crypto.h"

enum { CREDENTIAL_LEAST = 16, CREDENTIAL_MOST = 1023, RSA_LEAST = 256, KEY_MOST = 512 };
enum { WEBAUTHN_ES256 = -7, WEBAUTHN_EDDSA = -8, WEBAUTHN_RS256 = -257 /* the TPM of Windows Hello */ };

typedef struct webauthn_key {
    int algorithm;       /* WEBAUTHN_… */
    uint8_t b[KEY_MOST]; /* x and y; the Ed25519 key; the RSA modulus, its exponent being 65537 */
    size_t n;
} webauthn_key_t;

typedef struct webauthn_data {
    digest_t site;          /* SHA-256 of the relying party's name */
    bool present, verified; /* touched; and by PIN, finger or face */
    uint32_t count;
    str_t credential; /* n = 0: none in it (a sign-in) */
    webauthn_key_t key;
} webauthn_data_t;

/* Authenticator data (§6.1), read to its last byte. `attested`: it must bring a credential, or must not. */
must_use bool webauthn_data(str_t bytes, bool attested, webauthn_data_t *out);
/* The authenticator data inside an attestation object. */
must_use bool webauthn_attestation(str_t bytes, webauthn_data_t *out);
/* A COSE_Key (RFC 9053, RFC 8230) of one of the three kinds, and nothing else in it. The point is on its curve; a modulus has 2,048 to
 * 4,096 bits and is odd. */
must_use bool webauthn_cose(str_t *bytes, webauthn_key_t *out);
/* clientDataJSON (§5.8.1): of that type ("webauthn.get", "webauthn.create"), from that origin, in no foreign frame; *challenge
 * (arena) is what it answers. */
must_use bool webauthn_client(arena_t *a, str_t json, str_t type, str_t origin, str_t *challenge);
/* The signature over authenticatorData ‖ SHA-256(clientDataJSON). */
must_use bool webauthn_signed(const webauthn_key_t *key, str_t data, str_t client_json, str_t signature);
#endif
