/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables of knowledge/, row by row.
 */
#include "base/i18n.h"
#include "recognise/compile_internal.h"

/* --- reading --- */

status_t line_bad(compiler_t *c, str_t file, long line, const char *why)
{
    lang_t lang = c->err ? c->err->lang : LANG_VI;
    return err_at(c->err, ST_INPUT, "know.row", NULL, line, N_("%.*s, line %ld: %s"), STRF(file), line, tr(lang, why));
}

status_t row_bad(const row_t *r, size_t column, const char *why)
{
    lang_t lang = r->c->err ? r->c->err->lang : LANG_VI;
    char name[32];
    str_t n = str_sub(r->column[column], 0, sizeof name - 1);
    if (n.n) memcpy(name, n.p, n.n);
    name[n.n] = '\0';
    return err_at(r->c->err, ST_INPUT, "know.row", name, r->line, N_("%.*s, line %ld, column %s: %s"), STRF(r->file),
                  r->line, name, tr(lang, why));
}

static size_t cells(str_t line, str_t out[COMPILE_COLUMNS])
{
    str_t piece;
    size_t n = 0;
    for (size_t i = 0; i < COMPILE_COLUMNS; i++) out[i] = S("");
    while (n < COMPILE_COLUMNS && str_cut(&line, '\t', &piece)) out[n++] = str_trim(piece);
    return line.p ? COMPILE_COLUMNS + 1 : n;
}

status_t rows_each(compiler_t *c, str_t file, size_t least, row_fn use)
{
    str_t text = c->source(c->ctx, file), line, first = S("");
    row_t r = {.c = c, .file = file};
    size_t columns = 0;
    if (!text.p)
        return err_set(c->err, ST_INPUT, "know.missing", N_("The knowledge file %.*s is missing."), STRF(file));
    while (str_line(&text, &line)) {
        r.line++;
        if (!line.n || line.p[0] == '#') continue;
        if (!utf8_valid(line)) return line_bad(c, file, r.line, N_("this is not UTF-8."));
        if (!columns) {
            columns = cells(line, r.column);
            continue;
        }
        r.n = cells(line, r.cell);
        if (r.n < least || r.n > columns)
            return line_bad(c, file, r.line, N_("the row has too few or too many columns."));
        if (!r.cell[0].n) r.cell[0] = first;
        first = r.cell[0];
        status_t s = use(&r);
        if (s != ST_OK) return s;
    }
    return ST_OK;
}

/* --- what cells may hold --- */

static bool is_code(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!word_char(s.p[i]) && s.p[i] != '-') return false;
    return s.n >= 2;
}

static bool is_host(str_t s)
{
    if (!s.n || s.n > 253 || str_starts(s, S(".")) || str_ends(s, S("."))) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!host_char(s.p[i])) return false;
    return str_chr(s, '.', 0) != SIZE_MAX && str_find(s, S(".."), 0) == SIZE_MAX;
}

/* As the fold gives it: a name in other letters would never be found. */
static bool is_folded(compiler_t *c, str_t s)
{
    return str_eq(fold_dup(c->a, s), s);
}

/* The index of a new code among those of a part whose items begin with one; SIZE_MAX: it was there. */
static bool code_taken(const compiler_t *c, know_kind_t kind, str_t code)
{
    const vec_t *p = &c->part[kind];
    for (size_t i = 0; i < p->len; i++) {
        ktext_t t;
        memcpy(&t, (const char *)p->at + i * p->size, sizeof t);
        if (str_eq(pool_text(c, t), code)) return true;
    }
    return false;
}

bool sign_known(const compiler_t *c, str_t code)
{
    return code_taken(c, KNOW_SIGNS, code);
}

/* --- brands.tsv: key kind name names domains hotline verified source --- */

static const char *const brand_kinds[] = {"bank",   "wallet", "operator", "power",   "water",      "toll",
                                          "post",   "travel", "shop",     "jobs",    "securities", "insurance",
                                          "agency", "school", "news",     "platform"};

static bool one_of(str_t s, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, str_of(names[i]))) return true;
    return false;
}

