/* SPDX-License-Identifier: Apache-2.0 */
#include "material/mark.h"
#include <sodium.h>
#include "material/code.h"

enum { SIGNED = 42, VERSION_AT = 1, CORE_AT = 5, KEY_AT = 21, SIGNATURE_AT = 29 };

static void signed_bytes(uint8_t out[SIGNED], const char *code, const uint8_t *version_and_core)
{
    memcpy(out, "canhgiac mark 1\n", 16);
    memcpy(out + 16, code, CODE_LEN);
    memcpy(out + 22, version_and_core, 4 + MARK_CORE);
}

str_t mark_make(arena_t *a, const sign_secret_t *key, str_t base, str_t code, int64_t version, digest_t core)
{
    uint8_t b[MARK_BYTES] = {1}, message[SIGNED];
    for (size_t i = 0; i < 4; i++) b[VERSION_AT + i] = (uint8_t)((uint64_t)version >> (24 - 8 * i) & 0xFF);
    memcpy(b + CORE_AT, core.b, MARK_CORE);
    memcpy(b + KEY_AT, key->id, 8);
    signed_bytes(message, code.p, b + VERSION_AT);
    (void)crypto_sign_detached(b + SIGNATURE_AT, NULL, message, sizeof message, key->key);
    buf_t out = buf_new(a, 2048);
    buf_put(&out, base);
    buf_putz(&out, "/v/");
    buf_put(&out, code);
    buf_putc(&out, '#');
    base64url_put(&out, b, sizeof b);
    return buf_ok(&out) ? buf_str(&out) : STR_NONE;
}

status_t mark_parse(arena_t *a, str_t payload, mark_t *out, err_t *err)
{
    size_t hash = str_chr(payload, '#', 0);
    str_t address = str_sub(payload, 0, hash == SIZE_MAX ? payload.n : hash);
    str_t b = hash == SIZE_MAX || payload.n > 2048 ? STR_NONE : base64url_get(a, str_sub(payload, hash + 1, payload.n));
    if (!b.p || b.n != MARK_BYTES || b.p[0] != 1 || str_find(address, S("/v/"), 0) == SIZE_MAX ||
        code_parse(address, out->code, NULL) != ST_OK)
        return err_at(err, ST_INPUT, "mark.none", "qr", 0,
                      N_("This QR code carries no signature of ours; type the code of 6 characters instead."));
    const uint8_t *p = (const uint8_t *)b.p;
    out->version = (uint32_t)p[1] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 8 | p[4];
    memcpy(out->core, p + CORE_AT, MARK_CORE);
    memcpy(out->key_id, p + KEY_AT, 8);
    memcpy(out->signature, p + SIGNATURE_AT, 64);
    return ST_OK;
}

status_t mark_check(const sign_ring_t *ring, const mark_t *m, sign_public_t *key, err_t *err)
{
    uint8_t message[SIGNED], rest[4 + MARK_CORE];
    for (size_t i = 0; i < 4; i++) rest[i] = (uint8_t)(m->version >> (24 - 8 * i) & 0xFF);
    memcpy(rest + 4, m->core, MARK_CORE);
    signed_bytes(message, m->code, rest);
    for (size_t i = 0; i < ring->n; i++) {
        if (memcmp(ring->keys[i].id, m->key_id, 8) != 0) continue;
        if (crypto_sign_verify_detached(m->signature, message, sizeof message, ring->keys[i].key) != 0) break;
        if (key) *key = ring->keys[i];
        return ST_OK;
    }
    return err_set(err, ST_DENIED, "mark.forged",
                   N_("The signature in this QR code does not hold: the sheet that carries it is not ours."));
}
