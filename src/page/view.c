/* SPDX-License-Identifier: Apache-2.0 */
#include "page/view.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

struct view {
    view_kind_t kind;
    arena_t *a;
    const char *name; /* "" in lists */
    str_t text;       /* V_TEXT, V_HTML */
    int64_t number;   /* V_INT, V_FLAG, V_TIME */
    double real;
    int digits;
    view_t *first, *last, *next; /* children of V_OBJECT and V_LIST; next sibling */
};

static view_t *add(view_t *v, const char *name, view_kind_t kind)
{
    if (!v) return NULL;
    view_t *n = ARENA_NEW(v->a, view_t);
    if (!n) return NULL;
    n->kind = kind;
    n->a = v->a;
    n->name = name;
    if (v->last)
        v->last->next = n;
    else
        v->first = n;
    v->last = n;
    return n;
}

view_t *view_new(arena_t *a)
{
    view_t *v = ARENA_NEW(a, view_t);
    if (v) *v = (view_t){.kind = V_OBJECT, .a = a, .name = ""};
    return v;
}

view_t *view_object(view_t *v, const char *name)
{
    return add(v, name, V_OBJECT);
}

view_t *view_list(view_t *v, const char *name)
{
    return add(v, name, V_LIST);
}

view_t *view_item(view_t *list)
{
    return add(list, "", V_OBJECT);
}

void view_push(view_t *list, str_t text)
{
    view_t *n = add(list, "", V_TEXT);
    if (n) n->text = text;
}

void view_text(view_t *v, const char *name, str_t text)
{
    view_t *n = add(v, name, V_TEXT);
    if (n) n->text = text;
}

void view_z(view_t *v, const char *name, const char *text)
{
    if (text) view_text(v, name, str_of(text));
}

void view_fmt(view_t *v, const char *name, const char *fmt, ...)
{
    if (!v) return;
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n < 0) return;
    view_text(v, name, str_dup(v->a, (str_t){text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1}));
}

void view_int(view_t *v, const char *name, int64_t number)
{
    view_t *n = add(v, name, V_INT);
    if (n) n->number = number;
}

void view_real(view_t *v, const char *name, double x, int digits)
{
    view_t *n = add(v, name, V_REAL);
    if (!n) return;
    n->real = x;
    n->digits = digits < 0 ? 0 : digits > 9 ? 9 : digits;
}

void view_flag(view_t *v, const char *name, bool on)
{
    view_t *n = add(v, name, V_FLAG);
    if (n) n->number = on;
}

void view_id(view_t *v, const char *name, ident_t id)
{
    char text[IDENT_TEXT];
    ident_text(id, text);
    if (v) view_text(v, name, str_dup(v->a, str_of(text)));
}

void view_time(view_t *v, const char *name, ms_t t)
{
    view_t *n = add(v, name, V_TIME);
    if (n) n->number = t;
}

void view_html(view_t *v, const char *name, str_t html)
{
    view_t *n = add(v, name, V_HTML);
    if (n) n->text = html;
}

view_kind_t view_kind(const view_t *v)
{
    return v ? v->kind : V_NONE;
}

/* The last of that name holds, so that a handler can set a default first. */
const view_t *view_get(const view_t *v, const char *name, size_t n)
{
    const view_t *found = NULL;
    if (!v || v->kind != V_OBJECT) return NULL;
    for (const view_t *c = v->first; c; c = c->next)
        if (str_eq(str_of(c->name), (str_t){name, n})) found = c;
    return found;
}

const view_t *view_first(const view_t *v)
{
    return v && (v->kind == V_LIST || v->kind == V_OBJECT) ? v->first : NULL;
}

const view_t *view_next(const view_t *v)
{
    return v ? v->next : NULL;
}

str_t view_str(const view_t *v)
{
    return v && (v->kind == V_TEXT || v->kind == V_HTML) ? v->text : STR_NONE;
}

int64_t view_number(const view_t *v)
{
    return v ? v->number : 0;
}

double view_double(const view_t *v, int *digits)
{
    *digits = v ? v->digits : 0;
    return v ? v->real : 0;
}

static void json_value(const view_t *v, buf_t *out)
{
    char iso[32];
    switch (v->kind) {
    case V_OBJECT: view_json(v, out); break;
    case V_LIST:
        buf_putc(out, '[');
        for (const view_t *c = v->first; c; c = c->next) {
            if (c != v->first) buf_putc(out, ',');
            json_value(c, out);
        }
        buf_putc(out, ']');
        break;
    case V_TEXT: buf_json(out, v->text); break;
    case V_INT: buf_int(out, v->number); break;
    case V_REAL:
        if (isfinite(v->real))
            buf_fmt(out, "%.*f", v->digits, v->real);
        else
            buf_putz(out, "null");
        break;
    case V_FLAG: buf_putz(out, v->number ? "true" : "false"); break;
    case V_TIME:
        ms_iso(v->number, iso);
        if (*iso)
            buf_json(out, str_of(iso));
        else
            buf_putz(out, "null");
        break;
    case V_NONE:
    case V_HTML: buf_putz(out, "null"); break;
    }
}

/* True when a later child has the same name: that one holds. */
static bool overridden(const view_t *c)
{
    for (const view_t *d = c->next; d; d = d->next)
        if (strcmp(d->name, c->name) == 0) return true;
    return false;
}

void view_json(const view_t *v, buf_t *out)
{
    if (!v || v->kind != V_OBJECT) {
        if (v)
            json_value(v, out);
        else
            buf_putz(out, "null");
        return;
    }
    bool first = true;
    buf_putc(out, '{');
    for (const view_t *c = v->first; c; c = c->next) {
        if (c->kind == V_HTML || overridden(c)) continue;
        if (!first) buf_putc(out, ',');
        first = false;
        buf_json(out, str_of(c->name));
        buf_putc(out, ':');
        json_value(c, out);
    }
    buf_putc(out, '}');
}
