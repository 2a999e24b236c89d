/* SPDX-License-Identifier: Apache-2.0
 *
 * The paragraphs around the clauses: why the letter is written, and its last words. What was read as a field of its own (the
 * window, optional clauses, attachments) is not said twice.
 */
#include "campaign/letter_internal.h"

/* A new paragraph begins at line k: behind a blank line, or, where none part them, behind a line that ends a sentence and
 * before one that begins with a capital. */
static bool begins(const reader_t *r, size_t k)
{
    const line_t *before = &r->w.lines[k - 1], *ln = &r->w.lines[k];
    if (before->blank) return true;
    const tok_t *last = &r->w.t[before->t1 - 1], *first = &r->w.t[ln->t0];
    bool ends = tok_is(last, '.') || tok_is(last, ':');
    return ends && (first->upper || first->kind == TOK_MARK);
}

static bool within(const letter_text_t *t, size_t from, size_t to)
{
    return t->to > t->from && t->from >= from && t->to <= to;
}

static bool is_field(const reader_t *r, size_t from, size_t to)
{
    const letter_t *l = r->l;
    if (l->to.to > l->to.from && l->to.from >= from && l->to.to <= to) return true;
    for (size_t i = 0; i < l->clauses.len; i++)
        if (within(&VEC_AT(&l->clauses, letter_clause_t, i).text, from, to)) return true;
    for (size_t i = 0; i < l->attachments.len; i++)
        if (within(&VEC_AT(&l->attachments, letter_text_t, i), from, to)) return true;
    return false;
}

static void take(reader_t *r, run_t run, bool all, vec_t *out)
{
    if (run.i >= run.j) return;
    if (!all && is_field(r, r->w.t[run.i].from, r->w.t[run.j - 1].to)) return;
    letter_text_t t = run_text(r, run, "./;");
    bool said = false;
    for (size_t i = run.i; i < run.j; i++) said = said || r->w.t[i].kind == TOK_WORD;
    letter_text_t *at = said && t.text.n ? vec_push(out) : NULL;
    if (at) *at = t;
}

/* `all`: fields are kept too, for what they are derived from stands nowhere else (the basis, in the opening). */
static void between(reader_t *r, size_t line, size_t end, bool all, vec_t *out)
{
    run_t run = {0, 0};
    for (size_t k = line; k < end; k++) {
        const line_t *ln = &r->w.lines[k];
        if (ln->blank) continue;
        if (run.i < run.j && begins(r, k)) {
            take(r, run, all, out);
            run.i = run.j;
        }
        if (run.i == run.j) run.i = ln->t0;
        run.j = ln->t1;
    }
    take(r, run, all, out);
}

void read_paragraphs(reader_t *r)
{
    size_t end = r->closing_line < r->w.n_lines ? r->closing_line : r->w.n_lines;
    bool clauses = r->clauses_line < end;
    between(r, r->body, clauses ? r->clauses_line : end, clauses, &r->l->opening);
    if (clauses) between(r, r->after_clauses, end, false, &r->l->closing);
}
