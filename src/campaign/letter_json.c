/* SPDX-License-Identifier: Apache-2.0
 *
 * The draft as JSON (INTERFACES §2) and as lines for a person.
 */
#include <stdio.h>
#include "campaign/letter_internal.h"

static void name(buf_t *b, const char *key, bool *first)
{
    if (!*first) buf_putc(b, ',');
    *first = false;
    buf_json(b, str_of(key));
    buf_putc(b, ':');
}

static void text_or_null(buf_t *b, str_t s)
{
    if (s.p)
        buf_json(b, s);
    else
        buf_putz(b, "null");
}

static void day_or_null(buf_t *b, date_t d)
{
    if (d.y)
        buf_fmt(b, "\"%04d-%02d-%02d\"", d.y, d.m, d.d);
    else
        buf_putz(b, "null");
}

static void texts(buf_t *b, const vec_t *v)
{
    buf_putc(b, '[');
    for (size_t k = 0; k < v->len; k++) {
        if (k) buf_putc(b, ',');
        text_or_null(b, VEC_AT(v, letter_text_t, k).text);
    }
    buf_putc(b, ']');
}

static void basis_json(const letter_t *l, buf_t *b)
{
    buf_putc(b, '[');
    for (size_t k = 0; k < l->basis.len; k++) {
        const letter_basis_t *x = &VEC_AT(&l->basis, letter_basis_t, k);
        buf_fmt(b, "%s{\"number\":%lld,\"symbol\":", k ? "," : "", (long long)x->number);
        text_or_null(b, x->symbol.text);
        buf_putz(b, ",\"date\":");
        day_or_null(b, x->date.day);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void clauses_json(const letter_t *l, buf_t *b)
{
    buf_putc(b, '[');
    for (size_t k = 0; k < l->clauses.len; k++) {
        const letter_clause_t *c = &VEC_AT(&l->clauses, letter_clause_t, k);
        buf_putz(b, k ? ",{\"n\":" : "{\"n\":");
        buf_json(b, str_of(c->n));
        if (c->head.text.p) {
            buf_putz(b, ",\"head\":");
            buf_json(b, c->head.text);
        }
        buf_putz(b, ",\"to\":");
        text_or_null(b, c->to.text);
        buf_fmt(b, ",\"verb\":\"%s\",\"text\":", verb_name(c->verb));
        text_or_null(b, c->text.text);
        buf_putz(b, ",\"audience\":");
        text_or_null(b, c->audience.text);
        buf_fmt(b, ",\"optional\":%s", c->optional ? "true" : "false");
        if (c->due.day.y) {
            buf_putz(b, ",\"due\":");
            day_or_null(b, c->due.day);
        }
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

/* Every field that has a place in the source, in one walk: calls `each` with its name, span and sureness. */
typedef void (*each_fn)(buf_t *b, str_t field, size_t from, size_t to, double sure, bool *first);

static void each_text(buf_t *b, const char *field, const letter_text_t *t, each_fn each, bool *first)
{
    if (t->to > t->from) each(b, str_of(field), t->from, t->to, t->sure, first);
}

static void each_date(buf_t *b, const char *field, const letter_date_t *t, each_fn each, bool *first)
{
    if (t->to > t->from) each(b, str_of(field), t->from, t->to, t->day.y ? t->sure : 0, first);
}

static void each_list(buf_t *b, const char *field, const vec_t *v, each_fn each, bool *first)
{
    char key[64];
    for (size_t k = 0; k < v->len; k++) {
        const letter_text_t *t = &VEC_AT(v, letter_text_t, k);
        int n = snprintf(key, sizeof key, "%s[%zu]", field, k);
        if (t->to > t->from) each(b, (str_t){key, (size_t)n}, t->from, t->to, t->sure, first);
    }
}

static void each_clause(const letter_t *l, buf_t *b, each_fn each, bool *first)
{
    char key[64];
    for (size_t k = 0; k < l->clauses.len; k++) {
        const letter_clause_t *c = &VEC_AT(&l->clauses, letter_clause_t, k);
        const struct {
            const char *of;
            const letter_text_t *t;
        } part[] = {{"", &c->text}, {".to", &c->to}, {".audience", &c->audience}};
        for (size_t p = 0; p < 3; p++) {
            int n = snprintf(key, sizeof key, "clauses[%zu]%s", k, part[p].of);
            double sure = p == 0 && c->verb == VERB_OTHER && part[p].t->sure > 0.5 ? 0.5 : part[p].t->sure;
            if (part[p].t->to > part[p].t->from)
                each(b, (str_t){key, (size_t)n}, part[p].t->from, part[p].t->to, sure, first);
        }
    }
}

static void each_field(const letter_t *l, buf_t *b, each_fn each)
{
    bool first = true;
    char key[64];
    if (l->number_to) each(b, S("number"), l->number_from, l->number_to, l->number ? 0.95 : 0, &first);
    each_text(b, "symbol", &l->symbol, each, &first);
    each_text(b, "issuer", &l->issuer, each, &first);
    each_text(b, "parent", &l->parent, each, &first);
    each_text(b, "place", &l->place, each, &first);
    each_date(b, "date", &l->date, each, &first);
    each_text(b, "kind", &l->kind, each, &first);
    each_text(b, "subject", &l->subject, each, &first);
    for (size_t k = 0; k < l->basis.len; k++) {
        const letter_basis_t *x = &VEC_AT(&l->basis, letter_basis_t, k);
        int n = snprintf(key, sizeof key, "basis[%zu]", k);
        each(b, (str_t){key, (size_t)n}, x->symbol.from, x->date.to > x->symbol.to ? x->date.to : x->symbol.to,
             x->date.day.y ? 0.95 : 0.5, &first);
    }
    if (l->to.to) each(b, S("window"), l->to.from, l->to.to, l->to.day.y ? l->to.sure : 0, &first);
    each_list(b, "recipients", &l->recipients, each, &first);
    each_clause(l, b, each, &first);
    each_list(b, "addresses", &l->addresses, each, &first);
    each_list(b, "attachments", &l->attachments, each, &first);
    each_text(b, "signer", l->signer.text.p ? &l->signer : &l->signer_seen, each, &first);
    each_text(b, "signer.title", &l->signer_title, each, &first);
    each_list(b, "cc", &l->cc, each, &first);
}

static void put_span(buf_t *b, str_t field, size_t from, size_t to, double sure, bool *first)
{
    (void)sure;
    if (!*first) buf_putc(b, ',');
    *first = false;
    buf_json(b, field);
    buf_fmt(b, ":[%zu,%zu]", from, to);
}

static void put_sure(buf_t *b, str_t field, size_t from, size_t to, double sure, bool *first)
{
    (void)from;
    (void)to;
    if (!*first) buf_putc(b, ',');
    *first = false;
    buf_json(b, field);
    int cent = (int)(sure * 100 + 0.5);
    cent = cent < 0 ? 0 : cent > 100 ? 100 : cent;
    buf_fmt(b, ":%d.%02d", cent / 100, cent % 100);
}

static void open_json(const letter_t *l, buf_t *b)
{
    buf_putz(b, ",\"open\":[");
    for (size_t k = 0; k < l->open.len; k++) {
        if (k) buf_putc(b, ',');
        buf_json(b, VEC_AT(&l->open, letter_open_t, k).field);
    }
    buf_putz(b, "],\"why\":{");
    for (size_t k = 0; k < l->open.len; k++) {
        const letter_open_t *o = &VEC_AT(&l->open, letter_open_t, k);
        if (k) buf_putc(b, ',');
        buf_json(b, o->field);
        buf_putz(b, ":{\"code\":");
        buf_json(b, str_of(o->code));
        buf_putz(b, ",\"seen\":[");
        if (o->a.n) buf_json(b, o->a);
        if (o->b.n) {
            buf_putc(b, ',');
            buf_json(b, o->b);
        }
        buf_putz(b, "]}");
    }
    buf_putc(b, '}');
}

void letter_json(const letter_t *l, buf_t *b)
{
    bool first = true;
    buf_putc(b, '{');
    name(b, "number", &first);
    if (l->number)
        buf_int(b, l->number);
    else
        buf_putz(b, "null");
    const struct {
        const char *key;
        str_t text;
    } part[] = {
        {"symbol", l->symbol.text}, {"issuer", l->issuer.text}, {"parent", l->parent.text}, {"place", l->place.text}};
    for (size_t k = 0; k < sizeof part / sizeof *part; k++) {
        name(b, part[k].key, &first);
        text_or_null(b, part[k].text);
    }
    name(b, "date", &first);
    day_or_null(b, l->date.day);
    name(b, "kind", &first);
    text_or_null(b, l->kind.text);
    name(b, "subject", &first);
    text_or_null(b, l->subject.text);
    name(b, "basis", &first);
    basis_json(l, b);
    buf_putz(b, ",\"window\":{\"from\":");
    day_or_null(b, l->from.day);
    buf_putz(b, ",\"to\":");
    day_or_null(b, l->to.day);
    buf_putz(b, "},\"recipients\":");
    texts(b, &l->recipients);
    buf_putz(b, ",\"opening\":");
    texts(b, &l->opening);
    buf_putz(b, ",\"clauses\":");
    clauses_json(l, b);
    buf_putz(b, ",\"closing\":");
    texts(b, &l->closing);
    buf_putz(b, ",\"addresses\":");
    texts(b, &l->addresses);
    buf_putz(b, ",\"attachments\":");
    texts(b, &l->attachments);
    buf_putz(b, ",\"signer\":{\"name\":");
    text_or_null(b, l->signer.text);
    buf_putz(b, ",\"title\":");
    text_or_null(b, l->signer_title.text);
    buf_putz(b, ",\"for\":");
    text_or_null(b, l->signer_for.text);
    buf_putz(b, "},\"cc\":");
    texts(b, &l->cc);
    open_json(l, b);
    buf_fmt(b, ",\"damaged\":%s,\"spans\":{", l->damaged ? "true" : "false");
    each_field(l, b, put_span);
    buf_putz(b, "},\"sure\":{");
    each_field(l, b, put_sure);
    buf_putz(b, "}}");
}

str_t letter_why(arena_t *a, lang_t lang, const letter_open_t *o)
{
    str_t code = str_of(o->code);
    if (str_eq(code, S("two-deadlines")))
        return str_fmt(a, tr(lang, N_("The letter gives two deadlines that contradict each other: %.*s and %.*s.")),
                       STRF(o->a), STRF(o->b));
    if (str_eq(code, S("two-readings")))
        return str_fmt(a, tr(lang, N_("The letter says %.*s, its envelope says %.*s.")), STRF(o->a), STRF(o->b));
    if (str_eq(code, S("impossible-date"))) return str_fmt(a, tr(lang, N_("There is no such day: %.*s.")), STRF(o->a));
    if (str_eq(code, S("misread")))
        return str_fmt(a, tr(lang, N_("It could not be read with certainty; the text has: %.*s.")), STRF(o->a));
    if (str_eq(code, S("blank"))) return str_of(tr(lang, N_("The letter leaves it blank.")));
    return str_of(tr(lang, N_("It was not found in the text.")));
}

static void show(buf_t *b, lang_t lang, const char *label, str_t text)
{
    buf_fmt(b, "%s: ", tr(lang, label));
    buf_put(b, text.p ? text : S("?"));
    buf_putc(b, '\n');
}

static str_t vn_day(arena_t *a, date_t d)
{
    return d.y ? str_fmt(a, "%02d/%02d/%04d", d.d, d.m, d.y) : S("?");
}

static void show_list(buf_t *b, lang_t lang, const char *label, const vec_t *v)
{
    for (size_t k = 0; k < v->len; k++) {
        if (k == 0) buf_fmt(b, "%s:\n", tr(lang, label));
        buf_putz(b, "  - ");
        buf_put(b, VEC_AT(v, letter_text_t, k).text);
        buf_putc(b, '\n');
    }
}

static void show_clauses(const letter_t *l, lang_t lang, buf_t *b)
{
    buf_fmt(b, "%s:\n", tr(lang, N_("Duties")));
    for (size_t k = 0; k < l->clauses.len; k++) {
        const letter_clause_t *c = &VEC_AT(&l->clauses, letter_clause_t, k);
        buf_fmt(b, "  %s [%s] ", c->n, verb_name(c->verb));
        buf_put(b, c->to.text);
        buf_putz(b, " -> ");
        buf_put(b, c->text.text);
        buf_putc(b, '\n');
    }
}

void letter_show(const letter_t *l, lang_t lang, buf_t *b)
{
    arena_t *a = b->a;
    if (l->number)
        show(b, lang, N_("Number"), str_fmt(a, "%lld/%.*s", (long long)l->number, STRF(l->symbol.text)));
    else
        show(b, lang, N_("Number"), STR_NONE);
    show(b, lang, N_("Issuer"), l->issuer.text);
    show(b, lang, N_("Place"), l->place.text);
    show(b, lang, N_("Date"), vn_day(a, l->date.day));
    show(b, lang, N_("Subject"), l->subject.text);
    for (size_t k = 0; k < l->basis.len; k++) {
        const letter_basis_t *x = &VEC_AT(&l->basis, letter_basis_t, k);
        show(b, lang, N_("Basis"),
             str_fmt(a, "%lld/%.*s, %.*s", (long long)x->number, STRF(x->symbol.text), STRF(vn_day(a, x->date.day))));
    }
    show(b, lang, N_("Window"), str_fmt(a, "%.*s - %.*s", STRF(vn_day(a, l->from.day)), STRF(vn_day(a, l->to.day))));
    show_list(b, lang, N_("To"), &l->recipients);
    show_clauses(l, lang, b);
    show_list(b, lang, N_("Addresses"), &l->addresses);
    show_list(b, lang, N_("Attachments"), &l->attachments);
    show(b, lang, N_("Signer"), l->signer.text);
    show(b, lang, N_("Title of the signer"), l->signer_title.text);
    show_list(b, lang, N_("Copies to"), &l->cc);
    for (size_t k = 0; k < l->open.len; k++) {
        const letter_open_t *o = &VEC_AT(&l->open, letter_open_t, k);
        buf_fmt(b, "%s %.*s: %.*s\n", tr(lang, N_("OPEN")), STRF(o->field), STRF(letter_why(a, lang, o)));
    }
}
