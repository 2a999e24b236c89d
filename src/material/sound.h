/* SPDX-License-Identifier: Apache-2.0
 *
 * sound — a text read aloud by a machine (espeak-ng) as Ogg Vorbis: a draft voice, so that a loudspeaker text can be heard
 * before a person reads it. Built without espeak-ng or libsndfile there is no sound, and releases go without.
 */
#ifndef CG_MATERIAL_SOUND_H
#define CG_MATERIAL_SOUND_H
#include "base/base.h"

bool sound_can(void);
/* ST_LIMIT above ten minutes. One at a time: espeak-ng is one machine for the whole program. */
must_use status_t sound_ogg(arena_t *a, str_t text, lang_t lang, str_t *out, err_t *err);
#endif
