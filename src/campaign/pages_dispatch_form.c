/* SPDX-License-Identifier: Apache-2.0
 *
 * What was read of a letter beside the letter itself: its text with the fields marked, and the form with each field and clause.
 */
#include <jansson.h>
#include <stdlib.h>
#include "campaign/campaign_internal.h"
#include "campaign/pages_dispatch.h"

typedef struct mark {
    size_t from, to;
    const char *field;
    int sure;
} mark_t;

static int by_place(const void *a, const void *b)
{
    const mark_t *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->to > y->to ? -1 : 1;
}

static const char *field_title(const char *field)
{
    static const struct {
        const char *field, *title;
    } all[] = {{"number", N_("Number")},         {"symbol", N_("Symbol")},
               {"issuer", N_("Issuer")},         {"parent", N_("Parent body")},
               {"place", N_("Place")},           {"date", N_("Date")},
               {"kind", N_("Kind of document")}, {"subject", N_("Subject")},
               {"basis", N_("Basis")},           {"window", N_("Window")},
               {"recipients", N_("To")},         {"clauses", N_("Duty")},
               {"addresses", N_("Addresses")},   {"attachments", N_("Attachments")},
               {"signer", N_("Signer")},         {"signer.title", N_("Title of the signer")},
               {"cc", N_("Copies to")}};
    size_t n = strcspn(field, "[");
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (strlen(all[k].field) == n && memcmp(all[k].field, field, n) == 0) return all[k].title;
    return N_("Field");
}

static int sure_of(const json_t *draft, const char *field)
{
    return (int)(json_number_value(json_object_get(json_object_get(draft, "sure"), field)) * 100 + 0.5);
}

static size_t read_marks(req_t *q, const json_t *draft, str_t text, mark_t **out)
{
    json_t *spans = json_object_get(draft, "spans");
    size_t n = 0, most = json_object_size(spans);
    *out = ARENA_ARRAY(q->a, mark_t, most + 1);
    const char *key;
    json_t *span;
    if (!*out) return 0;
    json_object_foreach(spans, key, span)
    {
        bool part = strncmp(key, "clauses[", 8) == 0 && strchr(key, '.');
        json_int_t from = json_integer_value(json_array_get(span, 0)), to = json_integer_value(json_array_get(span, 1));
        if (part || from < 0 || to <= from || (size_t)to > text.n) continue;
        (*out)[n++] = (mark_t){(size_t)from, (size_t)to, str_z(q->a, str_of(key)), sure_of(draft, key)};
    }
    if (n > 1) qsort(*out, n, sizeof **out, by_place);
    return n;
}

static void piece(view_t *list, str_t text)
{
    if (!text.n) return;
    view_t *i = view_item(list);
    view_flag(i, "marked", false);
    view_text(i, "text", text);
}

void show_letter(req_t *q, view_t *v, const json_t *draft, str_t text)
{
    mark_t *marks;
    size_t n = read_marks(q, draft, text, &marks), at = 0;
    view_t *list = view_list(v, "letter");
    for (size_t k = 0; k < n; k++) {
        if (marks[k].from < at) continue; /* within another mark */
        piece(list, str_sub(text, at, marks[k].from));
        view_t *i = view_item(list);
        view_flag(i, "marked", true);
        view_text(i, "text", str_sub(text, marks[k].from, marks[k].to));
        view_z(i, "label", tr(q->lang, field_title(marks[k].field)));
        view_int(i, "sure", marks[k].sure);
        view_z(i, "span", marks[k].field);
        at = marks[k].to;
    }
    piece(list, str_sub(text, at, text.n));
}

/* --- the form --- */

static str_t open_why(req_t *q, const json_t *draft, const char *field)
{
    const json_t *why = json_object_get(json_object_get(draft, "why"), field);
    if (!why) return STR_NONE;
    const json_t *seen = json_object_get(why, "seen");
    const char *code = json_string_value(json_object_get(why, "code"));
    const char *a = json_string_value(json_array_get(seen, 0)), *b = json_string_value(json_array_get(seen, 1));
    letter_open_t o = {str_of(field), code ? code : "not-found", str_of(a), str_of(b)};
    if (!o.a.p) o.a = S("");
    if (!o.b.p) o.b = S("");
    return letter_why(q->a, q->lang, &o);
}

static void show_field(req_t *q, view_t *list, const json_t *draft, const char *name, const char *field,
                       const char *title, str_t value)
{
    view_t *i = view_item(list);
    str_t why = value.n ? STR_NONE : open_why(q, draft, field);
    view_z(i, "name", name);
    view_z(i, "span", field);
    view_z(i, "label", tr(q->lang, title));
    view_text(i, "value", value.p ? value : S(""));
    view_flag(i, "open", !value.n);
    view_text(i, "why", why.p ? why : S(""));
    int sure = sure_of(draft, field);
    view_flag(i, "read", value.n && sure > 0);
    view_int(i, "sure", sure);
    view_flag(i, "unsure", value.n && sure > 0 && sure < 80);
}

static str_t day_of(arena_t *a, ms_t t)
{
    if (!t) return S("");
    date_t d = date_of(t);
    return str_fmt(a, "%04d-%02d-%02d", d.y, d.m, d.d);
}