static size_t split(arena_t *a, str_t s, str_t **out)
{
    size_t n = 1, i = 0;
    for (size_t k = 0; k < s.n; k++) n += s.p[k] == '|';
    str_t piece;
    *out = ARENA_ARRAY(a, str_t, n);
    while (*out && s.n && str_cut(&s, '|', &piece))
        if (str_trim(piece).n) (*out)[i++] = str_trim(piece);
    return i;
}

/* Takes the "?" off the domains that are hearsay and moves them behind the others, whose number it gives. */
static size_t vouched_first(str_t *domains, size_t n)
{
    size_t vouched = 0;
    for (size_t i = 0; i < n; i++) {
        str_t d = domains[i];
        if (str_ends(d, S("?"))) {
            domains[i] = str_sub(d, 0, d.n - 1);
        } else {
            domains[i] = domains[vouched];
            domains[vouched++] = d;
        }
    }
    return vouched;
}

static uint32_t put_texts(compiler_t *c, const str_t *texts, size_t n)
{
    uint32_t from = (uint32_t)part_n(c, KNOW_TEXTS);
    for (size_t i = 0; i < n; i++) {
        ktext_t *t = part_push(c, KNOW_TEXTS);
        if (t) *t = pool_put(c, texts[i]);
    }
    return from;
}

static status_t names_fit(row_t *r, const brand_t *b)
{
    if (!b->n_names) return row_bad(r, 3, N_("a brand needs a name."));
    for (size_t i = 0; i < b->n_names; i++) {
        if (!is_folded(r->c, b->names[i]) || !first_word(b->names[i]).n)
            return row_bad(r, 3, N_("a name is written folded: small letters without marks, a letter or digit first."));
        for (size_t k = 0; k < i; k++)
            if (str_eq(b->names[i], b->names[k])) return row_bad(r, 3, N_("a name stands there twice."));
    }
    for (size_t i = 0; i < b->n_domains; i++)
        if (!is_host(b->domains[i])) return row_bad(r, 4, N_("this is no domain."));
    return ST_OK;
}

static status_t brand_row(row_t *r)
{
    compiler_t *c = r->c;
    brand_t *b = vec_push(&c->brands);
    know_brand_t *to = part_push(c, KNOW_BRANDS);
    if (!b || !to) return ST_MEMORY;
    *b = (brand_t){.key = r->cell[0], .kind = r->cell[1], .name = r->cell[2]};
    b->n_names = split(c->a, r->cell[3], &b->names);
    b->n_domains = split(c->a, r->cell[4], &b->domains);
    if (!b->domains || !b->names) return ST_MEMORY;
    b->n_vouched = vouched_first(b->domains, b->n_domains);
    if (!is_code(b->key) || code_taken(c, KNOW_BRANDS, b->key))
        return row_bad(r, 0, N_("a key is needed, and each only once."));
    if (!one_of(b->kind, brand_kinds, sizeof brand_kinds / sizeof *brand_kinds))
        return row_bad(r, 1, N_("this kind is unknown."));
    if (!b->name.n) return row_bad(r, 2, N_("a brand needs a name."));
    status_t s = names_fit(r, b);
    if (s != ST_OK) return s;
    *to = (know_brand_t){
        .key = pool_put(c, b->key),
        .kind = pool_put(c, b->kind),
        .name = pool_put(c, b->name),
        .hotline = pool_put(c, r->cell[6].n ? r->cell[5] : S("")), /* a number nobody verified is never shown */
        .n_names = (uint32_t)b->n_names,
        .n_domains = (uint32_t)b->n_domains,
        .n_vouched = (uint32_t)b->n_vouched};
    to->names = put_texts(c, b->names, b->n_names);
    to->domains = put_texts(c, b->domains, b->n_domains);
    return ST_OK;
}

/* --- signs.tsv: code kind weight why_vi why_en check_vi check_en --- */

