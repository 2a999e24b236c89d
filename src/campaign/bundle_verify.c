/* SPDX-License-Identifier: Apache-2.0
 *
 * A bundle checked with nothing but itself: what differs is named, and checking goes on.
 */
#include <jansson.h>
#include <stdlib.h>
#include "campaign/bundle.h"

void bundle_fault(bundle_seen_t *out, str_t where, str_t says)
{
    bundle_fault_t *f = vec_push(&out->faults);
    if (f) *f = (bundle_fault_t){where, says};
}

static str_t file(const packed_t *f, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(f[i].name, str_of(name))) return f[i].bytes;
    return STR_NONE;
}

/* --- signature and files --- */

static void signature(const packed_t *f, size_t n, const sign_ring_t *ring, lang_t lang, bundle_seen_t *out)
{
    sign_ring_t own = {.n = 1};
    sign_seen_t seen;
    err_t why = err_new(lang);
    str_t list = file(f, n, "manifest.json"), sig = file(f, n, "manifest.json.minisig"), key = file(f, n, "key.pub");
    status_t s = ring->n && sig.p ? sign_check(ring, list, sig, &seen, &why) : ST_NOT_FOUND;
    out->trusted = s == ST_OK;
    if (!ring->n && sig.p && key.p) {
        s = sign_public_parse(key, &own.keys[0], &why);
        if (s == ST_OK) s = sign_check(&own, list, sig, &seen, &why);
    }
    if (s == ST_OK) {
        sign_id_text(seen.by.id, out->key);
        out->comment = seen.comment;
        return;
    }
    bundle_fault(out, S("manifest.json.minisig"),
                 s == ST_NOT_FOUND ? str_of(tr(lang, N_("There is no signature.")))
                                   : str_dup(out->faults.a, str_of(why.text)));
}

static void listed_file(const json_t *e, const packed_t *f, size_t n, bool *met, lang_t lang, bundle_seen_t *out)
{
    digest_t want;
    const char *path = json_string_value(json_object_get(e, "path")),
               *hex = json_string_value(json_object_get(e, "sha256"));
    if (!path || path[0] != '/' || !hex || !digest_parse(str_of(hex), &want)) {
        bundle_fault(out, S("manifest.json"), str_of(tr(lang, N_("The list of files cannot be read."))));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(f[i].name, str_of(path + 1))) continue;
        met[i] = true;
        if (!digest_eq(sha256(f[i].bytes), want))
            bundle_fault(out, f[i].name, str_of(tr(lang, N_("The file was changed."))));
        return;
    }
    bundle_fault(out, str_dup(out->faults.a, str_of(path + 1)), str_of(tr(lang, N_("The file is missing."))));
}

static void files_listed(const packed_t *f, size_t n, lang_t lang, bundle_seen_t *out)
{
    bool met[BUNDLE_FILES] = {false};
    str_t list = file(f, n, "manifest.json");
    json_t *root = json_loadb(list.p, list.n, JSON_REJECT_DUPLICATES, NULL), *files = json_object_get(root, "files"),
           *e;
    size_t i;
    if (!json_array_size(files))
        bundle_fault(out, S("manifest.json"), str_of(tr(lang, N_("The list of files cannot be read."))));
    json_array_foreach(files, i, e) listed_file(e, f, n, met, lang, out);
    json_decref(root);
    for (size_t k = 0; k < n; k++)
        if (!met[k] && !str_starts(f[k].name, S("manifest.json")))
            bundle_fault(out, f[k].name, str_of(tr(lang, N_("The file is not in the list."))));
}

/* --- figures --- */

typedef struct compare {
    arena_t *a;
    lang_t lang;
    bundle_seen_t *out;
    size_t first; /* fault of the first figure; SIZE_MAX: none */
} compare_t;

