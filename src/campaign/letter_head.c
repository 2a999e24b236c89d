/* SPDX-License-Identifier: Apache-2.0
 *
 * The head of a letter: who sends it, its number and symbol, place and date, subject, and to whom it is addressed.
 */
#include "campaign/letter_internal.h"

/* Columns: the words of a line up to the motto of the state or a wide gap. */
static run_t left_of(const reader_t *r, size_t line)
{
    const line_t *l = &r->w.lines[line];
    run_t run = {l->t0, l->t1};
    for (size_t i = l->t0; i < l->t1; i++)
        if ((i > l->t0 && r->w.t[i].gap) || part_at(r->lx, r->w.t, i, l->t1, "motto", NEAR, NULL)) {
            run.j = i;
            break;
        }
    return run;
}

/* "ỦY BAN NHÂN DÂN" alone on its line: the place stands on the next. */
static bool goes_on_below(const reader_t *r, run_t run)
{
    const tok_t *t = &r->w.t[run.i];
    if (run.j - run.i == 1) return str_eq(t[0].f, S("ubnd"));
    return run.j - run.i == 4 && word_cost(r->lx, t[2].f, S("nhan")) < 0.3 && word_cost(r->lx, t[3].f, S("dan")) < 0.34;
}

/* The name of one body: the words of one column on one line or several. */
typedef struct body_name {
    run_t part[4];
    size_t n;
} body_name_t;

static letter_text_t name_of(reader_t *r, const body_name_t *b)
{
    words_t all = r->w;
    size_t n = 0;
    for (size_t k = 0; k < b->n; k++) n += b->part[k].j - b->part[k].i;
    tok_t *t = ARENA_ARRAY(r->a, tok_t, n + 1);
    if (!t) return (letter_text_t){STR_NONE, 0, 0, 0};
    n = 0;
    for (size_t k = 0; k < b->n; k++)
        for (size_t i = b->part[k].i; i < b->part[k].j; i++) {
            t[n] = all.t[i];
            if (i == b->part[k].i) t[n].joined = false;
            n++;
        }
    r->w.t = t; /* a wording may go over the line's end: read as if the other column were not there */
    letter_text_t out = run_name(r, (run_t){0, n});
    r->w = all;
    return out;
}

static void read_issuer(reader_t *r)
{
    body_name_t group[8] = {{{{0, 0}}, 0}};
    size_t n = 0;
    for (size_t k = 0; k < r->number_line && k < 12 && k < r->w.n_lines; k++) {
        run_t run = left_of(r, k);
        while (run.i < run.j && r->w.t[run.i].kind == TOK_MARK) run.i++; /* specks of a scan */
        if (run.i == run.j) continue;
        if (r->number_line == r->w.n_lines && !r->w.t[run.i].caps) break; /* no number: the names at the very top */
        body_name_t *last = n ? &group[n - 1] : NULL;
        run_t before = last ? last->part[last->n - 1] : (run_t){0, 0};
        bool begins = part_at(r->lx, r->w.t, run.i, run.j, "body", r->l->damaged ? 0.2 : 0.05, NULL) != NULL;
        if (last && goes_on_below(r, before)) begins = false;
        if (!last || (begins && n < 8))
            group[n++] = (body_name_t){{run}, 1};
        else if (before.j == run.i && !goes_on_below(r, before))
            last->part[last->n - 1].j = run.j;
        else if (r->w.t[run.i].caps && last->n < 4) /* the right column stands between the lines */
            last->part[last->n++] = run;
    }
    bool body = n && part_at(r->lx, r->w.t, group[n - 1].part[0].i, group[n - 1].part[0].j, "body", 0.05, NULL);
    if (n == 0 || (r->number_line == r->w.n_lines && !body)) {
        letter_opens(r, "issuer", "not-found", STR_NONE, STR_NONE);
        return;
    }
    r->l->issuer = name_of(r, &group[n - 1]);
    if (n > 1) r->l->parent = name_of(r, &group[n - 2]);
}

