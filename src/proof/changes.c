/* SPDX-License-Identifier: Apache-2.0
 *
 * changes — what a changed passage means for those who read it.
 */
#include "proof/words.h"

enum {
    SHOWN_WORDS = 8, /* of a change */
    SMALL = 8,       /* words of ours up to which a passage counts as reworded, not as left out */
    BESIDE = 40,     /* words before ours and after that readers take for ours */
    INSERT = 60,     /* words put in up to which they are looked into: longer ones are boxes of the portal */
    PHONE = 8,       /* digits a telephone number has at least */
    SHORT_PHONE = 7, /* … one that begins with 1800 or 1900 */
    DIGITS = 40
};

typedef struct passage {
    const words_t *w;
    size_t from, to; /* words */
} passage_t;

static str_t folded(const words_t *w, size_t i)
{
    return str_sub(w->folded, w->at[i].f, w->at[i].f_end);
}

static str_t shown(passage_t p)
{
    if (p.from >= p.to) return STR_NONE;
    size_t end = p.to - p.from > SHOWN_WORDS ? p.from + SHOWN_WORDS : p.to;
    return str_sub(p.w->source, p.w->at[p.from].from, p.w->at[end - 1].to);
}

static void add(compared_t *out, change_kind_t kind, str_t was, str_t is)
{
    bool more = kind != CHANGE_WORDS; /* than other words */
    out->grave = out->grave || (more && kind != CHANGE_BESIDE);
    for (size_t i = 0; i < out->n_changes; i++) /* once is enough to be told */
        if (out->changes[i].kind == kind && str_eq(out->changes[i].was, was) && str_eq(out->changes[i].is, is)) return;
    if (out->n_changes < COMPARE_CHANGES) {
        out->changes[out->n_changes++] = (change_t){kind, was, is};
        return;
    }
    /* It takes the place of a harmless one. */
    for (size_t i = 0; more && i < COMPARE_CHANGES; i++)
        if (out->changes[i].kind == CHANGE_WORDS) {
            out->changes[i] = (change_t){kind, was, is};
            return;
        }
}

/* The digits of all numbers of a passage in one row: "0292 3700 226" and "0292.3700226" are the same. */
static size_t digits_of(passage_t p, char out[DIGITS])
{
    size_t n = 0;
    for (size_t i = p.from; i < p.to; i++) {
        str_t s = folded(p.w, i);
        if (p.w->at[i].sort != WORD_NUMBER) continue;
        for (size_t k = 0; k < s.n && n < DIGITS; k++)
            if (s.p[k] >= '0' && s.p[k] <= '9') out[n++] = s.p[k];
    }
    return n;
}

static bool telephone(const char *d, size_t n)
{
    str_t s = {d, n};
    bool short_one = str_starts(s, S("1800")) || str_starts(s, S("1900"));
    return (n >= SHORT_PHONE && short_one) || (n >= PHONE && n <= 12 && (d[0] == '0' || str_starts(s, S("84"))));
}

/* Do the words i and i + 1 make one number as people group digits: by a space, a point or a dash? "01/11" is a date. */
static bool grouped(const words_t *w, size_t i)
{
    str_t between = str_sub(w->source, w->at[i].to, w->at[i + 1].from);
    for (size_t k = 0; k < between.n; k++)
        if (!strchr(" .-()", between.p[k])) return false;
    return between.n <= 3;
}

/* A telephone number in a passage: numbers that follow each other directly. True with its words in *at. */
static bool find_telephone(passage_t p, passage_t *at)
{
    for (size_t i = p.from; i < p.to; i++) {
        size_t end = i;
        while (end < p.to && p.w->at[end].sort == WORD_NUMBER && (end == i || grouped(p.w, end - 1))) end++;
        char d[DIGITS];
        *at = (passage_t){p.w, i, end};
        if (end > i && telephone(d, digits_of(*at, d))) return true;
        if (end > i) i = end - 1;
    }
    return false;
}

static bool find_host(passage_t p, str_t *host)
{
    for (size_t i = p.from; i < p.to; i++)
        if (p.w->at[i].sort == WORD_HOST) {
            *host = str_sub(p.w->source, p.w->at[i].from, p.w->at[i].to);
            return true;
        }
    return false;
}

/* "không" that denies: not "không ít", "không chỉ", "không những" nor "không gian", "không khí". */
static int negations(passage_t p)
{
    static const char *const idioms[] = {"it", "chi", "nhung", "ngung", "gian", "khi", "phai", "quan", "trung"};
    int n = 0;
    for (size_t i = p.from; i < p.to; i++) {
        if (!str_eq(folded(p.w, i), S("khong"))) continue;
        bool idiom = false;
        for (size_t k = 0; i + 1 < p.w->n && k < sizeof idioms / sizeof *idioms; k++)
            if (str_eq(folded(p.w, i + 1), str_of(idioms[k]))) idiom = true;
        n += !idiom;
    }
    return n;
}

