/* SPDX-License-Identifier: Apache-2.0
 *
 * backup — the data directory copied whole, with a list by which a copy proves itself before it is trusted.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "store/internal.h"

enum { PATH_MOST = 4096, FILES_MOST = 4 << 20, DEEPEST = 8, LIST_LIMIT = 512 << 20 };

typedef struct job {
    arena_t *a;
    const char *from, *to;
    vec_t files; /* str_t, below `from` */
    buf_t list;
    void (*step)(uint64_t done);
    uint64_t done;
    err_t *err;
} job_t;

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

static status_t join(char out[PATH_MOST], const char *folder, str_t below, err_t *err)
{
    if ((size_t)snprintf(out, PATH_MOST, "%s/%.*s", folder, STRF(below)) < PATH_MOST) return ST_OK;
    return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
}

/* --- what there is --- */

static status_t walk(job_t *j, const char *root, str_t below, int depth)
{
    char path[PATH_MOST];
    status_t s = join(path, root, below, j->err);
    DIR *d = s == ST_OK && depth < DEEPEST ? opendir(path) : NULL;
    if (!d) return s == ST_OK ? err_set(j->err, ST_IO, "file.open", "%s: %s.", path, strerror(errno)) : s;
    for (struct dirent *e; s == ST_OK && (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        str_t name = below.n ? str_fmt(j->a, "%.*s/%s", STRF(below), e->d_name) : str_dup(j->a, str_of(e->d_name));
        struct stat info;
        str_t *kept;
        s = name.p ? join(path, root, name, j->err) : no_memory(j->err);
        if (s != ST_OK || lstat(path, &info) != 0) continue;
        if (S_ISDIR(info.st_mode)) {
            s = walk(j, root, name, depth + 1);
        } else if (S_ISREG(info.st_mode)) {
            kept = vec_push(&j->files);
            if (kept)
                *kept = name;
            else
                s = no_memory(j->err);
        }
    }
    closedir(d);
    return s;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const str_t *)a, *(const str_t *)b);
}

static void sort_files(job_t *j)
{
    if (j->files.len > 1) qsort(j->files.at, j->files.len, sizeof(str_t), by_name);
}

/* --- copying --- */

static status_t make_parents(job_t *j, const char *path)
{
    char folder[PATH_MOST];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (!slash) return ST_OK;
    *slash = '\0';
    return dir_make(folder, 0700, j->err);
}

/* One file over, its mode kept; *digest is of the bytes that were written. */
static status_t copy(job_t *j, str_t below, digest_t *digest)
{
    char from[PATH_MOST], to[PATH_MOST];
    struct stat info;
    map_t m;
    status_t s = join(from, j->from, below, j->err);
    if (s == ST_OK) s = join(to, j->to, below, j->err);
    if (s == ST_OK) s = make_parents(j, to);
    if (s == ST_OK && stat(from, &info) != 0) s = err_set(j->err, ST_IO, "file.open", "%s: %s.", from, strerror(errno));
    if (s == ST_OK) s = file_map(from, &m, j->err);
    if (s != ST_OK) return s;
    *digest = sha256(m.bytes);
    s = file_write(to, m.bytes, (unsigned)info.st_mode & 0777u, j->err);
    file_unmap(&m);
    if (j->step) j->step(++j->done);
    return s;
}

static void list_line(job_t *j, str_t below, digest_t d)
{
    char hex[65];
    digest_hex(d, hex);
    buf_fmt(&j->list, "%s  %.*s\n", hex, STRF(below)); /* as sha256sum -c reads it */
}

static status_t copy_and_list(job_t *j)
{
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < j->files.len; i++) {
        digest_t d;
        s = copy(j, VEC_AT(&j->files, str_t, i), &d);
        if (s == ST_OK) list_line(j, VEC_AT(&j->files, str_t, i), d);
    }
    return s;
}

static status_t list_database(job_t *j)
{
    char path[PATH_MOST];
    map_t m;
    status_t s = join(path, j->to, S("canhgiac.db"), j->err);
    if (s == ST_OK && chmod(path, 0600) != 0) s = err_set(j->err, ST_IO, "file.open", "%s: %s.", path, strerror(errno));
    if (s == ST_OK) s = file_map(path, &m, j->err);
    if (s != ST_OK) return s;
    list_line(j, S("canhgiac.db"), sha256(m.bytes));
    file_unmap(&m);
    return ST_OK;
}

static bool empty_or_absent(const char *path)
{
    return !file_exists(path) || rmdir(path) == 0;
}

static status_t occupied(const char *path, err_t *err)
{
    return err_set(err, ST_CONFLICT, "backup.occupied", N_("%s holds something already. Choose a new folder."), path);
}

/* The finished copy takes its place; what went wrong leaves nothing behind. */
static status_t settle(job_t *j, const char *made, const char *place, status_t s)
{
    if (s == ST_OK && rename(made, place) != 0)
        s = err_set(j->err, ST_IO, "file.open", "%s: %s.", place, strerror(errno));
    if (s != ST_OK) dir_remove(made);
    return s;
}

