/* SPDX-License-Identifier: Apache-2.0
 *
 * What is looked up by a host: names without blanks, domains, public suffixes.
 */
#include <stdlib.h>
#include "recognise/compile_internal.h"

/* --- names in hosts have no spaces: "viet com bank" is looked for as "vietcombank" --- */

static str_t joined(arena_t *a, str_t name)
{
    char *out = arena_alloc(a, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < name.n && n < 63; i++)
        if (name.p[i] != ' ') out[n++] = name.p[i];
    return out ? (str_t){out, n} : STR_NONE;
}

static status_t put_host_name(compiler_t *c, str_t name, size_t brand)
{
    int16_t *bucket = (int16_t *)c->part[KNOW_HOST_BUCKETS].at + names_bucket(name.p);
    int16_t *first = (int16_t *)c->part[KNOW_HOST_FIRST].at + (unsigned char)name.p[0];
    size_t at = part_n(c, KNOW_HOST_NAMES);
    ktext_t text = pool_put(c, name);
    know_host_name_t *to = part_push(c, KNOW_HOST_NAMES);
    if (!to || at > INT16_MAX) return ST_MEMORY;
    *to = (know_host_name_t){text.at, (uint16_t)text.n, (uint16_t)brand, *bucket, *first};
    *bucket = *first = (int16_t)at;
    return ST_OK;
}

static status_t fill(compiler_t *c, know_kind_t kind, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int16_t *to = part_push(c, kind);
        if (!to) return ST_MEMORY;
        *to = -1;
    }
    return ST_OK;
}

static status_t put_host_names(compiler_t *c)
{
    status_t s = fill(c, KNOW_HOST_BUCKETS, NAME_BUCKETS);
    if (s == ST_OK) s = fill(c, KNOW_HOST_FIRST, 256);
    for (size_t b = 0; b < c->brands.len && s == ST_OK; b++) {
        const brand_t *brand = &VEC_AT(&c->brands, brand_t, b);
        for (size_t i = 0; i < brand->n_names && s == ST_OK; i++) {
            str_t name = joined(c->a, brand->names[i]);
            if (!name.p) return ST_MEMORY;
            if (name.n >= 3) s = put_host_name(c, name, b);
        }
    }
    return s;
}

/* --- domains --- */

static void put_domain(compiler_t *c, str_t domain, size_t brand, size_t mask)
{
    know_domain_t *slot = c->part[KNOW_DOMAINS].at;
    ktext_t text = pool_put(c, domain);
    size_t at = word_hash(domain) & mask;
    for (; slot[at].brand != KNOW_NOBODY; at = (at + 1) & mask)
        if (str_eq(pool_text(c, (ktext_t){slot[at].at, slot[at].n}), domain)) return; /* the earlier row keeps it */
    slot[at] = (know_domain_t){text.at, (uint16_t)text.n, (uint16_t)brand};
}

static status_t put_domains(compiler_t *c)
{
    size_t n = 0, size = 64;
    for (size_t b = 0; b < c->brands.len; b++) n += VEC_AT(&c->brands, brand_t, b).n_domains;
    while (size < 2 * n) size *= 2;
    for (size_t i = 0; i < size; i++) {
        know_domain_t *to = part_push(c, KNOW_DOMAINS);
        if (!to) return ST_MEMORY;
        to->brand = KNOW_NOBODY;
    }
    for (size_t b = 0; b < c->brands.len; b++) {
        const brand_t *brand = &VEC_AT(&c->brands, brand_t, b);
        for (size_t i = 0; i < brand->n_domains; i++) put_domain(c, brand->domains[i], b, size - 1);
    }
    return ST_OK;
}

/* --- public suffixes: rules sorted from their last label, so that those below one label stand together --- */

typedef struct rule {
    str_t label[16]; /* from the right */
    size_t n;
    uint8_t flags; /* what the last of them is */
} rule_t;

static int by_labels(const void *x, const void *y)
{
    const rule_t *a = x, *b = y;
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        int order = str_cmp(a->label[i], b->label[i]);
        if (order) return order;
    }
    return a->n < b->n ? -1 : a->n > b->n;
}

