/* SPDX-License-Identifier: Apache-2.0
 *
 * sources — reads lists as others write them: hosts files, adblock rules, response policy zones, plain lines, ChongLuaDao's
 * JSON, and tables. Rules that say more than "this host" (paths with stars, options, cosmetic rules) are passed over.
 */
#include <jansson.h>
#include "lists/internal.h"

typedef struct reading {
    list_items_t *to;
    const list_source_t *from;
    list_item_t as; /* what every entry of this line has */
    long line;
    err_t *err;
} reading_t;

static status_t full(reading_t *r)
{
    if (r->to->items.len >= ITEMS_MOST)
        return err_set(r->err, ST_LIMIT, "lists.many", N_("A list may have at most %d entries."), (int)ITEMS_MOST);
    return no_memory(r->err);
}

static status_t put(reading_t *r, list_kind_t kind, str_t value, bool allow)
{
    list_item_t item = r->as;
    item.kind = kind;
    item.value = value;
    item.allow = allow;
    return list_items_add(r->to, &item, r->from->file, r->line) ? ST_OK : full(r);
}

static str_t before(str_t s, char c)
{
    return str_sub(s, 0, str_chr(s, c, 0));
}

str_t address_host(str_t address)
{
    size_t scheme = str_find(address, S("://"), 0), at;
    str_t rest = scheme == SIZE_MAX ? address : str_sub(address, scheme + 3, address.n);
    rest = before(before(rest, '/'), '?');
    while ((at = str_chr(rest, '@', 0)) != SIZE_MAX)
        rest = str_sub(rest, at + 1, rest.n); /* whoever stands before it */
    return before(rest, ':');
}

/* "https://x.vn/", "*.x.vn/\*", "x.vn:8080/path": a host, or an address when something is left of its path. */
static status_t put_address(reading_t *r, str_t s, bool allow)
{
    char text[LIST_VALUE_MOST];
    s = str_trim(s);
    size_t scheme = str_find(s, S("://"), 0);
    str_t rest = scheme == SIZE_MAX ? s : str_sub(s, scheme + 3, s.n);
    while (str_starts(rest, S("*."))) rest = str_sub(rest, 2, rest.n);
    while (rest.n && strchr("*/?", rest.p[rest.n - 1])) rest.n--;
    if (!rest.n) return ST_OK;
    if (list_url_normal(rest, text)) return put(r, LIST_URL, rest, allow);
    return put(r, LIST_HOST, address_host(rest), allow);
}

/* --- one line of each format --- */

/* The next word between blanks and tabs; false at the end. */
static bool next_word(str_t *rest, str_t *word)
{
    size_t from = 0, to;
    while (from < rest->n && (rest->p[from] == ' ' || rest->p[from] == '\t')) from++;
    for (to = from; to < rest->n && rest->p[to] != ' ' && rest->p[to] != '\t';) to++;
    *word = str_sub(*rest, from, to);
    *rest = str_sub(*rest, to, rest->n);
    return word->n > 0;
}

static status_t line_plain(reading_t *r, str_t s)
{
    if (!s.n || s.p[0] == '#' || s.p[0] == '!' || s.p[0] == ';') return ST_OK;
    size_t hash = str_find(s, S(" #"), 0);
    return put_address(r, str_sub(s, 0, hash), false);
}

static status_t line_hosts(reading_t *r, str_t s)
{
    static const char *const own[] = {"localhost",     "localhost.localdomain", "local",  "broadcasthost",
                                      "ip6-localhost", "ip6-loopback",          "0.0.0.0"};
    str_t word, rest = before(s, '#');
    status_t st = ST_OK;
    bool address = next_word(&rest, &word);
    while (address && st == ST_OK && next_word(&rest, &word)) {
        bool skip = false;
        for (size_t i = 0; i < sizeof own / sizeof *own; i++) skip = skip || str_eq(word, str_of(own[i]));
        if (!skip) st = put(r, LIST_HOST, word, false);
    }
    return st;
}

/* "||host^" and "@@||host^", with the options that change nothing of it; the rest is for browsers. */
static status_t line_adblock(reading_t *r, str_t s)
{
    if (!s.n || s.p[0] == '!' || s.p[0] == '[' || s.p[0] == '#') return ST_OK;
    bool allow = str_starts(s, S("@@"));
    if (allow) s = str_sub(s, 2, s.n);
    if (!str_starts(s, S("||"))) return ST_OK;
    str_t rule = before(s, '$'), options = str_sub(s, rule.n, s.n);
    bool plain = !options.n || str_eq(options, S("$all")) || str_eq(options, S("$document")) ||
                 str_eq(options, S("$important")) || str_eq(options, S("$doc"));
    rule = str_sub(rule, 2, rule.n);
    if (rule.n && rule.p[rule.n - 1] == '^') rule.n--;
    if (!plain || str_chr(rule, '*', 0) != SIZE_MAX || str_chr(rule, '^', 0) != SIZE_MAX) return ST_OK;
    return put_address(r, rule, allow);
}

