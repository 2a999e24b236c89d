/* SPDX-License-Identifier: Apache-2.0
 *
 * code — the six characters under every release by which a printed or forwarded copy can be verified.
 *
 * Thirty-two characters without 0 O 1 I; five are chosen at random, the sixth is a check. The characters are the
 * elements of the field GF(32), and a code is good when Σ αⁱ·cᵢ = 0 for i = 0…5, α a generator: all weights differ, so
 * any one wrong character and any two characters changed over — neighbours or not — are found (a shortened Reed-Solomon
 * code of distance 2; ISO 7064 has no system that does both for 32 characters).
 */
#ifndef CG_MATERIAL_CODE_H
#define CG_MATERIAL_CODE_H
#include "base/base.h"

#define CODE_LEN      6
#define CODE_ALPHABET "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

/* A new random code, NUL-terminated. */
void code_new(char out[CODE_LEN + 1]);
/* The code with that 25-bit number; higher bits are ignored. For seeds and tests. */
void code_from(uint32_t number, char out[CODE_LEN + 1]);
/* Reads what a person typed or a QR carried: any case, spaces, hyphens and dots left out, also the whole address
 * (…/v/CODE). ST_INPUT with one sentence: wrong length, a character no code has, or the check does not hold. */
must_use status_t code_parse(str_t typed, char out[CODE_LEN + 1], err_t *err);
/* For the telephone: "K như Kim, 7, M như Mai, …" or "K as in Kilo, 7, …". */
void code_spoken(str_t code, lang_t lang, buf_t *out);
#endif