static bool read_rule(str_t line, rule_t *r)
{
    *r = (rule_t){.flags = LABEL_RULE};
    if (str_starts(line, S("!"))) r->flags = LABEL_EXCEPT;
    if (str_starts(line, S("*."))) r->flags = LABEL_WILD;
    line = str_sub(line, r->flags == LABEL_EXCEPT ? 1 : r->flags == LABEL_WILD ? 2 : 0, line.n);
    str_t label;
    size_t n = 0;
    str_t from_left[16];
    while (line.n && str_cut(&line, '.', &label)) {
        if (n == 16 || !label.n || label.n > LABEL_MOST) return false;
        for (size_t i = 0; i < label.n; i++)
            if (!word_char(label.p[i]) && label.p[i] != '-') return false;
        from_left[n++] = label;
    }
    for (size_t i = 0; i < n; i++) r->label[i] = from_left[n - 1 - i];
    r->n = n;
    return n > 0;
}

static bool is_ascii(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

static status_t read_rules(compiler_t *c, vec_t *rules)
{
    str_t file = S("public_suffix_list.dat"), text = c->source(c->ctx, file), line;
    if (!text.p)
        return err_set(c->err, ST_INPUT, "know.missing", N_("The knowledge file %.*s is missing."), STRF(file));
    for (long number = 1; str_line(&text, &line); number++) {
        rule_t r;
        line = str_trim(line);
        if (!line.n || str_starts(line, S("//")) || !is_ascii(line))
            continue; /* names in other scripts come as xn-- in hosts */
        if (!read_rule(line, &r)) return line_bad(c, file, number, N_("this is no rule of a suffix list."));
        rule_t *to = vec_push(rules);
        if (!to) return ST_MEMORY;
        *to = r;
    }
    if (rules->len) qsort(rules->at, rules->len, sizeof(rule_t), by_labels);
    return ST_OK;
}

/* The label at `index` is what rules [from, to) share in their first `depth`; gives it those below, and them theirs. */
static status_t grow_tree(compiler_t *c, const rule_t *rules, size_t from, size_t to, size_t depth, size_t index)
{
    size_t below = part_n(c, KNOW_SUFFIXES), n = 0, at = from;
    uint8_t flags = 0;
    for (; at < to && rules[at].n == depth; at++) flags |= rules[at].flags;
    for (size_t i = at, end; i < to; i = end, n++) {
        for (end = i; end < to && str_eq(rules[end].label[depth], rules[i].label[depth]);) end++;
        ktext_t text = pool_put(c, rules[i].label[depth]);
        know_label_t *l = part_push(c, KNOW_SUFFIXES);
        if (!l) return ST_MEMORY;
        *l = (know_label_t){.at = text.at, .n = (uint8_t)text.n};
    }
    know_label_t *self = &VEC_AT(&c->part[KNOW_SUFFIXES], know_label_t, index);
    self->flags = flags;
    if (n > UINT16_MAX) return ST_MEMORY;
    self->n_below = (uint16_t)n;
    self->below = n ? (uint32_t)below : 0;
    status_t s = ST_OK;
    size_t child = below;
    for (size_t i = at, end; i < to && s == ST_OK; i = end, child++) {
        for (end = i; end < to && str_eq(rules[end].label[depth], rules[i].label[depth]);) end++;
        s = grow_tree(c, rules, i, end, depth + 1, child);
    }
    return s;
}

status_t compile_hosts(compiler_t *c)
{
    vec_t rules = vec_new(c->a, sizeof(rule_t), 1 << 20);
    status_t s = put_host_names(c);
    if (s == ST_OK) s = put_domains(c);
    if (s == ST_OK) s = read_rules(c, &rules);
    if (s == ST_OK && !part_push(c, KNOW_SUFFIXES)) s = ST_MEMORY;
    if (s == ST_OK) s = grow_tree(c, rules.at, 0, rules.len, 0, 0);
    return s;
}
