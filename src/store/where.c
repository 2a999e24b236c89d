/* SPDX-License-Identifier: Apache-2.0
 *
 * where — which database a data directory has. DIR/store (0600, for it may hold a password) names a PostgreSQL database by its
 * address; without it the database is DIR/canhgiac.db. Blobs, keys and settings are in DIR either way.
 */
#include <stdio.h>
#include <unistd.h>
#include "base/file.h"
#include "store/internal.h"

static status_t where_file(const char *dir, char path[STORE_PATH], err_t *err)
{
    if ((size_t)snprintf(path, STORE_PATH, "%s/store", dir) < STORE_PATH) return ST_OK;
    return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
}

bool store_is_postgres(const char *url)
{
    return str_starts(str_of(url), S("postgresql://")) || str_starts(str_of(url), S("postgres://"));
}

status_t where_read(const char *dir, char url[STORE_URL], err_t *err)
{
    char path[STORE_PATH];
    str_t text;
    url[0] = '\0';
    status_t s = where_file(dir, path, err);
    if (s != ST_OK || !file_exists(path)) return s;
    arena_t *a = arena_new(STORE_URL * 4);
    if (!a) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    s = file_read(a, path, STORE_URL - 1, &text, err);
    if (s == ST_OK) {
        text = str_trim(text);
        snprintf(url, STORE_URL, "%.*s", STRF(text));
        if (!store_is_postgres(url))
            s = err_set(err, ST_INPUT, "store.where", N_("%s does not name a database: postgresql://…"), path);
    }
    arena_free(a);
    return s;
}

status_t where_write(const char *dir, const char *url, err_t *err)
{
    char path[STORE_PATH];
    status_t s = where_file(dir, path, err);
    if (s == ST_OK && strlen(url) >= STORE_URL)
        s = err_set(err, ST_INPUT, "store.where-long", N_("The address of the database is too long."));
    return s == ST_OK ? file_write(path, str_of(url), 0600, err) : s;
}

void where_remove(const char *dir)
{
    char path[STORE_PATH];
    err_t ignored = err_new(LANG_EN);
    if (where_file(dir, path, &ignored) == ST_OK) unlink(path);
}

status_t driver_of(const char *dir, const driver_t **out, err_t *err)
{
    char url[STORE_URL];
    status_t s = where_read(dir, url, err);
    *out = url[0] ? &driver_postgres : &driver_sqlite;
    return s;
}
