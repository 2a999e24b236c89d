/* SPDX-License-Identifier: Apache-2.0
 *
 * edxml_write — letters and status messages in the form of QCVN 102:2016/BTTTT, with the elements, their order and the forms of
 * dates ("2024/10/28", local time) that the document systems in use write and read; they look for nothing else.
 */
#include "base/crypto.h"
#include "campaign/edxml.h"

static void put(buf_t *b, const char *name, str_t v)
{
    buf_fmt(b, "<edXML:%s>", name);
    buf_html(b, v.p ? v : S("")); /* the five characters it escapes are those XML has */
    buf_fmt(b, "</edXML:%s>", name);
}

static void put_party(buf_t *b, const char *name, str_t code, str_t title)
{
    buf_fmt(b, "<edXML:%s>", name);
    put(b, "OrganId", code);
    put(b, "OrganizationInCharge", STR_NONE);
    put(b, "OrganName", title);
    buf_fmt(b, "</edXML:%s>", name);
}

static void put_day(arena_t *a, buf_t *b, const char *name, date_t d)
{
    put(b, name, str_fmt(a, "%04d/%02d/%02d", d.y, d.m, d.d));
}

static void put_moment(arena_t *a, buf_t *b, ms_t t)
{
    char iso[32];
    date_t d = date_of(t);
    ms_iso(t, iso);
    put(b, "Timestamp", str_fmt(a, "%04d/%02d/%02d %.8s", d.y, d.m, d.d, iso + 11));
}

static void put_doc_date(arena_t *a, buf_t *b, const dispatch_t *d)
{
    date_t day;
    if (date_parse(d->doc_date, &day)) put_day(a, b, "PromulgationDate", day);
}

static str_t dispatch_uuid(arena_t *a, const dispatch_t *d)
{
    char id[IDENT_TEXT];
    ident_text(d->id, id);
    return str_fmt(a, "%s", id);
}

static void begin(buf_t *b)
{
    buf_putz(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">"
                "<edXML:edXMLEnvelope xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"><edXML:edXMLHeader>");
}

static void put_signer(buf_t *b, const dispatch_t *d)
{
    buf_putz(b, "<edXML:SignerInfo>");
    put(b, "Competence", STR_NONE);
    put(b, "Position", d->signer_title);
    put(b, "FullName", d->signer);
    buf_putz(b, "</edXML:SignerInfo>");
}

/* DocumentType 2: an administrative document. SteeringType 0: none above another in one matter. */
static void put_header(arena_t *a, buf_t *b, const dispatch_t *d, edxml_party_t from, edxml_party_t to)
{
    buf_putz(b, "<edXML:MessageHeader>");
    put_party(b, "From", from.code, d->words.issuer.n ? d->words.issuer : d->from_name);
    put_party(b, "To", to.code, to.name);
    put(b, "DocumentId", dispatch_uuid(a, d));
    buf_putz(b, "<edXML:Code>");
    put(b, "CodeNumber", str_fmt(a, "%lld", (long long)d->number));
    put(b, "CodeNotation", d->symbol);
    buf_putz(b, "</edXML:Code><edXML:PromulgationInfo>");
    put(b, "Place", d->words.place);
    put_doc_date(a, b, d);
    buf_putz(b, "</edXML:PromulgationInfo><edXML:DocumentType>");
    put(b, "Type", S("2"));
    put(b, "TypeDetail", S("0"));
    put(b, "TypeName", d->words.kind.n ? d->words.kind : S("Công văn"));
    buf_putz(b, "</edXML:DocumentType>");
    put(b, "Subject", d->subject);
    put(b, "Content", d->subject);
    put_signer(b, d);
    if (d->closes) put_day(a, b, "DueDate", date_of(d->closes - d->moved));
    put(b, "SteeringType", S("0"));
    buf_putz(b, "</edXML:MessageHeader><edXML:TraceHeaderList><edXML:TraceHeader>");
    put(b, "OrganId", from.code);
    put_moment(a, b, d->sent ? d->sent : clock_now());
    buf_putz(b, "</edXML:TraceHeader></edXML:TraceHeaderList>");
}

status_t edxml_write(arena_t *a, const dispatch_t *d, edxml_party_t from, edxml_party_t to, str_t pdf, str_t *out,
                     err_t *err)
{
    buf_t b = buf_new(a, (size_t)PAPER_BYTES);
    str_t name = str_fmt(a, "%lld-%.*s.pdf", (long long)d->number, STRF(d->symbol));
    begin(&b);
    put_header(a, &b, d, from, to);
    buf_putz(&b, "</edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version=\"1.0\"><edXML:Reference>");
    put(&b, "ContentId", S("cid:letter"));
    put(&b, "ContentType", S("application/pdf"));
    put(&b, "AttachmentName", name);
    /* Outside the envelope the names have no prefix, but the bytes do. */
    buf_putz(&b, "</edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody></edXML:edXMLEnvelope>"
                 "<AttachmentEncoded><Attachment><ContentId>cid:letter</ContentId><AttachmentName>");
    buf_html(&b, name);
    buf_putz(&b, "</AttachmentName><ContentType>application/pdf</ContentType>"
                 "<edXML:ContentTransferEncoded xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">");
    base64_put(&b, pdf.p, pdf.n);
    buf_putz(&b, "</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>\n");
    if (!buf_ok(&b)) return err_set(err, ST_LIMIT, "nd30.large", N_("The document is too long to print."));
    *out = buf_str(&b);
    return ST_OK;
}

static const char *code_of(const recipient_t *r)
{
    static const char *const codes[RECEIPT_COUNT] = {NULL, "01", "02", "03", "05", "06"};
    return codes[r->says];
}

status_t edxml_write_status(arena_t *a, const dispatch_t *d, str_t to_code, const recipient_t *r, str_t *out,
                            err_t *err)
{
    if (!code_of(r))
        return err_set(err, ST_NOT_FOUND, "edxml.no-receipt",
                       N_("%.*s has said nothing of this dispatch yet, so there is no status to send."), STRF(r->name));
    buf_t b = buf_new(a, 1 << 16);
    begin(&b);
    buf_putz(&b, "<edXML:MessageStatus><edXML:ResponseFor>");
    put(&b, "OrganId", to_code);
    put(&b, "Code", str_fmt(a, "%lld/%.*s", (long long)d->number, STRF(d->symbol)));
    put_doc_date(a, &b, d);
    put(&b, "DocumentId", dispatch_uuid(a, d));
    buf_putz(&b, "</edXML:ResponseFor>");
    put_party(&b, "From", r->code, r->name);
    put(&b, "StatusCode", str_of(code_of(r)));
    put(&b, "Description", r->why);
    put_moment(a, &b, r->at ? r->at : clock_now());
    buf_putz(&b, "</edXML:MessageStatus></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>\n");
    if (!buf_ok(&b)) return err_set(err, ST_LIMIT, "nd30.large", N_("The document is too long to print."));
    *out = buf_str(&b);
    return ST_OK;
}