/* "host CNAME ." blocks, "host CNAME rpz-passthru." allows; "*.host" says the same of what is below. */
static status_t line_rpz(reading_t *r, str_t s)
{
    str_t owner, word, rest = before(s, ';');
    bool cname = false;
    if (!s.n || strchr(" \t$@", s.p[0]) || !next_word(&rest, &owner)) return ST_OK;
    while (!cname && next_word(&rest, &word)) cname = str_ieq(word, S("CNAME"));
    if (!cname || !next_word(&rest, &word)) return ST_OK;
    bool allow = str_ieq(word, S("rpz-passthru."));
    bool block = str_eq(word, S(".")) || str_eq(word, S("*.")) || str_ieq(word, S("rpz-drop."));
    if ((!allow && !block) || str_ends(owner, S(".rpz-ip")) || str_starts(owner, S("*."))) return ST_OK;
    return put(r, LIST_HOST, owner, allow);
}

/* --- tables --- */

enum { C_KIND, C_VALUE, C_REASON, C_SOURCE, C_SINCE, C_UNTIL, C_WHO, C_ALLOW, C_OPEN, COLUMNS };

static bool table_head(str_t line, int at[COLUMNS])
{
    static const char *const names[COLUMNS][2] = {{"kind", NULL},   {"value", "url"},        {"reason", "class"},
                                                  {"source", NULL}, {"since", "first_seen"}, {"until", NULL},
                                                  {"who", NULL},    {"allow", NULL},         {"open", NULL}};
    str_t name;
    for (int c = 0; c < COLUMNS; c++) at[c] = -1;
    for (int i = 0; line.n && str_cut(&line, '\t', &name); i++)
        for (int c = 0; c < COLUMNS; c++)
            for (int k = 0; k < 2; k++)
                if (names[c][k] && str_eq(str_trim(name), str_of(names[c][k]))) at[c] = i;
    return at[C_VALUE] >= 0 && (at[C_KIND] >= 0 || at[C_SOURCE] >= 0);
}

static status_t bad_cell(reading_t *r, const char *column, const char *holds)
{
    return err_at(r->err, ST_INPUT, "lists.cell", column, r->line,
                  N_("%s, line %ld: the column %s is wrong; it holds %s."), r->from->file, r->line, column, holds);
}

static bool day_cell(str_t s, int initial, int *out)
{
    date_t d;
    *out = initial;
    if (!s.n) return true;
    if (!date_parse(s, &d)) return false;
    int day = list_day(d);
    *out = day;
    return day >= 0 && day < LIST_DAY_NEVER;
}

/* Tables without a kind hold addresses; what they call benign is no entry. */
static status_t line_table(reading_t *r, str_t line, const int at[COLUMNS])
{
    str_t cell[COLUMNS], piece;
    for (int c = 0; c < COLUMNS; c++) cell[c] = S("");
    if (!line.n || line.p[0] == '#') return ST_OK;
    for (int i = 0; line.p && str_cut(&line, '\t', &piece); i++)
        for (int c = 0; c < COLUMNS; c++)
            if (at[c] == i) cell[c] = str_trim(piece);
    if (cell[C_SOURCE].n) r->as.source = cell[C_SOURCE];
    if (cell[C_REASON].n) r->as.reason = cell[C_REASON];
    r->as.who = cell[C_WHO];
    r->as.open = str_eq(cell[C_OPEN], S("open"));
    bool allow = str_eq(cell[C_ALLOW], S("allow"));
    if (!day_cell(cell[C_SINCE], r->from->since, &r->as.since)) return bad_cell(r, "since", "YYYY-MM-DD");
    if (!day_cell(cell[C_UNTIL], LIST_DAY_NEVER, &r->as.until)) return bad_cell(r, "until", "YYYY-MM-DD");
    if (cell[C_ALLOW].n && !allow && !str_eq(cell[C_ALLOW], S("block"))) return bad_cell(r, "allow", "allow, block");
    if (at[C_KIND] < 0) return str_eq(cell[C_REASON], S("benign")) ? ST_OK : put_address(r, cell[C_VALUE], allow);
    for (list_kind_t k = LIST_HOST; k < LIST_KINDS; k++)
        if (str_eq(cell[C_KIND], str_of(list_kind_name(k)))) return put(r, k, cell[C_VALUE], allow);
    return bad_cell(r, "kind", "host, url, phone, account");
}

/* --- JSON --- */

