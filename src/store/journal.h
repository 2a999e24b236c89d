/* SPDX-License-Identifier: Apache-2.0
 *
 * journal — the exact bytes that are hashed, so that anyone can re-verify the chain with any SHA-256.
 *
 * An event's canonical bytes are, in this order, each field preceded by its length as 8 bytes big-endian:
 *     seq (decimal), at (decimal), who (32 hex digits), did, on_id (32 hex digits), body (as stored)
 * and hash = SHA-256("canhgiac event 1\n" ‖ prev (32 bytes) ‖ canonical bytes). The first event's prev is 32 zero bytes.
 *
 * An event "record.add" or "record.conflict" vouches for the record on_id: its body is {"kind","digest","received"} ("duty" too where it answers one), and the
 * record must still hash to that digest (store/record.h) and say it was received then. What the chain cannot show by itself
 * is that its newest events were cut off: keep the head that `journal verify` prints somewhere else.
 */
#ifndef CG_STORE_JOURNAL_H
#define CG_STORE_JOURNAL_H
#include "store/store.h"

/* What a chain says is no secret: an ordinary comparison will do. */
static inline bool chain_same(digest_t a, digest_t b)
{
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}

digest_t journal_hash(digest_t prev, int64_t seq, ms_t at, ident_t who, str_t did, ident_t on, str_t body);
#endif
