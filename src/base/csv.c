/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

csv_t csv_new(str_t text)
{
    text = str_unmarked(text);
    static const char seps[] = {',', ';', '\t'};
    enum { TITLE_LINES = 10, COLUMNS_APART = 3 };
    str_t rest = text, line;
    char sep = ',';
    size_t most = 0;
    for (int k = 0; k < TITLE_LINES && most < COLUMNS_APART && str_line(&rest, &line); k++)
        for (size_t m = 0; m < sizeof seps; m++) {
            size_t n = 0;
            for (size_t i = 0; i < line.n; i++) n += line.p[i] == seps[m];
            if (n <= most) continue;
            most = n;
            sep = seps[m];
        }
    return (csv_t){.rest = text, .sep = sep, .line = 0, .next_line = 1};
}

static char at(const csv_t *c, size_t i)
{
    return i < c->rest.n ? c->rest.p[i] : '\n';
}

/* Reads the quoted field that begins at *i; doubled quotes become one. */
static status_t quoted(csv_t *c, arena_t *a, size_t *i, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, 1 << 20);
    for (size_t k = *i + 1; k < c->rest.n; k++) {
        char ch = c->rest.p[k];
        if (ch == '\n') c->next_line++;
        if (ch != '"') {
            buf_putc(&b, ch);
            continue;
        }
        if (k + 1 < c->rest.n && c->rest.p[k + 1] == '"') {
            buf_putc(&b, '"');
            k++;
            continue;
        }
        *i = k + 1;
        *out = buf_str(&b);
        if (!buf_ok(&b))
            return err_at(err, ST_LIMIT, "csv.long-field", NULL, c->line, N_("Line %ld: a field is too long."),
                          c->line);
        if (at(c, *i) != c->sep && at(c, *i) != '\n' && at(c, *i) != '\r')
            return err_at(err, ST_INPUT, "csv.after-quote", NULL, c->line, N_("Line %ld: text after a closing quote."),
                          c->line);
        return ST_OK;
    }
    return err_at(err, ST_INPUT, "csv.open-quote", NULL, c->line, N_("Line %ld: a quote is not closed."), c->line);
}

static void skip_empty_lines(csv_t *c)
{
    while (c->rest.n) {
        size_t k = c->rest.p[0] == '\r' && at(c, 1) == '\n' ? 2 : c->rest.p[0] == '\n' ? 1 : 0;
        if (!k) return;
        c->rest = str_sub(c->rest, k, c->rest.n);
        c->next_line++;
    }
}

status_t csv_row(csv_t *c, arena_t *a, str_t fields[CSV_FIELDS], size_t *n, err_t *err)
{
    skip_empty_lines(c);
    if (c->rest.n == 0) return ST_END;
    c->line = c->next_line;
    *n = 0;
    size_t i = 0;
    for (;;) {
        if (*n == CSV_FIELDS)
            return err_at(err, ST_INPUT, "csv.many-fields", NULL, c->line, N_("Line %ld: more than %d columns."),
                          c->line, CSV_FIELDS);
        str_t *f = &fields[(*n)++];
        if (at(c, i) == '"' && i < c->rest.n) {
            status_t s = quoted(c, a, &i, f, err);
            if (s != ST_OK) return s;
        } else {
            size_t from = i;
            while (i < c->rest.n && c->rest.p[i] != c->sep && c->rest.p[i] != '\n') i++;
            size_t to = i > from && at(c, i) == '\n' && c->rest.p[i - 1] == '\r' ? i - 1 : i;
            *f = str_sub(c->rest, from, to);
        }
        if (i < c->rest.n && c->rest.p[i] == '\r') i++;
        if (i >= c->rest.n || c->rest.p[i] != c->sep) break;
        i++;
    }
    c->rest = str_sub(c->rest, i < c->rest.n ? i + 1 : i, c->rest.n);
    c->next_line++;
    return ST_OK;
}
