/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates, the legal basis, and the window in which the letter is to be carried out.
 */
#include "campaign/letter_internal.h"

/* A whole number in a word, with the letters scanners make of digits. */
static bool number_of(const tok_t *t, int64_t least, int64_t most, int64_t *out)
{
    char d[8];
    if (t->kind == TOK_MARK || t->f.n == 0 || t->f.n > 4) return false;
    for (size_t i = 0; i < t->f.n; i++) {
        char c = t->f.p[i];
        d[i] = c == 'o' ? '0' : c == 'l' || c == 'i' ? '1' : c;
    }
    return str_int((str_t){d, t->f.n}, least, most, out);
}

static bool same(const reader_t *r, size_t i, size_t end, const char *word)
{
    return i < end && r->w.t[i].kind == TOK_WORD && word_cost(r->lx, r->w.t[i].f, str_of(word)) <= 0.34;
}

static bool finish_date(reader_t *r, size_t i, size_t next, int64_t d, int64_t m, int64_t y, letter_date_t *out)
{
    *out = (letter_date_t){{(int)y, (int)m, (int)d}, r->w.t[i].from, r->w.t[next - 1].to, 0.95};
    if (!date_valid(out->day)) {
        out->day.y = 0;
        out->sure = 0;
    }
    return true;
}

/* "20/11/2024", "20-11-2024", "20.11.2024", "20/11". */
static bool date_figures(reader_t *r, size_t first, size_t i, size_t end, letter_date_t *out, size_t *next)
{
    const tok_t *t = r->w.t;
    int64_t d, m, y = 0;
    if (i + 3 > end || !number_of(&t[i], 1, 99, &d) || !number_of(&t[i + 2], 1, 99, &m)) return false;
    if (!tok_is(&t[i + 1], '/') && !tok_is(&t[i + 1], '-') && !tok_is(&t[i + 1], '.')) return false;
    if (i + 5 <= end && tok_is(&t[i + 3], t[i + 1].f.p[0]) && number_of(&t[i + 4], 1900, 2200, &y)) {
        *next = i + 5;
        return finish_date(r, first, *next, d, m, y, out);
    }
    if (!tok_is(&t[i + 1], '/') || first == i || r->l->date.day.y == 0) return false;
    *next = i + 3; /* no year: that of the letter */
    if (!finish_date(r, first, *next, d, m, r->l->date.day.y, out)) return false;
    if (out->day.y) out->sure = 0.6;
    return true;
}

/* "17 giờ 00", "17h00", "23:59," before "ngày": the word "ngày"; else i. */
static size_t behind_hour(const reader_t *r, size_t i, size_t end)
{
    const tok_t *t = r->w.t;
    size_t k = i;
    if (k >= end || !t[k].f.n || t[k].f.p[0] < '0' || t[k].f.p[0] > '9') return i;
    if (t[k].kind == TOK_WORD && t[k].f.n <= 5 && str_chr(t[k].f, 'h', 1) != SIZE_MAX) {
        k++;
    } else if (t[k].kind == TOK_NUMBER && t[k].f.n <= 2) {
        bool colon = k + 2 < end && tok_is(&t[k + 1], ':') && t[k + 2].kind == TOK_NUMBER;
        if (!colon && !same(r, k + 1, end, "gio")) return i;
        k += 2;
        if (k < end && t[k].kind == TOK_NUMBER) k++;
        if (!colon && same(r, k, end, "phut")) k++;
    }
    if (k < end && tok_is(&t[k], ',')) k++;
    return same(r, k, end, "ngay") ? k : i;
}

bool date_at(reader_t *r, size_t i, size_t end, letter_date_t *out, size_t *next)
{
    i = behind_hour(r, i, end);
    size_t first = i;
    int64_t d = 0, m = 0, y = 0;
    if (same(r, i, end, "ngay")) i++;
    if (i >= end) return false;
    if (date_figures(r, first, i, end, out, next)) return true;
    bool day = number_of(&r->w.t[i], 1, 99, &d);
    size_t k = day ? i + 1 : i;
    while (!day && k < end && r->w.t[k].kind == TOK_MARK && k < i + 12) k++; /* "ngày ...... tháng" */
    if (!same(r, k, end, "thang") || (!day && k == first)) return false;     /* a month alone: month_at */
    k++;
    bool month = k < end && number_of(&r->w.t[k], 1, 99, &m);
    if (month) k++;
    while (!month && k < end && r->w.t[k].kind == TOK_MARK) k++;
    if (!same(r, k, end, "nam")) return false;
    k++;
    bool year = k < end && number_of(&r->w.t[k], 1900, 2200, &y);
    if (year) k++;
    *next = k;
    finish_date(r, first, k, d, m, year ? y : 0, out);
    if (!day || !month || !year) *out = (letter_date_t){{0, 0, 0}, r->w.t[first].from, r->w.t[k - 1].to, -1};
    return true;
}

