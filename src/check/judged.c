/* SPDX-License-Identifier: Apache-2.0 */
#include "check/judged.h"
#include "base/fold.h"
#include "check/check.h"
#include "box/image.h"

/* A row is: BIN, brand, short name, SWIFT code, source. "" when the number is unknown. */
static str_t bank_of(str_t bin)
{
    str_t rest = check_knowledge(S("banks.tsv")), line, field, brand, name;
    while (bin.n && str_line(&rest, &line))
        if (str_cut(&line, '\t', &field) && str_eq(field, bin) && str_cut(&line, '\t', &brand) &&
            str_cut(&line, '\t', &name))
            return name;
    return S("");
}

/* --- the text that is checked --- */

static void payment_line(const judged_t *j, size_t i, lang_t lang, buf_t *b)
{
    const vietqr_t *q = &j->codes[i].read;
    str_t p = j->codes[i].payload;
    buf_fmt(b, tr(lang, N_("The QR code pays to account %.*s %.*s")), STRF(vietqr_part(p, q->account)),
            STRF(j->codes[i].bank));
    if (q->dong) buf_fmt(b, tr(lang, N_(", %llu đồng")), (unsigned long long)q->dong);
    if (q->name.end > q->name.start) buf_fmt(b, ", %.*s", STRF(vietqr_part(p, q->name)));
    if (q->purpose.end > q->purpose.start) buf_fmt(b, ": %.*s", STRF(vietqr_part(p, q->purpose)));
}

static bool pays(vietqr_kind_t k)
{
    return k == VIETQR_PAYMENT || k == VIETQR_WALLET;
}

/* *words is how much of the text comes from people: a shop's code pays and says so in our words, which are no sign. */
static status_t compose(arena_t *a, const check_input_t *in, judged_t *j, size_t *words)
{
    buf_t b = buf_new(a, DOCUMENT_MOST + 65536);
    buf_put(&b, in->text);
    for (size_t i = 0; i < j->n_codes; i++) {
        vietqr_kind_t k = j->codes[i].read.kind;
        if (pays(k) || k == VIETQR_ID_CARD || k == VIETQR_ONE_TIME) continue; /* what none may see is not repeated */
        if (b.n) buf_putc(&b, '\n');
        buf_put(&b, j->codes[i].payload);
    }
    *words = b.n;
    for (size_t i = 0; i < j->n_codes; i++) {
        if (!pays(j->codes[i].read.kind)) continue;
        if (b.n) buf_putc(&b, '\n');
        payment_line(j, i, in->lang, &b);
    }
    j->text = buf_str(&b);
    return buf_ok(&b) ? ST_OK : ST_MEMORY;
}

/* --- signs --- */

/* What is added to the verdict, and how far it raises it. */
typedef struct evidence {
    arena_t *a;
    judged_t *j;
    lang_t lang;
    const list_t *list;
    int list_day;
    level_t floor;
    const char *headline;
} evidence_t;

static void add(evidence_t *e, const char *room, const char *code, const char *ask, sign_t s)
{
    s.code = str_fmt(e->a, "%s-%s", room, code);
    canhgiac_add(&e->j->verdict, &s, ask);
}

static void raise_to(evidence_t *e, level_t level, const char *headline)
{
    if (e->floor >= level) return;
    e->floor = level;
    e->headline = headline;
}

/* The act behind a finding in a paper; NULL: it asks for nothing. */
static const char *asked(const char *finding)
{
    static const char *const acts[][2] = {{"transfer", "transfer"},     {"safe-account", "transfer"},
                                          {"code", "give-otp"},         {"app-file", "install-app"},
                                          {"scan-to-pay", "scan-qr"},   {"private-contact", "move-to-chat"},
                                          {"foreign-link", "open-link"}};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (strcmp(finding, acts[i][0]) == 0) return acts[i][1];
    return NULL;
}

static const char *ask_the_body(lang_t lang)
{
    return tr(lang, N_("Ask the body itself: its telephone stands on its own portal under gov.vn."));
}

static void document_signs(evidence_t *e)
{
    static const double weights[] = {0.1, 0.45, 0.9};
    const document_t *d = &e->j->document;
    for (size_t i = 0; i < d->n_findings; i++) {
        const document_finding_t *f = &d->findings[i];
        if (f->severity == DOCUMENT_NOTE) continue;
        add(e, "document", f->code, asked(f->code),
            (sign_t){.kind = SIGN_LAW,
                     .weight = weights[f->severity],
                     .start = f->start,
                     .end = f->end,
                     .why = str_of(f->why),
                     .check = str_of(ask_the_body(e->lang))});
    }
    if (d->level == DOCUMENT_FORGED) raise_to(e, LEVEL_DANGER, document_level_text(d->level, e->lang));
    if (d->level == DOCUMENT_DOUBTFUL) raise_to(e, LEVEL_SUSPICIOUS, document_level_text(d->level, e->lang));
}

