/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/verdict.h"

static void name(buf_t *b, const char *n)
{
    buf_putc(b, '"');
    buf_putz(b, n);
    buf_putz(b, "\":");
}

static void number(buf_t *b, const char *n, size_t value)
{
    name(b, n);
    buf_int(b, (int64_t)value);
}

/* Two places after the point: of probabilities. */
static void share(buf_t *b, const char *n, double value)
{
    unsigned hundredths = (unsigned)(value * 100 + 0.5);
    name(b, n);
    buf_int(b, hundredths / 100);
    buf_putc(b, '.');
    buf_putc(b, (char)('0' + hundredths / 10 % 10));
    buf_putc(b, (char)('0' + hundredths % 10));
}

static void text(buf_t *b, const char *n, str_t s)
{
    name(b, n);
    buf_json(b, s);
}

/* The same of a text of the knowledge or of the program. */
static void known(buf_t *b, const char *n, str_t s)
{
    name(b, n);
    buf_json_known(b, s);
}

static void span(buf_t *b, size_t start, size_t end)
{
    buf_putc(b, ',');
    number(b, "start", start);
    buf_putc(b, ',');
    number(b, "end", end);
    buf_putc(b, ',');
}

static void imitates(const brand_t *brand, buf_t *b)
{
    name(b, "imitates");
    if (!brand) {
        buf_putz(b, "null,");
        return;
    }
    buf_putc(b, '{');
    known(b, "brand", brand->key);
    buf_putc(b, ',');
    known(b, "name", brand->name);
    buf_putz(b, ",\"official\":[");
    for (size_t i = 0; i < brand->n_vouched; i++) {
        if (i) buf_putc(b, ',');
        buf_json_known(b, brand->domains[i]);
    }
    buf_putz(b, "],\"hotline\":");
    if (brand->hotline.n)
        buf_json_known(b, brand->hotline);
    else
        buf_putz(b, "null");
    buf_putz(b, "},");
}

static void forms(const verdict_t *v, buf_t *b)
{
    buf_putz(b, "\"forms\":[");
    for (size_t i = 0; i < v->n_forms; i++) {
        buf_putz(b, i ? ",{" : "{");
        known(b, "code", v->forms[i]->code);
        buf_putc(b, ',');
        if (v->forms[i]->number)
            number(b, "number", (size_t)v->forms[i]->number);
        else
            buf_putz(b, "\"number\":null");
        buf_putc(b, ',');
        known(b, "name", v->lang == LANG_EN ? v->forms[i]->name_en : v->forms[i]->name_vi);
        buf_putc(b, ',');
        share(b, "score", v->form_scores[i]);
        buf_putc(b, '}');
    }
    buf_putz(b, "],");
}

static void signs(const verdict_t *v, str_t src, buf_t *b)
{
    buf_putz(b, "\"signs\":[");
    for (size_t i = 0; i < v->n_signs; i++) {
        const sign_t *s = &v->signs[i];
        buf_putz(b, i ? ",{" : "{");
        known(b, "code", s->code);
        buf_putc(b, ',');
        share(b, "weight", s->weight);
        span(b, s->start, s->end);
        text(b, "text", str_sub(src, s->start, s->end));
        buf_putc(b, ',');
        known(b, "why", s->why);
        buf_putc(b, ',');
        known(b, "check", s->check);
        buf_putc(b, '}');
    }
    buf_putz(b, "],");
}

static void entities(const verdict_t *v, buf_t *b)
{
    buf_putz(b, "\"entities\":[");
    for (size_t i = 0; i < v->n_entities; i++) {
        const entity_t *e = &v->entities[i];
        buf_putz(b, i ? ",{" : "{");
        known(b, "kind", str_of(entity_name(e->kind)));
        span(b, e->start, e->end);
        text(b, "value", e->value);
        if (e->note.n) {
            buf_putc(b, ',');
            text(b, "note", e->note);
        }
        if (e->kind == ENTITY_ACCOUNT && e->brand) {
            buf_putc(b, ',');
            known(b, "bank", e->brand->key);
        }
        buf_putc(b, '}');
    }
    buf_putz(b, "],");
}

static void day(buf_t *b, date_t d)
{
    char text[] = {(char)('0' + d.y / 1000 % 10),
                   (char)('0' + d.y / 100 % 10),
                   (char)('0' + d.y / 10 % 10),
                   (char)('0' + d.y % 10),
                   '-',
                   (char)('0' + d.m / 10),
                   (char)('0' + d.m % 10),
                   '-',
                   (char)('0' + d.d / 10),
                   (char)('0' + d.d % 10)};
    buf_json(b, (str_t){text, sizeof text});
}

static void listed(const verdict_t *v, buf_t *b)
{
    buf_putz(b, "\"listed\":[");
    for (size_t i = 0; i < v->n_listed; i++) {
        const listed_t *l = &v->listed[i];
        buf_putz(b, i ? ",{" : "{");
        text(b, "source", l->source);
        buf_putz(b, ",\"since\":");
        day(b, l->since);
        buf_putc(b, ',');
        text(b, "reason", l->reason);
        buf_putc(b, ',');
        text(b, "kind", str_of(l->kind));
        buf_putc(b, ',');
        number(b, "start", l->start);
        buf_putc(b, ',');
        number(b, "end", l->end);
        buf_putc(b, '}');
    }
    buf_putz(b, "],");
}

void canhgiac_json(const verdict_t *v, str_t src, buf_t *b)
{
    buf_putc(b, '{');
    known(b, "level", str_of(level_name(v->level)));
    buf_putc(b, ',');
    if (v->has_score) {
        share(b, "score", v->score);
        buf_putc(b, ',');
    }
    known(b, "headline", v->headline);
    buf_putz(b, ",\"asks\":[");
    for (size_t i = 0; i < v->n_asks; i++) {
        if (i) buf_putc(b, ',');
        buf_json_known(b, str_of(v->asks[i]));
    }
    buf_putz(b, "],");
    imitates(v->imitates, b);
    forms(v, b);
    signs(v, src, b);
    entities(v, b);
    listed(v, b);
    buf_putz(b, "\"do\":[");
    for (size_t i = 0; i < v->n_steps; i++) {
        if (i) buf_putc(b, ',');
        buf_json_known(b, v->steps[i]);
    }
    buf_putz(b, v->lang == LANG_EN ? "],\"lang\":\"en\"," : "],\"lang\":\"vi\",");
    known(b, "version", str_of(v->version));
    buf_putc(b, '}');
}

int canhgiac_write(const verdict_t *v, str_t src, char *out, size_t room, size_t *n)
{
    buf_t b = {.p = out, .cap = room, .limit = room}; /* full before it would ask for memory */
    canhgiac_json(v, src, &b);
    buf_putc(&b, '\0');
    *n = buf_ok(&b) ? b.n - 1 : 0;
    return buf_ok(&b) ? CANHGIAC_OK : CANHGIAC_NO_MEMORY;
}
