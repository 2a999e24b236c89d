/* SPDX-License-Identifier: Apache-2.0
 *
 * feeds — alerts for programs: Atom (RFC 4287), JSON Feed 1.1, Common Alerting Protocol 1.2 (OASIS, 1 July 2010).
 * A published alert does not change, so an entry's id is its release's UUID and updated = published.
 */
#include <stdio.h>
#include "alert/internal.h"
#include "alert/xml.h"

#define FEED_ENTRIES 50

static str_t page_of(arena_t *a, const alert_t *al, lang_t lang, str_t base)
{
    return str_fmt(a, "%.*s%s/canh-bao/%.*s", STRF(base), lang == LANG_EN ? "/en" : "", STRF(al->slug));
}

static str_t urn(arena_t *a, const alert_t *al)
{
    char id[IDENT_TEXT];
    ident_text(al->release, id);
    return str_fmt(a, "urn:uuid:%s", id);
}

static str_t feed_title(lang_t lang)
{
    return str_of(tr(lang, N_("Alerts on online scams")));
}

static str_t feed_author(lang_t lang)
{
    return str_of(tr(lang, N_("Duty desk against online scams")));
}

static void link_to(xml_t *x, const char *rel, const char *type, str_t href)
{
    xml_start(x, "link");
    xml_attr(x, "rel", str_of(rel));
    xml_attr(x, "type", str_of(type));
    xml_attr(x, "href", href);
    xml_end(x);
}

static status_t atom_entry(xml_t *x, store_t *st, arena_t *a, const alert_t *al, lang_t lang, str_t base, err_t *err)
{
    char at[32];
    str_t text;
    status_t s = alert_text(st, a, al, lang, &text, err);
    if (s != ST_OK) return s;
    ms_iso_utc(al->published, at);
    xml_start(x, "entry");
    xml_leaf(x, "id", urn(a, al));
    xml_leaf(x, "title", alert_title(al, lang));
    xml_leaf(x, "published", str_of(at));
    xml_leaf(x, "updated", str_of(at));
    link_to(x, "alternate", "text/html", page_of(a, al, lang, base));
    link_to(x, "related", "application/cap+xml",
            str_fmt(a, "%.*s/feeds/alerts/%.*s.cap.xml", STRF(base), STRF(al->code)));
    if (al->form.n) {
        xml_start(x, "category");
        xml_attr(x, "term", al->form);
        xml_end(x);
    }
    xml_leaf(x, "summary", alert_summary(al, lang));
    xml_start(x, "content");
    xml_attr(x, "type", S("text"));
    xml_text(x, text);
    xml_end(x);
    xml_end(x);
    return ST_OK;
}

/* The feed changed when its newest entry came; an empty one has never changed. */
static void feed_updated(const alert_t *list, size_t n, char out[32])
{
    ms_iso_utc(n ? list[0].published : 0, out);
}

status_t alert_atom(store_t *st, db_t *db, arena_t *a, lang_t lang, str_t base, buf_t *out, err_t *err)
{
    alert_t *list;
    size_t n;
    char at[32];
    status_t s = alert_list(db, a, clock_now(), &list, &n, err);
    if (s != ST_OK) return s;
    if (n > FEED_ENTRIES) n = FEED_ENTRIES;
    str_t self = str_fmt(a, "%.*s%s/feeds/alerts.atom", STRF(base), lang == LANG_EN ? "/en" : "");
    xml_t x = xml_new(out);
    xml_start(&x, "feed");
    xml_attr(&x, "xmlns", S("http://www.w3.org/2005/Atom"));
    xml_attr(&x, "xml:lang", str_of(lang_code(lang)));
    xml_leaf(&x, "id", self);
    xml_leaf(&x, "title", feed_title(lang));
    feed_updated(list, n, at);
    xml_leaf(&x, "updated", str_of(at));
    xml_start(&x, "author");
    xml_leaf(&x, "name", feed_author(lang));
    xml_end(&x);
    link_to(&x, "self", "application/atom+xml", self);
    link_to(&x, "alternate", "text/html", str_fmt(a, "%.*s%s/canh-bao", STRF(base), lang == LANG_EN ? "/en" : ""));
    for (size_t i = 0; i < n && s == ST_OK; i++) s = atom_entry(&x, st, a, &list[i], lang, base, err);
    xml_end(&x);
    if (s == ST_OK && !buf_ok(out)) s = err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    return s;
}

/* --- JSON Feed --- */

static void member(buf_t *b, const char *name, str_t value)
{
    buf_fmt(b, ",\"%s\":", name);
    buf_json(b, value);
}

