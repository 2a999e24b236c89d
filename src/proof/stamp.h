/* SPDX-License-Identifier: Apache-2.0
 *
 * stamp — a third party's word on when bytes existed: RFC 3161, through OpenSSL. The answer is kept as it came
 * (TimeStampResp, DER), so that `openssl ts -verify -data F -in F.tsr -CAfile CA` checks it without us.
 */
#ifndef CG_PROOF_STAMP_H
#define CG_PROOF_STAMP_H
#include "base/base.h"

#define STAMP_LIMIT ((size_t)64 << 10) /* of an answer */

/* Asks the time-stamping authority at `url` (http or https, no redirects) about `bytes`; only their SHA-256 leaves. The answer
 * is checked against the question, not yet against a certificate. ST_IO: it cannot be reached. ST_DENIED: it refused or
 * answered another question. Waits for the network. */
must_use status_t stamp_ask(arena_t *a, str_t url, str_t bytes, str_t *token, err_t *err);

/* Does the token speak of `bytes`? *at: when it says they existed. `ca` (PEM, may be empty): certificates to trust; with
 * them the authority's signature must hold as well. ST_DENIED when anything does not hold. */
must_use status_t stamp_check(str_t token, str_t bytes, str_t ca, ms_t *at, err_t *err);
#endif
