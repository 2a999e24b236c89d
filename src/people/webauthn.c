/* SPDX-License-Identifier: Apache-2.0 */
#include "people/webauthn.h"
#include <jansson.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include "people/cbor.h"

/* --- keys --- */

/* P-256 from its uncompressed point; NULL when x and y are no point of the curve. */
static EVP_PKEY *p256(const uint8_t xy[64])
{
    uint8_t point[65] = {4};
    char group[] = "P-256";
    memcpy(point + 1, xy, 64);
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
                           OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
                           OSSL_PARAM_construct_end()};
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *make = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL), *check = NULL;
    bool good =
        make && EVP_PKEY_fromdata_init(make) == 1 && EVP_PKEY_fromdata(make, &key, EVP_PKEY_PUBLIC_KEY, params) == 1;
    if (good) check = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    good = good && check && EVP_PKEY_public_check(check) == 1;
    EVP_PKEY_CTX_free(check);
    EVP_PKEY_CTX_free(make);
    if (good) return key;
    EVP_PKEY_free(key);
    return NULL;
}

/* RSA with the exponent 65537, the only one devices make. */
static EVP_PKEY *rsa(const uint8_t *modulus, size_t n)
{
    EVP_PKEY *key = NULL;
    BIGNUM *m = BN_bin2bn(modulus, (int)n, NULL), *e = BN_new();
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;
    EVP_PKEY_CTX *make = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    bool good = m && e && b && make && BN_set_word(e, 65537) == 1 && BN_is_odd(m) &&
                OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_N, m) == 1 &&
                OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_E, e) == 1 &&
                (params = OSSL_PARAM_BLD_to_param(b)) != NULL;
    if (!good || EVP_PKEY_fromdata_init(make) != 1 || EVP_PKEY_fromdata(make, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(make);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(b);
    BN_free(e);
    BN_free(m);
    return key;
}

static EVP_PKEY *key_of(const webauthn_key_t *k)
{
    if (k->algorithm == WEBAUTHN_ES256) return k->n == 64 ? p256(k->b) : NULL;
    return k->algorithm == WEBAUTHN_RS256 && k->n >= RSA_LEAST && k->n <= KEY_MOST ? rsa(k->b, k->n) : NULL;
}

static bool key_good(const webauthn_key_t *k)
{
    if (k->algorithm == WEBAUTHN_EDDSA) return crypto_core_ed25519_is_valid_point(k->b) == 1;
    EVP_PKEY *key = key_of(k);
    EVP_PKEY_free(key);
    return key != NULL;
}

/* The labels of RFC 9052 7.1 and RFC 9053 7: 1 kty, 3 alg, -1 crv, -2 x, -3 y; of RFC 8230 4: -1 n, -2 e; each once. */
typedef struct cose {
    int64_t kty, alg, crv;
    str_t n, x, y; /* x: or e */
    unsigned seen;
} cose_t;

static bool cose_pair(cbor_t *c, cose_t *k)
{
    cbor_item_t label, value;
    int64_t l;
    if (!cbor_next(c, &label) || !cbor_int(&label, &l) || !cbor_next(c, &value)) return false;
    bool modulus = l == -1 && value.kind == CBOR_BYTES;
    int64_t *number = l == 1 ? &k->kty : l == 3 ? &k->alg : l == -1 && !modulus ? &k->crv : NULL;
    str_t *bytes = modulus ? &k->n : l == -2 ? &k->x : l == -3 ? &k->y : NULL;
    if (!number && !bytes) return false;
    unsigned bit = 1u << (l + 3);
    if (k->seen & bit) return false;
    k->seen |= bit;
    if (number) return cbor_int(&value, number);
    *bytes = value.bytes;
    return value.kind == CBOR_BYTES;
}

bool webauthn_cose(str_t *bytes, webauthn_key_t *out)
{
    cbor_t c = {*bytes};
    cbor_item_t map;
    cose_t k = {0};
    memset(out, 0, sizeof *out);
    if (!cbor_next(&c, &map) || map.kind != CBOR_MAP || map.n > 5) return false;
    for (uint64_t i = 0; i < map.n; i++)
        if (!cose_pair(&c, &k)) return false;
    bool ec = k.kty == 2 && k.alg == WEBAUTHN_ES256 && k.crv == 1 && map.n == 5;
    bool ed = k.kty == 1 && k.alg == WEBAUTHN_EDDSA && k.crv == 6 && map.n == 4 && !k.y.p;
    bool rs = k.kty == 3 && k.alg == WEBAUTHN_RS256 && map.n == 4 && str_eq(k.x, (str_t){"\x01\x00\x01", 3}) &&
              k.n.n >= RSA_LEAST && k.n.n <= KEY_MOST && (uint8_t)k.n.p[0] >= 0x80;
    if ((ec || ed) && (k.n.p || k.x.n != 32 || (ec && k.y.n != 32))) return false;
    if (!ec && !ed && !rs) return false;
    out->algorithm = (int)k.alg;
    out->n = ec ? 64 : ed ? 32 : k.n.n;
    memcpy(out->b, rs ? k.n.p : k.x.p, rs ? k.n.n : 32);
    if (ec) memcpy(out->b + 32, k.y.p, 32);
    *bytes = c.rest;
    return key_good(out);
}

/* --- authenticator data --- */

enum { FLAG_PRESENT = 1, FLAG_VERIFIED = 4, FLAG_ATTESTED = 64, FLAG_EXTENSIONS = 128, AAGUID = 16 };

static bool take(str_t *rest, size_t n, str_t *out)
{
    if (rest->n < n) return false;
    *out = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return true;
}

static bool credential(str_t *rest, webauthn_data_t *out)
{
    str_t aaguid, length;
    if (!take(rest, AAGUID, &aaguid) || !take(rest, 2, &length)) return false;
    size_t n = (size_t)(uint8_t)length.p[0] << 8 | (uint8_t)length.p[1];
    return n >= CREDENTIAL_LEAST && n <= CREDENTIAL_MOST && take(rest, n, &out->credential) &&
           webauthn_cose(rest, &out->key);
}

bool webauthn_data(str_t bytes, bool attested, webauthn_data_t *out)
{
    str_t rest = bytes, site, flag, count;
    memset(out, 0, sizeof *out);
    if (!take(&rest, 32, &site) || !take(&rest, 1, &flag) || !take(&rest, 4, &count)) return false;
    unsigned flags = (uint8_t)flag.p[0];
    memcpy(out->site.b, site.p, 32);
    for (int i = 0; i < 4; i++) out->count = out->count << 8 | (uint8_t)count.p[i];
    out->present = flags & FLAG_PRESENT;
    out->verified = flags & FLAG_VERIFIED;
    if (attested != ((flags & FLAG_ATTESTED) != 0) || (attested && !credential(&rest, out))) return false;
    if (flags & FLAG_EXTENSIONS) {
        cbor_t c = {rest};
        if (!rest.n || (uint8_t)rest.p[0] >> 5 != 5 || !cbor_skip(&c)) return false;
        rest = c.rest;
    }
    return rest.n == 0;
}

bool webauthn_attestation(str_t bytes, webauthn_data_t *out)
{
    cbor_t c = {bytes};
    cbor_item_t map, key, value;
    str_t data = STR_NONE;
    unsigned seen = 0;
    if (!cbor_next(&c, &map) || map.kind != CBOR_MAP || map.n != 3) return false;
    for (int i = 0; i < 3; i++) {
        if (!cbor_next(&c, &key) || key.kind != CBOR_TEXT) return false;
        if (str_eq(key.bytes, S("authData"))) {
            if (!cbor_next(&c, &value) || value.kind != CBOR_BYTES) return false;
            data = value.bytes;
            seen |= 1;
        } else if (str_eq(key.bytes, S("fmt"))) {
            if (!cbor_next(&c, &value) || value.kind != CBOR_TEXT) return false;
            seen |= 2;
        } else if (str_eq(key.bytes, S("attStmt"))) {
            if (!c.rest.n || (uint8_t)c.rest.p[0] >> 5 != 5 || !cbor_skip(&c)) return false;
            seen |= 4;
        }
    }
    return seen == 7 && c.rest.n == 0 && webauthn_data(data, true, out);
}

/* --- what the browser says it was asked --- */

static str_t member(const json_t *o, const char *name)
{
    const json_t *m = json_object_get(o, name);
    return json_is_string(m) ? (str_t){json_string_value(m), json_string_length(m)} : STR_NONE;
}

bool webauthn_client(arena_t *a, str_t json, str_t type, str_t origin, str_t *challenge)
{
    json_t *o = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, NULL);
    str_t given = member(o, "challenge");
    bool good = json_is_object(o) && given.p && str_eq(member(o, "type"), type) &&
                str_eq(member(o, "origin"), origin) && !json_is_true(json_object_get(o, "crossOrigin"));
    if (good) *challenge = str_dup(a, given);
    json_decref(o);
    return good && challenge->p;
}

