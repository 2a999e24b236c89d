/* SPDX-License-Identifier: Apache-2.0
 *
 * The letter as words and lines, and words back as text.
 */
#include "base/fold.h"
#include "campaign/letter_internal.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000;
}

/* Letters that belong to words; the signs scanners make of letters count too. */
static bool in_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '&' || c == '@';
    if (c == 0xA7 || c == 0xA2) return true; /* § ¢ */
    if (c < 0xC0 || c == 0xD7 || c == 0xF7) return false;
    return !(c >= 0x2000 && c <= 0x2BFF) && c != 0xFFFD && !(c >= 0x3000 && c <= 0x303F);
}

/* Capital or not, for the letters Vietnamese has. */
static bool is_upper(uint32_t c)
{
    if (c >= 'A' && c <= 'Z') return true;
    if (c >= 0xC0 && c <= 0xDE) return c != 0xD7;
    if (c == 0x01AF) return true;
    if (c == 0x01B0) return false;
    return (c >= 0x0100 && c <= 0x017F && !(c & 1)) || c == 0x01A0 || (c >= 0x1EA0 && c <= 0x1EF9 && !(c & 1));
}

static uint32_t to_lower(uint32_t c)
{
    if (!is_upper(c)) return c;
    if (c < 0x100) return c + 32;
    return c == 0x01AF ? 0x01B0 : c + 1;
}

