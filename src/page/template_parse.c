/* SPDX-License-Identifier: Apache-2.0
 *
 * Parsing. The only subtle rule of Mustache is the standalone tag: a section, close, comment, partial or delimiter tag that
 * is alone on its line takes the line with it.
 */
#include "page/template_internal.h"

enum { MOST_NODES = 20000, DEEPEST = 40 };

typedef struct parser {
    str_t text, open, close;
    size_t at;
    vec_t nodes;
    uint32_t sections[DEEPEST];
    int depth;
    err_t *err;
} parser_t;

static long line_at(const parser_t *p, size_t at)
{
    long line = 1;
    for (size_t i = 0; i < at && i < p->text.n; i++) line += p->text.p[i] == '\n';
    return line;
}

static status_t bad(parser_t *p, size_t at, const char *msgid)
{
    return err_at(p->err, ST_INPUT, "template.syntax", NULL, line_at(p, at), msgid, line_at(p, at));
}

static bool line_begins(const parser_t *p, size_t at)
{
    return at == 0 || p->text.p[at - 1] == '\n';
}

static node_t *push(parser_t *p, char kind, str_t text, size_t at)
{
    node_t *n = vec_push(&p->nodes);
    if (n) *n = (node_t){.kind = kind, .text = text, .line_start = line_begins(p, at)};
    return n;
}

static void push_text(parser_t *p, size_t from, size_t to)
{
    if (to > from) push(p, 't', str_sub(p->text, from, to), from);
}

/* When the tag in [from, to) is alone on its line: *from moves to the line's start, *to past its end; *indent is what
 * stood before it. */
static bool standalone(const parser_t *p, size_t *from, size_t *to, str_t *indent)
{
    size_t b = *from, e = *to;
    while (b > 0 && (p->text.p[b - 1] == ' ' || p->text.p[b - 1] == '\t')) b--;
    if (!line_begins(p, b)) return false;
    while (e < p->text.n && (p->text.p[e] == ' ' || p->text.p[e] == '\t')) e++;
    if (e < p->text.n && p->text.p[e] == '\r') e++;
    if (e < p->text.n && p->text.p[e] != '\n') return false;
    *indent = str_sub(p->text, b, *from);
    *from = b;
    *to = e < p->text.n ? e + 1 : e;
    return true;
}

static status_t set_delimiters(parser_t *p, str_t inner, size_t at)
{
    str_t s = str_trim(str_sub(inner, 1, inner.n));
    if (s.n && s.p[s.n - 1] == '=') s.n--;
    s = str_trim(s);
    size_t gap = 0;
    while (gap < s.n && s.p[gap] != ' ' && s.p[gap] != '\t' && s.p[gap] != '\n') gap++;
    str_t open = str_sub(s, 0, gap), close = str_trim(str_sub(s, gap, s.n));
    if (!open.n || !close.n) return bad(p, at, N_("Line %ld: delimiters must be two."));
    p->open = open;
    p->close = close;
    return ST_OK;
}

static status_t open_section(parser_t *p, char kind, str_t name, size_t at)
{
    if (p->depth == DEEPEST) return bad(p, at, N_("Line %ld: sections are nested too deep."));
    p->sections[p->depth++] = (uint32_t)p->nodes.len;
    return push(p, kind, name, at) ? ST_OK : bad(p, at, N_("Line %ld: the template is too long."));
}

static status_t close_section(parser_t *p, str_t name, size_t at)
{
    if (p->depth == 0) return bad(p, at, N_("Line %ld: a section is closed that was not opened."));
    node_t *open = &VEC_AT(&p->nodes, node_t, p->sections[--p->depth]);
    if (!str_eq(open->text, name)) return bad(p, at, N_("Line %ld: another section than the last one is closed."));
    open->end = (uint32_t)p->nodes.len;
    return push(p, '/', name, at) ? ST_OK : bad(p, at, N_("Line %ld: the template is too long."));
}

/* The inner text of the tag at p->at; *end is just past it. Triple mustaches close with one brace more. */
static status_t tag_inner(parser_t *p, size_t open, str_t *inner, size_t *end)
{
    size_t from = open + p->open.n;
    bool triple = from < p->text.n && p->text.p[from] == '{';
    size_t close = str_find(p->text, p->close, triple ? from + 1 : from);
    if (close == SIZE_MAX) return bad(p, open, N_("Line %ld: a tag is not closed."));
    /* A sentence may end with a value: {{_ Page {page}}}. */
    if (from < p->text.n && p->text.p[from] == '_' && str_eq(p->close, S("}}")) && close + 2 < p->text.n &&
        p->text.p[close + 2] == '}') {
        str_t said = str_sub(p->text, from, close), piece;
        int open_values = 0;
        while (str_cut(&said, '{', &piece)) open_values += 1 - (str_chr(piece, '}', 0) != SIZE_MAX);
        if (open_values > 1) close++; /* the first piece stands before any value */
    }
    *end = close + p->close.n;
    *inner = str_sub(p->text, from, close);
    /* `}}}`: the first brace belongs to the name's own. */
    if (triple && *end < p->text.n && p->text.p[*end] == '}' && str_eq(p->close, S("}}"))) {
        (*end)++;
    } else if (triple && inner->n && inner->p[inner->n - 1] == '}') {
        inner->n--;
    }
    return ST_OK;
}

static status_t tag(parser_t *p, size_t text_from)
{
    size_t from = p->at, to = from;
    str_t inner, indent = {0};
    status_t s = tag_inner(p, from, &inner, &to);
    if (s != ST_OK) return s;
    char kind = inner.n ? inner.p[0] : ' ';
    bool alone = strchr("#^/!>=", kind) && kind && standalone(p, &from, &to, &indent);
    push_text(p, text_from, alone ? from : p->at);
    size_t at = p->at;
    str_t name = str_trim(str_sub(inner, 1, inner.n));
    p->at = to;
    switch (kind) {
    case '!': return ST_OK;
    case '=': return set_delimiters(p, inner, at);
    case '#':
    case '^': return open_section(p, kind, name, at);
    case '/': return close_section(p, name, at);
    case '>': {
        node_t *n = push(p, '>', name, at);
        if (n && alone) {
            n->indent = indent;
            n->line_start = false;
        }
        return ST_OK;
    }
    case '{':
    case '&': push(p, '{', name, at); return ST_OK;
    case '_':
        if (inner.n > 1 && (inner.p[1] == ' ' || inner.p[1] == '\n')) {
            push(p, '_', name, at);
            return ST_OK;
        }
        break;
    default: break;
    }
    push(p, 'v', str_trim(inner), at);
    return ST_OK;
}

status_t template_parse(arena_t *a, str_t text, const template_t **out, err_t *err)
{
    parser_t p = {
        .text = text, .open = S("{{"), .close = S("}}"), .nodes = vec_new(a, sizeof(node_t), MOST_NODES), .err = err};
    for (;;) {
        size_t from = p.at;
        p.at = str_find(text, p.open, from);
        if (p.at == SIZE_MAX) {
            push_text(&p, from, text.n);
            break;
        }
        status_t s = tag(&p, from);
        if (s != ST_OK) return s;
    }
    if (p.depth) return bad(&p, text.n, N_("Line %ld: a section is not closed."));
    if (p.nodes.failed) return bad(&p, text.n, N_("Line %ld: the template is too long."));
    template_t *t = ARENA_NEW(a, template_t);
    if (!t) return ST_MEMORY;
    t->nodes = p.nodes.at;
    t->count = (uint32_t)p.nodes.len;
    *out = t;
    return ST_OK;
}
