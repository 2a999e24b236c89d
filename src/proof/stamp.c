/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/stamp.h"
#include <curl/curl.h>
#include <limits.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>
#include "base/crypto.h"

static status_t refused(err_t *err)
{
    return err_set(err, ST_DENIED, "stamp.refused", N_("The time-stamp does not speak of these bytes, or is damaged."));
}

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
}

/* --- the question --- */

static TS_MSG_IMPRINT *imprint_of(str_t bytes)
{
    TS_MSG_IMPRINT *m = TS_MSG_IMPRINT_new();
    X509_ALGOR *algo = X509_ALGOR_new();
    digest_t d = sha256(bytes);
    bool ok = m && algo && X509_ALGOR_set0(algo, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1 &&
              TS_MSG_IMPRINT_set_algo(m, algo) == 1 && TS_MSG_IMPRINT_set_msg(m, d.b, sizeof d.b) == 1;
    X509_ALGOR_free(algo);
    if (ok) return m;
    TS_MSG_IMPRINT_free(m);
    return NULL;
}

static ASN1_INTEGER *nonce(void)
{
    uint8_t bytes[16];
    rand_bytes(bytes, sizeof bytes);
    bytes[0] &= 0x7F;
    bytes[0] |= 1;
    BIGNUM *n = BN_bin2bn(bytes, sizeof bytes, NULL);
    ASN1_INTEGER *i = n ? BN_to_ASN1_INTEGER(n, NULL) : NULL;
    BN_free(n);
    return i;
}

static TS_REQ *question(str_t bytes)
{
    TS_REQ *r = TS_REQ_new();
    TS_MSG_IMPRINT *m = imprint_of(bytes);
    ASN1_INTEGER *n = nonce();
    bool ok = r && m && n && TS_REQ_set_version(r, 1) == 1 && TS_REQ_set_msg_imprint(r, m) == 1 &&
              TS_REQ_set_nonce(r, n) == 1 && TS_REQ_set_cert_req(r, 1) == 1;
    TS_MSG_IMPRINT_free(m);
    ASN1_INTEGER_free(n);
    if (ok) return r;
    TS_REQ_free(r);
    return NULL;
}

/* --- the way there --- */

static size_t take(char *p, size_t size, size_t n, void *ctx)
{
    buf_t *b = ctx;
    buf_put(b, (str_t){p, size * n});
    return buf_ok(b) ? size * n : 0;
}

static status_t post(arena_t *a, str_t url, str_t body, str_t *out, err_t *err)
{
    buf_t answer = buf_new(a, STAMP_LIMIT);
    CURL *c = curl_easy_init();
    struct curl_slist *type = curl_slist_append(NULL, "Content-Type: application/timestamp-query");
    long code = 0;
    CURLcode r = CURLE_OUT_OF_MEMORY;
    if (c && type) {
        curl_easy_setopt(c, CURLOPT_URL, str_z(a, url));
        curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
        curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, 5L);
        curl_easy_setopt(c, CURLOPT_TIMEOUT, 20L);
        curl_easy_setopt(c, CURLOPT_HTTPHEADER, type);
        curl_easy_setopt(c, CURLOPT_POSTFIELDS, body.p);
        curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)body.n);
        curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
        curl_easy_setopt(c, CURLOPT_WRITEDATA, &answer);
        r = curl_easy_perform(c);
        curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
    }
    curl_slist_free_all(type);
    curl_easy_cleanup(c);
    *out = buf_str(&answer);
    if (r == CURLE_OK && code == 200) return ST_OK;
    return err_set(err, ST_IO, "stamp.unreachable", N_("The time-stamping service gave no answer (%s, HTTP %ld)."),
                   curl_easy_strerror(r), code);
}

static TS_RESP *read_answer(str_t token)
{
    const unsigned char *p = (const unsigned char *)token.p;
    if (token.n > STAMP_LIMIT) return NULL;
    TS_RESP *r = d2i_TS_RESP(NULL, &p, (long)token.n);
    if (r && p == (const unsigned char *)token.p + token.n && TS_RESP_get_tst_info(r)) return r;
    TS_RESP_free(r);
    return NULL;
}

