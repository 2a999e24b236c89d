/* SPDX-License-Identifier: Apache-2.0
 *
 * say — the library's own sentences, where the program's catalogue is not: in other programs and on the phone. They come from
 * the same po/vi.po (tools/say.py), so that nothing is translated twice.
 */
#ifndef CG_RECOGNISE_SAY_H
#define CG_RECOGNISE_SAY_H
#include "base/status.h"

/* `msgid`, marked with N_() in a file that the build names to tools/say.py, in `lang`. Static. */
const char *say(lang_t lang, const char *msgid);

/* Made by tools/say.py; ended by NULL. */
typedef struct said {
    const char *msgid, *vi;
} said_t;
extern const said_t said_in_vietnamese[];
#endif
