/* SPDX-License-Identifier: Apache-2.0
 *
 * fetch — reads one address of somebody else's site, politely and safely.
 *
 * Politely: under our own name with a contact page, after robots.txt, one request at a time to a host with a delay
 * between two, and only for what changed. Safely: http and https only; every address a socket is about to connect to is judged after DNS
 * (address.h), so neither a redirect nor a name that changes its mind reaches an inner network; no proxy, no cookies, no
 * credentials; certificates must hold; bytes, headers, hops and time have limits, compressed bodies before and after.
 * Redirects are followed by hand and only within the site.
 *
 * A fetcher remembers hosts (delay, robots.txt for an hour) in a table of fixed size; it may be used by several threads.
 */
#ifndef CG_PROOF_FETCH_H
#define CG_PROOF_FETCH_H
#include <stdatomic.h>
#include "base/base.h"
#include "base/crypto.h"
#include "proof/url.h"

#define FETCH_BODY_LIMIT   (8u << 20)
#define FETCH_FILE_LIMIT   (64u << 20) /* when only the hash is wanted */
#define FETCH_HEADER_LIMIT (64u << 10)
#define FETCH_HOPS         5

typedef enum fetch_end {
    FETCH_OK,      /* an answer with its body; any status */
    FETCH_ADDRESS, /* the host's addresses are not ones we may connect to */
    FETCH_DNS,     /* the name has no address */
    FETCH_CONNECT, /* refused or unreachable */
    FETCH_TLS,     /* the certificate or the handshake does not hold */
    FETCH_TIMEOUT,
    FETCH_TOO_LARGE,  /* body or headers */
    FETCH_BROKEN,     /* cut off, or not HTTP */
    FETCH_ROBOTS,     /* robots.txt asks us to stay away, or cannot be read */
    FETCH_AWAY,       /* redirected to another site */
    FETCH_RING,       /* redirected in a ring or too often */
    FETCH_OTHER_SIZE, /* `sizes` given and the announced length is none of them: the body was not read */
    FETCH_STOPPED,
} fetch_end_t;
/* Stable name: "timeout". */
const char *fetch_end_name(fetch_end_t e);

typedef struct fetch_options {
    bool allow_private;    /* loopback and private networks too */
    bool skip_robots;      /* robots.txt itself, tests */
    bool hash_only;        /* the body is hashed and not kept */
    size_t body_limit;     /* 0: FETCH_BODY_LIMIT, or FETCH_FILE_LIMIT with hash_only or `keep` */
    size_t keep;           /* a longer body is hashed to its end, but not kept; 0: kept whatever its length */
    ms_t connect_limit;    /* 0: 5 s */
    ms_t total_limit;      /* 0: 20 s, over all hops, without the polite waiting */
    ms_t delay;            /* least time between two requests to a host; 0: none */
    const uint64_t *sizes; /* lengths worth reading, beside those up to `keep`; NULL: all */
    size_t n_sizes;
    bool remember;           /* ask only whether it changed when an answer was kept (cache.h), and keep this one */
    str_t etag, modified;    /* conditional request; empty: unconditional */
    const char *resolve;     /* tests: "host:port:address", a name that DNS would answer so; NULL: none */
    const atomic_bool *stop; /* becomes true: end soon */
} fetch_options_t;

typedef struct fetched {
    fetch_end_t end;
    int status;      /* of the last answer; 0 when there was none */
    url_t url;       /* the last address asked */
    int hops;        /* redirects followed */
    bool unchanged;  /* the site said so: everything here is the answer it gave before */
    str_t mime;      /* "text/html", lower case, without parameters */
    str_t charset;   /* of Content-Type; p = NULL when none */
    str_t body;      /* p = NULL with hash_only */
    uint64_t bytes;  /* of the decoded body */
    digest_t sha256; /* of the decoded body */
    str_t etag, modified;
    str_t head;   /* of the last answer as it came: its first line and fields */
    str_t asked;  /* the request it answered, as it was sent; it has no body */
    str_t peer;   /* the address that answered: "203.0.113.5" */
    str_t detail; /* libcurl's sentence for a failure, English, for the log */
} fetched_t;

typedef struct fetcher fetcher_t;
/* `contact`: address of the page that says who we are; it stands in the User-Agent. NULL without memory. */
fetcher_t *fetcher_new(const char *contact);
void fetcher_free(fetcher_t *f);
/* How it calls itself: "canhgiac/0.1 (+contact)". */
const char *fetcher_agent(const fetcher_t *f);

/* Fetches `url`; everything in *out lives in the arena. Anything the other side may do is ST_OK with out->end; an error
 * is ours (memory, libcurl). */
must_use status_t fetch(fetcher_t *f, arena_t *a, const url_t *url, const fetch_options_t *o, fetched_t *out,
                        err_t *err);
#endif
