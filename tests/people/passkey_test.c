/* SPDX-License-Identifier: Apache-2.0
 *
 * Passkeys against keys and signatures that OpenSSL and libsodium make here, as a device would: what fits is taken, and each
 * thing that does not fit is refused by itself.
 */
#include "support/check.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <stdio.h>
#include "people/cbor.h"
#include "people/passkey.h"
#include "people/webauthn.h"
#include "support/world.h"

typedef struct test {
    store_t *st;
    char dir[64], hash[128], token[44];
    arena_t *a;
    err_t err;
    ident_t person, other, nobody;
    EVP_PKEY *key;
    uint8_t credential[32];
    passkey_answer_t x;
    actor_t who;
} test_t;

static ms_t noon = 1950000000000;
static const char site[] = "https://canhgiac.example.gov.vn";

/* --- a device --- */

static str_t of(const void *p, size_t n)
{
    return (str_t){p, n};
}

static str_t b64(test_t *t, str_t s)
{
    buf_t b = buf_new(t->a, 1 << 16);
    base64url_put(&b, s.p, s.n);
    return buf_str(&b);
}

static void point_of(EVP_PKEY *key, uint8_t xy[64])
{
    uint8_t point[65];
    size_t n = 0;
    assert_int_equal(EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &n), 1);
    assert_int_equal(n, 65);
    memcpy(xy, point + 1, 64);
}

static str_t cose_es256(test_t *t)
{
    uint8_t xy[64];
    buf_t b = buf_new(t->a, 256);
    point_of(t->key, xy);
    buf_put(&b, of("\xA5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10));
    buf_put(&b, of(xy, 32));
    buf_put(&b, of("\x22\x58\x20", 3));
    buf_put(&b, of(xy + 32, 32));
    return buf_str(&b);
}

enum { UP = 1, UV = 4, AT = 64, ED = 128 };

static str_t auth_data(test_t *t, const char *host, int flags, uint32_t count, str_t cose)
{
    buf_t b = buf_new(t->a, 4096);
    digest_t d = sha256(str_of(host));
    buf_put(&b, of(d.b, 32));
    buf_putc(&b, (char)flags);
    for (int i = 3; i >= 0; i--) buf_putc(&b, (char)(count >> (8 * i)));
    if (flags & AT) {
        buf_put(&b, of("0123456789abcdef\0\x20", 18));
        buf_put(&b, of(t->credential, 32));
        buf_put(&b, cose);
    }
    return buf_str(&b);
}

static str_t attestation(test_t *t, str_t data)
{
    buf_t b = buf_new(t->a, 4096);
    buf_put(&b, of("\xA3\x63"
                   "fmt"
                   "\x64"
                   "none"
                   "\x67"
                   "attStmt"
                   "\xA0\x68"
                   "authData"
                   "\x58",
                   29));
    buf_putc(&b, (char)data.n);
    buf_put(&b, data);
    return buf_str(&b);
}

static str_t client(test_t *t, const char *type, str_t challenge, const char *origin)
{
    return str_fmt(t->a, "{\"type\":\"%s\",\"challenge\":\"%.*s\",\"origin\":\"%s\",\"crossOrigin\":false}", type,
                   STRF(challenge), origin);
}

static str_t sign_es256(test_t *t, str_t data, str_t json)
{
    digest_t d = sha256(json);
    str_t message = str_join(t->a, data, of(d.b, 32));
    uint8_t *sig = arena_alloc(t->a, 512);
    size_t n = 512;
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, t->key), 1);
    assert_int_equal(EVP_DigestSign(md, sig, &n, (const uint8_t *)message.p, message.n), 1);
    EVP_MD_CTX_free(md);
    return of(sig, n);
}

/* --- the world --- */

static status_t people_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    status_t s = person_add(db, S("an.nguyen"), S("An"), t->hash, t->nobody, &t->person, err);
    return s == ST_OK ? person_add(db, S("binh"), S("Bình"), t->hash, t->nobody, &t->other, err) : s;
}

static int setup(void **state)
{
    static test_t t;
    memset(&t, 0, sizeof t);
    t.st = world_store(t.dir);
    t.a = arena_new(16 << 20);
    t.err = err_new(LANG_EN);
    t.key = EVP_EC_gen("P-256");
    rand_bytes(t.credential, sizeof t.credential);
    *state = &t;
    noon += 30 * MS_DAY;
    clock_hold(noon);
    if (password_hash(S("correct horse battery"), t.hash, &t.err) != ST_OK) return 1;
    return store_act(t.st, people_act, &t, &t.err) == ST_OK ? 0 : 1;
}

