/* SPDX-License-Identifier: Apache-2.0
 *
 * bundle — a signed closing report that proves itself: its forms, the evidence its figures come from, and the journal that
 * vouches for the evidence, listed with their SHA-256 in a manifest signed in minisign's format.
 *
 *     manifest.json          {"kind":"canhgiac closing report","files":[{"path":"/report.json","bytes":…,"sha256":"…"},…]}
 *     manifest.json.minisig  the signature; key.pub the key it was made with
 *     report.json            figures, words, the journal's head
 *     evidence.jsonl         evidence.h
 *     journal.jsonl          as `journal export` writes it, whole: its chain holds only so
 *     pages.warc.gz          the pages as they were seen (proof/keep.h), unless they are too many
 *     2024-11-05.head …      the journal's daily heads in the window (proof/heads.h) with .minisig and .tsr; tsa.pem
 *     bao-cao.pdf .docx .xlsx .csv .html, DOC-TRUOC.txt
 *
 * Verifying needs nothing but the bundle and, to know *whose* it is, a key one trusts.
 */
#ifndef CG_CAMPAIGN_BUNDLE_H
#define CG_CAMPAIGN_BUNDLE_H
#include "campaign/closing.h"
#include "material/sign.h"

#define BUNDLE_LIMIT       ((size_t)512 << 20) /* bytes of all its files */
#define BUNDLE_PAGES_LIMIT ((size_t)96 << 20)  /* of pages.warc.gz; more is left out */
enum { BUNDLE_FILES = 512, BUNDLE_FAULTS = 200 };

/* The bundle as a zip. The store's folder holds the signing key. The journal is read in the same snapshot as the report was. Page
 * templates must have been started (page/render.h). */
must_use status_t bundle_make(arena_t *a, store_t *st, db_t *db, const closing_t *c, ms_t now, str_t *zip, err_t *err);

/* The files of a folder or a zip, names without folders. ST_NOT_FOUND when it holds no report. */
must_use status_t bundle_open(arena_t *a, const char *path, packed_t **files, size_t *n, err_t *err);
must_use status_t bundle_read(arena_t *a, str_t zip, packed_t **files, size_t *n, err_t *err);

typedef struct bundle_fault {
    str_t where; /* a file, "journal 17", or the path of a figure: "all.claimed" */
    str_t says;  /* one sentence in the language asked for */
} bundle_fault_t;

typedef struct bundle_seen {
    char key[17];
    bool trusted; /* by a key of the ring; else by the key that came with the bundle */
    str_t comment;
    int64_t events, figures;
    int64_t pages, heads, stamped; /* kept as they were seen; daily heads of the journal; those with a time-stamp */
    vec_t faults;                  /* bundle_fault_t, at most BUNDLE_FAULTS */
} bundle_seen_t;

/* Checks everything and stops at nothing: signature, files, the journal's chain, what the journal says of the evidence, and
 * every figure made anew. `ring` may be empty (n = 0). ST_DENIED when anything does not hold, with the first figure that
 * differs, else the first fault, in *err. */
must_use status_t bundle_verify(arena_t *a, const packed_t *files, size_t n, const sign_ring_t *ring, lang_t lang,
                                bundle_seen_t *out, err_t *err);

/* --- between bundle.c, bundle_verify.c, bundle_journal.c and bundle_outside.c --- */

void bundle_fault(bundle_seen_t *out, str_t where, str_t says);
/* What the journal says of the evidence, both ways: nothing changed, nothing left out, nothing added. */
must_use status_t bundle_journal(arena_t *a, str_t journal, const evidence_t *e, lang_t lang, bundle_seen_t *out,
                                 err_t *err);
/* The files for other people's tools, at most `most`. */
must_use status_t bundle_outside_make(arena_t *a, store_t *st, db_t *db, const closing_t *c, packed_t *out, size_t most,
                                      size_t *n, err_t *err);
must_use status_t bundle_outside_verify(arena_t *a, const packed_t *f, size_t n, const sign_ring_t *ring,
                                        const evidence_t *e, lang_t lang, bundle_seen_t *out, err_t *err);
#endif
