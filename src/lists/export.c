/* SPDX-License-Identifier: Apache-2.0
 *
 * export — the list in the formats of other tools: hosts files, response policy zones (draft-vixie-dnsop-dns-rpz), adblock
 * rules, plain domains, and our own JSON. Only what holds today; numbers only when an alert names them in public.
 */
#include "lists/internal.h"

typedef struct writing {
    const list_items_t *items;
    const list_about_t *about;
    buf_t *b;
} writing_t;

static bool is_address(str_t host)
{
    return host.n && host.p[host.n - 1] >= '0' && host.p[host.n - 1] <= '9' && str_chr(host, ':', 0) == SIZE_MAX;
}

static bool holds(const writing_t *w, const list_item_t *it)
{
    list_item_t as_block = *it;
    as_block.allow = false;
    return item_blocks(&as_block, w->about->day);
}

static void comment(const writing_t *w, const char *mark)
{
    char at[32];
    ms_iso_utc(w->about->made, at);
    buf_fmt(w->b, "%s canhgiac list %llu, %s\n", mark, (unsigned long long)w->about->number, at);
    if (w->about->base.n)
        buf_fmt(w->b, "%s %.*s/feeds/lists/list.json; wrongly listed: %.*s/en/khieu-nai\n", mark, STRF(w->about->base),
                STRF(w->about->base));
}

/* A hosts file knows no "and all below": the one name that people put before every other is written out. */
static void hosts(const writing_t *w)
{
    comment(w, "#");
    for (size_t i = 0; i < w->items->items.len; i++) {
        const list_item_t *it = item_at(w->items, i);
        if (it->kind != LIST_HOST || !item_counts(w->items, i, w->about->day) || is_address(it->value)) continue;
        buf_fmt(w->b, "0.0.0.0 %.*s\n0.0.0.0 www.%.*s\n", STRF(it->value), STRF(it->value));
    }
}

static void domains(const writing_t *w)
{
    comment(w, "#");
    for (size_t i = 0; i < w->items->items.len; i++) {
        const list_item_t *it = item_at(w->items, i);
        if (it->kind == LIST_HOST && item_counts(w->items, i, w->about->day) && !is_address(it->value))
            buf_fmt(w->b, "%.*s\n", STRF(it->value));
    }
}

/* "1.2.3.4" as the owner name of a rule: "32.4.3.2.1.rpz-ip". */
static void rpz_address(buf_t *b, str_t host)
{
    buf_putz(b, "32");
    for (size_t end = host.n;;) {
        size_t from = end;
        while (from > 0 && host.p[from - 1] != '.') from--;
        buf_fmt(b, ".%.*s", (int)(end - from), host.p + from);
        if (from == 0) break;
        end = from - 1;
    }
    buf_putz(b, ".rpz-ip");
}

static void rpz(const writing_t *w)
{
    comment(w, ";");
    buf_fmt(w->b, "$TTL 300\n@ SOA localhost. root.localhost. %llu 3600 600 86400 300\n  NS localhost.\n",
            (unsigned long long)(w->about->number & UINT32_MAX));
    for (size_t i = 0; i < w->items->items.len; i++) {
        const list_item_t *it = item_at(w->items, i);
        const char *does = it->allow ? "rpz-passthru." : ".";
        /* Where both stand, the one that allows is the rule: a zone takes one CNAME for a name. */
        if (it->kind != LIST_HOST || it->value.n > 200 ||
            !(it->allow ? holds(w, it) : item_counts(w->items, i, w->about->day)))
            continue;
        if (is_address(it->value)) {
            rpz_address(w->b, it->value);
            buf_fmt(w->b, " CNAME %s\n", does);
        } else {
            buf_fmt(w->b, "%.*s CNAME %s\n*.%.*s CNAME %s\n", STRF(it->value), does, STRF(it->value), does);
        }
    }
}

/* Signs that mean something in a rule cannot be written down in one. */
static bool rule_safe(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr("*^|$#,~", s.p[i])) return false;
    return true;
}

static void adblock(const writing_t *w)
{
    buf_putz(w->b, "[Adblock Plus 2.0]\n");
    comment(w, "!");
    buf_putz(w->b, "! Title: canhgiac\n! Expires: 1 hours\n");
    for (size_t i = 0; i < w->items->items.len; i++) {
        const list_item_t *it = item_at(w->items, i);
        bool link = it->kind == LIST_URL;
        if ((it->kind != LIST_HOST && !link) || !holds(w, it) || !rule_safe(it->value)) continue;
        buf_fmt(w->b, "%s||%.*s%s\n", it->allow ? "@@" : "", STRF(it->value), link ? "" : "^");
    }
}

static void json_day(buf_t *b, const char *name, int day)
{
    buf_fmt(b, ",\"%s\":", name);
    buf_putz(b, day == LIST_DAY_NEVER ? "null" : "\"");
    day_put(b, day);
    if (day != LIST_DAY_NEVER) buf_putc(b, '"');
}

static void json(const writing_t *w)
{
    char at[32];
    bool first = true;
    ms_iso_utc(w->about->made, at);
    buf_fmt(w->b, "{\"number\":%llu,\"made\":\"%s\",\"entries\":[", (unsigned long long)w->about->number, at);
    for (size_t i = 0; i < w->items->items.len; i++) {
        const list_item_t *it = item_at(w->items, i);
        if (!item_open(it) || !holds(w, it)) continue;
        buf_fmt(w->b, "%s\n{\"kind\":\"%s\",\"value\":", first ? "" : ",", list_kind_name(it->kind));
        buf_json(w->b, it->value);
        buf_putz(w->b, ",\"source\":");
        buf_json(w->b, it->source);
        buf_putz(w->b, ",\"reason\":");
        buf_json(w->b, it->reason);
        json_day(w->b, "since", it->since);
        json_day(w->b, "until", it->until);
        buf_fmt(w->b, ",\"allow\":%s", it->allow ? "true" : "false");
        if (it->who.n) {
            buf_putz(w->b, ",\"who\":");
            buf_json(w->b, it->who);
        }
        buf_putc(w->b, '}');
        first = false;
    }
    buf_putz(w->b, "\n]}\n");
}

bool list_export_named(str_t name, list_export_t *out)
{
    static const char *const names[EXPORTS] = {"hosts", "rpz",  "adblock", "domains",
                                               "json",  "stix", "misp",    "misp-manifest"};
    for (size_t i = 0; i < EXPORTS; i++)
        if (str_eq(name, str_of(names[i]))) {
            *out = (list_export_t)i;
            return true;
        }
    return false;
}

status_t list_export(const list_items_t *items, list_export_t as, const list_about_t *about, buf_t *out, err_t *err)
{
    writing_t w = {items, about, out};
    switch (as) {
    case EXPORT_HOSTS: hosts(&w); break;
    case EXPORT_RPZ: rpz(&w); break;
    case EXPORT_ADBLOCK: adblock(&w); break;
    case EXPORT_DOMAINS: domains(&w); break;
    case EXPORT_JSON: json(&w); break;
    case EXPORT_STIX: export_stix(items, about, out); break;
    case EXPORT_MISP: export_misp(items, about, out); break;
    case EXPORT_MISP_MANIFEST: export_misp_manifest(about, out); break;
    case EXPORTS: break;
    }
    return buf_ok(out) ? ST_OK : no_memory(err);
}
