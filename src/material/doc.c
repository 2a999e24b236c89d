/* SPDX-License-Identifier: Apache-2.0 */
#include "material/doc.h"
#include <md4c.h>
#include "material/internal.h"
#include "page/markdown.h"

#define SOURCE_MAX MARKDOWN_MOST
#define BLOCKS_MAX 5000

/* --- the head --- */

static bool head_line(doc_t *d, str_t line)
{
    static const struct {
        const char *name;
        size_t at;
    } names[] = {{"slug", offsetof(doc_t, slug)},         {"kind", offsetof(doc_t, kind)},
                 {"title", offsetof(doc_t, title)},       {"summary", offsetof(doc_t, summary)},
                 {"audience", offsetof(doc_t, audience)}, {"size", offsetof(doc_t, size)},
                 {"layout", offsetof(doc_t, layout)}};
    size_t colon = str_chr(line, ':', 0);
    if (colon == SIZE_MAX) return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(str_sub(line, 0, colon), str_of(names[i].name))) {
            *(str_t *)(void *)((char *)d + names[i].at) = str_trim(str_sub(line, colon + 1, line.n));
            return true;
        }
    return false;
}

static status_t head_read(doc_t *d, str_t *rest, err_t *err)
{
    str_t line;
    long n = 1;
    bool closed = false;
    if (!str_line(rest, &line) || !str_eq(line, S("---")))
        return err_at(err, ST_INPUT, "doc.head", NULL, 1, N_("A material's source begins with a line ---."));
    while (!closed && str_line(rest, &line)) {
        n++;
        closed = str_eq(line, S("---"));
        if (!closed && !head_line(d, line))
            return err_at(err, ST_INPUT, "doc.head-line", NULL, n,
                          N_("Line %ld of the head is not one of slug, kind, title, summary, audience, size, layout."),
                          n);
    }
    if (!closed || !d->slug.n || !d->kind.n || !d->title.n)
        return err_at(err, ST_INPUT, "doc.head-short", NULL, n,
                      N_("The head needs slug, kind and title, and a closing line ---."));
    int64_t points;
    if (d->size.n && !str_int(d->size, 8, 24, &points))
        return err_set(err, ST_INPUT, "doc.size", N_("The size is a number of points from 8 to 24."));
    if (d->layout.n && !str_eq(d->layout, S("slides")))
        return err_set(err, ST_INPUT, "doc.layout", N_("The only layout there is, is slides."));
    return ST_OK;
}

/* --- the body, block by block --- */

typedef struct reader {
    arena_t *a;
    vec_t blocks;
    doc_block_t *now;
    buf_t markup, plain;
    bool in_item, in_quote;
    int number; /* of the next item; 0: bullets */
} reader_t;

static void block_end(reader_t *r)
{
    if (!r->now) return;
    r->now->markup = buf_str(&r->markup);
    r->now->plain = buf_str(&r->plain);
    if (r->now->plain.n == 0) r->blocks.len--; /* an empty paragraph */
    r->now = NULL;
}

static int block_begin(reader_t *r, doc_kind_t kind, int number)
{
    block_end(r);
    r->now = vec_push(&r->blocks);
    if (!r->now) return 1;
    *r->now = (doc_block_t){.kind = kind, .number = number};
    r->markup = buf_new(r->a, SOURCE_MAX);
    r->plain = buf_new(r->a, SOURCE_MAX);
    return 0;
}

static int on_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    reader_t *r = user;
    switch (type) {
    case MD_BLOCK_H: {
        unsigned level = ((MD_BLOCK_H_DETAIL *)detail)->level;
        return block_begin(r, level == 1 ? DOC_H1 : level == 2 ? DOC_H2 : DOC_H3, 0);
    }
    case MD_BLOCK_OL: r->number = (int)((MD_BLOCK_OL_DETAIL *)detail)->start; return 0;
    case MD_BLOCK_UL: r->number = 0; return 0;
    case MD_BLOCK_LI: r->in_item = true; return block_begin(r, DOC_ITEM, r->number ? r->number++ : 0);
    case MD_BLOCK_QUOTE: r->in_quote = true; return 0;
    case MD_BLOCK_P: return r->in_item ? 0 : block_begin(r, r->in_quote ? DOC_QUOTE : DOC_TEXT, 0);
    default: return 0;
    }
}

