/* SPDX-License-Identifier: Apache-2.0
 *
 * canhgiac-image — reads one picture, PDF or packed document from standard input and says on standard output what it holds
 * (frames: limits.h). Started by ask.c with what it is asked for, never by a person. Everything that needs the file system is loaded first; then it
 * locks itself in, and only then reads the picture. What a hostile file could still do is to answer nonsense.
 */
#include <leptonica/allheaders.h>
#include <poppler.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <tesseract/capi.h>
#include <unistd.h>
#include <zbar.h>
#include <libxml/parser.h>
#include "box/clip_child.h"
#include "box/image_size.h"
#include "box/layout.h"
#include "box/limits.h"
#include "box/reader_internal.h"
#include "box/unpack.h"

enum {
    NOT_STARTED = 127,
    WORDS_PIXELS = 6 * 1000 * 1000,
    CODES_PIXELS = 12 * 1000 * 1000,
    LEAST_WIDTH = 1000,
    DPI = 150
};

typedef struct reader {
    TessBaseAPI *words;
    zbar_image_scanner_t *codes;
    char text[IMAGE_TEXT];
    size_t n;
    bool letter; /* the words of a letter, as they stand on the page; no codes */
} reader_t;

/* --- answers --- */

static void put(const char *p, size_t n)
{
    while (n) {
        ssize_t done = write(1, p, n);
        if (done <= 0) _exit(1);
        p += done;
        n -= (size_t)done;
    }
}

void reader_frame(char kind, const char *p, size_t n)
{
    char head[5] = {kind, (char)(n & 0xFF), (char)(n >> 8 & 0xFF), (char)(n >> 16 & 0xFF), (char)(n >> 24 & 0xFF)};
    put(head, sizeof head);
    put(p, n);
}

_Noreturn void reader_refuse(const char *why)
{
    reader_frame('E', why, strlen(why));
    _exit(0);
}

_Noreturn static void damaged(void)
{
    reader_refuse("");
}

static void put_frame(void *ctx, char kind, const char *p, size_t n)
{
    (void)ctx;
    reader_frame(kind, p, n);
}

/* --- the lock --- */

static bool limit(int what, rlim_t most)
{
    return setrlimit(what, &(struct rlimit){most, most}) == 0;
}

static bool limits(bool letter)
{
    return limit(RLIMIT_CPU, letter ? PAPER_SECONDS : IMAGE_CPU) && limit(RLIMIT_AS, IMAGE_MEMORY) &&
           limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0);
}

/* From here on: memory that is not code, reading, writing, thinking, ending. All else answers EACCES. */
static bool lock_in(void)
{
    static const int free_calls[] = {
        SCMP_SYS(read),         SCMP_SYS(write),        SCMP_SYS(exit),           SCMP_SYS(exit_group),
        SCMP_SYS(brk),          SCMP_SYS(munmap),       SCMP_SYS(mremap),         SCMP_SYS(madvise),
        SCMP_SYS(futex),        SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),    SCMP_SYS(close),          SCMP_SYS(fstat),
        SCMP_SYS(lseek),        SCMP_SYS(sched_yield)};
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(EACCES));
    if (!c) return false;
    bool ok = true;
    for (size_t i = 0; i < sizeof free_calls / sizeof *free_calls; i++)
        ok = ok && seccomp_rule_add(c, SCMP_ACT_ALLOW, free_calls[i], 0) == 0;
    ok = ok && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
    ok = ok &&
         seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
    ok = ok && seccomp_load(c) == 0;
    seccomp_release(c);
    return ok;
}

/* --- codes and words --- */

PIX *reader_no_larger(PIX *p, double pixels)
{
    double has = (double)pixGetWidth(p) * pixGetHeight(p);
    if (has <= pixels) return pixClone(p);
    float f = (float)__builtin_sqrt(pixels / has);
    return pixScale(p, f, f);
}

