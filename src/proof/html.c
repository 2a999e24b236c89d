/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/html.h"
#include "proof/html_token.h"

static bool among(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0) return true;
    return false;
}
#define AMONG(name, list) among((name), (list), sizeof(list) / sizeof *(list))

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

/* Being inside an element until its end tag, counted by its own name: no stack, so no depth can hurt. */
typedef struct inside {
    char name[24];
    uint32_t depth;
} inside_t;

typedef struct reader {
    arena_t *a;
    html_page_t *page;
    buf_t text, main, hidden, title, heading;
    vec_t links, marks;
    inside_t skip, chrome, content; /* hidden; navigation and the like; <main> or <article> */
    bool in_title, in_heading, space, in_script;
} reader_t;

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

/* A word of the class or id that names navigation: whole words between - _ and space only. */
static bool chrome_name(str_t v)
{
    static const char *const words[] = {"nav",       "navbar",      "menu",     "footer",  "sidebar", "breadcrumb",
                                        "topbar",    "breadcrumbs", "megamenu", "related", "comment", "comments",
                                        "copyright", "pagination",  "banner",   "popup"};
    size_t i = 0;
    while (i < v.n) {
        char word[24];
        size_t n = 0;
        for (; i < v.n && v.p[i] != ' ' && v.p[i] != '-' && v.p[i] != '_'; i++)
            if (n + 1 < sizeof word) word[n++] = (char)(v.p[i] >= 'A' && v.p[i] <= 'Z' ? v.p[i] + 32 : v.p[i]);
        word[n] = 0;
        if (AMONG(word, words)) return true;
        i++;
    }
    return false;
}

/* Does a style say "name: value"? */
static bool says(str_t style, str_t name, str_t value)
{
    for (size_t at = 0; (at = str_find(style, name, at)) != SIZE_MAX;) {
        at += name.n;
        while (at < style.n && (style.p[at] == ' ' || style.p[at] == ':')) at++;
        if (str_starts(str_sub(style, at, style.n), value)) return true;
    }
    return false;
}

static bool hides(str_t style)
{
    return says(style, S("display"), S("none")) || says(style, S("visibility"), S("hidden"));
}

static void link_add(reader_t *r, html_link_kind_t kind, str_t raw)
{
    raw = str_trim(raw);
    if (!raw.n || raw.n > 4096 || raw.p[0] == '#') return;
    str_t scheme = str_sub(raw, 0, 11);
    if (str_ieq(scheme, S("javascript:")) || str_ieq(str_sub(raw, 0, 5), S("data:")) ||
        str_ieq(str_sub(raw, 0, 7), S("mailto:")) || str_ieq(str_sub(raw, 0, 4), S("tel:")))
        return;
    if (r->links.len >= HTML_LINKS_LIMIT) return;
    html_link_t *l = vec_push(&r->links);
    if (l) *l = (html_link_t){kind, !r->chrome.depth && !r->skip.depth, str_trim(html_decode(r->a, raw))};
}

/* "a.jpg 400w, b.jpg 800w": each of them. */
static void sources_add(reader_t *r, html_link_kind_t kind, str_t v)
{
    str_t one;
    for (int n = 0; n < 8 && str_cut(&v, ',', &one); n++) {
        one = str_trim(one);
        link_add(r, kind, str_sub(one, 0, str_chr(one, ' ', 0)));
    }
}

/* The picture behind an element: url(…) in its style. */
static void background_add(reader_t *r, str_t style)
{
    size_t at = str_find(style, S("url("), 0);
    if (at == SIZE_MAX) return;
    str_t v = str_sub(style, at + 4, str_chr(style, ')', at));
    while (v.n && strchr("'\" ", v.p[0])) v = str_sub(v, 1, v.n);
    while (v.n && strchr("'\" ", v.p[v.n - 1])) v.n--;
    link_add(r, LINK_IMG, html_decode(r->a, v));
}

/* A file that a script will fetch: data-pdf="/tep/a.pdf", data-image="…jpg". */
static void data_file(reader_t *r, str_t v)
{
    static const char *const documents[] = {".pdf", ".docx", ".doc"};
    static const char *const pictures[] = {".jpg", ".jpeg", ".png", ".webp"};
    str_t path = str_sub(v, 0, str_chr(v, '?', 0));
    if (v.n > 1024 || str_chr(v, ' ', 0) != SIZE_MAX || str_chr(v, '{', 0) != SIZE_MAX) return;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        if (str_ends(path, str_of(documents[i]))) link_add(r, LINK_EMBED, v);
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        if (str_ends(path, str_of(pictures[i]))) link_add(r, LINK_IMG, v);
}

/* What an <object> shows, said by a <param>. */
static void param_file(reader_t *r, str_t attrs, str_t v)
{
    static const char *const names[] = {"src", "movie", "data", "filename", "url"};
    str_t name = html_get(r->a, attrs, "name");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_ieq(name, str_of(names[i]))) link_add(r, LINK_EMBED, v);
}