/* --- the signature --- */

/* ECDSA over P-256, or RSASSA-PKCS1-v1_5 (OpenSSL's own padding for RSA keys), each with SHA-256. */
static bool by_openssl(const webauthn_key_t *key, str_t message, str_t signature)
{
    EVP_PKEY *k = key_of(key);
    EVP_MD_CTX *md = k ? EVP_MD_CTX_new() : NULL;
    bool good = md && EVP_DigestVerifyInit(md, NULL, EVP_sha256(), NULL, k) == 1 &&
                EVP_DigestVerify(md, (const unsigned char *)signature.p, signature.n, (const unsigned char *)message.p,
                                 message.n) == 1;
    EVP_MD_CTX_free(md);
    EVP_PKEY_free(k);
    return good;
}

bool webauthn_signed(const webauthn_key_t *key, str_t data, str_t client_json, str_t signature)
{
    enum { DATA_MOST = 4096 };
    uint8_t message[DATA_MOST + 32];
    if (data.n > DATA_MOST || !data.n || !signature.n) return false;
    digest_t client = sha256(client_json);
    memcpy(message, data.p, data.n);
    memcpy(message + data.n, client.b, sizeof client.b);
    str_t all = {(const char *)message, data.n + sizeof client.b};
    if (key->algorithm != WEBAUTHN_EDDSA) return by_openssl(key, all, signature);
    return key->algorithm == WEBAUTHN_EDDSA && key->n == 32 && signature.n == crypto_sign_BYTES &&
           crypto_sign_verify_detached((const unsigned char *)signature.p, message, all.n, key->b) == 0;
}
