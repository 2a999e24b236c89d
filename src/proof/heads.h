/* SPDX-License-Identifier: Apache-2.0
 *
 * heads — the journal's head at the end of each day, set down where the journal cannot reach it: a small text signed with the
 * release key, and where a service is configured a time-stamp by a third party. Who kept one can tell whether anything
 * before it was changed or cut off since.
 *
 *     DATA/heads/2024-11-05.head           canhgiac journal head 1
 *                                          day: 2024-11-05            in Viet Nam
 *                                          events: 1234               how many there were at its end
 *                                          hash: 64 hex digits        the newest one's
 *     DATA/heads/2024-11-05.head.minisig   minisign's format: minisign -Vm FILE -p key.pub
 *     DATA/heads/2024-11-05.head.tsr       RFC 3161: openssl ts -verify -data FILE -in FILE.tsr -CAfile tsa.pem
 *     DATA/keys/tsa.pem                    the certificates to trust for the latter; without it only what a token speaks of is
 *                                          checked
 *
 * A day without a new event has none. The event "journal.head" {"day","events","hash"} tells the next heads of it, and
 * "journal.stamp" {"day","token"} of its time-stamp.
 */
#ifndef CG_PROOF_HEADS_H
#define CG_PROOF_HEADS_H
#include "material/sign.h"
#include "store/journal.h"
#include "store/store.h"

#define HEADS_FILE_LIMIT ((size_t)64 << 10)

/* Sets down what is missing of the days that are over, at most the last eight; and asks `tsa` (empty: nobody) for the
 * stamps that are missing. Waits for the network. *made: heads written. A service that gives no answer is ST_OK and
 * tried again at the next call. */
must_use status_t heads_make(store_t *st, str_t tsa, size_t *made, err_t *err);

/* One head with what stands beside it; a slice without p is a file that is not there. */
typedef struct head_files {
    str_t day; /* "2024-11-05" */
    str_t text, signature, token;
} head_files_t;
/* All heads in `dir`/heads, oldest first; *ca: keys/tsa.pem, may be empty. */
must_use status_t heads_read(arena_t *a, const char *dir, head_files_t **out, size_t *n, str_t *ca, err_t *err);

typedef struct head_seen {
    int64_t events;
    digest_t hash;
    bool is_stamped, by_trusted; /* by_trusted: the stamp's signature was checked too */
    ms_t stamped;
} head_seen_t;
/* Reads one head and checks its signature by a key of the ring, and its stamp. ST_DENIED, ST_INPUT with the reason. */
must_use status_t head_check(const head_files_t *f, const sign_ring_t *ring, str_t ca, head_seen_t *out, err_t *err);
/* The text alone. */
must_use status_t head_parse(str_t text, str_t day, head_seen_t *out, err_t *err);

typedef struct heads_seen {
    size_t heads, stamped;
    char bad[16]; /* the day of the first that does not hold */
} heads_seen_t;
/* Every head in the data directory against the journal as it stands now. ST_DENIED with *out filled when one does not
 * hold. */
must_use status_t heads_verify(db_t *db, const char *dir, heads_seen_t *out, err_t *err);
#endif