static bool number_sign(const reader_t *r, size_t i, size_t end)
{
    if (i + 1 >= end || r->w.t[i].kind == TOK_MARK || r->w.t[i].f.n > 2) return false;
    return word_cost(r->lx, r->w.t[i].f, S("so")) <= 0.26 &&
           (tok_is(&r->w.t[i + 1], ':') || tok_is(&r->w.t[i + 1], '/'));
}

/* "2632 /STTTT-CNTTVT" from word i; returns the word after it. */
static size_t read_number(reader_t *r, size_t i, size_t end)
{
    const tok_t *t = r->w.t;
    letter_t *l = r->l;
    if (i < end && t[i].kind == TOK_NUMBER) {
        l->number_from = t[i].from;
        l->number_to = t[i].to;
        if (!str_int(t[i].f, 1, 9999999, &l->number)) l->number = 0;
        i++;
    } else if (i < end && !tok_is(&t[i], '/')) {
        letter_opens(r, "number", "misread", str_sub(r->src, t[i].from, t[i].to), STR_NONE);
        i++;
    } else {
        letter_opens(r, "number", "blank", STR_NONE, STR_NONE);
    }
    if (i < end && (tok_is(&t[i], '/') || tok_is(&t[i], '-'))) i++;
    run_t run = {i, i};
    while (run.j < end && (run.j == run.i || t[run.j].joined) &&
           (t[run.j].kind != TOK_MARK || tok_is(&t[run.j], '-') || tok_is(&t[run.j], '/')))
        run.j++;
    run = run_trim(r, run, ".,;:-");
    if (run.i == run.j || (!t[run.i].caps && t[run.i].kind != TOK_NUMBER)) {
        letter_opens(r, "symbol", "not-found", STR_NONE, STR_NONE);
        return i;
    }
    l->symbol = run_symbol(r, run);
    return run.j;
}

/* Place and date: "Cần Thơ, ngày 28 tháng 10 năm 2024", the first date in words of the head. */
static void read_date(reader_t *r, size_t after_number, size_t head_end)
{
    for (size_t i = 0; i < head_end; i++) {
        size_t next = 0;
        letter_date_t d = {0};
        if (word_cost(r->lx, r->w.t[i].f, S("ngay")) > 0.3 || !date_at(r, i, head_end, &d, &next)) continue;
        r->l->date = d;
        if (d.day.y == 0)
            letter_opens(r, "date", d.sure < 0 ? "blank" : "impossible-date", str_sub(r->src, d.from, d.to), STR_NONE);
        run_t run = {i, i};
        if (run.j > 0 && tok_is(&r->w.t[run.j - 1], ',')) run.j--;
        run.i = run.j;
        while (run.i > 0 && run.i != after_number && r->w.t[run.i - 1].line == r->w.t[i].line && run.j - run.i < 8) {
            run.i--;
            if (r->w.t[run.i].gap) break;
        }
        r->l->place = run_text(r, run, ".,;:");
        if (!r->l->place.text.n) letter_opens(r, "place", "not-found", STR_NONE, STR_NONE);
        return;
    }
    letter_opens(r, "date", "not-found", STR_NONE, STR_NONE);
    letter_opens(r, "place", "not-found", STR_NONE, STR_NONE);
}

/* Where the subject's words begin when word i opens it ("V/v", misread "VIv"); SIZE_MAX if it does not. */
static size_t subject_sign(const reader_t *r, size_t i, size_t end)
{
    const tok_t *t = r->w.t;
    if (i + 3 <= end && str_eq(t[i].f, S("v")) && tok_is(&t[i + 1], '/') && str_eq(t[i + 2].f, S("v"))) return i + 3;
    static const char *const misread[] = {"viv", "vlv", "vv", "v1v", "vjv"};
    for (size_t k = 0; k < sizeof misread / sizeof *misread; k++)
        if (i < end && str_eq(t[i].f, str_of(misread[k]))) return i + 1;
    if (i + 2 < end && str_eq(t[i].f, S("ve")) && str_eq(t[i + 1].f, S("viec"))) return i + 2;
    return SIZE_MAX;
}

