/* SPDX-License-Identifier: Apache-2.0
 *
 * Letters standing apart ("c h u y e n", "o.t.p") and words cut in two ("chuy.en").
 */
#include "recognise/reading_internal.h"

static bool parts(char c)
{
    return c && memchr(" .-_*~|/,'", c, 10) != NULL;
}

typedef struct run {
    char letter[RUN_MOST];
    size_t at[RUN_MOST];
    bool wide[RUN_MOST]; /* more than one blank stood before it in the message */
    size_t n, wides;
    char sep;
} run_t;

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

typedef struct cut {
    uint8_t ends[RUN_MOST];
    size_t n;
    unsigned loose, longest;
} cut_t;

/* Wide gaps part words; between them the letters themselves do. */
static void cut_run(const reader_t *r, const run_t *run, cut_t *cut)
{
    *cut = (cut_t){0};
    for (size_t from = 0, to; from < run->n; from = to) {
        for (to = from + 1; to < run->n && !run->wide[to]; to++) {
        }
        uint8_t ends[RUN_MOST];
        unsigned loose;
        size_t n = cut_syllables(r, (str_t){run->letter + from, to - from}, ends, &loose);
        cut->loose += loose;
        for (size_t k = 0, last = 0; k < n; last = ends[k++]) {
            if (ends[k] - last > cut->longest) cut->longest = (unsigned)(ends[k] - last);
            cut->ends[cut->n++] = (uint8_t)(from + ends[k]);
        }
    }
}

static bool host_before(const reader_t *r, size_t at)
{
    return at > 0 && memchr("./@-_:&=", byte_at(r, at - 1), 8) != NULL;
}

size_t spelt_at(reader_t *r, size_t at)
{
    run_t run;
    cut_t cut;
    if (!alone(r, at) || !parts(byte_at(r, at + 1)) || !alone(r, at + 2) || host_before(r, at)) return at;
    read_run(r, at, &run);
    size_t end = run.at[run.n - 1] + 1;
    bool goes_on = run.sep == '.' && byte_at(r, end) == '.' && word_char(byte_at(r, end + 1));
    if (goes_on || run.n < (r->loose_spaced ? 2 : 3)) return at;
    cut_run(r, &run, &cut);
    bool certain = cut.longest >= 4 && cut.loose <= run.n / 6;
    bool likely = cut.longest >= 3 && cut.loose == 0;
    if (!certain && !likely && !(r->loose_spaced && cut.loose == 0)) return at;
    r->sure.spaced += certain;
    note(r, READING_SPACED, at, end, certain);
    for (size_t k = 0, i = 0; k < cut.n; k++) {
        if (k) emit(r, ' ', run.at[i] - 1);
        for (; i < cut.ends[k]; i++) emit(r, run.letter[i], run.at[i]);
    }
    return end;
}

/* Two or three pieces that are one syllable together; for certain when one of them alone is no word. */
size_t split_at(reader_t *r, size_t at)
{
    char joined[8];
    size_t n = 0, from[8], i = at, piece = at, pieces = 0;
    char sep = '\0';
    bool certain = false;
    if (host_before(r, at)) return at;
    for (; n < sizeof joined; i++) {
        char c = byte_at(r, i);
        if (is_letter(c)) {
            from[n] = i;
            joined[n++] = c;
        } else if (c && memchr(".-*~|'", c, 6) && (!sep || c == sep) && i > piece && is_letter(byte_at(r, i + 1))) {
            certain = certain || !reading_word(r, folded(r, piece, i));
            sep = c;
            piece = i + 1;
            pieces++;
        } else {
            break;
        }
    }
    char after = byte_at(r, i);
    if (!pieces || n == sizeof joined || word_char(after) || (after && memchr("@/", after, 2)) ||
        (host_char(after) && word_char(byte_at(r, i + 1))) || !syllable((str_t){joined, n}))
        return at;
    certain = n >= 4 && (certain || !reading_word(r, folded(r, piece, i)));
    r->sure.split += certain;
    r->sure.joined++;
    if (!(certain && (n >= 5 || r->loose_split)) && !r->loose_split) return at;
    note(r, READING_SPACED, at, i, certain && r->loose_split);
    for (size_t k = 0; k < n; k++) emit(r, joined[k], from[k]);
    return i;
}
