/* SPDX-License-Identifier: Apache-2.0
 *
 * warc — records of WARC 1.1 (ISO 28500:2017, iipc.github.io/warc-specifications), each a gzip member of its own, so that
 * files of them may be joined end to end and any web archive's tools read them.
 *
 * Digests are SHA-256 in base 32, as "sha256:…". Written bytes depend on nothing but what is given.
 */
#ifndef CG_PROOF_WARC_H
#define CG_PROOF_WARC_H
#include "base/base.h"
#include "base/crypto.h"

#define WARC_BLOCK_LIMIT ((size_t)16 << 20) /* of one record, unpacked */

typedef struct warc_record {
    const char *type; /* "response", "metadata" … */
    ident_t id;
    ms_t date;
    str_t uri;       /* of the page; empty: none */
    str_t mime;      /* Content-Type of the block */
    str_t head;      /* what stands in the block before the payload: the head of an HTTP answer; may be empty */
    str_t payload;   /* the rest of the block */
    ident_t with;    /* WARC-Concurrent-To; zero: none */
    ident_t refers;  /* WARC-Refers-To; zero: none */
    str_t peer;      /* WARC-IP-Address: who answered; empty: not known */
    digest_t digest; /* revisit: of the payload that is not repeated; else it is computed */
    bool cut;        /* the payload was longer than what is kept */
} warc_record_t;

/* Appends one record. ST_MEMORY when it does not fit. */
must_use status_t warc_put(arena_t *a, const warc_record_t *r, buf_t *out, err_t *err);
/* The head of an HTTP answer as it was received, for a payload that was decoded: what names the coding and length on the
 * wire becomes X-Wire-…, cookies are left out, and Content-Length is `n`. */
str_t warc_http_head(arena_t *a, str_t head, size_t n);

/* One record as read. Slices live in the arena. */
typedef struct warc_seen {
    str_t type, uri, mime;
    ident_t id, refers; /* zero: none, or no UUID */
    str_t date;
    str_t block, payload; /* payload: the block without an HTTP head */
    str_t packed;         /* the gzip member it was read from: a slice of the file */
    bool holds;           /* every digest in it agrees with its bytes */
    bool cut;             /* WARC-Truncated: there was more */
} warc_seen_t;
/* The next record of *rest. ST_END at its end; ST_INPUT where the bytes are no WARC or a record is too large. */
must_use status_t warc_next(arena_t *a, str_t *rest, warc_seen_t *out, err_t *err);
#endif