static status_t sign_row(row_t *r)
{
    static const char *const kinds[] = {"act",      "mismatch", "law",     "listing", "resemblance",
                                        "disguise", "emotion",  "context", "model"};
    compiler_t *c = r->c;
    int64_t weight;
    size_t kind = 0;
    if (!is_code(r->cell[0]) || r->cell[0].n < 4)
        return row_bad(r, 0, N_("a code is four small letters or more, with hyphens."));
    if (sign_known(c, r->cell[0])) return row_bad(r, 0, N_("this code stands there twice."));
    while (kind < sizeof kinds / sizeof *kinds && !str_eq(r->cell[1], str_of(kinds[kind]))) kind++;
    if (kind == sizeof kinds / sizeof *kinds) return row_bad(r, 1, N_("this kind is unknown."));
    if (!str_int(r->cell[2], 0, 99, &weight)) return row_bad(r, 2, N_("a weight is a whole number from 0 to 99."));
    for (size_t i = 3; i < 7; i++)
        if (!r->cell[i].n) return row_bad(r, i, N_("a text is missing."));
    know_sign_t *to = part_push(c, KNOW_SIGNS);
    if (!to) return ST_MEMORY;
    *to = (know_sign_t){.code = pool_put(c, r->cell[0]),
                        .why = {pool_put(c, r->cell[3]), pool_put(c, r->cell[4])},
                        .check = {pool_put(c, r->cell[5]), pool_put(c, r->cell[6])},
                        .kind = (uint16_t)kind,
                        .weight = (uint16_t)weight};
    return ST_OK;
}

/* --- forms.tsv --- */

static bool put_condition(compiler_t *c, uint32_t code)
{
    uint32_t *to = part_push(c, KNOW_CONDITIONS);
    if (to) *to = code;
    return to != NULL;
}

/* "a b+c": a, or b and c; each a sign, what a phrase says, or brand:KIND. False when one of them is none. */
static bool put_when(compiler_t *c, str_t when)
{
    str_t any, one;
    while (when.n && str_cut(&when, ' ', &any)) {
        while (any.p && str_cut(&any, '+', &one)) {
            str_t kind = str_starts(one, S("brand:")) ? str_sub(one, 6, one.n) : STR_NONE;
            bool known = one_of(kind, brand_kinds, sizeof brand_kinds / sizeof *brand_kinds);
            if (!known && !sign_known(c, one) && !phrase_says(c, one)) return false;
            if (!put_condition(c, known ? kind_hash(kind) : code_hash(one))) return false;
        }
        if (!put_condition(c, 0)) return false;
    }
    return true;
}

/* code number group name_vi name_en when look_vi look_en example_vi example_en signs_vi signs_en do_vi do_en */
static status_t form_row(row_t *r)
{
    compiler_t *c = r->c;
    int64_t number;
    if (!is_code(r->cell[0]) || code_taken(c, KNOW_FORMS, r->cell[0]))
        return row_bad(r, 0, N_("a key is needed, and each only once."));
    if (!str_int(r->cell[1], 0, 999, &number)) return row_bad(r, 1, N_("a number from 0 to 999 belongs here."));
    for (size_t i = 2; i < 14; i++)
        if (i != 5 && !r->cell[i].n) return row_bad(r, i, N_("a text is missing."));
    uint32_t when = (uint32_t)part_n(c, KNOW_CONDITIONS);
    if (!put_when(c, r->cell[5])) return row_bad(r, 5, N_("no sign has this code, and no phrase says it."));
    know_form_t *to = part_push(c, KNOW_FORMS);
    if (!to) return ST_MEMORY;
    to->text[0] = pool_put(c, r->cell[0]);
    for (size_t i = 1; i < KNOW_FORM_TEXTS; i++) to->text[i] = pool_put(c, r->cell[i + 1]);
    to->number = (uint32_t)number;
    to->when = when;
    to->n_when = (uint32_t)part_n(c, KNOW_CONDITIONS) - when;
    return ST_OK;
}

/* --- steps.tsv, headlines.tsv: code vi en --- */

static status_t line_row(row_t *r, know_kind_t kind)
{
    compiler_t *c = r->c;
    if (!is_code(r->cell[0]) || code_taken(c, kind, r->cell[0]))
        return row_bad(r, 0, N_("a key is needed, and each only once."));
    for (size_t i = 1; i < 3; i++)
        if (!r->cell[i].n) return row_bad(r, i, N_("a text is missing."));
    know_line_t *to = part_push(c, kind);
    if (!to) return ST_MEMORY;
    *to = (know_line_t){pool_put(c, r->cell[0]), {pool_put(c, r->cell[1]), pool_put(c, r->cell[2])}};
    return ST_OK;
}

