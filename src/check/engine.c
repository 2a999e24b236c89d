/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"
#include "check/check.h"

extern const embed_t knowledge_files[];

static str_t carried(void *ctx, str_t name)
{
    (void)ctx;
    return embed_find(knowledge_files, name);
}

str_t check_model(void)
{
    return embed_find(knowledge_files, S("model.bin"));
}

status_t check_engine(arena_t *a, canhgiac_t **out, err_t *err)
{
    return canhgiac_new(a, carried, NULL, out, err);
}