static int teardown(void **state)
{
    test_t *t = *state;
    clock_hold(MS_NEVER);
    EVP_PKEY_free(t->key);
    world_end(t->st, t->dir);
    arena_free(t->a);
    return 0;
}

static status_t add_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return passkey_add(db, t->a, t->person, &t->x, S("My phone"), err);
}

static status_t in_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return passkey_sign_in(db, t->a, &t->x, S("Firefox, Linux"), t->token, err);
}

static str_t challenge(test_t *t, passkey_for_t what, const char *bound)
{
    char text[PASSKEY_CHALLENGE];
    passkey_challenge(what, str_of(bound), text);
    return str_dup(t->a, str_of(text));
}

static void answer(test_t *t, const char *bound, str_t json, str_t data)
{
    t->x = (passkey_answer_t){.bound = str_of(bound), .client = b64(t, json), .data = b64(t, data)};
    assert_true(passkey_site(t->a, str_of(site), &t->x.site));
}

static status_t add(test_t *t, const char *host, int flags, const char *type, const char *origin)
{
    str_t data = auth_data(t, host, flags, 0, cose_es256(t));
    answer(t, "s1", client(t, type, challenge(t, PASSKEY_ADD, "s1"), origin), attestation(t, data));
    return store_act(t->st, add_act, t, &t->err);
}

static void added(test_t *t)
{
    assert_ok(add(t, "canhgiac.example.gov.vn", UP | UV | AT, "webauthn.create", site), &t->err);
}

/* An answer at the door, right in everything that is not changed after. */
static void at_the_door(test_t *t, uint32_t count, int flags)
{
    str_t data = auth_data(t, "canhgiac.example.gov.vn", flags, count, STR_NONE);
    str_t json = client(t, "webauthn.get", challenge(t, PASSKEY_IN, "c1"), site);
    answer(t, "c1", json, data);
    t->x.id = b64(t, of(t->credential, 32));
    t->x.signature = b64(t, sign_es256(t, data, json));
    t->x.user = b64(t, of(t->person.b, 16));
}

static status_t enter(test_t *t)
{
    return store_act(t->st, in_act, t, &t->err);
}

/* --- laws --- */

static void what_a_device_makes_is_taken_once(void **state)
{
    test_t *t = *state;
    added(t);
    assert_status(ST_INPUT, store_act(t->st, add_act, t, &t->err), &t->err);
    assert_status(ST_CONFLICT, add(t, "canhgiac.example.gov.vn", UP | UV | AT, "webauthn.create", site), &t->err);
}

static void what_does_not_fit_is_not_added(void **state)
{
    test_t *t = *state;
    const char *host = "canhgiac.example.gov.vn", *type = "webauthn.create";
    assert_status(ST_INPUT, add(t, "canhgiac.example.gov.vn.evil.top", UP | UV | AT, type, site), &t->err);
    assert_status(ST_INPUT, add(t, host, UV | AT, type, site), &t->err);
    assert_status(ST_INPUT, add(t, host, UP | AT, type, site), &t->err);
    assert_status(ST_INPUT, add(t, host, UP | UV | AT, "webauthn.get", site), &t->err);
    assert_status(ST_INPUT, add(t, host, UP | UV | AT, type, "https://canhgiac-example.top"), &t->err);
    assert_status(ST_INPUT, add(t, host, UP | UV | AT, type, "http://canhgiac.example.gov.vn"), &t->err);
    /* A challenge of the door, of another session, or of nobody. */
    str_t object = attestation(t, auth_data(t, host, UP | UV | AT, 0, cose_es256(t)));
    str_t wrong[] = {challenge(t, PASSKEY_IN, "s1"), challenge(t, PASSKEY_ADD, "s2"), S("AAAA"), S("")};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        answer(t, "s1", client(t, type, wrong[i], site), object);
        assert_status(ST_INPUT, store_act(t->st, add_act, t, &t->err), &t->err);
    }
}

