/* SPDX-License-Identifier: Apache-2.0
 *
 * One word read otherwise: digits and signs as the letters they are drawn like, or the keys of VNI and Telex taken off.
 */
#include "recognise/reading_internal.h"

/* The letters a digit or sign can stand for; "" for none. */
static const char *drawn(char c)
{
    switch (c) {
    case '0': return "o";
    case '1': return "il";
    case '3': return "e";
    case '4': return "a";
    case '5': return "s";
    case '7': return "t";
    case '8': return "b";
    case '9': return "g";
    case '@': return "a";
    case '$': return "s";
    case '!': return "i";
    default: return "";
    }
}

size_t read_leet(const reader_t *r, str_t w, char *to)
{
    for (size_t i = 0; i < w.n; i++)
        if (is_letter(w.p[i])) return read_drawn(r, w, to);
    return 0;
}

/* Of a few ways to read "1" the first that makes a word: at most four in a word are doubtful. */
size_t read_drawn(const reader_t *r, str_t w, char *to)
{
    unsigned doubts = 0, changed = 0;
    if (w.n < 2 || w.n > WORD_MOST) return 0;
    for (size_t i = 0; i < w.n; i++) {
        if (is_letter(w.p[i])) continue;
        const char *as = drawn(w.p[i]);
        if (!as[0]) return 0;
        doubts += as[1] != '\0';
        changed++;
    }
    if (!changed || doubts > 4) return 0;
    for (unsigned way = 0; way < 1u << doubts; way++) {
        unsigned bit = 0;
        for (size_t i = 0; i < w.n; i++) {
            const char *as = drawn(w.p[i]);
            to[i] = is_letter(w.p[i]) ? w.p[i] : as[1] ? as[way >> bit++ & 1] : as[0];
        }
        if (reading_word(r, (str_t){to, w.n})) return w.n;
    }
    return 0;
}

/* 1 to 5 are tones, 6 makes â ê ô, 7 ơ ư, 8 ă, 9 đ: each after a letter that can take it. */
size_t read_vni(str_t w, char *to)
{
    size_t n = 0, tones = 0, shapes = 0;
    if (w.n < 2 || w.n > WORD_MOST) return 0;
    for (size_t i = 0; i < w.n; i++) {
        char c = w.p[i];
        if (is_letter(c)) {
            to[n++] = c;
            continue;
        }
        str_t so_far = {to, n};
        if (c >= '1' && c <= '5' && n)
            tones++;
        else if (c == '9'   ? !n || to[0] != 'd'
                 : c == '8' ? str_chr(so_far, 'a', 0) == SIZE_MAX
                 : c == '7' ? str_chr(so_far, 'o', 0) == SIZE_MAX && str_chr(so_far, 'u', 0) == SIZE_MAX
                            : c != '6' || !n)
            return 0;
        else
            shapes++;
    }
    bool marked = tones + shapes > 0 && tones <= 1;
    return marked && n > 1 && syllable((str_t){to, n}) ? n : 0;
}

static bool vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* "aa" is â, "dd" đ, w a horn or a breve, and s f r x j after a vowel a tone, which no syllable ends in otherwise. */
size_t read_telex(str_t w, char *to)
{
    size_t n = 0, keys = 0, tones = 0;
    bool sung = false;
    if (w.n < 3 || w.n > 12) return 0;
    for (size_t i = 0; i < w.n; i++) {
        char c = w.p[i], last = i ? w.p[i - 1] : '\0';
        bool doubled = c == last && (c == 'a' || c == 'e' || c == 'o' || (c == 'd' && i == 1));
        bool tone = sung && (c == 's' || c == 'f' || c == 'r' || c == 'x' || c == 'j');
        keys += doubled || tone || c == 'w';
        tones += tone;
        if (doubled || tone || (c == 'w' && sung)) continue;
        to[n++] = c == 'w' ? 'u' : c;
        sung = sung || vowel(to[n - 1]);
    }
    return keys && tones <= 1 && syllable((str_t){to, n}) ? n : 0;
}
