/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses in pieces: "https : // x . top", "vcb-x . xyz", "vcb[.]top", "vcb dot com", "vcb chấm com". Joined only where an
 * ending that hosts have follows, and, without brackets or a scheme, where the name is no ordinary word.
 */
#include "recognise/reading_internal.h"

enum { LABELS_MOST = 6 };

/* How the dot between two labels is written. */
typedef enum dot { DOT_NONE, DOT_PLAIN, DOT_AFTER, DOT_APART, DOT_WORD, DOT_BRACKETED } dot_t;

static const char dots[][8] = {"cham", "dot"};
static const char schemes[][8] = {"http", "https", "hxxp", "hxxps"};
static const char words[][8] = {"and", "app", "for", "link",
                                "sms", "the", "web", "you"}; /* met in our messages, no names */
/* Endings that begin no sentence, and all those that are looked for; both in order. */
static const char rare_endings[][8] = {"cc", "cfd", "com", "edu", "gov", "icu", "net", "org", "sbs", "vn", "xyz"};
/* Made of the rare ones; tests/recognise/reading_test.c reads every one of them. */
const uint64_t rare_ending_bits[4] = {0x8000000400000001, 0, 0x2100000080000, 0x80281200000};
static const char endings[][8] = {
    "app", "asia", "band", "bid",  "biz",  "bond", "buzz",    "cc",    "cf",     "cfd",   "click", "cloud", "club",
    "cn",  "co",   "com",  "de",   "dev",  "edu",  "fun",     "ga",    "gl",     "gov",   "gq",    "hk",    "icu",
    "id",  "in",   "info", "ink",  "io",   "life", "link",    "live",  "loan",   "lol",   "ly",    "me",    "men",
    "ml",  "mobi", "my",   "name", "net",  "nu",   "nz",      "onl",   "online", "org",   "page",  "pro",   "pw",
    "ru",  "run",  "sbs",  "sg",   "shop", "site", "space",   "store", "su",     "tech",  "tk",    "to",    "today",
    "top", "tv",   "uk",   "us",   "vip",  "vn",   "website", "win",   "work",   "world", "ws",    "xin",   "xyz"};

bool begins_no_sentence(str_t ending)
{
    return IN_ORDER(rare_endings, ending);
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
    return IN_ORDER(dots, folded(r, i, end)) ? end : i;
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
    bool first; /* it is the first dot */
    bool bracket, apart;
} host_t;

/* The longest chain of labels whose last is an ending. */
static void read_host(const reader_t *r, size_t at, host_t *h)
{
    size_t i = at, n = 0;
    bool after = false, first = false, bracket = false, apart = false;
    *h = (host_t){0};
    while (n < LABELS_MOST && word_char(byte_at(r, i))) {
        h->from[n] = i;
        h->to[n] = i = label_end(r, i);
        n++;
        bool whole = !word_char(byte_at(r, i)) && byte_at(r, i) != '@';
        if (n > 1 && whole && IN_ORDER(endings, folded(r, h->from[n - 1], i))) {
            h->n = n;
            h->after = after;
            h->first = first;
            h->bracket = bracket;
            h->apart = apart;
        }
        dot_t d = read_dot(r, &i);
        if (d == DOT_NONE) break;
        /* "https://a.vn. In ra": the host is whole, and a sentence begins; but "a.com. vn". */
        if (d == DOT_AFTER && h->n == n && !str_eq(folded(r, i, label_end(r, i)), S("vn"))) break;
        after = after || d == DOT_AFTER;
        first = first || (n == 1 && d == DOT_AFTER);
        bracket = bracket || d == DOT_BRACKETED;
        apart = apart || d == DOT_APART || d == DOT_WORD;
    }
}

/* No word of the language, so nothing a sentence would end with. */
static bool a_name(str_t label)
{
    return label.n >= 3 && !syllable(label) && !IN_ORDER(words, label);
}

/* Where the host begins after "https://" or its pieces; `at` when there is no scheme. */
static size_t scheme(const reader_t *r, size_t at, size_t *letters, bool *apart)
{
    if (byte_at(r, at) != 'h' || (byte_at(r, at + 1) != 't' && byte_at(r, at + 1) != 'x')) return at;
    size_t i = label_end(r, at);
    if (!IN_ORDER(schemes, folded(r, at, i))) return at;
    *letters = i - at;
    for (size_t k = 0; k < 3; k++) {
        size_t next = blanks(r, i);
        *apart = *apart || next > i;
        if (byte_at(r, next) != "://"[k]) return at;
        i = next + 1;
    }
    *apart = *apart || byte_at(r, i) == ' ';
    return blanks(r, i);
}