/* zbar wants one byte a point, row after row. */
static void codes_in(reader_t *r, PIX *gray)
{
    unsigned w = (unsigned)pixGetWidth(gray), h = (unsigned)pixGetHeight(gray);
    unsigned char *rows = malloc((size_t)w * h);
    zbar_image_t *z = zbar_image_create();
    if (!rows || !z) damaged();
    for (unsigned y = 0; y < h; y++) {
        const l_uint32 *line = pixGetData(gray) + (size_t)y * (size_t)pixGetWpl(gray);
        for (unsigned x = 0; x < w; x++) rows[(size_t)y * w + x] = (unsigned char)GET_DATA_BYTE(line, x);
    }
    zbar_image_set_format(z, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(z, w, h);
    zbar_image_set_data(z, rows, (size_t)w * h, NULL);
    zbar_scan_image(r->codes, z);
    for (const zbar_symbol_t *s = zbar_image_first_symbol(z); s; s = zbar_symbol_next(s))
        if (zbar_symbol_get_type(s) == ZBAR_QRCODE)
            reader_frame('Q', zbar_symbol_get_data(s), zbar_symbol_get_data_length(s));
    zbar_image_destroy(z);
    free(rows);
}

static void keep(reader_t *r, const char *text)
{
    if (!text) return;
    size_t n = strlen(text);
    if (n > sizeof r->text - r->n) n = sizeof r->text - r->n;
    memcpy(r->text + r->n, text, n);
    r->n += n;
}

/* The words of a letter where they stand: its head and foot are two columns. What the eye is hardly sure of is a rule or a
 * seal more often than a word. */
static void keep_lines(reader_t *r)
{
    enum { WORDS = 20000, HARDLY = 25 };
    TessResultIterator *it = TessBaseAPIGetIterator(r->words);
    const TessPageIterator *place = it ? TessResultIteratorGetPageIteratorConst(it) : NULL;
    word_t *w = calloc(WORDS, sizeof *w);
    char **text = calloc(WORDS, sizeof *text);
    gather_t g = {0};
    size_t n = 0;
    if (it && w && text) do {
            int x1, y1, x2, y2;
            char *t = TessResultIteratorGetUTF8Text(it, RIL_WORD);
            if (!t || TessResultIteratorConfidence(it, RIL_WORD) < HARDLY ||
                !TessPageIteratorBoundingBox(place, RIL_WORD, &x1, &y1, &x2, &y2)) {
                if (t) TessDeleteText(t);
                continue;
            }
            text[n] = t;
            w[n++] = (word_t){t, strlen(t), x1, y1, x2, y2};
        } while (n < WORDS && TessResultIteratorNext(it, RIL_WORD));
    word_lines(&g, w, n);
    gather(&g, "", 1);
    keep(r, g.failed ? "" : g.p);
    for (size_t i = 0; i < n; i++) TessDeleteText(text[i]);
    if (it) TessResultIteratorDelete(it);
    gather_free(&g);
    free(text);
    free(w);
}

static void words_in(reader_t *r, PIX *gray)
{
    PIX *small = reader_no_larger(gray, WORDS_PIXELS), *fit = small;
    /* Letters of a thumbnail are too small for the reader. */
    if (small && pixGetWidth(small) < LEAST_WIDTH && pixGetHeight(small) < 2 * LEAST_WIDTH) fit = pixScale(small, 2, 2);
    if (!fit) damaged();
    ETEXT_DESC *clock = TessMonitorCreate();
    TessMonitorSetDeadlineMSecs(clock, IMAGE_THINK_MS);
    TessBaseAPISetImage2(r->words, fit);
    TessBaseAPISetSourceResolution(r->words, DPI);
    if (TessBaseAPIRecognize(r->words, clock) == 0) {
        if (r->letter) {
            keep_lines(r);
        } else {
            char *text = TessBaseAPIGetUTF8Text(r->words);
            keep(r, text);
            TessDeleteText(text);
        }
    }
    TessMonitorDelete(clock);
    TessBaseAPIClear(r->words);
    if (fit != small) pixDestroy(&fit);
    pixDestroy(&small);
}

static void look_at(reader_t *r, PIX *p, bool words)
{
    PIX *gray = pixConvertTo8(p, 0);
    if (!gray) damaged();
    if (r->letter) {
        if (words) words_in(r, gray);
        pixDestroy(&gray);
        return;
    }
    PIX *fit = reader_no_larger(gray, CODES_PIXELS);
    if (fit) codes_in(r, fit);
    pixDestroy(&fit);
    /* A code that fills a large photograph is found better in a small one. */
    if ((fit = reader_no_larger(gray, CODES_PIXELS / 12.0)) != NULL) codes_in(r, fit);
    pixDestroy(&fit);
    if (words) words_in(r, gray);
    pixDestroy(&gray);
}

/* --- files --- */

PIX *reader_picture(str_t s, const image_size_t *size)
{
    const l_uint8 *bytes = (const l_uint8 *)s.p;
    PIX *p = size->kind == IMAGE_PNG    ? pixReadMemPng(bytes, s.n)
             : size->kind == IMAGE_JPEG ? pixReadMemJpeg(bytes, s.n, 0, 1, NULL, 0)
                                        : pixReadMemWebP(bytes, s.n);
    if (!p) damaged();
    if (size->turn) {
        PIX *upright = pixRotateOrth(p, size->turn);
        pixDestroy(&p);
        p = upright;
        if (!p) damaged();
    }
    return p;
}

static void picture(reader_t *r, str_t s, const image_size_t *size)
{
    PIX *p = reader_picture(s, size);
    look_at(r, p, true);
    pixDestroy(&p);
}

PIX *reader_page(PopplerPage *page, double dpi)
{
    double w, h;
    poppler_page_get_size(page, &w, &h);
    double f = dpi / 72.0;
    if (!(w > 0 && h > 0) || w * f > IMAGE_SIDE || h * f > IMAGE_SIDE || w * h * f * f > WORDS_PIXELS) return NULL;
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(w * f), (int)(h * f));
    cairo_t *c = cairo_create(s);
    cairo_set_source_rgb(c, 1, 1, 1);
    cairo_paint(c);
    cairo_scale(c, f, f);
    poppler_page_render(page, c);
    cairo_destroy(c);
    cairo_surface_flush(s);
    int width = cairo_image_surface_get_width(s), height = cairo_image_surface_get_height(s);
    PIX *p = pixCreate(width, height, 32);
    const unsigned char *from = cairo_image_surface_get_data(s);
    for (int y = 0; p && from && y < height; y++)
        for (int x = 0; x < width; x++) {
            const unsigned char *b = from + (size_t)y * (size_t)cairo_image_surface_get_stride(s) + (size_t)x * 4;
            pixSetRGBPixel(p, x, y, b[2], b[1], b[0]);
        }
    cairo_surface_destroy(s);
    return p;
}

