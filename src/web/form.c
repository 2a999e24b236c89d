/* SPDX-License-Identifier: Apache-2.0 */
#include "web/form.h"
#include "base/crypto.h"
#include "base/fold.h"

str_t percent_decode(arena_t *a, str_t s, bool plus)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    if (!out) return STR_NONE;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            if (i + 2 >= s.n || !hex_get(str_sub(s, i + 1, i + 3), &c, 1)) return STR_NONE;
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (!c) return STR_NONE;
        out[n++] = c;
    }
    return (str_t){out, n};
}

static status_t malformed(err_t *err)
{
    return err_set(err, ST_USAGE, "form.malformed", N_("The form arrived damaged; go back and send it again."));
}

static status_t text_field(arena_t *a, str_t name, str_t value, field_t *f, err_t *err)
{
    if (!utf8_valid(name) || !utf8_valid(value) || memchr(value.n ? value.p : "x", 0, value.n ? value.n : 1))
        return err_at(err, ST_USAGE, "form.encoding", NULL, 0, N_("A field of the form is not UTF-8 text."));
    f->name = name;
    f->value = nfc_dup(a, value);
    return f->value.p ? ST_OK : ST_MEMORY;
}

status_t form_urlencoded(arena_t *a, str_t s, const field_t **out, size_t *n, err_t *err)
{
    vec_t v = vec_new(a, sizeof(field_t), FORM_FIELDS);
    str_t pair;
    while (s.n && str_cut(&s, '&', &pair)) {
        if (!pair.n) continue;
        str_t rest = pair, name;
        (void)str_cut(&rest, '=', &name);
        name = percent_decode(a, name, true);
        str_t value = rest.p ? percent_decode(a, rest, true) : S("");
        if (!name.p || !value.p) return malformed(err);
        field_t *f = vec_push(&v);
        if (!f) return err_set(err, ST_LIMIT, "form.fields", N_("The form has more than %d fields."), FORM_FIELDS);
        status_t st = text_field(a, name, value, f, err);
        if (st != ST_OK) return st;
    }
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

/* --- multipart (RFC 7578) --- */

/* The end of the parameter that begins at `at`: its ";" outside quotes, or the end of the header. */
static size_t parameter_end(str_t h, size_t at)
{
    bool quoted = false;
    for (; at < h.n && (quoted || h.p[at] != ';'); at++) {
        if (h.p[at] == '"')
            quoted = !quoted;
        else if (quoted && h.p[at] == '\\')
            at++;
    }
    return at < h.n ? at : h.n;
}

/* The value of `name="…"` (or name=…) among a header's parameters. */
static str_t parameter(str_t header, str_t name)
{
    for (size_t at = parameter_end(header, 0); at < header.n;) {
        size_t end = parameter_end(header, at + 1);
        str_t p = str_trim(str_sub(header, at + 1, end));
        at = end;
        if (p.n <= name.n || !str_ieq(str_sub(p, 0, name.n), name) || p.p[name.n] != '=') continue;
        p = str_trim(str_sub(p, name.n + 1, p.n));
        if (!p.n || p.p[0] != '"') return p;
        return p.n >= 2 && p.p[p.n - 1] == '"' ? str_sub(p, 1, p.n - 1) : STR_NONE;
    }
    return STR_NONE;
}

static status_t part_headers(str_t head, field_t *f)
{
    str_t line;
    while (str_line(&head, &line)) {
        size_t colon = str_chr(line, ':', 0);
        if (colon == SIZE_MAX) return ST_USAGE;
        str_t name = str_sub(line, 0, colon), value = str_trim(str_sub(line, colon + 1, line.n));
        if (str_ieq(name, S("Content-Disposition"))) {
            f->name = parameter(value, S("name"));
            f->filename = parameter(value, S("filename"));
        } else if (str_ieq(name, S("Content-Type"))) {
            f->mime = value;
        }
    }
    return f->name.p ? ST_OK : ST_USAGE;
}

static status_t part(arena_t *a, str_t text, vec_t *v, err_t *err)
{
    size_t gap = str_find(text, S("\r\n\r\n"), 0);
    field_t *f = vec_push(v);
    if (!f) return err_set(err, ST_LIMIT, "form.fields", N_("The form has more than %d fields."), FORM_FIELDS);
    if (gap == SIZE_MAX || part_headers(str_sub(text, 0, gap + 2), f) != ST_OK) return malformed(err);
    str_t value = str_sub(text, gap + 4, text.n);
    if (!f->filename.p) return text_field(a, f->name, value, f, err);
    if (!utf8_valid(f->name) || !utf8_valid(f->filename)) return malformed(err);
    f->value = value;
    return ST_OK;
}

status_t form_multipart(arena_t *a, str_t type, str_t body, const field_t **out, size_t *n, err_t *err)
{
    str_t boundary = parameter(type, S("boundary"));
    if (!boundary.p || boundary.n < 1 || boundary.n > 70) return malformed(err);
    str_t open = str_fmt(a, "--%.*s", STRF(boundary)), next = str_fmt(a, "\r\n--%.*s", STRF(boundary));
    vec_t v = vec_new(a, sizeof(field_t), FORM_FIELDS);
    if (!open.p || !next.p || !str_starts(body, open)) return malformed(err);
    size_t at = open.n;
    while (!str_starts(str_sub(body, at, body.n), S("--"))) {
        if (!str_starts(str_sub(body, at, body.n), S("\r\n"))) return malformed(err);
        size_t end = str_find(body, next, at);
        if (end == SIZE_MAX) return malformed(err);
        status_t s = end >= at + 2 ? part(a, str_sub(body, at + 2, end), &v, err) : malformed(err);
        if (s != ST_OK) return s;
        at = end + next.n;
    }
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

str_t cookie_get(str_t header, const char *name)
{
    str_t pair;
    while (header.n && str_cut(&header, ';', &pair)) {
        pair = str_trim(pair);
        str_t rest = pair, key;
        (void)str_cut(&rest, '=', &key);
        if (rest.p && str_eq(key, str_of(name))) return rest;
    }
    return STR_NONE;
}
