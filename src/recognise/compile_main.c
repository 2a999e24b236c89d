/* SPDX-License-Identifier: Apache-2.0
 *
 * canhgiac-know OUT FILE… — compiles the knowledge files, known by their names without folders, into OUT; or says which row
 * cannot be right, and writes nothing.
 */
#include <stdio.h>
#include "base/crypto.h"
#include "base/file.h"
#include "recognise/compile.h"

enum { FILES_MOST = 32, MEMORY = 256 << 20 };

typedef struct shelf {
    str_t name[FILES_MOST], text[FILES_MOST];
    size_t n;
} shelf_t;

static str_t from_shelf(void *ctx, str_t name)
{
    const shelf_t *s = ctx;
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->name[i], name)) return s->text[i];
    return STR_NONE;
}

static status_t run(arena_t *a, int argc, char **argv, err_t *err)
{
    shelf_t shelf = {.n = 0};
    str_t out;
    if (argc < 3 || argc - 2 > FILES_MOST)
        return err_set(err, ST_USAGE, "know.usage", N_("Usage: canhgiac-know OUT FILE…"));
    for (int i = 2; i < argc; i++) {
        str_t path = str_of(argv[i]), piece;
        for (str_t rest = path; rest.p && str_cut(&rest, '/', &piece);) shelf.name[shelf.n] = piece;
        status_t s = file_read(a, argv[i], KNOW_MOST, &shelf.text[shelf.n++], err);
        if (s != ST_OK) return s;
    }
    status_t s = know_compile(a, from_shelf, &shelf, &out, err);
    return s == ST_OK ? file_write(argv[1], out, 0644, err) : s;
}

int main(int argc, char **argv)
{
    err_t err = err_new(LANG_EN);
    arena_t *a = arena_new(MEMORY);
    if (!a || !crypto_start()) return 1;
    status_t s = run(a, argc, argv, &err);
    if (s != ST_OK) fprintf(stderr, "%s\n", err.text);
    arena_free(a);
    return status_exit(s);
}
