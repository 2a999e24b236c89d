/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk of a reading, twice; and the look that tells whether it is worth walking.
 */
#include "recognise/reading_internal.h"

size_t reading_bound(size_t n)
{
    return 6 * n + FOLD_SLACK; /* "ck" is the shortest for its length */
}

void emit(reader_t *r, char c, size_t from)
{
    if (!r->out) return;
    r->out->text[r->out->n] = c;
    r->out->origin[r->out->n++] = r->in->origin[from];
}

/* What stands as it is between two changes is copied at once. */
static void copy_until(reader_t *r, size_t to)
{
    size_t n = to - r->copied;
    memcpy(r->out->text + r->out->n, r->in->text + r->copied, n);
    memcpy(r->out->origin + r->out->n, r->in->origin + r->copied, n * sizeof *r->in->origin);
    r->out->n += n;
    r->copied = to;
}

void note(reader_t *r, reading_kind_t kind, size_t from, size_t to, bool plain)
{
    reading_found_t *f = r->found;
    if (!r->out) return;
    copy_until(r, from);
    f->plain[kind] = f->plain[kind] || plain;
    f->n[kind]++;
    if (f->to[kind]) return;
    f->from[kind] = r->in->origin[from];
    f->to[kind] = (uint32_t)fold_end(r->src, r->in, to - 1);
}

/* --- one word --- */

/* The word read as `text`: its first and last byte come from the first and last of what was written. */
static size_t instead(reader_t *r, size_t from, size_t to, str_t text)
{
    fold_t *out = r->out;
    if (!out || !text.n) return to;
    memcpy(out->text + out->n, text.p, text.n);
    for (size_t k = 0; k < text.n; k++) out->origin[out->n + k] = r->in->origin[from + k < to ? from + k : to - 1];
    out->n += text.n;
    out->origin[out->n - 1] = r->in->origin[to - 1];
    return to;
}

static bool as_it_is(char c)
{
    return (c == '@') | (c == '$') | (c == '!');
}

static bool measured_by(str_t unit)
{
    static const char units[][8] = {"b", "c", "cm", "d",  "g",  "gb",    "gio", "h",   "k",  "kg",  "km",
                                    "l", "m", "mb", "ml", "mm", "n",     "nd",  "ng",  "nh", "p",   "ph",
                                    "r", "s", "t",  "th", "tr", "trieu", "ty",  "usd", "v",  "vnd", "x"};
    return IN_ORDER(units, unit);
}

/* A number and its unit: "70m", "4g", "12nd". */
static bool measured(str_t w)
{
    size_t i = 0;
    while (i < w.n && is_digit(w.p[i])) i++;
    return i == w.n || (i > 0 && measured_by(str_sub(w, i, w.n)));
}

/* What numbers count, in plain letters. */
static bool counted(str_t w)
{
    static const char things[][8] = {"cai", "chiec", "cu",    "dong",  "gio",   "kg",   "lan",
                                     "nam", "ngan",  "ngay",  "nghin", "nguoi", "phut", "suat",
                                     "tan", "thang", "tieng", "trieu", "ty",    "usd",  "vnd"};
    return measured_by(w) || IN_ORDER(things, w);
}

/* Where nearly every word is written with digits, "4n", "713n" and "741" are words too ("an", "tiền", "tài"): not round numbers
 * of a unit ("50m"), and bare digits only where they make a word of two letters or three that counts nothing ("53 b1", not
 * "50 7r13u"). */
static size_t thick_leet(const reader_t *r, str_t w, size_t to, char *leet)
{
    char behind[WORD_MOST];
    size_t digits = 0, end = to + 1;
    while (digits < w.n && is_digit(w.p[digits])) digits++;
    if (digits < w.n) return w.p[digits - 1] == '0' && digits > 1 ? 0 : read_leet(r, w, leet);
    char next = byte_at(r, to);
    if (digits < 2 || digits > 3 || (next != ' ' && word_char(byte_at(r, to + 1)))) return 0;
    while (word_char(byte_at(r, end))) end++;
    str_t after = folded(r, to + 1, end);
    size_t n = read_leet(r, after, behind);
    if ((after.n && is_digit(after.p[0]) && !n) || counted(n ? (str_t){behind, n} : after)) return 0;
    return read_drawn(r, w, leet);
}

static size_t digits_in(reader_t *r, size_t from, size_t to)
{
    char leet[WORD_MOST], vni[WORD_MOST];
    str_t w = folded(r, from, to);
    if (measured(w)) {
        size_t as = r->leet_thick ? thick_leet(r, w, to, leet) : 0;
        if (!as) return from;
        note(r, READING_LEET, from, to, false);
        return instead(r, from, to, (str_t){leet, as});
    }
    size_t n = read_leet(r, w, leet), m = read_vni(w, vni);
    bool inside = is_letter(w.p[0]) && is_letter(w.p[w.n - 1]);
    if (n && m)
        r->sure.either++;
    else if (n && inside)
        r->sure.leet++;
    else if (n)
        r->sure.leet_ends++;
    else if (m)
        r->sure.vni++;
    if (n && r->leet && (inside || r->leet_ends)) {
        note(r, READING_LEET, from, to, inside && (w.n > 4 || r->leet_ends));
        return instead(r, from, to, (str_t){leet, n});
    }
    if (!m || !r->vni) return from;
    note(r, READING_TYPED, from, to, false);
    return instead(r, from, to, (str_t){vni, m});
}

