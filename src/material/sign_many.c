/* SPDX-License-Identifier: Apache-2.0
 *
 * Several signatures beside one file, and the lists by which keys follow one another.
 */
#include <jansson.h>
#include "material/internal.h"
#include "material/sign.h"

bool sign_next(str_t *rest, str_t *one)
{
    str_t line, from;
    *rest = str_trim(*rest);
    if (rest->n == 0) return false;
    from = *rest;
    for (int i = 0; i < 4 && str_line(rest, &line);) i++;
    *one = (str_t){from.p, from.n - rest->n};
    return true;
}

/* Two entries of a key ring may carry one key under two names: it counts once. */
static bool counted(const sign_seen_t *seen, size_t n, const sign_public_t *by)
{
    for (size_t i = 0; i < n; i++)
        if (memcmp(seen[i].by.key, by->key, sizeof by->key) == 0) return true;
    return false;
}

status_t sign_check_many(const sign_ring_t *ring, str_t bytes, str_t signatures, size_t least, ms_t made,
                         sign_seen_t *seen, size_t *n, err_t *err)
{
    str_t rest = signatures, one;
    bool retired = false;
    *n = 0;
    if (signatures.n > SIGN_TEXT_MAX || str_trim(signatures).n == 0)
        return err_set(err, ST_INPUT, "sign.bad-signature-file", N_("This is not a signature in minisign's format."));
    err_t why = err_new(err ? err->lang : LANG_VI);
    while (*n < SIGN_MANY_MAX && sign_next(&rest, &one)) {
        sign_seen_t s;
        status_t held = sign_check(ring, bytes, one, &s, &why);
        bool stranger = held == ST_DENIED && why.code && strcmp(why.code, "sign.unknown-key") == 0;
        if (held != ST_OK && !stranger) return sign_check(ring, bytes, one, NULL, err);
        if (held == ST_OK && made != MS_NEVER && s.by.until < made)
            retired = true;
        else if (held == ST_OK && !counted(seen, *n, &s.by))
            seen[(*n)++] = s;
    }
    if (*n >= least) return ST_OK;
    if (retired)
        return err_set(err, ST_DENIED, "sign.retired-key",
                       N_("It was signed with a key that had been retired before: it does not hold."));
    if (*n == 0) return err_set(err, ST_DENIED, "sign.no-trusted-key", N_("No key that we trust has signed it."));
    return err_set(err, ST_DENIED, "sign.too-few", N_("It needs the signatures of %zu different keys and has %zu."),
                   least, *n);
}

/* --- key lists --- */

static void put_when(buf_t *b, const char *name, ms_t t)
{
    char at[32];
    ms_iso_utc(t == MS_NEVER ? 0 : t, at);
    buf_fmt(b, t == MS_NEVER ? "\"%s\":null" : "\"%s\":\"%s\"", name, at);
}

status_t key_list_make(arena_t *a, const sign_ring_t *ring, int64_t number, ms_t made, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, 64 << 10);
    buf_putz(&b, "{\"format\":1,\"keys\":[");
    for (size_t i = 0; i < ring->n; i++) {
        char id[17];
        const sign_public_t *k = &ring->keys[i];
        uint8_t blob[42] = {'E', 'd'};
        memcpy(blob + 2, k->id, 8);
        memcpy(blob + 10, k->key, 32);
        sign_id_text(k->id, id);
        buf_fmt(&b, "%s\n{\"id\":\"%s\",\"key\":\"", i ? "," : "", id);
        base64_put(&b, blob, sizeof blob);
        buf_putz(&b, "\",");
        put_when(&b, "until", k->until);
        buf_putc(&b, '}');
    }
    buf_putz(&b, "\n],");
    put_when(&b, "made", made);
    buf_fmt(&b, ",\"number\":%lld}\n", (long long)number);
    *out = buf_str(&b);
    return buf_ok(&b) ? ST_OK : no_memory(err);
}

static bool one_key(const json_t *o, sign_public_t *k)
{
    const char *key = json_string_value(json_object_get(o, "key"));
    const json_t *until = json_object_get(o, "until");
    if (!key || sign_public_parse(str_of(key), k, NULL) != ST_OK) return false;
    return json_is_null(until) || (json_is_string(until) && ms_parse(str_of(json_string_value(until)), &k->until));
}

status_t key_list_parse(str_t json, key_list_t *out, err_t *err)
{
    json_t *root = json.n <= 64 << 10 ? json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const json_t *keys = json_object_get(root, "keys");
    size_t n = json_array_size(keys);
    *out = (key_list_t){.number = json_integer_value(json_object_get(root, "number"))};
    bool good =
        json_integer_value(json_object_get(root, "format")) == 1 && out->number > 0 && n > 0 && n <= SIGN_KEYS_MAX;
    for (size_t i = 0; good && i < n; i++) good = one_key(json_array_get(keys, i), &out->ring.keys[i]);
    out->ring.n = good ? n : 0;
    json_decref(root);
    return good ? ST_OK : err_set(err, ST_INPUT, "keys.list", N_("This is not a list of signing keys."));
}

/* The keys that may sign the next list: a retired key must not name its own successor again. */
static sign_ring_t still_sign(const sign_ring_t *ring)
{
    sign_ring_t r = {.n = 0};
    for (size_t i = 0; i < ring->n; i++)
        if (ring->keys[i].until == MS_NEVER) r.keys[r.n++] = ring->keys[i];
    return r;
}

status_t key_lists_follow(sign_ring_t *ring, const str_t *lists, const str_t *signatures, size_t n, err_t *err)
{
    int64_t at = 0;
    for (size_t i = 0; i < n; i++) {
        key_list_t l;
        sign_ring_t may = still_sign(ring);
        status_t s = key_list_parse(lists[i], &l, err);
        if (s != ST_OK) return s;
        if (at && l.number != at + 1)
            return err_set(err, ST_DENIED, "keys.gap", N_("The lists of signing keys have a gap after number %lld."),
                           (long long)at);
        s = sign_check(&may, lists[i], signatures[i], NULL, at ? err : NULL);
        if (s != ST_OK && at) return s;
        if (s != ST_OK) continue; /* older than the key that is trusted here */
        *ring = l.ring;
        at = l.number;
    }
    return ST_OK;
}
