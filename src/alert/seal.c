/* SPDX-License-Identifier: Apache-2.0
 *
 * seal — the duty desk's keys. Reports are sealed with libsodium's crypto_box_seal: who can write them cannot read them.
 * The public half is desk.box, not desk.pub: every NAME.pub of the folder is a key that signs.
 */
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include "alert/internal.h"
#include "base/file.h"

#define PAD        512
#define SEALED_MAX ((size_t)64 << 10)

static status_t key_path(const char *dir, const char *name, char out[4096], err_t *err)
{
    if ((size_t)snprintf(out, 4096, "%s/keys/%s", dir, name) < 4096) return ST_OK;
    return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
}

/* A key file is one line of hex. */
static status_t key_write(const char *dir, const char *name, const uint8_t *key, unsigned mode, err_t *err)
{
    char path[4096], line[2 * 32 + 2];
    status_t s = key_path(dir, name, path, err);
    if (s != ST_OK) return s;
    sodium_bin2hex(line, sizeof line, key, 32);
    line[64] = '\n';
    s = file_write(path, (str_t){line, 65}, mode, err);
    secret_wipe(line, sizeof line);
    return s;
}

static status_t key_read(const char *dir, const char *name, uint8_t key[32], err_t *err)
{
    char path[4096];
    status_t s = key_path(dir, name, path, err);
    arena_t *a = s == ST_OK ? arena_new(4096) : NULL;
    if (!a) return s != ST_OK ? s : err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    str_t text = STR_NONE;
    err_t why = err_new(LANG_EN);
    s = file_read(a, path, 200, &text, &why);
    bool good = s == ST_OK && hex_get(str_trim(text), key, 32);
    if (text.p) secret_wipe((void *)(uintptr_t)text.p, text.n);
    arena_free(a);
    if (good) return ST_OK;
    return err_set(err, ST_STORE, "report.no-key", N_("The duty desk's key %s is missing or cannot be read."), name);
}

static bool there(const char *dir, const char *name)
{
    char path[4096];
    err_t ignored = err_new(LANG_EN);
    return key_path(dir, name, path, &ignored) == ST_OK && file_exists(path);
}

status_t alert_keys_make(const char *dir, err_t *err)
{
    char folder[4096];
    if ((size_t)snprintf(folder, sizeof folder, "%s/keys", dir) >= sizeof folder)
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    status_t s = dir_make(folder, 0700, err);
    if (s == ST_OK && !there(dir, "desk.key")) {
        uint8_t public_key[crypto_box_PUBLICKEYBYTES], secret[crypto_box_SECRETKEYBYTES];
        crypto_box_keypair(public_key, secret);
        s = key_write(dir, "desk.box", public_key, 0644, err);
        if (s == ST_OK) s = key_write(dir, "desk.key", secret, 0600, err);
        secret_wipe(secret, sizeof secret);
    }
    if (s == ST_OK && !there(dir, "receipt.key")) {
        uint8_t key[32];
        rand_bytes(key, sizeof key);
        s = key_write(dir, "receipt.key", key, 0600, err);
        secret_wipe(key, sizeof key);
    }
    return s;
}

status_t receipt_hash(const char *dir, str_t digits, digest_t *out, err_t *err)
{
    uint8_t key[32];
    status_t s = key_read(dir, "receipt.key", key, err);
    if (s == ST_OK) *out = hmac256((str_t){(const char *)key, sizeof key}, digits);
    secret_wipe(key, sizeof key);
    return s;
}

static void member(buf_t *b, const char *name, str_t value)
{
    if (!value.n) return;
    buf_fmt(b, "%s\"%s\":", b->n > 1 ? "," : "", name);
    buf_json(b, value);
}

status_t members_seal(arena_t *a, const char *dir, const sealed_member_t *m, size_t n, str_t *out, err_t *err)
{
    uint8_t key[crypto_box_PUBLICKEYBYTES];
    status_t s = key_read(dir, "desk.box", key, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, SEALED_MAX);
    buf_putc(&b, '{');
    for (size_t i = 0; i < n; i++) member(&b, m[i].name, m[i].value);
    buf_putc(&b, '}');
    while (buf_ok(&b) && b.n % PAD) buf_putc(&b, ' ');
    unsigned char *sealed = arena_alloc(a, b.n + crypto_box_SEALBYTES);
    buf_t text = buf_new(a, 2 * SEALED_MAX);
    if (!buf_ok(&b) || !sealed ||
        crypto_box_seal(sealed, (const unsigned char *)b.p, (unsigned long long)b.n, key) != 0)
        return err_set(err, ST_LIMIT, "report.too-large", N_("The report is too long."));
    base64_put(&text, sealed, b.n + crypto_box_SEALBYTES);
    secret_wipe(b.p, b.n);
    if (!buf_ok(&text)) return err_set(err, ST_LIMIT, "report.too-large", N_("The report is too long."));
    *out = buf_str(&text);
    return ST_OK;
}

static str_t text_of(arena_t *a, json_t *j, const char *name)
{
    json_t *v = json_object_get(j, name);
    return json_is_string(v) ? str_dup(a, (str_t){json_string_value(v), json_string_length(v)}) : S("");
}

status_t members_unseal(arena_t *a, const char *dir, str_t sealed, const sealed_into_t *m, size_t n, err_t *err)
{
    uint8_t pub[32], secret[32];
    status_t s = key_read(dir, "desk.box", pub, err);
    if (s == ST_OK) s = key_read(dir, "desk.key", secret, err);
    if (s != ST_OK) return s;
    str_t box = base64_get(a, sealed);
    unsigned char *open = box.p && box.n > crypto_box_SEALBYTES ? arena_alloc(a, box.n) : NULL;
    bool good =
        open && crypto_box_seal_open(open, (const unsigned char *)box.p, (unsigned long long)box.n, pub, secret) == 0;
    secret_wipe(secret, sizeof secret);
    json_t *j = good ? json_loadb((const char *)open, box.n - crypto_box_SEALBYTES, 0, NULL) : NULL;
    if (!json_is_object(j)) {
        json_decref(j);
        return err_set(err, ST_DENIED, "report.sealed", N_("This report cannot be opened with the duty desk's key."));
    }
    for (size_t i = 0; i < n; i++) *m[i].to = text_of(a, j, m[i].name);
    json_decref(j);
    return ST_OK;
}

status_t report_seal(arena_t *a, const char *dir, const report_t *r, str_t *out, err_t *err)
{
    const sealed_member_t members[] = {{"channel", r->channel}, {"text", r->text},       {"link", r->link},
                                       {"phone", r->phone},     {"account", r->account}, {"bank", r->bank},
                                       {"loss", r->loss}};
    return members_seal(a, dir, members, sizeof members / sizeof *members, out, err);
}

status_t report_unseal(arena_t *a, const char *dir, str_t sealed, report_t *out, err_t *err)
{
    *out = (report_t){.channel = S("")};
    const sealed_into_t members[] = {{"channel", &out->channel}, {"text", &out->text},       {"link", &out->link},
                                     {"phone", &out->phone},     {"account", &out->account}, {"bank", &out->bank},
                                     {"loss", &out->loss}};
    return members_unseal(a, dir, sealed, members, sizeof members / sizeof *members, err);
}
