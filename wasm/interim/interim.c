/* SPDX-License-Identifier: Apache-2.0
 *
 * interim — the knowledge while it comes as tables of text. Goes when canhgiac.know is read in place.
 */
#include "base/i18n.h"
#include "opening.h"
#include "recognise/model.h"

bool model_open(str_t file, model_t *out)
{
    return model_view(file, out);
}

const char *lang_code(lang_t lang)
{
    return lang == LANG_EN ? "en" : "vi";
}

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

/* For each table: its name's length, its name, its length in four bytes, itself. */
static str_t table(void *ctx, str_t name)
{
    str_t rest = *(str_t *)ctx;
    while (rest.n > 5) {
        size_t n = (unsigned char)rest.p[0];
        if (rest.n < n + 5) break;
        uint32_t size;
        memcpy(&size, rest.p + 1 + n, 4);
        if (size > rest.n - n - 5) break;
        if (str_eq(str_sub(rest, 1, 1 + n), name)) return str_sub(rest, n + 5, n + 5 + size);
        rest = str_sub(rest, n + 5 + size, rest.n);
    }
    return STR_NONE;
}

status_t opening(arena_t *a, str_t knowledge, const canhgiac_t **out)
{
    canhgiac_t *k = NULL;
    err_t err = {.code = ""};
    status_t s = canhgiac_new(a, table, &knowledge, &k, &err);
    *out = k;
    return s;
}

const char *opening_version(void)
{
    return "0.1.0";
}
