/* SPDX-License-Identifier: Apache-2.0
 *
 * decode — a page's bytes as UTF-8: byte-order mark, then the Content-Type header, then <meta>, then what the bytes are.
 */
#ifndef CG_PROOF_DECODE_H
#define CG_PROOF_DECODE_H
#include "base/base.h"

/* `label` is the charset of the Content-Type header (p = NULL when none). *charset gets the name that was used. Bytes
 * that a charset lacks become U+FFFD; bytes that are valid UTF-8 with letters above ASCII are taken as UTF-8 whatever was
 * declared, since servers lie about this more often than UTF-8 happens by chance. */
must_use status_t page_decode(arena_t *a, str_t bytes, str_t label, str_t *out, str_t *charset, err_t *err);
#endif
