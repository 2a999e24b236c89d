/* SPDX-License-Identifier: Apache-2.0
 *
 * Comparing words as a scanner misreads them: weighted edit distance (Wagner and Fischer 1974) with pairs, so that "tr"
 * for "u" or "in" for "an" is one cheap step, and the lexicon it is used with.
 */
#include "base/embed.h"
#include "campaign/letter_internal.h"

extern const embed_t letter_files[];
enum { WORD_MOST = 24, PHRASES_MOST = 4000 };

static bool parse_cost(str_t s, float *out)
{
    double v = 0, place = 1;
    bool point = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        if (point) place /= 10;
        v = point ? v + place * (s.p[i] - '0') : v * 10 + (s.p[i] - '0');
    }
    *out = (float)v;
    return s.n > 0;
}

/* The letters of a confusion as bytes; a sign outside ASCII gets a byte of its own. Returns how many, 0: too many. */
static size_t letters_of(lexicon_t *lx, str_t s, unsigned char out[2])
{
    size_t n = 0;
    out[1] = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (n == 2) return 0;
        if (c < 0x80) {
            out[n++] = (unsigned char)c;
            continue;
        }
        size_t k = 0;
        while (k < lx->n_sign && lx->sign[k] != c) k++;
        if (k == lx->n_sign) {
            if (k == sizeof lx->sign / sizeof *lx->sign) return 0;
            lx->sign[lx->n_sign++] = c;
        }
        out[n++] = (unsigned char)(0x80 + k);
    }
    return n;
}

static bool load_confusion(lexicon_t *lx, str_t line)
{
    str_t seen = STR_NONE, meant = STR_NONE, cost = STR_NONE;
    if (!str_cut(&line, ' ', &seen) || !str_cut(&line, ' ', &meant) || !str_cut(&line, ' ', &cost)) return false;
    unsigned char s[2], m[2];
    size_t ns = letters_of(lx, seen, s), nm = letters_of(lx, meant, m);
    float c = 0;
    if (!ns || !nm || !parse_cost(cost, &c)) return false;
    if (ns == 1 && nm == 1) {
        lx->one[s[0]][m[0]] = c;
        return true;
    }
    if (ns == 1 || lx->n_pairs == sizeof lx->pairs / sizeof *lx->pairs) return false;
    lx->pairs[lx->n_pairs++] = (struct pair){{s[0], s[1]}, {m[0], nm == 2 ? m[1] : 0}, c};
    return true;
}

/* Wordings of the sentences, not of the fixed parts of the form: those are printed, and scanned, in capitals. */
static bool is_spoken(str_t part)
{
    static const char *const printed[] = {"", "motto", "number", "to", "copies", "kind", "for", "title"};
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++)
        if (str_eq(part, str_of(printed[i]))) return false;
    return true;
}

static bool load_phrases(arena_t *a, const char *file, bool parts, phrase_t **out, size_t *n)
{
    str_t rest = embed_find(letter_files, str_of(file)), line;
    vec_t v = vec_new(a, sizeof(phrase_t), PHRASES_MOST);
    while (str_line(&rest, &line)) {
        line = str_trim(line);
        if (!line.n || line.p[0] == '#') continue;
        str_t part = S(""), text = line;
        if (parts) {
            size_t at = str_chr(line, ':', 0);
            if (at == SIZE_MAX) return false;
            part = str_sub(line, 0, at);
            text = str_trim(str_sub(line, at + 1, line.n));
        }
        phrase_t *p = vec_push(&v);
        words_t w;
        if (!p || !words_cut(a, text, NULL, 0, &w)) return false;
        *p = (phrase_t){part, text, w.t, w.n, is_spoken(part)};
    }
    *out = v.at;
    *n = v.len;
    return v.len > 0;
}

