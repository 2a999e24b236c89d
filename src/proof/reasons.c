/* SPDX-License-Identifier: Apache-2.0
 *
 * reasons — a result as JSON, and its reasons as sentences.
 */
#include "proof/look.h"

const char *proof_verdict_name(proof_verdict_t v)
{
    return v == PROOF_SEEN ? "seen" : v == PROOF_NOT_SEEN ? "not-seen" : "cannot-tell";
}

typedef struct sentence {
    const char *code, *msgid;
} sentence_t;

static const sentence_t sentences[] = {
    {"social", N_("Pages of social networks cannot be read by the program.")},
    {"address-refused", N_("The address leads into an inner network.")},
    {"dns", N_("The name of the site has no address.")},
    {"connect", N_("The site cannot be reached.")},
    {"tls", N_("The certificate of the site does not hold.")},
    {"timeout", N_("The site did not answer in time.")},
    {"too-large", N_("The page is too large to be read.")},
    {"broken", N_("The site broke off its answer.")},
    {"robots", N_("The site asks programs not to read this page (robots.txt).")},
    {"redirect-away", N_("The page sends readers on to another site.")},
    {"redirect-ring", N_("The page sends readers round in a ring.")},
    {"stopped", N_("The look was broken off.")},
    {"older-version", N_("An older version stands there; it must be replaced.")},
    {"withdrawn", N_("A release that was withdrawn stands there; it must be taken down.")},
    {"number-changed", N_("A number in the text was changed")},
    {"number-added", N_("A telephone number that is not ours was put into the text")},
    {"number-beside", N_("A mobile number that is not ours stands right beside the text")},
    {"negation-changed", N_("A “not” was taken out of the text or put into it")},
    {"link-changed", N_("The text names another site than ours")},
    {"words-changed", N_("Words of the text were changed")},
    {"only-part", N_("Only a part of the text stands there")},
    {"social-link", N_("The page only leads to a social network, which the program cannot read.")},
    {"waf", N_("A firewall answered in place of the page.")},
    {"soft-404", N_("The site says that the page does not exist.")},
    {"login", N_("The page asks for a sign-in.")},
    {"drawn-by-script", N_("The page is drawn by script and cannot be read as it is.")},
    {"empty", N_("The page is empty.")},
    {"moved-to-front-page", N_("The address leads to the front page of the site.")},
    {"hidden-text", N_("The text stands in the page but is hidden from readers.")},
    {"file-unread", N_("A file attached to the page could not be read.")},
    {"player-of-another-site", N_("The page shows a player of another site, which the program cannot look into.")},
    {"nothing-of-ours", N_("Nothing of the campaign's releases stands on the page.")},
    {"another-file", N_("The address is a file, but none of the campaign's.")},
    {"not-our-place", N_("The address is not on a site registered for this unit.")},
    {"url-unreadable", N_("This is not a web address (http:// or https://).")},
    {"another-release", N_("Another release stands there than the one that was claimed.")},
};

str_t proof_reason_text(arena_t *a, lang_t lang, str_t reason)
{
    size_t colon = str_find(reason, S(": "), 0);
    str_t code = str_sub(reason, 0, colon),
          detail = colon == SIZE_MAX ? STR_NONE : str_sub(reason, colon + 2, reason.n);
    if (str_starts(code, S("http-"))) {
        const char *m = tr(lang, N_("The site answered with the code %.*s."));
        return str_fmt(a, m, STRF(str_sub(code, 5, code.n)));
    }
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        if (!str_eq(code, str_of(sentences[i].code))) continue;
        str_t text = str_of(tr(lang, sentences[i].msgid));
        return detail.n ? str_fmt(a, "%.*s: %.*s.", STRF(text), STRF(detail)) : text;
    }
    return reason;
}

static void member(buf_t *b, const char *name, str_t value)
{
    buf_fmt(b, "\"%s\":", name);
    if (value.p) {
        buf_json(b, value);
    } else {
        buf_putz(b, "null");
    }
    buf_putc(b, ',');
}

void proof_json(const proof_result_t *r, buf_t *b)
{
    char id[IDENT_TEXT], hex[65];
    bool found = !ident_none(r->release);
    ident_text(r->release, id);
    digest_hex(r->text_sha256, hex);
    buf_putc(b, '{');
    member(b, "verdict", str_of(proof_verdict_name(r->verdict)));
    member(b, "release", found ? str_of(id) : STR_NONE);
    member(b, "code", r->code);
    buf_putz(b, "\"version\":");
    if (found) {
        buf_int(b, r->version);
    } else {
        buf_putz(b, "null");
    }
    buf_putc(b, ',');
    member(b, "fidelity", str_of(r->fidelity));
    member(b, "method", str_of(r->method));
    if (r->share > 0) buf_fmt(b, "\"share\":%d.%03d,", (int)(r->share + 0.0005), (int)(r->share * 1000 + 0.5) % 1000);
    buf_fmt(b, "\"status\":%d,", r->status);
    member(b, "final_url", r->final_url);
    member(b, "title", r->title.n ? r->title : STR_NONE);
    if (r->text.p) member(b, "text_sha256", str_of(hex));
    buf_putz(b, "\"reasons\":[");
    for (size_t i = 0; i < r->n_reasons; i++) {
        if (i) buf_putc(b, ',');
        buf_json(b, r->reasons[i]);
    }
    buf_putz(b, "]}");
}
