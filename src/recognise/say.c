/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/say.h"
#include <string.h>

const char *say(lang_t lang, const char *msgid)
{
    if (lang == LANG_EN) return msgid;
    for (const said_t *s = said_in_vietnamese; s->msgid; s++)
        if (strcmp(s->msgid, msgid) == 0) return s->vi;
    return msgid;
}
