/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"
#include "check/check.h"

extern const embed_t knowledge_files[];

str_t check_knowledge(str_t name)
{
    return embed_find(knowledge_files, name);
}

bool check_channel_known(str_t channel)
{
    static const char *const known[] = {"", "sms", "zalo", "call", "email", "web"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(channel, str_of(known[i]))) return true;
    return false;
}

status_t check_engine(arena_t *a, canhgiac_t **out, err_t *err)
{
    str_t file = check_knowledge(S("canhgiac.know"));
    status_t s = (status_t)canhgiac_open(file.p, file.n, a, out);
    return s == ST_OK ? s
                      : err_set(err, s, "know.damaged",
                                N_("The knowledge of this program is damaged, or there is no memory for it."));
}