/* "24/8" and no year, at word i: of the year `y`. */
static bool day_month_at(reader_t *r, size_t i, size_t end, int y, letter_date_t *out, size_t *next)
{
    const tok_t *t = r->w.t;
    int64_t d, m;
    size_t first = i;
    if (same(r, i, end, "ngay")) i++;
    if (!y || i + 3 > end || !number_of(&t[i], 1, 31, &d) || !tok_is(&t[i + 1], '/')) return false;
    if (!number_of(&t[i + 2], 1, 12, &m)) return false;
    *next = i + 3;
    return finish_date(r, first, *next, d, m, y, out) && out->day.y;
}

/* "tháng 11 năm 2025", "tháng 11/2025", or "tháng 11" of the year `y`: its last day, or its first. */
static bool month_at(reader_t *r, size_t i, size_t end, int y, bool last, letter_date_t *out, size_t *next)
{
    int64_t m = 0, year = y;
    if (!same(r, i, end, "thang") || i + 2 > end || !number_of(&r->w.t[i + 1], 1, 12, &m)) return false;
    size_t k = i + 2;
    bool named = k + 1 < end && (tok_is(&r->w.t[k], '/') || same(r, k, end, "nam"));
    if (named && number_of(&r->w.t[k + 1], 1900, 2200, &year)) k += 2;
    if (!year) return false;
    int64_t d = last ? 31 : 1;
    while (!date_valid((date_t){(int)year, (int)m, (int)d})) d--;
    *next = k;
    return finish_date(r, i, k, d, m, year, out);
}

/* The end of the sentence group that begins at `line`: a blank line, or a line that ends with a full stop. */
static size_t sentence(const reader_t *r, size_t line, size_t end)
{
    while (line < end && !r->w.lines[line].blank) {
        const tok_t *last = &r->w.t[r->w.lines[line].t1 - 1];
        line++;
        if (tok_is(last, '.') || tok_is(last, ':') || tok_is(last, ';')) break;
    }
    return line;
}

/* "4406/VPUB-KGVX" at word i: its symbol and the word behind it. */
static bool document_at(reader_t *r, size_t i, size_t end, letter_basis_t *out, size_t *next)
{
    const tok_t *t = r->w.t;
    if (i + 3 > end || t[i].kind != TOK_NUMBER || !t[i + 2].joined) return false;
    bool party = tok_is(&t[i + 1], '-') && t[i + 1].joined && i + 4 < end && tok_is(&t[i + 3], '/'); /* 12-CV/TU */
    if (!tok_is(&t[i + 1], '/') && !party) return false;
    if (i > 0 && t[i].joined && tok_is(&t[i - 1], '/')) return false;
    size_t k = i + 2;
    bool letters = false;
    while (k < end && (k == i + 2 || t[k].joined) &&
           (t[k].kind != TOK_MARK || tok_is(&t[k], '-') || tok_is(&t[k], '/'))) {
        letters = letters || (t[k].kind == TOK_WORD && t[k].upper);
        k++;
    }
    run_t run = run_trim(r, (run_t){i + 2, k}, ".,;:-/");
    if (!letters || run.i == run.j || !str_int(t[i].f, 1, 9999999, &out->number)) return false;
    out->symbol = run_symbol(r, run);
    out->symbol.from = t[i].from;
    *next = run.j;
    return true;
}

