/* SPDX-License-Identifier: Apache-2.0 */
#include "wasm/pack.h"
#include "base/crypto.h"
#include "base/i18n.h"
#include "recognise/compile.h"
#include "recognise/model.h"

static str_t file_in(void *ctx, str_t name)
{
    str_t rest = *(str_t *)ctx;
    while (rest.n > 5) {
        size_t n = (unsigned char)rest.p[0];
        uint32_t size;
        if (rest.n < n + 5) break;
        memcpy(&size, rest.p + 1 + n, sizeof size);
        if (size > rest.n - n - 5) break;
        if (str_eq(str_sub(rest, 1, 1 + n), name)) return str_sub(rest, n + 5, n + 5 + size);
        rest = str_sub(rest, n + 5 + size, rest.n);
    }
    return STR_NONE;
}

status_t pack_compile(arena_t *a, str_t pack, str_t *out)
{
    err_t err = {.code = ""};
    return know_compile(a, file_in, &pack, out, &err);
}

/* --- what the compiler asks of the program, and a browser has not --- */

/* The module came whole or not at all; the compiled file has a sum of its own. */
bool model_open(str_t file, model_t *out)
{
    return model_view(file, out);
}

/* The build's lint has said what there was to say; here a pack is whole or it is not. */
status_t err_set(err_t *err, status_t s, const char *code, const char *msgid, ...)
{
    (void)err;
    (void)code;
    (void)msgid;
    return s;
}

status_t err_at(err_t *err, status_t s, const char *code, const char *field, long line, const char *msgid, ...)
{
    (void)err;
    (void)code;
    (void)field;
    (void)line;
    (void)msgid;
    return s;
}

const char *tr(lang_t lang, const char *msgid)
{
    (void)lang;
    return msgid;
}
