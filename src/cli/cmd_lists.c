/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_lists — builds lists from what others publish, tells what is in them, asks them, and writes them for other tools.
 * Beside F.cgl stands F.tsv, the same list in plain words: what is exported comes from there.
 */
#include <stdio.h>
#include "base/file.h"
#include "check/check.h"
#include "cli/commands.h"
#include "lists/lists.h"

enum { BIG = 1 << 29, REPORT_MOST = 1 << 26 };

/* --- what every command does with a list --- */

/* --key, else the data directory's keys; *ring->n is 0 when there are none. */
static status_t ring_of(cli_t *c, sign_ring_t *ring)
{
    str_t text;
    err_t ignored = err_new(c->lang);
    const char *file = cli_option(c, "key");
    ring->n = 0;
    if (!file) {
        if (material_ring(c->data, ring, &ignored) != ST_OK) ring->n = 0;
        return ST_OK;
    }
    status_t s = file_read(c->a, file, SIGN_FILE_MAX, &text, &c->err);
    if (s == ST_OK) s = sign_public_parse(text, &ring->keys[0], &c->err);
    if (s == ST_OK) ring->n = 1;
    return s;
}

/* A signature that is there must hold; with --key there must be one. *checked says whether one was. */
static status_t which_ring(cli_t *c, const char *path, sign_ring_t *ring, bool *checked)
{
    status_t s = ring_of(c, ring);
    const char *side = str_fmt(c->a, "%s.minisig", path).p;
    *checked = ring->n > 0 && (cli_option(c, "key") || (side && file_exists(side)));
    return s;
}

static status_t open_list(cli_t *c, const char *path, map_t *map, list_t *l, bool *checked)
{
    sign_ring_t ring;
    status_t s = which_ring(c, path, &ring, checked);
    return s == ST_OK ? list_file_open(path, *checked ? &ring : NULL, map, l, &c->err) : s;
}

status_t cli_list(cli_t *c, const char *path, list_t *out)
{
    sign_ring_t ring;
    err_t none = err_new(c->lang);
    map_t map; /* until the program ends */
    if (!path && lists_current(c->a, c->data, &path, &none) != ST_OK) return ST_NOT_FOUND;
    const char *side = str_fmt(c->a, "%s.minisig", path).p;
    bool check = side && file_exists(side) && material_ring(c->data, &ring, &none) == ST_OK;
    return list_file_open(path, check ? &ring : NULL, &map, out, &c->err);
}

/* F.cgl → F.tsv */
static const char *table_path(cli_t *c, const char *path)
{
    str_t p = str_of(path);
    if (str_ends(p, S(".cgl"))) p.n -= 4;
    return str_ends(p, S(".tsv")) ? path : str_fmt(c->a, "%.*s.tsv", STRF(p)).p;
}

static status_t out_path(cli_t *c, const char **path)
{
    *path = cli_option(c, "out");
    return *path ? ST_OK : err_set(&c->err, ST_USAGE, "lists.out", N_("Say where it goes with --out F."));
}

static status_t signer(cli_t *c, sign_secret_t *key, bool *has)
{
    str_t text;
    const char *file = cli_option(c, "key");
    *has = file != NULL;
    if (!file) return ST_OK;
    status_t s = file_read(c->a, file, SIGN_FILE_MAX, &text, &c->err);
    return s == ST_OK ? sign_secret_parse(text, key, &c->err) : s;
}

static status_t write_signed(cli_t *c, const char *path, str_t bytes)
{
    sign_secret_t key;
    bool has;
    str_t name = str_of(path);
    for (size_t at; (at = str_chr(name, '/', 0)) != SIZE_MAX;) name = str_sub(name, at + 1, name.n);
    status_t s = signer(c, &key, &has);
    if (s == ST_OK)
        s = list_file_write(c->a, path, bytes, has ? &key : NULL, str_fmt(c->a, "canhgiac list %.*s", STRF(name)),
                            &c->err);
    secret_wipe(&key, sizeof key);
    return s;
}

/* --- lists build --- */

