/* SPDX-License-Identifier: Apache-2.0
 *
 * proof — the program reads the portal itself, so that a claimed posting becomes a fact or is shown not to be one.
 *
 * A look: fetch the claimed address politely and safely (fetch.h), read the page (html.h), find which release stands there
 * (match.h). It answers seen, not seen, or cannot tell, and says why. "Cannot tell" (a wall, a time-out, a login, a page
 * drawn by script) never counts against a unit. Checks are rows added, never changed; what a duty is worth is computed
 * from them (proof_state_of_record). When the next look is due is computed too, so the program may stop at any moment.
 */
#ifndef CG_PROOF_PROOF_H
#define CG_PROOF_PROOF_H
#include <stdatomic.h>
#include "base/base.h"
#include "base/crypto.h"
#include "page/app.h"
#include "page/page.h"
#include "page/view.h"
#include "store/store.h"

/* --- one look --- */

typedef enum proof_verdict { PROOF_CANNOT_TELL, PROOF_SEEN, PROOF_NOT_SEEN } proof_verdict_t;
const char *proof_verdict_name(proof_verdict_t v); /* "seen", "not-seen", "cannot-tell" */

#define PROOF_REASONS 8

typedef struct proof_result {
    proof_verdict_t verdict;
    const char *fidelity; /* exact embedded paraphrased stale altered; NULL */
    const char *method;   /* file-hash embed-id text file-text picture; NULL */
    ident_t release, material;
    str_t code; /* of the release found; p = NULL: none */
    int64_t version;
    double share; /* text: how much of the release stands there */
    int status;   /* of HTTP; 0: no answer */
    str_t final_url;
    str_t reasons[PROOF_REASONS]; /* stable codes, some with ": detail" ("http-403", "number-changed: 1900 → 1800") */
    size_t n_reasons;
    str_t title; /* of the page */
    str_t text;  /* its main text: what a snapshot keeps */
    digest_t text_sha256;
    str_t asked, peer; /* the request as it was sent, and the address that answered; may be empty */
    str_t head, body;  /* the answer itself: its head as it came, its body decoded; empty: there was none */
    ms_t took;
} proof_result_t;

typedef struct proof_options {
    bool allow_private; /* loopback and private networks too: demonstration and tests */
    ident_t expect;     /* the release that was claimed: another material's is "not seen"; zero: any */
    ms_t delay;         /* between two requests to a host; 0: 1 s */
    ms_t total_limit;   /* for one request; 0: 20 s */
    const atomic_bool *stop;
} proof_options_t;

/* A prober holds what it remembers of hosts, and the releases with their index (read anew when they changed). Threads may
 * share it. */
typedef struct prober prober_t;
/* `contact`: the page that says who reads. `st` may not be NULL. */
must_use status_t prober_new(store_t *st, const char *contact, prober_t **out, err_t *err);
void prober_free(prober_t *p);
/* Pages that come by script are drawn by this Chromium ("/usr/bin/chromium"; empty: none, as at the start). Before the prober is
 * shared. */
void prober_browser(prober_t *p, str_t program);

/* Looks at `url` now. ST_INPUT when it is no address; whatever the other side does is ST_OK with a verdict. */
must_use status_t proof_probe_url(prober_t *p, arena_t *a, str_t url, const proof_options_t *o, proof_result_t *out,
                                  err_t *err);
/* A picture (PNG) of `url` as a reader sees it, 800 points wide. ST_NOT_FOUND: no browser is configured, or the page could not be
 * drawn. Waits for the network and for Chromium, up to a minute. */
must_use status_t proof_picture(prober_t *p, arena_t *a, str_t url, const proof_options_t *o, str_t *png, err_t *err);
/* As `probe --json` prints it (INTERFACES §2), with code, share, title and text_sha256 added. */
void proof_json(const proof_result_t *r, buf_t *out);
/* The sentence for a reason's code, in `lang`, into the arena: "Trang đòi đăng nhập." */
str_t proof_reason_text(arena_t *a, lang_t lang, str_t reason);

/* --- checks of records --- */

