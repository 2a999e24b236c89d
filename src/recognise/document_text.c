/* SPDX-License-Identifier: Apache-2.0
 *
 * A text made searchable, and searched with a few errors allowed: Myers' bit-parallel automaton (J. ACM 46(3), 1999), one
 * machine word a letter, so that a scanner's misreadings cost nothing.
 */
#include "recognise/document_internal.h"

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

status_t plain_make(arena_t *a, str_t text, plain_t *out)
{
    fold_t f = {.n = 0};
    size_t bound = fold_bound(text.n);
    f.text = arena_alloc(a, bound);
    f.origin = ARENA_ARRAY(a, uint32_t, bound + 1);
    if (!f.text || !f.origin) return ST_MEMORY;
    fold_into(text, &f);
    /* In place: what is written never passes what is read. */
    size_t n = 0;
    for (size_t i = 0; i < f.n;) {
        uint32_t at = f.origin[i];
        if (f.text[i] != ' ') {
            f.text[n] = f.text[i++];
            f.origin[n++] = at;
            continue;
        }
        while (i < f.n && f.text[i] == ' ') i++;
        uint32_t next = i < f.n ? f.origin[i] : (uint32_t)text.n;
        str_t gap = {text.p + at, next - at};
        bool line = str_chr(gap, '\n', 0) != SIZE_MAX || str_chr(gap, '\f', 0) != SIZE_MAX;
        f.text[n] = line ? '\n' : gap.n >= 3 || str_chr(gap, '\t', 0) != SIZE_MAX ? '\t' : ' ';
        f.origin[n++] = at;
    }
    f.origin[n] = (uint32_t)text.n;
    *out = (plain_t){text, f.text, f.origin, n};
    return ST_OK;
}

document_span_t plain_span(const plain_t *p, size_t from, size_t to)
{
    while (from < to && is_gap(p->text[from])) from++;
    while (to > from && is_gap(p->text[to - 1])) to--;
    if (from >= to) return (document_span_t){p->origin[from], p->origin[from]};
    size_t end = p->origin[to];
    /* The next kept character may stand far behind: blanks that were dropped are not part of the span. */
    while (end > p->origin[to - 1] + 1 && strchr(" \t\r\n", p->source.p[end - 1])) end--;
    return (document_span_t){p->origin[from], end};
}

/* A match that ends before `to`: where its words begin and end; false when it is within other words. */
static bool whole_words(const plain_t *p, size_t length, unsigned errors, size_t to, found_t *out)
{
    if (to < p->n && is_word_byte(p->text[to])) return false;
    size_t guess = to > length ? to - length : 0;
    for (size_t d = 0; d <= errors; d++)
        for (int side = 0; side < 2; side++) {
            if (side == 0 && guess < d) continue;
            size_t from = side ? guess + d : guess - d;
            if (from >= to || !is_word_byte(p->text[from]) || (from && is_word_byte(p->text[from - 1]))) continue;
            *out = (found_t){from, to, errors};
            return true;
        }
    return false;
}

bool plain_find(const plain_t *p, const char *pattern, unsigned errors, size_t from, size_t to, found_t *out)
{
    uint64_t peq[256] = {0};
    size_t m = strlen(pattern);
    if (m == 0 || m > PATTERN_MOST) return false;
    for (size_t i = 0; i < m; i++) peq[(unsigned char)pattern[i]] |= UINT64_C(1) << i;
    peq['\n'] = peq['\t'] = peq[' '];
    uint64_t pv = ~UINT64_C(0), mv = 0, top = UINT64_C(1) << (m - 1);
    unsigned score = (unsigned)m;
    found_t best = {0, 0, errors + 1};
    for (size_t i = from; i < to && i < p->n; i++) {
        uint64_t eq = peq[(unsigned char)p->text[i]];
        uint64_t xv = eq | mv, xh = (((eq & pv) + pv) ^ pv) | eq;
        uint64_t ph = mv | ~(xh | pv), mh = pv & xh;
        score += (ph & top) ? 1u : 0u;
        score -= (mh & top) ? 1u : 0u;
        ph <<= 1;
        mh <<= 1;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
        found_t here;
        if (score < best.errors && whole_words(p, m, score, i + 1, &here)) best = here;
        /* A better ending may lie up to `errors` bytes on. */
        if (best.errors <= errors && (best.errors == 0 || i + 1 >= best.to + errors)) break;
    }
    if (best.errors > errors) return false;
    *out = best;
    return true;
}
