/* SPDX-License-Identifier: Apache-2.0
 *
 * What a bundle carries for other people's tools: the pages as they were seen (WARC) and the journal's daily heads, signed and
 * time-stamped; and how they are held against its journal.
 */
#include <jansson.h>
#include "campaign/bundle.h"
#include "proof/heads.h"
#include "proof/keep.h"

enum { FINDINGS_MOST = 4000000, HEADS_CARRIED = 150 };
static const char PAGES[] = "pages.warc.gz";

/* --- making --- */

typedef struct pages {
    buf_t b;
} pages_t;

static status_t add_piece(void *ctx, str_t bytes, err_t *err)
{
    pages_t *p = ctx;
    buf_put(&p->b, bytes);
    return buf_ok(&p->b) ? ST_OK : err_set(err, ST_LIMIT, "bundle.too-large", N_("The bundle is too large."));
}

/* Pages that would make the bundle too heavy to be sent stay out of it: `evidence export` writes them beside it. */
static status_t add_pages(arena_t *a, store_t *st, db_t *db, const closing_t *c, packed_t *out, size_t *n, err_t *err)
{
    pages_t p = {buf_new(a, BUNDLE_PAGES_LIMIT)};
    const ev_value_t *of = ev_row(c->evidence, EV_CAMPAIGN, 0);
    err_t quiet = err_new(err->lang);
    status_t s = keep_campaign(st, db, of[C_ID].id, of[C_AT].n, add_piece, &p, &quiet);
    if (s == ST_LIMIT) return ST_OK;
    if (s != ST_OK) {
        *err = quiet;
        return s;
    }
    out[(*n)++] = (packed_t){str_of(PAGES), buf_str(&p.b)};
    return ST_OK;
}

status_t bundle_outside_make(arena_t *a, store_t *st, db_t *db, const closing_t *c, packed_t *out, size_t most,
                             size_t *n, err_t *err)
{
    head_files_t *heads;
    size_t n_heads;
    str_t ca;
    ms_t at = ev_row(c->evidence, EV_CAMPAIGN, 0)[C_AT].n;
    *n = 0;
    status_t s = heads_read(a, store_dir(st), &heads, &n_heads, &ca, err);
    if (s == ST_OK && most > 4) s = add_pages(a, st, db, c, out, n, err);
    if (s == ST_OK && ca.n) out[(*n)++] = (packed_t){S("tsa.pem"), ca};
    for (size_t i = n_heads > HEADS_CARRIED ? n_heads - HEADS_CARRIED : 0; s == ST_OK && i < n_heads; i++) {
        const head_files_t *h = &heads[i];
        date_t day;
        if (*n + 3 > most || !date_parse(h->day, &day) || date_start(day) > at) continue;
        out[(*n)++] = (packed_t){str_fmt(a, "%.*s.head", STRF(h->day)), h->text};
        if (h->signature.p) out[(*n)++] = (packed_t){str_fmt(a, "%.*s.head.minisig", STRF(h->day)), h->signature};
        if (h->token.p) out[(*n)++] = (packed_t){str_fmt(a, "%.*s.head.tsr", STRF(h->day)), h->token};
    }
    return s;
}

/* --- checking --- */

typedef struct told {
    ident_t check;
    keep_told_t says;
    bool met;
} told_t;

typedef struct outside {
    arena_t *a;
    lang_t lang;
    bundle_seen_t *out;
    vec_t told; /* told_t: every look the journal tells of */
    id_map_t by_check;
} outside_t;

static str_t file(const packed_t *f, size_t n, str_t name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(f[i].name, name)) return f[i].bytes;
    return STR_NONE;
}

/* One line of journal.jsonl as journal_export writes it; NULL unless it tells of a look. */
static void take_line(outside_t *k, str_t line)
{
    if (str_find(line, S("check.add"), 0) == SIZE_MAX) return;
    json_t *j = json_loadb(line.p, line.n, 0, NULL);
    const char *did = json_string_value(json_object_get(j, "did")),
               *body = json_string_value(json_object_get(j, "body"));
    told_t t = {0};
    if (did && body && strcmp(did, "check.add") == 0 && keep_told_read(str_of(body), &t.check, &t.says)) {
        told_t *new = vec_push(&k->told);
        if (new) {
            *new = t;
            id_map_put(&k->by_check, t.check, (uint32_t)k->told.len - 1);
        }
    }
    json_decref(j);
}

