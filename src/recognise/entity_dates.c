/* SPDX-License-Identifier: Apache-2.0
 *
 * Deadlines: "trước 17h ngày 20/11/2026", "trong 24h", "hạn thanh toán 15/11", "hôm nay". The value is ISO 8601 where it can be
 * told: a moment ("2026-11-20T17:00"), a day, a length of time ("PT24H"); a day without a year takes that of the message's date
 * or leaves it open ("--11-15"); "today" needs that date too, and stays as it was said without one.
 */
#include "recognise/entities_internal.h"

typedef struct when {
    int hour, minute; /* -1: not said */
    date_t day;       /* d = 0: not said; y = 0: without a year */
    bool today, tomorrow;
    size_t end;
} when_t;

static size_t blank(const work_t *w, size_t i)
{
    return i + (folded_at(w, i) == ' ');
}

/* One or two digits, not part of a longer number. */
static size_t small(const work_t *w, size_t at, int *out)
{
    size_t n = 0;
    *out = 0;
    while (n < 3 && is_digit(folded_at(w, at + n))) *out = *out * 10 + (folded_at(w, at + n++) - '0');
    return n <= 2 ? n : 0;
}

/* "17h", "17h30", "17:30", "17 gio". */
static bool read_time(const work_t *w, size_t at, when_t *out)
{
    int hour, minute = 0;
    size_t n = small(w, at, &hour), i = at + n, m;
    if (!n || hour > 24) return false;
    bool colon = folded_at(w, i) == ':';
    size_t spaced = blank(w, i);
    if (folded_word(w, spaced, S("gio"))) {
        i = spaced + 3;
    } else if (colon || folded_at(w, i) == 'h' || folded_at(w, i) == 'g') {
        m = small(w, i + 1, &minute);
        if ((colon && m != 2) || minute > 59 || (!m && word_char(folded_at(w, i + 1)))) return false;
        i += 1 + m;
    } else {
        return false;
    }
    if (word_char(folded_at(w, i))) return false;
    out->hour = hour;
    out->minute = minute;
    out->end = i;
    return true;
}

/* "20/11/2026", "20-11", "20.11.26". */
static bool read_day(const work_t *w, size_t at, when_t *out)
{
    int d, m, y = 0;
    size_t n = small(w, at, &d), i = at + n;
    char sep = folded_at(w, i);
    if (!n || d < 1 || d > 31 || !sep || !strchr("/-.", sep)) return false;
    n = small(w, i + 1, &m);
    i += 1 + n;
    if (!n || m < 1 || m > 12) return false;
    if (folded_at(w, i) == sep && is_digit(folded_at(w, i + 1))) {
        size_t k = 0;
        for (i++; k < 4 && is_digit(folded_at(w, i)); k++) y = y * 10 + (folded_at(w, i++) - '0');
        if (k != 4 && k != 2) return false;
        if (k == 2) y += 2000;
        if (y < 1990 || y > 2100) return false;
    }
    if (word_char(folded_at(w, i)) || folded_at(w, i) == '/') return false;
    out->day = (date_t){y, m, d};
    out->end = i;
    return true;
}

/* With which a day begins that is said in words. */
static bool near_letter(char c)
{
    return c == 'h' || c == 'n' || c == 't';
}

static bool read_near_day(const work_t *w, size_t at, when_t *out)
{
    static const char *const today[] = {"hom nay", "ngay hom nay", "trong ngay"};
    static const char *const tomorrow[] = {"ngay mai", "hom sau"};
    if (!near_letter(folded_at(w, at))) return false;
    for (size_t i = 0; i < 3; i++)
        if (folded_word(w, at, str_of(today[i]))) {
            out->today = true;
            out->end = at + strlen(today[i]);
            return true;
        }
    for (size_t i = 0; i < 2; i++)
        if (folded_word(w, at, str_of(tomorrow[i]))) {
            out->tomorrow = true;
            out->end = at + strlen(tomorrow[i]);
            return true;
        }
    return false;
}

/* A time, a day, or both, with "ngày" between them. */
static bool read_when(const work_t *w, size_t at, when_t *out)
{
    *out = (when_t){.hour = -1, .end = at};
    bool time = read_time(w, at, out);
    size_t i = time ? blank(w, out->end) : at;
    if (folded_at(w, i) == ',') i = blank(w, i + 1);
    if (read_near_day(w, i, out)) return true;
    if (folded_word(w, i, S("ngay"))) i = blank(w, i + 4);
    return read_day(w, i, out) || time;
}

/* --- lengths of time --- */

/* "24h", "24 gio", "30 phut", "3 ngay": ISO's letter; 0: none. */
static char read_span(const work_t *w, size_t at, int *n, size_t *end)
{
    static const struct {
        const char *word;
        char letter;
    } units[] = {{"h", 'H'}, {"gio", 'H'}, {"tieng", 'H'}, {"phut", 'M'}, {"p", 'M'}, {"ngay", 'D'}};
    size_t digits = small(w, at, n), i = blank(w, at + digits);
    for (size_t u = 0; digits && u < sizeof units / sizeof *units; u++)
        if (folded_word(w, i, str_of(units[u].word))) {
            *end = i + strlen(units[u].word);
            return units[u].letter;
        }
    return 0;
}

/* --- writing --- */

