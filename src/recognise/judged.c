/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/judged.h"
#include "base/fold.h"
#include "recognise/engine.h"
#include "recognise/letters.h"
#include "recognise/say.h"

static str_t bank_of(const canhgiac_t *k, str_t bin)
{
    for (size_t i = 0; bin.n && i < k->n_banks; i++)
        if (str_eq((str_t){k->pool + k->banks[i].bin.at, k->banks[i].bin.n}, bin))
            return (str_t){k->pool + k->banks[i].name.at, k->banks[i].name.n};
    return S("");
}

/* --- the text that is checked --- */

static void put(buf_t *b, str_t before, str_t s)
{
    buf_put(b, before);
    buf_put(b, s);
}

static void payment_line(const judged_t *j, size_t i, lang_t lang, buf_t *b)
{
    const vietqr_t *q = &j->codes[i].read;
    str_t p = j->codes[i].payload;
    buf_putz(b, say(lang, N_("The QR code pays to account")));
    put(b, S(" "), vietqr_part(p, q->account));
    put(b, S(" "), j->codes[i].bank);
    if (q->dong) {
        buf_putz(b, ", ");
        buf_int(b, (int64_t)q->dong);
        buf_putz(b, " đồng");
    }
    if (q->name.end > q->name.start) put(b, S(", "), vietqr_part(p, q->name));
    if (q->purpose.end > q->purpose.start) put(b, S(": "), vietqr_part(p, q->purpose));
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
        if (pays(k) || judged_hidden(k)) continue; /* what none may see is not repeated */
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
    buf_t name = buf_new(e->a, 64);
    buf_putz(&name, room);
    buf_putc(&name, '-');
    buf_putz(&name, code);
    s.code = buf_str(&name);
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
    return say(lang, N_("Ask the body itself: its telephone stands on its own portal under gov.vn."));
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
    str_t p = j->codes[i].payload;
    buf_t words = buf_new(a, VIETQR_MOST + 8);
    put(&words, S(" "), vietqr_part(p, q->purpose));
    put(&words, S(" "), vietqr_part(p, q->name));
    buf_putc(&words, ' ');
    return document_names_fee(fold_dup(a, buf_str(&words)));
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
    const char *why = say(e->lang, N_("The code pays to an account that is on a list of scams."));
    add(e, "qr", "listed", "scan-qr",
        (sign_t){.kind = SIGN_LISTING,
                 .weight = 0.9,
                 .why = str_of(why),
                 .check = str_of(say(e->lang, N_("Do not pay. If you paid already, tell your bank now.")))});
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
                      say(e->lang, N_("Do not pay with this code; ask who gave it to you for a new one.")));
        if ((pays(q->kind) || q->kind == VIETQR_CRYPTO) && j->document.level != DOCUMENT_NONE)
            code_sign(e, "pays-in-document", 0.7,
                      say(e->lang, N_("An official document carries a code that sends money to an account.")),
                      ask_the_body(e->lang));
        if (pays(q->kind) && for_agency(e->a, j, i))
            code_sign(e, "agency-fee", 0.6,
                      say(e->lang,
                          N_("The code pays an agency's fee or fine into an account. Fees go to the State Treasury.")),
                      ask_the_body(e->lang));
        if (judged_hidden(q->kind))
            add(e, "qr", vietqr_kind_name(q->kind), NULL,
                (sign_t){.kind = SIGN_CONTEXT,
                         .weight = 0.3,
                         .why = str_of(vietqr_kind_text(q->kind, e->lang)),
                         .check =
                             str_of(say(e->lang, N_("Cover the code before you send a picture of it to anybody.")))});
    }
}

/* --- the whole --- */

status_t judged_of(const canhgiac_t *k, arena_t *a, const check_input_t *in, const str_t *codes, size_t n, date_t today,
                   judged_t **out)
{
    judged_t *j = *out = ARENA_NEW(a, judged_t);
    if (!j) return ST_MEMORY;
    for (size_t i = 0; i < n && i < JUDGED_CODES; i++) {
        j->codes[i].payload = codes[i];
        vietqr_read(codes[i], &j->codes[i].read);
        j->codes[i].bank = bank_of(k, vietqr_part(codes[i], j->codes[i].read.bin));
        j->n_codes++;
    }
    size_t words;
    status_t s = compose(a, in, j, &words);
    check_input_t whole = *in;
    whole.text = str_sub(j->text, 0, words);
    if (s == ST_OK) s = canhgiac_check(k, a, &whole, &j->verdict);
    document_input_t paper = {.text = whole.text, .today = in->date.y ? in->date : today, .lang = in->lang};
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

/* What people write begins with such words too: "000201 là mã OTP", "Wifi: quán cà phê", "Bitcoin: giá hôm nay". */
bool judged_is_code(str_t text)
{
    vietqr_t q;
    str_t s = str_trim(text);
    bool line = str_chr(s, '\n', 0) == SIZE_MAX, word = line && str_chr(s, ' ', 0) == SIZE_MAX;
    vietqr_read(s, &q);
    switch (q.kind) {
    case VIETQR_PAYMENT: {
        bool fields = s.n > 20 && line;
        for (size_t i = 6; fields && i < 10; i++) fields = is_digit(s.p[i]);
        return fields;
    }
    case VIETQR_WIFI: return line && q.network.end > q.network.start && str_ends(s, S(";"));
    case VIETQR_ONE_TIME:
    case VIETQR_CRYPTO: return word;
    case VIETQR_WALLET:
    case VIETQR_ID_CARD: return line;
    case VIETQR_CONTACT: return true;
    case VIETQR_TEXT:
    case VIETQR_URL:
    case VIETQR_APP:
    case VIETQR_PHONE:
    case VIETQR_MAIL: break;
    }
    return false;
}

status_t judged_pasted(const canhgiac_t *k, arena_t *a, const check_input_t *in, date_t today, judged_t **out)
{
    if (!judged_is_code(in->text)) return judged_of(k, a, in, NULL, 0, today, out);
    check_input_t code = *in;
    str_t payload = str_trim(in->text);
    code.text = S("");
    return judged_of(k, a, &code, &payload, 1, today, out);
}
