/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses in pieces: "https : // x . top", "vcb-x . xyz", "vcb[.]top", "vcb dot com", "vcb chấm com". Joined only where an
 * ending that hosts have follows, and, without brackets or a scheme, where the name is no ordinary word.
 */
#include "recognise/reading_internal.h"

enum { LABELS_MOST = 6 };

/* How the dot between two labels is written. */
typedef enum dot { DOT_NONE, DOT_PLAIN, DOT_AFTER, DOT_APART, DOT_WORD, DOT_BRACKETED } dot_t;

static bool one_of(str_t w, const char *list)
{
    for (const char *p = list; *p;) {
        size_t n = 0;
        while (p[n] && p[n] != ' ') n++;
        if (str_eq(w, (str_t){p, n})) return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

/* Endings that begin no sentence, and those that might. */
static bool rare_ending(str_t w)
{
    return one_of(w, "com vn net org xyz cc icu cfd sbs gov edu");
}
static bool ending(str_t w)
{
    return rare_ending(w) ||
           one_of(w, "top vip info club shop site online me io co app link live pro asia biz cn tk ml ga "
                     "cf gq work buzz fun space website store tech life world today click ink lol win "
                     "bid loan men mobi name page dev tv us uk ru in id my sg hk ws pw to ly cloud");
}

static size_t label_end(const reader_t *r, size_t i)
{
    while (word_char(byte_at(r, i)) || (byte_at(r, i) == '-' && word_char(byte_at(r, i + 1)))) i++;
    return i;
}

static size_t blanks(const reader_t *r, size_t i)
{
    return i + (byte_at(r, i) == ' ');
}

/* "dot", "cham" or "." at i; the byte after it, or i. */
static size_t dot_word(const reader_t *r, size_t i)
{
    size_t end = label_end(r, i);
    return one_of(folded(r, i, end), "dot cham") ? end : i;
}

static dot_t read_dot(const reader_t *r, size_t *at)
{
    size_t i = blanks(r, *at), inside;
    char open = byte_at(r, i);
    if (open == '[' || open == '(' || open == '{') {
        inside = blanks(r, i + 1);
        size_t end = byte_at(r, inside) == '.' ? inside + 1 : dot_word(r, inside);
        end = end > inside ? blanks(r, end) : end;
        char close = byte_at(r, end);
        if (end == inside || (close != ']' && close != ')' && close != '}')) return DOT_NONE;
        *at = blanks(r, end + 1);
        return DOT_BRACKETED;
    }
    if (open == '.') {
        bool before = i > *at;
        size_t end = blanks(r, i + 1);
        bool after = end > i + 1;
        *at = end;
        return before ? DOT_APART : after ? DOT_AFTER : DOT_PLAIN;
    }
    size_t end = i > *at ? dot_word(r, i) : i;
    if (end == i || byte_at(r, end) != ' ') return DOT_NONE;
    *at = end + 1;
    return DOT_WORD;
}

typedef struct host {
    size_t from[LABELS_MOST], to[LABELS_MOST], n;

    bool after; /* a dot with a blank behind it only: the end of a sentence, mostly */
    bool bracket, apart;
} host_t;

/* The longest chain of labels whose last is an ending. */
static void read_host(const reader_t *r, size_t at, host_t *h)
{
    size_t i = at, n = 0;
    bool after = false, bracket = false, apart = false;
    *h = (host_t){0};
    while (n < LABELS_MOST && word_char(byte_at(r, i))) {
        h->from[n] = i;
        h->to[n] = i = label_end(r, i);
        n++;
        bool whole = !word_char(byte_at(r, i)) && byte_at(r, i) != '@';
        if (n > 1 && whole && ending(folded(r, h->from[n - 1], i))) {
            h->n = n;
            h->after = after;
            h->bracket = bracket;
            h->apart = apart;
        }
        dot_t d = read_dot(r, &i);
        if (d == DOT_NONE) break;
        after = after || d == DOT_AFTER;
        bracket = bracket || d == DOT_BRACKETED;
        apart = apart || d == DOT_APART || d == DOT_WORD;
    }
}

/* No word of the language, so nothing a sentence would end with. */
static bool a_name(str_t label)
{
    return label.n >= 3 && !syllable(label) && !one_of(label, "the and you for app web link sms");
}

static size_t scheme_apart(const reader_t *r, size_t at, size_t *n)
{
    size_t i = label_end(r, at);
    if (!one_of(folded(r, at, i), "http https hxxp hxxps")) return at;
    *n = i - at;
    static const char marks[] = ":// ";
    bool apart = false;
    for (size_t k = 0; k < 3; k++) {
        size_t next = blanks(r, i);
        apart = apart || next > i;
        if (byte_at(r, next) != marks[k]) return at;
        i = next + 1;
    }
    size_t next = blanks(r, i);
    return apart || next > i ? next : at;
}

/* "x . top / abc": the path belongs to it. */
static size_t path(reader_t *r, size_t i)
{
    for (;;) {
        size_t slash = blanks(r, i), next = blanks(r, slash + 1);
        bool apart = slash > i || next > slash + 1;
        if (byte_at(r, slash) != '/' || !apart || !word_char(byte_at(r, next))) return i;
        emit(r, '/', slash);
        for (i = next; byte_at(r, i) && byte_at(r, i) != ' ' && byte_at(r, i) != '/'; i++) emit(r, byte_at(r, i), i);
    }
}

size_t host_at(reader_t *r, size_t at)
{
    host_t h;
    size_t letters = 0, start = scheme_apart(r, at, &letters);
    bool schemed = start > at;
    if (at > 0 && memchr("./@-_", byte_at(r, at - 1), 5)) return at;
    read_host(r, start, &h);
    if (!h.n) return at;
    str_t name = folded(r, h.from[0], h.to[0]), last = folded(r, h.from[h.n - 1], h.to[h.n - 1]);
    bool broken = h.after || h.bracket || h.apart;
    bool named = a_name(name) && (h.apart || (h.after && rare_ending(last)));
    if (!schemed && !(broken && (h.bracket || named))) return at;
    size_t end = h.to[h.n - 1];
    note(r, READING_HOST, at, end, true);
    for (size_t i = 0; schemed && i < letters; i++) emit(r, byte_at(r, at + i), at + i);
    for (size_t i = 0; schemed && i < 3; i++) emit(r, "://"[i], at + letters);
    for (size_t k = 0; k < h.n; k++) {
        if (k) emit(r, '.', h.to[k - 1]);
        for (size_t i = h.from[k]; i < h.to[k]; i++) emit(r, byte_at(r, i), i);
    }
    return path(r, end);
}
