/* SPDX-License-Identifier: Apache-2.0
 *
 * A dispatch as the document that is signed: its fields and clauses in the order and words of an official letter. Reading
 * what is printed here gives the same dispatch again (tests/campaign/print_test.c).
 */
#include "base/fold.h"
#include "campaign/campaign_internal.h"
#include "campaign/nd30.h"

enum { BLOCKS_MOST = 1000 };

typedef struct printer {
    arena_t *a;
    const dispatch_t *d;
    vec_t blocks; /* nd30_block_t */
    str_t everybody;
} printer_t;

static void add(printer_t *p, nd30_kind_t kind, str_t text)
{
    nd30_block_t *b = vec_push(&p->blocks);
    if (b) *b = (nd30_block_t){.kind = kind, .text = text};
}

/* A sentence ends; a text that introduces something ends with its colon. */
static str_t ended(arena_t *a, str_t s)
{
    if (!s.n || strchr(".:;!?", s.p[s.n - 1])) return s;
    return str_fmt(a, "%.*s.", STRF(s));
}

static bool names_day(printer_t *p, str_t text, date_t d)
{
    const char *const forms[] = {"%d/%d/%d",           "%02d/%02d/%d",           "%02d/%d/%d",
                                 "%d tháng %d năm %d", "%02d tháng %02d năm %d", "%02d tháng %d năm %d"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_find(text, str_fmt(p->a, forms[i], d.d, d.m, d.y), 0) != SIZE_MAX) return true;
    return false;
}

