/* SPDX-License-Identifier: Apache-2.0
 *
 * shelf — the published site that is served now, and those before it which somebody still reads.
 */
#include <stdio.h>
#include "base/file.h"
#include "base/log.h"
#include "web/internal.h"

site_t *shelf_take(web_t *w)
{
    pthread_mutex_lock(&w->shelf.lock);
    site_t *s = w->shelf.site;
    site_hold(s);
    pthread_mutex_unlock(&w->shelf.lock);
    return s;
}

void shelf_give_back(web_t *w, site_t *s)
{
    if (!s) return;
    pthread_mutex_lock(&w->shelf.lock);
    bool last = site_release(s);
    pthread_mutex_unlock(&w->shelf.lock);
    if (last) site_free(s);
}

void shelf_clear(web_t *w)
{
    site_t *s = w->shelf.site;
    w->shelf.site = NULL;
    shelf_give_back(w, s);
    pthread_mutex_destroy(&w->shelf.lock);
}

status_t web_load_site(web_t *w, err_t *err)
{
    char folder[4200];
    snprintf(folder, sizeof folder, "%s/public/current", store_dir(w->app->store));
    site_t *s = NULL;
    status_t st = site_load(file_exists(folder) ? folder : NULL, &s, err);
    if (st != ST_OK) return st;
    log_line(LOG_INFO, "web.site", "pages=%zu", site_count(s));
    pthread_mutex_lock(&w->shelf.lock);
    site_t *before = w->shelf.site;
    w->shelf.site = s;
    pthread_mutex_unlock(&w->shelf.lock);
    shelf_give_back(w, before);
    return ST_OK;
}