static status_t begin(job_t *j, const char *place, char made[PATH_MOST], void (*step)(uint64_t done), err_t *err)
{
    *j = (job_t){.a = arena_new((size_t)LIST_LIMIT * 2), .to = made, .step = step, .err = err};
    if (!j->a) return no_memory(err);
    j->files = vec_new(j->a, sizeof(str_t), FILES_MOST);
    j->list = buf_new(j->a, LIST_LIMIT);
    if ((size_t)snprintf(made, PATH_MOST, "%s.making-%d", place, (int)getpid()) >= PATH_MOST)
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    if (!empty_or_absent(place)) return occupied(place, err);
    return dir_make(made, 0700, err);
}

status_t store_backup(store_t *st, const char *to, void (*step)(uint64_t done), err_t *err)
{
    char made[PATH_MOST], path[PATH_MOST], settings[PATH_MOST];
    db_t *db;
    job_t j;
    status_t s = begin(&j, to, made, step, err);
    if (s != ST_OK) {
        arena_free(j.a);
        return s;
    }
    j.from = store_dir(st);
    s = store_read(st, &db, err);
    if (s == ST_OK) {
        s = db_copy(db, made, err);
        store_done(st, db);
    }
    if (s == ST_OK) s = list_database(&j);
    static const char *const folders[] = {"blobs", "keys", "lists", "heads"};
    for (int i = 0; s == ST_OK && i < 4; i++) {
        s = join(path, j.from, str_of(folders[i]), err);
        if (s == ST_OK && file_exists(path)) s = walk(&j, j.from, str_of(folders[i]), 0);
    }
    if (s == ST_OK) s = join(settings, j.from, S("canhgiac.toml"), err);
    str_t *kept = s == ST_OK && file_exists(settings) ? vec_push(&j.files) : NULL;
    if (kept) *kept = S("canhgiac.toml");
    sort_files(&j);
    if (s == ST_OK) s = copy_and_list(&j);
    if (s == ST_OK) s = join(path, made, S("MANIFEST"), err);
    if (s == ST_OK && !buf_ok(&j.list)) s = no_memory(err);
    if (s == ST_OK) s = file_write(path, buf_str(&j.list), 0600, err);
    s = settle(&j, made, to, s);
    arena_free(j.a);
    return s;
}

/* --- restoring --- */

static status_t not_as_it_was(job_t *j, str_t name)
{
    return err_set(j->err, ST_DENIED, "backup.changed",
                   N_("The backup is not as it was made: %.*s. Nothing was restored."), STRF(name));
}

/* No line of the list may lead out of the folder. */
static bool inward(str_t name)
{
    str_t piece;
    if (!name.n || name.p[0] == '/' || memchr(name.p, 0, name.n)) return false;
    while (name.n && str_cut(&name, '/', &piece))
        if (!piece.n || str_eq(piece, S("..")) || str_eq(piece, S("."))) return false;
    return true;
}

/* Copies each file of the list and compares what was written; *n says how many there are. */
static status_t take_list(job_t *j, str_t list, size_t *n)
{
    str_t line;
    status_t s = ST_OK;
    for (*n = 0; s == ST_OK && str_line(&list, &line); ++*n) {
        digest_t wanted, got;
        str_t name = str_sub(line, 66, line.n);
        if (line.n < 67 || !digest_parse(str_sub(line, 0, 64), &wanted) || !inward(name))
            return not_as_it_was(j, S("MANIFEST"));
        err_t why = err_new(j->err->lang);
        err_t *kept = j->err;
        j->err = &why;
        s = copy(j, name, &got);
        j->err = kept;
        if (s == ST_LIMIT || s == ST_IO) *kept = why;
        if (s != ST_OK && s != ST_LIMIT && s != ST_MEMORY) return not_as_it_was(j, name);
        if (s == ST_OK && !digest_eq(wanted, got)) return not_as_it_was(j, name);
    }
    return s == ST_OK && *n == 0 ? not_as_it_was(j, S("MANIFEST")) : s;
}

static status_t journal_holds(const char *dir, err_t *err)
{
    store_t *st;
    db_t *db;
    journal_state_t state;
    status_t s = store_open(dir, &st, err);
    if (s != ST_OK) return s;
    s = store_read(st, &db, err);
    if (s == ST_OK) {
        s = journal_verify(db, &state, err);
        store_done(st, db);
    }
    store_close(st);
    return s;
}

status_t store_restore(const char *from, const char *dir, void (*step)(uint64_t done), err_t *err)
{
    char made[PATH_MOST], path[PATH_MOST];
    job_t j;
    str_t list;
    size_t n = 0;
    status_t s = begin(&j, dir, made, step, err);
    if (s != ST_OK) {
        arena_free(j.a);
        return s;
    }
    j.from = from;
    s = join(path, from, S("MANIFEST"), err);
    if (s == ST_OK && !file_exists(path))
        s = err_set(err, ST_INPUT, "backup.none", N_("%s holds no backup: it has no MANIFEST."), from);
    if (s == ST_OK) s = file_read(j.a, path, LIST_LIMIT / 2, &list, err);
    if (s == ST_OK) s = walk(&j, from, S(""), 0);
    if (s == ST_OK) s = take_list(&j, list, &n);
    if (s == ST_OK && j.files.len != n + 1) s = not_as_it_was(&j, S("MANIFEST")); /* the list itself is not in it */
    if (s == ST_OK) s = journal_holds(made, err);
    s = settle(&j, made, dir, s);
    arena_free(j.a);
    return s;
}
