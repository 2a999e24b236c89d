/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"
#include <stdarg.h>
#include <stdio.h>
#include "base/i18n.h"

err_t err_new(lang_t lang)
{
    return (err_t){.lang = lang, .code = ""};
}

static void fill(err_t *err, status_t s, const char *code, const char *field, long line, const char *msgid, va_list ap)
{
    if (!err) return;
    err->status = s;
    err->code = code;
    err->line = line;
    snprintf(err->field, sizeof err->field, "%s", field ? field : "");
    vsnprintf(err->text, sizeof err->text, tr(err->lang, msgid), ap);
}

status_t err_set(err_t *err, status_t s, const char *code, const char *msgid, ...)
{
    va_list ap;
    va_start(ap, msgid);
    fill(err, s, code, NULL, 0, msgid, ap);
    va_end(ap);
    return s;
}

status_t err_at(err_t *err, status_t s, const char *code, const char *field, long line, const char *msgid, ...)
{
    va_list ap;
    va_start(ap, msgid);
    fill(err, s, code, field, line, msgid, ap);
    va_end(ap);
    return s;
}

int status_exit(status_t s)
{
    switch (s) {
    case ST_OK:
    case ST_ROW:
    case ST_END: return 0;
    case ST_USAGE: return 2;
    case ST_DENIED:
    case ST_CONFLICT: return 3;
    default: return 1;
    }
}

int status_http(status_t s)
{
    switch (s) {
    case ST_OK:
    case ST_ROW:
    case ST_END: return 200;
    case ST_USAGE: return 400;
    case ST_INPUT: return 422;
    case ST_DENIED: return 403;
    case ST_NOT_FOUND: return 404;
    case ST_CONFLICT: return 409;
    case ST_LIMIT: return 413;
    case ST_RATE: return 429;
    case ST_BUSY:
    case ST_IO:
    case ST_STORE:
    case ST_MEMORY: return 503;
    case ST_BUG: break;
    }
    return 500;
}