typedef enum proof_state {
    PROOF_UNCHECKED,    /* claimed, not yet looked at */
    PROOF_HOLDS,        /* the last look that could tell saw it */
    PROOF_DOUBTED,      /* it failed once; the next look decides. The unit is told first */
    PROOF_LAPSED,       /* it held, then failed twice in a row, at different times */
    PROOF_CONTRADICTED, /* it never held and failed twice in a row */
    PROOF_UNKNOWN,      /* no look could tell */
    PROOF_STATES
} proof_state_t;
const char *proof_state_name(proof_state_t s); /* "holds" … also its msgid's key */

typedef struct proof_history {
    ms_t at;
    str_t verdict; /* holds fails cannot-tell */
} proof_history_t;

typedef struct proof_summary {
    proof_state_t state;
    ms_t first_seen; /* first look that held; 0: none */
    ms_t last_seen;  /* last look that held; 0: none */
    ms_t last_look;  /* 0: none */
    ms_t since;      /* since when it is in this state; 0: always */
    str_t fidelity;  /* of the last look that could tell; empty: none */
    size_t looks;
} proof_summary_t;

/* The law, pure: what `n` looks in order of time say. Two fails must lie at least PROOF_APART apart. */
#define PROOF_APART (10 * MS_MINUTE)
proof_summary_t proof_summarise(const proof_history_t *h, size_t n);
/* How long it stood there between `from` and `until`: from each look that saw it to the first of two in a row that did not. */
ms_t proof_live(const proof_history_t *h, size_t n, ms_t from, ms_t until);
/* The same for a record, from its check rows up to `at`. For coverage: a post counts as verified when its state is
 * PROOF_HOLDS or PROOF_DOUBTED with first_seen set; it is on time when first_seen is by the due moment, or the claim was
 * received by it and first_seen lies within 24 h after. */
must_use status_t proof_state_of_record(db_t *db, arena_t *a, ident_t record, ms_t at, proof_summary_t *out,
                                        err_t *err);

/* When the next look is due: at the claim, an hour later, then every 6 h, hourly on the last day, never after `closes`. Hours are
 * counted from the claim, so looks that come late do not push the later ones on. Of `h` the last entry and `n` are read.
 * A fail or an unclear look is looked at again after an hour. MS_NEVER: no more. */
ms_t proof_next_due(ms_t received, ms_t closes, const proof_history_t *h, size_t n);

/* Looks at a post record now and adds a check row (and its event, and a snapshot when the page changed). The host must be
 * among the unit's places, else the check fails with "not-our-place" and nothing is fetched. ST_NOT_FOUND: no such post.
 * Waits for the network: from a job or ROUTE_SLOW, never inside an act. `check` may be NULL. */
must_use status_t proof_check_record(prober_t *p, arena_t *a, ident_t record, ident_t by_seat, const proof_options_t *o,
                                     proof_result_t *out, ident_t *check, err_t *err);

/* --- jobs --- */

typedef struct proof_jobs proof_jobs_t;
/* Starts the thread that looks at what is due. app->store, base_url and allow_private are read. */
must_use status_t proof_jobs_start(app_t *app, proof_jobs_t **out, err_t *err);
/* Ends it; a look under way is given up and will be due again. NULL is fine. */
void proof_jobs_stop(proof_jobs_t *j);
/* One round now, in the caller's thread: all due claims (all of them with `all`). For `canhgiac probe --due`. */
must_use status_t proof_round(prober_t *p, bool all, const proof_options_t *o, size_t *done, err_t *err);

/* Is the address on one of the places that count (unit.places, JSON)? */
bool proof_at_unit_place(str_t places, str_t url);

/* What the unit is told on its own page, as "proof" in the view: postings in doubt or gone and why, how many posts were
 * found and not claimed, how many sites wait for their proof. Such turns are events on the unit besides: "post.doubt",
 * "post.gone", "post.back" {"record","check"}. */
must_use status_t proof_unit_view(req_t *q, view_t *v, ident_t unit, err_t *err);

/* --- pages: /ban/kiem-chung …; /nhat-ky; /ban/noi-dang …; /ban/tim-thay; /ban/dia-chi; /ban/bang-chung-khac, /ban/goi-lai --- */
extern const route_t proof_routes[], proof_public_routes[], proof_place_routes[], proof_find_routes[],
    proof_printed_routes[], proof_other_routes[];
#endif
