/* SPDX-License-Identifier: Apache-2.0 */
#include "support/world.h"
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

store_t *world_store(char dir[64])
{
    snprintf(dir, 64, "/tmp/canhgiac-test-XXXXXX");
    err_t err = err_new(LANG_EN);
    store_t *st = NULL;
    const char *url = getenv("CANHGIAC_TEST_STORE"); /* tests/cli/postgres.sh runs the same tests on PostgreSQL */
    if (!crypto_start() || !mkdtemp(dir) ||
        (url ? store_create_at(dir, url, &err) : store_create(dir, &err)) != ST_OK ||
        store_open(dir, &st, &err) != ST_OK) {
        fprintf(stderr, "no store for the test: %s\n", err.text);
        exit(1);
    }
    return st;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

void world_remove(const char *dir)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void world_end(store_t *st, const char *dir)
{
    store_close(st);
    store_discard(dir);
    world_remove(dir);
}
