/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/canhgiac.h"
#include "base/i18n.h"

#define CANHGIAC_VERSION_TEXT "0.1.0+know-2026-11+model-none+lists-"

static void name(buf_t *b, const char *n)
{
    buf_putc(b, '"');
    buf_putz(b, n);
    buf_putz(b, "\":");
}

static void text(buf_t *b, const char *n, str_t s)
{
    name(b, n);
    buf_json(b, s);
}

static void imitates(const brand_t *brand, buf_t *b)
{
    name(b, "imitates");
    if (!brand) {
        buf_putz(b, "null,");
        return;
    }
    buf_putc(b, '{');
    text(b, "brand", brand->key);
    buf_putc(b, ',');
    text(b, "name", brand->name);
    buf_putz(b, ",\"official\":[");
    for (size_t i = 0; i < brand->n_vouched; i++) {
        if (i) buf_putc(b, ',');
        buf_json(b, brand->domains[i]);
    }
    buf_putz(b, "],\"hotline\":");
    if (brand->hotline.n)
        buf_json(b, brand->hotline);
    else
        buf_putz(b, "null");
    buf_putz(b, "},");
}

static void forms(const verdict_t *v, buf_t *b)
{
    buf_putz(b, "\"forms\":[");
    for (size_t i = 0; i < v->n_forms; i++) {
        buf_putz(b, i ? ",{" : "{");
        text(b, "code", v->forms[i]->code);
        if (v->forms[i]->number)
            buf_fmt(b, ",\"number\":%d,", v->forms[i]->number);
        else
            buf_putz(b, ",\"number\":null,");
        text(b, "name", v->lang == LANG_EN ? v->forms[i]->name_en : v->forms[i]->name_vi);
        buf_fmt(b, ",\"score\":%.2f}", v->form_scores[i]);
    }
    buf_putz(b, "],");
}

static void signs(const verdict_t *v, str_t src, buf_t *b)
{
    buf_putz(b, "\"signs\":[");
    for (size_t i = 0; i < v->n_signs; i++) {
        const sign_t *s = &v->signs[i];
        buf_putz(b, i ? ",{" : "{");
        text(b, "code", s->code);
        buf_fmt(b, ",\"weight\":%.2f,\"start\":%zu,\"end\":%zu,", s->weight, s->start, s->end);
        text(b, "text", str_sub(src, s->start, s->end));
        buf_putc(b, ',');
        text(b, "why", s->why);
        buf_putc(b, ',');
        text(b, "check", s->check);
        buf_putc(b, '}');
    }
    buf_putz(b, "],");
}

static void entities(const verdict_t *v, buf_t *b)
{
    buf_putz(b, "\"entities\":[");
    for (size_t i = 0; i < v->n_entities; i++) {
        const entity_t *e = &v->entities[i];
        buf_fmt(b, "%s{\"kind\":\"%s\",\"start\":%zu,\"end\":%zu,", i ? "," : "", entity_name(e->kind), e->start,
                e->end);
        text(b, "value", e->value);
        buf_putc(b, '}');
    }
    buf_putz(b, "],");
}

static void listed(const verdict_t *v, buf_t *b)
{
    buf_putz(b, "\"listed\":[");
    for (size_t i = 0; i < v->n_listed; i++) {
        const listed_t *l = &v->listed[i];
        buf_putz(b, i ? ",{" : "{");
        text(b, "source", l->source);
        buf_fmt(b, ",\"since\":\"%04d-%02d-%02d\",", l->since.y, l->since.m, l->since.d);
        text(b, "reason", l->reason);
        buf_fmt(b, ",\"kind\":\"%s\",\"start\":%zu,\"end\":%zu}", list_kind_name(l->kind), l->start, l->end);
    }
    buf_putz(b, "],");
}

void canhgiac_json(const verdict_t *v, str_t src, buf_t *b)
{
    buf_fmt(b, "{\"level\":\"%s\",", level_name(v->level));
    if (v->has_score) buf_fmt(b, "\"score\":%.2f,", v->score);
    text(b, "headline", v->headline);
    buf_putz(b, ",\"asks\":[");
    for (size_t i = 0; i < v->n_asks; i++) buf_fmt(b, "%s\"%s\"", i ? "," : "", v->asks[i]);
    buf_putz(b, "],");
    imitates(v->imitates, b);
    forms(v, b);
    signs(v, src, b);
    entities(v, b);
    listed(v, b);
    buf_putz(b, "\"do\":[");
    for (size_t i = 0; i < v->n_steps; i++) {
        if (i) buf_putc(b, ',');
        buf_json(b, v->steps[i]);
    }
    buf_fmt(b, "],\"lang\":\"%s\",\"version\":\"" CANHGIAC_VERSION_TEXT, lang_code(v->lang));
    if (v->list_number)
        buf_fmt(b, "%llu\"}", (unsigned long long)v->list_number);
    else
        buf_putz(b, "none\"}");
}