static status_t read_json(reading_t *r, str_t text)
{
    json_error_t why;
    size_t i;
    json_t *all = json_loadb(text.p, text.n, 0, &why), *one;
    if (!json_is_array(all)) {
        json_decref(all);
        return err_at(r->err, ST_INPUT, "lists.json", NULL, why.line > 0 ? why.line : 1, N_("%s is no JSON array."),
                      r->from->file);
    }
    status_t s = ST_OK;
    json_array_foreach(all, i, one)
    {
        json_t *url = json_is_object(one) ? json_object_get(one, "url") : one;
        r->line = (long)i + 1;
        if (s == ST_OK && json_is_string(url))
            s = put_address(r, str_dup(r->to->a, (str_t){json_string_value(url), json_string_length(url)}), false);
    }
    json_decref(all);
    return s;
}

/* --- which --- */

bool list_format_named(str_t name, list_format_t *out)
{
    static const char *const names[] = {"guess", "tsv", "hosts", "adblock", "rpz", "json", "lines"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_of(names[i]))) {
            *out = (list_format_t)i;
            return true;
        }
    return false;
}

static list_format_t guess(str_t text)
{
    enum { LINES = 50 };
    int ignored[COLUMNS];
    str_t line;
    list_format_t f = LIST_FORMAT_LINES;
    for (int i = 0; i < LINES && str_line(&text, &line); i++) {
        str_t t = str_trim(line);
        if (!t.n) continue;
        if (t.p[0] == '[' && !str_starts(t, S("[Adblock"))) return LIST_FORMAT_JSON;
        if (str_starts(t, S("[Adblock")) || str_starts(t, S("||")) || str_starts(t, S("@@||")))
            return LIST_FORMAT_ADBLOCK;
        if (str_starts(t, S("$TTL")) || str_find(t, S(" SOA "), 0) != SIZE_MAX ||
            str_find(t, S(" CNAME "), 0) != SIZE_MAX)
            return LIST_FORMAT_RPZ;
        if (t.p[0] == '#' || t.p[0] == '!' || t.p[0] == ';') continue;
        if (table_head(t, ignored)) return LIST_FORMAT_TSV;
        if (str_starts(t, S("0.0.0.0")) || str_starts(t, S("127.0.0.1")) || str_starts(t, S("::")))
            return LIST_FORMAT_HOSTS;
        return f;
    }
    return f;
}

status_t list_read(list_items_t *to, const list_source_t *from, str_t text, err_t *err)
{
    list_item_t as = {
        .source = from->name, .reason = from->reason, .who = S(""), .since = from->since, .until = LIST_DAY_NEVER};
    reading_t r = {.to = to, .from = from, .as = as, .err = err};
    int at[COLUMNS];
    bool headed = false;
    str_t line;
    status_t s = ST_OK;
    if (str_starts(text, S("\xef\xbb\xbf"))) text = str_sub(text, 3, text.n);
    list_format_t f = from->format == LIST_FORMAT_GUESS ? guess(text) : from->format;
    if (f == LIST_FORMAT_JSON) return read_json(&r, text);
    while (s == ST_OK && str_line(&text, &line)) {
        r.line++;
        r.as = as;
        str_t t = str_trim(line);
        if (f == LIST_FORMAT_TSV && !headed) {
            if (!t.n || t.p[0] == '#') continue;
            headed = true;
            if (!table_head(line, at))
                s = err_at(err, ST_INPUT, "lists.head", "kind", r.line,
                           N_("%s: the first line names the columns, kind and value among them."), from->file);
        } else if (f == LIST_FORMAT_TSV) {
            s = line_table(&r, line, at);
        } else if (f == LIST_FORMAT_HOSTS) {
            s = line_hosts(&r, t);
        } else if (f == LIST_FORMAT_ADBLOCK) {
            s = line_adblock(&r, t);
        } else if (f == LIST_FORMAT_RPZ) {
            s = line_rpz(&r, line);
        } else {
            s = line_plain(&r, t);
        }
    }
    return s;
}

/* --- our own table, written --- */

void day_put(buf_t *b, int day)
{
    if (day == LIST_DAY_NEVER) return;
    date_t d = list_date(day);
    buf_fmt(b, "%04d-%02d-%02d", d.y, d.m, d.d);
}

status_t list_table(const list_items_t *items, bool open, buf_t *b, err_t *err)
{
    buf_putz(b, "kind\tvalue\treason\tsource\tsince\tuntil\twho\tallow\topen\n");
    for (size_t i = 0; i < items->items.len; i++) {
        const list_item_t *it = item_at(items, i);
        if (open && !item_open(it)) continue;
        buf_fmt(b, "%s\t%.*s\t%.*s\t%.*s\t", list_kind_name(it->kind), STRF(it->value), STRF(it->reason),
                STRF(it->source));
        day_put(b, it->since);
        buf_putc(b, '\t');
        day_put(b, it->until);
        buf_fmt(b, "\t%.*s\t%s\t%s\n", STRF(it->who), it->allow ? "allow" : "", it->open ? "open" : "");
    }
    return buf_ok(b) ? ST_OK : no_memory(err);
}
