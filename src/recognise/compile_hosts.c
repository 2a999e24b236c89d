/* SPDX-License-Identifier: Apache-2.0
 *
 * What is known of the ends of hosts: public suffixes in any script, the brands' domains, shorteners, bad endings.
 */
#include "recognise/compile_internal.h"
#include "recognise/idna.h"

enum { SLOTS = 1 << 14 }; /* some 10,000 of them are taken */

/* The name and every end of it that was not there yet. */
static status_t put_end(compiler_t *c, str_t name, unsigned flags, int owner)
{
    know_domain_t *slot = c->part[KNOW_DOMAINS].at;
    ktext_t text = pool_put(c, name);
    domains_t d = {slot, SLOTS - 1, c->part[KNOW_POOL].at};
    uint32_t h = DOMAIN_SEED;
    know_domain_t *s = NULL;
    for (size_t i = name.n; i > 0; i--) {
        h = domain_step(h, name.p[i - 1]);
        if (i > 1 && name.p[i - 2] != '.') continue;
        str_t end = str_sub(name, i - 1, name.n);
        s = &slot[domain_slot(&d, h, end)];
        if (s->n) continue;
        *s = (know_domain_t){.at = (uint32_t)(text.at + i - 1), .n = (uint8_t)end.n, .owner = -1};
        if (++c->n_ends > SLOTS / 8 * 7) return ST_MEMORY;
    }
    if (!s) return ST_INPUT;
    s->flags |= (uint8_t)flags;
    if (s->owner < 0) s->owner = (int16_t)owner; /* the earlier row keeps it */
    return ST_OK;
}

/* UTS 46 leaves these as they are: nine of ten rules, and a phone that compiles a pack waits for them. */
static bool is_plain(str_t name)
{
    if (name.n > IDNA_HOST || str_find(name, S("xn--"), 0) != SIZE_MAX) return false;
    for (size_t i = 0; i < name.n; i++)
        if (str_chr(S("abcdefghijklmnopqrstuvwxyz0123456789-."), name.p[i], 0) == SIZE_MAX) return false;
    return name.n > 0;
}

static status_t put_name(compiler_t *c, str_t name, unsigned flags, int owner)
{
    char ascii[IDNA_HOST + 1];
    size_t n;
    bool empty = str_starts(name, S(".")) || str_ends(name, S(".")) || str_find(name, S(".."), 0) != SIZE_MAX;
    if (!empty && is_plain(name)) return put_end(c, name, flags, owner);
    if (empty || !idna_ascii(name, IDNA_BROWSER, ascii, &n) || n > IDNA_HOST || !n) return ST_INPUT;
    str_t kept = str_dup(c->a, (str_t){ascii, n});
    return kept.p ? put_end(c, kept, flags, owner) : ST_MEMORY;
}

static status_t put_rule(compiler_t *c, str_t line)
{
    if (str_starts(line, S("*."))) return put_name(c, str_sub(line, 2, line.n), DOMAIN_WILD, -1);
    if (str_starts(line, S("!"))) return put_name(c, str_sub(line, 1, line.n), DOMAIN_EXCEPTION, -1);
    return put_name(c, line, DOMAIN_RULE, -1);
}

static status_t put_rules(compiler_t *c)
{
    str_t file = S("public_suffix_list.dat"), text = c->source(c->ctx, file), line;
    if (!text.p)
        return err_set(c->err, ST_INPUT, "know.missing", N_("The knowledge file %.*s is missing."), STRF(file));
    for (long number = 1; str_line(&text, &line); number++) {
        line = str_trim(line);
        if (!line.n || str_starts(line, S("//"))) continue;
        status_t s = put_rule(c, line);
        if (s == ST_INPUT) return line_bad(c, file, number, N_("this is no rule of a suffix list."));
        if (s != ST_OK) return s;
    }
    return ST_OK;
}

status_t compile_hosts(compiler_t *c)
{
    know_domain_t empty = {.owner = -1};
    status_t s = part_fill(c, KNOW_DOMAINS, SLOTS, &empty, sizeof empty);
    if (s == ST_OK) s = put_rules(c);
    for (size_t b = 0; b < c->brands.len && s == ST_OK; b++) {
        const brand_t *brand = &VEC_AT(&c->brands, brand_t, b);
        for (size_t i = 0; i < brand->n_domains && s == ST_OK; i++) s = put_name(c, brand->domains[i], 0, (int)b);
    }
    for (size_t i = 0; i < c->hosts.len && s == ST_OK; i++) {
        const host_fact_t *f = &VEC_AT(&c->hosts, host_fact_t, i);
        if (f->kind == FACT_SHORTENER) s = put_name(c, f->name, DOMAIN_SHORTENER, -1);
        if (f->kind == FACT_ENDING) s = put_name(c, str_sub(f->name, 1, f->name.n), DOMAIN_BAD_ENDING, -1);
    }
    return s;
}
