/* SPDX-License-Identifier: Apache-2.0 */
#include "base/jread.h"
#include "base/buf.h"

typedef struct reader {
    arena_t *a;
    const char *at, *end;
    int depth;
} reader_t;

static bool value(reader_t *r, jval_t *out);

static void skip(reader_t *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')) r->at++;
}

/* This character stands next, after white space. */
static bool take(reader_t *r, char c)
{
    skip(r);
    if (r->at == r->end || *r->at != c) return false;
    r->at++;
    return true;
}

static bool word(reader_t *r, str_t w)
{
    if ((size_t)(r->end - r->at) < w.n || memcmp(r->at, w.p, w.n) != 0) return false;
    r->at += w.n;
    return true;
}

/* --- texts --- */

/* What stands as it is: to a quote, a backslash, a control character or the end. */
static str_t run(reader_t *r)
{
    const char *from = r->at;
    while (r->at < r->end && (unsigned char)*r->at >= ' ' && *r->at != '"' && *r->at != '\\') r->at++;
    return (str_t){from, (size_t)(r->at - from)};
}

/* Four hexadecimal digits after "\u". */
static bool unit(reader_t *r, uint32_t *out)
{
    *out = 0;
    if (r->end - r->at < 4) return false;
    for (int i = 0; i < 4; i++) {
        char c = *r->at++;
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (digit == 16) return false;
        *out = *out << 4 | digit;
    }
    return true;
}

/* After "\u": a character, or the two halves of one (RFC 8259, §7). */
static bool by_number(reader_t *r, uint32_t *out)
{
    uint32_t low;
    if (!unit(r, out) || *out == 0 || (*out >= 0xDC00 && *out < 0xE000)) return false;
    if (*out < 0xD800 || *out >= 0xE000) return true;
    if (!word(r, S("\\u")) || !unit(r, &low) || low < 0xDC00 || low >= 0xE000) return false;
    *out = 0x10000 + ((*out - 0xD800) << 10 | (low - 0xDC00));
    return true;
}

/* What a backslash and the character after it mean. */
static bool escaped(reader_t *r, uint32_t *out)
{
    static const char meant[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
    if (r->at == r->end) return false;
    char c = *r->at++;
    if (c == 'u') return by_number(r, out);
    for (size_t i = 0; i + 1 < sizeof meant; i += 2)
        if (c == meant[i]) {
            *out = (unsigned char)meant[i + 1];
            return true;
        }
    return false;
}

/* A text after its first quote. Nothing escaped is longer once it is read. */
static bool text(reader_t *r, str_t *out)
{
    *out = run(r);
    if (word(r, S("\""))) return true;
    size_t most = out->n + (size_t)(r->end - r->at);
    buf_t b = buf_new(r->a, most);
    buf_put(&b, *out);
    while (r->at < r->end && *r->at == '\\') {
        char bytes[4];
        uint32_t c;
        r->at++;
        if (!escaped(r, &c)) return false;
        buf_put(&b, (str_t){bytes, utf8_put(c, bytes)});
        buf_put(&b, run(r));
    }
    *out = buf_str(&b);
    return buf_ok(&b) && word(r, S("\""));
}

/* --- values --- */

/* A whole number without a fraction or an exponent. */
static bool number(reader_t *r, int64_t *out)
{
    const char *from = r->at, *digits = *from == '-' ? from + 1 : from;
    for (r->at = digits; r->at < r->end && *r->at >= '0' && *r->at <= '9';) r->at++;
    if (r->at == digits || (*digits == '0' && r->at - digits > 1)) return false;
    if (r->at < r->end && (*r->at == '.' || *r->at == 'e' || *r->at == 'E')) return false;
    return str_int((str_t){from, (size_t)(r->at - from)}, INT64_MIN, INT64_MAX, out);
}

static bool member(reader_t *r, const jval_t *of, jval_t *out)
{
    if (of->n >= JREAD_NAMES || !take(r, '"') || !text(r, &out->name) || !take(r, ':')) return false;
    for (const jval_t *m = of->first; m != out; m = m->next)
        if (str_eq(m->name, out->name)) return false;
    return true;
}

/* What stands between brackets, after the first. */
static bool children(reader_t *r, jval_t *of, char last)
{
    jval_t **to = &of->first;
    if (take(r, last)) return true;
    if (r->depth == JREAD_DEEPEST) return false;
    r->depth++;
    do {
        jval_t *v = *to = ARENA_NEW(r->a, jval_t);
        if (!v || (of->kind == J_OBJECT && !member(r, of, v)) || !value(r, v)) return false;
        to = &v->next;
        of->n++;
    } while (take(r, ','));
    r->depth--;
    return take(r, last);
}

static bool value(reader_t *r, jval_t *out)
{
    skip(r);
    if (r->at == r->end) return false;
    switch (*r->at) {
    case '"': r->at++; return out->kind = J_TEXT, text(r, &out->text);
    case '{': r->at++; return out->kind = J_OBJECT, children(r, out, '}');
    case '[': r->at++; return out->kind = J_LIST, children(r, out, ']');
    case 'n': return out->kind = J_NULL, word(r, S("null"));
    case 't': return out->kind = J_TRUE, word(r, S("true"));
    case 'f': return out->kind = J_FALSE, word(r, S("false"));
    default: return out->kind = J_NUMBER, number(r, &out->number);
    }
}

const jval_t *jread(arena_t *a, str_t s)
{
    if (!s.n || !utf8_valid(s)) return NULL;
    reader_t r = {.a = a, .at = s.p, .end = s.p + s.n};
    skip(&r);
    jval_t *root = r.at < r.end && (*r.at == '{' || *r.at == '[') ? ARENA_NEW(a, jval_t) : NULL;
    if (!root || !value(&r, root)) return NULL;
    skip(&r);
    return r.at == r.end ? root : NULL;
}

const jval_t *jread_get(const jval_t *o, const char *name)
{
    str_t wanted = str_of(name);
    for (const jval_t *m = o && o->kind == J_OBJECT ? o->first : NULL; m; m = m->next)
        if (str_eq(m->name, wanted)) return m;
    return NULL;
}

str_t jread_text(const jval_t *o, const char *name)
{
    const jval_t *v = jread_get(o, name);
    return v && v->kind == J_TEXT ? v->text : STR_NONE;
}

int64_t jread_number(const jval_t *o, const char *name)
{
    const jval_t *v = jread_get(o, name);
    return v && v->kind == J_NUMBER ? v->number : 0;
}