/* Does the payer's note or the payee's name speak for an agency? Its fees go to the State Treasury, not to an account. */
static bool for_agency(arena_t *a, const judged_t *j, size_t i)
{
    const vietqr_t *q = &j->codes[i].read;
    return document_names_fee(fold_dup(a, str_fmt(a, " %.*s %.*s ", STRF(vietqr_part(j->codes[i].payload, q->purpose)),
                                                  STRF(vietqr_part(j->codes[i].payload, q->name)))));
}

static void code_sign(evidence_t *e, const char *code, double weight, const char *why, const char *check)
{
    add(e, "qr", code, "scan-qr",
        (sign_t){.kind = SIGN_MISMATCH, .weight = weight, .why = str_of(why), .check = str_of(check)});
    raise_to(e, LEVEL_SUSPICIOUS, why);
}

/* The account a code pays to stands in no text: the list is asked for it here. */
static void code_listed(evidence_t *e, size_t i)
{
    judged_t *j = e->j;
    const vietqr_t *q = &j->codes[i].read;
    verdict_t *v = &j->verdict;
    str_t p = j->codes[i].payload;
    list_entry_t said;
    if (!pays(q->kind) || canhgiac_listed_account(e->list, vietqr_part(p, q->bin), vietqr_part(p, q->account),
                                                  e->list_day, &said) != LIST_LISTED)
        return;
    const char *why = tr(e->lang, N_("The code pays to an account that is on a list of scams."));
    add(e, "qr", "listed", "scan-qr",
        (sign_t){.kind = SIGN_LISTING,
                 .weight = 0.9,
                 .why = str_of(why),
                 .check = str_of(tr(e->lang, N_("Do not pay. If you paid already, tell your bank now.")))});
    raise_to(e, LEVEL_DANGER, why);
    canhgiac_listed_add(e->a, v, LIST_ACCOUNT, &said, 0, 0);
}

static void code_signs(evidence_t *e)
{
    const judged_t *j = e->j;
    for (size_t i = 0; i < j->n_codes; i++) {
        const vietqr_t *q = &j->codes[i].read;
        code_listed(e, i);
        if (q->kind == VIETQR_PAYMENT && q->fault != VIETQR_SOUND)
            code_sign(e, vietqr_fault_name(q->fault), 0.5, vietqr_fault_text(q->fault, e->lang),
                      tr(e->lang, N_("Do not pay with this code; ask who gave it to you for a new one.")));
        if ((pays(q->kind) || q->kind == VIETQR_CRYPTO) && j->document.level != DOCUMENT_NONE)
            code_sign(e, "pays-in-document", 0.7,
                      tr(e->lang, N_("An official document carries a code that sends money to an account.")),
                      ask_the_body(e->lang));
        if (pays(q->kind) && for_agency(e->a, j, i))
            code_sign(e, "agency-fee", 0.6,
                      tr(e->lang,
                         N_("The code pays an agency's fee or fine into an account. Fees go to the State Treasury.")),
                      ask_the_body(e->lang));
        if (q->kind == VIETQR_ID_CARD || q->kind == VIETQR_ONE_TIME)
            add(e, "qr", vietqr_kind_name(q->kind), NULL,
                (sign_t){.kind = SIGN_CONTEXT,
                         .weight = 0.3,
                         .why = str_of(vietqr_kind_text(q->kind, e->lang)),
                         .check =
                             str_of(tr(e->lang, N_("Cover the code before you send a picture of it to anybody.")))});
    }
}

/* --- the whole --- */