static void found(void *ctx, const keep_finding_t *f)
{
    outside_t *k = ctx;
    uint32_t i = id_map_get(&k->by_check, f->check);
    told_t *t = i == UINT32_MAX ? NULL : &VEC_AT(&k->told, told_t, i);
    bool same =
        t && digest_eq(t->says.seen, f->seen) && (!t->says.kept || (f->kept && digest_eq(t->says.segment, f->segment)));
    if (t) t->met = true;
    if (same) return;
    char id[IDENT_TEXT];
    ident_text(f->check, id);
    bundle_fault(k->out, str_fmt(k->a, "%s %s", PAGES, id), str_of(tr(k->lang, N_("The journal does not say this."))));
}

/* What the journal says was kept of this campaign's looks must be in the file. */
static void left_out(outside_t *k, const evidence_t *e)
{
    for (size_t i = 0; i < ev_count(e, EV_CHECK); i++) {
        ident_t id = ev_row(e, EV_CHECK, i)[K_ID].id;
        uint32_t at = id_map_get(&k->by_check, id);
        if (at == UINT32_MAX || !VEC_AT(&k->told, told_t, at).says.kept || VEC_AT(&k->told, told_t, at).met) continue;
        char text[IDENT_TEXT];
        ident_text(id, text);
        bundle_fault(k->out, str_fmt(k->a, "%s %s", PAGES, text),
                     str_of(tr(k->lang, N_("The journal tells of something that the evidence leaves out."))));
    }
}

static void pages_hold(outside_t *k, str_t warc, const evidence_t *e)
{
    keep_seen_t seen;
    err_t why = err_new(k->lang);
    status_t s = keep_verify(warc, found, k, &seen, &why);
    if (s != ST_OK) bundle_fault(k->out, str_of(PAGES), str_dup(k->a, str_of(why.text)));
    left_out(k, e);
    k->out->pages = (int64_t)seen.pages;
}

/* The hash of event `seq`, from the line that begins with it. */
static bool hash_of(str_t journal, int64_t seq, digest_t *out)
{
    arena_t *a = arena_new(1 << 20);
    str_t line, start = a ? str_fmt(a, "{\"seq\":%lld,", (long long)seq) : STR_NONE;
    bool ok = false;
    while (start.p && str_line(&journal, &line)) {
        if (!str_starts(line, start)) continue;
        json_t *j = json_loadb(line.p, line.n, 0, NULL);
        const char *hash = json_string_value(json_object_get(j, "hash"));
        ok = hash && digest_parse(str_of(hash), out);
        json_decref(j);
        break;
    }
    arena_free(a);
    return ok;
}

static void one_head(outside_t *k, const packed_t *f, size_t n, str_t name, str_t bytes, const sign_ring_t *ring,
                     str_t journal)
{
    head_files_t h = {.day = str_sub(name, 0, name.n - 5),
                      .text = bytes,
                      .signature = file(f, n, str_fmt(k->a, "%.*s.minisig", STRF(name))),
                      .token = file(f, n, str_fmt(k->a, "%.*s.tsr", STRF(name)))};
    head_seen_t seen;
    digest_t hash;
    err_t why = err_new(k->lang);
    if (head_check(&h, ring, file(f, n, S("tsa.pem")), &seen, &why) != ST_OK)
        bundle_fault(k->out, name, str_dup(k->a, str_of(why.text)));
    else if (!hash_of(journal, seen.events, &hash) || !digest_eq(hash, seen.hash))
        bundle_fault(k->out, name, str_of(tr(k->lang, N_("The journal is not the one whose head was signed."))));
    k->out->heads++;
    k->out->stamped += seen.is_stamped;
}

status_t bundle_outside_verify(arena_t *a, const packed_t *f, size_t n, const sign_ring_t *ring, const evidence_t *e,
                               lang_t lang, bundle_seen_t *out, err_t *err)
{
    outside_t k = {.a = a, .lang = lang, .out = out, .told = vec_new(a, sizeof(told_t), FINDINGS_MOST)};
    str_t journal = file(f, n, S("journal.jsonl")), pages = file(f, n, str_of(PAGES)), rest = journal, line;
    sign_ring_t keys = *ring;
    err_t quiet = err_new(lang);
    if (!id_map_new(a, 64, &k.by_check))
        return err_set(err, ST_LIMIT, "bundle.too-large", N_("The bundle is too large."));
    if (!keys.n) keys.n = sign_public_parse(file(f, n, S("key.pub")), &keys.keys[0], &quiet) == ST_OK;
    while (pages.p && str_line(&rest, &line)) take_line(&k, line);
    if (pages.p) pages_hold(&k, pages, e);
    for (size_t i = 0; i < n; i++)
        if (str_ends(f[i].name, S(".head"))) one_head(&k, f, n, f[i].name, f[i].bytes, &keys, journal);
    return ST_OK;
}