static str_t word_before(const reader_t *r, size_t at)
{
    size_t to = at > 0 && byte_at(r, at - 1) == ' ' ? at - 1 : at, from = to;
    while (from > 0 && word_char(byte_at(r, from - 1))) from--;
    return folded(r, from, to);
}

/* A letter among letters is a list or initials, after a number a unit. */
static bool fits_shorthand(const reader_t *r, size_t from, size_t to)
{
    str_t before = word_before(r, from);
    if (before.n && is_digit(before.p[before.n - 1])) return false;
    if (to - from > 1) return true;
    bool one_after = byte_at(r, to) == ' ' && word_char(byte_at(r, to + 1)) && !word_char(byte_at(r, to + 2));
    char next = byte_at(r, to);
    return before.n > 1 && !one_after &&
           (!next || next == ' ' || next == ',' || next == '.' || next == '!' || next == '?' || next == ')');
}

/* `mix`: of a word that may be shorthand; 0: it is none. */
static size_t letters_in(reader_t *r, size_t from, size_t to, uint32_t mix)
{
    char typed[WORD_MOST];
    str_t w = folded(r, from, to);
    str_t means = mix ? shorthand(w, mix, word_before(r, from)) : STR_NONE;
    if (means.n) {
        if (!fits_shorthand(r, from, to)) return from;
        note(r, READING_SHORTHAND, from, to, false);
        return instead(r, from, to, means);
    }
    if (w.n < 3 || !(r->wanted & WANT_TYPED) || (!r->typed && r->out) || reading_word(r, w)) return from;
    size_t n = read_telex(w, typed);
    if (!n) {
        r->sure.odd++;
        return from;
    }
    r->sure.typed++;
    r->sure.typed_well += w.n - n > 1;
    if (!r->typed) return from;
    note(r, READING_TYPED, from, to, false);
    return instead(r, from, to, (str_t){typed, n});
}

/* Behind these a word stands on its own. */
static bool free_before(char c)
{
    return !joins_address(c) && c != '?' && c != '%' && c != '#';
}

static size_t word_at(reader_t *r, size_t i)
{
    size_t at = r->words->at[i].start, to = r->words->at[i].end;
    bool digits = r->words->has[i] & WORD_DIGITS;
    while (to - at <= WORD_MOST && as_it_is(byte_at(r, to)) && word_char(byte_at(r, to + 1))) {
        digits = true;
        for (to++; word_char(byte_at(r, to)); to++) continue;
    }
    if (!digits && r->leet_ends && byte_at(r, to) == '@' && !word_char(byte_at(r, to + 1))) {
        digits = true; /* "m@" */
        to++;
    }
    char next = byte_at(r, to), then = byte_at(r, to + 1);
    if (next == '@' || (next == '.' && word_char(then)) || (next == ':' && then == '/') || to - at > WORD_MOST)
        return at;
    if (!digits) return letters_in(r, at, to, r->words->has[i] & WORD_SHORTHAND ? r->words->at[i].mix : 0);
    return r->wanted & WANT_DIGITS ? digits_in(r, at, to) : at;
}

/* "tai_khoan": several of them outside addresses are blanks. */
static bool underscore(const reader_t *r, size_t at)
{
    if (byte_at(r, at) != '_' || at == 0 || !is_letter(byte_at(r, at - 1)) || !is_letter(byte_at(r, at + 1)))
        return false;
    for (size_t i = at; i > 0 && at - i < WORD_MOST && byte_at(r, i) != ' '; i--)
        if (byte_at(r, i) == '/' || byte_at(r, i) == '@' || byte_at(r, i) == '.') return false;
    return true;
}

static void blank_for(reader_t *r, size_t at)
{
    r->sure.underscores++;
    if (!r->out || !r->underscores) return;
    copy_until(r, at);
    emit(r, ' ', at);
    r->copied = at + 1;
    words_changed(r, at, at + 1, r->out->n - 1);
}

/* Of 64 words from `from` on those whose letters alone may have them read otherwise. */
static uint64_t odd_by_length(const reader_t *r, size_t from)
{
    size_t least = r->wanted & (WANT_SPELT | WANT_SPLIT) ? 0 : r->wanted & WANT_TYPED ? 3 : SIZE_MAX;
    uint64_t odd = 0;
    for (size_t i = 0; i < 64 && from + i < r->words->n; i++) {
        const word_t *w = &r->words->at[from + i];
        bool end = r->leet_ends & (r->in->text[w->end] == '@');
        odd |= (uint64_t)((w->end - w->start >= least) | end) << i;
    }
    return odd;
}

