/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers and symbols of official documents: "2632/STTTT-CNTTVT", "50/2024/TT-NHNN" (Decree 30/2020: a number, for laws and
 * circulars the year, the kind's letters and the issuer's). Letters are capitals in the message: "5/ngay" is no document.
 */
#include "recognise/entities_internal.h"

/* Kinds that stand without an issuer behind a hyphen. */
static bool kind_alone(str_t s)
{
    static const char *const kinds[] = {"qd", "tb", "kh", "cv", "bc", "ct", "cd", "nq", "hd", "gm", "ubnd", "gp"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(s, str_of(kinds[i]))) return true;
    return false;
}

static size_t digits_at(const work_t *w, size_t at)
{
    size_t n = 0;
    while (is_digit(folded_at(w, at + n))) n++;
    return n;
}

/* The first byte of a capital in the message: A to Z, or a letter whose fold differs from it (Đ, Ư in UTF-8). */
static bool capital(const work_t *w, size_t at)
{
    unsigned char c = (unsigned char)w->in->text.p[w->f.origin[at]];
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    unsigned char low = w->f.origin[at] + 1 < w->in->text.n ? (unsigned char)w->in->text.p[w->f.origin[at] + 1] : 0;
    /* Latin-1 capitals are C3 80 to C3 9E; of the rest (Đ C4 90, Ă C4 82, Ơ C6 A0, Ư C6 AF) capitals come first. */
    return c == 0xC3 ? low <= 0x9E : c == 0xC4 ? low == 0x90 || low == 0x82 : c == 0xC6 && (low == 0xA0 || low == 0xAF);
}

/* "TTg", the Prime Minister's; "CTr", "TTr" and "QyĐ" among the kinds. */
static bool small_by_rule(const work_t *w, size_t i)
{
    char c = w->f.text[i], before = w->f.text[i - 1];
    bool inside = (c == 'g' || c == 'r') && before == 't' && capital(w, i - 1);
    return inside || (c == 'y' && before == 'q' && folded_at(w, i + 1) == 'd');
}

static size_t document_at(const work_t *w, size_t at)
{
    size_t n = digits_at(w, at), i = at + n, letters = 0, hyphens = 0;
    bool year = false;
    if (!n || n > 5 || folded_at(w, i) != '/') return at;
    i++;
    size_t y = digits_at(w, i);
    if (y == 4 && folded_at(w, i + 4) == '/') {
        year = true;
        i += 5;
    }
    size_t from = i;
    for (; i < w->f.n && (word_char(w->f.text[i]) ||
                          ((w->f.text[i] == '-' || w->f.text[i] == '&') && word_char(folded_at(w, i + 1))));
         i++) {
        if (is_letter(w->f.text[i])) {
            if (!capital(w, i) && !small_by_rule(w, i)) return at;
            letters++;
        }
        hyphens += w->f.text[i] == '-';
    }
    if (letters < 2 || !is_letter(folded_at(w, from))) return at;
    return year || hyphens || kind_alone((str_t){w->f.text + from, i - from}) ? i : at;
}

void documents_find(work_t *w)
{
    size_t done = 0;
    for (size_t i = 0; (i = word_to_look_at(w, READER_DIGITS, i)) < w->n_words; i++) {
        size_t at = w->words[i].start;
        if (folded_at(w, w->words[i].end) != '/' || at < done) continue;
        if (at > 0 && (host_char(w->f.text[at - 1]) || w->f.text[at - 1] == '/')) continue;
        size_t end = document_at(w, at);
        if (end == at || entity_there(w, at, end)) continue;
        entity_t *e = entity_add(w, ENTITY_DOCUMENT, at, end);
        if (!e) return;
        e->value = str_dup(w->a, str_sub(w->in->text, e->start, e->end));
        done = end;
    }
}
