/* SPDX-License-Identifier: Apache-2.0 */
#include "material/strip.h"
#include "box/image_size.h"

static uint32_t be16(const char *p)
{
    return (uint32_t)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

static uint32_t be32(const char *p)
{
    return be16(p) << 16 | be16(p + 2);
}

static uint32_t le32(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* --- JPEG --- */

/* APP0 JFIF and APP14 Adobe say how the colours are meant; all other application segments and comments go. */
static bool jpeg_keeps(unsigned marker, str_t segment)
{
    if (marker == 0xE0) return str_starts(segment, S("JFIF\0"));
    if (marker == 0xEE) return str_starts(segment, S("Adobe"));
    return !(marker >= 0xE0 && marker <= 0xEF) && marker != 0xFE;
}

/* An Exif block that says the turn and nothing else. */
static void put_turn(buf_t *b, int turn)
{
    static const uint8_t value[] = {1, 6, 3, 8}; /* quarter turns clockwise → Exif's orientation */
    uint8_t exif[] = {0xFF, 0xE1, 0,    34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                      0,    1,    0x01, 0x12, 0,   3,   0,   0,   0, 1, 0,   0,   0, 0,  0, 0, 0, 0};
    exif[29] = value[turn & 3];
    buf_put(b, (str_t){(const char *)exif, sizeof exif});
}

/* The coded points run to the next marker that is neither a stuffed zero nor a restart. */
static size_t scan_end(str_t s, size_t at)
{
    while (at + 1 < s.n) {
        const char *ff = memchr(s.p + at, 0xFF, s.n - at - 1);
        if (!ff) return s.n;
        at = (size_t)(ff - s.p);
        unsigned next = (unsigned char)s.p[at + 1];
        if (next != 0 && !(next >= 0xD0 && next <= 0xD7) && next != 0xFF) return at;
        at += next == 0xFF ? 1 : 2;
    }
    return s.n;
}

static bool jpeg(str_t s, int turn, buf_t *out)
{
    size_t at = 2;
    bool scanned = false;
    buf_put(out, S("\xff\xd8"));
    if (turn) put_turn(out, turn);
    while (at + 4 <= s.n) {
        unsigned marker = (unsigned char)s.p[at + 1];
        if ((unsigned char)s.p[at] != 0xFF) return false;
        if (marker == 0xFF) { /* fill */
            at++;
            continue;
        }
        if (marker == 0xD9) break;
        size_t n = be16(s.p + at + 2);
        if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD8) || n < 2 || n > s.n - at - 2) return false;
        size_t end = at + 2 + n;
        bool keep = jpeg_keeps(marker, str_sub(s, at + 4, end));
        if (marker == 0xDA) {
            end = scan_end(s, end);
            scanned = true;
        }
        if (keep) buf_put(out, str_sub(s, at, end));
        at = end;
    }
    if (!scanned || at + 2 > s.n || (unsigned char)s.p[at] != 0xFF || (unsigned char)s.p[at + 1] != 0xD9) return false;
    buf_put(out, S("\xff\xd9"));
    return true;
}

/* --- PNG --- */

static bool png_keeps(str_t type)
{
    static const char *const kept[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                       "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (str_eq(type, str_of(kept[i]))) return true;
    return false;
}

static bool png(str_t s, buf_t *out)
{
    bool data = false;
    buf_put(out, str_sub(s, 0, 8));
    for (size_t at = 8; s.n - at >= 12;) {
        size_t n = be32(s.p + at);
        str_t type = str_sub(s, at + 4, at + 8);
        if (n > s.n - at - 12) return false;
        if (png_keeps(type)) buf_put(out, str_sub(s, at, at + 12 + n));
        data = data || str_eq(type, S("IDAT"));
        if (str_eq(type, S("IEND"))) return data;
        at += 12 + n;
    }
    return false;
}

/* --- WebP --- */

static void p32(char *p, size_t v)
{
    for (int i = 0; i < 4; i++) p[i] = (char)(v >> 8 * i & 0xFF);
}

static bool webp(str_t s, buf_t *out)
{
    if (s.n < 20 || le32(s.p + 4) > s.n - 8 || le32(s.p + 4) < 12) return false;
    size_t end = 8 + le32(s.p + 4);
    bool points = false;
    buf_put(out, str_sub(s, 0, 12));
    for (size_t at = 12; end - at >= 8;) {
        size_t n = le32(s.p + at + 4), padded = n + (n & 1);
        str_t type = str_sub(s, at, at + 4);
        if (padded < n || padded > end - at - 8) return false;
        bool extended = str_eq(type, S("VP8X")), still = str_eq(type, S("VP8 ")) || str_eq(type, S("VP8L"));
        if (extended && n < 10) return false;
        size_t flags = out->n + 8;
        if (extended || still || str_eq(type, S("ALPH"))) buf_put(out, str_sub(s, at, at + 8 + padded));
        if (extended && buf_ok(out))
            out->p[flags] &= 0x10; /* only "has alpha": no profile, Exif, XMP, animation is left */
        points = points || still;
        at += 8 + padded;
        if (at == end) break;
    }
    if (!points || !buf_ok(out)) return false;
    p32(out->p + 4, out->n - 8);
    return true;
}

status_t picture_strip(arena_t *a, str_t bytes, str_t *out, err_t *err)
{
    image_size_t size;
    buf_t b = buf_new(a, bytes.n + 64);
    bool good = image_size(bytes, &size);
    if (good)
        good = size.kind == IMAGE_JPEG  ? jpeg(bytes, size.turn, &b)
               : size.kind == IMAGE_PNG ? png(bytes, &b)
                                        : size.kind == IMAGE_WEBP && webp(bytes, &b);
    if (!good) return err_at(err, ST_INPUT, "file.torn", "file", 0, N_("The picture is damaged; export it again."));
    if (!buf_ok(&b)) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    *out = buf_str(&b);
    return ST_OK;
}