static str_t shown(arena_t *a, const json_t *j)
{
    char *text = j ? json_dumps(j, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
    str_t s = text ? str_dup(a, str_sub(str_of(text), 0, 60)) : S("–");
    free(text);
    return s;
}

static void differ(compare_t *c, str_t path, const json_t *said, const json_t *made)
{
    if (c->first == SIZE_MAX) c->first = c->out->faults.len;
    bundle_fault(c->out, path,
                 str_fmt(c->a, tr(c->lang, N_("The report says %.*s, the evidence gives %.*s.")),
                         STRF(shown(c->a, said)), STRF(shown(c->a, made))));
}

static void same(compare_t *c, str_t path, const json_t *said, const json_t *made, int depth)
{
    const char *key;
    json_t *v;
    size_t i;
    if (depth > 12 || c->out->faults.len >= BUNDLE_FAULTS) return;
    if (json_is_object(made) && json_is_object(said)) {
        json_object_foreach((json_t *)(uintptr_t)made, key, v) same(
            c, str_fmt(c->a, path.n ? "%.*s.%s" : "%.*s%s", STRF(path), key), json_object_get(said, key), v, depth + 1);
        json_object_foreach((json_t *)(uintptr_t)said, key, v) if (!json_object_get(made, key))
            differ(c, str_fmt(c->a, "%.*s.%s", STRF(path), key), v, NULL);
        return;
    }
    if (json_is_array(made) && json_is_array(said)) {
        if (json_array_size(made) != json_array_size(said)) differ(c, path, said, made);
        json_array_foreach(made, i, v) if (i < json_array_size(said))
            same(c, str_fmt(c->a, "%.*s[%zu]", STRF(path), i), json_array_get(said, i), v, depth + 1);
        return;
    }
    c->out->figures += !json_is_string(made);
    if (!said || !json_equal((json_t *)(uintptr_t)said, (json_t *)(uintptr_t)made)) differ(c, path, said, made);
}

static status_t figures(arena_t *a, const packed_t *f, size_t n, const evidence_t *e, lang_t lang, bundle_seen_t *out,
                        size_t *first, err_t *err)
{
    report_t r;
    status_t s = report_compute(e, a, &r, err);
    if (s != ST_OK) return s;
    view_t *v = view_new(a);
    buf_t b = buf_new(a, BUNDLE_LIMIT);
    report_figures(&r, v);
    view_json(v, &b);
    if (!buf_ok(&b) || arena_failed(a))
        return err_set(err, ST_LIMIT, "bundle.too-large", N_("The bundle is too large."));
    str_t said = file(f, n, "report.json");
    json_t *made = json_loadb(b.p, b.n, 0, NULL), *report = json_loadb(said.p, said.n, JSON_REJECT_DUPLICATES, NULL);
    compare_t c = {a, lang, out, SIZE_MAX};
    if (!made || !json_object_get(report, "figures"))
        bundle_fault(out, S("report.json"), str_of(tr(lang, N_("The figures cannot be read."))));
    else
        same(&c, S(""), json_object_get(report, "figures"), made, 0);
    json_decref(made);
    json_decref(report);
    *first = c.first;
    return ST_OK;
}

static status_t evidence_holds(arena_t *a, const packed_t *f, size_t n, const sign_ring_t *ring, lang_t lang,
                               bundle_seen_t *out, size_t *first, err_t *err)
{
    evidence_t e;
    journal_state_t j;
    err_t why = err_new(lang);
    str_t journal = file(f, n, "journal.jsonl");
    status_t s = evidence_read(a, file(f, n, "evidence.jsonl"), &e, &why);
    if (s != ST_OK) {
        bundle_fault(out, S("evidence.jsonl"), str_dup(a, str_of(why.text)));
        return ST_OK;
    }
    s = journal.p ? journal_verify_file(journal, &j, &why) : ST_NOT_FOUND;
    out->events = s == ST_OK ? j.events : 0;
    if (s != ST_OK)
        bundle_fault(out, S("journal.jsonl"),
                     journal.p ? str_dup(a, str_of(why.text)) : str_of(tr(lang, N_("The file is missing."))));
    s = journal.p ? bundle_journal(a, journal, &e, lang, out, err) : ST_OK;
    if (s == ST_OK && journal.p) s = bundle_outside_verify(a, f, n, ring, &e, lang, out, err);
    return s == ST_OK ? figures(a, f, n, &e, lang, out, first, err) : s;
}

status_t bundle_verify(arena_t *a, const packed_t *f, size_t n, const sign_ring_t *ring, lang_t lang,
                       bundle_seen_t *out, err_t *err)
{
    size_t first = SIZE_MAX;
    *out = (bundle_seen_t){.comment = S(""), .faults = vec_new(a, sizeof(bundle_fault_t), BUNDLE_FAULTS)};
    signature(f, n, ring, lang, out);
    files_listed(f, n, lang, out);
    status_t s = evidence_holds(a, f, n, ring, lang, out, &first, err);
    if (s != ST_OK || !out->faults.len) return s;
    const bundle_fault_t *x = &VEC_AT(&out->faults, bundle_fault_t, first < out->faults.len ? first : 0);
    return err_set(err, ST_DENIED, "bundle.broken", N_("The report does not hold. %.*s: %.*s"),
                   STRF(str_sub(x->where, 0, 100)), STRF(str_sub(x->says, 0, 200)));
}
