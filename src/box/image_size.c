/* SPDX-License-Identifier: Apache-2.0 */
#include "box/image_size.h"

static uint32_t be(str_t s, size_t at, int n)
{
    uint32_t v = 0;
    for (int i = 0; i < n; i++) v = v << 8 | (unsigned char)s.p[at + (size_t)i];
    return v;
}

static uint32_t le(str_t s, size_t at, int n)
{
    uint32_t v = 0;
    for (int i = n; i-- > 0;) v = v << 8 | (unsigned char)s.p[at + (size_t)i];
    return v;
}

static bool is(str_t s, size_t at, const char *bytes, size_t n)
{
    return at + n <= s.n && memcmp(s.p + at, bytes, n) == 0;
}

/* PNG: the chunk IHDR comes first. */
static bool png(str_t s, image_size_t *o)
{
    if (!is(s, 0, "\x89PNG\r\n\x1a\n", 8) || s.n < 33 || !is(s, 12, "IHDR", 4)) return false;
    *o = (image_size_t){IMAGE_PNG, be(s, 16, 4), be(s, 20, 4), 0};
    return true;
}

/* The orientation in the first directory of an Exif segment; 0: upright or not told. */
static int exif_turn(str_t s)
{
    if (s.n < 14 || !is(s, 0, "Exif\0\0", 6)) return 0;
    str_t t = {s.p + 6, s.n - 6};
    bool big = is(t, 0, "MM", 2);
    uint32_t dir = big ? be(t, 4, 4) : le(t, 4, 4);
    if (dir > t.n || t.n - dir < 2) return 0;
    uint32_t n = big ? be(t, dir, 2) : le(t, dir, 2);
    for (uint32_t i = 0; i < n; i++) {
        size_t at = (size_t)dir + 2 + (size_t)i * 12;
        if (at + 12 > t.n) return 0;
        if ((big ? be(t, at, 2) : le(t, at, 2)) != 0x0112) continue;
        uint32_t value = big ? be(t, at + 8, 2) : le(t, at + 8, 2);
        return value == 6 ? 1 : value == 3 ? 2 : value == 8 ? 3 : 0;
    }
    return 0;
}

/* JPEG: segments up to the first frame header. */
static bool jpeg(str_t s, image_size_t *o)
{
    if (!is(s, 0, "\xFF\xD8\xFF", 3)) return false;
    int turn = 0;
    for (size_t at = 2; at + 9 < s.n;) {
        if ((unsigned char)s.p[at] != 0xFF) return false;
        unsigned mark = (unsigned char)s.p[at + 1];
        if (mark == 0xFF) {
            at++;
            continue;
        }
        if (mark == 0x01 || (mark >= 0xD0 && mark <= 0xD7)) {
            at += 2;
            continue;
        }
        size_t length = be(s, at + 2, 2);
        if (length < 2 || mark == 0xD9 || mark == 0xDA) return false;
        bool frame = mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC;
        if (frame) {
            *o = (image_size_t){IMAGE_JPEG, be(s, at + 7, 2), be(s, at + 5, 2), turn};
            return length >= 8;
        }
        if (mark == 0xE1 && at + 2 + length <= s.n) turn = exif_turn(str_sub(s, at + 4, at + 2 + length));
        at += 2 + length;
    }
    return false;
}

/* WebP: one of three first chunks. */
static bool webp(str_t s, image_size_t *o)
{
    if (!is(s, 0, "RIFF", 4) || !is(s, 8, "WEBP", 4) || s.n < 30) return false;
    *o = (image_size_t){.kind = IMAGE_WEBP};
    if (is(s, 12, "VP8X", 4)) {
        o->width = le(s, 24, 3) + 1;
        o->height = le(s, 27, 3) + 1;
        return true;
    }
    if (is(s, 12, "VP8L", 4) && s.p[20] == 0x2F) {
        uint32_t bits = le(s, 21, 4);
        o->width = (bits & 0x3FFF) + 1;
        o->height = (bits >> 14 & 0x3FFF) + 1;
        return true;
    }
    if (is(s, 12, "VP8 ", 4) && is(s, 23, "\x9D\x01\x2A", 3)) {
        o->width = le(s, 26, 2) & 0x3FFF;
        o->height = le(s, 28, 2) & 0x3FFF;
        return true;
    }
    return false;
}

bool image_size(str_t s, image_size_t *o)
{
    *o = (image_size_t){IMAGE_UNKNOWN, 0, 0, 0};
    if (is(s, 0, "%PDF-", 5)) {
        o->kind = IMAGE_PDF;
        return true;
    }
    return (png(s, o) || jpeg(s, o) || webp(s, o)) && o->width && o->height;
}
