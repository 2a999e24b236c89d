/* SPDX-License-Identifier: Apache-2.0
 *
 * Letters standing apart ("c h u y e n", "o.t.p") and words cut in two ("chuy.en").
 */
#include "recognise/reading_internal.h"

static bool cuts(char c)
{
    return c == '.' || c == '-' || c == '*' || c == '~' || c == '|' || c == '\'';
}

static bool parts(char c)
{
    return c == ' ' || c == '_' || c == '/' || c == ',' || cuts(c);
}

static bool alone(const reader_t *r, size_t i)
{
    return is_letter(byte_at(r, i)) && !word_char(byte_at(r, i + 1));
}

static void read_run(const reader_t *r, size_t at, run_t *run)
{
    *run = (run_t){.sep = byte_at(r, at + 1)};
    bool wide = false;
    for (size_t i = at; run->n < RUN_MOST && alone(r, i); i += 2) {
        run->wide[run->n] = wide;
        run->wides += wide;
        run->at[run->n] = i;
        run->letter[run->n++] = byte_at(r, i);
        if (byte_at(r, i + 1) != run->sep || !parts(run->sep)) break;
        wide = run->sep == ' ' && i + 2 < r->in->n && r->in->origin[i + 2] - r->in->origin[i + 1] > 1;
    }
    if (run->n > 1 && run->wides == run->n - 1) { /* all of them: they part letters too */
        memset(run->wide, 0, sizeof run->wide);
        run->wides = 0;
    }
}

/* Wide gaps part words; between them the letters themselves do. */
static void cut_run(const reader_t *r, const run_t *run, cut_t *cut)
{
    *cut = (cut_t){0};
    for (size_t from = 0, to; from < run->n; from = to) {
        for (to = from + 1; to < run->n && !run->wide[to]; to++) {
        }
        uint8_t ends[RUN_MOST];
        size_t n = cut_syllables(r, (str_t){run->letter + from, to - from}, ends);
        for (size_t k = 0; k < n; k++) cut->ends[cut->n++] = (uint8_t)(from + ends[k]);
    }
}

static bool host_before(const reader_t *r, size_t at)
{
    return at > 0 && joins_address(byte_at(r, at - 1));
}

/* The first stretch of words in a cut: pieces `from` … `to`, where no two letters in a row stayed alone. */
typedef struct stretch {
    size_t from, to, begin, end; /* begin, end: of its letters */
    size_t loose, longest;
} stretch_t;

static size_t begin_of(const cut_t *cut, size_t k)
{
    return k ? cut->ends[k - 1] : 0u;
}

static size_t length(const cut_t *cut, size_t k)
{
    return cut->ends[k] - begin_of(cut, k);
}

static stretch_t next_stretch(const cut_t *cut, size_t piece)
{
    stretch_t s = {.from = piece};
    while (s.from < cut->n && length(cut, s.from) == 1) s.from++;
    s.begin = s.end = begin_of(cut, s.from);
    size_t alone = 0, before = 0;
    for (size_t k = s.to = s.from; k < cut->n && alone < 2; k++) {
        size_t n = length(cut, k);
        alone = n == 1 ? alone + 1 : 0;
        before += n == 1;
        if (n == 1) continue;
        s.to = k + 1;
        s.end = cut->ends[k];
        s.loose = before;
        if (n > s.longest) s.longest = n;
    }
    return s;
}

/* Whether the run last cut goes on at `at`, a border between two of its pieces: its rest would be cut the same way again. Not
 * where a full run ends, beyond which there are letters that count, nor where all that is left stands wide apart. */
static bool goes_on_at(const reader_t *r, size_t at)
{
    const run_t *run = &r->spelt.run;
    size_t from = begin_of(&r->spelt.cut, r->spelt.piece), wide = from + 1;
    if (from + 1 >= run->n || run->at[from] != at || (run->n == RUN_MOST && run->n - from <= WORD_LONGEST))
        return false;
    while (wide < run->n && run->wide[wide]) wide++;
    return wide < run->n;
}

/* What was looked at and left is not looked at again: time stays linear. */
static size_t leave(reader_t *r, size_t at, size_t until)
{
    r->left_until = until;
    return at;
}

size_t spelt_at(reader_t *r, size_t at)
{
    if (at < r->left_until || !alone(r, at) || !parts(byte_at(r, at + 1)) || !alone(r, at + 2) || host_before(r, at))
        return at;
    bool again = goes_on_at(r, at);
    run_t *run = &r->spelt.run;
    cut_t *cut = &r->spelt.cut;
    if (!again) {
        read_run(r, at, run);
        r->spelt.piece = 0;
        cut->n = 0;
    }
    size_t begin = begin_of(cut, r->spelt.piece), end = run->at[run->n - 1] + 1;
    bool more = run->sep == '.' && byte_at(r, end) == '.' && word_char(byte_at(r, end + 1));
    if (more || run->n - begin < (r->loose_spaced ? 2 : 3)) return leave(r, at, end);
    if (!again) cut_run(r, run, cut);
    stretch_t s = next_stretch(cut, r->spelt.piece);
    if (s.begin == s.end) return leave(r, at, end);
    r->spelt.piece = s.from;
    if (s.begin > begin) return leave(r, at, run->at[s.begin]); /* letters before the words: to be met again there */
    bool certain = s.longest >= 4 && s.loose <= (s.end - s.begin) / 6, likely = s.longest >= 3 && s.loose == 0;
    end = run->at[s.end - 1] + 1;
    if (!certain && !likely && !(r->loose_spaced && s.loose == 0)) return leave(r, at, end);
    r->spelt.piece = s.to;
    r->sure.spaced += certain;
    r->sure.likely += likely;
    note(r, READING_SPACED, at, end, certain);
    for (size_t k = s.from, i = s.begin; k < s.to; k++) {
        if (k > s.from) emit(r, ' ', run->at[i] - 1);
        for (; i < cut->ends[k]; i++) emit(r, run->letter[i], run->at[i]);
    }
    return end;
}

/* Two or three pieces that are one syllable together; for certain when one of them alone is no word. */
size_t split_at(reader_t *r, size_t at)
{
    char joined[8];
    uint8_t ends[8];
    size_t n = 0, from[8], i = at, pieces = 0;
    char sep = '\0';
    if (host_before(r, at)) return at;
    for (; n < sizeof joined; i++) {
        char c = byte_at(r, i);
        if (is_letter(c)) {
            from[n] = i;
            joined[n++] = c;
        } else if (cuts(c) && (!sep || c == sep) && n > (pieces ? ends[pieces - 1] : 0) &&
                   is_letter(byte_at(r, i + 1))) {
            sep = c;
            ends[pieces++] = (uint8_t)n;
        } else {
            break;
        }
    }
    char after = byte_at(r, i);
    if (!pieces || n == sizeof joined || word_char(after) || after == '@' || after == '/' ||
        (host_char(after) && word_char(byte_at(r, i + 1))) || !syllable((str_t){joined, n}))
        return at;
    ends[pieces] = (uint8_t)n;
    bool certain = false;
    for (size_t k = 0, begin = 0; n >= 4 && !certain && k <= pieces; begin = ends[k++])
        certain = !reading_word(r, (str_t){joined + begin, ends[k] - begin});
    r->sure.split += certain;
    r->sure.joined++;
    if (!(certain && (n >= 5 || r->loose_split)) && !r->loose_split) return at;
    note(r, READING_SPACED, at, i, certain && r->loose_split);
    for (size_t k = 0; k < n; k++) emit(r, joined[k], from[k]);
    return i;
}
