/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/decode.h"
#include <errno.h>
#include <iconv.h>
#include "proof/html.h"

typedef struct label {
    const char *label, *name;
} label_t;

/* Labels seen on Vietnamese portals and the WHATWG names they mean. A page called Latin-1 is in truth Windows-1252. */
static const label_t labels[] = {
    {"utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"windows-1258", "CP1258"},
    {"cp1258", "CP1258"},
    {"x-cp1258", "CP1258"},
    {"windows-1252", "CP1252"},
    {"cp1252", "CP1252"},
    {"iso-8859-1", "CP1252"},
    {"latin1", "CP1252"},
    {"us-ascii", "CP1252"},
    {"ascii", "CP1252"},
    {"tcvn", "TCVN5712-1"},
    {"tcvn-5712", "TCVN5712-1"},
    {"tcvn5712-1", "TCVN5712-1"},
    {"x-viet-tcvn", "TCVN5712-1"},
    {"viscii", "VISCII"},
    {"utf-16", "UTF-16LE"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
};

static const char *charset_name(str_t label)
{
    label = str_trim(label);
    while (label.n && (label.p[0] == '"' || label.p[0] == '\'')) label = str_sub(label, 1, label.n);
    while (label.n && (label.p[label.n - 1] == '"' || label.p[label.n - 1] == '\'')) label.n--;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_ieq(label, str_of(labels[i].label))) return labels[i].name;
    return NULL;
}

/* Through iconv; a byte it cannot read becomes U+FFFD and the next is tried. */
static status_t convert(arena_t *a, str_t bytes, const char *from, str_t *out, err_t *err)
{
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1) {
        *out = bytes;
        return ST_OK;
    }
    size_t room = bytes.n * 4 + 16, in_left = bytes.n;
    char *p = arena_alloc(a, room), *to = p, *in = (char *)(uintptr_t)bytes.p;
    while (p && in_left) {
        if (iconv(cd, &in, &in_left, &to, &room) != (size_t)-1) break;
        if (errno == E2BIG || room < 3) break;
        for (const char *c = "\xef\xbf\xbd"; *c; c++) *to++ = *c;
        room -= 3;
        in++;
        in_left--;
    }
    if (p) iconv(cd, NULL, NULL, &to, &room);
    iconv_close(cd);
    if (!p) return err_set(err, ST_MEMORY, "html.memory", N_("The page is too large to be read."));
    *out = (str_t){p, (size_t)(to - p)};
    return ST_OK;
}

static bool has_high(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return true;
    return false;
}

status_t page_decode(arena_t *a, str_t bytes, str_t label, str_t *out, str_t *charset, err_t *err)
{
    const char *name = NULL;
    if (str_starts(bytes, S("\xef\xbb\xbf"))) {
        bytes = str_sub(bytes, 3, bytes.n);
        name = "UTF-8";
    } else if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff"))) {
        name = bytes.p[0] == '\xff' ? "UTF-16LE" : "UTF-16BE";
        bytes = str_sub(bytes, 2, bytes.n);
    }
    if (!name && has_high(bytes) && utf8_valid(bytes)) name = "UTF-8";
    if (!name && label.n) name = charset_name(label);
    if (!name) {
        str_t meta = html_charset(a, bytes);
        name = meta.n ? charset_name(meta) : NULL;
        if (name && strncmp(name, "UTF-16", 6) == 0) name = "UTF-8"; /* <meta> could not be read if it were */
    }
    if (!name) name = has_high(bytes) ? "CP1258" : "UTF-8";
    *charset = str_of(name);
    if (strcmp(name, "UTF-8") == 0) {
        *out = bytes;
        return ST_OK;
    }
    return convert(a, bytes, name, out, err);
}
