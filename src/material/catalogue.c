/* SPDX-License-Identifier: Apache-2.0
 *
 * What was published, from the store; and looking things up in it, wherever it came from.
 */
#include "material/internal.h"
#include "material/kit.h"

static str_t newest_of(const release_t *r, size_t n, ident_t material, ms_t now)
{
    const release_t *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (ident_eq(r[i].material, material) && str_eq(r[i].state, S("published")) && r[i].expires > now &&
            (!best || r[i].version > best->version))
            best = &r[i];
    return best ? best->code : S("");
}

status_t known_fill(arena_t *a, known_t *k, err_t *err)
{
    manifest_t m;
    rendition_t *files;
    status_t s = manifest_read(a, k->manifest, &m, err);
    if (s == ST_OK) s = manifest_renditions(a, k->manifest, &files, &k->n_files, err);
    if (s != ST_OK) return s;
    k->files = files;
    k->core = m.core;
    k->change = m.change;
    return ST_OK;
}

status_t catalogue_of_store(db_t *db, arena_t *a, const char *dir, catalogue_t *out, err_t *err)
{
    release_t *r;
    size_t n;
    *out = (catalogue_t){.at = clock_now()};
    status_t s = material_ring(dir, &out->ring, err);
    if (s == ST_OK) s = release_list(db, a, (ident_t){{0}}, false, &r, &n, err);
    if (s != ST_OK) return s;
    out->list = ARENA_ARRAY(a, known_t, n + 1);
    if (!out->list) return no_memory(err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        material_t m;
        s = material_by_id(db, a, r[i].material, &m, err);
        if (s != ST_OK) return s;
        known_t *k = &out->list[out->n++];
        bool past = str_eq(r[i].state, S("published")) && r[i].expires <= out->at;
        *k = (known_t){.code = r[i].code,
                       .slug = m.slug,
                       .title = m.title,
                       .title_en = m.title_en,
                       .state = past ? S("expired") : r[i].state,
                       .why = r[i].state_why.p ? r[i].state_why : S(""),
                       .newest = newest_of(r, n, m.id, out->at),
                       .version = r[i].version,
                       .published = r[i].published,
                       .expires = r[i].expires,
                       .manifest = r[i].manifest,
                       .signature = r[i].signature};
        s = known_fill(a, k, err);
    }
    return s;
}

const known_t *catalogue_code(const catalogue_t *c, str_t code)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->list[i].code, code)) return &c->list[i];
    return NULL;
}

const known_t *catalogue_file(const catalogue_t *c, digest_t d)
{
    const known_t *best = NULL;
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->list[i].n_files; k++)
            if (digest_eq(c->list[i].files[k].sha256, d) && (!best || c->list[i].version > best->version))
                best = &c->list[i];
    return best;
}

/* How far the nearest of its pictures is. */
static int picture_distance(const known_t *k, phash_t h)
{
    int best = 257;
    for (size_t i = 0; i < k->n_files; i++) {
        int d = k->files[i].has_phash ? phash_distance(k->files[i].phash, h) : 257;
        if (d < best) best = d;
    }
    return best;
}

const known_t *catalogue_picture(const catalogue_t *c, phash_t h, int *distance)
{
    enum { CLEARLY = 8 };
    const known_t *best = NULL;
    int nearest = 257, other = 257;
    for (size_t i = 0; i < c->n; i++) {
        int d = picture_distance(&c->list[i], h);
        if (d < nearest ||
            (d == nearest && best && str_eq(best->slug, c->list[i].slug) && c->list[i].version > best->version)) {
            best = &c->list[i];
            nearest = d;
        }
    }
    for (size_t i = 0; best && i < c->n; i++) {
        int d = str_eq(c->list[i].slug, best->slug) ? 257 : picture_distance(&c->list[i], h);
        if (d < other) other = d;
    }
    *distance = nearest;
    return nearest <= PHASH_SAME && other - nearest >= CLEARLY ? best : NULL;
}

const char *known_answer(const catalogue_t *c, const known_t *k, ms_t now)
{
    sign_seen_t seen[SIGN_MANY_MAX];
    size_t n;
    release_t r = {.manifest = k->manifest, .signature = k->signature};
    if (release_holds(&r, &c->ring, seen, &n, NULL) != ST_OK) return "damaged";
    if (str_eq(k->state, S("withdrawn"))) return "withdrawn";
    if (str_eq(k->state, S("superseded"))) return "superseded";
    return k->expires <= now ? "expired" : "current";
}

status_t catalogue_mark(const catalogue_t *c, const mark_t *m, const known_t **k, err_t *err)
{
    sign_public_t key;
    status_t s = mark_check(&c->ring, m, &key, err);
    *k = s == ST_OK ? catalogue_code(c, str_of(m->code)) : NULL;
    if (!*k) return s;
    if ((*k)->version != m->version || memcmp((*k)->core.b, m->core, MARK_CORE) != 0)
        return err_set(err, ST_DENIED, "mark.other-text",
                       N_("The code is ours, but not for the text we published under it: do not rely on the sheet."));
    return ST_OK;
}
