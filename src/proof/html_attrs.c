/* SPDX-License-Identifier: Apache-2.0
 *
 * html_attrs — what the attributes of tags say: links, files, marks, hidden parts, navigation.
 */
#include "proof/html_reader.h"

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
void html_meta_read(reader_t *r, str_t attrs)
{
    str_t equiv = html_get(r->a, attrs, "http-equiv"), content = html_get(r->a, attrs, "content");
    if (!str_ieq(str_trim(equiv), S("refresh")) || !content.p || r->page->refresh.p) return;
    size_t at = str_chr(content, '=', 0);
    if (at == SIZE_MAX) return;
    str_t v = str_trim(str_sub(content, at + 1, content.n));
    if (v.n > 1 && (v.p[0] == '\'' || v.p[0] == '"')) v = str_sub(v, 1, v.n - (v.p[v.n - 1] == v.p[0]));
    if (v.n) r->page->refresh = v;
}

/* One walk over the attributes of a tag: links, marks, and whether it hides or is navigation. */
void html_attrs_read(reader_t *r, const html_token_t *t, bool *hidden, bool *nav)
{
    str_t rest = t->attrs, k, v;
    bool img = html_is(t, "img") || html_is(t, "amp-img"), frame = html_is(t, "iframe") || html_is(t, "frame");
    bool media = html_is(t, "video") || html_is(t, "audio") || html_is(t, "source");
    for (int n = 0; n < 64 && html_attr(&rest, &k, &v); n++) {
        bool src = str_ieq(k, S("src")), href = str_ieq(k, S("href"));
        bool lazy = str_ieq(k, S("data-src")) || str_ieq(k, S("data-original")) || str_ieq(k, S("data-lazy-src"));
        if (href && (html_is(t, "a") || html_is(t, "area"))) link_add(r, LINK_A, v);
        if (img && (src || lazy)) link_add(r, LINK_IMG, v);
        if (frame && (src || lazy)) link_add(r, LINK_FRAME, v);
        if (media && (src || lazy)) link_add(r, LINK_MEDIA, v);
        if ((img || media) && (str_ieq(k, S("srcset")) || str_ieq(k, S("data-srcset")))) sources_add(r, LINK_IMG, v);
        if (!lazy && str_ieq(str_sub(k, 0, 5), S("data-")) && !html_is(t, "object")) data_file(r, v);
        if (str_ieq(k, S("source"))) data_file(r, v); /* books whose pages are turned: dFlip and its like */
        if (html_is(t, "param") && str_ieq(k, S("value"))) param_file(r, t->attrs, v);
        if (str_ieq(k, S("style"))) background_add(r, v);
        if (html_is(t, "embed") && src) link_add(r, LINK_EMBED, v);
        if (html_is(t, "object") && str_ieq(k, S("data"))) link_add(r, LINK_EMBED, v);
        if (html_is(t, "script") && src) link_add(r, LINK_SCRIPT, v);
        if (html_is(t, "base") && href && !r->page->base.p) r->page->base = html_decode(r->a, v);
        if (html_is(t, "input") && str_ieq(k, S("type")) && str_ieq(v, S("password"))) r->page->password = true;
        if (k.n >= 13 && str_ieq(str_sub(k, 0, 13), S("data-canhgiac")) && v.n && v.n < 512 &&
            r->marks.len < HTML_MARKS_LIMIT) {
            str_t *m = vec_push(&r->marks);
            if (m) *m = html_decode(r->a, v);
        }
        if (str_ieq(k, S("hidden")) || (str_ieq(k, S("style")) && hides(v))) *hidden = true;
        if (str_ieq(k, S("class")) || str_ieq(k, S("id"))) *nav = *nav || chrome_name(v);
    }
}
