/* SPDX-License-Identifier: Apache-2.0
 *
 * What a library shows of a picture or PDF before it is opened: size, pages, hash, and a small JPEG made anew from its points,
 * so that nothing of the file itself is in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include "box/limits.h"
#include "box/pdf_acts.h"
#include "box/reader_internal.h"

enum { PREVIEW_SIDE = 480, QUALITY = 70 }; /* shown half as broad; a poster's page has some 35 KB so */

/* No more than PREVIEW_SIDE broad and twice as high, on white where it is see-through. */
static void small_jpeg(PIX *p)
{
    l_uint8 *bytes = NULL;
    size_t n = 0;
    PIX *plain = pixGetSpp(p) == 4 ? pixAlphaBlendUniform(p, 0xffffff00) : pixClone(p);
    PIX *flat = plain ? pixConvertTo32(plain) : NULL;
    double w = flat ? pixGetWidth(flat) : 0, h = flat ? pixGetHeight(flat) : 0;
    double f = 1;
    if (w > PREVIEW_SIDE) f = PREVIEW_SIDE / w;
    if (h * f > 2 * PREVIEW_SIDE) f = 2 * PREVIEW_SIDE / h;
    PIX *fit = !flat ? NULL : f < 1 ? pixScale(flat, (float)f, (float)f) : pixClone(flat);
    if (fit && pixWriteMemJpeg(&bytes, &n, fit, QUALITY, 0) == 0 && n <= PREVIEW_BYTES)
        reader_frame('J', (const char *)bytes, n);
    free(bytes);
    pixDestroy(&fit);
    pixDestroy(&flat);
    pixDestroy(&plain);
}

static void say_size(int w, int h, int pages)
{
    char text[64];
    int n = snprintf(text, sizeof text, "%d %d %d", w, h, pages);
    reader_frame('S', text, (size_t)n);
}

static void show(PIX *p, int pages)
{
    PIX *gray = pixConvertTo8(p, 0);
    if (!gray) reader_refuse("");
    say_size(pixGetWidth(p), pixGetHeight(p), pages);
    glance_hash(gray);
    pixDestroy(&gray);
    small_jpeg(p);
}

/* Links that start a program, run a script or fill in a form. The document's own scripts are asked for apart. */
static bool page_acts(PopplerPage *page)
{
    bool acts = false;
    GList *links = poppler_page_get_link_mapping(page);
    for (GList *l = links; l; l = l->next) {
        const PopplerLinkMapping *m = l->data;
        acts = acts || m->action->type == POPPLER_ACTION_LAUNCH || m->action->type == POPPLER_ACTION_JAVASCRIPT ||
               m->action->type == POPPLER_ACTION_MOVIE || m->action->type == POPPLER_ACTION_RENDITION;
    }
    poppler_page_free_link_mapping(links);
    return acts;
}

static void pdf(str_t s)
{
    enum { DPI = 100, PAGES = 400 };
    GError *error = NULL;
    if (pdf_acts(s)) reader_refuse("acts");
    GBytes *bytes = g_bytes_new_static(s.p, s.n);
    PopplerDocument *d = poppler_document_new_from_bytes(bytes, NULL, &error);
    if (!d) reader_refuse(error && g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? "locked" : "");
    int n = poppler_document_get_n_pages(d);
    if (poppler_document_has_javascript(d) || poppler_document_has_attachments(d)) reader_refuse("acts");
    if (n < 1) reader_refuse("");
    if (n > PAGES) reader_refuse("pages");
    for (int i = 0; i < n; i++) {
        PopplerPage *page = poppler_document_get_page(d, i);
        if (!page) reader_refuse("");
        if (page_acts(page)) reader_refuse("acts");
        g_object_unref(page);
    }
    PopplerPage *first = poppler_document_get_page(d, 0);
    PIX *p = reader_page(first, DPI);
    if (!p) reader_refuse("");
    show(p, n);
    pixDestroy(&p);
}

void preview(str_t s, const image_size_t *size)
{
    if (size->kind == IMAGE_PDF) {
        pdf(s);
    } else {
        PIX *p = reader_picture(s, size);
        show(p, 0);
        pixDestroy(&p);
    }
    reader_frame('Z', "", 0);
}