static status_t day_option(cli_t *c, const char *name, int initial, int *out)
{
    const char *v = cli_option(c, name);
    date_t d;
    *out = initial;
    if (!v) return ST_OK;
    if (!date_parse(str_of(v), &d)) return err_set(&c->err, ST_USAGE, "check.date", N_("The date is YYYY-MM-DD."));
    *out = list_day(d);
    return ST_OK;
}

/* "NAME=FILE" or FILE, whose name without its ending is the source's. */
static list_source_t source_of(cli_t *c, const char *word, const char **file)
{
    const char *equals = strchr(word, '=');
    *file = equals && equals != word ? equals + 1 : word;
    str_t name = equals && equals != word ? (str_t){word, (size_t)(equals - word)} : str_of(*file);
    for (size_t at; !(equals && equals != word) && (at = str_chr(name, '/', 0)) != SIZE_MAX;)
        name = str_sub(name, at + 1, name.n);
    if (!equals) name = str_sub(name, 0, str_chr(name, '.', 0));
    const char *reason = cli_option(c, "reason");
    return (list_source_t){.file = *file, .name = name.n ? name : S("list"), .reason = reason ? str_of(reason) : S("")};
}

static status_t read_sources(cli_t *c, list_items_t *items)
{
    status_t s = ST_OK;
    const char *as = cli_option(c, "as"), *file;
    list_format_t format = LIST_FORMAT_GUESS;
    int since;
    if (as && !list_format_named(str_of(as), &format))
        return err_set(&c->err, ST_USAGE, "lists.as",
                       N_("The format of sources is tsv, hosts, adblock, rpz, json or lines."));
    s = day_option(c, "since", list_day(date_of(clock_now())), &since);
    for (int i = 0; s == ST_OK && i < c->n_words; i++) {
        str_t text;
        list_source_t from = source_of(c, c->words[i], &file);
        from.since = since;
        from.format = format;
        s = file_read(c->a, file, BIG, &text, &c->err);
        if (s == ST_OK) s = list_read(items, &from, text, &c->err);
        progress_step("lists build", (uint64_t)i + 1, (uint64_t)c->n_words);
    }
    progress_end();
    return s;
}

/* What was refused, to standard error or --refused F: file, line, value, why. */
static status_t report(cli_t *c, const list_items_t *items)
{
    const char *path = cli_option(c, "refused");
    buf_t b = buf_new(c->a, REPORT_MOST);
    for (size_t i = 0; i < items->refused.len; i++) {
        const list_refused_t *r = &VEC_AT(&items->refused, list_refused_t, i);
        buf_fmt(&b, "%s\t%ld\t%.*s\t%s\n", r->file, r->line, STRF(r->value), tr(c->lang, r->why));
    }
    if (path) return file_write(path, buf_str(&b), 0644, &c->err);
    fprintf(stderr, "%.*s", (int)b.n, b.p ? b.p : "");
    return ST_OK;
}

static status_t head_of(cli_t *c, list_head_t *h)
{
    int64_t epoch, number;
    const char *made = cli_option(c, "made");
    status_t s = cli_number(c, "epoch", 0, INT32_MAX, 0, &epoch);
    if (s == ST_OK) s = cli_number(c, "number", 1, INT32_MAX, 1, &number);
    if (s != ST_OK) return s;
    *h = (list_head_t){.number = (uint64_t)number, .made = clock_now()};
    list_key((uint32_t)epoch, h->key);
    if (made && !ms_parse(str_of(made), &h->made))
        return err_set(&c->err, ST_USAGE, "lists.made", N_("--made is a date or a time as ISO 8601 writes it."));
    return ST_OK;
}

static status_t build_delta(cli_t *c, const char *out)
{
    map_t maps[2];
    list_t lists[2];
    bool checked;
    if (c->n_words != 1)
        return err_set(&c->err, ST_USAGE, "lists.delta-words", N_("Give the two lists: --delta OLD --out F NEW."));
    status_t s = open_list(c, cli_option(c, "delta"), &maps[0], &lists[0], &checked);
    if (s != ST_OK) return s;
    s = open_list(c, c->words[0], &maps[1], &lists[1], &checked);
    buf_t b = buf_new(c->a, BIG);
    if (s == ST_OK) {
        s = list_delta(c->a, &lists[0], &lists[1], &b, &c->err);
        file_unmap(&maps[1]);
    }
    file_unmap(&maps[0]);
    return s == ST_OK ? write_signed(c, out, buf_str(&b)) : s;
}

