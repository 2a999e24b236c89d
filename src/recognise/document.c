/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a document and judging it as a whole.
 */
#include "recognise/document.h"
#include "recognise/document_internal.h"
#include "recognise/say.h"

void finding_at(reading_t *r, const char *code, document_span_t at)
{
    document_t *o = r->out;
    const finding_fact_t *f = finding_facts;
    while (f->code && strcmp(f->code, code) != 0) f++;
    if (!f->code || o->n_findings == DOCUMENT_FINDINGS) return;
    for (size_t i = 0; i < o->n_findings; i++)
        if (o->findings[i].code == f->code) return;
    document_severity_t severity = o->scanned ? f->scanned : f->severity;
    size_t i = o->n_findings++;
    for (; i > 0 && o->findings[i - 1].severity < severity; i--) o->findings[i] = o->findings[i - 1];
    o->findings[i] = (document_finding_t){f->code, severity, at.start, at.end, say(r->in->lang, f->why)};
}

void finding(reading_t *r, const char *code, size_t from, size_t to)
{
    finding_at(r, code, plain_span(&r->p, from, to));
}

void missing(reading_t *r, const char *code)
{
    finding_at(r, code, (document_span_t){0, 0});
}

/* Two of a document's own parts make one; a message that only speaks of a document has none or one. */
static bool is_document(const document_t *o)
{
    int parts = (o->motto.end > 0) + (o->slogan.end > 0) + (o->symbol.end > 0) + (o->date_line.end > 0) +
                (o->to.end > 0) + (o->copies.end > 0) + (o->kind.end > 0);
    return parts >= 3 || (parts == 2 && (o->motto.end || o->kind.end));
}

static document_level_t level_of(const document_t *o)
{
    if (!o->n_findings || o->findings[0].severity == DOCUMENT_NOTE) return DOCUMENT_QUIET;
    return o->findings[0].severity == DOCUMENT_FALSE ? DOCUMENT_FORGED : DOCUMENT_DOUBTFUL;
}

status_t document_read(arena_t *a, const document_input_t *in, document_t *out)
{
    reading_t r = {.a = a, .in = in, .out = out};
    *out = (document_t){.level = DOCUMENT_NONE, .kind_name = ""};
    if (in->text.n > DOCUMENT_MOST) return ST_LIMIT;
    status_t s = plain_make(a, in->text, &r.p);
    if (s != ST_OK) return s;
    s = form_read(&r);
    if (s != ST_OK) return s;
    if (!is_document(out)) return ST_OK;
    form_judge(&r);
    wish_judge(&r);
    out->level = level_of(out);
    return ST_OK;
}

bool document_names_fee(str_t words)
{
    for (const char *const *fee = fee_facts; words.p && *fee; fee++)
        if (str_find(words, str_of(*fee), 0) != SIZE_MAX) return true;
    return false;
}

const char *document_level_name(document_level_t l)
{
    static const char *const names[] = {"none", "quiet", "doubtful", "forged"};
    return names[l];
}

const char *document_severity_name(document_severity_t s)
{
    static const char *const names[] = {"note", "odd", "false"};
    return names[s];
}

const char *document_level_text(document_level_t l, lang_t lang)
{
    static const char *const texts[] = {
        N_("This is not the text of an official document."),
        N_("Nothing in the document speaks against it. Whether it is genuine, only the body that issued it can say."),
        N_("Something in the document is odd. Ask the body itself, at the address of its own portal."),
        N_("The document asks or claims what no genuine one does."),
    };
    return say(lang, texts[l]);
}
