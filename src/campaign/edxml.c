/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/edxml.h"

static const char *const NAMES[RECEIPT_COUNT] = {"sent", "delivered", "returned", "acknowledged", "accepted", "done"};
static const char *const TITLES[RECEIPT_COUNT] = {N_("sent"),         N_("delivered"), N_("returned"),
                                                  N_("acknowledged"), N_("accepted"),  N_("done")};

const char *receipt_name(receipt_t r)
{
    return r < RECEIPT_COUNT ? NAMES[r] : NAMES[0];
}

const char *receipt_title(receipt_t r)
{
    return r < RECEIPT_COUNT ? TITLES[r] : TITLES[0];
}

receipt_t receipt_parse(str_t name)
{
    for (int r = 1; r < RECEIPT_COUNT; r++)
        if (str_eq(name, str_of(NAMES[r]))) return (receipt_t)r;
    return RECEIPT_NONE;
}

receipt_t receipt_of(str_t code)
{
    static const receipt_t by_code[] = {RECEIPT_NONE,     RECEIPT_DELIVERED, RECEIPT_RETURNED, RECEIPT_ACKNOWLEDGED,
                                        RECEIPT_ACCEPTED, RECEIPT_ACCEPTED,  RECEIPT_DONE};
    int64_t n;
    return str_int(str_trim(code), 1, 6, &n) ? by_code[n] : RECEIPT_NONE;
}

/* Where each field stands: in the form of the QCVN, and in that of the gateways. */
static const struct {
    const char *name;
    size_t at;
} PLACES[] = {
#define AT(field) offsetof(edxml_t, field)
    {"DocumentId", AT(document_id)},
    {"From.OrganName", AT(issuer)},
    {"From.OrganId", AT(issuer_id)},
    {"Code.CodeNumber", AT(number)},
    {"Code.CodeNotation", AT(symbol)},
    {"PromulgationInfo.Place", AT(place)},
    {"Subject", AT(subject)},
    {"Content", AT(content)},
    {"DocumentType.TypeName", AT(kind)},
    {"DocumentType", AT(kind)},
    {"Author.FullName", AT(signer)},
    {"Author.Function", AT(signer_title)},
    {"SignerInfo.Signer", AT(signer)},
    {"SignerInfo.FullName", AT(signer)},
    {"SignerInfo.Position", AT(signer_title)},
    {"SignerInfo.Function", AT(signer_title)},
    {"StatusCode", AT(code)},
    {"Description", AT(says)},
    {"ResponseFor.DocumentId", AT(answers)},
#undef AT
};

/* "2024/10/28", "2024/10/28 08:00:00" (what most systems write), "2024-10-28T08:00:00", "28/10/2024". */
static str_t iso_form(arena_t *a, str_t value)
{
    if (value.n < 10 || value.p[4] != '/' || value.p[7] != '/') return value;
    str_t day = str_fmt(a, "%.4s-%.2s-%.2s", value.p, value.p + 5, value.p + 8), time = str_sub(value, 11, value.n);
    return value.n < 19 ? day : str_fmt(a, "%.*sT%.*s", STRF(day), STRF(time));
}

static void take_day(arena_t *a, str_t value, date_t *out)
{
    if (!date_parse(str_sub(iso_form(a, value), 0, 10), out)) out->y = 0;
}

static void take(arena_t *a, edxml_t *e, const paper_field_t *f)
{
    str_t name = f->name;
    if (str_eq(name, S("MessageStatus")) || str_eq(name, S("Status"))) e->is_status = true;
    if (!f->value.n) return;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        if (!str_eq(name, str_of(PLACES[i].name))) continue;
        str_t *at = (str_t *)(void *)((char *)e + PLACES[i].at);
        if (!at->n) *at = f->value;
    }
    if (str_eq(name, S("PromulgationInfo.PromulgationDate"))) take_day(a, f->value, &e->date);
    if (str_eq(name, S("DueDate")) || str_eq(name, S("ResponseDate"))) take_day(a, f->value, &e->due);
    if (str_eq(name, S("Timestamp")) && !ms_parse(iso_form(a, f->value), &e->at)) e->at = 0;
    if (str_eq(name, S("To.OrganName")) && e->to.n < PAPER_FIELDS) e->to.at[e->to.n++] = f->value;
    if (str_eq(name, S("To.OrganId")) && e->to_ids.n < PAPER_FIELDS) e->to_ids.at[e->to_ids.n++] = f->value;
}

status_t edxml_fields(arena_t *a, const paper_t *p, edxml_t *out, err_t *err)
{
    *out =
        (edxml_t){.to = {ARENA_ARRAY(a, str_t, PAPER_FIELDS), 0}, .to_ids = {ARENA_ARRAY(a, str_t, PAPER_FIELDS), 0}};
    if (!out->to.at || !out->to_ids.at)
        return err_set(err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."));
    for (size_t i = 0; i < p->fields.len; i++) take(a, out, &VEC_AT(&p->fields, paper_field_t, i));
    size_t slash = str_chr(out->number, '/', 0); /* some systems write both in one */
    if (slash != SIZE_MAX) {
        if (!out->symbol.n) out->symbol = str_sub(out->number, slash + 1, out->number.n);
        out->number = str_sub(out->number, 0, slash);
    }
    if (out->is_status && (!out->code.n || !out->answers.n))
        return err_set(err, ST_INPUT, "edxml.status",
                       N_("The status message does not say which letter it answers, or with what."));
    return ST_OK;
}

str_t edxml_text(arena_t *a, const edxml_t *e)
{
    buf_t b = buf_new(a, LETTER_LIMIT);
    buf_put(&b, e->issuer);
    buf_fmt(&b, "\n\nSố: %.*s/%.*s\n", STRF(e->number), STRF(e->symbol));
    if (e->date.y) buf_fmt(&b, "%.*s, ngày %02d tháng %02d năm %d\n", STRF(e->place), e->date.d, e->date.m, e->date.y);
    buf_fmt(&b, "\nV/v %.*s\n\nKính gửi:\n", STRF(e->subject));
    for (size_t i = 0; i < e->to.n; i++) buf_fmt(&b, "- %.*s;\n", STRF(e->to.at[i]));
    buf_putc(&b, '\n');
    buf_put(&b, e->content);
    if (e->due.y) buf_fmt(&b, "\n\nThời gian triển khai: đến hết ngày %02d/%02d/%d.", e->due.d, e->due.m, e->due.y);
    buf_fmt(&b, "\n\nNơi nhận:\n- Như trên.\n\n%.*s\n%.*s\n", STRF(e->signer_title), STRF(e->signer));
    return buf_str(&b);
}