static status_t say_built(cli_t *c, const list_items_t *items, size_t bytes)
{
    if (c->json)
        return cli_print(c, str_fmt(c->a, "{\"read\":%zu,\"refused\":%zu,\"entries\":%zu,\"bytes\":%zu}\n",
                                    items->n_read, items->n_refused, items->items.len, bytes));
    return cli_print(c, str_fmt(c->a, tr(c->lang, N_("%zu entries from %zu rows, %zu refused; %zu bytes.\n")),
                                items->items.len, items->n_read, items->n_refused, bytes));
}

static status_t write_built(cli_t *c, const list_items_t *items, const char *out)
{
    list_head_t head;
    list_t l;
    buf_t snapshot = buf_new(c->a, BIG), table = buf_new(c->a, BIG), front = buf_new(c->a, BIG);
    const char *ranges = cli_option(c, "ranges"), *front_path = cli_option(c, "front");
    status_t s = head_of(c, &head);
    if (s == ST_OK) s = list_snapshot(items, &head, &snapshot, &c->err);
    if (s == ST_OK) s = list_table(items, false, &table, &c->err);
    if (s == ST_OK && front_path && !list_open(buf_str(&snapshot), &l)) s = ST_BUG;
    if (s == ST_OK && front_path) s = list_front(c->a, &l, &front, &c->err);
    if (s == ST_OK) s = write_signed(c, out, buf_str(&snapshot));
    if (s == ST_OK) s = write_signed(c, table_path(c, out), buf_str(&table));
    if (s == ST_OK && front_path) s = write_signed(c, front_path, buf_str(&front));
    if (s == ST_OK && ranges) s = list_range_files(items, ranges, &c->err);
    return s == ST_OK ? say_built(c, items, snapshot.n) : s;
}

status_t cmd_lists_build(cli_t *c)
{
    const char *out;
    canhgiac_t *know;
    status_t s = out_path(c, &out);
    if (s == ST_OK && !cli_option(c, "delta") && str_ends(str_of(out), S(".tsv")))
        s = err_set(&c->err, ST_USAGE, "lists.out-tsv",
                    N_("The table takes the name that ends in .tsv; give another."));
    if (s == ST_OK && cli_option(c, "delta")) return build_delta(c, out);
    if (s == ST_OK) s = check_engine(c->a, &know, &c->err);
    if (s != ST_OK) return s;
    list_items_t items = list_items_new(c->a, know);
    s = read_sources(c, &items);
    if (s == ST_OK) s = list_settle(&items, &c->err);
    if (s == ST_OK) s = report(c, &items);
    return s == ST_OK ? write_built(c, &items, out) : s;
}

/* --- lists apply: a delta --- */

status_t cmd_lists_apply(cli_t *c)
{
    const char *out;
    map_t map;
    list_t l;
    bool checked;
    str_t delta;
    status_t s = out_path(c, &out);
    if (s == ST_OK) s = open_list(c, c->words[0], &map, &l, &checked);
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, BIG);
    s = file_read(c->a, c->words[1], BIG, &delta, &c->err);
    if (s == ST_OK) s = list_delta_apply(c->a, &l, delta, &b, &c->err);
    file_unmap(&map);
    return s == ST_OK ? file_write(out, buf_str(&b), 0644, &c->err) : s;
}

/* --- lists info --- */