static void basis_of(reader_t *r, size_t i, size_t end)
{
    letter_basis_t b = {0}, other = {0};
    size_t next = 0, skip = 0;
    for (; i < end; i++) {
        if (!document_at(r, i, end, &b, &next)) continue;
        letter_basis_t *at = vec_push(&r->l->basis);
        if (!at) return;
        for (size_t k = next; k < end && k < next + 10; k++) {
            if (document_at(r, k, end, &other, &skip)) break;
            if (date_at(r, k, end, &b.date, &skip)) break;
        }
        *at = b;
        if (b.date.day.y == 0) {
            str_t field = str_fmt(r->a, "basis[%zu].date", r->l->basis.len - 1);
            letter_opens(r, field.p ? field.p : "basis", b.date.to ? "impossible-date" : "not-found",
                         str_sub(r->src, b.date.from, b.date.to), STR_NONE);
        }
        b = (letter_basis_t){0};
        i = next - 1;
    }
}

void read_basis(reader_t *r)
{
    for (size_t k = r->body; k < r->clauses_line;) {
        if (r->w.lines[k].blank) {
            k++;
            continue;
        }
        size_t end = sentence(r, k, r->clauses_line);
        run_t run = lines_run(r, k, end);
        basis_of(r, run.i, run.j);
        k = end;
    }
}

typedef struct limit {
    letter_date_t from, to;
    size_t line;
    bool now, range, report, in_clause;
} limit_t;

static size_t clause_of(const reader_t *r, size_t from)
{
    for (size_t k = 0; k < r->l->clauses.len; k++) {
        const letter_clause_t *c = &VEC_AT(&r->l->clauses, letter_clause_t, k);
        if (c->text.from <= from && from < c->text.to) return k;
    }
    return SIZE_MAX;
}

/* What the sentence before word i says of the limit's beginning and of what it limits. */
static void limit_context(reader_t *r, run_t s, size_t i, limit_t *lim)
{
    size_t skip = 0;
    lim->range = part_at(r->lx, r->w.t, s.i, s.j, "window", NEAR, NULL) != NULL;
    lim->report = part_find(r->lx, r->w.t, s.i, s.j, "reporting", 0.15, NULL) != SIZE_MAX;
    for (size_t k = i > s.i + 16 ? i - 16 : s.i; k < i; k++) {
        const phrase_t *p = part_at(r->lx, r->w.t, k, i, "from-now", 0.15, NULL);
        if (p) lim->now = lim->range = true;
        p = part_at(r->lx, r->w.t, k, i, "from", 0.15, NULL);
        int y = lim->to.day.y;
        if (p && (date_at(r, k + p->n, i, &lim->from, &skip) || day_month_at(r, k + p->n, i, y, &lim->from, &skip) ||
                  month_at(r, k + p->n, i, y, false, &lim->from, &skip)))
            lim->range = true;
    }
}

static void find_limits(reader_t *r, vec_t *out)
{
    size_t last = r->closing_line < r->w.n_lines ? r->closing_line : r->w.n_lines;
    for (size_t k = r->body; k < last;) {
        size_t end = r->w.lines[k].blank ? k + 1 : sentence(r, k, last);
        run_t s = r->w.lines[k].blank ? (run_t){0, 0} : lines_run(r, k, end);
        for (size_t i = s.i; i < s.j; i++) {
            const phrase_t *p = part_at(r->lx, r->w.t, i, s.j, "until", 0.15, NULL);
            bool hard = !p && (p = part_at(r->lx, r->w.t, i, s.j, "deadline", 0.15, NULL)) != NULL;
            limit_t lim = {.line = k};
            size_t next = 0;
            if (!p ||
                (!date_at(r, i + p->n, s.j, &lim.to, &next) && !month_at(r, i + p->n, s.j, 0, true, &lim.to, &next)))
                continue;
            limit_context(r, s, i, &lim);
            if (hard && lim.to.sure > 0.7)
                lim.to.sure = 0.7; /* "trước ngày": whether the day itself counts is custom */
            lim.in_clause = clause_of(r, lim.to.from) != SIZE_MAX;
            limit_t *at = vec_push(out);
            if (at) *at = lim;
            i = next - 1;
        }
        k = end;
    }
}

static int day_cmp(date_t a, date_t b)
{
    return a.y != b.y ? a.y - b.y : a.m != b.m ? a.m - b.m : a.d - b.d;
}
static str_t day_iso(reader_t *r, date_t d)
{
    return str_fmt(r->a, "%04d-%02d-%02d", d.y, d.m, d.d);
}

