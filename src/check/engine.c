/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"
#include "check/check.h"

extern const embed_t knowledge_files[];

str_t check_knowledge(str_t name)
{
    return embed_find(knowledge_files, name);
}

static str_t carried(void *ctx, str_t name)
{
    (void)ctx;
    return check_knowledge(name);
}

status_t check_engine(arena_t *a, canhgiac_t **out, err_t *err)
{
    return canhgiac_new(a, carried, NULL, out, err);
}
