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

static PIX *no_larger(PIX *p, double pixels)
{
    double has = (double)pixGetWidth(p) * pixGetHeight(p);
    if (has <= pixels) return pixClone(p);
    float f = (float)__builtin_sqrt(pixels / has);
    return pixScale(p, f, f);
}

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
        PIX *fit = no_larger(gray, most[i]);
        if (fit) codes_at(fit, scanner);
        pixDestroy(&fit);
    }
    zbar_image_scanner_destroy(scanner);
}

void glance_hash(PIX *gray)
{
    phash_t h;
    char text[PHASH_HEX + 1];
    PIX *fit = no_larger(gray, HASH_PIXELS);
    unsigned char *rows = fit ? rows_of(fit) : NULL;
    size_t w = fit ? (size_t)pixGetWidth(fit) : 0, height = fit ? (size_t)pixGetHeight(fit) : 0;
    if (rows && phash_grey(rows, w, height, w, &h)) {
        phash_text(h, text);
        reader_frame('P', text, PHASH_HEX);
    }
    free(rows);
    pixDestroy(&fit);
}

static PIX *first_page(str_t s)
{
    enum { DPI = 150 };
    GBytes *bytes = g_bytes_new_static(s.p, s.n);
    PopplerDocument *d = poppler_document_new_from_bytes(bytes, NULL, NULL);
    PopplerPage *page = d ? poppler_document_get_page(d, 0) : NULL;
    return page ? reader_page(page, DPI) : NULL;
}

void glance(str_t s, const image_size_t *size)
{
    PIX *p = size->kind == IMAGE_PDF ? first_page(s) : reader_picture(s, size);
    PIX *gray = p ? pixConvertTo8(p, 0) : NULL;
    if (!gray) reader_refuse("");
    codes(gray);
    glance_hash(gray);
    reader_frame('Z', "", 0);
}
