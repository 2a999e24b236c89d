/* SPDX-License-Identifier: Apache-2.0
 *
 * epub — a document as an EPUB 3.3: one chapter for each heading of the second level, so that small readers turn pages
 * quickly, and a table of contents. The words are those of the print, the code and its address at the end.
 */
#include "material/doc.h"
#include "material/internal.h"
#include "material/pack.h"

enum { FILE_MAX = 1 << 20, CHAPTERS_MOST = 200 };

static const char style[] =
    "body{line-height:1.6}h1,h2,h3{line-height:1.3;color:#0b4f4a}h1{border-bottom:.2em solid #ffd84d}"
    "blockquote{margin:1em 0;padding:.5em 1em;border-left:.3em solid #ffd84d;background:#fff3d6}\n";
static const char container[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<container version=\"1.0\" "
    "xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"EPUB/book.opf\" "
    "media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n";

/* Pango's tags are HTML's, but <tt>. */
static void markup(buf_t *b, str_t m)
{
    for (size_t at = 0; at < m.n;) {
        size_t open = str_find(m, S("<tt>"), at), close = str_find(m, S("</tt>"), at);
        size_t next = open < close ? open : close;
        buf_put(b, str_sub(m, at, next));
        if (next == SIZE_MAX) return;
        buf_putz(b, next == open ? "<code>" : "</code>");
        at = next + (next == open ? 4 : 5);
    }
}

static const char *list_of(const doc_block_t *b)
{
    return b->kind != DOC_ITEM ? NULL : b->number ? "ol" : "ul";
}

static void element(buf_t *b, const char *name, str_t m)
{
    buf_fmt(b, "<%s>", name);
    markup(b, m);
    buf_fmt(b, "</%s>\n", name);
}

static void page_begin(buf_t *b, lang_t lang, str_t title)
{
    buf_fmt(b,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
            "xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"%s\" xml:lang=\"%s\"><head><title>",
            lang_code(lang), lang_code(lang));
    buf_html(b, title);
    buf_putz(b, "</title><link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head><body>\n");
}

static void page_end(buf_t *b)
{
    buf_putz(b, "</body></html>\n");
}

static str_t chapter(arena_t *a, const doc_t *d, const print_mark_t *mark, size_t from, size_t to)
{
    static const char *const names[] = {
        [DOC_H1] = "h1", [DOC_H2] = "h2", [DOC_H3] = "h3", [DOC_TEXT] = "p", [DOC_ITEM] = "li", [DOC_QUOTE] = "p"};
    buf_t b = buf_new(a, FILE_MAX);
    const char *list = NULL;
    page_begin(&b, mark->lang, d->blocks[from].plain);
    for (size_t i = from; i < to; i++) {
        const doc_block_t *k = &d->blocks[i];
        const char *now = list_of(k);
        bool anew = now && k->number == 1 && list; /* a list that begins again */
        if (list && (!now || strcmp(now, list) != 0 || anew)) buf_fmt(&b, "</%s>\n", list);
        if (now && (!list || strcmp(now, list) != 0 || anew)) {
            buf_fmt(&b, "<%s", now);
            if (k->number > 1) buf_fmt(&b, " start=\"%d\"", k->number);
            buf_putz(&b, ">\n");
        }
        list = now;
        if (k->kind == DOC_QUOTE) buf_putz(&b, "<blockquote>");
        element(&b, names[k->kind], k->markup);
        if (k->kind == DOC_QUOTE) buf_putz(&b, "</blockquote>\n");
    }
    if (list) buf_fmt(&b, "</%s>\n", list);
    if (to == d->n) {
        buf_fmt(&b, "<p>%s <b>%.*s</b>: <a href=\"", tr(mark->lang, N_("Verification code")), STRF(mark->code));
        buf_html(&b, mark->address);
        buf_putz(&b, "\">");
        buf_html(&b, mark->address);
        buf_putz(&b, "</a></p>\n");
    }
    page_end(&b);
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

static str_t contents(arena_t *a, const doc_t *d, lang_t lang, const size_t *starts, size_t n)
{
    buf_t b = buf_new(a, FILE_MAX);
    page_begin(&b, lang, d->title);
    buf_fmt(&b, "<nav epub:type=\"toc\" id=\"toc\"><h1>%s</h1><ol>\n", tr(lang, N_("Contents")));
    for (size_t i = 0; i < n; i++) {
        buf_fmt(&b, "<li><a href=\"c%03zu.xhtml\">", i + 1);
        buf_html(&b, d->blocks[starts[i]].plain);
        buf_putz(&b, "</a></li>\n");
    }
    buf_putz(&b, "</ol></nav>\n");
    page_end(&b);
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

static void meta(buf_t *b, const char *name, str_t text)
{
    buf_fmt(b, "<dc:%s>", name);
    buf_html(b, text);
    buf_fmt(b, "</dc:%s>\n", name);
}

static str_t package(arena_t *a, const doc_t *d, const print_mark_t *mark, size_t n)
{
    buf_t b = buf_new(a, FILE_MAX);
    buf_fmt(
        &b,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
        "unique-identifier=\"id\" xml:lang=\"%s\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n",
        lang_code(mark->lang));
    buf_fmt(&b, "<dc:identifier id=\"id\">urn:canhgiac:%.*s:v%lld:%s</dc:identifier>\n", STRF(mark->code),
            (long long)mark->version, lang_code(mark->lang));
    meta(&b, "title", d->title);
    meta(&b, "language", str_of(lang_code(mark->lang)));
    meta(&b, "description", d->summary);
    if (mark->publisher.n) meta(&b, "publisher", mark->publisher);
    meta(&b, "rights", S("CC BY 4.0"));
    buf_putz(&b, "<meta property=\"dcterms:modified\">2024-01-01T00:00:00Z</meta>\n</metadata>\n<manifest>\n"
                 "<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n"
                 "<item id=\"css\" href=\"style.css\" media-type=\"text/css\"/>\n");
    for (size_t i = 1; i <= n; i++)
        buf_fmt(&b, "<item id=\"c%03zu\" href=\"c%03zu.xhtml\" media-type=\"application/xhtml+xml\"/>\n", i, i);
    buf_putz(&b, "</manifest>\n<spine>\n");
    for (size_t i = 1; i <= n; i++) buf_fmt(&b, "<itemref idref=\"c%03zu\"/>\n", i);
    buf_putz(&b, "</spine></package>\n");
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

status_t doc_epub(arena_t *a, const doc_t *d, const print_mark_t *mark, str_t *out, err_t *err)
{
    size_t starts[CHAPTERS_MOST + 1], n = 0;
    pack_file_t files[CHAPTERS_MOST + 8];
    for (size_t i = 0; i < d->n; i++)
        if ((i == 0 || d->blocks[i].kind == DOC_H2) && n < CHAPTERS_MOST) starts[n++] = i;
    starts[n] = d->n;
    size_t k = 0;
    files[k++] = (pack_file_t){S("mimetype"), S("application/epub+zip"), true}; /* first, and stored */
    files[k++] = (pack_file_t){S("META-INF/container.xml"), str_of(container), false};
    files[k++] = (pack_file_t){S("EPUB/book.opf"), package(a, d, mark, n), false};
    files[k++] = (pack_file_t){S("EPUB/nav.xhtml"), contents(a, d, mark->lang, starts, n), false};
    files[k++] = (pack_file_t){S("EPUB/style.css"), str_of(style), false};
    for (size_t i = 0; i < n; i++)
        files[k++] =
            (pack_file_t){str_fmt(a, "EPUB/c%03zu.xhtml", i + 1), chapter(a, d, mark, starts[i], starts[i + 1]), false};
    for (size_t i = 0; i < k; i++)
        if (!files[i].bytes.p) return no_memory(err);
    return pack_make(a, files, k, out, err);
}
