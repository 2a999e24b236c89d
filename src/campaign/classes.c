/* SPDX-License-Identifier: Apache-2.0
 *
 * From the words of an addressee to units: classes of recipients by knowledge/letters/classes.txt, single units by name.
 */
#include "base/embed.h"
#include "base/fold.h"
#include "campaign/campaign_internal.h"
#include "campaign/letter_internal.h"
#include "campaign/queries.h"

extern const embed_t letter_files[];

/* The path of the root above `unit`: "/92/". */
status_t unit_root(db_t *db, arena_t *a, ident_t unit, str_t *root, err_t *err)
{
    stmt_t *q = db_query(db, &q_unit_root, err);
    if (!q) return err->status;
    bind_id(q, 1, &unit);
    status_t s = stmt_next(q, err);
    str_t path = s == ST_ROW ? col_text(q, a, 0) : STR_NONE;
    stmt_done(q);
    if (s == ST_END)
        return err_at(err, ST_INPUT, "dispatch.no-sender", "from_unit", 0, N_("The sending unit is not known."));
    if (s != ST_ROW) return s;
    size_t cut = path.n > 1 ? str_chr(path, '/', 1) : SIZE_MAX;
    *root = cut == SIZE_MAX ? path : str_sub(path, 0, cut + 1);
    return ST_OK;
}

/* True when `words` stand in `text` at word borders; both folded. */
static bool stands_in(str_t text, str_t words)
{
    for (size_t at = 0; words.n && (at = str_find(text, words, at)) != SIZE_MAX; at++) {
        bool left = at == 0 || text.p[at - 1] == ' ' || text.p[at - 1] == ',' || text.p[at - 1] == ';';
        size_t end = at + words.n;
        bool right = end == text.n || strchr(" ,;.:", text.p[end]);
        if (left && right) return true;
    }
    return false;
}

static void add_word(buf_t *b, const char *what, str_t value)
{
    str_t word = str_fmt(b->a, "%s%.*s", what, STRF(value)), rest = buf_str(b), piece;
    while (str_cut(&rest, ' ', &piece))
        if (str_eq(piece, word)) return;
    if (b->n) buf_putc(b, ' ');
    buf_put(b, word);
}

static void add_classes(arena_t *a, str_t folded, buf_t *b)
{
    str_t rest = embed_find(letter_files, S("classes.txt")), line;
    while (str_line(&rest, &line)) {
        line = str_trim(line);
        size_t at = str_chr(line, ':', 0);
        if (!line.n || line.p[0] == '#' || at == SIZE_MAX) continue;
        str_t kind = str_sub(line, 0, at), words = fold_dup(a, str_trim(str_sub(line, at + 1, line.n)));
        if (!stands_in(folded, words)) continue;
        if (str_eq(kind, S("all")))
            add_word(b, "all", S(""));
        else
            add_word(b, "kind:", kind);
    }
}

status_t clause_units(db_t *db, arena_t *a, str_t to, ident_t from_unit, ms_t at, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, 16 * 1024);
    str_t folded = fold_dup(a, to), root;
    status_t s = unit_root(db, a, from_unit, &root, err);
    if (s != ST_OK) return s;
    add_classes(a, folded, &b);
    stmt_t *q = db_query(db, &q_units_named, err);
    if (!q) return err->status;
    bind_ms(q, 1, at);
    bind_text(q, 2, root);
    while ((s = stmt_next(q, err)) == ST_ROW)
        if (stands_in(folded, fold_dup(a, col_text(q, a, 1)))) add_word(&b, "code:", col_text(q, a, 0));
    stmt_done(q);
    if (s != ST_END) return s;
    *out = buf_str(&b);
    return ST_OK;
}
