/* SPDX-License-Identifier: Apache-2.0 */
#include "page/head.h"
#include "page/app.h"

enum { LD_MAX = 16 * 1024 };

static void member(buf_t *b, const char *name, str_t value)
{
    if (!value.n) return;
    buf_fmt(b, ",\"%s\":", name);
    buf_json(b, value);
}

static str_t address_of(const req_t *q)
{
    return str_fmt(q->a, "%.*s%s%.*s", STRF(q->app->base_url), q->lang == LANG_EN ? "/en" : "", STRF(q->path));
}

static void publisher(buf_t *b, const req_t *q)
{
    buf_putz(b, ",\"publisher\":{\"@type\":\"Organization\"");
    member(b, "name", str_of(tr(q->lang, N_("Canhgiac"))));
    member(b, "url", q->app->base_url);
    buf_putc(b, '}');
}

static void put(view_t *head, const buf_t *ld)
{
    if (buf_ok(ld)) view_html(head, "ld", buf_str(ld));
}

void head_page(const req_t *q, view_t *v, const head_t *h)
{
    char at[32];
    view_t *head = view_object(v, "head");
    buf_t b = buf_new(q->a, LD_MAX);
    buf_fmt(&b, "{\"@context\":\"https://schema.org\",\"@type\":\"%s\",\"isAccessibleForFree\":true", h->type);
    member(&b, "headline", h->title);
    member(&b, "description", h->description);
    member(&b, "url", address_of(q));
    member(&b, "inLanguage", str_of(lang_code(q->lang)));
    member(&b, "image", h->picture);
    member(&b, "identifier", h->code);
    if (str_eq(h->licence, S("CC-BY-4.0"))) member(&b, "license", S("https://creativecommons.org/licenses/by/4.0/"));
    if (h->version) buf_fmt(&b, ",\"version\":%lld", (long long)h->version);
    if (h->published) {
        ms_iso(h->published, at);
        member(&b, "datePublished", str_of(at));
    }
    publisher(&b, q);
    buf_putc(&b, '}');
    put(head, &b);
    view_z(head, "type", "article");
    view_text(head, "description", h->description);
    if (h->picture.n) view_text(head, "picture", h->picture);
    if (h->oembed.n) view_text(head, "oembed", h->oembed);
}

void head_site(const req_t *q, view_t *v)
{
    view_t *head = view_object(v, "head");
    str_t base = str_fmt(q->a, "%.*s%s", STRF(q->app->base_url), q->lang == LANG_EN ? "/en" : "");
    buf_t b = buf_new(q->a, LD_MAX);
    buf_putz(&b, "{\"@context\":\"https://schema.org\",\"@type\":\"WebSite\"");
    member(&b, "name", str_of(tr(q->lang, N_("Canhgiac"))));
    member(&b, "url", str_fmt(q->a, "%.*s/", STRF(base)));
    member(&b, "inLanguage", str_of(lang_code(q->lang)));
    publisher(&b, q);
    buf_putz(&b, ",\"potentialAction\":{\"@type\":\"SearchAction\",\"query-input\":\"required name=q\"");
    member(&b, "target", str_fmt(q->a, "%.*s/tim?q={q}", STRF(base)));
    buf_putz(&b, "}}");
    put(head, &b);
    view_z(head, "type", "website");
}
