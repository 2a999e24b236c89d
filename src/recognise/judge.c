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
    for (size_t i = 0; i < w->v->n_asks; i++)
        if (strcmp(w->v->asks[i], what) == 0) return;
    if (w->v->n_asks < sizeof w->v->asks / sizeof *w->v->asks) w->v->asks[w->v->n_asks++] = what;
}

/* What the parts of the judgement share. */
typedef struct facts {
    const entity_t *foreign; /* first link that is nobody's we know */
    const entity_t *own;     /* first link of a brand's own domain */
    const entity_t *chat;    /* link to a chat or social platform */
    const entity_t *file;    /* link to an app file */
    const entity_t *mobile;  /* first private-looking number */
    const entity_t *account;
    const entity_t *named; /* first brand or agency named (not a platform) */
    bool warning;          /* the text warns about scams */
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

static void one_entity(facts_t *f, const entity_t *e)
{
    bool link = e->kind == ENTITY_URL || e->kind == ENTITY_HOST;
    if (link && app_file(e) && !f->file) f->file = e;
    if (link && is_kind(e->brand, "platform")) {
        if (!f->chat) f->chat = e;
    } else if (link && e->brand) {
        if (!f->own) f->own = e;
    } else if (link && !e->disguised && str_ends(e->host, S(".gov.vn"))) {
        if (!f->own) f->own = e;
    } else if (link && !f->foreign) {
        f->foreign = e;
    }
    if (e->kind == ENTITY_PHONE && private_number(e->value) && !f->mobile) f->mobile = e;
    if (e->kind == ENTITY_ACCOUNT && !f->account) f->account = e;
    if (e->kind == ENTITY_BRAND && !is_kind(e->brand, "platform") && !f->named) f->named = e;
}

static facts_t gather(const work_t *w)
{
    facts_t f = {0};
    for (size_t i = 0; i < w->v->n_entities; i++) one_entity(&f, &w->v->entities[i]);
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
    bool link = f->foreign || f->file || f->chat;
    if (f->foreign && said_at(w, "ask-open", &s, &e)) {
        ask(w, "open-link");
        add_sign(w, "ask-open-link", s, e);
    } else if (f->foreign) {
        ask(w, "open-link");
    }
    if (from_phrase(w, "ask-otp", "ask-otp")) ask(w, "give-otp");
    if (from_phrase(w, "ask-password", "ask-password")) ask(w, "give-otp");
    if (from_phrase(w, "ask-remote", "ask-remote")) ask(w, "share-screen");
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
        if (f->account || f->authority || said(w, "theme-job") || said(w, "theme-prize") || said(w, "theme-relative") ||
            said(w, "theme-parcel") || said(w, "theme-blackmail") || link)
            add_sign(w, "ask-transfer", s, e);
    }
    if (from_phrase(w, "ask-fee", "ask-fee")) ask(w, "transfer");
    if (from_phrase(w, "ask-borrow", "ask-borrow")) ask(w, "transfer");
    if (from_phrase(w, "ask-vote", "ask-vote")) ask(w, "open-link");
    if (said_at(w, "ask-qr", &s, &e)) {
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

static void mismatch_named(work_t *w, const facts_t *f)
{
    const brand_t *b = f->named ? f->named->brand : NULL;
    if (b && f->foreign && !f->own) {
        add_sign(w, "brand-other-domain", f->foreign->start, f->foreign->end);
        w->v->imitates = b;
    }
    if ((b || f->authority) && f->mobile && (said(w, "ask-call") || said(w, "ask-chat"))) {
        add_sign(w, "private-number", f->mobile->start, f->mobile->end);
        if (b) w->v->imitates = b;
    }
    if (f->authority && f->account) add_sign(w, "authority-account", f->account->start, f->account->end);
    if (f->authority && f->foreign) {
        add_sign(w, "agency-not-gov", f->foreign->start, f->foreign->end);
        if (b && !w->v->imitates) w->v->imitates = b;
    }
}

static void mismatch_hosts(work_t *w)
{
    for (size_t i = 0; i < w->v->n_entities; i++) {
        const entity_t *e = &w->v->entities[i];
        const char *how = NULL;
        if (e->kind != ENTITY_URL && e->kind != ENTITY_HOST && e->kind != ENTITY_EMAIL) continue;
        if (e->disguised) {
            add_sign(w, e->seems ? "lookalike-host" : "idn-host", e->start, e->end);
            if (e->seems && !w->v->imitates) w->v->imitates = e->seems;
            continue;
        }
        const brand_t *b = host_resembles(w->k, e->host, e->registrable, &how);
        if (b) {
            add_sign(w, how, e->start, e->end);
            if (!w->v->imitates) w->v->imitates = b;
        }
        if (e->brand || str_ends(e->host, S(".gov.vn"))) continue;
        if (str_find(e->host, S("gov"), 0) != SIZE_MAX || str_find(e->host, S("dichvucong"), 0) != SIZE_MAX)
            add_sign(w, "gov-in-name", e->start, e->end);
        if (host_is_shortener(w->k, e->registrable)) add_sign(w, "short-link", e->start, e->end);
        if (host_bad_ending(w->k, e->registrable)) add_sign(w, "bad-ending", e->start, e->end);
        if (str_starts(e->host, S("xn--")) || str_find(e->host, S(".xn--"), 0) != SIZE_MAX)
            add_sign(w, "idn-host", e->start, e->end);
        bool number = e->host.n > 0;
        for (size_t k = 0; k < e->host.n; k++)
            number = number && (e->host.p[k] == '.' || (e->host.p[k] >= '0' && e->host.p[k] <= '9'));
        if (number) add_sign(w, "ip-host", e->start, e->end);
    }
}

/* --- rules of law, with their dates --- */

static bool before(date_t a, int y, int m, int d)
{
    return a.y != y ? a.y < y : a.m != m ? a.m < m : a.d < d;
}

static void law(work_t *w, const facts_t *f)
{
    date_t day = w->in->date.y ? w->in->date : date_of(clock_wall());
    bool message = !str_eq(w->in->channel, S("web")) && !str_eq(w->in->channel, S("call"));
    const entity_t *link = f->foreign ? f->foreign : f->chat;
    /* Circular 50/2024/TT-NHNN, art. 17(3): from 1/1/2025 banks send no message with a link. */
    if (message && f->named && is_kind(f->named->brand, "bank") && link && !before(day, 2025, 1, 1))
        add_sign(w, "law-bank-link", link->start, link->end);
    size_t s, e;
    if (message && said_at(w, "claim-fine", &s, &e) && (link || f->mobile || f->file || said(w, "ask-transfer")))
        add_sign(w, "law-fine", s, e);
    if (said_at(w, "theme-warrant", &s, &e)) add_sign(w, "law-police-phone", s, e);
    if (message && said(w, "claim-tax") && (link || f->file || f->mobile) && said_at(w, "claim-tax", &s, &e))
        add_sign(w, "law-tax", s, e);
    if (said_at(w, "theme-vneid", &s, &e) && (link || f->file || f->mobile || said(w, "ask-chat")))
        add_sign(w, "law-vneid", s, e);
}

/* --- disguise, emotion --- */

static void disguise(work_t *w)
{
    const fold_stats_t *t = &w->f.stats;
    size_t all = w->in->text.n;
    if (t->zero_width > 1 || t->bidi) add_sign(w, "disguise-invisible", 0, all);
    if (t->lookalike > 1 && t->letters > t->lookalike) add_sign(w, "disguise-letters", 0, all);
    if (t->styled > 3 || t->noise > 2) add_sign(w, "disguise-letters", 0, all);
}

static void themes(work_t *w, const facts_t *f)
{
    static const char *const all[] = {"theme-threat",    "theme-hurry",  "theme-prize",    "theme-job",
                                      "theme-invest",    "theme-loan",   "theme-relative", "theme-parcel",
                                      "theme-recover",   "theme-gamble", "theme-mistake",  "theme-login",
                                      "theme-blackmail", "theme-papers"};
    bool reach = f->foreign || f->chat || f->mobile || f->account || f->file || w->v->n_asks;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (reach) from_phrase(w, all[i], all[i]);
    if (w->v->n_asks && said(w, "theme-relative")) from_phrase(w, "theme-relative", "relative-money");
}

void judge(work_t *w)
{
    facts_t f = gather(w);
    /* A text that warns about scams names every act; without a foreign link, number or account of its own it asks none. */
    if (f.warning && !f.foreign && !f.file && !f.account && !(f.mobile && said(w, "ask-call"))) return;
    mismatch_hosts(w);
    if (f.otp_notice && !f.foreign && !f.mobile) return;
    acts(w, &f);
    mismatch_named(w, &f);
    law(w, &f);
    disguise(w);
    if (!(f.advert && !f.foreign && !f.chat)) themes(w, &f);
}
