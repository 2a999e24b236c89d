/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/xml.h"

xml_t xml_new(buf_t *out)
{
    buf_putz(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    return (xml_t){.out = out};
}

static void close_tag(xml_t *x)
{
    if (x->in_tag) buf_putc(x->out, '>');
    x->in_tag = false;
}

void xml_start(xml_t *x, const char *name)
{
    close_tag(x);
    if (x->depth == XML_DEPTH) {
        x->out->failed = true;
        return;
    }
    buf_putc(x->out, '<');
    buf_putz(x->out, name);
    x->open[x->depth++] = name;
    x->in_tag = true;
}

/* XML 1.0, §2.2: tab, LF, CR, and everything from space but surrogates, FFFE and FFFF. */
static bool allowed(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

static void escaped(xml_t *x, str_t s, bool attr)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        char u[4];
        if (c == '&')
            buf_putz(x->out, "&amp;");
        else if (c == '<')
            buf_putz(x->out, "&lt;");
        else if (c == '>')
            buf_putz(x->out, "&gt;");
        else if (c == '"')
            buf_putz(x->out, "&quot;");
        else if (c == '\r' || (attr && (c == '\n' || c == '\t'))) /* a reader would turn these into others */
            buf_fmt(x->out, "&#%u;", (unsigned)c);
        else
            buf_put(x->out, (str_t){u, utf8_put(allowed(c) ? c : 0xFFFD, u)});
    }
}

void xml_attr(xml_t *x, const char *name, str_t value)
{
    buf_putc(x->out, ' ');
    buf_putz(x->out, name);
    buf_putz(x->out, "=\"");
    escaped(x, value, true);
    buf_putc(x->out, '"');
}

void xml_text(xml_t *x, str_t text)
{
    close_tag(x);
    escaped(x, text, false);
}

void xml_end(xml_t *x)
{
    if (x->depth == 0) return;
    const char *name = x->open[--x->depth];
    if (x->in_tag) {
        buf_putz(x->out, "/>\n");
        x->in_tag = false;
        return;
    }
    buf_putz(x->out, "</");
    buf_putz(x->out, name);
    buf_putz(x->out, ">\n");
}

void xml_leaf(xml_t *x, const char *name, str_t text)
{
    xml_start(x, name);
    xml_text(x, text);
    xml_end(x);
}
