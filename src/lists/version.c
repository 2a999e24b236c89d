/* SPDX-License-Identifier: Apache-2.0
 *
 * version — everything that is served of one version, written into a folder of its own.
 */
#include <stdio.h>
#include <unistd.h>
#include "lists/keep.h"

typedef struct version {
    arena_t *a;
    const char *dir;
    const list_items_t *items;
    int64_t number;
    ms_t made;
    str_t base;
    char folder[PATH_MAX - 80]; /* NUMBER.part */
    sign_secret_t key;
    list_t list;
    buf_t manifest;
    err_t *err;
} version_t;

static const char *path_of(version_t *v, const char *name)
{
    return str_fmt(v->a, "%s/%s", v->folder, name).p;
}

static status_t put_plain(version_t *v, const char *name, str_t bytes)
{
    const char *path = path_of(v, name);
    return path ? file_write(path, bytes, 0644, v->err) : no_memory(v->err);
}

/* A signed file, and its line in the manifest. */
static status_t put_signed(version_t *v, const char *name, str_t bytes)
{
    char hex[65];
    const char *path = path_of(v, name);
    digest_hex(sha256(bytes), hex);
    buf_fmt(&v->manifest, "{\"path\":\"%s\",\"bytes\":%zu,\"sha256\":\"%s\"}", name, bytes.n, hex);
    return path ? list_file_write(v->a, path, bytes, &v->key,
                                  str_fmt(v->a, "canhgiac list %lld %s", (long long)v->number, name), v->err)
                : no_memory(v->err);
}

static status_t put_snapshot(version_t *v)
{
    list_head_t head = {.number = (uint64_t)v->number, .made = v->made};
    buf_t bytes = buf_new(v->a, LIST_FILE_MOST), front = buf_new(v->a, LIST_FILE_MOST);
    list_key(0, head.key);
    status_t s = list_snapshot(v->items, &head, &bytes, v->err);
    if (s == ST_OK && !list_open(buf_str(&bytes), &v->list)) s = ST_BUG;
    if (s == ST_OK) s = list_front(v->a, &v->list, &front, v->err);
    buf_putz(&v->manifest, ",\n\"snapshot\":");
    if (s == ST_OK) s = put_signed(v, str_fmt(v->a, "snapshot-%lld.cgl", (long long)v->number).p, buf_str(&bytes));
    buf_putz(&v->manifest, ",\n\"front\":");
    return s == ST_OK ? put_signed(v, str_fmt(v->a, "front-%lld.cgl", (long long)v->number).p, buf_str(&front)) : s;
}

/* From the versions that are still there; one that cannot be read has no delta. */
static status_t put_deltas(version_t *v)
{
    status_t s = ST_OK;
    bool first = true;
    buf_putz(&v->manifest, ",\n\"deltas\":[");
    for (int64_t old = v->number - 1; s == ST_OK && old > 0 && old > v->number - LISTS_KEPT; old--) {
        map_t map;
        list_t from;
        err_t ignored = err_new(LANG_EN);
        buf_t bytes = buf_new(v->a, LIST_FILE_MOST);
        const char *path =
            str_fmt(v->a, "%s/public/lists/%lld/snapshot-%lld.cgl", v->dir, (long long)old, (long long)old).p;
        if (!path || !file_exists(path) || list_file_open(path, NULL, &map, &from, &ignored) != ST_OK) continue;
        if (list_delta(v->a, &from, &v->list, &bytes, &ignored) == ST_OK) {
            if (!first) buf_putc(&v->manifest, ',');
            first = false;
            s = put_signed(v, str_fmt(v->a, "delta-%lld-%lld.cgl", (long long)old, (long long)v->number).p,
                           buf_str(&bytes));
        }
        file_unmap(&map);
    }
    buf_putc(&v->manifest, ']');
    return s;
}

static status_t put_ranges(version_t *v)
{
    char hex[65];
    status_t s = ST_OK;
    buf_putz(&v->manifest, ",\n\"ranges\":{\"hash\":\"sha256 of KIND:VALUE, the first 32 hex digits\",\"prefix\":4");
    for (list_kind_t k = LIST_HOST; s == ST_OK && k < LIST_KINDS; k++) {
        const char *name = list_kind_name(k);
        buf_t text = buf_new(v->a, TABLE_MOST), sums = buf_new(v->a, TABLE_MOST);
        s = list_range_text(v->items, k, &text, v->err);
        if (s == ST_OK) s = list_range_sums(buf_str(&text), &sums, v->err);
        if (s == ST_OK) s = put_plain(v, str_fmt(v->a, "range-%s.txt", name).p, buf_str(&text));
        if (s == ST_OK) s = put_plain(v, str_fmt(v->a, "sums-%s.txt", name).p, buf_str(&sums));
        digest_hex(sha256(buf_str(&sums)), hex);
        buf_fmt(&v->manifest, ",\"%s\":{\"entries\":%u,\"allow\":%u,\"sums_sha256\":\"%s\"}", name, v->list.counts[k],
                v->list.counts[k + LIST_KINDS], hex);
    }
    buf_putc(&v->manifest, '}');
    return s;
}

