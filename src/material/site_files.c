/* SPDX-License-Identifier: Apache-2.0 */
#include "material/site_files.h"
#include <brotli/encode.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>
#include "base/file.h"
#include "base/jread.h"
#include "material/internal.h"

enum {
    FILES_MOST = 120000,
    MANIFEST_MOST = 32 << 20,
    SMALL = 200, /* bytes that are not worth a compressed form */
    LEVEL = 6    /* of gzip; and BROTLI below: as small as 9 on our pages, in a fifteenth of the time */
};
#define BROTLI 7

/* --- paths --- */

static uint64_t hash_of(str_t s)
{
    uint64_t h = 1469598103934665603u; /* FNV-1a */
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h ^ h >> 29;
}

bool path_map_make(path_map_t *m, arena_t *a, size_t most)
{
    size_t size = 64;
    while (size < 2 * most) size *= 2;
    *m = (path_map_t){ARENA_ARRAY(a, str_t, size), ARENA_ARRAY(a, uint32_t, size), size, 0};
    return m->keys && m->values;
}

static size_t slot_of(const path_map_t *m, str_t key)
{
    size_t at = hash_of(key) & (m->size - 1);
    while (m->keys[at].p && !str_eq(m->keys[at], key)) at = (at + 1) & (m->size - 1);
    return at;
}

bool path_map_add(path_map_t *m, str_t key, uint32_t value)
{
    size_t at = slot_of(m, key);
    if (m->keys[at].p || 2 * m->n >= m->size) return false;
    m->keys[at] = key;
    m->values[at] = value;
    m->n++;
    return true;
}

size_t path_map_find(const path_map_t *m, str_t key)
{
    if (!m->size) return SIZE_MAX;
    size_t at = slot_of(m, key);
    return m->keys[at].p ? m->values[at] : SIZE_MAX;
}

/* --- the site before --- */

static void old_file(site_files_t *s, const jval_t *o)
{
    str_t path = jread_text(o, "path"), hash = jread_text(o, "sha256");
    site_file_t f = {.bytes = (uint64_t)jread_number(o, "bytes")};
    if (!digest_parse(hash, &f.sha256) || !str_starts(path, S("/")) || str_find(path, S(".."), 0) != SIZE_MAX) return;
    site_file_t *to = vec_push(&s->old);
    if (!to) return;
    f.path = str_dup(s->a, path);
    *to = f;
    (void)path_map_add(&s->old_at, f.path, (uint32_t)(s->old.len - 1));
}

/* Without a manifest that can be read there is nothing to take over: everything is made anew. */
static void old_read(site_files_t *s, arena_t *one)
{
    str_t text;
    char *name = str_z(s->a, str_fmt(s->a, "%s/manifest.json", s->before));
    if (!s->before[0] || !name || file_read(one, name, MANIFEST_MOST, &text, NULL) != ST_OK) return;
    const jval_t *root = jread(one, text), *list = jread_get(root, "files");
    str_t base = jread_text(root, "base");
    s->old_base = str_dup(s->a, base.p ? base : S(""));
    if (list && list->n < FILES_MOST && path_map_make(&s->old_at, s->a, list->n + 1))
        for (const jval_t *f = list->first; f; f = f->next) old_file(s, f);
    arena_reset(one);
}

status_t site_files_start(site_files_t *s, arena_t *a, arena_t *one, const char *folder, const char *before, err_t *err)
{
    *s = (site_files_t){.a = a};
    (void)pthread_mutex_init(&s->lock, NULL);
    int n = snprintf(s->folder, sizeof s->folder, "%s", folder);
    int m = snprintf(s->before, sizeof s->before, "%s", before);
    if (n >= PATH_MAX || m >= PATH_MAX) return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    s->list = vec_new(a, sizeof(site_file_t), FILES_MOST);
    s->old = vec_new(a, sizeof(site_file_t), FILES_MOST);
    if (!path_map_make(&s->at, a, FILES_MOST)) return no_memory(err);
    old_read(s, one);
    return dir_make(folder, 0755, err);
}

/* --- writing --- */

static status_t io_failed(err_t *err, const char *path)
{
    return err_set(err, errno == ENOSPC || errno == EFBIG || errno == EDQUOT ? ST_LIMIT : ST_IO, "publish.write",
                   N_("%s could not be written: %s."), path, strerror(errno));
}

/* Not durable one by one: the file system is synced once, before the site is switched. */
status_t site_files_write(const char *path, str_t bytes, err_t *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) return io_failed(err, path);
    for (size_t done = 0; done < bytes.n;) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            status_t s = io_failed(err, path);
            (void)close(fd);
            return s;
        }
        done += (size_t)n;
    }
    return close(fd) == 0 ? ST_OK : io_failed(err, path);
}

static str_t gzipped(arena_t *a, str_t s)
{
    z_stream z = {0};
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return STR_NONE;
    size_t most = deflateBound(&z, s.n);
    unsigned char *out = arena_raw(a, most);
    z.next_in = (unsigned char *)(uintptr_t)s.p;
    z.avail_in = (unsigned)s.n;
    z.next_out = out;
    z.avail_out = (unsigned)most;
    bool whole = out && deflate(&z, Z_FINISH) == Z_STREAM_END;
    str_t r = whole ? (str_t){(char *)out, z.total_out} : STR_NONE;
    (void)deflateEnd(&z);
    return r;
}

static str_t brotlied(arena_t *a, str_t s)
{
    size_t n = BrotliEncoderMaxCompressedSize(s.n);
    uint8_t *out = n ? arena_raw(a, n) : NULL;
    bool whole = out && BrotliEncoderCompress(BROTLI, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, s.n,
                                              (const uint8_t *)s.p, &n, out);
    return whole ? (str_t){(char *)out, n} : STR_NONE;
}