static bool is_letter(uint32_t c)
{
    return c >= 0xC0 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Everything in the word but its folded text. */
static void describe(str_t src, tok_t *t)
{
    bool letters = false, lower = false, digits = true;
    for (size_t i = t->from; i < t->to;) {
        bool first = i == t->from;
        uint32_t c = utf8_next(src, &i);
        if (first) t->upper = is_upper(c);
        if (is_letter(c) && !(c >= 0x300 && c < 0x370)) { /* a mark of its own has no case */
            letters = true;
            lower = lower || !is_upper(c);
        }
        digits = digits && c < 0x80 && is_digit((char)c);
    }
    t->caps = letters && !lower;
    if (t->kind == TOK_WORD && digits) t->kind = TOK_NUMBER;
}

/* The word in lower case, composed. */
static str_t written(arena_t *a, str_t word)
{
    str_t w = nfc_dup(a, word);
    buf_t b = buf_new(a, w.n * 2 + 8);
    for (size_t i = 0; i < w.n;) {
        char out[4];
        buf_put(&b, (str_t){out, utf8_put(to_lower(utf8_next(w, &i)), out)});
    }
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

/* Behind a form feed: where the page begins, its number (a line that holds nothing but "2" or "- 2 -") left out. */
static size_t behind_page_number(str_t src, size_t i)
{
    size_t k = i, digits = 0;
    for (; k < src.n && src.p[k] != '\n'; k++) {
        if (is_digit(src.p[k]))
            digits++;
        else if (!strchr(" -\t\r", src.p[k]))
            return i;
    }
    if (!digits || digits > 3) return i;
    while (k < src.n && strchr("\n\r \t", src.p[k])) k++;
    while (k > i && src.p[k - 1] != '\n') k--; /* the indent of the next line stays */
    return k;
}

/* "4406/VPUB-" at a line's end and "KGVX" on the next: one symbol. */
static bool symbol_goes_on(const vec_t *toks, str_t src, size_t from)
{
    if (toks->len < 3) return false;
    const tok_t *dash = &VEC_AT(toks, tok_t, toks->len - 2), *before = dash - 1;
    size_t i = from;
    return src.p[dash->from] == '-' && dash->joined && before->caps && before->joined && is_upper(utf8_next(src, &i));
}

static bool cut(arena_t *a, str_t src, vec_t *toks, vec_t *lines)
{
    size_t spaces = 0, line = 0, first_tok = 0;
    bool first = true;
    for (size_t i = 0; i <= src.n;) {
        size_t from = i;
        uint32_t c = i < src.n ? utf8_next(src, &i) : '\n';
        if (from == src.n) i = src.n + 1;
        if (c == '\n') {
            line_t *l = vec_push(lines);
            if (!l) return false;
            *l = (line_t){first_tok, toks->len, first};
            first_tok = toks->len;
            line++;
            first = true;
            spaces = 0;
            continue;
        }
        if (c == '\f') i = behind_page_number(src, i);
        if (is_space(c)) {
            spaces += c == '\t' ? 4 : 1;
            continue;
        }
        tok_t *t = vec_push(toks);
        if (!t) return false;
        t->from = (uint32_t)from;
        t->line = (uint32_t)line;
        t->kind = in_word(c) ? TOK_WORD : TOK_MARK;
        if (t->kind == TOK_WORD)
            for (size_t k = i; k < src.n && in_word(utf8_next(src, &k));) i = k;
        t->to = (uint32_t)i;
        t->first = first;
        t->gap = first || spaces >= 3;
        t->joined = first ? symbol_goes_on(toks, src, from) : spaces == 0;
        describe(src, t);
        first = false;
        spaces = 0;
    }
    (void)a;
    return true;
}

/* Folded text of each word; signs of the confusion table become single bytes. */
static bool fold_words(arena_t *a, str_t src, const uint32_t *sign, size_t n_sign, vec_t *toks)
{
    fold_t f = {0};
    f.text = arena_alloc(a, fold_bound(src.n));
    f.origin = ARENA_ARRAY(a, uint32_t, fold_bound(src.n) + 1);
    if (!f.text || !f.origin) return false;
    fold_into(src, &f);
    char *out = arena_alloc(a, f.n + 1);
    if (!out) return false;
    size_t at = 0, w = 0;
    for (size_t k = 0; k < toks->len; k++) {
        tok_t *t = &VEC_AT(toks, tok_t, k);
        while (at < f.n && f.origin[at] < t->from) at++;
        size_t begin = w, from = at;
        while (at < f.n && f.origin[at] < t->to) at++;
        str_t piece = {f.text + from, at - from};
        for (size_t i = 0; i < piece.n;) {
            size_t was = i;
            uint32_t c = utf8_next(piece, &i);
            size_t s = 0;
            while (s < n_sign && sign[s] != c) s++;
            if (c == ' ') continue;
            if (t->kind == TOK_MARK && ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)) {
                out[w++] = '-';
                continue;
            }
            if (t->kind == TOK_MARK && (c == 0x201C || c == 0x201D || c == 0x201E)) {
                out[w++] = '"';
                continue;
            }
            if (s < n_sign && c >= 0x80) {
                out[w++] = (char)(0x80 + s);
            } else {
                memcpy(out + w, piece.p + was, i - was);
                w += i - was;
            }
        }
        t->f = (str_t){out + begin, w - begin};
        t->w = t->kind == TOK_MARK ? t->f : written(a, str_sub(src, t->from, t->to));
    }
    return true;
}

bool words_cut(arena_t *a, str_t src, const uint32_t *sign, size_t n_sign, words_t *out)
{
    vec_t toks = vec_new(a, sizeof(tok_t), 60000), lines = vec_new(a, sizeof(line_t), 60000);
    if (!cut(a, src, &toks, &lines) || !fold_words(a, src, sign, n_sign, &toks)) return false;
    *out = (words_t){toks.at, toks.len, lines.at, lines.len};
    return true;
}

bool words_damaged(const words_t *w, str_t src, bool *sound)
{
    size_t words = 0, whole = 0;
    for (size_t k = 0; k < w->n; k++) {
        if (w->t[k].kind != TOK_WORD || w->t[k].to - w->t[k].from < 2) continue;
        words++;
        for (size_t i = w->t[k].from; i < w->t[k].to;) {
            uint32_t c = utf8_next(src, &i);
            if ((c >= 0x1EA0 && c <= 0x1EF9) || c == 0x01A1 || c == 0x01A0 || c == 0x01B0 || c == 0x01AF ||
                (c >= 0x300 && c <= 0x323)) {
                whole++;
                break;
            }
        }
    }
    *sound = whole * 5 > words; /* in sound text it is about every third word */
    return words > 20 && whole * 10 < words;
}

bool tok_is(const tok_t *t, char c)
{
    return t->kind == TOK_MARK && t->f.n == 1 && t->f.p[0] == c;
}

run_t run_trim(const reader_t *r, run_t run, const char *marks)
{
    while (run.i < run.j && r->w.t[run.j - 1].kind == TOK_MARK && r->w.t[run.j - 1].f.n == 1 &&
           strchr(marks, r->w.t[run.j - 1].f.p[0]))
        run.j--;
    while (run.i < run.j && r->w.t[run.i].kind == TOK_MARK && r->w.t[run.i].f.n == 1 &&
           strchr(".,;:-+*", r->w.t[run.i].f.p[0]))
        run.i++;
    return run;
}

/* The cheapest cover of a run by phrases: for each word which phrase begins there, if any. A word that no phrase covers
 * costs 1, a phrase 0.2 and thrice what its words miss. */
typedef struct cover {
    const phrase_t **at;
    double *fit;
} cover_t;

static bool cover_run(reader_t *r, run_t run, bool names, cover_t *c)
{
    size_t n = run.j - run.i;
    double *least = ARENA_ARRAY(r->a, double, n + 1);
    c->at = ARENA_ARRAY(r->a, const phrase_t *, n + 1);
    c->fit = ARENA_ARRAY(r->a, double, n + 1);
    if (!least || !c->at || !c->fit) return false;
    const tok_t *t = r->w.t;
    for (size_t k = n; k-- > 0;) {
        bool said = t[run.i + k].kind != TOK_MARK;
        least[k] = least[k + 1] + (said ? 1 : 0);
        if (!said) continue;
        for (size_t p = 0; p < r->lx->n_phrases; p++) {
            const phrase_t *ph = &r->lx->phrases[p];
            double most = names ? 0.01 : ph->n == 1 ? 0.15 : ph->n == 2 ? 0.2 : 0.25;
            double fit = phrase_cost(r->lx, t, run.i + k, run.j, ph, most, 0.3);
            double cost = 0.2 + 3 * fit * (double)ph->n;
            if (fit >= 9 || cost + least[k + ph->n] >= least[k]) continue;
            least[k] = cost + least[k + ph->n];
            c->at[k] = ph;
            c->fit[k] = fit;
        }
    }
    return true;
}

/* `name`: the run is printed in capitals, so that a capital says nothing of the word. */
static void put_word(buf_t *b, const tok_t *seen, const tok_t *meant, str_t phrase, bool name)
{
    str_t w = str_sub(phrase, meant->from, meant->to);
    size_t i = 0;
    char out[4];
    uint32_t c = w.n ? utf8_next(w, &i) : 0;
    bool same = seen->f.n && meant->f.n && seen->f.p[0] == meant->f.p[0];
    bool ell = !same && seen->f.n && seen->f.p[0] == 'i'; /* an "I" read for "l" is no capital */
    bool upper = seen->upper && !ell && (!seen->caps || (seen->f.n <= 2 && !name));
    if (c && (same || upper) && upper != is_upper(c) && !(seen->caps && !upper)) {
        buf_put(b, (str_t){out, utf8_put(upper ? utf8_upper(c) : to_lower(c), out)});
        buf_put(b, str_sub(w, i, w.n));
    } else {
        buf_put(b, w);
    }
}

static letter_text_t text_of(reader_t *r, run_t run, bool restore, bool names)
{
    letter_text_t out = {STR_NONE, 0, 0, 0};
    if (run.i >= run.j) return out;
    const tok_t *t = r->w.t;
    out.from = t[run.i].from;
    out.to = t[run.j - 1].to;
    cover_t c = {0};
    if (restore && (run.j - run.i > 600 || !cover_run(r, run, names, &c))) restore = false;
    buf_t b = buf_new(r->a, 64 * 1024);
    size_t said = 0, read = 0, caps = 0, words = 0;
    double miss = 0;
    for (size_t i = run.i; i < run.j; i++) {
        words += t[i].kind == TOK_WORD;
        caps += t[i].caps;
    }
    bool capitals = caps * 3 > words * 2;
    for (size_t i = run.i; i < run.j;) {
        const phrase_t *p = restore ? c.at[i - run.i] : NULL;
        size_t n = p ? p->n : 1;
        for (size_t k = 0; k < n; k++) {
            const tok_t *seen = &t[i + k];
            if (i + k > run.i && !seen->joined) buf_putc(&b, ' ');
            if (seen->kind == TOK_WORD && (p || !seen->caps)) { /* abbreviations lose nothing */
                said++;
                read += p ? 1 : 0;
            }
            if (p && seen->kind != TOK_MARK)
                put_word(&b, seen, &p->t[k], p->text, capitals);
            else
                buf_put(&b, str_sub(r->src, seen->from, seen->to));
        }
        if (names && !p && t[i].kind != TOK_MARK) return text_of(r, run, false, false); /* not all known: as printed */
        if (p) miss += c.fit[i - run.i] * (double)n;
        i += n;
    }
    out.text = nfc_dup(r->a, buf_str(&b));
    if (!buf_ok(&b)) out.text = STR_NONE;
    out.sure = names || !restore || !said ? 0.95 : 0.35 + 0.6 * ((double)read - miss) / (double)said;
    if (r->l->damaged && !restore) out.sure = 0.5;
    return out;
}

letter_text_t run_symbol(reader_t *r, run_t run)
{
    buf_t b = buf_new(r->a, 4096);
    for (size_t i = run.i; i < run.j; i++) buf_put(&b, str_sub(r->src, r->w.t[i].from, r->w.t[i].to));
    return (letter_text_t){buf_str(&b), r->w.t[run.i].from, r->w.t[run.j - 1].to, 0.95};
}

letter_text_t run_text(reader_t *r, run_t run, const char *trim)
{
    return text_of(r, run_trim(r, run, trim), r->l->damaged, false);
}

letter_text_t run_name(reader_t *r, run_t run)
{
    run = run_trim(r, run, ".,;:-");
    if (r->l->damaged) return text_of(r, run, true, false);
    bool caps = run.i < run.j && r->w.t[run.i].caps;
    return text_of(r, run, caps, caps);
}

letter_text_t run_kind(reader_t *r, run_t run)
{
    letter_text_t t = run_name(r, run);
    str_t low = t.text.n ? written(r->a, t.text) : STR_NONE;
    char first[4];
    size_t i = 0;
    uint32_t c = low.n ? utf8_next(low, &i) : 0;
    if (c)
        t.text = str_fmt(r->a, "%.*s%.*s", STRF(((str_t){first, utf8_put(utf8_upper(c), first)})),
                         STRF(str_sub(low, i, low.n)));
    return t;
}

size_t paragraph(const reader_t *r, size_t line, size_t end)
{
    while (line < end && !r->w.lines[line].blank) line++;
    return line;
}
