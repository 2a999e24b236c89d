/* SPDX-License-Identifier: Apache-2.0
 *
 * From what stands in the text to signs: the act asked, what does not fit, the law, resemblance, disguise, emotion last.
 * Which words mean what is knowledge (phrases.tsv); how they combine is here.
 */
#include "recognise/judge.h"

static bool has_sign(const work_t *w, const sign_fact_t *f)
{
    for (size_t i = 0; i < w->v->n_signs; i++)
        if (w->v->signs[i].code.p == f->code.p) return true;
    return false;
}

void add_sign(work_t *w, const char *code, size_t start, size_t end)
{
    const sign_fact_t *f = sign_fact(w->k, str_of(code));
    if (f) add_fact(w, f, start, end);
}

void add_fact(work_t *w, const sign_fact_t *f, size_t start, size_t end)
{
    if (w->v->n_signs == SIGNS_MOST || has_sign(w, f)) return;
    w->v->signs[w->v->n_signs++] = (sign_t){.code = f->code,
                                            .kind = f->kind,
                                            .weight = f->weight,
                                            .start = start,
                                            .end = end,
                                            .why = f->why[w->v->lang],
                                            .check = f->check[w->v->lang]};
}

static void ask(work_t *w, const char *what)
{
    verdict_ask(w->v, what);
}

/* --- the act asked --- */

/* Stories in which money is asked for. */
static bool wants_money(const work_t *w)
{
    return said(w, "theme-job") || said(w, "theme-mistake") || said(w, "theme-relative") || said(w, "theme-parcel") ||
           said(w, "theme-blackmail") || said(w, "theme-publish") || said(w, "theme-hurry") ||
           said(w, "theme-invest") || said(w, "theme-loan") || said(w, "theme-prize") || said(w, "theme-recover") ||
           said(w, "theme-gamble") || said(w, "ask-secret") || said(w, "theme-threat") || said(w, "ask-favour") ||
           said(w, "theme-safe") || said(w, "theme-trap") || said(w, "theme-newnumber") || said(w, "ask-payee") ||
           said(w, "claim-rank") || said(w, "claim-inspect");
}

/* To open a link that is nobody's we know: marked at the words that lead to it. */
static void opening(work_t *w, const facts_t *f)
{
    size_t s, e;
    const entity_t *link = f->foreign ? f->foreign : f->hidden;
    if (!link) return;
    bool told = said(w, "ask-open");
    if (f->foreign ? !told && !led_to(w, link) : !(told && f->pressure)) return;
    if (words_before(w, link, &s, &e))
        add_sign(w, "ask-open-link", s, e);
    else if (said_at(w, "ask-open", &s, &e))
        add_words(w, "ask-open-link", s, e);
}

/* "Tại ứng dụng" says where, "tải ứng dụng" tells to fetch it. Without its mark "tai" may be either. */
static bool only_says_where(const work_t *w, size_t start)
{
    str_t a = str_sub(w->in->text, start + 1, w->in->text.n);
    return str_starts(a, S("\u1ea1i")) || str_starts(a, S("a\u0323i")) || str_starts(a, S("\u1ea0I")) ||
           str_starts(a, S("A\u0323I"));
}

/* To go on talking elsewhere: the words and the number or link they lead to. */
static void moving(work_t *w, const facts_t *f)
{
    size_t s, e;
    bool bait = said(w, "theme-job") || said(w, "theme-invest") || said(w, "theme-loan") || said(w, "theme-gamble") ||
                said(w, "theme-model");
    bool asked = said(w, "ask-chat");
    if (f->chat ? !asked && !bait : !(f->mobile && asked) && !(f->platform && asked && bait)) return;
    const entity_t *x = f->chat ? f->chat : f->mobile;
    if (!x) {
        if (!said_at(w, "ask-chat", &s, &e)) return;
        widen(w, 3, 3, true, &s, &e);
        add_sign(w, "ask-move-chat", s, e);
    } else if (words_before(w, x, &s, &e)) {
        add_sign(w, "ask-move-chat", s, x->end);
    } else {
        add_sign(w, "ask-move-chat", x->start, x->end);
    }
    ask(w, "move-to-chat");
}

