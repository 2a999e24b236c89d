/* SPDX-License-Identifier: Apache-2.0
 *
 * keep — the version in use and those before it that somebody still reads. They are mapped files: a new one takes no memory
 * beside the old one's but what is read of it.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/log.h"
#include "lists/keep.h"

list_held_t *lists_take(app_t *app)
{
    struct lists *l = app->lists;
    if (!l) return NULL;
    pthread_mutex_lock(&l->lock);
    list_held_t *h = l->held;
    if (h) h->holders++;
    pthread_mutex_unlock(&l->lock);
    return h;
}

static void held_free(list_held_t *h)
{
    file_unmap(&h->snapshot);
    for (size_t k = 0; k < LIST_KINDS; k++) {
        file_unmap(&h->range[k]);
        file_unmap(&h->sums[k]);
    }
    free(h);
}

void lists_give_back(app_t *app, list_held_t *h)
{
    if (!h) return;
    pthread_mutex_lock(&app->lists->lock);
    bool last = --h->holders == 0;
    pthread_mutex_unlock(&app->lists->lock);
    if (last) held_free(h);
}

const list_t *lists_list(const list_held_t *h)
{
    return h ? &h->list : NULL;
}

/* --- loading --- */

status_t lists_number(const char *dir, int64_t *out, err_t *err)
{
    char link[PATH_MAX], target[64];
    int n = snprintf(link, sizeof link, "%s/public/lists/current", dir);
    if (n < 0 || n >= PATH_MAX) return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    ssize_t len = readlink(link, target, sizeof target);
    if (len > 0 && str_int((str_t){target, (size_t)len}, 1, LISTS_NUMBER_MOST, out)) return ST_OK;
    return err_set(err, ST_NOT_FOUND, "lists.none", N_("No list was published yet."));
}

status_t lists_current(arena_t *a, const char *dir, const char **path, err_t *err)
{
    int64_t n;
    status_t s = lists_number(dir, &n, err);
    if (s != ST_OK) return s;
    *path = str_fmt(a, "%s/public/lists/%lld/snapshot-%lld.cgl", dir, (long long)n, (long long)n).p;
    return *path ? ST_OK : no_memory(err);
}

static status_t map_side(const list_held_t *h, const char *what, list_kind_t kind, map_t *out, err_t *err)
{
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/%s-%s.txt", h->folder, what, list_kind_name(kind));
    if (n < 0 || n >= PATH_MAX) return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    return file_map(path, out, err);
}

static status_t held_open(const char *dir, int64_t number, list_held_t *h, err_t *err)
{
    char path[PATH_MAX];
    sign_ring_t ring;
    int n = snprintf(h->folder, sizeof h->folder, "%s/public/lists/%lld", dir, (long long)number);
    if (n < 0 || (size_t)n >= sizeof h->folder)
        return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    (void)snprintf(path, sizeof path, "%s/snapshot-%lld.cgl", h->folder, (long long)number);
    h->number = number;
    status_t s = material_ring(dir, &ring, err);
    if (s == ST_OK) s = list_file_open(path, &ring, &h->snapshot, &h->list, err);
    for (list_kind_t k = LIST_HOST; s == ST_OK && k < LIST_KINDS; k++) {
        s = map_side(h, "range", k, &h->range[k], err);
        if (s == ST_OK) s = map_side(h, "sums", k, &h->sums[k], err);
    }
    return s;
}

status_t lists_load(app_t *app, err_t *err)
{
    int64_t number;
    const char *dir = store_dir(app->store);
    status_t s = lists_number(dir, &number, err);
    if (s != ST_OK) return s;
    list_held_t *h = calloc(1, sizeof *h);
    if (!h) return no_memory(err);
    h->holders = 1;
    s = held_open(dir, number, h, err);
    if (s != ST_OK) {
        held_free(h);
        return s;
    }
    pthread_mutex_lock(&app->lists->lock);
    list_held_t *before = app->lists->held;
    app->lists->held = h;
    pthread_mutex_unlock(&app->lists->lock);
    lists_give_back(app, before);
    log_line(LOG_INFO, "lists.load", "number=%lld entries=%u", (long long)number, h->list.n);
    return ST_OK;
}

status_t lists_open(app_t *app, err_t *err)
{
    err_t why = err_new(LANG_EN);
    app->lists = calloc(1, sizeof *app->lists);
    if (!app->lists) return no_memory(err);
    (void)pthread_mutex_init(&app->lists->lock, NULL);
    status_t s = lists_load(app, &why);
    if (s != ST_OK && s != ST_NOT_FOUND) log_line(LOG_WARN, "lists.load", "why=\"%s\"", why.text);
    return ST_OK;
}

void lists_close(app_t *app)
{
    if (!app->lists) return;
    lists_give_back(app, app->lists->held);
    (void)pthread_mutex_destroy(&app->lists->lock);
    free(app->lists);
    app->lists = NULL;
}
