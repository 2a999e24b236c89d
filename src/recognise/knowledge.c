/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads the knowledge files: tab-separated, one header line, # comments.
 */
#include <stdlib.h>
#include "recognise/engine.h"

enum { COLUMNS = 16 };

typedef struct reader {
    canhgiac_t *k;
    canhgiac_source_fn source;
    void *ctx;
    err_t *err;
} reader_t;

typedef status_t (*row_fn)(reader_t *r, str_t *c, size_t n);

static status_t each_row(reader_t *r, str_t file, size_t least, row_fn fn, size_t *rows)
{
    str_t text = r->source(r->ctx, file), line;
    long number = 0;
    bool header = true;
    if (!text.p)
        return err_set(r->err, ST_INPUT, "know.missing", N_("The knowledge file %.*s is missing."), STRF(file));
    while (str_line(&text, &line)) {
        number++;
        if (!line.n || line.p[0] == '#') continue;
        if (header) {
            header = false;
            continue;
        }
        str_t c[COLUMNS] = {{0}}, piece;
        size_t n = 0;
        while (n < COLUMNS && str_cut(&line, '\t', &piece)) c[n++] = str_trim(piece);
        status_t s = n >= least ? fn(r, c, n) : ST_INPUT;
        if (s != ST_OK)
            return err_at(r->err, ST_INPUT, "know.row", NULL, number,
                          N_("%.*s, line %ld: the row cannot be understood."), STRF(file), number);
        if (rows) ++*rows;
    }
    return ST_OK;
}

static size_t count_rows(reader_t *r, str_t file)
{
    str_t text = r->source(r->ctx, file), line;
    size_t n = 0;
    while (text.p && str_line(&text, &line)) n += line.n && line.p[0] != '#';
    return n + 1;
}

static size_t split(arena_t *a, str_t s, char sep, str_t **out)
{
    size_t n = 0, i = 0;
    str_t rest = s, piece;
    while (rest.n && str_cut(&rest, sep, &piece)) n++;
    *out = ARENA_ARRAY(a, str_t, n + 1);
    rest = s;
    while (*out && rest.n && str_cut(&rest, sep, &piece))
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

/* key kind name names domains hotline verified source */
static status_t brand_row(reader_t *r, str_t *c, size_t n)
{
    canhgiac_t *k = r->k;
    brand_t *b = &k->brands[k->n_brands++];
    *b = (brand_t){.key = c[0], .kind = c[1], .name = c[2]};
    b->n_names = split(k->a, c[3], '|', &b->names);
    b->n_domains = split(k->a, c[4], '|', &b->domains);
    if (!b->domains) return ST_MEMORY;
    b->n_vouched = vouched_first(b->domains, b->n_domains);
    /* A number that nobody verified is never shown as one to call. */
    if (n > 6 && c[6].n) b->hotline = c[5];
    for (size_t i = 0; i < b->n_names; i++)
        if (!first_word(b->names[i]).n) return ST_INPUT;
    return c[0].n && b->n_names ? ST_OK : ST_INPUT;
}

/* code kind weight why_vi why_en check_vi check_en */
static status_t sign_row(reader_t *r, str_t *c, size_t n)
{
    static const char *const kinds[] = {"act",      "mismatch", "law",     "listing", "resemblance",
                                        "disguise", "emotion",  "context", "model"};
    sign_fact_t *s = &r->k->signs[r->k->n_signs++];
    int64_t weight;
    (void)n;
    *s = (sign_fact_t){.code = c[0], .why = {c[3], c[4]}, .check = {c[5], c[6]}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_eq(c[1], str_of(kinds[i]))) continue;
        s->kind = (sign_kind_t)i;
        if (!str_int(c[2], 0, 99, &weight)) return ST_INPUT;
        s->weight = (double)weight / 100;
        return ST_OK;
    }
    return ST_INPUT;
}