static void a_passkey_signs_in_whom_it_belongs_to(void **state)
{
    test_t *t = *state;
    db_t *db;
    actor_t me;
    added(t);
    at_the_door(t, 1, UP | UV);
    assert_ok(enter(t), &t->err);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(session_actor(db, t->a, str_of(t->token), &me, &t->err), &t->err);
    store_done(t->st, db);
    assert_true(ident_eq(me.person, t->person));
    /* The same answer once more: the challenge is used up. */
    assert_status(ST_DENIED, enter(t), &t->err);
}

static void nothing_that_was_changed_on_the_way_opens_the_door(void **state)
{
    test_t *t = *state;
    added(t);
    at_the_door(t, 1, UP);
    assert_status(ST_DENIED, enter(t), &t->err); /* no PIN, finger or face */
    at_the_door(t, 1, UV);
    assert_status(ST_DENIED, enter(t), &t->err); /* not touched */
    at_the_door(t, 1, UP | UV);
    t->x.bound = S("c2");
    assert_status(ST_DENIED, enter(t), &t->err); /* another browser's cookie */
    at_the_door(t, 1, UP | UV);
    t->x.bound = S("");
    assert_status(ST_DENIED, enter(t), &t->err);
    at_the_door(t, 1, UP | UV);
    t->x.user = b64(t, of(t->other.b, 16));
    assert_status(ST_DENIED, enter(t), &t->err); /* says it is somebody else's */
    at_the_door(t, 1, UP | UV);
    t->x.data = b64(t, auth_data(t, "canhgiac.example.gov.vn", UP | UV, 2, STR_NONE));
    assert_status(ST_DENIED, enter(t), &t->err); /* not what was signed */
    at_the_door(t, 1, UP | UV);
    t->credential[0] ^= 1;
    t->x.id = b64(t, of(t->credential, 32));
    t->credential[0] ^= 1;
    assert_status(ST_DENIED, enter(t), &t->err); /* unknown */
    at_the_door(t, 1, UP | UV);
    clock_hold(noon + 5 * MS_MINUTE);
    assert_status(ST_DENIED, enter(t), &t->err); /* late */
}

static int64_t fallen(test_t *t)
{
    db_t *db;
    passkey_t *keys;
    size_t n;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(passkey_list(db, t->a, t->person, &keys, &n, &t->err), &t->err);
    store_done(t->st, db);
    assert_int_equal(n, 1);
    return keys[0].fell_back;
}

/* A copied key shows by its counter: the owner is told, and let in. */
static void a_counter_that_falls_back_is_told(void **state)
{
    test_t *t = *state;
    added(t);
    at_the_door(t, 7, UP | UV);
    assert_ok(enter(t), &t->err);
    assert_int_equal(fallen(t), 0);
    at_the_door(t, 6, UP | UV);
    assert_ok(enter(t), &t->err);
    assert_true(fallen(t) == noon);
}

static status_t lock_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return person_set_active(db, t->person, false, t->nobody, err);
}

static void a_locked_person_has_no_key(void **state)
{
    test_t *t = *state;
    added(t);
    assert_ok(store_act(t->st, lock_act, t, &t->err), &t->err);
    at_the_door(t, 1, UP | UV);
    assert_status(ST_DENIED, enter(t), &t->err);
}

static status_t prove_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return passkey_prove(db, t->a, &t->who, &t->x, err);
}

/* Somebody else's passkey proves nothing about who sits here. */
static void a_proof_is_for_the_person_of_the_session(void **state)
{
    test_t *t = *state;
    db_t *db;
    added(t);
    at_the_door(t, 1, UP | UV);
    assert_ok(enter(t), &t->err);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(session_actor(db, t->a, str_of(t->token), &t->who, &t->err), &t->err);
    store_done(t->st, db);
    for (int other = 0; other < 2; other++) {
        str_t data = auth_data(t, "canhgiac.example.gov.vn", UP | UV, 2, STR_NONE);
        str_t json = client(t, "webauthn.get", challenge(t, PASSKEY_PROVE, "s"), site);
        answer(t, "s", json, data);
        t->x.id = b64(t, of(t->credential, 32));
        t->x.signature = b64(t, sign_es256(t, data, json));
        if (other) t->who.person = t->other;
        assert_status(other ? ST_DENIED : ST_OK, store_act(t->st, prove_act, t, &t->err), &t->err);
    }
}

/* --- the readers alone --- */

