/* SPDX-License-Identifier: Apache-2.0
 *
 * keep — how the served list lies in memory and on disk.
 *
 *   DIR/lists/imported.tsv   what somebody brought from outside, with its .minisig; accepted.tsv the last good one
 *   DIR/lists/number         of the last version; table.tsv: it in plain words (for nobody else: it holds telephone numbers)
 *   DIR/public/lists/N/      one version; `current` is a link to it, moved when all is on disk. Can be made again.
 */
#ifndef CG_LISTS_KEEP_H
#define CG_LISTS_KEEP_H
#include <limits.h>
#include <pthread.h>
#include "base/file.h"
#include "lists/internal.h"

#define LISTS_NUMBER_MOST 99999999
enum { LISTS_KEPT = 8 };

struct list_held {
    int holders; /* guarded by the shelf's lock */
    int64_t number;
    char folder[PATH_MAX - 64];
    map_t snapshot, range[LIST_KINDS], sums[LIST_KINDS];
    list_t list;
};

struct lists {
    pthread_mutex_t lock; /* guards the pointer and every version's count of holders */
    list_held_t *held;
    pthread_t thread;
    pthread_mutex_t wait;
    pthread_cond_t changed;
    bool runs, ends;
};

must_use status_t lists_number(const char *dir, int64_t *out, err_t *err);
must_use status_t lists_load(app_t *app, err_t *err);
/* version.c: writes version `number` of settled items into DIR/public/lists and moves the link. */
must_use status_t version_write(const char *dir, const list_items_t *items, int64_t number, str_t base, err_t *err);
#endif
