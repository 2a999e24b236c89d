/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/verdict.h"

/* `n`, here and below: what stands before a value, its name and what parts it from the one before. */
static void number(buf_t *b, str_t n, size_t value)
{
    buf_put(b, n);
    buf_int(b, (int64_t)value);
}

/* Two places after the point: of probabilities. */
static void share(buf_t *b, str_t n, double value)
{
    buf_put(b, n);
    buf_hundredths(b, value);
}

static void text(buf_t *b, str_t n, str_t s)
{
    buf_put(b, n);
    buf_json(b, s);
}

/* The same of a text of the knowledge or of the program. */
static void known(buf_t *b, str_t n, str_t s)
{
    buf_put(b, n);
    buf_json_known(b, s);
}

static void span(buf_t *b, size_t start, size_t end)
{
    number(b, S(",\"start\":"), start);
    number(b, S(",\"end\":"), end);
}

static void imitates(const brand_t *brand, buf_t *b)
{
    if (!brand) {
        buf_put(b, S("\"imitates\":null,"));
        return;
    }
    known(b, S("\"imitates\":{\"brand\":"), brand->key);
    known(b, S(",\"name\":"), brand->name);
    buf_put(b, S(",\"official\":["));
    for (size_t i = 0; i < brand->n_vouched; i++) known(b, i ? S(",") : S(""), brand->domains[i]);
    if (brand->hotline.n)
        known(b, S("],\"hotline\":"), brand->hotline);
    else
        buf_put(b, S("],\"hotline\":null"));
    buf_put(b, S("},"));
}

static void forms(const verdict_t *v, buf_t *b)
{
    buf_put(b, S("\"forms\":["));
    for (size_t i = 0; i < v->n_forms; i++) {
        const form_t *f = v->forms[i];
        known(b, i ? S(",{\"code\":") : S("{\"code\":"), f->code);
        if (f->number)
            number(b, S(",\"number\":"), (size_t)f->number);
        else
            buf_put(b, S(",\"number\":null"));
        known(b, S(",\"name\":"), v->lang == LANG_EN ? f->name_en : f->name_vi);
        share(b, S(",\"score\":"), v->form_scores[i]);
        buf_putc(b, '}');
    }
    buf_put(b, S("],"));
}

static void signs(const verdict_t *v, str_t src, buf_t *b)
{
    buf_put(b, S("\"signs\":["));
    for (size_t i = 0; i < v->n_signs; i++) {
        const sign_t *s = &v->signs[i];
        known(b, i ? S(",{\"code\":") : S("{\"code\":"), s->code);
        share(b, S(",\"weight\":"), s->weight);
        span(b, s->start, s->end);
        text(b, S(",\"text\":"), str_sub(src, s->start, s->end));
        known(b, S(",\"why\":"), s->why);
        known(b, S(",\"check\":"), s->check);
        buf_putc(b, '}');
    }
    buf_put(b, S("],"));
}

static void entities(const verdict_t *v, buf_t *b)
{
    buf_put(b, S("\"entities\":["));
    for (size_t i = 0; i < v->n_entities; i++) {
        const entity_t *e = &v->entities[i];
        known(b, i ? S(",{\"kind\":") : S("{\"kind\":"), str_of(entity_name(e->kind)));
        span(b, e->start, e->end);
        text(b, S(",\"value\":"), e->value);
        if (e->note.n) text(b, S(",\"note\":"), e->note);
        if (e->kind == ENTITY_ACCOUNT && e->brand) known(b, S(",\"bank\":"), e->brand->key);
        buf_putc(b, '}');
    }
    buf_put(b, S("],"));
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
    buf_put(b, S("\"listed\":["));
    for (size_t i = 0; i < v->n_listed; i++) {
        const listed_t *l = &v->listed[i];
        text(b, i ? S(",{\"source\":") : S("{\"source\":"), l->source);
        buf_put(b, S(",\"since\":"));
        day(b, l->since);
        text(b, S(",\"reason\":"), l->reason);
        text(b, S(",\"kind\":"), str_of(l->kind));
        span(b, l->start, l->end);
        buf_putc(b, '}');
    }
    buf_put(b, S("],"));
}

void canhgiac_json(const verdict_t *v, str_t src, buf_t *b)
{
    known(b, S("{\"level\":"), str_of(level_name(v->level)));
    if (v->has_score) share(b, S(",\"score\":"), v->score);
    known(b, S(",\"headline\":"), v->headline);
    buf_put(b, S(",\"asks\":["));
    for (size_t i = 0; i < v->n_asks; i++) known(b, i ? S(",") : S(""), str_of(v->asks[i]));
    buf_put(b, S("],"));
    imitates(v->imitates, b);
    forms(v, b);
    signs(v, src, b);
    entities(v, b);
    listed(v, b);
    buf_put(b, S("\"do\":["));
    for (size_t i = 0; i < v->n_steps; i++) known(b, i ? S(",") : S(""), v->steps[i]);
    buf_put(b, v->lang == LANG_EN ? S("],\"lang\":\"en\"") : S("],\"lang\":\"vi\""));
    known(b, S(",\"version\":"), str_of(v->version));
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