static void acts(work_t *w, const facts_t *f)
{
    size_t s, e;
    bool link = f->foreign || f->file || f->chat || f->hidden;
    /* Words of every settings page are an act only where somebody stands behind them. */
    bool somebody = link || f->mobile || f->account || f->named || f->authority || f->pressure || f->own;
    if (f->foreign || f->hidden) ask(w, "open-link");
    opening(w, f);
    /* "Enter the code 1234 to go on" comes with every code; handing it to somebody is the act. */
    bool code = !said(w, "ctx-serial") && (!f->code || said(w, "hand-otp"));
    if (code && from_phrase(w, "ask-otp", "ask-otp")) ask(w, "give-otp");
    bool handed = somebody || said(w, "hand-otp"); /* typed in on a page of one's own it is everyday */
    if (handed && from_phrase(w, "ask-password", "ask-password")) ask(w, "give-otp");
    if (somebody && from_phrase(w, "ask-remote", "ask-remote")) ask(w, "share-screen");
    if (said_at(w, "ask-dial", &s, &e)) {
        const entity_t *number = link_over(w, e + 1);
        add_sign(w, "ask-dial", s, number ? number->end : e);
        ask(w, "call-back");
    }
    if (from_phrase(w, "ask-id", "ask-id")) ask(w, "send-id");
    if (from_phrase(w, "ask-face", "ask-face")) ask(w, "send-id");
    if (f->file) {
        add_sign(w, "app-file", f->file->start, f->file->end);
        ask(w, "install-app");
    } else if (said_at(w, "ask-apk", &s, &e)) {
        while (s > 0 && w->in->text.p[s - 1] != ' ' && w->in->text.p[s - 1] != '\n') s--; /* the file's whole name */
        add_sign(w, "app-file", s, e);
        ask(w, "install-app");
    }
    if (somebody && said_at(w, "ask-install", &s, &e) && !only_says_where(w, s)) {
        add_words(w, "ask-install", s, e);
        ask(w, "install-app");
    }
    if (said_at(w, "ask-transfer", &s, &e)) {
        ask(w, "transfer");
        if (f->account || f->authority || link || wants_money(w)) add_words(w, "ask-transfer", s, e);
    }
    if (from_phrase(w, "ask-fee", "ask-fee")) ask(w, "transfer");
    /* A deposit for what one has seen, on paper or in cash, is everyday. */
    if (!said(w, "ctx-inperson") && from_phrase(w, "ask-deposit", "ask-fee")) ask(w, "transfer");
    if ((f->amount || f->account || said(w, "ask-favour")) && from_phrase(w, "ask-borrow", "ask-borrow"))
        ask(w, "transfer");
    if (from_phrase(w, "ask-vote", "ask-vote")) ask(w, "open-link");
    if (somebody && said_at(w, "ask-qr", &s, &e)) {
        add_words(w, "ask-qr", s, e);
        ask(w, "scan-qr");
    }
    moving(w, f);
    if (f->mobile && said(w, "ask-call")) ask(w, "call-back");
    /* Calls back to another country are what such a call is for; a number given for chats alone is everyday. */
    if (f->abroad && (said(w, "ask-call") || f->pressure || w->v->n_entities == 1)) {
        add_sign(w, "foreign-number", f->abroad->start, f->abroad->end);
        ask(w, "call-back");
    }
    from_phrase(w, "ask-secret", "ask-secret");
}

/* --- what does not fit --- */

/* A foreign address beside a name is everyday talk ("pay with Vietcombank at our shop"); it is a mismatch when the text also
 * presses, leads there in a bank's or an agency's name, or the address has the shape of a fake. */
static bool led_away(const work_t *w, const facts_t *f, const brand_t *b)
{
    const entity_t *e = f->foreign;
    const host_seen_t *h = host_of(w, e);
    if ((h->like && h->how != LIKE_FAINTLY) || e->disguised) return true;
    if (f->own) return false;
    if (f->pressure || said(w, "ask-otp") || said(w, "ask-password") || host_bad_ending(w->k, e->registrable))
        return true;
    bool trusted = is_kind(b, "bank") || is_kind(b, "agency") || is_kind(b, "power") || is_kind(b, "post");
    return trusted && said(w, "ask-open");
}