static bool has_date(reader_t *r, run_t run)
{
    letter_date_t d;
    size_t next;
    for (size_t i = run.i; i < run.j; i++)
        if (str_eq(r->w.t[i].f, S("ngay")) && date_at(r, i, run.j, &d, &next)) return true;
    return false;
}

/* "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN": a stamp, no word of the subject. */
static bool urgency(const reader_t *r, run_t run)
{
    static const char *const last[] = {"tốc", "khẩn", "giờ"}, *const first[] = {"hỏa", "hoả", "khẩn", "thượng"};
    bool a = false, b = false;
    for (size_t i = run.i; i < run.j; i++)
        if (!r->w.t[i].caps) return false;
    for (size_t k = 0; k < 4; k++) a = a || str_eq(r->w.t[run.i].w, str_of(first[k]));
    for (size_t k = 0; k < 3; k++) b = b || str_eq(r->w.t[run.j - 1].w, str_of(last[k]));
    return a && b && run.j - run.i <= 4;
}

/* Joins the left columns of lines [from, end) into the subject, up to a blank line. */
static void join_subject(reader_t *r, run_t first, size_t line, size_t end)
{
    letter_text_t s = run_text(r, first, ".,;:");
    bool whole = first.j == r->w.lines[line].t1;
    run_t all = first;
    for (size_t k = line + 1; k < end && !r->w.lines[k].blank; k++) {
        run_t run = left_of(r, k);
        if (run.i == run.j) continue;
        if (urgency(r, run)) continue;
        if (has_date(r, run)) break;   /* the line of place and date, where columns were put one below the other */
        if (whole && run.i == all.j) { /* plain lines: one run, so that phrases may cross the line's end */
            all.j = run.j;
            s = run_text(r, all, ".,;:");
        } else {
            letter_text_t more = run_text(r, run, ".,;:");
            s.text = str_fmt(r->a, "%.*s %.*s", STRF(s.text), STRF(more.text));
            s.to = more.to;
        }
        whole = whole && run.j == r->w.lines[k].t1;
    }
    r->l->subject = s;
}

/* The name of a kind, alone on line k: "KẾ HOẠCH". */
static bool kind_at(const reader_t *r, size_t k)
{
    const line_t *ln = &r->w.lines[k];
    if (ln->blank || !r->w.t[ln->t0].caps) return false;
    const phrase_t *p = part_at(r->lx, r->w.t, ln->t0, ln->t1, "kind", 0.2, NULL);
    return p && ln->t1 - ln->t0 == p->n;
}

static void read_subject(reader_t *r)
{
    size_t end = r->to_line < r->w.n_lines ? r->to_line : (r->w.n_lines < 40 ? r->w.n_lines : 40);
    for (size_t k = 0; k < end; k++) {
        const line_t *ln = &r->w.lines[k];
        size_t from = subject_sign(r, ln->t0, ln->t1);
        if (from == SIZE_MAX) continue;
        run_t run = left_of(r, k);
        run.i = from;
        join_subject(r, run, k, end);
        size_t above = k;
        while (above > 0 && r->w.lines[above - 1].blank) above--;
        if (above > 0 && kind_at(r, above - 1))
            r->l->kind = run_kind(r, (run_t){r->w.lines[above - 1].t0, r->w.lines[above - 1].t1});
        if (r->to_line == r->w.n_lines) r->body = paragraph(r, k, r->w.n_lines);
        return;
    }
    for (size_t k = 0; k < end; k++) { /* a kind that prints its name: the subject stands below it */
        const line_t *ln = &r->w.lines[k];
        if (!kind_at(r, k)) continue;
        r->l->kind = run_kind(r, (run_t){ln->t0, ln->t1});
        if (k + 1 < end && !r->w.lines[k + 1].blank) join_subject(r, left_of(r, k + 1), k + 1, end);
        if (r->to_line == r->w.n_lines) r->body = paragraph(r, k, r->w.n_lines);
        break;
    }
    if (!r->l->subject.text.n) letter_opens(r, "subject", "not-found", STR_NONE, STR_NONE);
}

