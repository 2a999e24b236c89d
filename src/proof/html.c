/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/html_reader.h"

bool html_among(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0) return true;
    return false;
}

static const char *const voids[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                    "input", "link", "meta", "param", "source", "track", "wbr"};
/* Elements that begin and end a line. */
static const char *const blocks[] = {
    "address", "article", "aside", "blockquote", "body",  "br",       "caption",    "center", "dd",
    "details", "dialog",  "div",   "dl",         "dt",    "fieldset", "figcaption", "figure", "footer",
    "form",    "h1",      "h2",    "h3",         "h4",    "h5",       "h6",         "header", "hr",
    "html",    "legend",  "li",    "main",       "nav",   "ol",       "option",     "p",      "pre",
    "section", "summary", "table", "tbody",      "tfoot", "thead",    "tr",         "ul"};
static const char *const cells[] = {"td", "th", "button", "select", "label", "img", "iframe", "object"};
static const char *const chrome[] = {"nav", "footer", "aside", "menu", "select", "button", "dialog"};
static const char *const never[] = {"noscript", "template", "noembed", "noframes"};
/* Never taken for chrome by their class: they hold the whole page. */
static const char *const holders[] = {"html", "body", "form", "main", "article", "a",
                                      "p",    "h1",   "h2",   "h3",   "span",    "img"};

bool html_is(const html_token_t *t, const char *name)
{
    return strcmp(t->name, name) == 0;
}

static void enter(inside_t *in, const char *name)
{
    memcpy(in->name, name, sizeof in->name);
    in->depth = 1;
}

static void follow(inside_t *in, const html_token_t *t)
{
    if (!in->depth || strcmp(in->name, t->name) != 0) return;
    if (t->kind == HTML_START) {
        in->depth++;
    } else {
        in->depth--;
    }
}

static void line_end(buf_t *b)
{
    while (b->n && b->p[b->n - 1] == ' ') b->n--;
    if (b->n && b->p[b->n - 1] != '\n') buf_putc(b, '\n');
}

static void gap(buf_t *b)
{
    if (b->n && b->p[b->n - 1] != '\n' && b->p[b->n - 1] != ' ') buf_putc(b, ' ');
}

static bool blank(str_t s, size_t i, size_t *n)
{
    char c = s.p[i];
    *n = 1;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') return true;
    *n = 2; /* U+00A0 */
    return c == '\xc2' && i + 1 < s.n && s.p[i + 1] == '\xa0';
}

/* Adds raw text with white space collapsed and entities decoded. */
static void flow(buf_t *b, str_t raw)
{
    for (size_t i = 0; i < raw.n;) {
        size_t n;
        char out[4];
        if (blank(raw, i, &n)) {
            gap(b);
            i += n;
            continue;
        }
        size_t used = raw.p[i] == '&' ? html_entity(raw, i, out, &n) : 0;
        if (used) {
            str_t one = {out, n};
            size_t ignored;
            if (blank(one, 0, &ignored)) {
                gap(b);
            } else {
                buf_put(b, one);
            }
            i += used;
            continue;
        }
        size_t from = i++;
        while (i < raw.n && raw.p[i] != '&' && (unsigned char)raw.p[i] > ' ' && raw.p[i] != '\xc2') i++;
        buf_put(b, str_sub(raw, from, i));
    }
}

static void on_text(reader_t *r, const html_token_t *t)
{
    if (t->raw) {
        if (r->in_script) r->page->script_bytes += t->text.n;
        return;
    }
    if (r->in_title) {
        if (!r->page->title.p) flow(&r->title, t->text);
        return;
    }
    if (r->skip.depth) {
        flow(&r->hidden, t->text);
        return;
    }
    flow(&r->text, t->text);
    if (!r->chrome.depth) flow(&r->main, t->text);
    if (r->in_heading) flow(&r->heading, t->text);
}

static void breaks(reader_t *r, const char *name)
{
    if (AMONG(name, blocks)) {
        line_end(&r->text);
        line_end(&r->main);
        line_end(&r->hidden);
        if (r->in_heading) gap(&r->heading);
    } else if (AMONG(name, cells)) {
        gap(&r->text);
        gap(&r->main);
    }
}

