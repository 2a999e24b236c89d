/* SPDX-License-Identifier: Apache-2.0
 *
 * intel — the list for who shares what they know of attacks: a STIX 2.1 bundle (OASIS, 10 June 2021) and a MISP feed (an
 * event and its manifest, misp-standard.org core format). Ids are the same each time, so a reader updates what it has.
 */
#include "lists/internal.h"

/* 122 bits of SHA-256 in the form of version 4: the schemas of both take versions 1 to 5 alone, and 5 is SHA-1's. */
static void uuid_of(const char *what, str_t base, str_t value, char out[IDENT_TEXT])
{
    ident_t id;
    sha256_t h;
    sha256_start(&h);
    sha256_field(&h, S("canhgiac lists"));
    sha256_field(&h, str_of(what));
    sha256_field(&h, base);
    sha256_field(&h, value);
    digest_t d = sha256_end(&h);
    memcpy(id.b, d.b, sizeof id.b);
    id.b[6] = (uint8_t)(0x40 | (id.b[6] & 0x0f));
    id.b[8] = (uint8_t)(0x80 | (id.b[8] & 0x3f));
    ident_text(id, out);
}

static void stamp(int day, char out[32])
{
    ms_iso_utc((ms_t)day * MS_DAY - MS_VIETNAM, out);
    memcpy(out + 19, ".000Z", 6);
}

static bool quad(str_t host)
{
    return host.n && host.p[host.n - 1] >= '0' && host.p[host.n - 1] <= '9';
}

/* A text inside a pattern stands in single quotes; the pattern itself is a JSON string. */
static void quoted(buf_t *b, str_t s)
{
    buf_putc(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'' || s.p[i] == '\\') buf_putc(b, '\\');
        buf_putc(b, s.p[i]);
    }
    buf_putc(b, '\'');
}

static void pattern(arena_t *a, const list_item_t *it, buf_t *out)
{
    buf_t b = buf_new(a, 3 * LIST_VALUE_MOST + 256);
    if (it->kind == LIST_URL) {
        buf_putz(&b, "[url:value = ");
        quoted(&b, str_fmt(a, "http://%.*s", STRF(it->value)));
        buf_putz(&b, " OR url:value = ");
        quoted(&b, str_fmt(a, "https://%.*s", STRF(it->value)));
    } else {
        buf_putz(&b, quad(it->value) ? "[ipv4-addr:value = " : "[domain-name:value = ");
        quoted(&b, it->value);
    }
    buf_putc(&b, ']');
    buf_json(out, buf_str(&b));
}

static void indicator(arena_t *a, const list_item_t *it, str_t base, const char *by, buf_t *b)
{
    char id[IDENT_TEXT], since[32], until[32];
    uuid_of("indicator", base, str_fmt(a, "%s:%.*s", list_kind_name(it->kind), STRF(it->value)), id);
    stamp(it->since, since);
    buf_fmt(b,
            ",\n{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"indicator--%s\",\"created_by_ref\":"
            "\"identity--%s\","
            "\"created\":\"%s\",\"modified\":\"%s\",\"name\":",
            id, by, since, since);
    buf_json(b, it->value);
    buf_putz(b, ",\"description\":");
    buf_json(b, str_fmt(a, "%.*s (%.*s)", STRF(it->reason), STRF(it->source)));
    buf_putz(b, ",\"indicator_types\":[\"malicious-activity\"],\"pattern_type\":\"stix\",\"pattern\":");
    pattern(a, it, b);
    buf_fmt(b, ",\"valid_from\":\"%s\"", since);
    if (it->until != LIST_DAY_NEVER) {
        stamp(it->until + 1, until);
        buf_fmt(b, ",\"valid_until\":\"%s\"", until);
    }
    buf_putc(b, '}');
}

