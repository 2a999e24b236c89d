/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"

str_t embed_find(const embed_t *table, str_t path)
{
    for (const embed_t *e = table; e->path; e++)
        if (str_eq(str_of(e->path), path)) return (str_t){e->start, (size_t)(e->end - e->start)};
    return STR_NONE;
}
