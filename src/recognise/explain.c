/* SPDX-License-Identifier: Apache-2.0
 *
 * A message that is called a scam says why. "Gửi", "đọc", "vô" are words of every day, so alone they are no sign and weigh
 * nothing; once the verdict stands, they are what it is about: the sum to be sent, the code to be read out. Only then are they
 * looked for (plain.tsv), so genuine messages neither show them nor pay for them, and no level depends on them.
 */
#include "recognise/judge.h"

enum { SHOWN_ENOUGH = 7 };

typedef struct place {
    size_t from, to; /* words; from = to: nowhere */
    uint16_t rank;
} place_t;

static uint16_t stands_for(entity_kind_t kind)
{
    switch (kind) {
    case ENTITY_AMOUNT: return KNOW_SUM;
    case ENTITY_URL:
    case ENTITY_HOST: return KNOW_LINK;
    case ENTITY_PHONE: return KNOW_PHONE;
    case ENTITY_ACCOUNT: return KNOW_ACCOUNT;
    default: return 0;
    }
}

/* Whatever number words of a sum or link had, from here on they are that. */
static void name_entities(work_t *w)
{
    for (size_t i = 0; i < w->v->n_entities; i++) {
        const entity_t *e = &w->v->entities[i];
        uint16_t id = stands_for(e->kind);
        for (size_t k = word_from(w, e->start); id && k < w->n_words && w->f.origin[w->words[k].start] < e->end; k++)
            w->ids[k] = id;
    }
}

/* A sentence ends between the words; a point inside a number is none. */
static bool ends_between(const work_t *w, size_t from, size_t to)
{
    for (size_t i = w->words[from].end; i < w->words[to].start; i++) {
        char c = w->f.text[i], before = w->f.text[i - 1], after = w->f.text[i + 1];
        if (c == '!' || c == '?' || c == ';' || c == '\n') return true;
        if (c == '.' && !(is_digit(before) && is_digit(after))) return true;
    }
    return false;
}

/* The index behind the last word of `t` when its first is word `i`; 0 when it does not stand there. */
static size_t stands(const work_t *w, const know_plain_t *t, size_t i)
{
    const uint16_t *item = w->k->plain_items + t->item, *end = item + t->n;
    size_t at = i + 1;
    while (item < end) {
        size_t last = at + (*item & KNOW_GAP ? (size_t)GAP : *item & KNOW_NEAR ? 1 : 0);
        bool found = false;
        const uint16_t *next;
        for (; !found && at <= last && at < w->n_words; at++) {
            if (ends_between(w, at - 1, at)) return 0;
            next = item;
            do found = found || (*next & KNOW_PLAIN_WORD) == w->ids[at];
            while (*next++ & KNOW_OR && next < end);
        }
        if (!found) return 0;
        item = next;
    }
    return at;
}

/* Of each sign the most telling phrase, where it stands first, and there the longest words. */
static bool better(const place_t *p, const know_plain_t *t, size_t i, size_t to)
{
    if (p->to == p->from) return true;
    if (t->rank != p->rank) return t->rank < p->rank;
    return p->from == i && to > p->to;
}

static void plain_at(const work_t *w, size_t i, place_t *found)
{
    const canhgiac_t *k = w->k;
    int denied = -1; /* not looked at yet */
    uint64_t next = 0;
    for (size_t n = 1; n <= GAP + 1; n++) next |= plain_bit(w->ids[i + n]); /* behind the last word stand zeros */
    for (size_t t = k->plain_from[w->ids[i]]; t < k->n_plain && k->plain[t].first == w->ids[i]; t++) {
        place_t *p = &found[k->plain[t].sign];
        if (!(k->plain[t].next & next)) continue;
        size_t to = better(p, &k->plain[t], i, w->n_words) ? stands(w, &k->plain[t], i) : 0;
        if (!to || !better(p, &k->plain[t], i, to)) continue;
        if (denied < 0) denied = negated(w, i);
        if (denied) return;
        *p = (place_t){i, to, k->plain[t].rank};
    }
}