/* sign phrase */
static status_t phrase_row(reader_t *r, str_t *c, size_t n)
{
    canhgiac_t *k = r->k;
    phrase_t *p = &k->phrases[k->n_phrases];
    str_t rest = c[1], w;
    bool gap = false;
    (void)n;
    *p = (phrase_t){.sign = c[0], .next = -1};
    while (rest.n && str_cut(&rest, ' ', &w)) {
        if (str_eq(w, S("*"))) {
            gap = true;
        } else if (w.n) {
            if (p->n == PHRASE_WORDS) return ST_INPUT;
            p->gap[p->n] = gap;
            p->hash[p->n] = str_chr(w, '|', 0) == SIZE_MAX ? word_hash(w) : 0;
            p->words[p->n++] = w;
            gap = false;
        }
    }
    if (!p->n || str_chr(p->words[0], '|', 0) != SIZE_MAX) return ST_INPUT;
    int *bucket = &k->bucket[word_hash(p->words[0]) % PHRASE_BUCKETS];
    p->next = *bucket;
    *bucket = (int)k->n_phrases++;
    return ST_OK;
}

/* code number group name_vi name_en when look_vi look_en example_vi example_en signs_vi signs_en do_vi do_en */
static status_t form_row(reader_t *r, str_t *c, size_t n)
{
    form_t *f = &r->k->forms[r->k->n_forms++];
    int64_t number;
    if (n < 14 || !str_int(c[1], 0, 999, &number)) return ST_INPUT;
    *f = (form_t){.code = c[0],
                  .number = (int)number,
                  .group = c[2],
                  .name_vi = c[3],
                  .name_en = c[4],
                  .when = c[5],
                  .look_vi = c[6],
                  .look_en = c[7],
                  .example_vi = c[8],
                  .example_en = c[9],
                  .signs_vi = c[10],
                  .signs_en = c[11],
                  .do_vi = c[12],
                  .do_en = c[13]};
    return ST_OK;
}

static status_t step_row(reader_t *r, str_t *c, size_t n)
{
    (void)n;
    r->k->steps[r->k->n_steps++] = (step_fact_t){c[0], {c[1], c[2]}};
    return ST_OK;
}

static status_t headline_row(reader_t *r, str_t *c, size_t n)
{
    (void)n;
    r->k->headlines[r->k->n_headlines++] = (step_fact_t){c[0], {c[1], c[2]}};
    return ST_OK;
}

static status_t host_row(reader_t *r, str_t *c, size_t n)
{
    (void)n;
    if (str_eq(c[0], S("shortener")))
        r->k->shorteners[r->k->n_shorteners++] = c[1];
    else if (str_eq(c[0], S("ending")))
        r->k->bad_endings[r->k->n_bad_endings++] = c[1];
    else
        return ST_INPUT;
    return ST_OK;
}

/* --- public suffixes (publicsuffix.org/list format) --- */

static void suffix_add(suffix_set_t *s, str_t name)
{
    size_t at = word_hash(name) & s->mask;
    while (s->slot[at].p) at = (at + 1) & s->mask;
    s->slot[at] = name;
}

bool suffix_has(const suffix_set_t *s, str_t name)
{
    for (size_t at = word_hash(name) & s->mask; s->slot[at].p; at = (at + 1) & s->mask)
        if (str_eq(s->slot[at], name)) return true;
    return false;
}

static status_t suffixes(reader_t *r)
{
    str_t file = S("public_suffix_list.dat"), text = r->source(r->ctx, file), line;
    size_t n = count_rows(r, file), size = 64;
    if (!text.p)
        return err_set(r->err, ST_INPUT, "know.missing", N_("The knowledge file %.*s is missing."), STRF(file));
    while (size < 2 * n) size *= 2;
    r->k->suffixes = (suffix_set_t){ARENA_ARRAY(r->k->a, str_t, size), size - 1};
    if (!r->k->suffixes.slot) return ST_MEMORY;
    while (str_line(&text, &line)) {
        line = str_trim(line);
        if (!line.n || str_starts(line, S("//"))) continue;
        bool ascii = true;
        for (size_t i = 0; i < line.n; i++) ascii = ascii && (unsigned char)line.p[i] < 0x80;
        if (ascii) suffix_add(&r->k->suffixes, line); /* names in other scripts come as xn-- in hosts; see hosts.c */
    }
    return ST_OK;
}

