/* SPDX-License-Identifier: Apache-2.0
 *
 * A glance at a picture of a sheet: which QR codes are on it, and which picture it is. No words are read, so it answers in a
 * fraction of the time.
 */
#include <stdlib.h>
#include <zbar.h>
#include "base/phash.h"
#include "box/limits.h"
#include "box/reader_internal.h"

enum { CODE_PIXELS = 12 * 1000 * 1000, HASH_PIXELS = 4 * 1000 * 1000 };

/* One byte a point, row after row. Free it. */
static unsigned char *rows_of(PIX *gray)
{
    size_t w = (size_t)pixGetWidth(gray), h = (size_t)pixGetHeight(gray);
    unsigned char *rows = malloc(w * h);
    for (size_t y = 0; rows && y < h; y++) {
        const l_uint32 *line = pixGetData(gray) + y * (size_t)pixGetWpl(gray);
        for (size_t x = 0; x < w; x++) rows[y * w + x] = (unsigned char)GET_DATA_BYTE(line, x);
    }
    return rows;
}

static void codes_at(PIX *gray, zbar_image_scanner_t *scanner)
{
    unsigned char *rows = rows_of(gray);
    zbar_image_t *z = zbar_image_create();
    if (!rows || !z) reader_refuse("");
    zbar_image_set_format(z, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(z, (unsigned)pixGetWidth(gray), (unsigned)pixGetHeight(gray));
    zbar_image_set_data(z, rows, (size_t)pixGetWidth(gray) * (size_t)pixGetHeight(gray), NULL);
    zbar_scan_image(scanner, z);
    for (const zbar_symbol_t *s = zbar_image_first_symbol(z); s; s = zbar_symbol_next(s))
        if (zbar_symbol_get_type(s) == ZBAR_QRCODE)
            reader_frame('Q', zbar_symbol_get_data(s), zbar_symbol_get_data_length(s));
    zbar_image_destroy(z);
    free(rows);
}

/* A code that fills a large photograph is found better in a small one, a small code in the whole: three sizes. */
static void codes(PIX *gray)
{
    static const double most[] = {CODE_PIXELS, CODE_PIXELS / 4.0, CODE_PIXELS / 12.0};
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    if (!scanner) reader_refuse("");
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    for (size_t i = 0; i < 3; i++) {
        PIX *fit = reader_no_larger(gray, most[i]);
        if (fit) codes_at(fit, scanner);
        pixDestroy(&fit);
    }
    zbar_image_scanner_destroy(scanner);
}

/* Are all points of the ring `at` points inside the edge of the grey `colour`, within what JPEG does to it? */
static bool ring_of(PIX *gray, int at, int colour)
{
    enum { NOISE = 14 };
    int w = pixGetWidth(gray), h = pixGetHeight(gray);
    for (int y = at; y < h - at; y++) {
        const l_uint32 *line = pixGetData(gray) + (size_t)y * (size_t)pixGetWpl(gray);
        bool whole = y == at || y == h - at - 1;
        for (int x = at; x < w - at; x += whole ? 1 : w - 2 * at - 1) {
            int d = (int)GET_DATA_BYTE(line, x) - colour;
            if (d > NOISE || d < -NOISE) return false;
        }
    }
    return true;
}

/* Without the frame of one colour that portals and printers put around a picture: as thick on all sides, at most a tenth of it.
 * NULL when there is none. */
static PIX *without_frame(PIX *gray)
{
    int w = pixGetWidth(gray), h = pixGetHeight(gray), most = (w < h ? w : h) / 10, thick = 0;
    int colour = (int)GET_DATA_BYTE(pixGetData(gray), 0);
    while (thick < most && ring_of(gray, thick, colour)) thick++;
    if (!thick || thick == most) return NULL;
    BOX *inside = boxCreate(thick, thick, w - 2 * thick, h - 2 * thick);
    PIX *rest = pixClipRectangle(gray, inside, NULL);
    boxDestroy(&inside);
    return rest;
}

void glance_hash(PIX *gray)
{
    phash_t h;
    char text[PHASH_HEX + 1];
    PIX *fit = reader_no_larger(gray, HASH_PIXELS);
    unsigned char *rows = fit ? rows_of(fit) : NULL;
    size_t w = fit ? (size_t)pixGetWidth(fit) : 0, height = fit ? (size_t)pixGetHeight(fit) : 0;
    if (rows && phash_grey(rows, w, height, w, &h)) {
        phash_text(h, text);
        reader_frame('P', text, PHASH_HEX);
    }
    free(rows);
    pixDestroy(&fit);
}

/* What it looks like: as it is, and without a frame. */
static void looks(PIX *gray)
{
    glance_hash(gray);
    PIX *inner = without_frame(gray);
    if (inner) glance_hash(inner);
    pixDestroy(&inner);
}

static PIX *first_page(str_t s)
{
    enum { DPI = 150 };
    GBytes *bytes = g_bytes_new_static(s.p, s.n);
    PopplerDocument *d = poppler_document_new_from_bytes(bytes, NULL, NULL);
    PopplerPage *page = d ? poppler_document_get_page(d, 0) : NULL;
    return page ? reader_page(page, DPI) : NULL;
}

/* A photograph may show the sheet from aside: its looks as if it had been laid flat come last. */
static void sheet_looks(PIX *picture)
{
    PIX *flat[SHEET_LOOKS];
    size_t n = sheet_flat(picture, flat);
    for (size_t i = 0; i < n; i++) {
        glance_hash(flat[i]);
        pixDestroy(&flat[i]);
    }
}

void glance(str_t s, const image_size_t *size)
{
    PIX *p = size->kind == IMAGE_PDF ? first_page(s) : reader_picture(s, size);
    PIX *gray = p ? pixConvertTo8(p, 0) : NULL;
    if (!gray) reader_refuse("");
    codes(gray);
    looks(gray);
    if (size->kind != IMAGE_PDF) sheet_looks(p);
    reader_frame('Z', "", 0);
}

void glance_looks(str_t s, const image_size_t *size)
{
    if (size->kind == IMAGE_PDF) reader_refuse("");
    PIX *p = reader_picture(s, size), *gray = pixConvertTo8(p, 0);
    if (!gray) reader_refuse("");
    looks(gray);
    reader_frame('Z', "", 0);
}