static int off_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    reader_t *r = user;
    (void)detail;
    if (type == MD_BLOCK_LI) r->in_item = false;
    if (type == MD_BLOCK_QUOTE) r->in_quote = false;
    if (type == MD_BLOCK_H || type == MD_BLOCK_LI || (type == MD_BLOCK_P && !r->in_item)) block_end(r);
    return 0;
}

static const char *span_tag(MD_SPANTYPE type)
{
    return type == MD_SPAN_STRONG ? "b" : type == MD_SPAN_EM ? "i" : type == MD_SPAN_CODE ? "tt" : NULL;
}

static int on_span(MD_SPANTYPE type, void *detail, void *user)
{
    reader_t *r = user;
    (void)detail;
    if (r->now && span_tag(type)) buf_fmt(&r->markup, "<%s>", span_tag(type));
    return 0;
}

static int off_span(MD_SPANTYPE type, void *detail, void *user)
{
    reader_t *r = user;
    (void)detail;
    if (r->now && span_tag(type)) buf_fmt(&r->markup, "</%s>", span_tag(type));
    return 0;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *user)
{
    reader_t *r = user;
    str_t s = {p, n};
    if (!r->now) return 0;
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR) s = S(" ");
    if (type == MD_TEXT_NULLCHAR) s = S("\xEF\xBF\xBD");
    buf_html(&r->markup, s);
    buf_put(&r->plain, s);
    return 0;
}

status_t doc_parse(arena_t *a, str_t source, doc_t *out, err_t *err)
{
    static const MD_PARSER parser = {.flags = MARKDOWN_DIALECT,
                                     .enter_block = on_block,
                                     .leave_block = off_block,
                                     .enter_span = on_span,
                                     .leave_span = off_span,
                                     .text = on_text};
    *out = (doc_t){0};
    if (source.n > SOURCE_MAX || !utf8_valid(source))
        return err_set(err, ST_INPUT, "doc.text", N_("A material's source is UTF-8 text of at most 512 KB."));
    str_t rest = source;
    status_t s = head_read(out, &rest, err);
    if (s != ST_OK) return s;
    out->body = str_trim(rest);
    reader_t r = {.a = a, .blocks = vec_new(a, sizeof(doc_block_t), BLOCKS_MAX)};
    if (md_parse(out->body.p, (MD_SIZE)out->body.n, &parser, &r) != 0 || r.blocks.failed) return no_memory(err);
    block_end(&r);
    out->blocks = r.blocks.at;
    out->n = r.blocks.len;
    return out->n ? ST_OK : err_set(err, ST_INPUT, "doc.empty", N_("The material's source has no text."));
}

/* --- HTML and text --- */

status_t doc_html(arena_t *a, const doc_t *d, str_t *out, err_t *err)
{
    return markdown_html(a, d->body, out) == ST_OK ? ST_OK : no_memory(err);
}

status_t doc_text(arena_t *a, const doc_t *d, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, 2 * SOURCE_MAX);
    for (size_t i = 0; i < d->n; i++) {
        const doc_block_t *k = &d->blocks[i];
        bool goes_on = i > 0 && k->kind == DOC_ITEM && d->blocks[i - 1].kind == DOC_ITEM;
        if (i > 0 && !goes_on) buf_putc(&b, '\n');
        if (k->kind == DOC_ITEM && k->number)
            buf_fmt(&b, "%d. ", k->number);
        else if (k->kind == DOC_ITEM)
            buf_putz(&b, "- ");
        buf_put(&b, k->plain);
        buf_putc(&b, '\n');
    }
    *out = buf_str(&b);
    return buf_ok(&b) ? ST_OK : no_memory(err);
}
