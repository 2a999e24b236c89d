/* SPDX-License-Identifier: Apache-2.0
 *
 * Verifying a published folder or a copy of it, with nothing but the keys.
 */
#include <dirent.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "base/file.h"
#include "material/internal.h"
#include "material/publish.h"

#define MANIFEST_FILE_MAX ((size_t)16 << 20)
#define DEEPEST           12

typedef struct paths {
    str_t *paths; /* sorted */
    size_t n;
} paths_t;

static status_t bad_manifest(err_t *err)
{
    return err_set(err, ST_INPUT, "verify.manifest", N_("The manifest of this folder cannot be read."));
}

static bool listed_one(arena_t *a, const json_t *entry, site_entry_t *out)
{
    const char *path = json_string_value(json_object_get(entry, "path"));
    const char *hex = json_string_value(json_object_get(entry, "sha256"));
    if (!path || !hex || path[0] != '/' || strstr(path, "..") || !digest_parse(str_of(hex), &out->sha256)) return false;
    out->path = str_dup(a, str_of(path));
    return out->path.p != NULL;
}

status_t listed_files(arena_t *a, str_t manifest, site_entry_t **out, size_t *n, err_t *err)
{
    json_t *root = json_loadb(manifest.p, manifest.n, JSON_REJECT_DUPLICATES, NULL),
           *list = json_object_get(root, "files");
    size_t count = json_array_size(list);
    *out = ARENA_ARRAY(a, site_entry_t, count + 1);
    bool good = count > 0 && *out;
    for (size_t i = 0; good && i < count; i++) good = listed_one(a, json_array_get(list, i), &(*out)[i]);
    json_decref(root);
    *n = good ? count : 0;
    return good ? ST_OK : bad_manifest(err);
}

status_t listed_missing(str_t path, err_t *err)
{
    return err_set(err, ST_DENIED, "verify.missing", N_("The file %.*s is missing."), STRF(path));
}

status_t listed_changed(str_t path, err_t *err)
{
    return err_set(err, ST_DENIED, "verify.changed", N_("The file %.*s was changed."), STRF(path));
}

status_t listed_stranger(str_t path, err_t *err)
{
    return err_set(err, ST_DENIED, "verify.stranger", N_("The file %.*s does not belong there."), STRF(path));
}

static status_t check_file(const char *folder, const site_entry_t *f, err_t *err)
{
    char full[PATH_MAX];
    map_t map;
    if (snprintf(full, sizeof full, "%s%.*s", folder, STRF(f->path)) >= PATH_MAX) return bad_manifest(err);
    if (file_map(full, &map, NULL) != ST_OK) return listed_missing(f->path, err);
    bool holds = digest_eq(sha256(map.bytes), f->sha256);
    file_unmap(&map);
    return holds ? ST_OK : listed_changed(f->path, err);
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const str_t *)a, *(const str_t *)b);
}

static bool is_known(const paths_t *k, str_t path)
{
    if (str_eq(path, S("/manifest.json")) || str_eq(path, S("/manifest.json.minisig"))) return true;
    return bsearch(&path, k->paths, k->n, sizeof *k->paths, by_text) != NULL;
}

static status_t no_strangers(arena_t *a, const char *folder, str_t below, const paths_t *k, int depth, err_t *err)
{
    status_t s = ST_OK;
    DIR *d = depth < DEEPEST ? opendir(str_fmt(a, "%s%.*s", folder, STRF(below)).p) : NULL;
    for (struct dirent *e; s == ST_OK && d && (e = readdir(d));) {
        struct stat info;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        str_t path = str_fmt(a, "%.*s/%s", STRF(below), e->d_name);
        if (!path.p || lstat(str_fmt(a, "%s%.*s", folder, STRF(path)).p, &info) != 0) continue;
        if (S_ISDIR(info.st_mode))
            s = no_strangers(a, folder, path, k, depth + 1, err);
        else if (!is_known(k, path))
            s = listed_stranger(path, err);
    }
    if (d) (void)closedir(d);
    return s;
}

static status_t check_all(arena_t *a, const char *folder, str_t manifest, size_t *n, err_t *err)
{
    site_entry_t *list;
    status_t s = listed_files(a, manifest, &list, n, err);
    paths_t k = {.paths = ARENA_ARRAY(a, str_t, *n + 1), .n = *n};
    if (s == ST_OK && !k.paths) s = no_memory(err);
    for (size_t i = 0; s == ST_OK && i < k.n; i++) {
        k.paths[i] = list[i].path;
        s = check_file(folder, &list[i], err);
    }
    if (s != ST_OK) return s;
    qsort(k.paths, k.n, sizeof *k.paths, by_text);
    return no_strangers(a, folder, S(""), &k, 0, err);
}

status_t material_verify_folder(arena_t *a, const char *folder, const sign_ring_t *ring, folder_seen_t *out, err_t *err)
{
    str_t manifest, signature;
    sign_seen_t seen;
    status_t s = file_read(a, str_fmt(a, "%s/manifest.json", folder).p, MANIFEST_FILE_MAX, &manifest, err);
    if (s == ST_OK) s = file_read(a, str_fmt(a, "%s/manifest.json.minisig", folder).p, SIGN_FILE_MAX, &signature, err);
    if (s == ST_OK) s = sign_check(ring, manifest, signature, &seen, err);
    if (s != ST_OK) return s;
    sign_id_text(seen.by.id, out->key);
    out->comment = seen.comment;
    return check_all(a, folder, manifest, &out->files, err);
}