void show_fields(req_t *q, view_t *v, const json_t *draft, const dispatch_t *d)
{
    view_t *list = view_list(v, "fields");
    str_t number = d->number ? str_fmt(q->a, "%lld", (long long)d->number) : S("");
    show_field(q, list, draft, "number", "number", N_("Number"), number);
    show_field(q, list, draft, "symbol", "symbol", N_("Symbol"), d->symbol);
    show_field(q, list, draft, "doc_date", "date", N_("Date"), d->doc_date);
    show_field(q, list, draft, "subject", "subject", N_("Subject"), d->subject);
    show_field(q, list, draft, "opens", "window", N_("First day"), day_of(q->a, d->opens));
    show_field(q, list, draft, "closes", "window", N_("Last day"), day_of(q->a, d->closes));
    show_field(q, list, draft, "signer", "signer", N_("Signer"), d->signer);
    show_field(q, list, draft, "signer_title", "signer.title", N_("Title of the signer"), d->signer_title);
}

static void show_evidence(req_t *q, view_t *i, str_t chosen)
{
    static const struct {
        const char *value, *text;
    } all[] = {{"", N_("as the kind of act says")},
               {"page", N_("a page that is read")},
               {"session", N_("a session with head-count")},
               {"visits", N_("visits, some called back")},
               {"count", N_("a count")},
               {"word", N_("the unit's word")}};
    view_t *list = view_list(i, "evidences");
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        view_t *o = view_item(list);
        view_z(o, "value", all[k].value);
        view_z(o, "text", tr(q->lang, all[k].text));
        view_flag(o, "selected", str_eq(chosen, str_of(all[k].value)));
    }
}

static str_t lines(arena_t *a, texts_t t)
{
    buf_t b = buf_new(a, 1 << 20);
    for (size_t i = 0; i < t.n; i++) {
        buf_put(&b, t.at[i]);
        buf_putc(&b, '\n');
    }
    return buf_str(&b);
}

void show_words(req_t *q, view_t *v, const wording_t *w)
{
    const struct {
        const char *name, *title;
        str_t value;
    } one[] = {{"parent", N_("Parent body"), w->parent},
               {"issuer", N_("Issuer"), w->issuer},
               {"place", N_("Place"), w->place},
               {"signer_for", N_("Signs on behalf of"), w->signer_for}},
      many[] = {{"recipients", N_("To"), lines(q->a, w->recipients)},
                {"opening", N_("Words before the clauses"), lines(q->a, w->opening)},
                {"closing", N_("Words behind the clauses"), lines(q->a, w->closing)},
                {"attachments", N_("Attachments"), lines(q->a, w->attachments)},
                {"cc", N_("Copies to"), lines(q->a, w->cc)}};
    view_t *list = view_list(v, "words"), *areas = view_list(v, "areas");
    for (size_t k = 0; k < sizeof one / sizeof *one; k++) {
        view_t *i = view_item(list);
        view_z(i, "name", one[k].name);
        view_z(i, "label", tr(q->lang, one[k].title));
        view_text(i, "value", one[k].value.p ? one[k].value : S(""));
    }
    for (size_t k = 0; k < sizeof many / sizeof *many; k++) {
        view_t *i = view_item(areas);
        view_z(i, "name", many[k].name);
        view_z(i, "label", tr(q->lang, many[k].title));
        view_text(i, "value", many[k].value);
    }
}

void show_verbs(req_t *q, view_t *verbs, verb_t chosen)
{
    for (int b = 0; b < VERB_COUNT; b++) {
        view_t *o = view_item(verbs);
        view_z(o, "value", verb_name((verb_t)b));
        view_z(o, "text", tr(q->lang, verb_title((verb_t)b)));
        view_flag(o, "selected", (verb_t)b == chosen);
    }
}

void show_clauses(req_t *q, view_t *v, const json_t *draft, const dispatch_t *d, const plan_t *plan)
{
    view_t *list = view_list(v, "clauses");
    for (size_t k = 0; k < d->n_clauses; k++) {
        const clause_t *c = &d->clauses[k];
        view_t *i = view_item(list);
        view_int(i, "i", (int64_t)k);
        view_text(i, "n", c->n);
        view_text(i, "to", c->to);
        view_text(i, "text", c->text);
        view_text(i, "audience", c->audience);
        view_text(i, "units", c->units);
        view_flag(i, "optional", c->optional);
        view_flag(i, "held", c->held);
        view_text(i, "releases", c->releases.p ? c->releases : S(""));
        view_int(i, "target", c->target > 0 ? c->target : 1);
        show_evidence(q, i, c->evidence.p ? c->evidence : S(""));
        view_text(i, "due", c->due.y ? str_fmt(q->a, "%04d-%02d-%02d", c->due.y, c->due.m, c->due.d) : S(""));
        view_int(i, "reaches", plan ? (int64_t)plan->by_clause[k] : 0);
        view_flag(i, "nobody", plan && plan->by_clause[k] == 0);
        str_t key = str_fmt(q->a, "clauses[%zu]", k);
        view_text(i, "span", key);
        view_int(i, "sure", key.p ? sure_of(draft, key.p) : 0);
        view_t *verbs = view_list(i, "verbs");
        show_verbs(q, verbs, c->verb);
    }
}