/* Who sent it, as it was given: "+84 912 345 678" and "0912345678" are a person's telephone, "Vietcombank" and "191" not. */
static bool from_a_private_number(const work_t *w)
{
    char digits[16];
    size_t n = 0;
    str_t from = w->in->sender;
    for (size_t i = 0; i < from.n; i++) {
        char c = from.p[i];
        if (c == ' ' || c == '.' || c == '-' || (c == '+' && i == 0)) continue;
        if (!is_digit(c) || n == sizeof digits) return false;
        digits[n++] = c;
    }
    str_t number = {digits, n};
    if (n == 11 && str_starts(number, S("84"))) {
        digits[1] = '0';
        number = (str_t){digits + 1, n - 1};
    }
    return private_number(number);
}

static void mismatch_named(work_t *w, const facts_t *f)
{
    const brand_t *b = f->named ? f->named->brand : NULL;
    if (b && f->foreign && led_away(w, f, b)) {
        add_sign(w, "brand-other-domain", f->foreign->start, f->foreign->end);
        w->v->imitates = b;
    }
    bool keeps_a_desk = is_kind(b, "bank") || is_kind(b, "agency") || is_kind(b, "power") || is_kind(b, "wallet");
    bool wants = said(w, "ask-call") || said(w, "ask-chat") || said(w, "ask-transfer") || said(w, "ask-fee");
    if (!f->own && (keeps_a_desk || f->authority || (b && f->pressure)) && f->mobile && wants) {
        add_sign(w, "private-number", f->mobile->start, f->mobile->end);
        if (b) w->v->imitates = b;
    } else if (b && (keeps_a_desk || is_kind(b, "operator")) && f->named->start < 12 && (w->v->n_asks || wants) &&
               from_a_private_number(w)) {
        add_sign(w, "private-number", f->named->start, f->named->end); /* who they say they are */
        w->v->imitates = b;
    }
    if (f->authority && f->account) add_sign(w, "authority-account", f->account->start, f->account->end);
    if (f->authority && f->foreign && (f->pressure || said(w, "ask-open"))) {
        add_sign(w, "agency-not-gov", f->foreign->start, f->foreign->end);
        if (b && !w->v->imitates) w->v->imitates = b;
    }
}

static void host_marks(work_t *w, const host_seen_t *v, const entity_t *e)
{
    if (v->marks & HOST_STATE) add_sign(w, "gov-in-name", e->start, e->end);
    if (v->marks & HOST_BAD_ENDING) add_sign(w, "bad-ending", e->start, e->end);
    if (v->marks & HOST_IDN) add_sign(w, "idn-host", e->start, e->end);
    if (v->marks & HOST_NUMBER) add_sign(w, "ip-host", e->start, e->end);
    if (v->marks & HOST_GAMBLES) add_sign(w, "gamble-host", e->start, e->end);
}

static void mismatch_hosts(work_t *w)
{
    for (size_t i = 0; i < w->v->n_entities; i++) {
        const entity_t *e = &w->v->entities[i];
        if (e->kind != ENTITY_URL && e->kind != ENTITY_HOST && e->kind != ENTITY_EMAIL) continue;
        if (e->allowed) continue;
        if (e->disguised) {
            add_sign(w, e->seems ? "lookalike-host" : "idn-host", e->start, e->end);
            if (e->seems && !w->v->imitates) w->v->imitates = e->seems;
            continue;
        }
        const host_seen_t *v = host_of(w, e);
        if (!v->read) continue;
        if (v->marks & HOST_SHORT && !e->brand) {
            add_sign(w, "short-link", e->start, e->end);
            continue;
        }
        if (v->like) {
            add_sign(w, likeness_sign(v->how), e->start, e->end);
            if (!w->v->imitates) w->v->imitates = v->like;
        }
        host_marks(w, v, e);
    }
}

/* --- rules of law, with their dates --- */