/* A few more words on both sides, so that a reader sees where it is. */
static str_t with_sides(passage_t p)
{
    passage_t q = p;
    if (q.from > 0) q.from--;
    if (q.to - q.from < SHOWN_WORDS && q.to < p.w->n) q.to++;
    return shown(q);
}

static bool numbers_changed(passage_t ours, passage_t theirs)
{
    char was[DIGITS], is[DIGITS];
    size_t n = digits_of(ours, was), m = digits_of(theirs, is);
    return n && m && (n != m || memcmp(was, is, n) != 0);
}

static bool both_begin_with_numbers(passage_t ours, passage_t theirs)
{
    return ours.w->at[ours.from].sort == WORD_NUMBER && theirs.w->at[theirs.from].sort == WORD_NUMBER;
}

static void one_gap(passage_t ours, passage_t theirs, bool inner, compared_t *out)
{
    size_t gone = ours.to - ours.from, come = theirs.to - theirs.from;
    str_t host = STR_NONE, other = STR_NONE;
    passage_t phone;
    if (!gone && (!come || come > INSERT || !inner)) return;
    if (come > INSERT) theirs.to = theirs.from; /* a box of the portal stands where words of ours were left out */
    bool small = gone <= SMALL;
    if (small && inner) out->reworded += gone;
    bool had = find_host(ours, &host), has = find_host(theirs, &other);
    if (small && gone && numbers_changed(ours, theirs) && (inner || both_begin_with_numbers(ours, theirs))) {
        add(out, CHANGE_NUMBER, shown(ours), shown(theirs));
    } else if (inner && find_telephone(theirs, &phone) && !find_telephone(ours, &ours)) {
        add(out, CHANGE_NUMBER_ADDED, STR_NONE, shown(phone));
    } else if (has && inner && !str_ends(other, S(".gov.vn")) && !str_ends(other, S(".edu.vn")) &&
               (!had || !str_ieq(host, other))) {
        add(out, CHANGE_LINK, host, other);
    } else if (small && inner && come <= SMALL && negations(ours) != negations(theirs)) {
        add(out, CHANGE_NEGATION, with_sides(ours), with_sides(theirs));
    } else if (gone) {
        add(out, CHANGE_WORDS, shown(ours), inner ? shown(theirs) : STR_NONE);
    }
}

static bool has_telephone(const words_t *w, str_t digits)
{
    passage_t rest = {w, 0, w->n}, at;
    for (; find_telephone(rest, &at); rest.from = at.to) {
        char d[DIGITS] = {0};
        if (str_eq((str_t){d, digits_of(at, d)}, digits)) return true;
    }
    return false;
}

/* A mobile number right before or behind our words, as scammers put theirs; an office signs with its own line. */
static void beside(const words_t *ours, passage_t theirs, compared_t *out)
{
    passage_t at;
    for (; find_telephone(theirs, &at); theirs.from = at.to) {
        char d[DIGITS] = {0};
        str_t digits = {d, digits_of(at, d)};
        bool mobile = digits.n == 10 && d[0] == '0' && strchr("35789", d[1]);
        if (mobile && !has_telephone(ours, digits)) add(out, CHANGE_BESIDE, STR_NONE, with_sides(at));
    }
}

static void both_sides(const words_t *ours, const words_t *theirs, const bool *kept, const uint32_t *partner,
                       compared_t *out)
{
    size_t first = 0, last = ours->n;
    while (first < ours->n && !kept[first]) first++;
    while (last > first && !kept[last - 1]) last--;
    if (first == last) return;
    size_t from = partner[first], to = partner[last - 1] + 1;
    beside(ours, (passage_t){theirs, from > BESIDE ? from - BESIDE : 0, from}, out);
    beside(ours, (passage_t){theirs, to, to + BESIDE < theirs->n ? to + BESIDE : theirs->n}, out);
}

void changes_read(const words_t *ours, const words_t *theirs, const bool *kept, const uint32_t *partner,
                  compared_t *out)
{
    size_t o = 0, p = 0;
    bool begun = false;
    for (size_t i = 0; i <= ours->n; i++) {
        bool end = i == ours->n;
        if (!end && !kept[i]) continue;
        size_t p_end = end ? (p < theirs->n ? p : theirs->n) : partner[i];
        if (end && begun) p_end = p + (i - o) < theirs->n ? p + (i - o) : theirs->n;
        if (!begun) p = p_end > i - o ? p_end - (i - o) : 0;
        if (!begun) out->head = i - o;
        if (p_end >= p) one_gap((passage_t){ours, o, i}, (passage_t){theirs, p, p_end}, begun && !end, out);
        if (end) break;
        begun = true;
        o = i + 1;
        p = partner[i] + 1;
    }
    both_sides(ours, theirs, kept, partner, out);
}
