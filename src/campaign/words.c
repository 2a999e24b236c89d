/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in a dispatch around its clauses, as JSON with the keys of the letter's reading.
 */
#include <jansson.h>
#include "campaign/campaign_internal.h"

enum { TEXTS_MOST = 500 };

static str_t text_of(arena_t *a, const json_t *v)
{
    return json_is_string(v) ? str_dup(a, (str_t){json_string_value(v), json_string_length(v)}) : S("");
}

static texts_t texts_of(arena_t *a, const json_t *v)
{
    size_t n = json_array_size(v);
    if (n > TEXTS_MOST) n = TEXTS_MOST;
    texts_t t = {ARENA_ARRAY(a, str_t, n + 1), 0};
    for (size_t i = 0; t.at && i < n; i++) {
        str_t s = text_of(a, json_array_get(v, i));
        if (s.n) t.at[t.n++] = s;
    }
    return t;
}

status_t words_read(arena_t *a, str_t json, wording_t *out, err_t *err)
{
    json_t *o = json_loadb(json.p ? json.p : "{}", json.p ? json.n : 2, 0, NULL);
    if (!json_is_object(o)) {
        json_decref(o);
        return err_set(err, ST_STORE, "dispatch.words", N_("The words of the dispatch cannot be read."));
    }
    *out = (wording_t){.issuer = text_of(a, json_object_get(o, "issuer")),
                       .parent = text_of(a, json_object_get(o, "parent")),
                       .place = text_of(a, json_object_get(o, "place")),
                       .kind = text_of(a, json_object_get(o, "kind")),
                       .signer_for = text_of(a, json_object_get(json_object_get(o, "signer"), "for")),
                       .recipients = texts_of(a, json_object_get(o, "recipients")),
                       .opening = texts_of(a, json_object_get(o, "opening")),
                       .closing = texts_of(a, json_object_get(o, "closing")),
                       .attachments = texts_of(a, json_object_get(o, "attachments")),
                       .cc = texts_of(a, json_object_get(o, "cc"))};
    json_decref(o);
    return arena_failed(a) ? err_set(err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."))
                           : ST_OK;
}

static void put(buf_t *b, const char *key, str_t v)
{
    buf_fmt(b, "\"%s\":", key);
    buf_json(b, v.p ? v : S(""));
    buf_putc(b, ',');
}

static void put_all(buf_t *b, const char *key, texts_t t)
{
    buf_fmt(b, "\"%s\":[", key);
    for (size_t i = 0; i < t.n; i++) {
        if (i) buf_putc(b, ',');
        buf_json(b, t.at[i]);
    }
    buf_putz(b, "],");
}

str_t words_write(arena_t *a, const wording_t *w)
{
    buf_t b = buf_new(a, LETTER_LIMIT * 2);
    buf_putc(&b, '{');
    put(&b, "issuer", w->issuer);
    put(&b, "parent", w->parent);
    put(&b, "place", w->place);
    put(&b, "kind", w->kind);
    put_all(&b, "recipients", w->recipients);
    put_all(&b, "opening", w->opening);
    put_all(&b, "closing", w->closing);
    put_all(&b, "attachments", w->attachments);
    put_all(&b, "cc", w->cc);
    buf_putz(&b, "\"signer\":{\"for\":");
    buf_json(&b, w->signer_for.p ? w->signer_for : S(""));
    buf_putz(&b, "}}");
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}