/* A page as a picture: for its codes, and its words when it has no text of its own. */
static void page_picture(reader_t *r, PopplerPage *page, bool words)
{
    PIX *p = reader_page(page, DPI);
    if (p) look_at(r, p, words);
    pixDestroy(&p);
}

static void pdf(reader_t *r, str_t s)
{
    GBytes *bytes = g_bytes_new_static(s.p, s.n);
    PopplerDocument *d = poppler_document_new_from_bytes(bytes, NULL, NULL);
    if (!d) damaged();
    int n = poppler_document_get_n_pages(d);
    for (int i = 0; i < n && i < IMAGE_PAGES; i++) {
        PopplerPage *page = poppler_document_get_page(d, i);
        if (!page) continue;
        char *text = poppler_page_get_text(page);
        bool has = text && strlen(text) > 20;
        if (has) {
            keep(r, text);
            keep(r, "\n");
        }
        page_picture(r, page, !has);
        g_free(text);
        g_object_unref(page);
    }
}

/* The pages of a letter: their words in lines as on paper, those of pictures by eye. Half a letter would be half its duties:
 * one with more pages than may be read is refused. */
static void letter_pages(reader_t *r, str_t s)
{
    GError *error = NULL;
    GBytes *bytes = g_bytes_new_static(s.p, s.n);
    PopplerDocument *d = poppler_document_new_from_bytes(bytes, NULL, &error);
    if (!d) reader_refuse(error && g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? "locked" : "");
    int n = poppler_document_get_n_pages(d), pictures = 0;
    if (n > PAPER_PAGES) reader_refuse("pages");
    for (int i = 0; i < n; i++) {
        PopplerPage *page = poppler_document_get_page(d, i);
        if (!page) damaged();
        if (i) reader_frame('T', "\f", 1);
        char *lines = page_lines(page);
        if (lines) {
            reader_frame('T', lines, strlen(lines));
        } else {
            if (++pictures > IMAGE_PAGES) reader_refuse("pages");
            r->n = 0;
            page_picture(r, page, true);
            reader_frame('T', r->text, r->n);
        }
        free(lines);
        g_object_unref(page);
    }
    r->n = 0;
}

