/* SPDX-License-Identifier: Apache-2.0
 *
 * The facts of a message: whose links it carries, which numbers, whom it names, how it presses.
 */
#include "recognise/judge.h"

bool is_kind(const brand_t *b, const char *kind)
{
    return b && str_eq(b->kind, str_of(kind));
}

bool is_link(const entity_t *e)
{
    return e->kind == ENTITY_URL || e->kind == ENTITY_HOST;
}

bool app_file(const entity_t *e)
{
    return str_find(e->value, S(".apk"), 0) != SIZE_MAX || str_find(e->value, S(".mobileconfig"), 0) != SIZE_MAX;
}

bool private_number(str_t d)
{
    return d.n == 10 && d.p[0] == '0' && strchr("35789", d.p[1]);
}

static void one_entity(const canhgiac_t *k, facts_t *f, const entity_t *e)
{
    bool link = is_link(e);
    if (link && app_file(e) && !f->file) f->file = e;
    if (link && e->allowed) return;
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
    if (e->kind == ENTITY_PHONE && str_eq(e->note, S("foreign")) && !f->abroad) f->abroad = e;
    if (e->kind == ENTITY_ACCOUNT && !f->account) f->account = e;
    if (e->kind == ENTITY_BRAND && is_kind(e->brand, "platform")) f->platform = true;
    if (e->kind == ENTITY_BRAND && !is_kind(e->brand, "platform") && !f->named) f->named = e;
}

/* The end of the link that byte `at` lies in; 0: of none. *next: the first entity to look at; links stand in order. */
static size_t link_end(const work_t *w, size_t at, size_t *next)
{
    const entity_t *e = w->v->entities;
    while (*next < w->v->n_entities && (!is_link(&e[*next]) || e[*next].end <= at)) (*next)++;
    return *next < w->v->n_entities && at >= e[*next].start ? e[*next].end : 0;
}

/* Spam that dodges filters is written "TThhắắngg8" or "djêfntêxnvăan": capitals inside words, or words longer than any
 * syllable. Words in the bytes as sent, links left out. */
static bool is_garbled(const work_t *w)
{
    enum { LEAST = 16, LONG = 10 };
    str_t t = w->in->text;
    size_t letters = 0, flips = 0, in_long = 0, length = 0, next = 0;
    for (size_t i = 0; i <= t.n; i++) {
        unsigned char c = i < t.n ? (unsigned char)t.p[i] : ' ';
        bool capital = c >= 'A' && c <= 'Z', small = c >= 'a' && c <= 'z';
        bool inside = capital || small || c >= 0x80;
        if (!inside || link_end(w, i, &next)) {
            if (length >= LONG) in_long += length;
            length = 0;
            continue;
        }
        if (c >= 0x80 && c < 0xC0) continue; /* the rest of a letter */
        letters++;
        length++;
        if (capital && length > 1 && !(t.p[i - 1] >= 'A' && t.p[i - 1] <= 'Z')) flips++;
    }
    return letters >= LEAST && (flips * 8 >= letters || in_long * 2 >= letters);
}

facts_t facts_gather(const work_t *w)
{
    facts_t f = {0};
    for (size_t i = 0; i < w->v->n_entities; i++) one_entity(w->k, &f, &w->v->entities[i]);
    static const char *const presses[] = {"theme-threat",  "theme-login",   "theme-parcel", "theme-recover",
                                          "theme-mistake", "theme-warrant", "claim-fine"};
    for (size_t i = 0; i < sizeof presses / sizeof *presses; i++) f.pressure = f.pressure || said(w, presses[i]);
    f.garbled = is_garbled(w);
    f.warning = said(w, "ctx-warning");
    f.otp_notice = said(w, "ctx-otp-notice");
    f.advert = said(w, "ctx-advert");
    f.authority = said(w, "claim-police") || said(w, "claim-court") || said(w, "claim-tax") || said(w, "claim-agency");
    return f;
}
