/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/judged.h"

static void member(buf_t *b, const char *name, str_t value)
{
    if (value.n) {
        buf_putz(b, ",\"");
        buf_putz(b, name);
        buf_putz(b, "\":");
        buf_json(b, value);
    }
}

static void code_json(const judged_t *j, size_t i, buf_t *b)
{
    const vietqr_t *q = &j->codes[i].read;
    str_t p = j->codes[i].payload;
    buf_putz(b, i ? ",{\"kind\":\"" : "{\"kind\":\"");
    buf_putz(b, vietqr_kind_name(q->kind));
    buf_putz(b, "\",\"what\":");
    buf_json(b, str_of(vietqr_kind_text(q->kind, j->verdict.lang)));
    if (judged_hidden(q->kind)) {
        buf_putc(b, '}');
        return;
    }
    member(b, "payload", p);
    member(b, "fault", str_of(vietqr_fault_name(q->fault)));
    member(b, "bank", j->codes[i].bank);
    member(b, "bin", vietqr_part(p, q->bin));
    member(b, "account", vietqr_part(p, q->account));
    member(b, "amount", vietqr_part(p, q->amount));
    member(b, "currency", vietqr_part(p, q->currency));
    member(b, "purpose", vietqr_part(p, q->purpose));
    member(b, "name", vietqr_part(p, q->name));
    member(b, "city", vietqr_part(p, q->city));
    member(b, "link", vietqr_part(p, q->link));
    member(b, "phone", vietqr_part(p, q->phone));
    member(b, "mail", vietqr_part(p, q->mail));
    member(b, "network", vietqr_part(p, q->network));
    buf_putc(b, '}');
}

/* A day of four, two and two digits. */
static void day(buf_t *b, date_t d)
{
    const int part[] = {d.y / 100, d.y % 100, d.m, d.d};
    buf_putz(b, ",\"date\":\"");
    for (size_t i = 0; i < 4; i++) {
        if (i > 1) buf_putc(b, '-');
        buf_putc(b, (char)('0' + part[i] / 10 % 10));
        buf_putc(b, (char)('0' + part[i] % 10));
    }
    buf_putc(b, '"');
}

static void document_json(const judged_t *j, buf_t *b)
{
    const document_t *d = &j->document;
    buf_putz(b, ",\"document\":");
    if (d->level == DOCUMENT_NONE) {
        buf_putz(b, "null");
        return;
    }
    buf_putz(b, "{\"level\":\"");
    buf_putz(b, document_level_name(d->level));
    buf_putz(b, d->scanned ? "\",\"scanned\":true" : "\",\"scanned\":false");
    member(b, "issuer", str_sub(j->text, d->issuer.start, d->issuer.end));
    member(b, "number", str_sub(j->text, d->number.start, d->number.end));
    member(b, "symbol", str_sub(j->text, d->symbol.start, d->symbol.end));
    member(b, "kind", str_of(d->kind_name));
    if (d->date.y) day(b, d->date);
    buf_putz(b, ",\"findings\":[");
    for (size_t i = 0; i < d->n_findings; i++) {
        const document_finding_t *f = &d->findings[i];
        buf_putz(b, i ? ",{\"code\":\"" : "{\"code\":\"");
        buf_putz(b, f->code);
        buf_putz(b, "\",\"severity\":\"");
        buf_putz(b, document_severity_name(f->severity));
        buf_putz(b, "\",\"start\":");
        buf_int(b, (int64_t)f->start);
        buf_putz(b, ",\"end\":");
        buf_int(b, (int64_t)f->end);
        buf_putz(b, ",\"text\":");
        buf_json(b, str_sub(j->text, f->start, f->end));
        buf_putz(b, ",\"why\":");
        buf_json(b, str_of(f->why));
        buf_putc(b, '}');
    }
    buf_putz(b, "]}");
}

void judged_json(const judged_t *j, buf_t *out)
{
    canhgiac_json(&j->verdict, j->text, out);
    if (out->n) out->n--; /* its closing brace comes at our end */
    buf_putz(out, ",\"text\":");
    buf_json(out, j->text);
    buf_putz(out, ",\"codes\":[");
    for (size_t i = 0; i < j->n_codes; i++) code_json(j, i, out);
    buf_putc(out, ']');
    document_json(j, out);
    buf_putz(out, j->cut ? ",\"cut\":true}" : ",\"cut\":false}");
}