static status_t json_item(buf_t *b, store_t *st, arena_t *a, const alert_t *al, lang_t lang, str_t base, err_t *err)
{
    char at[32];
    str_t text;
    status_t s = alert_text(st, a, al, lang, &text, err);
    if (s != ST_OK) return s;
    ms_iso_utc(al->published, at);
    buf_putz(b, "{\"id\":");
    buf_json(b, urn(a, al));
    member(b, "url", page_of(a, al, lang, base));
    member(b, "title", alert_title(al, lang));
    member(b, "summary", alert_summary(al, lang));
    member(b, "content_text", text);
    member(b, "date_published", str_of(at));
    member(b, "language", str_of(lang == LANG_EN && al->has_en ? "en" : "vi"));
    buf_putz(b, ",\"_canhgiac\":{\"code\":");
    buf_json(b, al->code);
    buf_fmt(b, ",\"severity\":%lld", (long long)al->severity);
    if (al->form.n) member(b, "form", al->form);
    if (al->expires != MS_NEVER) {
        ms_iso_utc(al->expires, at);
        member(b, "expires", str_of(at));
    }
    buf_putz(b, "}}");
    return ST_OK;
}

status_t alert_json_feed(store_t *st, db_t *db, arena_t *a, lang_t lang, str_t base, buf_t *out, err_t *err)
{
    alert_t *list;
    size_t n;
    status_t s = alert_list(db, a, clock_now(), &list, &n, err);
    if (s != ST_OK) return s;
    if (n > FEED_ENTRIES) n = FEED_ENTRIES;
    const char *prefix = lang == LANG_EN ? "/en" : "";
    buf_putz(out, "{\"version\":\"https://jsonfeed.org/version/1.1\"");
    member(out, "title", feed_title(lang));
    member(out, "home_page_url", str_fmt(a, "%.*s%s/canh-bao", STRF(base), prefix));
    member(out, "feed_url", str_fmt(a, "%.*s%s/feeds/alerts.json", STRF(base), prefix));
    member(out, "language", str_of(lang_code(lang)));
    buf_putz(out, ",\"authors\":[{\"name\":");
    buf_json(out, feed_author(lang));
    buf_putz(out, "}],\"items\":[");
    for (size_t i = 0; i < n && s == ST_OK; i++) {
        if (i) buf_putc(out, ',');
        s = json_item(out, st, a, &list[i], lang, base, err);
    }
    buf_putz(out, "]}");
    if (s == ST_OK && !buf_ok(out)) s = err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    return s;
}

/* --- CAP --- */

static status_t cap_info(xml_t *x, store_t *st, arena_t *a, const alert_t *al, lang_t lang, str_t base, err_t *err)
{
    static const char *const severities[] = {"Unknown", "Minor", "Moderate", "Severe", "Extreme"};
    str_t text;
    status_t s = alert_text(st, a, al, lang, &text, err);
    if (s != ST_OK) return s;
    xml_start(x, "info");
    xml_leaf(x, "language", lang == LANG_EN ? S("en-US") : S("vi-VN"));
    xml_leaf(x, "category", S("Security"));
    xml_leaf(x, "event", str_of(tr(lang, N_("Online scam"))));
    xml_leaf(x, "urgency", S("Expected"));
    xml_leaf(x, "severity", str_of(severities[al->severity >= 1 && al->severity <= 4 ? al->severity : 0]));
    xml_leaf(x, "certainty", S("Observed"));
    if (al->expires != MS_NEVER) {
        char at[32];
        ms_iso(al->expires, at);
        xml_leaf(x, "expires", str_of(at));
    }
    xml_leaf(x, "senderName", feed_author(lang));
    xml_leaf(x, "headline", alert_title(al, lang));
    xml_leaf(x, "description", text);
    xml_leaf(x, "web", page_of(a, al, lang, base));
    xml_start(x, "area");
    xml_leaf(x, "areaDesc", str_of(tr(lang, N_("Can Tho City"))));
    xml_end(x);
    xml_end(x);
    return ST_OK;
}

status_t alert_cap(store_t *st, arena_t *a, const alert_t *al, str_t base, bool demo, buf_t *out, err_t *err)
{
    char at[32];
    ms_iso(al->published, at);
    size_t host = str_find(base, S("://"), 0);
    xml_t x = xml_new(out);
    xml_start(&x, "alert");
    xml_attr(&x, "xmlns", S("urn:oasis:names:tc:emergency:cap:1.2"));
    xml_leaf(&x, "identifier", str_fmt(a, "canhgiac.%.*s.%lld", STRF(al->code), (long long)al->version));
    xml_leaf(&x, "sender", host == SIZE_MAX ? S("canhgiac") : str_sub(base, host + 3, base.n));
    xml_leaf(&x, "sent", str_of(at));
    xml_leaf(&x, "status", demo ? S("Exercise") : S("Actual"));
    xml_leaf(&x, "msgType", S("Alert"));
    xml_leaf(&x, "scope", S("Public"));
    status_t s = cap_info(&x, st, a, al, LANG_VI, base, err);
    if (s == ST_OK && al->has_en) s = cap_info(&x, st, a, al, LANG_EN, base, err);
    xml_end(&x);
    if (s == ST_OK && !buf_ok(out)) s = err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    return s;
}
