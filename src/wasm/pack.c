/* SPDX-License-Identifier: Apache-2.0 */
#include "wasm/pack.h"
#include "base/crypto.h"
#include "base/i18n.h"
#include "recognise/compile.h"
#include "recognise/model.h"

typedef struct pack {
    str_t files, suffixes;
} pack_t;

static str_t file_in(void *ctx, str_t name)
{
    const pack_t *p = ctx;
    str_t rest = p->files;
    if (p->suffixes.p && str_eq(name, S("public_suffix_list.dat"))) return p->suffixes;
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

/* The rules whole again (see tools/pack.py): each keeps some labels of the one before, last label first. */
static bool suffixes_whole(str_t packed, buf_t *out)
{
    enum { LABELS = 10 };
    str_t label[LABELS], line;
    size_t had = 0;
    while (str_line(&packed, &line)) {
        size_t n = line.n && line.p[0] >= '0' && line.p[0] <= '9' ? (size_t)(line.p[0] - '0') : SIZE_MAX;
        if (n > had) return false;
        line = str_sub(line, 1, line.n);
        while (n < LABELS && str_cut(&line, '.', &label[n])) n++;
        if (line.p) return false;
        for (size_t i = had = n; i-- > 0;) {
            buf_put(out, label[i]);
            buf_putc(out, i ? '.' : '\n');
        }
    }
    return buf_ok(out);
}

status_t pack_compile(arena_t *a, str_t pack, str_t *out)
{
    enum { SUFFIXES_MOST = 1 << 20 };
    err_t err = {.code = ""};
    pack_t p = {.files = pack};
    buf_t whole = buf_new(a, SUFFIXES_MOST);
    if (!suffixes_whole(file_in(&p, S("public_suffix_list.dat")), &whole)) return ST_INPUT;
    p.suffixes = buf_str(&whole);
    return know_compile(a, file_in, &p, out, &err);
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