static void on_start(reader_t *r, const html_token_t *t)
{
    bool hidden = AMONG(t->name, never), nav = false, holder = AMONG(t->name, holders);
    if (html_is(t, "meta")) html_meta_read(r, t->attrs);
    html_attrs_read(r, t, &hidden, &nav);
    if (html_is(t, "script")) r->page->scripts++;
    r->in_script = html_is(t, "script");
    r->in_title = html_is(t, "title");
    if (html_is(t, "p") && strcmp(r->skip.name, "p") == 0)
        r->skip.depth = 0; /* a paragraph ends where the next begins */
    breaks(r, t->name);
    if (html_is(t, "h1") && !r->page->heading.p) r->in_heading = true;
    if (AMONG(t->name, voids)) return;
    nav = (nav && !holder) || AMONG(t->name, chrome) || (html_is(t, "header") && !r->content.depth);
    if (r->skip.depth)
        follow(&r->skip, t);
    else if (hidden && !html_is(t, "body") && !html_is(t, "html"))
        enter(&r->skip, t->name);
    if (r->content.depth)
        follow(&r->content, t);
    else if (html_is(t, "main") || html_is(t, "article"))
        enter(&r->content, t->name);
    if (r->chrome.depth)
        follow(&r->chrome, t);
    else if (nav)
        enter(&r->chrome, t->name);
}

static void on_end(reader_t *r, const html_token_t *t)
{
    breaks(r, t->name);
    if (html_is(t, "title")) {
        r->in_title = false;
        if (!r->page->title.p && r->title.n) r->page->title = str_trim(buf_str(&r->title));
    }
    if (html_is(t, "h1") && r->in_heading) {
        r->in_heading = false;
        if (r->heading.n) r->page->heading = str_trim(buf_str(&r->heading));
    }
    r->in_script = false;
    follow(&r->skip, t);
    follow(&r->content, t);
    follow(&r->chrome, t);
}

status_t html_read(arena_t *a, str_t src, html_page_t *out, err_t *err)
{
    *out = (html_page_t){0};
    size_t limit = src.n + 64;
    reader_t r = {.a = a, .page = out};
    r.text = buf_new(a, limit);
    r.main = buf_new(a, limit);
    r.hidden = buf_new(a, limit);
    r.title = buf_new(a, limit);
    r.heading = buf_new(a, limit);
    r.links = vec_new(a, sizeof(html_link_t), HTML_LINKS_LIMIT);
    r.marks = vec_new(a, sizeof(str_t), HTML_MARKS_LIMIT);
    html_cursor_t c = html_cursor(src);
    html_token_t t;
    while (html_next(&c, &t) && !arena_failed(a)) {
        if (t.kind == HTML_TEXT) {
            on_text(&r, &t);
        } else if (t.kind == HTML_START) {
            on_start(&r, &t);
        } else {
            on_end(&r, &t);
        }
    }
    if (arena_failed(a)) return err_set(err, ST_MEMORY, "html.memory", N_("The page is too large to be read."));
    out->text = str_trim(buf_str(&r.text));
    out->main = str_trim(buf_str(&r.main));
    out->hidden = str_trim(buf_str(&r.hidden));
    out->links = r.links.at;
    out->n_links = r.links.len;
    out->marks = r.marks.at;
    out->n_marks = r.marks.len;
    return ST_OK;
}

str_t html_charset(arena_t *a, str_t src)
{
    html_cursor_t c = html_cursor(str_sub(src, 0, 8192));
    html_token_t t;
    while (html_next(&c, &t)) {
        if (t.kind != HTML_START || strcmp(t.name, "meta") != 0) continue;
        str_t charset = html_get(a, t.attrs, "charset");
        if (charset.n) return str_trim(charset);
        str_t content = html_get(a, t.attrs, "content");
        size_t at = content.p ? str_find(content, S("charset="), 0) : SIZE_MAX;
        if (at == SIZE_MAX) continue;
        str_t v = str_trim(str_sub(content, at + 8, content.n));
        size_t end = str_chr(v, ';', 0);
        return str_trim(str_sub(v, 0, end));
    }
    return STR_NONE;
}

size_t html_words(str_t text)
{
    size_t n = 0;
    bool in = false;
    for (size_t i = 0; i < text.n; i++) {
        bool sp = (unsigned char)text.p[i] <= ' ';
        n += !in && !sp ? 1 : 0;
        in = !sp;
    }
    return n;
}