status_t cmd_lists_info(cli_t *c)
{
    map_t map;
    list_t l;
    bool checked;
    char made[32];
    status_t s = open_list(c, c->words[0], &map, &l, &checked);
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, 1 << 16);
    long long hours = (long long)((clock_now() - l.made) / MS_HOUR);
    ms_iso(l.made, made);
    if (c->json) {
        buf_fmt(&b,
                "{\"number\":%llu,\"made\":\"%s\",\"age_hours\":%lld,\"entries\":%u,\"bytes\":%zu,\"signature\":\"%s\"",
                (unsigned long long)l.number, made, hours, l.n, map.bytes.n, checked ? "good" : "not-checked");
        for (list_kind_t k = LIST_HOST; k < LIST_KINDS; k++)
            buf_fmt(&b, ",\"%s\":{\"listed\":%u,\"allowed\":%u}", list_kind_name(k), l.counts[k],
                    l.counts[k + LIST_KINDS]);
        buf_putz(&b, "}\n");
    } else {
        buf_fmt(&b, tr(c->lang, N_("List %llu, made %s, %lld hours ago; %u entries, %zu bytes.\n")),
                (unsigned long long)l.number, made, hours, l.n, map.bytes.n);
        for (list_kind_t k = LIST_HOST; k < LIST_KINDS; k++)
            if (l.counts[k] || l.counts[k + LIST_KINDS])
                buf_fmt(&b, tr(c->lang, N_("  %s: %u listed, %u allowed\n")), list_kind_name(k), l.counts[k],
                        l.counts[k + LIST_KINDS]);
        buf_fmt(&b, "%s\n",
                checked ? tr(c->lang, N_("Its signature is good."))
                        : tr(c->lang, N_("Its signature was not checked.")));
    }
    file_unmap(&map);
    return cli_print(c, buf_str(&b));
}

/* --- lists lookup --- */

static bool all_digits(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789 +.-:", s.p[i])) return false;
    return s.n > 0;
}

/* By its shape; an account is six digits, a colon and the number. */
static list_kind_t kind_of(str_t v)
{
    if (!all_digits(v)) return list_url_normal(v, (char[LIST_VALUE_MOST]){0}) ? LIST_URL : LIST_HOST;
    if (str_chr(v, ':', 0) != SIZE_MAX) return LIST_ACCOUNT;
    size_t dots = 0;
    for (size_t i = 0; i < v.n; i++) dots += v.p[i] == '.';
    if (dots == 3 && v.n <= 15 && str_chr(v, ' ', 0) == SIZE_MAX) return LIST_HOST;
    bool phone = v.p[0] == '+' || v.p[0] == '0' || str_starts(v, S("84")) || str_starts(v, S("1800")) ||
                 str_starts(v, S("1900"));
    return phone ? LIST_PHONE : LIST_ACCOUNT;
}

static list_answer_t ask(cli_t *c, const canhgiac_t *know, const list_t *l, str_t raw, int day, list_kind_t *kind,
                         list_entry_t *out)
{
    list_items_t none = list_items_new(c->a, know);
    list_item_t item = {.kind = *kind = kind_of(raw),
                        .allow = true,
                        .value = raw,
                        .source = S(""),
                        .reason = S(""),
                        .who = S(""),
                        .until = LIST_DAY_NEVER};
    str_t host;
    list_answer_t a = LIST_UNKNOWN;
    if (list_items_add(&none, &item, "", 0) && none.items.len) item = VEC_AT(&none.items, list_item_t, 0);
    if (*kind == LIST_PHONE || *kind == LIST_ACCOUNT) return list_value(l, *kind, item.value, day, out);
    if (*kind == LIST_URL) {
        a = list_url(l, item.value, day, out);
        host = str_sub(item.value, 0, str_chr(item.value, '/', 0));
        if (a != LIST_UNKNOWN) return a;
        *kind = LIST_HOST;
    } else {
        host = item.value;
    }
    bool number = host.n && host.p[host.n - 1] >= '0' && host.p[host.n - 1] <= '9';
    return list_host(l, host, number ? host : canhgiac_registrable(know, host), day, out);
}