static void keys_of_other_kinds_are_refused(void **state)
{
    test_t *t = *state;
    webauthn_key_t k;
    str_t good = cose_es256(t), rest = good;
    assert_true(webauthn_cose(&rest, &k) && rest.n == 0 && k.algorithm == WEBAUTHN_ES256 && k.n == 64);
    uint8_t pk[32], sk[64];
    crypto_sign_keypair(pk, sk);
    buf_t b = buf_new(t->a, 128);
    buf_put(&b, of("\xA4\x01\x01\x03\x27\x20\x06\x21\x58\x20", 10));
    buf_put(&b, of(pk, 32));
    rest = buf_str(&b);
    assert_true(webauthn_cose(&rest, &k) && k.algorithm == WEBAUTHN_EDDSA && k.n == 32);
    uint8_t sig[64], message[37 + 32];
    str_t data = auth_data(t, "h", UP, 1, STR_NONE), json = S("{}");
    digest_t d = sha256(json);
    memcpy(message, data.p, 37);
    memcpy(message + 37, d.b, 32);
    crypto_sign_detached(sig, NULL, message, sizeof message, sk);
    assert_true(webauthn_signed(&k, data, json, of(sig, 64)));
    sig[5] ^= 1;
    assert_false(webauthn_signed(&k, data, json, of(sig, 64)));
    /* Each byte of a good key's head changed: another type, algorithm, curve, length or label. */
    for (size_t i = 0; i < 10; i++) {
        char *bad = str_z(t->a, good);
        memcpy(bad, good.p, good.n);
        bad[i] ^= 1;
        rest = of(bad, good.n);
        assert_false(webauthn_cose(&rest, &k));
    }
    /* Not on the curve; cut short; the same label twice. */
    char *bad = arena_alloc(t->a, good.n);
    memcpy(bad, good.p, good.n);
    bad[good.n - 1] ^= 1;
    rest = of(bad, good.n);
    assert_false(webauthn_cose(&rest, &k));
    for (size_t n = 0; n < good.n; n++) {
        rest = of(good.p, n);
        assert_false(webauthn_cose(&rest, &k));
    }
    rest = of("\xA2\x01\x02\x01\x02", 5);
    assert_false(webauthn_cose(&rest, &k));
}

static str_t cose_rs256(test_t *t, const char *label, size_t bits, EVP_PKEY **key)
{
    uint8_t n[512];
    size_t bytes = bits / 8;
    BIGNUM *m = NULL;
    *key = EVP_RSA_gen((unsigned)bits);
    assert_int_equal(EVP_PKEY_get_bn_param(*key, OSSL_PKEY_PARAM_RSA_N, &m), 1);
    assert_int_equal(BN_bn2binpad(m, n, (int)bytes), (int)bytes);
    BN_free(m);
    buf_t b = buf_new(t->a, 1024);
    buf_put(&b, of(label, 9)); /* kty, alg, -1 with two bytes of length */
    buf_putc(&b, (char)(bytes >> 8));
    buf_putc(&b, (char)bytes);
    buf_put(&b, of(n, bytes));
    buf_put(&b, of("\x21\x43\x01\x00\x01", 5));
    return buf_str(&b);
}

/* Windows Hello on a TPM makes RSA keys: taken with 2,048 bits and the usual exponent, and nothing shorter or odd. */
static void an_rsa_key_signs_too(void **state)
{
    test_t *t = *state;
    static const char rs256[] = "\xA4\x01\x03\x03\x39\x01\x00\x20\x59"; /* {1: 3, 3: -257, -1: bytes */
    EVP_PKEY *own = t->key, *weak;
    webauthn_key_t k;
    str_t cose = cose_rs256(t, rs256, 2048, &t->key), rest = cose;
    assert_true(webauthn_cose(&rest, &k) && rest.n == 0 && k.algorithm == WEBAUTHN_RS256 && k.n == 256);
    str_t data = auth_data(t, "canhgiac.example.gov.vn", UP | UV, 1, STR_NONE), json = S("{}");
    str_t sig = sign_es256(t, data, json); /* with the key at hand */
    assert_true(webauthn_signed(&k, data, json, sig));
    assert_false(webauthn_signed(&k, data, S("{ }"), sig));
    char *bad = arena_alloc(t->a, cose.n);
    memcpy(bad, cose.p, cose.n);
    bad[cose.n - 1] = 3; /* another exponent */
    rest = of(bad, cose.n);
    assert_false(webauthn_cose(&rest, &k));
    for (size_t n = 0; n < cose.n; n += 7) {
        rest = of(cose.p, n);
        assert_false(webauthn_cose(&rest, &k));
    }
    rest = cose_rs256(t, rs256, 1024, &weak);
    assert_false(webauthn_cose(&rest, &k));
    EVP_PKEY_free(weak);
    EVP_PKEY_free(t->key);
    t->key = own;
}