status_t canhgiac_new(arena_t *a, canhgiac_source_fn source, void *ctx, canhgiac_t **out, err_t *err)
{
    canhgiac_t *k = ARENA_NEW(a, canhgiac_t);
    if (!k) return ST_MEMORY;
    reader_t r = {k, source, ctx, err};
    k->a = a;
    for (int i = 0; i < PHRASE_BUCKETS; i++) k->bucket[i] = -1;
    k->brands = ARENA_ARRAY(a, brand_t, count_rows(&r, S("brands.tsv")));
    k->signs = ARENA_ARRAY(a, sign_fact_t, count_rows(&r, S("signs.tsv")));
    k->phrases = ARENA_ARRAY(a, phrase_t, count_rows(&r, S("phrases.tsv")));
    k->forms = ARENA_ARRAY(a, form_t, count_rows(&r, S("forms.tsv")));
    k->steps = ARENA_ARRAY(a, step_fact_t, count_rows(&r, S("steps.tsv")));
    k->headlines = ARENA_ARRAY(a, step_fact_t, count_rows(&r, S("headlines.tsv")));
    size_t hosts = count_rows(&r, S("hosts.tsv"));
    k->shorteners = ARENA_ARRAY(a, str_t, hosts);
    k->bad_endings = ARENA_ARRAY(a, str_t, hosts);
    if (arena_failed(a)) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    status_t s = each_row(&r, S("brands.tsv"), 5, brand_row, NULL);
    if (s == ST_OK) s = names_build(k);
    if (s == ST_OK) s = each_row(&r, S("signs.tsv"), 7, sign_row, NULL);
    if (s == ST_OK) s = each_row(&r, S("phrases.tsv"), 2, phrase_row, NULL);
    if (s == ST_OK) s = each_row(&r, S("forms.tsv"), 14, form_row, NULL);
    if (s == ST_OK) s = each_row(&r, S("steps.tsv"), 3, step_row, NULL);
    if (s == ST_OK) s = each_row(&r, S("headlines.tsv"), 3, headline_row, NULL);
    if (s == ST_OK) s = each_row(&r, S("hosts.tsv"), 2, host_row, NULL);
    if (s == ST_OK) s = suffixes(&r);
    str_t model = source(ctx, S("model.bin"));
    if (s == ST_OK && model.p && !model_open(model, &k->model))
        s = err_set(err, ST_INPUT, "model.file", N_("This is no model, or it is damaged."));
    if (s == ST_OK) *out = k;
    return s;
}

const sign_fact_t *sign_fact(const canhgiac_t *k, str_t code)
{
    for (size_t i = 0; i < k->n_signs; i++)
        if (str_eq(k->signs[i].code, code)) return &k->signs[i];
    return NULL;
}

uint32_t word_hash(str_t w)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < w.n; i++) h = (h ^ (unsigned char)w.p[i]) * 16777619u;
    return h ^ h >> 15;
}

const form_t *canhgiac_forms(const canhgiac_t *k, size_t *n)
{
    *n = k->n_forms;
    return k->forms;
}

const form_t *canhgiac_form(const canhgiac_t *k, str_t code)
{
    for (size_t i = 0; i < k->n_forms; i++)
        if (str_eq(k->forms[i].code, code)) return &k->forms[i];
    return NULL;
}

const brand_t *canhgiac_brands(const canhgiac_t *k, size_t *n)
{
    *n = k->n_brands;
    return k->brands;
}
