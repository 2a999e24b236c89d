/* SPDX-License-Identifier: Apache-2.0
 *
 * From the bytes of a file to the draft.
 */
#include "base/fold.h"
#include "campaign/edxml.h"
#include "campaign/letter_internal.h"

/* --- what the envelope knows of the letter in it --- */

static void close_field(letter_t *l, const char *field)
{
    for (size_t k = 0; k < l->open.len; k++) {
        letter_open_t *o = &VEC_AT(&l->open, letter_open_t, k);
        if (!str_eq(o->field, str_of(field))) continue;
        memmove(o, o + 1, (l->open.len - k - 1) * sizeof *o);
        l->open.len--;
        return;
    }
}

static void fill(letter_t *l, const char *field, letter_text_t *at, str_t value)
{
    if (!value.n || (at->text.n && !l->damaged)) return;
    *at = (letter_text_t){value, at->from, at->to, 0.9};
    close_field(l, field);
}

static void differ(letter_t *l, const char *field, str_t paper, str_t envelope)
{
    close_field(l, field);
    letter_open_t *o = vec_push(&l->open);
    if (o) *o = (letter_open_t){str_of(field), "two-readings", paper, envelope};
}

static void fill_number(arena_t *a, letter_t *l, const edxml_t *e)
{
    int64_t n;
    if (!str_int(e->number, 1, 9999999, &n)) return;
    if (l->number && l->number != n && !l->damaged) {
        differ(l, "number", str_fmt(a, "%lld", (long long)l->number), e->number);
        l->number = 0;
        return;
    }
    l->number = n;
    close_field(l, "number");
}

static str_t day_text(arena_t *a, date_t d)
{
    return str_fmt(a, "%04d-%02d-%02d", d.y, d.m, d.d);
}

static void fill_date(arena_t *a, letter_t *l, const edxml_t *e)
{
    if (!e->date.y) return;
    bool same = l->date.day.y == e->date.y && l->date.day.m == e->date.m && l->date.day.d == e->date.d;
    if (l->date.day.y && !same && !l->damaged) {
        differ(l, "date", day_text(a, l->date.day), day_text(a, e->date));
        l->date.day.y = 0;
        return;
    }
    l->date.day = e->date;
    close_field(l, "date");
}

static void fill_recipients(letter_t *l, const edxml_t *e)
{
    if (l->recipients.len) return;
    for (size_t i = 0; i < e->to.n; i++) {
        letter_text_t *t = vec_push(&l->recipients);
        if (t) *t = (letter_text_t){e->to.at[i], 0, 0, 0.9};
    }
    if (l->recipients.len) close_field(l, "recipients");
}

static void overlay(arena_t *a, letter_t *l, const edxml_t *e)
{
    fill_number(a, l, e);
    fill_date(a, l, e);
    fill(l, "symbol", &l->symbol, e->symbol);
    fill(l, "issuer", &l->issuer, e->issuer);
    fill(l, "place", &l->place, e->place);
    fill(l, "subject", &l->subject, e->subject);
    fill(l, "signer", &l->signer, e->signer);
    fill(l, "signer.title", &l->signer_title, e->signer_title);
    fill_recipients(l, e);
    if (!l->to.day.y && e->due.y && !l->two_deadlines) {
        l->to = (letter_date_t){e->due, 0, 0, 0.7};
        l->from = l->date;
        close_field(l, "window");
    }
}

/* --- reading --- */

static status_t text_of(arena_t *a, str_t bytes, str_t *text, err_t *err)
{
    if (paper_kind(bytes) == PAPER_PLAIN) return letter_decode(a, bytes, text, err);
    paper_t p;
    status_t s = paper_read(a, bytes, &p, err);
    *text = p.text;
    return s;
}

/* The first attachment that reads as a letter; else the words of the envelope alone. */
static status_t open_envelope(arena_t *a, const paper_t *p, letter_t *out, err_t *err)
{
    edxml_t e;
    status_t s = edxml_fields(a, p, &e, err);
    if (s != ST_OK) return s;
    if (e.is_status)
        return err_set(err, ST_INPUT, "edxml.is-status",
                       N_("This edXML is no letter but a status message: give it to canhgiac letter status."));
    bool read = false;
    for (size_t i = 0; i < p->attached.len && !read; i++) {
        str_t bytes = VEC_AT(&p->attached, str_t, i), text;
        err_t quiet = err_new(err->lang);
        if (paper_kind(bytes) == PAPER_EDXML) continue;
        read = text_of(a, bytes, &text, &quiet) == ST_OK && letter_read(a, text, out, &quiet) == ST_OK;
    }
    if (!read) s = letter_read(a, edxml_text(a, &e), out, err);
    if (s == ST_OK) overlay(a, out, &e);
    return s;
}

status_t letter_open(arena_t *a, str_t bytes, letter_t *out, err_t *err)
{
    str_t text;
    if (paper_kind(bytes) == PAPER_EDXML) {
        paper_t p;
        status_t s = paper_read(a, bytes, &p, err);
        return s == ST_OK ? open_envelope(a, &p, out, err) : s;
    }
    status_t s = text_of(a, bytes, &text, err);
    return s == ST_OK ? letter_read(a, text, out, err) : s;
}
