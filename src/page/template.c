/* SPDX-License-Identifier: Apache-2.0
 *
 * Rendering: a stack of views for names, the nodes of template_parse.c for the text.
 */
#include <math.h>
#include <stdio.h>
#include "page/template_internal.h"

enum { DEEPEST = 40 };

typedef struct run {
    const template_env_t *env;
    buf_t *out;
    arena_t *a;
    const view_t *stack[DEEPEST + 1];
    int depth;
    str_t indent; /* what stands before each line of a standalone partial */
} run_t;

/* --- names --- */

/* `name`, `name_date` and `name_iso` of a time. */
static const view_t *lookup_in(const view_t *v, str_t name, str_t *suffix)
{
    const view_t *found = view_get(v, name.p, name.n);
    *suffix = STR_NONE;
    if (found) return found;
    static const char *const forms[] = {"_date", "_iso"};
    for (int i = 0; i < 2; i++) {
        str_t f = str_of(forms[i]);
        if (!str_ends(name, f)) continue;
        found = view_get(v, name.p, name.n - f.n);
        if (view_kind(found) != V_TIME) continue;
        *suffix = f;
        return found;
    }
    return NULL;
}

static const view_t *lookup(run_t *r, str_t name, str_t *suffix)
{
    *suffix = STR_NONE;
    if (str_eq(name, S("."))) return r->stack[r->depth];
    str_t rest = name, first;
    (void)str_cut(&rest, '.', &first);
    const view_t *v = NULL;
    for (int i = r->depth; i >= 0 && !v; i--) v = lookup_in(r->stack[i], first, suffix);
    if (!v && r->env->missing) r->env->missing(r->env->ctx, name);
    for (str_t piece; v && str_cut(&rest, '.', &piece);) v = lookup_in(v, piece, suffix);
    return v;
}

/* --- values as text --- */

static void grouped(buf_t *b, int64_t n, char separator)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)n);
    int from = digits[0] == '-';
    if (from) buf_putc(b, '-');
    for (int i = from; i < len; i++) {
        if (i > from && (len - i) % 3 == 0) buf_putc(b, separator);
        buf_putc(b, digits[i]);
    }
}

static void real_text(buf_t *b, double x, int digits, lang_t lang)
{
    char text[64];
    if (!isfinite(x)) {
        buf_putz(b, "–");
        return;
    }
    int n = snprintf(text, sizeof text, "%.*f", digits, x);
    for (int i = 0; i < n && i < (int)sizeof text - 1; i++)
        buf_putc(b, text[i] == '.' && lang == LANG_VI ? ',' : text[i]);
}

static void time_text(buf_t *b, ms_t t, str_t suffix)
{
    char text[32];
    if (str_eq(suffix, S("_iso")))
        ms_iso(t, text);
    else if (str_eq(suffix, S("_date")))
        ms_vn_date(t, text);
    else
        ms_vn_time(t, text);
    buf_putz(b, text);
}

static void value(run_t *r, const view_t *v, str_t suffix, bool raw, buf_t *out)
{
    int digits;
    double x;
    switch (view_kind(v)) {
    case V_TEXT:
        if (raw && r->env->spec)
            buf_put(out, view_str(v));
        else
            buf_html(out, view_str(v));
        break;
    case V_HTML:
        if (raw)
            buf_put(out, view_str(v));
        else
            buf_html(out, view_str(v));
        break;
    case V_INT:
        if (r->env->spec)
            buf_int(out, view_number(v));
        else
            grouped(out, view_number(v), r->env->lang == LANG_VI ? '.' : ',');
        break;
    case V_REAL:
        x = view_double(v, &digits);
        real_text(out, x, digits, r->env->spec ? LANG_EN : r->env->lang);
        break;
    case V_TIME: time_text(out, view_number(v), suffix); break;
    case V_FLAG:
        if (r->env->spec) buf_putz(out, view_number(v) ? "true" : "false");
        break;
    case V_NONE:
    case V_OBJECT:
    case V_LIST: break;
    }
}

static bool truthy(const view_t *v)
{
    switch (view_kind(v)) {
    case V_NONE: return false;
    case V_FLAG: return view_number(v) != 0;
    case V_LIST: return view_first(v) != NULL;
    case V_TEXT:
    case V_HTML: return view_str(v).n > 0;
    case V_INT: return view_number(v) != 0;
    case V_TIME: return view_number(v) != 0 && view_number(v) != MS_NEVER;
    case V_REAL:
    case V_OBJECT: return true;
    }
    return false;
}

