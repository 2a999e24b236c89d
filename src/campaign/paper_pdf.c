/* SPDX-License-Identifier: Apache-2.0
 *
 * A paper as PDF: the blocks of a document in the form of Nghị định 30 (nd30.h). Annexes stand behind the signature, on
 * pages that lie on their side.
 */
#include "campaign/nd30.h"
#include "campaign/paper.h"

#define SMALL 9.0 /* letters of tables */

static status_t too_large(err_t *err)
{
    return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
}

static const nd30_table_t *table(arena_t *a, const paper_table_t *t)
{
    size_t rows = t->columns ? t->cells.len / t->columns : 0;
    nd30_table_t *out = ARENA_NEW(a, nd30_table_t);
    str_t *cells = ARENA_ARRAY(a, str_t, (rows + 1) * t->columns + 1);
    double *widths = ARENA_ARRAY(a, double, t->columns + 1), all = 0;
    if (!out || !cells || !widths) return NULL;
    for (size_t c = 0; c < t->columns; c++) all += t->widths[c];
    for (size_t c = 0; c < t->columns; c++) {
        widths[c] = t->widths[c] / all;
        cells[c] = t->heads[c];
    }
    for (size_t k = 0; k < rows * t->columns; k++) cells[t->columns + k] = VEC_AT(&t->cells, paper_cell_t, k).text;
    *out = (nd30_table_t){cells, rows + 1, t->columns, widths, SMALL};
    return out;
}

static bool add(vec_t *v, nd30_kind_t kind, str_t text, const nd30_table_t *t)
{
    nd30_block_t *b = vec_push(v);
    if (b) *b = (nd30_block_t){kind, text, t};
    return b != NULL;
}

static bool blocks(arena_t *a, const paper_t *p, vec_t *out)
{
    static const nd30_kind_t kinds[] = {[PAPER_HEADING] = ND30_SECTION,
                                        [PAPER_SUBHEADING] = ND30_HEAD,
                                        [PAPER_TEXT] = ND30_TEXT,
                                        [PAPER_ANNEX] = ND30_CENTRE,
                                        [PAPER_TABLE] = ND30_HEAD};
    bool annexes = false, good = true;
    for (size_t i = 0; good && i < p->blocks.len; i++) {
        const paper_block_t *b = &VEC_AT(&p->blocks, paper_block_t, i);
        if (b->kind == PAPER_ANNEX && !annexes) {
            good = add(out, ND30_CLOSING, S(""), NULL) && add(out, ND30_LYING, S(""), NULL);
            annexes = true;
        }
        good = good && add(out, kinds[b->kind], b->text, NULL);
        if (!b->table) continue;
        const nd30_table_t *t = table(a, b->table);
        good = good && t && add(out, ND30_TABLE, S(""), t);
    }
    return good;
}

static size_t lines(arena_t *a, str_t text, const str_t **out)
{
    size_t n = 0;
    str_t *at = ARENA_ARRAY(a, str_t, text.n + 1), line;
    while (at && str_line(&text, &line))
        if (str_trim(line).n) at[n++] = str_trim(line);
    *out = at;
    return n;
}

status_t paper_pdf(arena_t *a, const paper_t *p, str_t *out, err_t *err)
{
    vec_t v = vec_new(a, sizeof(nd30_block_t), 3 * p->blocks.len + 4);
    if (!blocks(a, p, &v)) return too_large(err);
    str_t rest = p->number, number;
    (void)str_cut(&rest, '/', &number);
    nd30_t d = {.parent = p->parent,
                .issuer = p->issuer,
                .number = str_trim(number),
                .symbol = rest.p ? str_trim(rest) : S(""),
                .place = p->place,
                .date = p->date,
                .kind = p->kind,
                .subject = p->subject,
                .blocks = v.at,
                .n_blocks = v.len,
                .signer_title = nd30_capitals(a, p->signer_title),
                .signer = p->signer,
                .note = p->draft,
                .lang = p->lang};
    d.n_to = lines(a, p->to, &d.to);
    d.n_copies = lines(a, p->cc, &d.copies);
    return nd30_pdf(a, &d, out, err);
}