status_t stamp_ask(arena_t *a, str_t url, str_t bytes, str_t *token, err_t *err)
{
    unsigned char *der = NULL;
    TS_REQ *q = question(bytes);
    int n = q ? i2d_TS_REQ(q, &der) : 0;
    TS_RESP *r = NULL;
    TS_VERIFY_CTX *v = NULL;
    status_t s = n > 0 ? post(a, url, (str_t){(const char *)der, (size_t)n}, token, err) : no_memory(err);
    if (s == ST_OK && !(r = read_answer(*token))) s = refused(err);
    if (s == ST_OK && !(v = TS_REQ_to_TS_VERIFY_CTX(q, NULL))) s = no_memory(err);
    if (s == ST_OK) {
        TS_VERIFY_CTX_set_flags(v, TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
        if (TS_RESP_verify_response(v, r) != 1) s = refused(err);
    }
    TS_VERIFY_CTX_free(v);
    TS_RESP_free(r);
    OPENSSL_free(der);
    TS_REQ_free(q);
    return s;
}

/* --- checking --- */

/* Only for signing time-stamps, as the RFC demands. */
static X509_STORE *trusted(str_t pem)
{
    X509_STORE *st = X509_STORE_new();
    BIO *b = pem.n <= INT_MAX ? BIO_new_mem_buf(pem.p, (int)pem.n) : NULL;
    X509 *c;
    int n = 0;
    while (st && b && (c = PEM_read_bio_X509(b, NULL, NULL, NULL))) {
        n += X509_STORE_add_cert(st, c) == 1;
        X509_free(c);
    }
    BIO_free(b);
    if (st && n) return st;
    X509_STORE_free(st);
    return NULL;
}

static ms_t time_of(TS_RESP *r)
{
    struct tm t;
    str_t text;
    char iso[40];
    ms_t at = 0;
    const ASN1_GENERALIZEDTIME *when = TS_TST_INFO_get_time(TS_RESP_get_tst_info(r));
    if (!when || ASN1_TIME_to_tm(when, &t) != 1) return 0;
    int n = snprintf(iso, sizeof iso, "%04d-%02d-%02dT%02d:%02d:%02dZ", (t.tm_year + 1900) % 10000, t.tm_mon + 1,
                     t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
    text = (str_t){iso, n > 0 && (size_t)n < sizeof iso ? (size_t)n : 0};
    return ms_parse(text, &at) ? at : 0;
}

status_t stamp_check(str_t token, str_t bytes, str_t ca, ms_t *at, err_t *err)
{
    TS_RESP *r = read_answer(token);
    TS_VERIFY_CTX *v = TS_VERIFY_CTX_new();
    digest_t d = sha256(bytes);
    unsigned char *copy = OPENSSL_memdup(d.b, sizeof d.b);
    X509_STORE *store = ca.n ? trusted(ca) : NULL;
    status_t s = ST_OK;
    if (!r) s = refused(err);
    if (s == ST_OK && (!v || !copy)) s = no_memory(err);
    if (s == ST_OK && ca.n && !store)
        s = err_set(err, ST_INPUT, "stamp.ca", N_("The file of trusted certificates (keys/tsa.pem) cannot be read."));
    if (s == ST_OK) {
        /* The context owns what it is given. */
        TS_VERIFY_CTX_set_imprint(v, copy, sizeof d.b);
        TS_VERIFY_CTX_set_flags(v, TS_VFY_VERSION | TS_VFY_IMPRINT | (store ? TS_VFY_SIGNATURE : 0));
        copy = NULL;
        if (store) TS_VERIFY_CTX_set_store(v, store);
        store = NULL;
        if (TS_RESP_verify_response(v, r) != 1) s = refused(err);
    }
    if (s == ST_OK) *at = time_of(r);
    X509_STORE_free(store);
    OPENSSL_free(copy);
    TS_VERIFY_CTX_free(v);
    TS_RESP_free(r);
    return s;
}