/* --- nodes --- */

/* A standalone partial's indentation goes before each line of its own text, not before lines that values bring. */
static void text_node(run_t *r, str_t text, bool line_start)
{
    if (!r->indent.n) {
        buf_put(r->out, text);
        return;
    }
    while (text.n) {
        if (line_start) buf_put(r->out, r->indent);
        size_t end = str_chr(text, '\n', 0);
        size_t n = end == SIZE_MAX ? text.n : end + 1;
        buf_put(r->out, str_sub(text, 0, n));
        text = str_sub(text, n, text.n);
        line_start = true;
    }
}

/* Writes the translation of `text`, with {name} taken from the view. */
static void translated(run_t *r, str_t text)
{
    size_t n = text.n;
    const char *t = tr_n(r->env->lang, text.p, text.n, &n);
    str_t rest = t ? (str_t){t, n} : text;
    while (rest.n) {
        size_t open = str_chr(rest, '{', 0), close = open == SIZE_MAX ? SIZE_MAX : str_chr(rest, '}', open);
        if (close == SIZE_MAX) break;
        buf_html(r->out, str_sub(rest, 0, open));
        str_t suffix, name = str_sub(rest, open + 1, close);
        value(r, lookup(r, name, &suffix), suffix, false, r->out);
        rest = str_sub(rest, close + 1, rest.n);
    }
    buf_html(r->out, rest);
}

static void nodes(run_t *r, const template_t *t, uint32_t from, uint32_t to);

static void push(run_t *r, const template_t *t, uint32_t from, uint32_t to, const view_t *v)
{
    if (r->depth == DEEPEST) return;
    r->stack[++r->depth] = v;
    nodes(r, t, from, to);
    r->depth--;
}

static void section(run_t *r, const template_t *t, const node_t *n, uint32_t i)
{
    str_t suffix;
    const view_t *v = lookup(r, n->text, &suffix);
    if (n->kind == '^') {
        if (!truthy(v)) nodes(r, t, i + 1, n->end);
    } else if (view_kind(v) == V_LIST) {
        for (const view_t *c = view_first(v); c && buf_ok(r->out); c = view_next(c)) push(r, t, i + 1, n->end, c);
    } else if (truthy(v)) {
        push(r, t, i + 1, n->end, v);
    }
}

static void partial(run_t *r, const node_t *n)
{
    const template_t *t = r->env->partial ? r->env->partial(r->env->ctx, r->a, n->text) : NULL;
    if (!t || r->depth == DEEPEST) {
        if (!t && r->env->missing) r->env->missing(r->env->ctx, n->text);
        return;
    }
    run_t inner = *r;
    if (n->indent.n)
        inner.indent = r->indent.n ? str_fmt(r->a, "%.*s%.*s", STRF(r->indent), STRF(n->indent)) : n->indent;
    /* Deeper by one view that gives nothing, so that a partial that calls itself for ever comes to an end. */
    inner.stack[++inner.depth] = NULL;
    nodes(&inner, t, 0, t->count);
}

static void nodes(run_t *r, const template_t *t, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && buf_ok(r->out); i++) {
        const node_t *n = &t->nodes[i];
        str_t suffix;
        if (n->line_start && n->kind != 't' && r->indent.n) buf_put(r->out, r->indent);
        switch (n->kind) {
        case 't': text_node(r, n->text, n->line_start); break;
        case '_': translated(r, n->text); break;
        case '#':
        case '^':
            section(r, t, n, i);
            i = n->end;
            break;
        case '>': partial(r, n); break;
        case 'v':
        case '{': {
            const view_t *v = lookup(r, n->text, &suffix);
            value(r, v, suffix, n->kind == '{', r->out);
            break;
        }
        default: break; /* '/' */
        }
    }
}

void template_render(const template_t *t, const view_t *v, const template_env_t *env, buf_t *out)
{
    run_t r = {.env = env, .out = out, .a = out->a};
    r.stack[0] = env->globals ? env->globals : v;
    if (env->globals) r.stack[++r.depth] = v;
    nodes(&r, t, 0, t->count);
}

void template_each(const template_t *t, void (*fn)(void *ctx, char kind, str_t text), void *ctx)
{
    for (uint32_t i = 0; i < t->count; i++)
        if (t->nodes[i].kind != 't' && t->nodes[i].kind != '/') fn(ctx, t->nodes[i].kind, t->nodes[i].text);
}
