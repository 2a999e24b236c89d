/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/photo.h"

static status_t no_photo(err_t *err)
{
    return err_at(err, ST_INPUT, "photo.kind", "photo", 0,
                  N_("Choose a JPEG or PNG picture; this file is none, or it is damaged."));
}

static unsigned be16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* --- JPEG --- */

static unsigned tiff16(const unsigned char *p, bool little)
{
    return little ? (unsigned)p[1] << 8 | p[0] : be16(p);
}

/* Which way up, by an APP1 segment's body: 1 to 8, 0 when it does not say. */
static unsigned way_up(const unsigned char *p, size_t n)
{
    enum { TIFF = 6, IFD = 8, ENTRY = 12, ORIENTATION = 0x0112 };
    if (n < TIFF + IFD + 2 || memcmp(p, "Exif\0\0", TIFF) != 0) return 0;
    p += TIFF;
    n -= TIFF;
    bool little = p[0] == 'I';
    unsigned at = little ? (unsigned)p[5] << 8 | p[4] : be16(p + 6);
    if (at + 2u > n) return 0;
    unsigned entries = tiff16(p + at, little);
    for (unsigned i = 0; i < entries && at + 2u + (i + 1) * ENTRY <= n; i++) {
        const unsigned char *e = p + at + 2 + i * ENTRY;
        unsigned v = tiff16(e + 8, little);
        if (tiff16(e, little) == ORIENTATION) return v >= 1 && v <= 8 ? v : 0;
    }
    return 0;
}

static void put_way_up(buf_t *b, unsigned way)
{
    static const char head[] = "\xFF\xE1\x00\x22"
                               "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
    if (way < 2) return;
    buf_put(b, (str_t){head, sizeof head - 1});
    buf_putc(b, (char)way);
    buf_put(b, (str_t){"\0\0\0\0\0\0", 6});
}

/* Entropy-coded data: up to the next marker that is no stuffing and no restart. */
static size_t scan_end(const unsigned char *p, size_t n, size_t i)
{
    while (i + 1 < n && !(p[i] == 0xFF && p[i + 1] != 0 && (p[i + 1] < 0xD0 || p[i + 1] > 0xD7) && p[i + 1] != 0xFF))
        i++;
    return i;
}

static bool kept(unsigned marker)
{
    bool app = marker >= 0xE1 && marker <= 0xEF && marker != 0xEE; /* APP14 tells how colours are meant */
    return !app && marker != 0xFE;
}

static bool strip_jpeg(str_t in, buf_t *out)
{
    const unsigned char *p = (const unsigned char *)in.p;
    size_t n = in.n, i = 2;
    unsigned way = 0;
    bool pixels = false;
    buf_t rest = buf_new(out->a, n + 16);
    while (i + 4 <= n && p[i] == 0xFF) {
        unsigned marker = p[i + 1];
        if (marker == 0xFF) { /* filling */
            i++;
            continue;
        }
        size_t length = be16(p + i + 2), next = i + 2 + length;
        if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD9) || length < 2 || next > n) return false;
        if (marker == 0xE1 && !way) way = way_up(p + i + 4, length - 2);
        if (marker == 0xDA) next = scan_end(p, n, next);
        pixels = pixels || marker == 0xDA;
        if (kept(marker)) buf_put(&rest, str_sub(in, i, next));
        i = next;
        if (i + 2 <= n && p[i] == 0xFF && p[i + 1] == 0xD9) break;
    }
    if (!pixels || i + 2 > n || p[i] != 0xFF || p[i + 1] != 0xD9) return false;
    buf_put(out, S("\xFF\xD8"));
    put_way_up(out, way);
    buf_put(out, buf_str(&rest));
    buf_put(out, S("\xFF\xD9"));
    return buf_ok(out) && buf_ok(&rest);
}

/* --- PNG --- */

static bool strip_png(str_t in, buf_t *out)
{
    static const char *const needful[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                          "cHRM", "sRGB", "iCCP", "pHYs", "sBIT", NULL};
    const unsigned char *p = (const unsigned char *)in.p;
    size_t i = 8;
    bool pixels = false;
    buf_put(out, str_sub(in, 0, 8));
    while (i + 12 <= in.n) {
        size_t length = be32(p + i), next = i + 12 + length;
        if (length > in.n || next > in.n) return false;
        str_t name = str_sub(in, i + 4, i + 8);
        pixels = pixels || str_eq(name, S("IDAT"));
        for (const char *const *k = needful; *k; k++)
            if (str_eq(name, str_of(*k))) buf_put(out, str_sub(in, i, next));
        if (str_eq(name, S("IEND"))) return pixels && buf_ok(out);
        i = next;
    }
    return false;
}

status_t photo_strip(arena_t *a, str_t bytes, str_t *out, const char **mime, err_t *err)
{
    buf_t b = buf_new(a, PHOTO_LIMIT + 64);
    if (bytes.n > PHOTO_LIMIT)
        return err_at(err, ST_LIMIT, "photo.large", "photo", 0,
                      N_("The picture is larger than 6 MB. Choose a smaller one."));
    bool jpeg = str_starts(bytes, S("\xFF\xD8\xFF")), png = str_starts(bytes, S("\x89PNG\r\n\x1A\n"));
    bool ok = jpeg ? strip_jpeg(bytes, &b) : png && strip_png(bytes, &b);
    *mime = jpeg ? "image/jpeg" : "image/png";
    *out = buf_str(&b);
    return ok ? ST_OK : no_photo(err);
}
