/* SPDX-License-Identifier: Apache-2.0
 *
 * sign — see sign.h. The formats are those of minisign 0.11 (https://jedisct1.github.io/minisign/, "Signature format",
 * "Public key format", "Secret key format").
 */
#include "material/sign.h"
#include <sodium.h>
#include "material/internal.h"

#define BLOB_PUBLIC    42  /* "Ed" id key */
#define BLOB_SIGNATURE 74  /* "ED" id signature */
#define BLOB_SECRET    158 /* "Ed" kdf "B2" salt ops mem id key checksum */
#define SECRET_ID      54
#define HASHED         64

static const char untrusted[] = "untrusted comment: ";
static const char trusted[] = "trusted comment: ";

void sign_new(sign_secret_t *out)
{
    uint8_t seed[32], public[32];
    rand_bytes(out->id, sizeof out->id);
    rand_bytes(seed, sizeof seed);
    (void)crypto_sign_seed_keypair(public, out->key, seed);
    secret_wipe(seed, sizeof seed);
}

sign_public_t sign_public_of(const sign_secret_t *secret)
{
    sign_public_t p;
    memcpy(p.id, secret->id, sizeof p.id);
    memcpy(p.key, secret->key + 32, sizeof p.key);
    p.until = MS_NEVER;
    return p;
}

void sign_id_text(const uint8_t id[8], char out[17])
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < 8; i++) { /* minisign prints it as a little-endian number */
        out[2 * i] = hex[id[7 - i] >> 4];
        out[2 * i + 1] = hex[id[7 - i] & 15];
    }
    out[16] = 0;
}

/* --- the lines of a file --- */

/* Decodes exactly `want` bytes of base64. Written again they must give the same line: libsodium's decoder takes some bytes
 * above 127 for letters. */
