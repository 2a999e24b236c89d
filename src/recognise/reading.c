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
    for (size_t k = 0; k < text.n; k++) {
        size_t at = from + k;
        emit(r, text.p[k], k + 1 == text.n || at >= to ? to - 1 : at);
    }
    return to;
}

static bool as_it_is(char c)
{
    return c == '@' || c == '$' || c == '!';
}

/* A number and its unit: "70m", "4g", "12nd". */
static bool measured(str_t w)
{
    static const char units[][8] = {"b", "c", "cm", "d",  "g",  "gb",    "gio", "h",   "k",  "kg",  "km",
                                    "l", "m", "mb", "ml", "mm", "n",     "nd",  "ng",  "nh", "p",   "ph",
                                    "r", "s", "t",  "th", "tr", "trieu", "ty",  "usd", "v",  "vnd", "x"};
    size_t i = 0;
    while (i < w.n && is_digit(w.p[i])) i++;
    return i == w.n || (i > 0 && IN_ORDER(units, str_sub(w, i, w.n)));
}

static size_t digits_in(reader_t *r, size_t from, size_t to)
{
    char leet[WORD_MOST], vni[WORD_MOST];
    str_t w = folded(r, from, to);
    if (measured(w)) return from;
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
    return before.n > 1 && !one_after && (!next || among(next, " ,.!?)"));
}

static size_t letters_in(reader_t *r, size_t from, size_t to, bool short_hand)
{
    char typed[WORD_MOST];
    str_t w = folded(r, from, to);
    if (short_hand && shorthand(w, STR_NONE).n) {
        if (!fits_shorthand(r, from, to)) return from;
        note(r, READING_SHORTHAND, from, to, false);
        return instead(r, from, to, shorthand(w, word_before(r, from)));
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
    return !among(c, "./@-_:&=?%#");
}

static size_t word_at(reader_t *r, const word_t *word)
{
    size_t at = word->start, to = at;
    bool digits = false;
    while (to - at <= WORD_MOST &&
           (word_char(byte_at(r, to)) || (to > at && as_it_is(byte_at(r, to)) && word_char(byte_at(r, to + 1))))) {
        digits = digits || !is_letter(byte_at(r, to));
        to++;
    }
    if (!digits && r->leet_ends && byte_at(r, to) == '@' && !word_char(byte_at(r, to + 1))) {
        digits = true; /* "m@" */
        to++;
    }
    char next = byte_at(r, to), then = byte_at(r, to + 1);
    if (next == '@' || (next == '.' && word_char(then)) || (next == ':' && then == '/') || to - at > WORD_MOST)
        return at;
    if (!digits) return letters_in(r, at, to, word->has & WORD_SHORTHAND);
    return r->wanted & WANT_DIGITS ? digits_in(r, at, to) : at;
}

/* "tai_khoan": several of them outside addresses are blanks. */
static bool underscore(const reader_t *r, size_t at)
{
    if (byte_at(r, at) != '_' || at == 0 || !is_letter(byte_at(r, at - 1)) || !is_letter(byte_at(r, at + 1)))
        return false;
    for (size_t i = at; i > 0 && at - i < WORD_MOST && byte_at(r, i) != ' '; i--)
        if (among(byte_at(r, i), "/@.")) return false;
    return true;
}

static void blank_for(reader_t *r, size_t at)
{
    r->sure.underscores++;
    if (!r->out || !r->underscores) return;
    copy_until(r, at);
    emit(r, ' ', at);
    r->copied = at + 1;
}

/* What a word must have about it, or behind it, to be read otherwise: none, and it stays as it is. */
static bool plain(const reader_t *r, const word_t *w)
{
    const unsigned apart = WANT_SPELT | WANT_SPLIT, host = THEN_JOINED | THEN_DOT | THEN_BRACKET | THEN_BLANK_DOT;
    if (r->wanted & apart || (r->wanted & WANT_TYPED && w->end - w->start > 2)) return false;
    if (r->wanted & WANT_HOST && w->then & (host | THEN_COLON | THEN_BLANK_COLON)) return false;
    if (w->has & (WORD_DIGITS | WORD_SHORTHAND) || w->then & THEN_DRAWN) return false;
    return !r->leet_ends || byte_at(r, w->end) != '@';
}

/* What becomes of a word: the byte after what was written instead of it, or its begin. */
static size_t read_word(reader_t *r, const word_t *w)
{
    size_t at = w->start, next = at;
    bool letter = !(w->has & WORD_NUMBER);
    if (r->wanted & WANT_HOST) next = host_at(r, at);
    if (next == at && letter && r->wanted & WANT_SPELT) next = spelt_at(r, at);
    if (next == at && letter && r->wanted & (WANT_SPELT | WANT_SPLIT)) next = split_at(r, at);
    if (next == at && free_before(at ? byte_at(r, at - 1) : ' ')) next = word_at(r, w);
    return next;
}

static void walk(reader_t *r)
{
    const word_t *w = r->words->at, *end = w + r->words->n;
    r->left_until = r->copied = r->spelt.run.n = 0;
    while (w < end) {
        size_t next = plain(r, w) ? w->start : read_word(r, w);
        if (next > w->start) {
            r->copied = next;
            while (w < end && w->start < next) w++;
        } else {
            next = w++->end;
        }
        if (r->wanted & WANT_UNDERSCORES && underscore(r, next)) blank_for(r, next);
    }
}

void reading_into(str_t src, const fold_t *f, const words_t *words, unsigned wanted, reading_known_fn known,
                  const void *ctx, fold_t *out, reading_found_t *found)
{
    reader_t r = {.src = src, .in = f, .words = words, .wanted = wanted, .known = known, .ctx = ctx, .found = found};
    *found = (reading_found_t){0};
    if (wanted & WANT_TWO_WALKS) walk(&r);
    /* No letters came together: the second walk would only find that out again. */
    if (wanted & WANT_SPELT && !r.sure.spaced && !r.sure.likely)
        r.wanted = (wanted & ~(unsigned)WANT_SPELT) | WANT_SPLIT;
    r.loose_spaced = r.sure.spaced > 0;
    r.underscores = r.sure.underscores > 2;
    r.loose_split = r.sure.split > 1 || (r.sure.split && r.sure.joined > 2);
    r.leet = r.sure.leet > 0 && r.sure.leet + r.sure.leet_ends >= r.sure.vni;
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
}