/* Of 64 words from `from` on those that have something about them, or behind them, to be read otherwise: the rest stays as it
 * is. */
static uint64_t odd_words(const reader_t *r, size_t from)
{
    const unsigned dots = THEN_JOINED | THEN_DOT | THEN_BRACKET | THEN_BLANK_DOT;
    bool digits = r->wanted & WANT_DIGITS, lengths = r->wanted & (WANT_SPELT | WANT_SPLIT | WANT_TYPED) || r->leet_ends;
    unsigned has = WORD_SHORTHAND | digits * (unsigned)WORD_DIGITS;
    unsigned then = digits * (unsigned)THEN_DRAWN | (r->wanted & WANT_HOST ? dots | THEN_COLON | THEN_BLANK_COLON : 0);
    uint64_t odd = bits_with(r->words->has + from, (uint8_t)has) | bits_with(r->words->then + from, (uint8_t)then);
    return lengths ? odd | odd_by_length(r, from) : odd;
}

/* What becomes of a word: the byte after what was written instead of it, or its begin. */
static size_t read_word(reader_t *r, size_t i)
{
    size_t at = r->words->at[i].start, next = at;
    bool letter = !(r->words->has[i] & WORD_NUMBER);
    if (r->wanted & WANT_HOST) next = host_at(r, at);
    if (next == at && letter && r->wanted & WANT_SPELT) next = spelt_at(r, at);
    if (next == at && letter && r->wanted & (WANT_SPELT | WANT_SPLIT)) next = split_at(r, at);
    if (next == at && free_before(at ? byte_at(r, at - 1) : ' ')) next = word_at(r, i);
    return next;
}

static void one_word(reader_t *r, size_t i, bool odd)
{
    const word_t *w = &r->words->at[i];
    size_t before = r->out ? r->out->n + w->start - r->copied : 0, next = odd ? read_word(r, i) : w->start;
    if (next > w->start) {
        r->copied = next;
        words_changed(r, w->start, next, before);
    } else {
        next = w->end;
    }
    if (r->wanted & WANT_UNDERSCORES && underscore(r, next)) blank_for(r, next);
}

static void walk(reader_t *r)
{
    r->left_until = r->copied = r->spelt.run.n = 0;
    for (size_t from = 0; from < r->words->n; from += 64) {
        size_t n = r->words->n - from;
        uint64_t odd = odd_words(r, from),
                 look = r->wanted & WANT_UNDERSCORES ? UINT64_MAX >> (n < 64 ? 64 - n : 0) : odd;
        for (; look; look &= look - 1) {
            unsigned i = (unsigned)__builtin_ctzll(look);
            if (r->words->at[from + i].start >= r->copied) one_word(r, from + i, odd >> i & 1);
        }
    }
}

bool reading_into(str_t src, const fold_t *f, words_t *words, unsigned wanted, reading_known_fn known, const void *ctx,
                  fold_t *out, words_t *out_words, reading_found_t *found)
{
    reader_t r = {.src = src, .in = f, .words = words, .wanted = wanted, .known = known, .ctx = ctx, .found = found};
    *found = (reading_found_t){0};
    r.kept.to = out_words;
    r.kept.most = reading_words_bound(f->n) - 1;
    if (out_words) out_words->n = 0;
    r.words_lost = !out_words;
    if (wanted & WANT_TWO_WALKS) walk(&r);
    /* No letters came together: the second walk would only find that out again. */
    if (wanted & WANT_SPELT && !r.sure.spaced && !r.sure.likely)
        r.wanted = (wanted & ~(unsigned)WANT_SPELT) | WANT_SPLIT;
    r.loose_spaced = r.sure.spaced > 0;
    r.underscores = r.sure.underscores > 2;
    r.loose_split = r.sure.split > 1 || (r.sure.split && r.sure.joined > 2);
    r.leet = r.sure.leet > 0 && r.sure.leet + r.sure.leet_ends >= r.sure.vni;
    r.leet_thick = r.leet && r.sure.leet > 1 && r.sure.leet + r.sure.leet_ends > 5;
    r.leet_ends = r.leet && (r.sure.leet > 1 || r.sure.leet_ends > 1);
    r.vni = !r.leet && r.sure.vni + r.sure.either > 1;
    r.typed = r.sure.typed > 1 && r.sure.typed > r.sure.odd && (r.sure.typed > 2 || r.sure.typed_well);
    r.out = out;
    out->n = 0;
    out->stats = f->stats;
    walk(&r);
    copy_until(&r, f->n);
    out->origin[out->n] = (uint32_t)src.n;
    memset(out->text + out->n, 0, FOLD_SLACK);
    words_end(&r);
    return !r.words_lost;
}