void read_head(reader_t *r)
{
    size_t after_number = SIZE_MAX;
    for (size_t k = 0; k < r->w.n_lines && k < 40 && after_number == SIZE_MAX; k++)
        for (size_t i = r->w.lines[k].t0; i < r->w.lines[k].t1; i++) {
            if (!(r->w.t[i].gap || r->w.t[i].first) || !number_sign(r, i, r->w.lines[k].t1)) continue;
            r->number_line = k;
            after_number = read_number(r, tok_is(&r->w.t[i + 1], ':') ? i + 2 : i + 1, r->w.lines[k].t1);
            break;
        }
    if (after_number == SIZE_MAX) {
        letter_opens(r, "number", "not-found", STR_NONE, STR_NONE);
        letter_opens(r, "symbol", "not-found", STR_NONE, STR_NONE);
    }
    size_t head = r->to_line < r->w.n_lines ? r->to_line : (r->w.n_lines < 20 ? r->w.n_lines : 20);
    read_issuer(r);
    read_date(r, after_number, head ? r->w.lines[head - 1].t1 : 0);
    read_subject(r);
}

static bool bullet(const tok_t *t)
{
    return t->first && t->kind == TOK_MARK && t->f.n && (strchr("-+*", t->f.p[0]) || (unsigned char)t->f.p[0] >= 0x80);
}

static void push_recipients(reader_t *r, run_t run)
{
    while (run.i < run.j) { /* "A; B." on one line are two */
        size_t k = run.i;
        while (k < run.j && !tok_is(&r->w.t[k], ';')) k++;
        letter_text_t t = run_text(r, (run_t){run.i, k}, ".,;:-");
        letter_text_t *at = t.text.n > 1 ? vec_push(&r->l->recipients) : NULL;
        if (at) *at = t;
        run.i = k + 1;
    }
}

/* Line k follows a recipient without a blank line and is none: the list has ended, or a sentence begins that asks. */
static bool body_begins(const reader_t *r, size_t k)
{
    const line_t *ln = &r->w.lines[k], *before = &r->w.lines[k - 1];
    if (before->blank || !r->w.t[ln->t0].upper || r->w.t[ln->t0].kind == TOK_MARK) return false;
    const tok_t *last = &r->w.t[before->t1 - 1];
    if (tok_is(last, '.')) return true;
    bool asks = part_at(r->lx, r->w.t, ln->t0, ln->t1, "closing", 0.02, NULL) ||
                part_at(r->lx, r->w.t, ln->t0, ln->t1, "addressed", 0.02, NULL);
    return asks && last->kind == TOK_WORD;
}

void read_recipients(reader_t *r)
{
    size_t k = r->to_line;
    if (k >= r->w.n_lines) { /* plans and decisions name theirs in their clauses */
        if (!r->l->kind.text.p) letter_opens(r, "recipients", "not-found", STR_NONE, STR_NONE);
        return;
    }
    const phrase_t *p = NULL;
    size_t at = part_find(r->lx, r->w.t, r->w.lines[k].t0, r->w.lines[k].t1, "to", NEAR, &p);
    run_t run = {at + (p ? p->n : 0), r->w.lines[k].t1};
    if (!p) run.i = run.j; /* "… điện:" */
    if (run.i < run.j && tok_is(&r->w.t[run.i], ':')) run.i++;
    bool items = run.i < run.j;
    for (k++; k < r->w.n_lines; k++) {
        const line_t *ln = &r->w.lines[k];
        if (ln->blank) {
            size_t n = k;
            while (n < r->w.n_lines && r->w.lines[n].blank) n++;
            if (n == r->w.n_lines || (items && !bullet(&r->w.t[r->w.lines[n].t0]))) break;
            continue;
        }
        if (items && (part_at(r->lx, r->w.t, ln->t0, ln->t1, "basis", 0.2, NULL) || body_begins(r, k))) break;
        if (bullet(&r->w.t[ln->t0])) {
            push_recipients(r, run);
            run = (run_t){ln->t0 + 1, ln->t1};
            items = true;
        } else {
            run.j = ln->t1;
            items = items || run.i < run.j;
        }
    }
    push_recipients(r, run);
    r->body = k;
    if (!r->l->recipients.len) letter_opens(r, "recipients", "not-found", STR_NONE, STR_NONE);
}
