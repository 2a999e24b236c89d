/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/decode.h"
#include <errno.h>
#include <iconv.h>
#include "base/charset.h"
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

static const char *label_name(str_t label)
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

/* What stands between the tags: the guess is by words, and a page may begin with 16 KiB of form fields. */
static str_t sample(arena_t *a, str_t bytes)
{
    enum { ENOUGH = 12 << 10 };
    buf_t b = buf_new(a, ENOUGH + 1);
    bool tag = false;
    for (size_t i = 0; i < bytes.n && b.n < ENOUGH; i++) {
        if (bytes.p[i] == '<') tag = true;
        if (!tag) buf_putc(&b, bytes.p[i]);
        if (bytes.p[i] == '>') tag = false;
    }
    return buf_str(&b);
}

/* Bytes that are no UTF-8: the encoding in which they are Vietnamese, whatever was declared. */
static bool guessed(arena_t *a, str_t bytes, str_t *out, const char **name)
{
    charset_t c = charset_guess(a, sample(a, bytes));
    if (c != CHARSET_TCVN3 && c != CHARSET_VNI && c != CHARSET_1258) return false;
    *out = charset_convert(a, bytes, c);
    *name = c == CHARSET_TCVN3 ? "TCVN5712-1" : c == CHARSET_VNI ? "VNI" : "CP1258";
    return out->p != NULL;
}

/* A character that a Latin-1 byte became; 0: it is none. */
static unsigned char latin1(uint32_t c)
{
    return c < 0x100 ? (unsigned char)c : 0;
}

/* Lines of nothing but Latin-1 with letters of its upper half, as bytes; other lines are left out. */
static bool latin1_line(str_t line, buf_t *out)
{
    size_t high = 0, start = out->n;
    for (size_t i = 0; i < line.n;) {
        unsigned char c = latin1(utf8_next(line, &i));
        if (!c) {
            out->n = start;
            return false;
        }
        high += c >= 0x80;
        buf_putc(out, (char)c);
    }
    if (high < 3) out->n = start;
    return high >= 3;
}

str_t text_from_old_font(arena_t *a, str_t text)
{
    buf_t all = buf_new(a, text.n + 1);
    str_t rest = text, line;
    while (str_line(&rest, &line))
        if (latin1_line(line, &all)) buf_putc(&all, '\n');
    if (!all.n) return text;
    charset_t c = charset_guess(a, buf_str(&all));
    if (c != CHARSET_TCVN3 && c != CHARSET_VNI) return text;
    buf_t out = buf_new(a, text.n * 3 + 16), one = buf_new(a, text.n + 1);
    rest = text;
    while (str_line(&rest, &line)) {
        one.n = 0;
        bool old = latin1_line(line, &one);
        buf_put(&out, old ? charset_convert(a, buf_str(&one), c) : line);
        buf_putc(&out, '\n');
    }
    return buf_ok(&out) ? buf_str(&out) : text;
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
    if (!name && has_high(bytes) && guessed(a, bytes, out, &name)) {
        *charset = str_of(name);
        return ST_OK;
    }
    if (!name && label.n) name = label_name(label);
    if (!name) {
        str_t meta = html_charset(a, bytes);
        name = meta.n ? label_name(meta) : NULL;
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
