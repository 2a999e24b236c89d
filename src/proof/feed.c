/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/feed.h"
#include <curl/curl.h>
#include <libxml/xmlreader.h>
#include <limits.h>

enum { FIELD_LIMIT = 4096, DEPTH_LIMIT = 64 };

typedef enum field { F_NONE, F_URL, F_TITLE, F_AT } field_t;

typedef struct reading {
    arena_t *a;
    feed_t *out;
    vec_t items;
    feed_item_t now;
    bool known, in_item, atom;
    field_t field;
    int item_depth;
    buf_t text;
} reading_t;

static status_t no_feed(err_t *err)
{
    return err_set(err, ST_INPUT, "feed.none", N_("This is no site map and no news feed."));
}

/* What stands before the root element: a document type there could define entities. */
static bool plain(str_t xml)
{
    for (size_t i = 0; i < xml.n; i++) {
        if (xml.p[i] == 0) return false; /* UTF-16, UTF-32 */
        if (xml.p[i] != '<' || i + 1 >= xml.n) continue;
        char c = xml.p[i + 1];
        if (c == '!' && !str_starts(str_sub(xml, i, xml.n), S("<!--"))) return false;
        if (c == '!') {
            size_t end = str_find(xml, S("-->"), i);
            if (end == SIZE_MAX) return false;
            i = end;
        } else if (c != '?') {
            return true;
        }
    }
    return false;
}

/* ISO 8601 as site maps and Atom write it, or RFC 822 as RSS does. */
static ms_t moment(arena_t *a, str_t text)
{
    ms_t at;
    text = str_trim(text);
    if (!text.n || text.n > 64) return 0;
    /* Fractions of a second say nothing here. */
    size_t dot = str_chr(text, '.', 0);
    if (dot != SIZE_MAX) {
        size_t end = dot + 1;
        while (end < text.n && text.p[end] >= '0' && text.p[end] <= '9') end++;
        text = str_fmt(a, "%.*s%.*s", (int)dot, text.p, (int)(text.n - end), text.p + end);
    }
    if (ms_parse(text, &at)) return at > 0 ? at : 0;
    time_t t = curl_getdate(str_z(a, text), NULL);
    return t > 0 ? (ms_t)t * 1000 : 0;
}

static bool is(const char *name, const char *what)
{
    return strcmp(name, what) == 0;
}

static bool root(reading_t *r, const char *name)
{
    r->known = true;
    r->atom = is(name, "feed");
    if (is(name, "urlset"))
        r->out->kind = FEED_SITEMAP;
    else if (is(name, "sitemapindex"))
        r->out->kind = FEED_INDEX;
    else if (is(name, "rss") || is(name, "RDF") || r->atom)
        r->out->kind = FEED_NEWS;
    else
        return false;
    return true;
}

static void atom_link(reading_t *r, xmlTextReaderPtr x)
{
    xmlChar *href = xmlTextReaderGetAttribute(x, (const xmlChar *)"href"),
            *rel = xmlTextReaderGetAttribute(x, (const xmlChar *)"rel");
    str_t url = str_of((const char *)href);
    if (href && (!rel || is((const char *)rel, "alternate")) && url.n <= FIELD_LIMIT && !r->now.url.n)
        r->now.url = str_dup(r->a, str_trim(url));
    xmlFree(href);
    xmlFree(rel);
}

static void starts(reading_t *r, xmlTextReaderPtr x, const char *name, int depth)
{
    bool item = is(name, "url") || is(name, "sitemap") || is(name, "item") || is(name, "entry");
    r->field = F_NONE;
    if (!r->in_item) {
        if (!item) return;
        r->in_item = true;
        r->item_depth = depth;
        r->now = (feed_item_t){.url = S(""), .title = S("")};
        return;
    }
    if (depth != r->item_depth + 1) return; /* image:loc and the like lie deeper */
    if (is(name, "link") && r->atom)
        atom_link(r, x);
    else if (is(name, "loc") || is(name, "link"))
        r->field = F_URL;
    else if (is(name, "title"))
        r->field = F_TITLE;
    else if (is(name, "lastmod") || is(name, "pubDate") || is(name, "published") || is(name, "updated") ||
             is(name, "date"))
        r->field = F_AT;
    r->text = buf_new(r->a, FIELD_LIMIT);
}

static void ends(reading_t *r, int depth)
{
    str_t text = str_trim(buf_str(&r->text));
    if (r->in_item && depth == r->item_depth) {
        feed_item_t *i = r->now.url.n ? vec_push(&r->items) : NULL;
        if (i) *i = r->now;
        r->in_item = false;
    } else if (r->field != F_NONE && buf_ok(&r->text)) {
        if (r->field == F_URL && !r->now.url.n) r->now.url = str_dup(r->a, text);
        if (r->field == F_TITLE && !r->now.title.n) r->now.title = str_dup(r->a, text);
        ms_t at = r->field == F_AT ? moment(r->a, text) : 0;
        if (at > r->now.at) r->now.at = at;
    }
    r->field = F_NONE;
}

static void words(reading_t *r, xmlTextReaderPtr x)
{
    const xmlChar *text = r->field == F_NONE ? NULL : xmlTextReaderConstValue(x);
    if (text) buf_put(&r->text, str_of((const char *)text));
}

/* False: enough, or nothing of ours. */
static bool node(reading_t *r, xmlTextReaderPtr x)
{
    int type = xmlTextReaderNodeType(x), depth = xmlTextReaderDepth(x);
    const char *name = (const char *)xmlTextReaderConstLocalName(x);
    if (depth > DEPTH_LIMIT) return false;
    if (type == XML_READER_TYPE_ELEMENT && name) {
        if (!r->known) return root(r, name);
        starts(r, x, name, depth);
        if (xmlTextReaderIsEmptyElement(x)) ends(r, depth);
    } else if (type == XML_READER_TYPE_END_ELEMENT) {
        ends(r, depth);
    } else if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA) {
        words(r, x);
    }
    return r->items.len < FEED_ITEMS;
}

status_t feed_read(arena_t *a, str_t xml, feed_t *out, err_t *err)
{
    *out = (feed_t){0};
    xml = str_trim(xml);
    if (!xml.n || xml.n > INT_MAX || !plain(xml)) return no_feed(err);
    xmlTextReaderPtr x = xmlReaderForMemory(xml.p, (int)xml.n, NULL, NULL,
                                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                                XML_PARSE_RECOVER | XML_PARSE_NOCDATA);
    if (!x) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    reading_t r = {.a = a, .out = out, .items = vec_new(a, sizeof(feed_item_t), FEED_ITEMS), .text = buf_new(a, 16)};
    int more;
    while ((more = xmlTextReaderRead(x)) == 1 && node(&r, x)) {
    }
    xmlFreeTextReader(x);
    out->items = r.items.at;
    out->n = r.items.len;
    out->cut = out->n == FEED_ITEMS;
    bool ours = r.known && (out->n || (more == 0 && (out->kind != FEED_NEWS || !out->n)));
    return ours ? ST_OK : no_feed(err);
}
