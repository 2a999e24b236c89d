/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/html_token.h"
#include "proof/entities.h"

static bool space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char low(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

html_cursor_t html_cursor(str_t src)
{
    return (html_cursor_t){.src = src};
}

/* Elements whose content is not markup. title and textarea are text for people, the rest is not. */
static bool raw_element(const char *name)
{
    static const char *const names[] = {"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

/* Attributes by the standard's states: a quote opens a value only after "=". Stops before ">" or at the end. */
bool html_attr(str_t *rest, str_t *name, str_t *value)
{
    const char *p = rest->p;
    size_t n = rest->n, i = 0;
    while (i < n && (space(p[i]) || p[i] == '/')) i++;
    if (i >= n || p[i] == '>') {
        *rest = str_sub(*rest, i, n);
        return false;
    }
    size_t from = i;
    if (p[i] == '=') i++;
    while (i < n && !space(p[i]) && p[i] != '/' && p[i] != '>' && p[i] != '=') i++;
    *name = str_sub(*rest, from, i);
    *value = STR_NONE;
    while (i < n && space(p[i])) i++;
    if (i < n && p[i] == '=') {
        i++;
        while (i < n && space(p[i])) i++;
        if (i < n && (p[i] == '"' || p[i] == '\'')) {
            size_t end = str_chr(*rest, p[i], i + 1);
            if (end == SIZE_MAX) end = n;
            *value = str_sub(*rest, i + 1, end);
            i = end < n ? end + 1 : n;
        } else {
            from = i;
            while (i < n && !space(p[i]) && p[i] != '>') i++;
            *value = str_sub(*rest, from, i);
        }
    }
    *rest = str_sub(*rest, i, n);
    return true;
}

static size_t tag_name(str_t src, size_t i, char out[24])
{
    size_t n = 0;
    for (; i < src.n && !space(src.p[i]) && src.p[i] != '/' && src.p[i] != '>'; i++)
        if (n + 1 < 24) out[n++] = low(src.p[i]);
    out[n] = 0;
    return i;
}

/* Where the raw-text element's end tag begins, at or after `from`; the end of the source when it never does. */
static size_t raw_end(str_t src, const char *name, size_t from)
{
    size_t len = strlen(name);
    for (size_t i = from; (i = str_find(src, S("</"), i)) != SIZE_MAX; i += 2) {
        str_t here = str_sub(src, i + 2, i + 2 + len);
        if (!str_ieq(here, (str_t){name, len})) continue;
        if (i + 2 + len >= src.n) return i;
        char after = src.p[i + 2 + len];
        if (space(after) || after == '/' || after == '>') return i;
    }
    return src.n;
}

static bool tag(html_cursor_t *c, html_token_t *t, bool end)
{
    size_t i = tag_name(c->src, c->at + (end ? 2 : 1), t->name);
    str_t rest = str_sub(c->src, i, c->src.n), name, value;
    while (html_attr(&rest, &name, &value)) {
    }
    size_t close = c->src.n - rest.n; /* at ">" or the end */
    if (!rest.n) {
        c->at = c->src.n; /* a tag that never closes is no tag */
        return false;
    }
    t->kind = end ? HTML_END : HTML_START;
    t->attrs = str_sub(c->src, i, close);
    c->at = close + 1;
    if (!end && raw_element(t->name)) memcpy(c->raw, t->name, sizeof c->raw);
    return true;
}

/* Comments, doctypes, processing instructions: skipped. */
static void markup(html_cursor_t *c)
{
    size_t end;
    if (str_starts(str_sub(c->src, c->at, c->src.n), S("<!--"))) {
        str_t after = str_sub(c->src, c->at + 4, c->src.n);
        if (str_starts(after, S(">"))) {
            end = c->at + 4;
        } else if (str_starts(after, S("->"))) {
            end = c->at + 5;
        } else {
            end = str_find(c->src, S("-->"), c->at + 4);
            if (end != SIZE_MAX) end += 2;
        }
    } else {
        end = str_chr(c->src, '>', c->at + 1);
    }
    c->at = end == SIZE_MAX ? c->src.n : end + 1;
}

static bool text(html_cursor_t *c, html_token_t *t, size_t end, bool raw)
{
    t->kind = HTML_TEXT;
    t->text = str_sub(c->src, c->at, end);
    t->raw = raw;
    c->at = end;
    return true;
}

static bool raw_text(html_cursor_t *c, html_token_t *t)
{
    size_t end = raw_end(c->src, c->raw, c->at);
    bool for_people = strcmp(c->raw, "title") == 0 || strcmp(c->raw, "textarea") == 0;
    c->raw[0] = 0;
    if (end == c->at) return false;
    return text(c, t, end, !for_people);
}

bool html_next(html_cursor_t *c, html_token_t *t)
{
    *t = (html_token_t){.kind = HTML_DONE};
    if (c->raw[0] && raw_text(c, t)) return true;
    while (c->at < c->src.n) {
        if (c->src.p[c->at] != '<') {
            size_t end = str_chr(c->src, '<', c->at);
            return text(c, t, end == SIZE_MAX ? c->src.n : end, false);
        }
        char next = c->at + 1 < c->src.n ? c->src.p[c->at + 1] : 0;
        char third = c->at + 2 < c->src.n ? c->src.p[c->at + 2] : 0;
        if (letter(next) || (next == '/' && letter(third))) {
            if (tag(c, t, next == '/')) return true;
        } else if (next == '!' || next == '?' || next == '/') {
            markup(c);
        } else {
            size_t end = str_chr(c->src, '<', c->at + 1); /* a lone < is text */
            return text(c, t, end == SIZE_MAX ? c->src.n : end, false);
        }
    }
    return false;
}

static size_t number_entity(str_t s, size_t i, uint32_t *code)
{
    bool hex = i < s.n && (s.p[i] == 'x' || s.p[i] == 'X');
    size_t from = i += hex;
    uint32_t v = 0;
    for (; i < s.n; i++) {
        char c = low(s.p[i]);
        uint32_t d = c >= '0' && c <= '9'          ? (uint32_t)(c - '0')
                     : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                                                   : 99;
        if (d == 99) break;
        if (v < 0x110000) v = v * (hex ? 16 : 10) + d;
    }
    if (i == from) return 0;
    /* What browsers make of the C1 numbers old editors write: the quotes and dashes of Windows-1252. */
    static const uint16_t c1[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
    if (v >= 0x80 && v < 0xA0) v = c1[v - 0x80];
    if (v == 0 || v > 0x10FFFF || (v >= 0xD800 && v < 0xE000)) v = 0xFFFD;
    *code = v;
    return i;
}

size_t html_entity(str_t s, size_t i, char out[4], size_t *n)
{
    size_t at = i + 1;
    uint32_t code = 0;
    if (at < s.n && s.p[at] == '#') {
        at = number_entity(s, at + 1, &code);
        if (!at) return 0;
    } else {
        size_t from = at;
        while (at < s.n && at - from < 10 && (letter(s.p[at]) || (s.p[at] >= '0' && s.p[at] <= '9'))) at++;
        bool closed = at < s.n && s.p[at] == ';';
        code = entity_find(str_sub(s, from, at));
        if (!code || (!closed && code > 0xFF)) return 0; /* only the Latin-1 names may go without ";" */
    }
    if (at < s.n && s.p[at] == ';') at++;
    *n = utf8_put(code, out);
    return at - i;
}

str_t html_decode(arena_t *a, str_t raw)
{
    if (!raw.p) return STR_NONE;
    buf_t b = buf_new(a, raw.n + 8);
    for (size_t i = 0; i < raw.n;) {
        char out[4];
        size_t n, used = raw.p[i] == '&' ? html_entity(raw, i, out, &n) : 0;
        if (used) {
            buf_put(&b, (str_t){out, n});
            i += used;
            continue;
        }
        size_t end = str_chr(raw, '&', i + 1);
        if (end == SIZE_MAX) end = raw.n;
        buf_put(&b, str_sub(raw, i, end));
        i = end;
    }
    return buf_str(&b);
}

str_t html_get(arena_t *a, str_t attrs, const char *name)
{
    str_t k, v;
    while (html_attr(&attrs, &k, &v))
        if (str_ieq(k, str_of(name))) return v.p ? html_decode(a, v) : S("");
    return STR_NONE;
}
