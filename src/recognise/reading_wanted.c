/* SPDX-License-Identifier: Apache-2.0
 *
 * Is there anything a reading would change? Each question here is wider than the reader's own, and cheap.
 */
#include "recognise/reading_internal.h"

/* 1,024 bits, one set for each shorthand word: tests/recognise/reading_test.c remakes them. */
static const uint64_t short_words[16] = {0x4220000000008a00,
                                         0x8004000000000040,
                                         0x2124010000080010,
                                         0x21040000000000,
                                         0x20200040000a4000,
                                         0x2001004010000000,
                                         0x4000,
                                         0x1400ca120000000,
                                         0x100000804000004,
                                         0x800000080008140,
                                         0x18000000,
                                         0x2000000200000,
                                         0x1202001000000010,
                                         0x120000006000040,
                                         0x105000000,
                                         0x802000001};

static uint32_t bit_of(str_t w)
{
    uint32_t v = 0;
    for (size_t i = 0; i < w.n; i++) v = v << 5 | (uint32_t)(w.p[i] & 31);
    return v * 2654435761u >> 22;
}

/* Keys that stand where no letter of a syllable does; "tr" begins one. */
static bool has_keys(str_t w)
{
    if (w.n < 3) return false;
    if (w.p[0] == 'w') return true;
    for (size_t i = 1; i < w.n; i++) {
        char c = w.p[i];
        bool key = c == 's' || c == 'f' || c == 'x' || c == 'j' || c == 'w' || (c == 'r' && !(i == 1 && w.p[0] == 't'));
        if (key || (c == w.p[i - 1] && (c == 'a' || c == 'e' || c == 'o' || c == 'd'))) return true;
    }
    return false;
}

/* The word ends at i: does an address in pieces begin or go on here? */
static bool broken_host(const fold_t *f, size_t from, size_t i)
{
    const char *t = f->text;
    str_t w = {t + from, i - from};
    char c = i < f->n ? t[i] : '\0', next = i + 1 < f->n ? t[i + 1] : '\0';
    if (c == ' ' && (next == '.' || next == '[' || next == '(' || next == '{')) return true;
    if ((c == '[' || c == '(' || c == '{') && (next == '.' || next == ' ' || next == 'd' || next == 'c')) return true;
    if (c == '.' && next == ' ' && i + 2 < f->n && memchr("cvnoxiesg", t[i + 2], 9)) {
        size_t end = i + 2;
        while (end < f->n && word_char(t[end])) end++;
        if (end - i <= 5) return true;
    }
    if ((w.n == 4 || w.n == 5) && w.p[0] == 'h' && (c == ' ' || c == ':') &&
        (next == ' ' || next == ':' || next == '/'))
        return memcmp(w.p + 1, "ttp", 3) == 0 || memcmp(w.p + 1, "xxp", 3) == 0;
    return (w.n == 3 && memcmp(w.p, "dot", 3) == 0) || (w.n == 4 && memcmp(w.p, "cham", 4) == 0);
}

static bool cut_in_two(const fold_t *f, size_t from, size_t i)
{
    if (i - from > 6 || i + 1 >= f->n || !is_letter(f->text[i + 1]) || !memchr(".-*~|'", f->text[i], 6)) return false;
    char joined[8];
    size_t n = 0;
    for (size_t k = from; k < f->n && n < sizeof joined; k++) {
        if (is_letter(f->text[k]))
            joined[n++] = f->text[k];
        else if (f->text[k] != f->text[i])
            break;
    }
    return n < sizeof joined && syllable((str_t){joined, n});
}

bool reading_wanted(const fold_t *f)
{
    const char *t = f->text;
    size_t alone = 0, last_end = 0, typed = 0, ended = 0;
    for (size_t i = 0; i < f->n;) {
        if (!word_char(t[i])) {
            i++;
            continue;
        }
        size_t from = i, digits = 0, inner = 0;
        for (; i < f->n && word_char(t[i]); i++) {
            if (!is_digit(t[i])) continue;
            digits++;
            inner += i > from && i + 1 < f->n && word_char(t[i + 1]);
        }
        str_t w = {t + from, i - from};
        alone = w.n == 1 && !digits && (alone == 0 || from == last_end + 1) ? alone + 1 : w.n == 1 && !digits;
        last_end = i;
        if (alone > 2) return true;
        if (digits && digits < w.n && is_letter(t[from])) {
            if (inner || ++ended > 1) return true;
        }
        if (i + 1 < f->n && (t[i] == '@' || t[i] == '$' || t[i] == '!') && word_char(t[i + 1])) return true;
        uint32_t bit = w.n <= 6 && !digits ? bit_of(w) : 0;
        if (w.n <= 6 && !digits && short_words[bit >> 6] >> (bit & 63) & 1 && shorthand(w, STR_NONE).n) return true;
        if (!digits && has_keys(w) && ++typed > 1) return true;
        if (broken_host(f, from, i) || cut_in_two(f, from, i)) return true;
    }
    return false;
}