static void answer(cli_t *c, str_t value, list_answer_t a, list_kind_t kind, const list_entry_t *e, buf_t *b,
                   bool first)
{
    static const char *const names[] = {"unknown", "listed", "allowed"};
    date_t d = list_date(a ? e->since : 0), u = list_date(a && e->until != LIST_DAY_NEVER ? e->until : 0);
    str_t since = a ? str_fmt(c->a, "%04d-%02d-%02d", d.y, d.m, d.d) : S("");
    str_t until = a && e->until != LIST_DAY_NEVER ? str_fmt(c->a, "%04d-%02d-%02d", u.y, u.m, u.d) : S("");
    if (!c->json) {
        buf_fmt(b, "%.*s\t%s\t%s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", STRF(value), names[a], a ? list_kind_name(kind) : "",
                STRF(a ? e->source : S("")), STRF(since), STRF(until), STRF(a ? e->reason : S("")),
                STRF(a ? e->who : S("")));
        return;
    }
    buf_putz(b, first ? "{\"value\":" : ",\n{\"value\":");
    buf_json(b, value);
    buf_fmt(b, ",\"answer\":\"%s\",\"allow\":%s", names[a], a == LIST_ALLOWED ? "true" : "false");
    if (a) {
        const struct {
            const char *name;
            str_t text;
        } parts[] = {{"kind", str_of(list_kind_name(kind))},
                     {"source", e->source},
                     {"since", since},
                     {"until", until},
                     {"reason", e->reason},
                     {"who", e->who}};
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            buf_fmt(b, ",\"%s\":", parts[i].name);
            if (parts[i].text.n)
                buf_json(b, parts[i].text);
            else
                buf_putz(b, "null");
        }
    }
    buf_putc(b, '}');
}

status_t cmd_lists_lookup(cli_t *c)
{
    map_t map;
    list_t l;
    bool checked;
    int day;
    canhgiac_t *know;
    status_t s = day_option(c, "date", list_day(date_of(clock_now())), &day);
    if (s == ST_OK) s = check_engine(c->a, &know, &c->err);
    if (s == ST_OK) s = open_list(c, c->words[0], &map, &l, &checked);
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, BIG);
    if (c->json) buf_putc(&b, '[');
    for (int i = 1; i < c->n_words; i++) {
        list_entry_t e;
        list_kind_t kind;
        str_t value = str_of(c->words[i]);
        list_answer_t a = ask(c, know, &l, value, day, &kind, &e);
        answer(c, value, a, kind, &e, &b, i == 1);
    }
    if (c->json) buf_putz(&b, "]\n");
    file_unmap(&map);
    return cli_print(c, buf_str(&b));
}

/* --- lists export --- */

status_t cmd_lists_export(cli_t *c)
{
    list_export_t as;
    list_about_t about = {.base = S(""), .number = 1, .made = clock_now()};
    const char *format = cli_option(c, "format"), *base = cli_option(c, "base"), *out = cli_option(c, "out");
    const char *path = table_path(c, c->words[0]);
    sign_ring_t ring;
    map_t map;
    list_t l;
    bool checked;
    str_t text;
    if (!format || !list_export_named(str_of(format), &as))
        return err_set(&c->err, ST_USAGE, "lists.format",
                       N_("--format is hosts, rpz, adblock, domains, json, stix, misp or misp-manifest."));
    if (!path) return ST_MEMORY;
    if (base) about.base = str_of(base);
    status_t s = day_option(c, "date", list_day(date_of(clock_now())), &about.day);
    if (s == ST_OK && strcmp(path, c->words[0]) != 0) {
        s = open_list(c, c->words[0], &map, &l, &checked);
        if (s != ST_OK) return s;
        about.number = l.number;
        about.made = l.made;
        file_unmap(&map);
    }
    if (s == ST_OK) s = which_ring(c, path, &ring, &checked);
    if (s == ST_OK) s = list_file_read(c->a, path, checked ? &ring : NULL, &text, &c->err);
    if (s != ST_OK) return s;
    list_items_t items = list_items_new(c->a, NULL); /* what is in the table was let in once */
    list_source_t from = {.file = path, .name = S("list"), .reason = S(""), .format = LIST_FORMAT_TSV};
    buf_t b = buf_new(c->a, BIG);
    s = list_read(&items, &from, text, &c->err);
    if (s == ST_OK) s = list_settle(&items, &c->err);
    if (s == ST_OK) s = list_export(&items, as, &about, &b, &c->err);
    if (s != ST_OK) return s;
    return out ? file_write(out, buf_str(&b), 0644, &c->err) : cli_print(c, buf_str(&b));
}