/* What phrases said without more beside it than a sign asks for. */
static void said_before(const work_t *w, place_t *found)
{
    for (size_t t = 0; t < w->k->n_plain && !w->k->plain[t].first; t++) {
        uint32_t code = w->k->codes[w->k->plain[t].item];
        place_t *p = &found[w->k->plain[t].sign];
        for (size_t i = 0; i < w->n_hits; i++)
            if (w->hits[i].code == code && better(p, &w->k->plain[t], w->hits[i].from, w->hits[i].to))
                *p = (place_t){w->hits[i].from, w->hits[i].to, w->k->plain[t].rank};
    }
}

static void ask_of(work_t *w, str_t sign)
{
    static const struct {
        const char *sign, *ask;
    } asks[] = {{"ask-open-link", "open-link"},
                {"ask-vote", "open-link"},
                {"ask-otp", "give-otp"},
                {"ask-password", "give-otp"},
                {"ask-transfer", "transfer"},
                {"ask-fee", "transfer"},
                {"ask-borrow", "transfer"},
                {"ask-buy", "transfer"},
                {"ask-install", "install-app"},
                {"ask-qr", "scan-qr"},
                {"ask-id", "send-id"},
                {"ask-face", "send-id"},
                {"ask-move-chat", "move-to-chat"},
                {"ask-remote", "share-screen"}};
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        if (str_eq(sign, str_of(asks[i].sign))) verdict_ask(w->v, asks[i].ask);
}

static bool overlap(const sign_t *s, size_t start, size_t end)
{
    return s->start < end && start < s->end;
}

/* Words that ask for money are told by one sentence: what the rules called a payment is not a fee as well. */
static bool paid_already(const work_t *w, size_t n_rules, str_t code, size_t start, size_t end)
{
    static const char *const money[] = {"ask-transfer", "ask-fee", "ask-buy", "ask-borrow"};
    size_t k = 0;
    while (k < 4 && !str_eq(code, str_of(money[k]))) k++;
    for (size_t i = 0; k < 4 && i < n_rules; i++)
        for (size_t m = 0; m < 4; m++)
            if (str_eq(w->v->signs[i].code, str_of(money[m])) && overlap(&w->v->signs[i], start, end)) return true;
    return false;
}

void explain(work_t *w)
{
    place_t found[PLAIN_SIGNS] = {{0, 0, 0}};
    size_t n_rules = w->v->n_signs;
    name_entities(w);
    for (size_t i = 0; i < w->n_words; i++)
        if (w->k->words[w->ids[i]].is & KNOW_PLAINS) plain_at(w, i, found);
    said_before(w, found);
    for (size_t s = 0; s < w->k->n_signs && w->v->n_signs < SHOWN_ENOUGH; s++) {
        if (found[s].to == found[s].from) continue;
        const sign_fact_t *f = &w->k->signs[s];
        size_t start = w->f.origin[w->words[found[s].from].start];
        size_t end = fold_end(w->in->text, &w->f, w->words[found[s].to - 1].end - 1);
        if (paid_already(w, n_rules, f->code, start, end)) continue;
        add_fact_words(w, f, start, end);
        ask_of(w, f->code);
    }
}

static size_t sign_at(const verdict_t *v, const char *code)
{
    size_t i = 0;
    while (i < v->n_signs && !str_eq(v->signs[i].code, str_of(code))) i++;
    return i;
}

void tell_once(verdict_t *v)
{
    /* `same`: only where they stand at the same words. */
    static const struct {
        const char *less, *more;
        bool same;
    } pairs[] = {{"theme-relative", "relative-money", false},
                 {"ask-transfer", "ask-borrow", true},
                 {"ask-transfer", "ask-fee", true},
                 {"ask-fee", "ask-borrow", true},
                 {"brand-in-host", "brand-other-domain", true},
                 {"agency-not-gov", "gov-in-name", true},
                 {"theme-threat", "law-police-phone", true},
                 {"theme-threat", "law-fine", true},
                 {"theme-prize", "theme-invest", true},
                 {"theme-prize", "theme-job", true}};
    for (size_t i = 0; v->n_signs > 1 && i < sizeof pairs / sizeof *pairs; i++) {
        size_t less = sign_at(v, pairs[i].less), more = sign_at(v, pairs[i].more);
        if (less == v->n_signs || more == v->n_signs) continue;
        const sign_t *a = &v->signs[less], *b = &v->signs[more];
        if (pairs[i].same && !overlap(a, b->start, b->end)) continue;
        memmove(&v->signs[less], &v->signs[less + 1], (--v->n_signs - less) * sizeof *v->signs);
    }
}
