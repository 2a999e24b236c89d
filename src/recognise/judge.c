/* SPDX-License-Identifier: Apache-2.0
 *
 * From what stands in the text to signs: the act asked, what does not fit, the law, resemblance, disguise, emotion last.
 * Which words mean what is knowledge (phrases.tsv); how they combine is here.
 */
#include "recognise/engine.h"

bool has_sign(const work_t *w, str_t code)
{
    for (size_t i = 0; i < w->v->n_signs; i++)
        if (str_eq(w->v->signs[i].code, code)) return true;
    return false;
}

void add_sign(work_t *w, const char *code, size_t start, size_t end)
{
    const sign_fact_t *f = sign_fact(w->k, str_of(code));
    if (!f || w->v->n_signs == SIGNS_MOST || has_sign(w, f->code)) return;
    w->v->signs[w->v->n_signs++] = (sign_t){.code = f->code,
                                            .kind = f->kind,
                                            .weight = f->weight,
                                            .start = start,
                                            .end = end,
                                            .why = f->why[w->v->lang],
                                            .check = f->check[w->v->lang]};
}

/* A sign where the phrase of that code stands. */
static bool from_phrase(work_t *w, const char *phrase, const char *sign)
{
    size_t s, e;
    if (!said_at(w, phrase, &s, &e)) return false;
    add_sign(w, sign, s, e);
    return true;
}

static void ask(work_t *w, const char *what)
{
    verdict_ask(w->v, what);
}

/* What the parts of the judgement share. */
typedef struct facts {
    const entity_t *foreign; /* first link that is nobody's we know */
    const entity_t *own;     /* first link of a brand's own domain */
    const entity_t *chat;    /* link to a chat or social platform */
    const entity_t *hidden;  /* short or deep link: where it leads is not to be seen */
    const entity_t *file;    /* link to an app file */
    const entity_t *mobile;  /* first private-looking number */
    const entity_t *account;
    const entity_t *amount;
    const entity_t *named; /* first brand or agency named (not a platform) */
    bool code;             /* the text brings a one-time code */
    bool platform;         /* a chat or social platform is named */
    bool warning;          /* the text warns about scams */
    bool pressure;         /* a threat, an alarm, a trap: what makes people act at once */
    bool otp_notice, advert;
    bool authority; /* police, court, tax … is claimed */
} facts_t;

static bool is_kind(const brand_t *b, const char *kind)
{
    return b && str_eq(b->kind, str_of(kind));
}

static bool app_file(const entity_t *e)
{
    return str_find(e->value, S(".apk"), 0) != SIZE_MAX || str_find(e->value, S(".mobileconfig"), 0) != SIZE_MAX;
}

static bool private_number(str_t d)
{
    return d.n == 10 && d.p[0] == '0' && strchr("35789", d.p[1]);
}

static void one_entity(const canhgiac_t *k, facts_t *f, const entity_t *e)
{
    bool link = e->kind == ENTITY_URL || e->kind == ENTITY_HOST;
    if (link && app_file(e) && !f->file) f->file = e;
    if (link && is_kind(e->brand, "platform")) {
        if (!f->chat) f->chat = e;
    } else if (link && e->brand) {
        if (!f->own) f->own = e;
    } else if (link && !e->disguised && str_ends(e->host, S(".gov.vn"))) {
        if (!f->own) f->own = e;
    } else if (link && !app_file(e) && host_is_shortener(k, e->host)) {
        if (!f->hidden) f->hidden = e;
    } else if (link && !f->foreign) {
        f->foreign = e;
    }
    if (e->kind == ENTITY_AMOUNT && !f->amount) f->amount = e;
    if (e->kind == ENTITY_OTP) f->code = true;
    if (e->kind == ENTITY_PHONE && private_number(e->value) && !f->mobile) f->mobile = e;
    if (e->kind == ENTITY_ACCOUNT && !f->account) f->account = e;
    if (e->kind == ENTITY_BRAND && is_kind(e->brand, "platform")) f->platform = true;
    if (e->kind == ENTITY_BRAND && !is_kind(e->brand, "platform") && !f->named) f->named = e;
}

static facts_t gather(const work_t *w)
{
    facts_t f = {0};
    for (size_t i = 0; i < w->v->n_entities; i++) one_entity(w->k, &f, &w->v->entities[i]);
    static const char *const presses[] = {"theme-threat",  "theme-login",   "theme-parcel", "theme-recover",
                                          "theme-mistake", "theme-warrant", "claim-fine"};
    for (size_t i = 0; i < sizeof presses / sizeof *presses; i++) f.pressure = f.pressure || said(w, presses[i]);
    f.warning = said(w, "ctx-warning");
    f.otp_notice = said(w, "ctx-otp-notice");
    f.advert = said(w, "ctx-advert");
    f.authority = said(w, "claim-police") || said(w, "claim-court") || said(w, "claim-tax") || said(w, "claim-agency");
    return f;
}

/* --- the act asked --- */

