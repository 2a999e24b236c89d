/* SPDX-License-Identifier: Apache-2.0
 *
 * tables — the tables of Unicode, which are sent as differences and byte by byte (tools/wasm_tables.c), laid out.
 */
#ifndef CG_WASM_TABLES_H
#define CG_WASM_TABLES_H
#include <stddef.h>
#include <stdint.h>

typedef struct table_sent {
    void *to; /* NULL: no more */
    const uint8_t *from;
    size_t rows, columns, width; /* `width` bytes a column; of four: what is added to the row before */
} table_sent_t;
extern const table_sent_t tables_sent[];

/* Before anything is folded. */
void tables_make(void);
#endif