static status_t step_row(row_t *r)
{
    return line_row(r, KNOW_STEPS);
}

static status_t headline_row(row_t *r)
{
    return line_row(r, KNOW_HEADLINES);
}

static status_t headlines_whole(compiler_t *c)
{
    for (int l = LEVEL_UNSURE; l <= LEVEL_DANGER; l++)
        if (!code_taken(c, KNOW_HEADLINES, str_of(level_name((level_t)l))))
            return line_bad(c, S("headlines.tsv"), 0, N_("each level needs its headline."));
    if (!code_taken(c, KNOW_HEADLINES, S("unsure-signs")))
        return line_bad(c, S("headlines.tsv"), 0, N_("each level needs its headline."));
    return ST_OK;
}

/* --- hosts.tsv: kind name --- */

static bool is_ending(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!host_char(s.p[i])) return false;
    return true;
}

static bool fact_taken(const compiler_t *c, host_fact_kind_t kind, str_t name)
{
    for (size_t i = 0; i < c->hosts.len; i++) {
        const host_fact_t *f = &VEC_AT(&c->hosts, host_fact_t, i);
        if (f->kind == kind && str_eq(f->name, name)) return true;
    }
    return false;
}

static bool is_word(str_t s)
{
    return s.n && s.n <= LIKE_NAME && first_word(s).n == s.n;
}

static status_t host_row(row_t *r)
{
    static const char *const kinds[FACT_KINDS] = {"shortener", "ending", "lure", "gamble", "word"};
    host_fact_kind_t kind = 0;
    while (kind < FACT_KINDS && !str_eq(r->cell[0], str_of(kinds[kind]))) kind++;
    if (kind == FACT_KINDS) return row_bad(r, 0, N_("this kind is unknown."));
    str_t name = r->cell[1];
    bool fits = kind == FACT_SHORTENER ? is_host(name)
                : kind == FACT_ENDING  ? name.n > 2 && name.p[0] == '.' && is_ending(name)
                                       : is_word(name);
    if (!fits || fact_taken(r->c, kind, name)) return row_bad(r, 1, N_("this is no domain, or it stands there twice."));
    host_fact_t *to = vec_push(&r->c->hosts);
    if (!to) return ST_MEMORY;
    *to = (host_fact_t){kind, name};
    return ST_OK;
}

/* --- banks.tsv: bin brand short swift source --- */

static status_t bank_row(row_t *r)
{
    know_bank_t *to = part_push(r->c, KNOW_BANKS);
    if (!to) return ST_MEMORY;
    *to = (know_bank_t){.bin = pool_put(r->c, r->cell[0]), .brand = -1};
    for (size_t i = 0; i < r->c->brands.len; i++)
        if (str_eq(VEC_AT(&r->c->brands, brand_t, i).key, r->cell[1])) to->brand = (int32_t)i;
    return r->cell[0].n == 6 ? ST_OK : row_bad(r, 0, N_("this is no BIN: six digits."));
}

status_t compile_tables(compiler_t *c)
{
    status_t s = rows_each(c, S("brands.tsv"), 5, brand_row);
    if (s == ST_OK) s = rows_each(c, S("signs.tsv"), 7, sign_row);
    if (s == ST_OK) s = compile_words(c);
    if (s == ST_OK) s = rows_each(c, S("forms.tsv"), 14, form_row);
    if (s == ST_OK) s = rows_each(c, S("steps.tsv"), 3, step_row);
    if (s == ST_OK) s = rows_each(c, S("headlines.tsv"), 3, headline_row);
    if (s == ST_OK) s = headlines_whole(c);
    if (s == ST_OK) s = rows_each(c, S("hosts.tsv"), 2, host_row);
    if (s == ST_OK) s = rows_each(c, S("banks.tsv"), 2, bank_row);
    if (s == ST_OK) s = compile_hosts(c);
    if (s == ST_OK) s = compile_likeness(c);
    return s;
}