/* What a clause asks; its own deadline and that it may be left are said when the words do not say them. */
static str_t asked(printer_t *p, const clause_t *c)
{
    str_t text = c->text;
    str_t folded = fold_dup(p->a, text);
    bool says = str_find(folded, S("co the"), 0) != SIZE_MAX || str_find(folded, S("khuyen khich"), 0) != SIZE_MAX;
    if (c->optional && !says) text = str_fmt(p->a, "Khuyến khích: %.*s", STRF(text));
    if (c->due.y && !names_day(p, text, c->due))
        text = str_fmt(p->a, "%.*s, hoàn thành trước ngày %02d/%02d/%d", STRF(text), c->due.d, c->due.m, c->due.y);
    return ended(p->a, text);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "12a" → "12". */
static str_t number_of(str_t n)
{
    size_t i = 0;
    while (i < n.n && is_digit(n.p[i])) i++;
    return str_sub(n, 0, i);
}

static void clause(printer_t *p, const clause_t *c, const clause_t *before)
{
    str_t n = number_of(c->n), rest = str_sub(c->n, n.n, c->n.n);
    if (!n.n) { /* what may be done besides */
        add(p, ND30_TEXT, str_fmt(p->a, "Bên cạnh đó, %.*s", STRF(asked(p, c))));
        return;
    }
    bool to_all = !c->to.n || str_eq(c->to, p->everybody);
    if (!rest.n) {
        str_t to = to_all ? S("") : str_fmt(p->a, "%.*s: ", STRF(c->to));
        add(p, to_all ? ND30_ITEM : ND30_TEXT, str_fmt(p->a, "%.*s. %.*s%.*s", STRF(n), STRF(to), STRF(asked(p, c))));
        return;
    }
    if (!before || !str_eq(number_of(before->n), n))
        add(p, ND30_HEAD, str_fmt(p->a, "%.*s. %.*s:", STRF(n), STRF(c->head.n ? c->head : c->to)));
    if (rest.p[0] == '.')
        add(p, ND30_ITEM, str_fmt(p->a, "- %.*s", STRF(asked(p, c)))); /* more items than letters */
    else
        add(p, ND30_ITEM, str_fmt(p->a, "%.*s) %.*s", STRF(rest), STRF(asked(p, c))));
}

static bool window_said(printer_t *p)
{
    const wording_t *w = &p->d->words;
    date_t last = date_of(p->d->closes - p->d->moved);
    for (size_t i = 0; i < w->opening.n; i++)
        if (names_day(p, w->opening.at[i], last)) return true;
    for (size_t i = 0; i < w->closing.n; i++)
        if (names_day(p, w->closing.at[i], last)) return true;
    return false;
}

static void window(printer_t *p)
{
    const dispatch_t *d = p->d;
    if (!d->closes || window_said(p)) return;
    ms_t closes = d->closes - d->moved; /* as it was signed */
    date_t last = date_of(closes), first = date_of(d->opens ? d->opens : closes);
    str_t from = d->opens ? str_fmt(p->a, "từ ngày %02d/%02d/%d ", first.d, first.m, first.y) : S("");
    add(p, ND30_TEXT,
        str_fmt(p->a, "Thời gian triển khai: %.*sđến hết ngày %02d/%02d/%d.", STRF(from), last.d, last.m, last.y));
}

static str_t joined(arena_t *a, texts_t t)
{
    buf_t b = buf_new(a, 1 << 20);
    for (size_t i = 0; i < t.n; i++) {
        if (i) buf_putz(&b, "; ");
        buf_put(&b, t.at[i]);
    }
    return buf_str(&b);
}

static void body(printer_t *p)
{
    const dispatch_t *d = p->d;
    for (size_t i = 0; i < d->words.opening.n; i++) add(p, ND30_TEXT, ended(p->a, d->words.opening.at[i]));
    if (!d->words.opening.n)
        add(p, ND30_TEXT,
            str_fmt(p->a, "%.*s đề nghị các cơ quan, đơn vị thực hiện các nội dung sau:", STRF(d->words.issuer)));
    for (size_t k = 0; k < d->n_clauses; k++)
        if (number_of(d->clauses[k].n).n) clause(p, &d->clauses[k], k ? &d->clauses[k - 1] : NULL);
    window(p);
    for (size_t k = 0; k < d->n_clauses; k++)
        if (!number_of(d->clauses[k].n).n) clause(p, &d->clauses[k], NULL);
    for (size_t i = 0; i < d->words.closing.n; i++) add(p, ND30_TEXT, ended(p->a, d->words.closing.at[i]));
    nd30_block_t *last = &VEC_AT(&p->blocks, nd30_block_t, p->blocks.len - 1);
    if (last->text.n && last->text.p[last->text.n - 1] == '.')
        last->text = str_fmt(p->a, "%.*s/.", STRF(last->text)); /* "./.": the text ends here */
    if (d->words.attachments.n)
        add(p, ND30_TEXT, str_fmt(p->a, "(Đính kèm: %.*s)", STRF(joined(p->a, d->words.attachments))));
}

status_t dispatch_pdf(arena_t *a, const dispatch_t *d, str_t *out, err_t *err)
{
    printer_t p = {.a = a, .d = d, .blocks = vec_new(a, sizeof(nd30_block_t), BLOCKS_MOST)};
    p.everybody = joined(a, d->words.recipients);
    body(&p);
    nd30_t n = {.parent = d->words.parent,
                .issuer = d->words.issuer.n ? d->words.issuer
                          : d->from_name.p  ? d->from_name
                                            : S(""),
                .number = d->number ? str_fmt(a, "%lld", (long long)d->number) : S(""),
                .symbol = d->symbol.p ? d->symbol : S(""),
                .place = d->words.place,
                .kind = d->words.kind,
                .subject = d->subject,
                .to = d->words.recipients.at,
                .n_to = d->words.recipients.n,
                .blocks = p.blocks.at,
                .n_blocks = p.blocks.len,
                .signer_for = d->words.signer_for,
                .signer_title = d->signer_title,
                .signer = d->signer,
                .copies = d->words.cc.at,
                .n_copies = d->words.cc.n};
    if (!d->doc_date.n || !date_parse(d->doc_date, &n.date)) n.date.y = 0;
    if (p.blocks.failed) return err_set(err, ST_LIMIT, "nd30.large", N_("The document is too long to print."));
    return nd30_pdf(a, &n, out, err);
}
