/* SPDX-License-Identifier: Apache-2.0 */
#include "check/shown.h"
#include "page/app.h"

/* The model marks where it heard most, about; it gives way to signs that know their place. */
static bool others_know(const verdict_t *d, size_t whole)
{
    for (size_t i = 0; i < d->n_signs; i++)
        if (d->signs[i].kind != SIGN_MODEL && d->signs[i].end - d->signs[i].start < whole) return true;
    return false;
}

/* The sign whose mark comes next at or after `at`, the first of those that begin together; SIZE_MAX: none. */
static size_t next_mark(const verdict_t *d, size_t at, size_t whole, bool others, size_t *begins)
{
    size_t found = SIZE_MAX;
    *begins = whole;
    for (size_t i = 0; i < d->n_signs; i++) {
        const sign_t *s = &d->signs[i];
        if ((s->start == 0 && s->end == whole) || s->end <= at || (others && s->kind == SIGN_MODEL)) continue;
        size_t from = s->start > at ? s->start : at;
        if (from >= *begins) continue;
        *begins = from;
        found = i;
    }
    return found;
}

/* The message in pieces, signs marked: overlapping signs share a piece, the first one's number is shown. */
static void pieces(view_t *v, const verdict_t *d, str_t text)
{
    view_t *list = view_list(v, "pieces");
    bool others = others_know(d, text.n);
    for (size_t at = 0; at < text.n;) {
        size_t begins, i = next_mark(d, at, text.n, others, &begins);
        if (begins > at) view_text(view_item(list), "plain", str_sub(text, at, begins));
        if (i == SIZE_MAX) break;
        view_t *m = view_item(list);
        view_text(m, "marked", str_sub(text, begins, d->signs[i].end));
        view_int(m, "number", (int64_t)i + 1);
        at = d->signs[i].end;
    }
}

static void reasons(view_t *v, const verdict_t *d)
{
    view_t *list = view_list(v, "signs");
    for (size_t i = 0; i < d->n_signs; i++) {
        view_t *s = view_item(list);
        view_int(s, "number", (int64_t)i + 1);
        view_text(s, "code", d->signs[i].code);
        view_text(s, "why", d->signs[i].why);
        view_text(s, "check", d->signs[i].check);
    }
}

/* "1900 545 413" as a telephone takes it. */
static void dial(view_t *v, str_t number)
{
    char digits[32];
    size_t n = 0;
    for (size_t i = 0; i < number.n && n < sizeof digits - 1; i++)
        if ((number.p[i] >= '0' && number.p[i] <= '9') || number.p[i] == '+') digits[n++] = number.p[i];
    view_fmt(v, "dial", "%.*s", (int)n, digits);
}

static void whom(view_t *v, const verdict_t *d)
{
    if (!d->imitates) return;
    view_t *b = view_object(v, "imitates");
    view_text(b, "name", d->imitates->name);
    if (d->imitates->hotline.n) view_text(b, "hotline", d->imitates->hotline);
    dial(b, d->imitates->hotline);
    view_flag(b, "vouched", d->imitates->n_vouched > 0);
    view_flag(b, "unchecked", d->imitates->n_vouched == 0);
    view_t *list = view_list(b, "official");
    for (size_t i = 0; i < d->imitates->n_vouched; i++) view_text(view_item(list), "host", d->imitates->domains[i]);
}

/* --- what a picture held --- */

/* To whom it pays; nothing of a code that must be shown to nobody. */
static void detail(view_t *c, const judged_t *j, size_t i)
{
    const vietqr_t *read = &j->codes[i].read;
    str_t p = j->codes[i].payload, bank = j->codes[i].bank;
    str_t account = vietqr_part(p, read->account), name = vietqr_part(p, read->name);
    if (judged_hidden(read->kind)) bank = account = name = S("");
    view_fmt(c, "detail", "%.*s%s%.*s%s%.*s", STRF(bank), bank.n && account.n ? " " : "", STRF(account),
             name.n && (bank.n || account.n) ? " " : "", STRF(name));
}

static void codes(view_t *v, lang_t lang, const judged_t *j)
{
    view_t *list = view_list(v, "codes");
    for (size_t i = 0; i < j->n_codes; i++) {
        view_t *c = view_item(list);
        view_z(c, "what", vietqr_kind_text(j->codes[i].read.kind, lang));
        detail(c, j, i);
    }
}

/* The graver findings stand among the signs. */
static void findings(view_t *v, const judged_t *j)
{
    view_t *list = view_list(v, "findings");
    for (size_t i = 0; i < j->document.n_findings; i++)
        if (j->document.findings[i].severity == DOCUMENT_NOTE)
            view_z(view_item(list), "why", j->document.findings[i].why);
}

