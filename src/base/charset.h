/* SPDX-License-Identifier: Apache-2.0
 *
 * charset — Vietnamese text in the encodings offices used before Unicode, as UTF-8: TCVN3 (ABC), VNI for Windows,
 * Windows-1258. Which one it is is told by which reading gives Vietnamese words.
 */
#ifndef CG_BASE_CHARSET_H
#define CG_BASE_CHARSET_H
#include "base/buf.h"

typedef enum charset { CHARSET_UTF8, CHARSET_TCVN3, CHARSET_VNI, CHARSET_1258, CHARSET_UNKNOWN } charset_t;
const char *charset_name(charset_t c); /* "TCVN3 (ABC)" */

/* The encoding `bytes` reads best in; CHARSET_UTF8 for valid UTF-8, CHARSET_UNKNOWN when no reading gives Vietnamese. */
charset_t charset_guess(arena_t *a, str_t bytes);
/* The text in UTF-8, NFC, in the arena; p = NULL without memory or for CHARSET_UNKNOWN. */
str_t charset_convert(arena_t *a, str_t bytes, charset_t from);
/* Begins with the mark of UTF-16, as spreadsheets save "Unicode text"; and that text in UTF-8 (p = NULL: too large). */
bool utf16_marked(str_t bytes);
str_t utf16_text(arena_t *a, str_t bytes);
#endif