static void acts(work_t *w, const facts_t *f)
{
    size_t s, e;
    bool link = f->foreign || f->file || f->chat || f->hidden;
    /* Words of every settings page are an act only where somebody stands behind them. */
    bool somebody = link || f->mobile || f->account || f->named || f->authority || f->pressure;
    if (f->foreign || f->hidden) ask(w, "open-link");
    if ((f->foreign || (f->hidden && f->pressure)) && said_at(w, "ask-open", &s, &e))
        add_sign(w, "ask-open-link", s, e);
    /* "Enter the code 1234 to go on" comes with every code; handing it to somebody is the act. */
    if ((!f->code || said(w, "hand-otp")) && from_phrase(w, "ask-otp", "ask-otp")) ask(w, "give-otp");
    if (somebody && from_phrase(w, "ask-password", "ask-password")) ask(w, "give-otp");
    if (somebody && from_phrase(w, "ask-remote", "ask-remote")) ask(w, "share-screen");
    if (from_phrase(w, "ask-dial", "ask-dial")) ask(w, "call-back");
    if (from_phrase(w, "ask-id", "ask-id")) ask(w, "send-id");
    if (from_phrase(w, "ask-face", "ask-face")) ask(w, "send-id");
    if (f->file) {
        add_sign(w, "app-file", f->file->start, f->file->end);
        ask(w, "install-app");
    } else if (said_at(w, "ask-install", &s, &e) && (link || f->mobile || f->authority)) {
        add_sign(w, "ask-install", s, e);
        ask(w, "install-app");
    }
    if (said_at(w, "ask-transfer", &s, &e)) {
        ask(w, "transfer");
        if (f->account || f->authority || said(w, "theme-job") || said(w, "theme-mistake") ||
            said(w, "theme-relative") || said(w, "theme-parcel") || said(w, "theme-blackmail") || link)
            add_sign(w, "ask-transfer", s, e);
    }
    if (from_phrase(w, "ask-fee", "ask-fee")) ask(w, "transfer");
    if ((f->amount || f->account || said(w, "ask-favour")) && from_phrase(w, "ask-borrow", "ask-borrow"))
        ask(w, "transfer");
    if (from_phrase(w, "ask-vote", "ask-vote")) ask(w, "open-link");
    if (somebody && said_at(w, "ask-qr", &s, &e)) {
        add_sign(w, "ask-qr", s, e);
        ask(w, "scan-qr");
    }
    if ((f->chat &&
         (said(w, "ask-chat") || said(w, "theme-job") || said(w, "theme-invest") || said(w, "theme-loan"))) ||
        (f->mobile && said(w, "ask-chat"))) {
        const entity_t *x = f->chat ? f->chat : f->mobile;
        add_sign(w, "ask-move-chat", x->start, x->end);
        ask(w, "move-to-chat");
    }
    if (f->mobile && said(w, "ask-call")) ask(w, "call-back");
    from_phrase(w, "ask-secret", "ask-secret");
}

/* --- what does not fit --- */

/* A foreign address beside a name is everyday talk ("pay with Vietcombank at our shop"); it is a mismatch when the text also
 * presses, leads there in a bank's or an agency's name, or the address has the shape of a fake. */
static bool led_away(const work_t *w, const facts_t *f, const brand_t *b)
{
    const char *how;
    const entity_t *e = f->foreign;
    if ((host_resembles(w->k, e->host, e->registrable, &how) && strcmp(how, "faint-name") != 0) || e->disguised)
        return true;
    if (f->own) return false;
    if (f->pressure || said(w, "ask-otp") || said(w, "ask-password") || host_bad_ending(w->k, e->registrable))
        return true;
    bool trusted = is_kind(b, "bank") || is_kind(b, "agency") || is_kind(b, "power") || is_kind(b, "post");
    return trusted && said(w, "ask-open");
}

static void mismatch_named(work_t *w, const facts_t *f)
{
    const brand_t *b = f->named ? f->named->brand : NULL;
    if (b && f->foreign && led_away(w, f, b)) {
        add_sign(w, "brand-other-domain", f->foreign->start, f->foreign->end);
        w->v->imitates = b;
    }
    bool keeps_a_desk = is_kind(b, "bank") || is_kind(b, "agency") || is_kind(b, "power") || is_kind(b, "wallet");
    if (!f->own && (keeps_a_desk || f->authority || (b && f->pressure)) && f->mobile &&
        (said(w, "ask-call") || said(w, "ask-chat"))) {
        add_sign(w, "private-number", f->mobile->start, f->mobile->end);
        if (b) w->v->imitates = b;
    }
    if (f->authority && f->account) add_sign(w, "authority-account", f->account->start, f->account->end);
    if (f->authority && f->foreign && (f->pressure || said(w, "ask-open"))) {
        add_sign(w, "agency-not-gov", f->foreign->start, f->foreign->end);
        if (b && !w->v->imitates) w->v->imitates = b;
    }
}