status_t judged_of(const canhgiac_t *k, arena_t *a, const check_input_t *in, const str_t *codes, size_t n,
                   judged_t **out)
{
    judged_t *j = *out = ARENA_NEW(a, judged_t);
    if (!j) return ST_MEMORY;
    for (size_t i = 0; i < n && i < IMAGE_CODES; i++) {
        j->codes[i].payload = codes[i];
        vietqr_read(codes[i], &j->codes[i].read);
        j->codes[i].bank = bank_of(vietqr_part(codes[i], j->codes[i].read.bin));
        j->n_codes++;
    }
    size_t words;
    status_t s = compose(a, in, j, &words);
    check_input_t whole = *in;
    whole.text = str_sub(j->text, 0, words);
    if (s == ST_OK) s = canhgiac_check(k, a, &whole, &j->verdict);
    document_input_t paper = {
        .text = whole.text, .today = in->date.y ? in->date : date_of(clock_now()), .lang = in->lang};
    if (s == ST_OK) s = document_read(a, &paper, &j->document);
    if (s != ST_OK) return s;
    evidence_t e = {.a = a,
                    .j = j,
                    .lang = in->lang,
                    .list = in->list,
                    .list_day = in->date.y ? list_day(in->date) : in->list_day,
                    .headline = ""};
    document_signs(&e);
    code_signs(&e);
    canhgiac_raise(k, &j->verdict, e.floor, str_of(e.headline));
    return ST_OK;
}

status_t judged_image(const canhgiac_t *k, arena_t *a, const check_input_t *in, str_t bytes, judged_t **out, err_t *err)
{
    image_text_t got;
    check_input_t read = *in;
    status_t s = image_read(a, bytes, &got, err);
    if (s != ST_OK) return s;
    read.text = got.text;
    if (!got.text.n && !got.n_codes)
        return err_set(err, ST_INPUT, "image.empty", N_("There are no words and no QR code in the picture."));
    s = judged_of(k, a, &read, got.codes, got.n_codes, out);
    if (s != ST_OK)
        return err_set(err, s, "check.failed", N_("The message is too long to check; paste the part that matters."));
    (*out)->cut = got.cut;
    return ST_OK;
}

/* --- JSON --- */

static void member(buf_t *b, const char *name, str_t value)
{
    if (value.n) {
        buf_fmt(b, ",\"%s\":", name);
        buf_json(b, value);
    }
}

static void code_json(const judged_t *j, size_t i, buf_t *b)
{
    const vietqr_t *q = &j->codes[i].read;
    str_t p = j->codes[i].payload;
    bool hidden = q->kind == VIETQR_ID_CARD || q->kind == VIETQR_ONE_TIME;
    buf_fmt(b, "%s{\"kind\":\"%s\",\"what\":", i ? "," : "", vietqr_kind_name(q->kind));
    buf_json(b, str_of(vietqr_kind_text(q->kind, j->verdict.lang)));
    if (hidden) {
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

static void document_json(const judged_t *j, buf_t *b)
{
    const document_t *d = &j->document;
    buf_putz(b, ",\"document\":");
    if (d->level == DOCUMENT_NONE) {
        buf_putz(b, "null");
        return;
    }
    buf_fmt(b, "{\"level\":\"%s\",\"scanned\":%s", document_level_name(d->level), d->scanned ? "true" : "false");
    member(b, "issuer", str_sub(j->text, d->issuer.start, d->issuer.end));
    member(b, "number", str_sub(j->text, d->number.start, d->number.end));
    member(b, "symbol", str_sub(j->text, d->symbol.start, d->symbol.end));
    member(b, "kind", str_of(d->kind_name));
    if (d->date.y) buf_fmt(b, ",\"date\":\"%04d-%02d-%02d\"", d->date.y, d->date.m, d->date.d);
    buf_putz(b, ",\"findings\":[");
    for (size_t i = 0; i < d->n_findings; i++) {
        const document_finding_t *f = &d->findings[i];
        buf_fmt(b, "%s{\"code\":\"%s\",\"severity\":\"%s\",\"start\":%zu,\"end\":%zu,\"text\":", i ? "," : "", f->code,
                document_severity_name(f->severity), f->start, f->end);
        buf_json(b, str_sub(j->text, f->start, f->end));
        buf_putz(b, ",\"why\":");
        buf_json(b, str_of(f->why));
        buf_putc(b, '}');
    }
    buf_putz(b, "]}");
}

void judged_json(arena_t *a, const judged_t *j, buf_t *out)
{
    buf_t b = buf_new(a, 4 << 20);
    canhgiac_json(&j->verdict, j->text, &b);
    str_t verdict = str_trim(buf_str(&b));
    buf_put(out, str_sub(verdict, 0, verdict.n ? verdict.n - 1 : 0)); /* its closing brace comes at our end */
    buf_putz(out, ",\"text\":");
    buf_json(out, j->text);
    buf_putz(out, ",\"codes\":[");
    for (size_t i = 0; i < j->n_codes; i++) code_json(j, i, out);
    buf_putc(out, ']');
    document_json(j, out);
    buf_fmt(out, ",\"cut\":%s}", j->cut ? "true" : "false");
    if (!buf_ok(&b)) out->failed = true;
}