static bool line_decode(str_t line, uint8_t *out, size_t want)
{
    char again[256];
    size_t n = 0;
    if (line.n != (want + 2) / 3 * 4 || line.n >= sizeof again) return false;
    if (sodium_base642bin(out, want, line.p, line.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 || n != want)
        return false;
    (void)sodium_bin2base64(again, sizeof again, out, want, sodium_base64_VARIANT_ORIGINAL);
    return memcmp(again, line.p, line.n) == 0;
}

static void line_put(buf_t *out, const void *bytes, size_t n)
{
    base64_put(out, bytes, n);
    buf_putc(out, '\n');
}

/* The next line, which must be a comment of that kind; *comment is what follows its name. */
static bool line_comment(str_t *rest, const char *kind, str_t *comment)
{
    str_t line;
    if (!str_line(rest, &line) || !str_starts(line, str_of(kind))) return false;
    *comment = str_sub(line, strlen(kind), line.n);
    return comment->n <= SIGN_COMMENT_MAX && utf8_valid(*comment);
}

/* --- key files --- */

void sign_public_put(buf_t *out, const sign_public_t *key)
{
    char id[17];
    uint8_t blob[BLOB_PUBLIC] = {'E', 'd'};
    memcpy(blob + 2, key->id, 8);
    memcpy(blob + 10, key->key, 32);
    sign_id_text(key->id, id);
    buf_fmt(out, "%sminisign public key %s\n", untrusted, id);
    line_put(out, blob, sizeof blob);
}

status_t sign_public_parse(str_t text, sign_public_t *out, err_t *err)
{
    uint8_t blob[BLOB_PUBLIC];
    str_t rest = text, comment, line;
    if (text.n > SIGN_FILE_MAX) goto bad;
    if (str_starts(text, str_of(untrusted)) && !line_comment(&rest, untrusted, &comment)) goto bad;
    if (!str_line(&rest, &line) || !line_decode(str_trim(line), blob, sizeof blob)) goto bad;
    if (str_trim(rest).n != 0 || memcmp(blob, "Ed", 2) != 0) goto bad;
    memcpy(out->id, blob + 2, 8);
    memcpy(out->key, blob + 10, 32);
    out->until = MS_NEVER;
    return ST_OK;
bad:
    return err_set(err, ST_INPUT, "sign.bad-public-key", N_("This is not a public key in minisign's format."));
}

/* The 64 bytes are seed and public key: they must belong together, or the file is damaged. minisign leaves the checksum of
 * a key without a password empty, so there is nothing else to go by. */
static bool secret_whole(const sign_secret_t *key)
{
    uint8_t public[32], secret[64];
    (void)crypto_sign_seed_keypair(public, secret, key->key);
    bool whole = sodium_memcmp(secret, key->key, sizeof secret) == 0;
    secret_wipe(secret, sizeof secret);
    return whole;
}

void sign_secret_put(buf_t *out, const sign_secret_t *key)
{
    uint8_t blob[BLOB_SECRET] = {'E', 'd', 0, 0, 'B', '2'};
    memcpy(blob + SECRET_ID, key->id, 8);
    memcpy(blob + SECRET_ID + 8, key->key, 64);
    buf_fmt(out, "%sminisign secret key\n", untrusted);
    line_put(out, blob, sizeof blob);
    secret_wipe(blob, sizeof blob);
}

status_t sign_secret_parse(str_t text, sign_secret_t *out, err_t *err)
{
    uint8_t blob[BLOB_SECRET] = {0};
    str_t rest = text, comment, line;
    status_t s = ST_INPUT;
    if (text.n > SIGN_FILE_MAX || !line_comment(&rest, untrusted, &comment) || !str_line(&rest, &line) ||
        !line_decode(str_trim(line), blob, sizeof blob) || str_trim(rest).n != 0 || memcmp(blob, "Ed", 2) != 0 ||
        memcmp(blob + 4, "B2", 2) != 0) {
        s = err_set(err, ST_INPUT, "sign.bad-secret-key", N_("This is not a secret key in minisign's format."));
    } else if (blob[2] || blob[3]) {
        s = err_set(err, ST_INPUT, "sign.encrypted-key",
                    N_("This secret key is encrypted with a password; the server needs one made with minisign -G -W."));
    } else {
        memcpy(out->id, blob + SECRET_ID, 8);
        memcpy(out->key, blob + SECRET_ID + 8, 64);
        s = secret_whole(out) ? ST_OK
                              : err_set(err, ST_INPUT, "sign.damaged-key", N_("The secret key file is damaged."));
    }
    secret_wipe(blob, sizeof blob);
    return s;
}

/* --- signatures --- */

static bool comment_fits(str_t comment)
{
    if (comment.n > SIGN_COMMENT_MAX || !utf8_valid(comment)) return false;
    for (size_t i = 0; i < comment.n; i++)
        if (((unsigned char)comment.p[i] < ' ' && comment.p[i] != '\t') || comment.p[i] == 0x7f) return false;
    return true;
}

/* The comment is signed together with the signature, so that it cannot be moved to another. */
static size_t global_bytes(uint8_t *out, const uint8_t signature[64], str_t comment)
{
    memcpy(out, signature, 64);
    if (comment.n) memcpy(out + 64, comment.p, comment.n);
    return 64 + comment.n;
}

status_t sign_make(const sign_secret_t *key, str_t bytes, str_t comment, buf_t *out, err_t *err)
{
    uint8_t hash[HASHED], blob[BLOB_SIGNATURE] = {'E', 'D'}, global[64], all[64 + SIGN_COMMENT_MAX];
    if (!comment_fits(comment))
        return err_set(err, ST_INPUT, "sign.bad-comment",
                       N_("A signature's comment is one line of at most 1024 bytes."));
    (void)crypto_generichash(hash, sizeof hash, (const uint8_t *)bytes.p, bytes.n, NULL, 0);
    memcpy(blob + 2, key->id, 8);
    (void)crypto_sign_detached(blob + 10, NULL, hash, sizeof hash, key->key);
    size_t n = global_bytes(all, blob + 10, comment);
    (void)crypto_sign_detached(global, NULL, all, n, key->key);

    buf_fmt(out, "%ssignature by canhgiac\n", untrusted);
    line_put(out, blob, sizeof blob);
    buf_putz(out, trusted);
    buf_put(out, comment);
    buf_putc(out, '\n');
    line_put(out, global, sizeof global);
    return buf_ok(out) ? ST_OK : no_memory(err);
}

typedef struct parsed {
    uint8_t blob[BLOB_SIGNATURE], global[64];
    str_t comment;
} parsed_t;

static bool signature_parse(str_t text, parsed_t *p)
{
    str_t rest = text, ignored, line;
    if (text.n > SIGN_FILE_MAX || !line_comment(&rest, untrusted, &ignored)) return false;
    if (!str_line(&rest, &line) || !line_decode(line, p->blob, sizeof p->blob)) return false;
    if (!line_comment(&rest, trusted, &p->comment) || !comment_fits(p->comment)) return false;
    if (!str_line(&rest, &line) || !line_decode(line, p->global, sizeof p->global)) return false;
    return str_trim(rest).n == 0 && p->blob[0] == 'E' && (p->blob[1] == 'D' || p->blob[1] == 'd');
}

static bool bytes_hold(const parsed_t *p, const sign_public_t *key, str_t bytes)
{
    uint8_t hash[HASHED];
    const uint8_t *m = (const uint8_t *)bytes.p;
    size_t n = bytes.n;
    if (p->blob[1] == 'D') {
        (void)crypto_generichash(hash, sizeof hash, m, n, NULL, 0);
        m = hash;
        n = sizeof hash;
    }
    return crypto_sign_verify_detached(p->blob + 10, m, n, key->key) == 0;
}

status_t sign_check(const sign_ring_t *ring, str_t bytes, str_t signature, sign_seen_t *seen, err_t *err)
{
    parsed_t p;
    uint8_t all[64 + SIGN_COMMENT_MAX];
    if (!signature_parse(signature, &p))
        return err_set(err, ST_INPUT, "sign.bad-signature-file", N_("This is not a signature in minisign's format."));

    const sign_public_t *key = NULL;
    for (size_t i = 0; i < ring->n && !key; i++)
        if (memcmp(ring->keys[i].id, p.blob + 2, 8) == 0) key = &ring->keys[i];
    if (!key) {
        char id[17];
        sign_id_text(p.blob + 2, id);
        return err_set(err, ST_DENIED, "sign.unknown-key",
                       N_("It was signed with the key %s, which is not one we trust."), id);
    }
    if (!bytes_hold(&p, key, bytes))
        return err_set(err, ST_DENIED, "sign.forged",
                       N_("The signature does not hold: the file is not the one that was signed."));
    size_t n = global_bytes(all, p.blob + 10, p.comment);
    if (crypto_sign_verify_detached(p.global, all, n, key->key) != 0)
        return err_set(err, ST_DENIED, "sign.comment-forged", N_("The signature's comment was changed after signing."));
    if (seen) *seen = (sign_seen_t){*key, p.comment};
    return ST_OK;
}
