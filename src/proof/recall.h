/* SPDX-License-Identifier: Apache-2.0
 *
 * recall — what files held when they were last taken apart, by their SHA-256: the text of a paper, the look of a picture. The same
 * bytes hold the same, so no file is handed to the confined reader at every look. In memory, of fixed size; several threads may
 * share one. Inside the room.
 */
#ifndef CG_PROOF_RECALL_H
#define CG_PROOF_RECALL_H
#include "base/base.h"
#include "base/crypto.h"
#include "base/phash.h"

#define RECALL_TEXT  (256u << 10) /* longer texts are read again */
#define RECALL_BYTES (32u << 20)  /* of all texts */

typedef struct recall recall_t;
/* NULL without memory. */
recall_t *recall_new(void);
void recall_free(recall_t *r);
/* The text a paper held, copied to the arena. */
must_use bool recall_text(recall_t *r, arena_t *a, digest_t file, str_t *text);
void recall_keep_text(recall_t *r, digest_t file, str_t text);
/* What a picture looks like (glance_picture). */
must_use bool recall_picture(recall_t *r, digest_t file, phash_t hash[2]);
void recall_keep_picture(recall_t *r, digest_t file, const phash_t hash[2]);
#endif
