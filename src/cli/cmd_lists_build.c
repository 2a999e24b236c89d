/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_lists_build — builds lists from what others publish, and brings them up to date by a delta.
 */
#include <stdio.h>
#include "base/file.h"
#include "check/check.h"
#include "cli/commands.h"
#include "lists/lists.h"
#include "cli/lists_file.h"

enum { REPORT_MOST = 1 << 26 };

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
    s = lists_day(c, "since", list_day(date_of(clock_now())), &since);
    for (int i = 0; s == ST_OK && i < c->n_words; i++) {
        str_t text;
        list_source_t from = source_of(c, c->words[i], &file);
        from.since = since;
        from.format = format;
        s = file_read(c->a, file, LISTS_BIG, &text, &c->err);
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
    status_t s = lists_map(c, cli_option(c, "delta"), &maps[0], &lists[0], &checked);
    if (s != ST_OK) return s;
    s = lists_map(c, c->words[0], &maps[1], &lists[1], &checked);
    buf_t b = buf_new(c->a, LISTS_BIG);
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
    buf_t snapshot = buf_new(c->a, LISTS_BIG), table = buf_new(c->a, LISTS_BIG), front = buf_new(c->a, LISTS_BIG);
    const char *ranges = cli_option(c, "ranges"), *front_path = cli_option(c, "front");
    status_t s = head_of(c, &head);
    if (s == ST_OK) s = list_snapshot(items, &head, &snapshot, &c->err);
    if (s == ST_OK) s = list_table(items, false, &table, &c->err);
    if (s == ST_OK && front_path && !list_open(buf_str(&snapshot), &l)) s = ST_BUG;
    if (s == ST_OK && front_path) s = list_front(c->a, &l, &front, &c->err);
    if (s == ST_OK) s = write_signed(c, out, buf_str(&snapshot));
    if (s == ST_OK) s = write_signed(c, lists_table(c, out), buf_str(&table));
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
    sign_ring_t ring;
    status_t s = out_path(c, &out);
    if (s == ST_OK) s = lists_map(c, c->words[0], &map, &l, &checked);
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, LISTS_BIG);
    s = lists_keys(c, c->words[1], &ring, &checked);
    if (s == ST_OK) s = list_file_read(c->a, c->words[1], checked ? &ring : NULL, &delta, &c->err);
    if (s == ST_OK) s = list_delta_apply(c->a, &l, delta, &b, &c->err);
    file_unmap(&map);
    return s == ST_OK ? file_write(out, buf_str(&b), 0644, &c->err) : s;
}