status_t lexicon_load(arena_t *a, lexicon_t **out, err_t *err)
{
    lexicon_t *lx = ARENA_NEW(a, lexicon_t);
    if (!lx) return err_set(err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."));
    for (size_t i = 0; i < 256; i++)
        for (size_t k = 0; k < 256; k++) lx->one[i][k] = i == k ? 0.0F : 1.0F;
    bool ok = true;
    str_t rest = embed_find(letter_files, S("confusions.txt")), line;
    while (ok && str_line(&rest, &line)) {
        line = str_trim(line);
        if (line.n && line.p[0] != '#') ok = load_confusion(lx, line);
    }
    ok = ok && load_phrases(a, "layout.txt", true, &lx->layout, &lx->n_layout) &&
         load_phrases(a, "verbs.txt", true, &lx->verbs, &lx->n_verbs) &&
         load_phrases(a, "phrases.txt", false, &lx->phrases, &lx->n_phrases);
    if (!ok) return err_set(err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."));
    *out = lx;
    return ST_OK;
}

double word_cost(const lexicon_t *lx, str_t seen, str_t meant)
{
    if (str_eq(seen, meant)) return 0;
    size_t n = seen.n, m = meant.n;
    if (!n || !m || n > WORD_MOST || m > WORD_MOST || n > 2 * m + 2 || m > 2 * n + 2) return 1;
    double d[WORD_MOST + 1][WORD_MOST + 1];
    for (size_t i = 0; i <= n; i++) d[i][0] = 0.8 * (double)i;
    for (size_t k = 0; k <= m; k++) d[0][k] = (double)k;
    for (size_t i = 1; i <= n; i++) {
        unsigned char s = (unsigned char)seen.p[i - 1];
        for (size_t k = 1; k <= m; k++) {
            unsigned char g = (unsigned char)meant.p[k - 1];
            double best = d[i - 1][k - 1] + (double)lx->one[s][g];
            if (d[i - 1][k] + 0.8 < best) best = d[i - 1][k] + 0.8; /* a letter too many */
            if (d[i][k - 1] + 1.0 < best) best = d[i][k - 1] + 1.0; /* a letter lost */
            for (size_t p = 0; i > 1 && p < lx->n_pairs; p++) {
                const struct pair *c = &lx->pairs[p];
                if (c->seen[1] != s || c->seen[0] != (unsigned char)seen.p[i - 2]) continue;
                double before = 9;
                if (!c->meant[1] && c->meant[0] == g) before = d[i - 2][k - 1];
                if (c->meant[1] && k > 1 && c->meant[1] == g && c->meant[0] == (unsigned char)meant.p[k - 2])
                    before = d[i - 2][k - 2];
                if (before + (double)c->cost < best) best = before + (double)c->cost;
            }
            d[i][k] = best;
        }
    }
    double cost = d[n][m] / (double)(n > m ? n : m);
    return cost < 1 ? cost : 1;
}

double phrase_cost(const lexicon_t *lx, const tok_t *t, size_t i, size_t end, const phrase_t *p, double most,
                   double word)
{
    if (end < p->n || i > end - p->n || !p->n) return 9;
    bool strict = lx->sound && p->spoken;
    if (strict) { /* a slip of the pen, no scanner */
        most = most < 0.1 ? most : 0.1;
        word = word < 0.3 ? word : 0.3;
    }
    double sum = 0;
    size_t said = 0, other = 0;
    for (size_t k = 0, at = i; k < p->n; k++, at++) {
        if (p->t[k].kind == TOK_MARK || t[at].kind == TOK_MARK) {
            if (!str_eq(t[at].f, p->t[k].f)) return 9;
            continue;
        }
        double c = word_cost(lx, t[at].f, p->t[k].f);
        if (c > word) return 9;
        other += strict && !str_eq(t[at].w, p->t[k].w); /* "nhận tin" is not "nhắn tin" */
        if (other * 3 > p->n) return 9;
        sum += c;
        said++;
    }
    double mean = said ? sum / (double)said : 0;
    return mean <= most ? mean : 9;
}

static const phrase_t *best_at(const lexicon_t *lx, const phrase_t *list, size_t n, const tok_t *t, size_t i,
                               size_t end, const char *part, double most, double *cost)
{
    const phrase_t *best = NULL;
    double least = 9;
    for (size_t p = 0; p < n; p++) {
        if (part && !str_eq(list[p].part, str_of(part))) continue;
        double c = phrase_cost(lx, t, i, end, &list[p], most, 0.62);
        if (c >= 9 || (best && list[p].n < best->n) || (best && list[p].n == best->n && c >= least)) continue;
        best = &list[p];
        least = c;
    }
    if (cost) *cost = least;
    return best;
}

const phrase_t *part_at(const lexicon_t *lx, const tok_t *t, size_t i, size_t end, const char *part, double most,
                        double *cost)
{
    return best_at(lx, lx->layout, lx->n_layout, t, i, end, part, most, cost);
}

const phrase_t *verb_at(const lexicon_t *lx, const tok_t *t, size_t i, size_t end, double most)
{
    return best_at(lx, lx->verbs, lx->n_verbs, t, i, end, NULL, most, NULL);
}

size_t part_find(const lexicon_t *lx, const tok_t *t, size_t i, size_t end, const char *part, double most,
                 const phrase_t **p)
{
    for (; i < end; i++) {
        const phrase_t *found = part_at(lx, t, i, end, part, most, NULL);
        if (!found) continue;
        if (p) *p = found;
        return i;
    }
    return SIZE_MAX;
}
