/* SPDX-License-Identifier: Apache-2.0
 *
 * A kit read and verified with nothing but a key.
 */
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "material/internal.h"
#include "material/kit.h"
#include "material/publish.h"
#include "material/zip.h"

#define TEXT_MAX ((size_t)32 << 20)

typedef struct kit {
    arena_t *a;
    const char *folder; /* or: */
    zip_member_t *members;
    size_t n;
} kit_t;

/* A file of the kit, named without a slash before it; p = NULL when it is not there or larger than any text may be. */
static str_t text_of(const kit_t *k, str_t name)
{
    char path[PATH_MAX];
    str_t s = STR_NONE;
    if (!k->folder) return zip_find(k->members, k->n, name);
    if (!zip_name_ok(name) || snprintf(path, sizeof path, "%s/%.*s", k->folder, STRF(name)) >= PATH_MAX)
        return STR_NONE;
    return file_read(k->a, path, TEXT_MAX, &s, NULL) == ST_OK ? s : STR_NONE;
}

/* --- keys --- */

static status_t follow_keys(const kit_t *k, sign_ring_t *ring, err_t *err)
{
    str_t lists[KEY_LISTS_MAX], signatures[KEY_LISTS_MAX];
    size_t n = 0;
    for (; n < KEY_LISTS_MAX; n++) {
        str_t name = str_fmt(k->a, "keys/list-%04zu.json", n + 1);
        lists[n] = text_of(k, name);
        signatures[n] = text_of(k, str_join(k->a, name, S(".minisig")));
        if (!lists[n].p || !signatures[n].p) break;
    }
    return key_lists_follow(ring, lists, signatures, n, err);
}

/* --- the files of a ZIP --- */

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const site_entry_t *)a)->path, ((const site_entry_t *)b)->path);
}

static status_t check_member(const zip_member_t *m, const site_entry_t *list, size_t n, arena_t *a, err_t *err)
{
    site_entry_t wanted = {.path = str_fmt(a, "/%.*s", STRF(m->name))};
    if (str_eq(m->name, S("manifest.json")) || str_eq(m->name, S("manifest.json.minisig"))) return ST_OK;
    const site_entry_t *l = bsearch(&wanted, list, n, sizeof *list, by_path);
    if (!l) return listed_stranger(wanted.path, err);
    return digest_eq(sha256(m->bytes), l->sha256) ? ST_OK : listed_changed(wanted.path, err);
}

static status_t check_members(const kit_t *k, str_t manifest, size_t *files, err_t *err)
{
    site_entry_t *list;
    status_t s = listed_files(k->a, manifest, &list, files, err);
    if (s != ST_OK) return s;
    qsort(list, *files, sizeof *list, by_path);
    for (size_t i = 0; s == ST_OK && i < k->n; i++) s = check_member(&k->members[i], list, *files, k->a, err);
    for (size_t i = 0; s == ST_OK && i < *files; i++)
        if (!zip_find(k->members, k->n, str_sub(list[i].path, 1, list[i].path.n)).p)
            s = listed_missing(list[i].path, err);
    return s;
}

static status_t check_zip(const kit_t *k, const sign_ring_t *ring, kit_seen_t *seen, str_t *manifest, err_t *err)
{
    sign_seen_t by;
    *manifest = text_of(k, S("manifest.json"));
    str_t signature = text_of(k, S("manifest.json.minisig"));
    if (!manifest->p || !signature.p)
        return err_set(err, ST_DENIED, "kit.unsigned",
                       N_("This archive has no signed manifest: it is no kit of ours."));
    status_t s = sign_check(ring, *manifest, signature, &by, err);
    if (s != ST_OK) return s;
    sign_id_text(by.by.id, seen->key);
    seen->comment = str_dup(k->a, by.comment);
    return check_members(k, *manifest, &seen->files, err);
}

/* --- what it knows --- */

static str_t member(arena_t *a, const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);
    return json_is_string(v) ? str_dup(a, (str_t){json_string_value(v), json_string_length(v)}) : S("");
}