static char *place(const site_hand_t *h, const char *folder, str_t path)
{
    return str_z(h->one, str_fmt(h->one, "%s%.*s", folder, STRF(path)));
}

static status_t folder_for(const site_hand_t *h, str_t path)
{
    for (size_t at = 1; (at = str_chr(path, '/', at)) != SIZE_MAX; at++) {
        char *dir = place(h, h->files->folder, str_sub(path, 0, at));
        if (!dir) return no_memory(h->err);
        if (access(dir, F_OK) == 0) continue;
        status_t st = dir_make(dir, 0755, h->err);
        if (st != ST_OK) return st;
    }
    return ST_OK;
}

/* Enters a file in the list; ST_CONFLICT when another thread was first. */
static status_t note(const site_hand_t *h, const site_file_t *f)
{
    site_files_t *s = h->files;
    status_t st = ST_OK;
    pthread_mutex_lock(&s->lock);
    if (path_map_find(&s->at, f->path) != SIZE_MAX) {
        st = ST_CONFLICT;
    } else {
        str_t path = str_dup(s->a, f->path);
        site_file_t *to = vec_push(&s->list);
        if (!to || !path.p || !path_map_add(&s->at, path, (uint32_t)(s->list.len - 1)))
            st = ST_MEMORY;
        else
            *to = (site_file_t){path, f->sha256, f->bytes};
    }
    pthread_mutex_unlock(&s->lock);
    return st == ST_MEMORY ? no_memory(h->err) : st;
}

static void count(const site_hand_t *h, uint64_t bytes, bool linked)
{
    pthread_mutex_lock(&h->files->lock);
    h->files->n++;
    h->files->linked += linked;
    h->files->bytes += bytes;
    pthread_mutex_unlock(&h->files->lock);
}

/* The site before does not change while a new one is made: it is read without the lock. */
static const site_file_t *old_of(const site_files_t *s, str_t path)
{
    size_t at = path_map_find(&s->old_at, path);
    return at == SIZE_MAX ? NULL : &VEC_AT(&s->old, site_file_t, at);
}

/* A second name for the old site's file; false: it must be written. */
static bool link_old(const site_hand_t *h, const site_file_t *f)
{
    char *from = place(h, h->files->before, f->path), *to = place(h, h->files->folder, f->path);
    return from && to && link(from, to) == 0 && note(h, f) == ST_OK;
}

static bool take_over(const site_hand_t *h, const site_file_t *f)
{
    static const char *const forms[] = {".gz", ".br"};
    if (!link_old(h, f)) return false;
    for (size_t i = 0; i < 2; i++) {
        const site_file_t *form = old_of(h->files, str_fmt(h->one, "%.*s%s", STRF(f->path), forms[i]));
        if (form) (void)link_old(h, form);
    }
    count(h, f->bytes, true);
    return true;
}

/* Every file is listed, the compressed ones too: whoever verifies a copy must not be served what nobody signed. */
static status_t put_bytes(const site_hand_t *h, str_t path, str_t bytes, digest_t d)
{
    char *to = place(h, h->files->folder, path);
    if (!to) return no_memory(h->err);
    status_t st = note(h, &(site_file_t){path, d, bytes.n});
    return st == ST_OK ? site_files_write(to, bytes, h->err) : st;
}

static status_t put_forms(const site_hand_t *h, str_t path, str_t bytes)
{
    str_t gz = gzipped(h->one, bytes), br = gz.p ? brotlied(h->one, bytes) : STR_NONE;
    status_t st = ST_OK;
    if (gz.p && gz.n < bytes.n) st = put_bytes(h, str_fmt(h->one, "%.*s.gz", STRF(path)), gz, sha256(gz));
    if (st == ST_OK && br.p && br.n < bytes.n)
        st = put_bytes(h, str_fmt(h->one, "%.*s.br", STRF(path)), br, sha256(br));
    return st;
}

status_t site_files_put(const site_hand_t *h, str_t path, str_t bytes, bool text)
{
    if (site_files_has(h->files, path)) return ST_OK;
    digest_t d = sha256(bytes);
    const site_file_t *old = old_of(h->files, path);
    status_t st = folder_for(h, path);
    if (st == ST_OK && old && old->bytes == bytes.n && digest_eq(old->sha256, d) && take_over(h, old)) return ST_OK;
    if (st == ST_OK) st = put_bytes(h, path, bytes, d);
    if (st == ST_CONFLICT) return ST_OK; /* another thread has put the same page */
    if (st == ST_OK && text && bytes.n > SMALL) st = put_forms(h, path, bytes);
    count(h, bytes.n, false);
    return st;
}

bool site_files_keep(const site_hand_t *h, str_t path, const digest_t *same)
{
    const site_file_t *old = old_of(h->files, path);
    if (!old || (same && !digest_eq(old->sha256, *same))) return false;
    return site_files_has(h->files, path) || (folder_for(h, path) == ST_OK && take_over(h, old));
}

bool site_files_has(site_files_t *s, str_t path)
{
    pthread_mutex_lock(&s->lock);
    bool has = path_map_find(&s->at, path) != SIZE_MAX;
    pthread_mutex_unlock(&s->lock);
    return has;
}

bool site_files_changed(site_files_t *s, str_t path)
{
    pthread_mutex_lock(&s->lock);
    size_t now = path_map_find(&s->at, path);
    const site_file_t *old = old_of(s, path);
    bool changed = now != SIZE_MAX && (!old || !digest_eq(old->sha256, VEC_AT(&s->list, site_file_t, now).sha256));
    pthread_mutex_unlock(&s->lock);
    return changed;
}

void site_files_end(site_files_t *s)
{
    (void)pthread_mutex_destroy(&s->lock);
}
