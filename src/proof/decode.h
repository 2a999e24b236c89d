/* SPDX-License-Identifier: Apache-2.0
 *
 * decode — a page's bytes as UTF-8: byte-order mark; the Vietnamese encoding the bytes are words in (TCVN3, VNI, Windows-1258:
 * servers seldom name it); then the Content-Type header, then <meta>.
 */
#ifndef CG_PROOF_DECODE_H
#define CG_PROOF_DECODE_H
#include "base/base.h"

/* `label` is the charset of the Content-Type header (p = NULL when none). *charset gets the name that was used. Bytes
 * that a charset lacks become U+FFFD; bytes that are valid UTF-8 with letters above ASCII are taken as UTF-8 whatever was
 * declared, since servers lie about this more often than UTF-8 happens by chance. */
must_use status_t page_decode(arena_t *a, str_t bytes, str_t label, str_t *out, str_t *charset, err_t *err);
/* A text in UTF-8 whose lines were typed for an old font (TCVN3 or VNI bytes kept as Latin-1 letters): those lines in Unicode.
 * The text itself when there are none. */
str_t text_from_old_font(arena_t *a, str_t text);
#endif