/* RFC 8949 appendix A, what of it is canonical and what is not. */
static void cbor_is_read_in_its_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        bool good;
    } of_form[] = {{"\x00", 1, true},
                   {"\x18\x18", 2, true},
                   {"\x18\x17", 2, false}, /* 23 in two bytes */
                   {"\x19\x00\xff", 3, false},
                   {"\x1b\xff\xff\xff\xff\xff\xff\xff\xff", 9, true},
                   {"\x1b\x00\x00\x00\x00\xff\xff\xff\xff", 9, false},
                   {"\x1c", 1, false},
                   {"\x5f\x41\x00\xff", 4, false}, /* no definite length */
                   {"\xc0\x60", 2, false},         /* a tag */
                   {"\xf9\x3c\x00", 3, false},     /* 1.0 */
                   {"\xf4", 1, true},
                   {"\x62\xc3\x28", 3, false}, /* not UTF-8 */
                   {"\x44\x01", 2, false},     /* four bytes that are not there */
                   {"\x82\x01", 2, false},
                   {"\xa1\x01\x02", 3, true},
                   {"\x81\x81\x81\x81\x81\x81\x01", 7, true},
                   {"\x81\x81\x81\x81\x81\x81\x81\x81\x81\x01", 10, false}, /* too deep */
                   {"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff", 9, false}};
    for (size_t i = 0; i < sizeof of_form / sizeof *of_form; i++) {
        cbor_t c = {of(of_form[i].bytes, of_form[i].n)};
        if (cbor_skip(&c) != of_form[i].good) fail_msg("form %zu", i);
    }
}

static void a_site_needs_a_name(void **state)
{
    test_t *t = *state;
    static const struct {
        const char *url, *host, *origin;
    } sites[] = {{"https://canhgiac.cantho.gov.vn", "canhgiac.cantho.gov.vn", "https://canhgiac.cantho.gov.vn"},
                 {"https://a.vn:8443", "a.vn", "https://a.vn:8443"},
                 {"http://127.0.0.1:8080", "localhost", "http://localhost:8080"},
                 {"http://[::1]:8080", "localhost", "http://localhost:8080"},
                 {"http://localhost:8080", "localhost", "http://localhost:8080"},
                 {"http://canhgiac.cantho.gov.vn", NULL, NULL},
                 {"https://10.0.0.7", NULL, NULL},
                 {"https://[2001:db8::1]", NULL, NULL},
                 {"ftp://a.vn", NULL, NULL},
                 {"", NULL, NULL}};
    for (size_t i = 0; i < sizeof sites / sizeof *sites; i++) {
        passkey_site_t s;
        bool can = passkey_site(t->a, str_of(sites[i].url), &s);
        if (can != (sites[i].host != NULL)) fail_msg("%s", sites[i].url);
        if (can) assert_str(s.host, sites[i].host);
        if (can) assert_str(s.origin, sites[i].origin);
    }
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_a_device_makes_is_taken_once, setup, teardown),
        cmocka_unit_test_setup_teardown(what_does_not_fit_is_not_added, setup, teardown),
        cmocka_unit_test_setup_teardown(a_passkey_signs_in_whom_it_belongs_to, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_that_was_changed_on_the_way_opens_the_door, setup, teardown),
        cmocka_unit_test_setup_teardown(a_counter_that_falls_back_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(a_locked_person_has_no_key, setup, teardown),
        cmocka_unit_test_setup_teardown(a_proof_is_for_the_person_of_the_session, setup, teardown),
        cmocka_unit_test_setup_teardown(keys_of_other_kinds_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(an_rsa_key_signs_too, setup, teardown),
        cmocka_unit_test(cbor_is_read_in_its_one_form),
        cmocka_unit_test_setup_teardown(a_site_needs_a_name, setup, teardown),
    };
    return cmocka_run_group_tests_name("passkey", tests, NULL, NULL);
}