static status_t known_read(const kit_t *k, const json_t *o, known_t *r, err_t *err)
{
    *r = (known_t){.code = member(k->a, o, "code"),
                   .slug = member(k->a, o, "material"),
                   .newest = member(k->a, o, "newest"),
                   .state = member(k->a, o, "state"),
                   .title = member(k->a, o, "title"),
                   .title_en = member(k->a, o, "title_en"),
                   .why = member(k->a, o, "why"),
                   .version = json_integer_value(json_object_get(o, "version")),
                   .expires = MS_NEVER};
    str_t expires = member(k->a, o, "expires");
    if (!ms_parse(member(k->a, o, "published"), &r->published) || (expires.n && !ms_parse(expires, &r->expires)))
        return err_set(err, ST_INPUT, "kit.releases", N_("The list of releases in this kit cannot be read."));
    str_t name = str_fmt(k->a, "tai-lieu/%.*s/%.*s.json", STRF(r->slug), STRF(r->code));
    r->manifest = str_dup(k->a, text_of(k, name));
    buf_t all = buf_new(k->a, SIGN_TEXT_MAX);
    for (int i = 1; i <= SIGN_MANY_MAX; i++) {
        str_t one = text_of(k, str_join(k->a, name, i == 1 ? S(".minisig") : str_fmt(k->a, ".%d.minisig", i)));
        if (!one.p) break;
        buf_put(&all, one);
        buf_putc(&all, '\n');
    }
    r->signature = buf_str(&all);
    return known_fill(k->a, r, err);
}

static status_t releases(const kit_t *k, catalogue_t *out, err_t *err)
{
    str_t text = text_of(k, S("releases.json"));
    json_t *root = text.p ? json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const json_t *list = json_object_get(root, "releases");
    size_t n = json_array_size(list);
    status_t s = list && n <= KIT_RELEASES_MAX
                     ? ST_OK
                     : err_set(err, ST_INPUT, "kit.releases", N_("The list of releases in this kit cannot be read."));
    out->list = ARENA_ARRAY(k->a, known_t, n + 1);
    if (s == ST_OK && !out->list) s = no_memory(err);
    for (size_t i = 0; s == ST_OK && i < n; i++) s = known_read(k, json_array_get(list, i), &out->list[out->n++], err);
    json_decref(root);
    return s;
}

static ms_t made_at(str_t manifest)
{
    ms_t at = 0;
    json_t *root = json_loadb(manifest.p, manifest.n, JSON_REJECT_DUPLICATES, NULL);
    const char *made = json_string_value(json_object_get(root, "made"));
    if (!made || !ms_parse(str_of(made), &at)) at = 0;
    json_decref(root);
    return at;
}

static status_t read_kit(kit_t *k, const char *path, const sign_ring_t *ring, catalogue_t *out, kit_seen_t *seen,
                         err_t *err)
{
    str_t manifest = STR_NONE;
    *out = (catalogue_t){.ring = *ring};
    status_t s = follow_keys(k, &out->ring, err);
    if (s == ST_OK && k->folder) {
        folder_seen_t f;
        s = material_verify_folder(k->a, path, &out->ring, &f, err);
        if (s == ST_OK) *seen = (kit_seen_t){.files = f.files, .comment = f.comment};
        if (s == ST_OK) memcpy(seen->key, f.key, sizeof f.key);
        if (s == ST_OK) manifest = text_of(k, S("manifest.json"));
    } else if (s == ST_OK) {
        s = check_zip(k, &out->ring, seen, &manifest, err);
    }
    if (s != ST_OK) return s;
    out->at = made_at(manifest);
    return releases(k, out, err);
}

status_t catalogue_of_kit(arena_t *a, const char *path, const sign_ring_t *ring, catalogue_t *out, kit_seen_t *seen,
                          err_t *err)
{
    struct stat info;
    map_t map;
    kit_t k = {.a = a};
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        k.folder = path;
        return read_kit(&k, path, ring, out, seen, err);
    }
    status_t s = file_map(path, &map, err);
    if (s != ST_OK) return s;
    s = zip_read(a, map.bytes, &k.members, &k.n, err);
    if (s == ST_OK) s = read_kit(&k, path, ring, out, seen, err);
    file_unmap(&map);
    return s;
}

bool kit_is(const char *path)
{
    char inside[PATH_MAX];
    struct stat info;
    if (stat(path, &info) != 0) return false;
    if (S_ISDIR(info.st_mode))
        return snprintf(inside, sizeof inside, "%s/releases.json", path) < PATH_MAX && file_exists(inside);
    map_t map;
    if (file_map(path, &map, NULL) != ST_OK) return false;
    bool zip = str_starts(map.bytes, S("PK\x03\x04"));
    file_unmap(&map);
    return zip;
}
