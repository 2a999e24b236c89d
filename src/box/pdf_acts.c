/* SPDX-License-Identifier: Apache-2.0 */
#include "box/pdf_acts.h"
#include <stdlib.h>
#include <zlib.h>

enum { UNPACKED_MOST = 64 << 20, DICT_MOST = 16 << 10 };

/* The confined program brings nothing of ours but this: no str.c. */
static size_t next_slash(str_t s, size_t at)
{
    const char *p = at < s.n ? memchr(s.p + at, '/', s.n - at) : NULL;
    return p ? (size_t)(p - s.p) : SIZE_MAX;
}

static size_t next_stream(str_t s, size_t at)
{
    const char *p = at < s.n ? memmem(s.p + at, s.n - at, "stream", 6) : NULL;
    return p ? (size_t)(p - s.p) : SIZE_MAX;
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static bool regular(char c)
{
    return c && !strchr(" \t\r\n\f()<>[]{}/%", c);
}

/* The name that begins at s.p[at] == '/', its #xx read; *n bytes into `out`, cut at 32. Returns where it ends. */
static size_t name_at(str_t s, size_t at, char out[32], size_t *n)
{
    *n = 0;
    for (at++; at < s.n && regular(s.p[at]); at++) {
        char c = s.p[at];
        if (c == '#' && at + 2 < s.n && hex(s.p[at + 1]) >= 0 && hex(s.p[at + 2]) >= 0) {
            c = (char)(hex(s.p[at + 1]) * 16 + hex(s.p[at + 2]));
            at += 2;
        }
        if (*n < 32) out[(*n)++] = c;
    }
    return at;
}

static bool is_one_of(str_t name, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(name, str_of(*list))) return true;
    return false;
}

static bool names_act(str_t s)
{
    static const char *const acting[] = {"JavaScript",    "JS",        "Launch",    "EmbeddedFile",
                                         "EmbeddedFiles", "RichMedia", "XFA",       "SubmitForm",
                                         "ImportData",    "GoToE",     "Rendition", NULL};
    char name[32];
    size_t n;
    for (size_t at = 0; (at = next_slash(s, at)) != SIZE_MAX;) {
        at = name_at(s, at, name, &n);
        if (is_one_of((str_t){name, n}, acting)) return true;
    }
    return false;
}

/* What a stream's dictionary says of it: an object stream; packed by Flate alone. */
static void dict_says(str_t d, bool *objects, bool *flate, bool *other)
{
    static const char *const filters[] = {
        "ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "LZW", "RunLengthDecode", "RL", "Crypt",
        "DecodeParms",    "DP",  "JBIG2Decode",   "F",   NULL};
    char name[32];
    size_t n;
    *objects = *flate = *other = false;
    for (size_t at = 0; (at = next_slash(d, at)) != SIZE_MAX;) {
        at = name_at(d, at, name, &n);
        str_t s = {name, n};
        *objects = *objects || str_eq(s, S("ObjStm"));
        *flate = *flate || str_eq(s, S("FlateDecode")) || str_eq(s, S("Fl"));
        *other = *other || is_one_of(s, filters);
    }
}

/* True when the packed objects act or cannot be unpacked. */
static bool packed_act(str_t data)
{
    static unsigned char out[64 << 10];
    char *all = NULL;
    size_t n = 0;
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)data.p, .avail_in = (unsigned)data.n};
    if (inflateInit(&z) != Z_OK) return true;
    int r = Z_OK;
    bool room = true;
    while (r == Z_OK && room) {
        z.next_out = out;
        z.avail_out = sizeof out;
        r = inflate(&z, Z_NO_FLUSH);
        size_t got = sizeof out - z.avail_out;
        char *more = n + got <= UNPACKED_MOST ? realloc(all, n + got + 1) : NULL;
        room = more != NULL;
        if (!more) break;
        all = more;
        memcpy(all + n, out, got);
        n += got;
    }
    (void)inflateEnd(&z);
    bool acts = r != Z_STREAM_END || !room || names_act((str_t){all, n});
    free(all);
    return acts;
}

/* The dictionary before the word "stream" at `at`: back to the word "obj". */
static str_t dict_before(str_t s, size_t at)
{
    size_t least = at > DICT_MOST ? at - DICT_MOST : 0, from = at;
    while (from > least && !(s.n - from > 3 && memcmp(s.p + from, "obj", 3) == 0)) from--;
    return str_sub(s, from, at);
}

static bool stream_acts(str_t s, size_t at)
{
    bool objects, flate, other;
    dict_says(dict_before(s, at), &objects, &flate, &other);
    if (!objects) return false;
    size_t data = at + 6;
    if (data < s.n && s.p[data] == '\r') data++;
    if (data < s.n && s.p[data] == '\n') data++;
    if (other) return true;
    return flate && packed_act(str_sub(s, data, s.n)); /* not packed: searched with the rest */
}

bool pdf_acts(str_t s)
{
    if (names_act(s)) return true;
    for (size_t at = 0; (at = next_stream(s, at)) != SIZE_MAX; at += 6)
        if (!(at >= 3 && memcmp(s.p + at - 3, "end", 3) == 0) && stream_acts(s, at)) return true;
    return false;
}