static void law(work_t *w, const facts_t *f)
{
    bool now = !w->in->date.y; /* a message without a date is of these days: every law of the knowledge holds */
    bool message = !str_eq(w->in->channel, S("web")) && !str_eq(w->in->channel, S("call"));
    const entity_t *link = f->foreign ? f->foreign : f->hidden ? f->hidden : f->chat;
    /* Circular 50/2024/TT-NHNN, art. 17(3): from 1/1/2025 banks send no message with a link. */
    bool one_bank = f->named && is_kind(f->named->brand, "bank") && !str_eq(f->named->brand->key, S("nganhang"));
    if (message && one_bank && link && (now || !date_before(w->in->date, (date_t){2025, 1, 1})))
        add_sign(w, "law-bank-link", link->start, link->end);
    size_t s, e;
    if (message && said_at(w, "claim-fine", &s, &e) && (link || f->mobile || f->file || said(w, "ask-transfer")))
        add_words(w, "law-fine", s, e);
    /* News tells of warrants too; here somebody wants something for one. */
    bool wanted = link || f->mobile || f->account || w->v->n_asks || said(w, "ask-secret") || said(w, "ask-call");
    if (wanted && said_at(w, "theme-warrant", &s, &e)) add_words(w, "law-police-phone", s, e);
    if (message && said(w, "claim-tax") && (link || f->file || f->mobile) && said_at(w, "claim-tax", &s, &e))
        add_words(w, "law-tax", s, e);
    if (said_at(w, "theme-vneid", &s, &e) && (link || f->file || f->mobile || said(w, "ask-chat")))
        add_words(w, "law-vneid", s, e);
}

/* --- disguise, emotion --- */

static void disguise_read(work_t *w, reading_kind_t kind, const char *sign)
{
    if (w->found.plain[kind]) add_sign(w, sign, w->found.from[kind], w->found.to[kind]);
}

static void disguise(work_t *w)
{
    const fold_stats_t *t = &w->f.stats;
    reading_letters_t l = {0};
    if (t->zero_width || t->bidi || t->lookalike || t->styled || t->wide)
        reading_letters(w->in->text, t->other > 0, &l);
    if (l.hidden > 1) add_sign(w, "disguise-invisible", l.hidden_from, l.hidden_to);
    if (l.alike > 1) add_sign(w, "disguise-letters", l.alike_from, l.alike_to);
    /* The keyboards of the East leave a name or an address in wide letters, never a sentence. */
    if (l.wide > 4) add_sign(w, "disguise-letters", l.wide_from, l.wide_to);
    if (t->noise > 2) add_sign(w, "disguise-letters", 0, w->in->text.n);
    disguise_read(w, READING_SPACED, "disguise-spaced");
    disguise_read(w, READING_LEET, "disguise-leet");
    disguise_read(w, READING_HOST, "disguise-host");
}

/* A story; without a way to reach who tells it, only what is offered counts. Inline, for then its code's number is a constant. */
static inline __attribute__((always_inline)) void theme(work_t *w, bool reach, const char *code)
{
    if (said(w, code) && (reach || is_offer(str_of(code)))) from_phrase(w, code, code);
}

/* What will be done with the pictures says more than how they came about. */
static void blackmail(work_t *w, bool reach)
{
    if (!reach || !from_phrase(w, "theme-publish", "theme-blackmail")) theme(w, reach, "theme-blackmail");
}

static void themes(work_t *w, const facts_t *f)
{
    bool reach = f->foreign || f->hidden || f->chat || f->platform || said(w, "ask-chat") || f->mobile || f->account ||
                 f->file || w->v->n_asks;
    theme(w, reach, "theme-threat");
    theme(w, reach, "theme-hurry");
    theme(w, reach, "theme-prize");
    theme(w, reach, "theme-job");
    theme(w, reach, "theme-invest");
    theme(w, reach, "theme-loan");
    theme(w, reach, "theme-relative");
    theme(w, reach, "theme-parcel");
    theme(w, reach, "theme-recover");
    theme(w, reach, "theme-gamble");
    theme(w, reach, "theme-mistake");
    theme(w, reach, "theme-login");
    blackmail(w, reach || f->amount || said(w, "ask-ransom"));
    theme(w, reach, "theme-papers");
    theme(w, true, "theme-mule");
    if (w->v->n_asks) from_phrase(w, "theme-relative", "relative-money");
}