void export_stix(const list_items_t *items, const list_about_t *about, buf_t *b)
{
    char id[IDENT_TEXT], by[IDENT_TEXT];
    arena_t *a = arena_new(1 << 20);
    uuid_of("bundle", about->base, S(""), id);
    uuid_of("identity", about->base, S(""), by);
    buf_fmt(b,
            "{\"type\":\"bundle\",\"id\":\"bundle--%s\",\"objects\":[\n"
            "{\"type\":\"identity\",\"spec_version\":\"2.1\",\"id\":\"identity--%s\",\"created\":\"2024-10-28T00:00:00."
            "000Z\","
            "\"modified\":\"2024-10-28T00:00:00.000Z\",\"name\":\"canhgiac\",\"identity_class\":\"organization\"}",
            id, by);
    for (size_t i = 0; a && i < items->items.len; i++) {
        const list_item_t *it = item_at(items, i);
        if ((it->kind != LIST_HOST && it->kind != LIST_URL) || !item_counts(items, i, about->day)) continue;
        indicator(a, it, about->base, by, b);
        if (arena_failed(a)) b->failed = true;
        arena_reset(a);
    }
    buf_putz(b, "\n]}\n");
    if (!a) b->failed = true;
    arena_free(a);
}

/* --- MISP --- */

void list_misp_event(const list_about_t *about, char out[IDENT_TEXT])
{
    uuid_of("misp event", about->base, S(""), out);
}

/* What an event and its line in the manifest have in common. */
static void event_facts(const list_about_t *about, buf_t *b)
{
    char org[IDENT_TEXT];
    date_t d = date_of(about->made);
    uuid_of("identity", about->base, S(""), org);
    buf_fmt(b,
            "\"info\":\"canhgiac: online scams in Viet Nam\",\"date\":\"%04d-%02d-%02d\",\"analysis\":\"2\","
            "\"threat_level_id\":\"2\",\"timestamp\":\"%lld\",\"Orgc\":{\"name\":\"canhgiac\",\"uuid\":\"%s\"},"
            "\"Tag\":[{\"name\":\"tlp:clear\",\"colour\":\"#ffffff\"}]",
            d.y, d.m, d.d, (long long)(about->made / MS_SECOND), org);
}

void export_misp_manifest(const list_about_t *about, buf_t *b)
{
    char id[IDENT_TEXT];
    list_misp_event(about, id);
    buf_fmt(b, "{\"%s\":{", id);
    event_facts(about, b);
    buf_putz(b, "}}\n");
}

static void attribute(arena_t *a, const list_item_t *it, str_t base, bool first, buf_t *b)
{
    static const char *const types[] = {"hostname", "url", "phone-number", "bank-account-nr"};
    char id[IDENT_TEXT];
    str_t value = it->value;
    const char *type = it->kind == LIST_HOST && quad(value) ? "ip-dst" : types[it->kind];
    bool number = it->kind == LIST_PHONE || it->kind == LIST_ACCOUNT;
    if (it->kind == LIST_URL) value = str_fmt(a, "http://%.*s", STRF(value));
    if (it->kind == LIST_ACCOUNT) value = str_sub(value, str_chr(value, ':', 0) + 1, value.n);
    uuid_of("misp attribute", base, str_fmt(a, "%s:%.*s", list_kind_name(it->kind), STRF(it->value)), id);
    buf_fmt(b,
            "%s\n{\"uuid\":\"%s\",\"type\":\"%s\",\"category\":\"%s\",\"to_ids\":%s,\"timestamp\":\"%lld\",\"value\":",
            first ? "" : ",", id, type, number ? "Financial fraud" : "Network activity", number ? "false" : "true",
            (long long)(((ms_t)it->since * MS_DAY - MS_VIETNAM) / MS_SECOND));
    buf_json(b, value);
    buf_putz(b, ",\"comment\":");
    buf_json(b, str_fmt(a, "%.*s (%.*s)", STRF(it->reason), STRF(it->source)));
    buf_putc(b, '}');
}

void export_misp(const list_items_t *items, const list_about_t *about, buf_t *b)
{
    char id[IDENT_TEXT];
    arena_t *a = arena_new(1 << 20);
    bool first = true;
    list_misp_event(about, id);
    buf_fmt(b, "{\"Event\":{\"uuid\":\"%s\",", id);
    event_facts(about, b);
    buf_putz(b, ",\"published\":true,\"Attribute\":[");
    for (size_t i = 0; a && i < items->items.len; i++) {
        const list_item_t *it = item_at(items, i);
        if (!item_open(it) || !item_counts(items, i, about->day)) continue;
        attribute(a, it, about->base, first, b);
        first = false;
        if (arena_failed(a)) b->failed = true;
        arena_reset(a);
    }
    buf_putz(b, "\n]}}\n");
    if (!a) b->failed = true;
    arena_free(a);
}