static bool measured(str_t s, image_size_t *size)
{
    return image_size(s, size) && size->width <= IMAGE_SIDE && size->height <= IMAGE_SIDE &&
           (uint64_t)size->width * size->height <= IMAGE_PIXELS;
}

/* All of standard input, at most one byte more than allowed. */
static str_t input(void)
{
    static char bytes[PREVIEW_INPUT + 1];
    size_t n = 0;
    for (ssize_t got; n < sizeof bytes && (got = read(0, bytes + n, sizeof bytes - n)) > 0;) n += (size_t)got;
    if (n > PREVIEW_INPUT) damaged();
    return (str_t){bytes, n};
}

/* Packed documents and XML need neither the eye nor its languages. */
static int unpacked(const char *(*take)(const char *, size_t, sink_fn, void *))
{
    xmlInitParser();
    if (!lock_in()) return NOT_STARTED;
    str_t s = input();
    const char *why = take(s.p, s.n, put_frame, NULL);
    if (why) reader_refuse(why);
    reader_frame('Z', "", 0);
    _exit(0);
}

/* Looks that read no words: nothing but the fonts that a PDF may ask for is wanted, and the lock keeps those out. */
static int looked_at(void (*look)(str_t, const image_size_t *))
{
    image_size_t size;
    if (!lock_in()) return NOT_STARTED;
    str_t s = input();
    if (!measured(s, &size)) damaged();
    look(s, &size);
    _exit(0);
}

static bool open_eyes(reader_t *r)
{
    r->words = TessBaseAPICreate();
    r->codes = zbar_image_scanner_create();
    if (!r->words || !r->codes || TessBaseAPIInit3(r->words, NULL, "vie") != 0) return false;
    zbar_image_scanner_set_config(r->codes, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(r->codes, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(r->codes, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    return true;
}

int main(int argc, char **argv)
{
    static reader_t r;
    image_size_t size;
    const char *mode = argc > 1 ? argv[1] : "picture";
    if (argc == 4 && strncmp(mode, "clip-", 5) == 0) return clip_child(mode, argv[2], argv[3]);
    setMsgSeverity(L_SEVERITY_NONE);
    r.letter = strcmp(mode, "letter") == 0;
    if (!limits(strcmp(mode, "picture") != 0)) return NOT_STARTED;
    if (strcmp(mode, "glance") == 0) return looked_at(glance);
    if (strcmp(mode, "preview") == 0) return looked_at(preview);
    if (strcmp(mode, "looks") == 0) return looked_at(glance_looks);
    if (strcmp(mode, "docx") == 0) return unpacked(docx_text);
    if (strcmp(mode, "xlsx") == 0) return unpacked(xlsx_csv);
    if (strcmp(mode, "edxml") == 0) return unpacked(edxml_parts);
    if (!open_eyes(&r) || !lock_in()) return NOT_STARTED;
    str_t s = input();
    if (s.n > (r.letter ? PAPER_BYTES : IMAGE_BYTES) || !measured(s, &size)) damaged();
    if (size.kind != IMAGE_PDF)
        picture(&r, s, &size);
    else if (r.letter)
        letter_pages(&r, s);
    else
        pdf(&r, s);
    if (r.n) reader_frame('T', r.text, r.n);
    reader_frame('Z', "", 0);
    _exit(0);
}
