/* SPDX-License-Identifier: Apache-2.0
 *
 * plain.tsv: what a message asks or tells once it is called a scam.
 *
 * "=name" with "a|b" names a class of words, which a phrase may use as a word. A phrase is as in phrases.tsv; beside words and
 * classes it may hold "$" (a sum of money), "@link", "@phone", "@account". ":code" alone: whatever that code of phrases.tsv says.
 */
#include "recognise/compile_internal.h"

enum { FIRST_MOST = 64, PLAIN_ITEMS = 96, CLASSES_MOST = 64 };

typedef struct know_class {
    str_t name, words;
} know_class_t;

static const know_class_t *class_of(const compiler_t *c, str_t name)
{
    for (size_t i = 0; i < c->classes.len; i++)
        if (str_eq(VEC_AT(&c->classes, know_class_t, i).name, name)) return &VEC_AT(&c->classes, know_class_t, i);
    return NULL;
}

static bool stands_for(str_t w)
{
    return str_eq(w, S("$")) || str_eq(w, S("@link")) || str_eq(w, S("@phone")) || str_eq(w, S("@account"));
}

/* The numbers of the words that may stand in one place: "a|b|=class". How many; 0: one of them is no word, or too many. */
static size_t read_place(compiler_t *c, str_t alternatives, uint16_t *out, size_t most)
{
    size_t n = 0;
    str_t one;
    while (alternatives.p && str_cut(&alternatives, '|', &one)) {
        const know_class_t *of = str_starts(one, S("=")) ? class_of(c, str_sub(one, 1, one.n)) : NULL;
        if (of) {
            size_t more = read_place(c, of->words, out + n, most - n);
            if (!more) return 0;
            n += more;
            continue;
        }
        uint16_t word = folded_word(one) || stands_for(one) ? word_number(c, one) : 0;
        if (!word || word > KNOW_PLAIN_WORD || n == most) return 0;
        out[n++] = word;
    }
    return n;
}

static status_t class_row(row_t *r)
{
    uint16_t words[PLAIN_ITEMS];
    str_t name = str_sub(r->cell[0], 1, r->cell[0].n);
    if (class_of(r->c, name) || !folded_word(name) || !read_place(r->c, r->cell[1], words, PLAIN_ITEMS))
        return row_bad(r, 1, N_("a phrase is up to twelve folded words, with few alternatives (a|b)."));
    know_class_t *to = vec_push(&r->c->classes);
    if (!to) return ST_MEMORY;
    *to = (know_class_t){name, r->cell[1]};
    return ST_OK;
}

static status_t put(compiler_t *c, know_plain_t plain)
{
    know_plain_t *to = part_push(c, KNOW_PLAIN);
    if (!to) return ST_MEMORY;
    *to = plain;
    return ST_OK;
}

static status_t code_row(row_t *r, know_plain_t plain)
{
    str_t code = str_sub(r->cell[1], 1, r->cell[1].n);
    while (plain.item < r->c->codes.len && !str_eq(VEC_AT(&r->c->codes, str_t, plain.item), code)) plain.item++;
    if (plain.item == r->c->codes.len) return row_bad(r, 1, N_("no sign has this code, and no phrase says it."));
    plain.next = UINT64_MAX;
    return put(r->c, plain);
}

/* One entry for each word it may begin with; what follows they share. */
static status_t keep(compiler_t *c, know_plain_t plain, const uint16_t *first, size_t n, const uint16_t *items)
{
    if (part_n(c, KNOW_PLAIN_ITEMS) > UINT16_MAX) return ST_MEMORY;
    plain.item = (uint16_t)part_n(c, KNOW_PLAIN_ITEMS);
    plain.next = plain.n ? 0 : UINT64_MAX;
    status_t s = ST_OK;
    for (size_t i = 0; i < plain.n && (!i || items[i - 1] & KNOW_OR); i++)
        plain.next |= plain_bit(items[i] & KNOW_PLAIN_WORD);
    for (size_t i = 0; s == ST_OK && i < plain.n; i++)
        s = part_fill(c, KNOW_PLAIN_ITEMS, 1, &items[i], sizeof items[i]);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        plain.first = first[i];
        VEC_AT(&c->part[KNOW_WORDS], know_word_t, first[i]).is |= KNOW_PLAINS;
        s = put(c, plain);
    }
    return s;
}

