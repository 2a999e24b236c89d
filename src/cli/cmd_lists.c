/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_lists — tells what is in a list, asks it, writes it for other tools, and says who appealed.
 */
#include <stdio.h>
#include "base/file.h"
#include "check/check.h"
#include "cli/commands.h"
#include "lists/lists.h"
#include "cli/lists_file.h"

/* --- lists info --- */

status_t cmd_lists_info(cli_t *c)
{
    map_t map;
    list_t l;
    bool checked;
    char made[32];
    status_t s = lists_map(c, c->words[0], &map, &l, &checked);
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

static list_answer_t ask(cli_t *c, const canhgiac_t *know, const list_t *l, str_t raw, int day, list_kind_t *kind,
                         list_entry_t *out)
{
    str_t value;
    *kind = list_kind_seems(raw);
    if (list_value_of(c->a, know, *kind, raw, &value)) value = raw; /* what has no normal form is in no list */
    return list_ask(know, l, kind, value, day, out);
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
    status_t s = lists_day(c, "date", list_day(date_of(clock_now())), &day);
    if (s == ST_OK) s = check_engine(c->a, &know, &c->err);
    if (s == ST_OK) s = lists_map(c, c->words[0], &map, &l, &checked);
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, LISTS_BIG);
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
    const char *path = lists_table(c, c->words[0]);
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
    status_t s = lists_day(c, "date", list_day(date_of(clock_now())), &about.day);
    if (s == ST_OK && strcmp(path, c->words[0]) != 0) {
        s = lists_map(c, c->words[0], &map, &l, &checked);
        if (s != ST_OK) return s;
        about.number = l.number;
        about.made = l.made;
        file_unmap(&map);
    }
    if (s == ST_OK) s = lists_keys(c, path, &ring, &checked);
    if (s == ST_OK) s = list_file_read(c->a, path, checked ? &ring : NULL, &text, &c->err);
    if (s != ST_OK) return s;
    list_items_t items = list_items_new(c->a, NULL); /* what is in the table was let in once */
    list_source_t from = {.file = path, .name = S("list"), .reason = S(""), .format = LIST_FORMAT_TSV};
    buf_t b = buf_new(c->a, LISTS_BIG);
    s = list_read(&items, &from, text, &c->err);
    if (s == ST_OK) s = list_settle(&items, &c->err);
    if (s == ST_OK) s = list_export(&items, as, &about, &b, &c->err);
    if (s != ST_OK) return s;
    return out ? file_write(out, buf_str(&b), 0644, &c->err) : cli_print(c, buf_str(&b));
}

/* --- lists appeals --- */

status_t cmd_lists_appeals(cli_t *c)
{
    store_t *st;
    db_t *db;
    status_t s = cli_reader(c, &st);
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, 4 << 20);
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = lists_appeals(db, c->a, c->json, &b, &c->err);
        store_done(st, db);
    }
    store_close(st);
    return s == ST_OK ? cli_print(c, buf_str(&b)) : s;
}