static void listed(view_t *v, const verdict_t *d)
{
    view_t *list = view_list(v, "listed");
    view_flag(v, "has_listed", d->n_listed > 0);
    for (size_t i = 0; i < d->n_listed; i++) {
        view_t *l = view_item(list);
        view_text(l, "source", d->listed[i].source);
        view_text(l, "reason", d->listed[i].reason);
        view_time(l, "since", date_start(d->listed[i].since));
    }
}

/* --- the whole --- */

static const char *level_flag(level_t l)
{
    static const char *const flags[] = {"unsure", "is_official", "suspicious", "danger"};
    return flags[l];
}

static void levels(view_t *v, bool all, level_t one)
{
    for (level_t l = LEVEL_UNSURE; l <= LEVEL_DANGER; l++) view_flag(v, level_flag(l), all || l == one);
}

void shown_verdict(view_t *v, lang_t lang, const judged_t *j)
{
    const verdict_t *d = &j->verdict;
    str_t text = j->text;
    view_z(v, "level", level_name(d->level));
    view_flag(v, "checked", true);
    levels(v, false, d->level);
    view_flag(v, "bad", d->level >= LEVEL_SUSPICIOUS);
    view_flag(v, "by_server", true);
    view_flag(v, "on_phone", false);
    view_text(v, "headline", d->headline);
    view_text(v, "message", text);
    pieces(v, d, text);
    reasons(v, d);
    view_flag(v, "no_signs", d->n_signs == 0);
    whom(v, d);
    view_flag(v, "has_forms", d->n_forms > 0);
    view_t *forms = view_list(v, "forms");
    for (size_t i = 0; i < d->n_forms; i++) {
        view_t *f = view_item(forms);
        view_text(f, "code", d->forms[i]->code);
        view_text(f, "name", lang == LANG_EN ? d->forms[i]->name_en : d->forms[i]->name_vi);
    }
    view_t *steps = view_list(v, "steps");
    for (size_t i = 0; i < d->n_steps; i++) view_text(view_item(steps), "text", d->steps[i]);
    codes(v, lang, j);
    findings(v, j);
    listed(v, d);
    view_flag(v, "cut", j->cut);
}

/* One of everything, and every word that may be said: scripts take away what does not apply. */
static void shape(view_t *v)
{
    static const char *const empty[] = {"level", "headline", NULL};
    static const char *const flags[] = {"bad",        "by_server", "on_phone", "has_forms",
                                        "has_listed", "no_signs",  "cut",      NULL};
    static const struct {
        const char *list, *of[4];
    } lists[] = {{"steps", {"text"}},         {"signs", {"number", "why", "check"}},
                 {"forms", {"code", "name"}}, {"codes", {"what", "detail"}},
                 {"findings", {"why"}},       {"pieces", {"number"}}};
    view_t *s = view_object(v, "shape");
    for (const char *const *e = empty; *e; e++) view_z(s, *e, "");
    for (const char *const *f = flags; *f; f++) view_flag(s, *f, true);
    levels(s, true, LEVEL_UNSURE);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        view_t *one = view_item(view_list(s, lists[i].list));
        for (size_t k = 0; k < 4 && lists[i].of[k]; k++) view_z(one, lists[i].of[k], "");
        if (i + 1 == sizeof lists / sizeof *lists) view_z(one, "marked", "-");
    }
    view_t *l = view_item(view_list(s, "listed"));
    view_z(l, "source", "{source}");
    view_z(l, "since_date", "{since}");
    view_z(l, "reason", "{reason}");
    view_t *b = view_object(s, "imitates");
    view_z(b, "name", "");
    view_z(b, "hotline", "-");
    view_z(b, "dial", "");
    view_flag(b, "vouched", true);
    view_flag(b, "unchecked", true);
    view_z(view_item(view_list(b, "official")), "host", "");
}

void shown_box(req_t *q, view_t *v)
{
    if (q->json) return; /* a program has its own */
    static const char *const forms[] = {"sms-brandname", "fake-police", "shipper-fee", "online-job"};
    view_t *list = view_list(v, "examples");
    for (size_t i = 0; q->app->know && i < sizeof forms / sizeof *forms; i++) {
        const form_t *f = canhgiac_form(q->app->know, str_of(forms[i]));
        if (!f) continue;
        view_t *e = view_item(list);
        view_text(e, "name", q->lang == LANG_EN ? f->name_en : f->name_vi);
        view_text(e, "text", q->lang == LANG_EN ? f->example_en : f->example_vi);
    }
    view_t *genuine = view_item(list);
    view_z(genuine, "name", tr(q->lang, N_("A bank's own message")));
    view_z(genuine, "text", tr(q->lang, N_("Your code is 495028. Never give this code to anybody.")));
    shape(v);
}