static status_t plain_phrase(row_t *r, know_plain_t plain)
{
    uint16_t first[FIRST_MOST] = {0}, items[PLAIN_ITEMS] = {0}, gap = 0;
    size_t n_first = 0, places = 0;
    str_t rest = r->cell[1], w;
    while (rest.n && str_cut(&rest, ' ', &w)) {
        if (!w.n) continue;
        if (str_eq(w, S("*")) || str_eq(w, S("?"))) {
            if (gap || !n_first) return row_bad(r, 1, N_("a gap (*) stands between two words."));
            gap = str_eq(w, S("*")) ? KNOW_GAP : KNOW_NEAR;
            continue;
        }
        uint16_t *at = n_first ? items + plain.n : first;
        size_t n = read_place(r->c, w, at, n_first ? (size_t)PLAIN_ITEMS - plain.n : (size_t)FIRST_MOST);
        if (!n || ++places > PHRASE_WORDS)
            return row_bad(r, 1, N_("a phrase is up to twelve folded words, with few alternatives (a|b)."));
        for (size_t i = 0; n_first && i < n; i++) at[i] |= (uint16_t)(gap | (i + 1 < n ? KNOW_OR : 0));
        if (n_first)
            plain.n = (uint16_t)(plain.n + n);
        else
            n_first = n;
        gap = 0;
    }
    if (gap || !n_first) return row_bad(r, 1, N_("a gap (*) stands between two words."));
    return keep(r->c, plain, first, n_first, items);
}

/* =class words, sign phrase, sign :code */
static status_t plain_row(row_t *r)
{
    const vec_t *signs = &r->c->part[KNOW_SIGNS];
    know_plain_t t = {.rank = (uint16_t)part_n(r->c, KNOW_PLAIN)};
    if (str_starts(r->cell[0], S("="))) return class_row(r);
    while (t.sign < signs->len && !str_eq(pool_text(r->c, VEC_AT(signs, know_sign_t, t.sign).code), r->cell[0]))
        t.sign++;
    if (t.sign == signs->len) return row_bad(r, 0, N_("no sign has this code, and no phrase says it."));
    return str_starts(r->cell[1], S(":")) ? code_row(r, t) : plain_phrase(r, t);
}

/* Those of one first word together, in the order of their rows. */
static status_t by_first_word(compiler_t *c)
{
    size_t n = part_n(c, KNOW_PLAIN);
    know_plain_t *all = c->part[KNOW_PLAIN].at, *sorted = ARENA_ARRAY(c->a, know_plain_t, n + 1);
    size_t *at = ARENA_ARRAY(c->a, size_t, part_n(c, KNOW_WORDS) + 2);
    if (!sorted || !at) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) at[all[i].first + 1]++;
    for (size_t i = 1; i <= part_n(c, KNOW_WORDS); i++) at[i] += at[i - 1];
    for (size_t i = 0; i < n; i++) sorted[at[all[i].first]++] = all[i];
    if (n) memcpy(all, sorted, n * sizeof *all);
    return ST_OK;
}

status_t compile_plain(compiler_t *c)
{
    c->classes = vec_new(c->a, sizeof(know_class_t), CLASSES_MOST);
    status_t s = rows_each(c, S("plain.tsv"), 2, plain_row);
    if (s == ST_OK && part_n(c, KNOW_SIGNS) > PLAIN_SIGNS) s = ST_MEMORY;
    return s == ST_OK ? by_first_word(c) : s;
}

status_t compile_plain_from(compiler_t *c)
{
    status_t s = part_fill(c, KNOW_PLAIN_FROM, part_n(c, KNOW_WORDS), &(uint16_t){0}, sizeof(uint16_t));
    for (size_t i = part_n(c, KNOW_PLAIN); s == ST_OK && i-- > 0;)
        VEC_AT(&c->part[KNOW_PLAIN_FROM], uint16_t, VEC_AT(&c->part[KNOW_PLAIN], know_plain_t, i).first) = (uint16_t)i;
    return s;
}