static status_t put_feeds(version_t *v)
{
    static const struct {
        list_export_t as;
        const char *name;
    } feeds[] = {{EXPORT_HOSTS, "hosts.txt"},     {EXPORT_RPZ, "rpz.zone"},
                 {EXPORT_ADBLOCK, "adblock.txt"}, {EXPORT_DOMAINS, "domains.txt"},
                 {EXPORT_JSON, "list.json"},      {EXPORT_STIX, "stix.json"},
                 {EXPORT_MISP, "misp.json"},      {EXPORT_MISP_MANIFEST, "misp-manifest.json"}};
    list_about_t about = {
        .base = v->base, .number = (uint64_t)v->number, .made = v->made, .day = list_day(date_of(v->made))};
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < sizeof feeds / sizeof *feeds; i++) {
        buf_t b = buf_new(v->a, LIST_FILE_MOST);
        s = list_export(v->items, feeds[i].as, &about, &b, v->err);
        if (s == ST_OK) s = put_plain(v, feeds[i].name, buf_str(&b));
    }
    return s;
}

static status_t put_all(version_t *v)
{
    char at[32], key[2 * LIST_KEY + 1], id[17];
    uint8_t salt[LIST_KEY];
    buf_t hex = buf_new(v->a, sizeof key);
    list_key(0, salt);
    hex_put(&hex, salt, sizeof salt);
    sign_id_text(v->key.id, id);
    ms_iso_utc(v->made, at);
    buf_fmt(&v->manifest,
            "{\"format\":1,\"number\":%lld,\"made\":\"%s\",\"epoch\":0,\"hash_key\":\"%.*s\",\"signed_by\":\"%s\"",
            (long long)v->number, at, STRF(buf_str(&hex)), id);
    status_t s = put_snapshot(v);
    if (s == ST_OK) s = put_deltas(v);
    if (s == ST_OK) s = put_ranges(v);
    if (s == ST_OK) s = put_feeds(v);
    buf_putz(&v->manifest, "}\n");
    if (s == ST_OK && !buf_ok(&v->manifest)) s = no_memory(v->err);
    const char *path = path_of(v, "manifest.json");
    if (s == ST_OK && !path) s = no_memory(v->err);
    return s == ST_OK ? list_file_write(v->a, path, buf_str(&v->manifest), &v->key,
                                        str_fmt(v->a, "canhgiac list %lld %s", (long long)v->number, at), v->err)
                      : s;
}

/* Renames the folder and moves the link; what is older than the last LISTS_KEPT goes. */
static status_t switch_over(version_t *v)
{
    char target[32];
    const char *done = str_fmt(v->a, "%s/public/lists/%lld", v->dir, (long long)v->number).p;
    const char *link = str_fmt(v->a, "%s/public/lists/current", v->dir).p;
    const char *fresh = str_fmt(v->a, "%s/public/lists/current.new", v->dir).p;
    if (!done || !link || !fresh) return no_memory(v->err);
    (void)snprintf(target, sizeof target, "%lld", (long long)v->number);
    (void)unlink(fresh);
    if (rename(v->folder, done) != 0 || symlink(target, fresh) != 0 || rename(fresh, link) != 0)
        return err_set(v->err, ST_IO, "lists.switch", N_("The new list could not be put in place of the old one."));
    for (int64_t old = v->number - LISTS_KEPT; old > 0 && old > v->number - 2 * LISTS_KEPT; old--) {
        const char *gone = str_fmt(v->a, "%s/public/lists/%lld", v->dir, (long long)old).p;
        if (gone) dir_remove(gone);
    }
    return ST_OK;
}

status_t version_write(const char *dir, const list_items_t *items, int64_t number, str_t base, err_t *err)
{
    version_t v = {.a = arena_new((size_t)4 * LIST_FILE_MOST),
                   .dir = dir,
                   .items = items,
                   .number = number,
                   .made = clock_now(),
                   .base = base,
                   .err = err};
    if (!v.a) return no_memory(err);
    v.manifest = buf_new(v.a, 1 << 20);
    int n = snprintf(v.folder, sizeof v.folder, "%s/public/lists/%lld.part", dir, (long long)number);
    status_t s = n > 0 && (size_t)n < sizeof v.folder
                     ? material_key(dir, &v.key, err)
                     : err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    if (s == ST_OK) {
        dir_remove(v.folder);
        s = dir_make(v.folder, 0755, err);
    }
    if (s == ST_OK) s = put_all(&v);
    secret_wipe(&v.key, sizeof v.key);
    if (s == ST_OK) s = switch_over(&v);
    arena_free(v.a);
    return s;
}