/* What no body asks for, on its own pages neither: whoever asks for it beside their address only borrows that. */
static bool beyond_anybody(const work_t *w, const facts_t *f)
{
    return said(w, "hand-otp") || said(w, "ask-never") || said(w, "ask-dial") || said(w, "ask-apk") ||
           (said(w, "ask-secret") && (f->authority || f->pressure)) ||
           (said(w, "ask-transfer") && said(w, "theme-safe"));
}

/* What of the rules' findings speaks, unless the text itself says what it is. */
static void rules(work_t *w, const facts_t *f)
{
    /* A text that warns about scams names every act and quotes hosts; while it asks for nothing itself it is let alone. */
    bool asks = said(w, "hand-otp") || (f->mobile && (said(w, "ask-call") || said(w, "ask-chat")));
    bool leads = (f->foreign || f->hidden || f->chat) && (f->pressure || said(w, "ask-open") || said(w, "ask-chat"));
    if (f->warning && !f->file && !f->account && !asks && !leads) return;
    listed_sign(w);
    mismatch_hosts(w);
    /* A one-time code comes with words about itself; handing it on is another matter. */
    bool bare = !f->foreign && !f->hidden && !f->chat && !f->mobile;
    if (f->otp_notice && bare && !said(w, "hand-otp")) return;
    /* What a body asks for on its own pages alone is between it and its customer. */
    bool ordinary = !f->file && !f->account && !beyond_anybody(w, f);
    bool home = f->own && bare && ordinary;
    /* The same for the labelled adverts of operators, wallets and shops behind a short link (Decree 91/2020 asks for [QC]). */
    const brand_t *b = f->named ? f->named->brand : NULL;
    bool sells = is_kind(b, "operator") || is_kind(b, "wallet") || is_kind(b, "shop");
    bool labelled = f->advert && sells && f->hidden && !f->foreign && !f->chat && !f->mobile;
    home = home || (labelled && !f->pressure && ordinary);
    if (!home) acts(w, f);
    mismatch_named(w, f);
    law(w, f);
    disguise(w);
    if (!(f->advert && !f->foreign && !f->chat)) themes(w, f);
}

/* A lone address or number is no wording: the rules alone judge it. Shorthand counts as the one word that was written. */
static bool speaks(const work_t *w)
{
    enum { LEAST = 4 };
    size_t outside = 0;
    for (size_t i = 0; i < w->n_words && outside < LEAST; i++) {
        size_t at = w->f.origin[w->words[i].start];
        unsigned char before = at ? (unsigned char)w->in->text.p[at - 1] : ' ';
        bool begins = before < 0x80 && !word_char((char)(before >= 'A' && before <= 'Z' ? before + 32 : before));
        outside += begins && !link_over(w, at);
    }
    return outside == LEAST;
}

/* What the model is asked about; it abstains without memory for it. */
static void ask_model(work_t *w)
{
    uint32_t *words = arena_raw(w->a, (w->n_words + 1) * sizeof *words);
    w->vote = (model_vote_t){.abstains = true};
    w->seen = (findings_t){0};
    if (!words) return;
    model_words(w->f.text, w->words, w->has, w->n_words, words);
    w->seen = (findings_t){words, w->n_words, w->n_others, w->traits.at, w->traits.n};
    w->vote = model_ask(&w->k->model, &w->seen);
}

/* Letters in disorder or in disguise are known by that, not by words. */
static bool disguised(const work_t *w)
{
    for (size_t i = 0; i < w->v->n_signs; i++)
        if (w->v->signs[i].kind == SIGN_DISGUISE) return true;
    return false;
}

void judge(work_t *w)
{
    facts_t f = facts_gather(w);
    rules(w, &f);
    traits_find(w, &f, &w->traits);
    ask_model(w);
    if (!speaks(w)) w->vote.abstains = true;
    if (f.manner.garbled || disguised(w)) w->vote.abstains = false;
}
