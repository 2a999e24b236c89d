/* SPDX-License-Identifier: Apache-2.0
 *
 * wasm_tables OUT — the tables of base/fold_internal.h and recognise/idna_internal.h as the browser's recogniser sends them:
 * of each row what it adds to the row before, and of all rows first the lowest bytes, then the next. Brotli makes 24 KB of
 * that where it makes 36 of the tables as they are. src/wasm/tables.c lays them out again.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fold_internal.h"
#include "recognise/idna_internal.h"

/* A table of `rows` of so many columns, each of `width` bytes. */
typedef struct table {
    const char *type, *name;
    const void *at;
    size_t rows, columns, width;
} table_t;

/* The last item that is used, and one: from what names it. */
static size_t count_blocks(void)
{
    size_t most = 0;
    for (size_t i = 0; i < FOLD_TOP / FOLD_CUT; i++)
        if (fold_first[i] > most) most = fold_first[i];
    return (most + 1) * FOLD_CUT;
}

static size_t count_entries(void)
{
    size_t most = 0;
    for (size_t i = 0; i < count_blocks(); i++)
        if (!(fold_blocks[i] & FOLD_BYTE) && fold_blocks[i] > most) most = fold_blocks[i];
    return most + 1;
}

static size_t count_fold_pool(void)
{
    size_t most = 0;
    for (size_t i = 0; i < count_entries(); i++)
        if (fold_entries[i].n != FOLD_AS_IS && (size_t)fold_entries[i].at + fold_entries[i].n > most)
            most = (size_t)fold_entries[i].at + fold_entries[i].n;
    return most;
}

static size_t count_idna_pool(void)
{
    size_t most = 0;
    for (size_t i = 0; i < idna_n_maps; i++) {
        size_t end = ((size_t)idna_maps[i].value & 0xFFFF) + ((size_t)idna_maps[i].value >> 16);
        if (idna_maps[i].first >> 21 == IDNA_POOLED && end > most) most = end;
    }
    return most;
}

static void put_bytes(FILE *o, const table_t *t)
{
    const size_t row = t->columns * t->width;
    unsigned char *bytes = calloc(t->rows, row);
    if (!bytes) exit(1);
    memcpy(bytes, t->at, t->rows * row);
    for (size_t c = 0; c < t->columns; c++)
        for (size_t i = t->rows; t->width == 4 && i-- > 1;) {
            uint32_t this, before;
            memcpy(&this, bytes + i * row + c * 4, 4);
            memcpy(&before, bytes + (i - 1) * row + c * 4, 4);
            this -= before;
            memcpy(bytes + i * row + c * 4, &this, 4);
        }
    fprintf(o, "%s %s[%zu];\nstatic const uint8_t sent_%s[] = {\n", t->type, t->name, t->rows, t->name);
    for (size_t b = 0; b < row; b++)
        for (size_t i = 0; i < t->rows; i++) fprintf(o, "%u,%s", bytes[i * row + b], (i + 1) % 32 ? "" : "\n");
    fprintf(o, "};\n");
    free(bytes);
}

static void put_plain(FILE *o, const char *head, const void *at, size_t n, size_t width)
{
    fprintf(o, "%s = {\n", head);
    for (size_t i = 0; i < n; i++) {
        uint32_t v = 0;
        memcpy(&v, (const char *)at + i * width, width); /* the lower bytes first: ours is such a machine */
        fprintf(o, "%u,%s", (unsigned)v, (i + 1) % 16 ? "" : "\n");
    }
    fprintf(o, "};\n");
}

int main(int argc, char **argv)
{
    const table_t tables[] = {
        {"fold_entry_t", "fold_entries", fold_entries, count_entries(), 1, 4},
        {"uint16_t", "fold_blocks", fold_blocks, count_blocks(), 1, 2},
        {"fold_decomp_t", "fold_decomps", fold_decomps, fold_n_decomps, 3, 4},
        {"fold_pair_t", "fold_pairs", fold_pairs, fold_n_pairs, 3, 4},
        {"fold_class_t", "fold_classes", fold_classes, fold_n_classes, 2, 4},
        {"idna_map_t", "idna_maps", idna_maps, idna_n_maps, 2, 4},
        {"uint32_t", "idna_properties", idna_properties, idna_n_properties, 1, 4},
        {"idna_eye_t", "idna_eyes", idna_eyes, idna_n_eyes, 2, 4},
    };
    enum { N = sizeof tables / sizeof *tables };
    const struct {
        const char *name;
        size_t n;
    } counts[] = {{"fold_n_decomps", fold_n_decomps}, {"fold_n_pairs", fold_n_pairs},
                  {"fold_n_classes", fold_n_classes}, {"idna_n_maps", idna_n_maps},
                  {"idna_n_eyes", idna_n_eyes},       {"idna_n_properties", idna_n_properties}};
    FILE *o = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (!o) return 1;
    fprintf(o, "/* Made by tools/wasm_tables.c. */\n#include \"base/fold_internal.h\"\n"
               "#include \"recognise/idna_internal.h\"\n#include \"wasm/tables.h\"\n");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        fprintf(o, "const size_t %s = %zu;\n", counts[i].name, counts[i].n);
    put_plain(o, "const uint8_t fold_pool[]", fold_pool, count_fold_pool(), 1);
    put_plain(o, "const uint16_t fold_first[FOLD_TOP / FOLD_CUT]", fold_first, FOLD_TOP / FOLD_CUT, 2);
    put_plain(o, "const uint32_t idna_pool[]", idna_pool, count_idna_pool(), 4);
    for (size_t i = 0; i < N; i++) put_bytes(o, &tables[i]);
    fprintf(o, "const table_sent_t tables_sent[] = {\n");
    for (size_t i = 0; i < N; i++)
        fprintf(o, "{%s, sent_%s, %zu, %zu, %zu},\n", tables[i].name, tables[i].name, tables[i].rows, tables[i].columns,
                tables[i].width);
    fprintf(o, "{NULL, NULL, 0, 0, 0}};\n");
    return fclose(o) == 0 ? 0 : 1;
}
