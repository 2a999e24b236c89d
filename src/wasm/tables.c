/* SPDX-License-Identifier: Apache-2.0 */
#include "wasm/tables.h"

static void sum(uint32_t *at, size_t rows, size_t columns)
{
    for (size_t i = columns; i < rows * columns; i++) at[i] += at[i - columns];
}

void tables_make(void)
{
    for (const table_sent_t *t = tables_sent; t->to; t++) {
        const size_t row = t->columns * t->width;
        const uint8_t *from = t->from;
        for (size_t b = 0; b < row; b++)
            for (size_t i = 0; i < t->rows; i++) ((uint8_t *)t->to)[i * row + b] = *from++;
        if (t->width == sizeof(uint32_t)) sum(t->to, t->rows, t->columns);
    }
}
