/* SPDX-License-Identifier: Apache-2.0
 *
 * keep — what was seen, kept as evidence that other people's tools can read.
 *
 * A look at a page that changed leaves one blob: a few WARC records (warc.h) in this order: the answer as it came
 * ("response"), the request it answered ("request"), the page as it read ("conversion"), where a browser is configured a
 * picture of it ("resource", urn:view:ADDRESS), and last the finding ("metadata", whose id is the check's and whose block is
 * the check row's `seen`, byte for byte). The blob's SHA-256 stands in the check row and in the journal's event
 * "check.add" beside that of the finding. A look that saw the same leaves no blob; a file of a claim has a "revisit" for it
 * where the page's bytes were the same, and its finding.
 */
#ifndef CG_PROOF_KEEP_H
#define CG_PROOF_KEEP_H
#include "proof/proof.h"

#define KEEP_BODY_LIMIT ((size_t)2 << 20) /* of a page; more is cut, and said so */

/* What a look leaves: stores the blob. `seen` is the finding of the check `id`; `png` may be empty. */
must_use status_t keep_page(store_t *st, arena_t *a, ident_t id, ms_t at, const proof_result_t *r, str_t png,
                            str_t seen, digest_t *out, err_t *err);
/* The picture in such a blob; p = NULL when it holds none. */
str_t keep_picture(arena_t *a, str_t blob);
/* The text of the page from such a blob ("conversion"), at most `limit` bytes; also from a blob of the kind before, which
 * is the gzipped text. p = NULL when it holds none. */
str_t keep_text(arena_t *a, str_t blob, size_t limit);

/* Writes the WARC file of what was seen of one claim (`record`), or of all of a campaign's up to `at`: a "warcinfo", then
 * every look by time. `put` is called with pieces. */
typedef status_t (*keep_put_fn)(void *ctx, str_t bytes, err_t *err);
must_use status_t keep_claim(store_t *st, db_t *db, ident_t record, keep_put_fn put, void *ctx, err_t *err);
must_use status_t keep_campaign(store_t *st, db_t *db, ident_t campaign, ms_t at, keep_put_fn put, void *ctx,
                                err_t *err);

/* --- checking such a file again, with nothing but it and perhaps a journal --- */

/* What a finding met in the file says of itself; `segment` is the digest of its records together where it kept a page. */
typedef struct keep_finding {
    ident_t check;
    digest_t seen;
    bool kept;
    digest_t segment;
} keep_finding_t;
/* What the journal tells of a check: the digests its event "check.add" carries. */
typedef struct keep_told {
    bool found, kept;
    digest_t seen, segment;
} keep_told_t;
must_use status_t keep_told(db_t *db, ident_t check, keep_told_t *out, err_t *err);
/* The same from the body of such an event; false when it is of no check. */
bool keep_told_read(str_t body, ident_t *check, keep_told_t *out);

typedef struct keep_seen {
    size_t records, pages, findings;
    size_t bad; /* first record whose digest does not hold, from 1; 0: all hold */
} keep_seen_t;
/* Walks the file; `found` (may be NULL) hears of every finding. ST_INPUT when it is no WARC; ST_DENIED when a digest does
 * not hold. */
must_use status_t keep_verify(str_t warc, void (*found)(void *ctx, const keep_finding_t *f), void *ctx,
                              keep_seen_t *out, err_t *err);
#endif
