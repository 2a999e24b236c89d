/* SPDX-License-Identifier: Apache-2.0
 *
 * Acts that stand in no numbered list: in the rows of a table, or in the one sentence that asks.
 */
#include "campaign/letter_internal.h"

/* A table that lost its rules: "1 | Các sở | Đăng tải … | 25/11/2025", or the same with wide gaps. Who, what, until when. */
static bool take_row(reader_t *r, size_t k, int64_t n)
{
    const line_t *ln = &r->w.lines[k];
    int64_t seen = 0;
    if (ln->blank || !str_int(r->w.t[ln->t0].f, 1, 99, &seen) || seen != n) return false;
    run_t cell[8];
    size_t cells = 0, from = ln->t0 + 1;
    for (size_t i = from; i <= ln->t1 && cells < 8; i++) {
        bool rule = i < ln->t1 && tok_is(&r->w.t[i], '|'), gap = i < ln->t1 && r->w.t[i].gap;
        if (i < ln->t1 && !rule && !gap) continue;
        if (i > from) cell[cells++] = (run_t){from, i};
        from = rule ? i + 1 : i;
    }
    if (cells < 2) return false;
    letter_text_t to = run_text(r, cell[0], ".,;:|");
    letter_clause_t *c = add_clause(r, cell[1], to);
    if (!c) return false;
    name_clause(c, n, 0, 1, "");
    letter_date_t due;
    size_t next = 0;
    for (size_t m = 2; m < cells && !c->due.day.y; m++)
        for (size_t i = cell[m].i; i < cell[m].j && !c->due.day.y; i++)
            if (!r->w.t[i].joined && date_at(r, i, cell[m].j, &due, &next)) c->due = due;
    return true;
}

void read_rows(reader_t *r, size_t end)
{
    int64_t n = 0;
    for (size_t k = r->body; k < end; k++) {
        if (!take_row(r, k, n + 1)) continue;
        if (++n == 1) r->clauses_line = k;
        r->after_clauses = k + 1;
    }
}

/* No list at all: what the one sentence behind "đề nghị" asks. */
void read_asked(reader_t *r, size_t end)
{
    for (size_t k = r->body; k < end;) {
        size_t next = r->w.lines[k].blank ? k + 1 : closing_paragraph(r, k, end);
        run_t run = r->w.lines[k].blank ? (run_t){0, 0} : lines_run(r, k, next);
        size_t at = run.i;
        const phrase_t *p = NULL, *verb = NULL;
        for (; at < run.j && !p; at++) {
            bool name = at > run.i && r->w.t[at].upper;
            p = name ? NULL : part_at(r->lx, r->w.t, at, run.j, "addressed", 0.1, NULL);
            if (p && p->n == 1) p = NULL; /* "giao" alone says little in a sentence */
        }
        k = next;
        if (!p) continue;
        run.i = at - 1 + p->n;
        for (size_t i = run.i; i + 1 < run.j; i++)
            if (tok_is(&r->w.t[i], '.') && r->w.t[i + 1].upper && !r->w.t[i + 1].joined) run.j = i;
        size_t v = first_verb(r, run, &verb);
        if (v == SIZE_MAX) continue;
        letter_clause_t *c = add_clause(r, run, all_recipients(r));
        if (c) name_clause(c, 1, 0, 1, "");
        if (c) return;
    }
}