static void host_marks(work_t *w, const host_view_t *v, const entity_t *e)
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
        if (e->disguised) {
            add_sign(w, e->seems ? "lookalike-host" : "idn-host", e->start, e->end);
            if (e->seems && !w->v->imitates) w->v->imitates = e->seems;
            continue;
        }
        host_view_t v;
        if (!host_read(e->host, &v.name)) continue;
        host_look(w->k, &v);
        if (v.marks & HOST_SHORT && !e->brand) {
            add_sign(w, "short-link", e->start, e->end);
            continue;
        }
        if (v.like) {
            add_sign(w, likeness_sign(v.how), e->start, e->end);
            if (!w->v->imitates) w->v->imitates = v.like;
        }
        host_marks(w, &v, e);
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
        add_sign(w, "law-fine", s, e);
    /* News tells of warrants too; here somebody wants something for one. */
    bool wanted = link || f->mobile || f->account || w->v->n_asks || said(w, "ask-secret") || said(w, "ask-call");
    if (wanted && said_at(w, "theme-warrant", &s, &e)) add_sign(w, "law-police-phone", s, e);
    if (message && said(w, "claim-tax") && (link || f->file || f->mobile) && said_at(w, "claim-tax", &s, &e))
        add_sign(w, "law-tax", s, e);
    if (said_at(w, "theme-vneid", &s, &e) && (link || f->file || f->mobile || said(w, "ask-chat")))
        add_sign(w, "law-vneid", s, e);
}

/* --- disguise, emotion --- */

static void disguise_read(work_t *w, reading_kind_t kind, const char *sign)
{
    if (w->found.plain[kind]) add_sign(w, sign, w->found.from[kind], w->found.to[kind]);
}

static void disguise(work_t *w)
{
    const fold_stats_t *t = &w->f.stats;
    size_t all = w->in->text.n;
    if (t->zero_width > 1 || t->bidi) add_sign(w, "disguise-invisible", 0, all);
    if (t->lookalike > 1 && t->letters > t->lookalike) add_sign(w, "disguise-letters", 0, all);
    if (t->styled > 3 || t->noise > 2) add_sign(w, "disguise-letters", 0, all);
    disguise_read(w, READING_SPACED, "disguise-spaced");
    disguise_read(w, READING_LEET, "disguise-leet");
    disguise_read(w, READING_HOST, "disguise-host");
}

static void themes(work_t *w, const facts_t *f)
{
    static const char *const all[] = {"theme-threat",    "theme-hurry",  "theme-prize",    "theme-job",
                                      "theme-invest",    "theme-loan",   "theme-relative", "theme-parcel",
                                      "theme-recover",   "theme-gamble", "theme-mistake",  "theme-login",
                                      "theme-blackmail", "theme-papers"};
    bool reach = f->foreign || f->hidden || f->chat || f->platform || said(w, "ask-chat") || f->mobile || f->account ||
                 f->file || w->v->n_asks;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (reach) from_phrase(w, all[i], all[i]);
    if (w->v->n_asks && said(w, "theme-relative")) from_phrase(w, "theme-relative", "relative-money");
}

/* One vote among the signs, where there is somebody to answer to; what lies on a body's own pages it does not touch. */
static void vote(work_t *w, const facts_t *f)
{
    bool reach = f->foreign || f->hidden || f->chat || f->mobile || f->account || f->platform || f->named ||
                 w->v->n_asks || w->v->n_signs;
    if (!w->k->model.weights || !reach) return;
    model_vote_t v = model_ask(&w->k->model, w->a, (str_t){w->f.text, w->f.n});
    if (v.abstains || v.p < (double)w->k->model.threshold || v.to <= v.from) return;
    add_sign(w, "model", w->f.origin[v.from], fold_end(w->in->text, &w->f, v.to - 1));
}

void judge(work_t *w)
{
    facts_t f = gather(w);
    /* A text that warns about scams names every act and quotes hosts; while it asks for nothing itself it is let alone. */
    bool asks = said(w, "hand-otp") || (f.mobile && (said(w, "ask-call") || said(w, "ask-chat")));
    bool leads = (f.foreign || f.hidden || f.chat) && (f.pressure || said(w, "ask-open") || said(w, "ask-chat"));
    if (f.warning && !f.file && !f.account && !asks && !leads) return;
    mismatch_hosts(w);
    /* A one-time code comes with words about itself; handing it on is another matter. */
    bool bare = !f.foreign && !f.hidden && !f.chat && !f.mobile;
    if (f.otp_notice && bare && !said(w, "hand-otp")) return;
    /* What a body asks for on its own pages alone is between it and its customer. */
    bool home = f.own && bare && !f.file && !f.account && !said(w, "hand-otp");
    /* The same for the labelled adverts of operators, wallets and shops behind a short link (Decree 91/2020 asks for [QC]). */
    const brand_t *b = f.named ? f.named->brand : NULL;
    bool sells = is_kind(b, "operator") || is_kind(b, "wallet") || is_kind(b, "shop");
    bool labelled = f.advert && sells && f.hidden && !f.foreign && !f.chat && !f.mobile;
    home = home || (labelled && !f.pressure && !f.file && !f.account && !said(w, "hand-otp"));
    if (!home) acts(w, &f);
    mismatch_named(w, &f);
    law(w, &f);
    disguise(w);
    if (!(f.advert && !f.foreign && !f.chat)) themes(w, &f);
    if (!home && !f.own) vote(w, &f);
}