/* The address inside <meta http-equiv=refresh content="0; url=…">. */
static void on_meta(reader_t *r, str_t attrs)
{
    str_t equiv = html_get(r->a, attrs, "http-equiv"), content = html_get(r->a, attrs, "content");
    if (!str_ieq(str_trim(equiv), S("refresh")) || !content.p || r->page->refresh.p) return;
    size_t at = str_chr(content, '=', 0);
    if (at == SIZE_MAX) return;
    str_t v = str_trim(str_sub(content, at + 1, content.n));
    if (v.n > 1 && (v.p[0] == '\'' || v.p[0] == '"')) v = str_sub(v, 1, v.n - (v.p[v.n - 1] == v.p[0]));
    if (v.n) r->page->refresh = v;
}

static bool is(const html_token_t *t, const char *name)
{
    return strcmp(t->name, name) == 0;
}

/* One walk over the attributes of a tag: links, marks, and whether it hides or is navigation. */
static void on_attrs(reader_t *r, const html_token_t *t, bool *hidden, bool *nav)
{
    str_t rest = t->attrs, k, v;
    bool img = is(t, "img"), frame = is(t, "iframe") || is(t, "frame");
    bool media = is(t, "video") || is(t, "audio") || is(t, "source");
    for (int n = 0; n < 64 && html_attr(&rest, &k, &v); n++) {
        bool src = str_ieq(k, S("src")), href = str_ieq(k, S("href"));
        bool lazy = str_ieq(k, S("data-src")) || str_ieq(k, S("data-original")) || str_ieq(k, S("data-lazy-src"));
        if (href && (is(t, "a") || is(t, "area"))) link_add(r, LINK_A, v);
        if (img && (src || lazy)) link_add(r, LINK_IMG, v);
        if (frame && (src || lazy)) link_add(r, LINK_FRAME, v);
        if (media && (src || lazy)) link_add(r, LINK_MEDIA, v);
        if ((img || media) && (str_ieq(k, S("srcset")) || str_ieq(k, S("data-srcset")))) sources_add(r, LINK_IMG, v);
        if (!lazy && str_ieq(str_sub(k, 0, 5), S("data-")) && !is(t, "object")) data_file(r, v);
        if (is(t, "param") && str_ieq(k, S("value"))) param_file(r, t->attrs, v);
        if (str_ieq(k, S("style"))) background_add(r, v);
        if (is(t, "embed") && src) link_add(r, LINK_EMBED, v);
        if (is(t, "object") && str_ieq(k, S("data"))) link_add(r, LINK_EMBED, v);
        if (is(t, "script") && src) link_add(r, LINK_SCRIPT, v);
        if (is(t, "base") && href && !r->page->base.p) r->page->base = html_decode(r->a, v);
        if (is(t, "input") && str_ieq(k, S("type")) && str_ieq(v, S("password"))) r->page->password = true;
        if (k.n >= 13 && str_ieq(str_sub(k, 0, 13), S("data-canhgiac")) && v.n && v.n < 512 &&
            r->marks.len < HTML_MARKS_LIMIT) {
            str_t *m = vec_push(&r->marks);
            if (m) *m = html_decode(r->a, v);
        }
        if (str_ieq(k, S("hidden")) || (str_ieq(k, S("style")) && hides(v))) *hidden = true;
        if (str_ieq(k, S("class")) || str_ieq(k, S("id"))) *nav = *nav || chrome_name(v);
    }
}

static void on_start(reader_t *r, const html_token_t *t)
{
    bool hidden = AMONG(t->name, never), nav = false, holder = AMONG(t->name, holders);
    if (is(t, "meta")) on_meta(r, t->attrs);
    on_attrs(r, t, &hidden, &nav);
    if (is(t, "script")) r->page->scripts++;
    r->in_script = is(t, "script");
    r->in_title = is(t, "title");
    if (is(t, "p") && strcmp(r->skip.name, "p") == 0) r->skip.depth = 0; /* a paragraph ends where the next begins */
    breaks(r, t->name);
    if (is(t, "h1") && !r->page->heading.p) r->in_heading = true;
    if (AMONG(t->name, voids)) return;
    nav = (nav && !holder) || AMONG(t->name, chrome) || (is(t, "header") && !r->content.depth);
    if (r->skip.depth)
        follow(&r->skip, t);
    else if (hidden && !is(t, "body") && !is(t, "html"))
        enter(&r->skip, t->name);
    if (r->content.depth)
        follow(&r->content, t);
    else if (is(t, "main") || is(t, "article"))
        enter(&r->content, t->name);
    if (r->chrome.depth)
        follow(&r->chrome, t);
    else if (nav)
        enter(&r->chrome, t->name);
}

static void on_end(reader_t *r, const html_token_t *t)
{
    breaks(r, t->name);
    if (is(t, "title")) {
        r->in_title = false;
        if (!r->page->title.p && r->title.n) r->page->title = str_trim(buf_str(&r->title));
    }
    if (is(t, "h1") && r->in_heading) {
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
