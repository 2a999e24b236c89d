/* SPDX-License-Identifier: Apache-2.0
 *
 * What one line of the body is: the beginning of a number, of an item, of a part, or more of what stood before.
 */
#include "campaign/letter_internal.h"

static bool is_bullet(const tok_t *t)
{
    return t->kind == TOK_MARK && t->f.n && (strchr("-+*", t->f.p[0]) || (unsigned char)t->f.p[0] >= 0x80);
}

/* "Một là,", "Hai là:" at the beginning of a line. */
static int64_t said_number(const tok_t *t)
{
    static const char *const said[] = {"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"};
    if (!str_eq(t[1].w, S("là")) || (!tok_is(&t[2], ',') && !tok_is(&t[2], ':'))) return 0;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (str_eq(t[0].w, str_of(said[i]))) return (int64_t)i + 1;
    return 0;
}

/* "2.", "2)", "2/", "(2)" or "Hai là," at the beginning of line k, being number `want`; *after the word behind it. */
bool head_at(const reader_t *r, size_t k, int64_t want, size_t *after)
{
    const line_t *ln = &r->w.lines[k];
    if (ln->blank || ln->t1 - ln->t0 < 4) return false;
    const tok_t *t = &r->w.t[ln->t0];
    if (want > 0 && said_number(t) == want) {
        *after = ln->t0 + 3;
        return true;
    }
    bool paren = tok_is(t, '(');
    if (paren) t++;
    char d[4];
    if (t->kind == TOK_MARK || t->f.n > 2) return false;
    for (size_t i = 0; i < t->f.n; i++) d[i] = t->f.p[i] == 'l' || t->f.p[i] == 'i' ? '1' : t->f.p[i];
    int64_t n = 0;
    if (!str_int((str_t){d, t->f.n}, 1, 99, &n) || n != want || !t[1].joined) return false;
    if (paren ? !tok_is(&t[1], ')') : !tok_is(&t[1], '.') && !tok_is(&t[1], ')') && !tok_is(&t[1], '/')) return false;
    if (t[2].kind == TOK_NUMBER && t[2].joined) return false; /* 1.1, 20.11.2024, 20/11 */
    *after = (size_t)(t - r->w.t) + 2;
    return true;
}

/* "- ", "+ ", "a) ", "1.2. " at the beginning of line k. */
bool item_at(const reader_t *r, size_t k, size_t *after, char label[4])
{
    const line_t *ln = &r->w.lines[k];
    if (ln->blank || ln->t1 - ln->t0 < 2) return false;
    const tok_t *t = &r->w.t[ln->t0];
    label[0] = 0;
    if (is_bullet(t) && r->w.t[ln->t0 + 1].kind != TOK_MARK) {
        *after = ln->t0 + 1;
        return true;
    }
    if (t->kind == TOK_WORD && t->f.n == 1 && t->f.p[0] >= 'a' && t->f.p[0] <= 'z' && t[1].joined &&
        (tok_is(&t[1], ')') || tok_is(&t[1], '.') || tok_is(&t[1], '/')) && !t->upper) {
        label[0] = t->f.p[0];
        label[1] = 0;
        *after = ln->t0 + 2;
        return true;
    }
    if (ln->t1 - ln->t0 > 4 && t->kind == TOK_NUMBER && tok_is(&t[1], '.') && t[2].kind == TOK_NUMBER && t[2].f.n < 3 &&
        t[1].joined && t[2].joined && !tok_is(&t[3], '-') && (!tok_is(&t[3], '/') || !t[4].joined)) {
        *after = ln->t0 + (t[3].kind == TOK_MARK ? 4 : 3);
        return true;
    }
    return false;
}

bool ends_with(const reader_t *r, size_t line, const char *marks)
{
    const line_t *ln = &r->w.lines[line];
    if (ln->blank) return false;
    const tok_t *t = &r->w.t[ln->t1 - 1];
    return t->kind == TOK_MARK && t->f.n == 1 && strchr(marks, t->f.p[0]);
}

enum { PAGE_WIDE = 170 }; /* bytes: a longer line than a page is wide says that each line is a paragraph */

static size_t width(const reader_t *r, size_t k)
{
    const line_t *ln = &r->w.lines[k];
    return ln->blank ? 0 : r->w.t[ln->t1 - 1].to - r->w.t[ln->t0].from;
}

void measure_lines(reader_t *r)
{
    for (size_t k = r->body; k < r->closing_line && k < r->w.n_lines; k++)
        if (width(r, k) > r->widest) r->widest = width(r, k);
}

bool is_short(const reader_t *r, size_t k)
{
    return r->widest > PAGE_WIDE || width(r, k) * 4 < r->widest * 3;
}

bool closes_at(const reader_t *r, size_t k)
{
    const line_t *ln = &r->w.lines[k];
    return r->w.t[ln->t0].upper && part_at(r->lx, r->w.t, ln->t0, ln->t1, "closing", 0.18, NULL) != NULL;
}

/* Line k, which begins no item, goes on with what stood before it. */
bool goes_on(const reader_t *r, size_t k, bool head_waits)
{
    const line_t *ln = &r->w.lines[k];
    bool closes = closes_at(r, k);
    if (!r->w.lines[k - 1].blank) {
        bool ended = ends_with(r, k - 1, ".;"), begins = r->w.t[ln->t0].upper && is_short(r, k - 1);
        return !(ended && closes) && !(begins && (ended || r->w.t[r->w.lines[k - 1].t1 - 1].kind == TOK_WORD));
    }
    size_t before = k - 1;
    while (before > 0 && r->w.lines[before].blank) before--;
    if (head_waits && !closes) return true;
    return !ends_with(r, before, ".;:") && !r->w.t[ln->t0].upper && r->w.t[ln->t0].kind == TOK_WORD;
}

/* "III. PHÂN CÔNG NHIỆM VỤ" on line k, being part `want` in Roman figures. */
bool part_line(const reader_t *r, size_t k, size_t want)
{
    static const char *const roman[] = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"};
    const line_t *ln = &r->w.lines[k];
    if (want > 10 || ln->blank || ln->t1 - ln->t0 < 3) return false;
    const tok_t *t = &r->w.t[ln->t0];
    return t->caps && str_eq(t->w, str_of(roman[want - 1])) && t[1].joined && t[2].upper &&
           (tok_is(&t[1], '.') || tok_is(&t[1], '/') || tok_is(&t[1], ')') || tok_is(&t[1], ':'));
}