static size_t put_int(char *to, int v, int width)
{
    for (int i = width; i-- > 0; v /= 10) to[i] = (char)('0' + v % 10);
    return (size_t)width;
}

static size_t put_day(char *to, date_t d)
{
    size_t n = 0;
    if (d.y)
        n += put_int(to, d.y, 4);
    else
        to[n++] = '-';
    to[n++] = '-';
    n += put_int(to + n, d.m, 2);
    to[n++] = '-';
    return n + put_int(to + n, d.d, 2);
}

static date_t next_day(date_t d)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (d.y % 4 == 0 && d.y % 100 != 0) || d.y % 400 == 0;
    if (++d.d <= days[d.m - 1] + (d.m == 2 && leap)) return d;
    d.d = 1;
    if (++d.m <= 12) return d;
    d.m = 1;
    d.y++;
    return d;
}

static void add_deadline(work_t *w, size_t from, const when_t *t)
{
    date_t sent = w->in->date, day = t->day;
    char iso[24];
    size_t n = 0;
    bool dated = sent.y != 0 && sent.m >= 1 && sent.m <= 12;
    if (entity_there(w, from, t->end)) return;
    entity_t *e = entity_add(w, ENTITY_DEADLINE, from, t->end);
    if (!e) return;
    if (dated && t->today) day = sent;
    if (dated && t->tomorrow) day = next_day(sent);
    if (dated && day.d && !day.y) day.y = day.m < sent.m ? sent.y + 1 : sent.y;
    if (day.d) n = put_day(iso, day);
    if (t->hour >= 0 && (day.d || !(t->today || t->tomorrow))) {
        iso[n++] = 'T';
        n += put_int(iso + n, t->hour, 2);
        iso[n++] = ':';
        n += put_int(iso + n, t->minute, 2);
    }
    e->value = str_dup(w->a, n ? (str_t){iso, n} : (str_t){w->f.text + from, t->end - from});
}

/* "trong", "trong vong", "sau", "con", then a length of time. */
static size_t span_at(work_t *w, const word_t *lead)
{
    int n;
    size_t at = lead->start, end = at;
    size_t from = folded_starts(w, at, S("trong vong ")) ? at + 11 : lead->end + (folded_at(w, lead->end) == ' ');
    char letter = from > lead->end ? read_span(w, from, &n, &end) : '\0', iso[8];
    if (!letter || entity_there(w, at, end)) return at;
    entity_t *e = entity_add(w, ENTITY_DEADLINE, at, end);
    if (!e) return end;
    size_t k = 0;
    iso[k++] = 'P';
    if (letter != 'D') iso[k++] = 'T';
    if (n > 9) iso[k++] = (char)('0' + n / 10);
    iso[k++] = (char)('0' + n % 10);
    iso[k++] = letter;
    e->value = str_dup(w->a, (str_t){iso, k});
    return end;
}

/* A word that says "no later than", then at most three others, then when. */
static size_t moment_at(work_t *w, const word_t *lead)
{
    when_t t;
    size_t at = lead->start, j = lead->end;
    if (folded_word(w, at, S("cham"))) {
        if (!folded_word(w, at, S("cham nhat"))) return at;
        j = at + 9;
    }
    for (int words = 0; words <= 4 && folded_at(w, j) == ' '; words++) {
        char first = folded_at(w, ++j);
        if ((is_digit(first) || first == ',' || near_letter(first)) && read_when(w, j, &t)) {
            add_deadline(w, at, &t);
            return t.end;
        }
        while (is_letter(folded_at(w, j))) j++;
    }
    return at;
}

enum { SPAN = 1, MOMENT = 2, NEAR = 4 };

/* What the words with which a deadline begins lead to, as word_head sees them: compared as numbers. */
#define HEAD(a, b, c, d, e)                                                                                            \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 | (uint64_t)(e) << 32)
static unsigned leads_to(const work_t *w, const word_t *word)
{
    switch (word_head(w->f.text + word->start, word->end - word->start)) {
    case HEAD('t', 'r', 'o', 'n', 'g'): return SPAN | NEAR;
    case HEAD('s', 'a', 'u', 0, 0):
    case HEAD('c', 'o', 'n', 0, 0): return SPAN;
    case HEAD('t', 'r', 'u', 'o', 'c'):
    case HEAD('d', 'e', 'n', 0, 0):
    case HEAD('h', 'a', 'n', 0, 0):
    case HEAD('c', 'h', 'a', 'm', 0):
    case HEAD('h', 'e', 't', 0, 0): return MOMENT;
    case HEAD('h', 'o', 'm', 0, 0):
    case HEAD('n', 'g', 'a', 'y', 0): return NEAR;
    default: return 0;
    }
}

void deadlines_find(work_t *w)
{
    for (size_t i = 0; (i = word_to_look_at(w, READER_DATES, i)) < w->n_words; i++) {
        unsigned to = leads_to(w, &w->words[i]);
        size_t at = w->words[i].start, end = at;
        when_t t = {.hour = -1};
        if (to & SPAN) end = span_at(w, &w->words[i]);
        if (to & MOMENT) end = moment_at(w, &w->words[i]);
        if (to & NEAR && end == at && read_near_day(w, at, &t) && t.today) {
            add_deadline(w, at, &t);
            end = t.end;
        }
        while (end > at && i + 1 < w->n_words && w->words[i + 1].start < end) i++;
    }
}