/* "x . top / abc": the path belongs to it. */
static size_t path(reader_t *r, size_t i)
{
    for (;;) {
        size_t slash = blanks(r, i), next = blanks(r, slash + 1);
        bool apart = slash > i || next > slash + 1;
        if (byte_at(r, slash) != '/' || !apart || !word_char(byte_at(r, next))) return i;
        emit(r, '/', slash);
        for (i = next; byte_at(r, i) && byte_at(r, i) != ' ' && byte_at(r, i) != '/'; i++) {
            r->words_lost = r->words_lost || (unsigned char)byte_at(r, i) >= 0x80;
            emit(r, byte_at(r, i), i);
        }
    }
}

static bool path_follows(const reader_t *r, size_t i)
{
    i = blanks(r, i);
    return byte_at(r, i) == '/' && word_char(byte_at(r, blanks(r, i + 1)));
}

/* "Hết hạn sau 3 phút. datlich.vn", "mã là 7392. datlich.vn": a sentence that ends before a whole address. */
static bool behind_a_sentence(const reader_t *r, const host_t *h)
{
    if (!h->first || h->apart || h->n < 3 || IN_ORDER(endings, folded(r, h->from[1], h->to[1]))) return false;
    str_t last = folded(r, h->from[0], h->to[0]);
    size_t digits = 0;
    while (digits < last.n && is_digit(last.p[digits])) digits++;
    return digits == last.n || !a_name(last);
}

/* Whether what stands there can be nothing but an address in pieces. */
static bool certain(const reader_t *r, const host_t *h)
{
    str_t last = folded(r, h->from[h->n - 1], h->to[h->n - 1]);
    if (h->bracket) return true;
    if (behind_a_sentence(r, h)) return false;
    if (!h->apart && !(h->after && IN_ORDER(rare_endings, last))) return false;
    if (h->apart && path_follows(r, h->to[h->n - 1])) return true;
    for (size_t k = 0; k + 1 < h->n; k++)
        if (a_name(folded(r, h->from[k], h->to[k]))) return true;
    return false;
}

bool scheme_hint(const reader_t *r, size_t from, size_t end)
{
    if (end - from < 4 || end - from > 5 || !IN_ORDER(schemes, folded(r, from, end))) return false;
    if (str_eq(folded(r, end, end + 3 < r->in->n ? end + 3 : end), S("://"))) { /* "https://a-b. top" */
        size_t i = label_end(r, end + 3);
        return byte_at(r, i) == '.' && byte_at(r, i + 1) == ' ';
    }
    str_t marks = folded(r, end, end + 4 < r->in->n ? end + 4 : r->in->n);
    return str_chr(marks, ' ', 0) != SIZE_MAX && str_chr(marks, ':', 0) != SIZE_MAX;
}

/* A bracket in which there is a dot or the begin of the word for one. */
static bool opens_dot(const reader_t *r, size_t at)
{
    char c = byte_at(r, at), inside = byte_at(r, blanks(r, at + 1));
    return (c == '[' || c == '(' || c == '{') && (inside == '.' || inside == 'd' || inside == 'c');
}

/* A bracket, a dot beside a blank, the word for a dot: nearly every word ends here. */
static bool dot_hint(const reader_t *r, size_t end)
{
    char c = byte_at(r, end), next = byte_at(r, end + 1);
    if (c == '.') return next == ' ';
    if (c != ' ') return opens_dot(r, end);
    if (next == 'd' || next == 'c') {
        const char *t = r->in->text + end + 1;
        size_t left = r->in->n - end - 1;
        return (left > 4 && memcmp(t, "dot ", 4) == 0) || (left > 5 && memcmp(t, "cham ", 5) == 0);
    }
    return next == '.' || opens_dot(r, end + 1);
}

bool host_hint(const reader_t *r, size_t from, size_t end)
{
    host_t h;
    if (!dot_hint(r, end)) return false;
    read_host(r, from, &h);
    return h.n &&
           (h.bracket || h.apart || (h.after && IN_ORDER(rare_endings, folded(r, h.from[h.n - 1], h.to[h.n - 1]))));
}

size_t host_at(reader_t *r, size_t at)
{
    host_t h;
    size_t letters = 0;
    bool apart = false;
    if (at > 0 && joins_host(byte_at(r, at - 1))) return at;
    size_t start = scheme(r, at, &letters, &apart);
    bool schemed = start > at;
    read_host(r, start, &h);
    if (!h.n || !(schemed ? apart || h.after || h.bracket || h.apart : certain(r, &h))) return at;
    size_t end = h.to[h.n - 1];
    note(r, READING_HOST, at, end, h.apart || h.after || h.bracket);
    for (size_t i = 0; schemed && i < letters; i++) emit(r, byte_at(r, at + i), at + i);
    for (size_t i = 0; schemed && i < 3; i++) emit(r, "://"[i], at + letters);
    for (size_t k = 0; k < h.n; k++) {
        if (k) emit(r, '.', h.to[k - 1]);
        for (size_t i = h.from[k]; i < h.to[k]; i++) emit(r, byte_at(r, i), i);
    }
    return path(r, end);
}