/* Limits that are a clause's own or a report's go to their clause; the rest must agree. */
static bool is_window(reader_t *r, const limit_t *lim, bool other_window)
{
    if (lim->to.day.y && r->l->date.day.y && day_cmp(lim->to.day, r->l->date.day) < 0)
        return false; /* told of the past */
    size_t c = clause_of(r, lim->to.from);
    bool own = other_window || lim->report || (!lim->range && r->l->clauses.len > 1); /* one of several acts */
    if (c != SIZE_MAX && own) {
        VEC_AT(&r->l->clauses, letter_clause_t, c).due = lim->to;
        return false;
    }
    return !lim->report || lim->range;
}

static bool has_limit(const vec_t *limits, size_t from, size_t to)
{
    for (size_t k = 0; k < limits->len; k++) {
        const limit_t *x = &VEC_AT(limits, limit_t, k);
        if (x->to.from >= from && x->to.to <= to) return true;
    }
    return false;
}

/* "Thời gian: ngày 12/10/2025", "Thời gian: tháng 11 và tháng 12 năm 2025": the days a sentence on the time names, where
 * none says until when. */
static bool said_window(reader_t *r, const vec_t *limits)
{
    size_t last = r->closing_line < r->w.n_lines ? r->closing_line : r->w.n_lines;
    letter_t *l = r->l;
    for (size_t k = r->body; k < last && !l->to.day.y;) {
        size_t end = r->w.lines[k].blank ? k + 1 : sentence(r, k, last);
        run_t s = r->w.lines[k].blank ? (run_t){0, 0} : run_trim(r, lines_run(r, k, end), ".;:");
        k = end;
        if (!part_at(r->lx, r->w.t, s.i, s.j, "window", 0.1, NULL)) continue;
        if (has_limit(limits, r->w.t[s.i].from, r->w.t[s.j - 1].to)) continue;
        int y = 0;
        for (size_t i = s.j; i-- > s.i;) { /* from the end: the year stands with the last */
            letter_date_t d = {0};
            size_t next = 0;
            bool month = month_at(r, i, s.j, y, !l->to.day.y, &d, &next);
            bool whole = month || (same(r, i, s.j, "ngay") && date_at(r, i, s.j, &d, &next)) ||
                         (r->w.t[i].kind == TOK_NUMBER && !r->w.t[i].joined && date_figures(r, i, i, s.j, &d, &next));
            if (!whole || !d.day.y) continue;
            y = d.day.y;
            if (!l->to.day.y) {
                l->to = d;
                if (month) (void)month_at(r, i, s.j, y, false, &d, &next);
            }
            l->from = d;
        }
    }
    return l->to.day.y != 0;
}

void read_window(reader_t *r)
{
    vec_t v = vec_new(r->a, sizeof(limit_t), 100);
    find_limits(r, &v);
    bool outside = false;
    for (size_t k = 0; k < v.len; k++) {
        const limit_t *x = &VEC_AT(&v, limit_t, k);
        outside = outside || (!x->in_clause && (!x->report || x->range));
    }
    letter_t *l = r->l;
    bool said = !outside && said_window(r, &v);
    for (size_t k = 0; k < v.len; k++) {
        const limit_t *x = &VEC_AT(&v, limit_t, k);
        if (!is_window(r, x, outside || said) || said) continue;
        if (x->to.day.y == 0) {
            letter_opens(r, "window", "impossible-date", str_sub(r->src, x->to.from, x->to.to), STR_NONE);
            l->two_deadlines = true;
            return;
        }
        if (l->to.day.y && day_cmp(l->to.day, x->to.day) != 0) {
            letter_opens(r, "window", "two-deadlines", day_iso(r, l->to.day), day_iso(r, x->to.day));
            l->two_deadlines = true;
            l->to.day.y = l->from.day.y = 0;
            return;
        }
        if (l->to.day.y) continue;
        l->to = x->to;
        l->from = x->from;
        if (x->from.day.y == 0) {
            l->from = l->date;
            l->from.sure = x->now ? l->date.sure : 0.6;
        }
    }
    if (l->to.day.y == 0) letter_opens(r, "window", "not-found", STR_NONE, STR_NONE);
}
