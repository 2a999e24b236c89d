/* SPDX-License-Identifier: Apache-2.0
 *
 * material — what the campaign says: a material is a piece of content with an owner (handbook, poster, alert …); a
 * release is one signed, immutable version of it, made of files named by their SHA-256 (renditions, by role and language).
 *
 * A release's manifest is canonical JSON: its bytes are what is signed (minisign format, see sign.h), and the same content
 * gives the same bytes. State is not in the manifest, for it changes:
 *     draft → reviewed (signed, by fewer than it needs) → signed → published → superseded | withdrawn | expired
 * Publishing a version supersedes the one before. Nothing is deleted. Every function here that changes anything runs
 * inside an act and writes the journal; texts it returns live in the caller's arena. Permission is the routes' business,
 * except the law that nobody approves their own text.
 *
 * How a copy is recognised elsewhere: the embed id "cg:CODE:v2" (embed_id), which stands in the block that editors paste as
 * data-canhgiac="cg:CODE:v2"; the visible "Mã xác minh CODE" and the link to /v/CODE, which survive sanitisers; the SHA-256
 * of each rendition; and shingles of the text.
 */
#ifndef CG_MATERIAL_MATERIAL_H
#define CG_MATERIAL_MATERIAL_H
#include "base/base.h"
#include "base/crypto.h"
#include "base/phash.h"
#include "material/sign.h"
#include "page/page.h"
#include "store/store.h"

#define RENDITIONS_MAX 64

typedef struct material {
    ident_t id, owner, from_case;
    str_t slug; /* "cam-nang": a-z 0-9 and -, unique */
    str_t kind; /* handbook document poster clip audio post lesson quiz alert notice */
    str_t title, title_en, summary, summary_en, licence, audience;
    str_t forms; /* JSON list of the codes of the forms of scam it treats */
    ms_t created;
} material_t;

typedef struct rendition {
    str_t
        role; /* page (HTML fragment), text, print (PDF), poster, picture, clip, sound, captions; made from these: preview
                 * (a picture of the first page or moment), small (a picture of 640), clip-240, clip-480 */
    str_t lang; /* vi, en, "" */
    str_t mime;
    str_t name; /* file name, unique in its release: a-z A-Z 0-9 . - _ */
    uint64_t bytes;
    digest_t sha256; /* the blob */
    /* What is known beside; zero or empty where it does not apply. */
    str_t alt;              /* what a picture, clip or sound says, for those who do not see or hear it */
    uint32_t width, height; /* points of a picture or clip */
    int64_t seconds;        /* of a clip or sound, rounded up */
    bool has_phash;
    phash_t phash; /* of a picture, or of the first page of a PDF */
} rendition_t;

/* What is known of the release's text in one language. */
typedef struct release_text {
    str_t lang;
    digest_t sha256; /* of the text rendition */
    int64_t words;
    const uint64_t *shingles; /* see text_shingles */
    size_t n_shingles;
} release_text_t;

typedef struct release {
    ident_t id, material;
    int64_t version;                 /* 1, 2, 3 … */
    str_t code;                      /* six characters */
    str_t manifest, signature;       /* the signature: one after the other when there are several (sign_next) */
    ident_t drafted_by, approved_by; /* the zero id: the program itself; approved_by: who signed first */
    ms_t created, published;         /* 0: not yet */
    ms_t expires;                    /* MS_NEVER: does not */
    ident_t supersedes;
    str_t state, state_why; /* state: as above */
} release_t;

/* --- materials --- */

/* Adds a material; m->id is made here when it is zero. ST_INPUT names the field, ST_CONFLICT: the slug is taken. */
must_use status_t material_add(db_t *db, material_t *m, ident_t by, err_t *err);
must_use status_t material_by_id(db_t *db, arena_t *a, ident_t id, material_t *out, err_t *err);
must_use status_t material_by_slug(db_t *db, arena_t *a, str_t slug, material_t *out, err_t *err);
/* The materials that have every word of `query`, in title, summary or text of the current release, whatever the marks; best
 * first. Alerts are not among them. An empty query finds all. */
must_use status_t material_find(db_t *db, arena_t *a, str_t query, material_t **out, size_t *n, err_t *err);
/* A short name made of a title: "Cẩm nang 2024" → "cam-nang-2024". */
str_t material_slug(arena_t *a, str_t title);
/* All of `kind` ("" = all but alerts, "*" = all), by title. */
must_use status_t material_list(db_t *db, arena_t *a, str_t kind, material_t **out, size_t *n, err_t *err);

/* --- releases --- */

typedef struct release_new {
    ident_t material;
    const rendition_t *renditions; /* their blobs are stored already */
    size_t n;
    str_t text_vi, text_en; /* plain text for the fingerprint; empty: none in that language */
    str_t base;             /* address of the site, "https://…" */
    ms_t expires;           /* MS_NEVER: does not */
    ident_t by;             /* drafter; the zero id: the program */
    str_t code;             /* for the demonstration: this code; empty: a new one */
    str_t change; /* what is corrected against the version before, for everybody to read; empty: nothing said */
} release_new_t;

/* Makes the next version as a draft: code and manifest are fixed from here on. */
must_use status_t release_draft(db_t *db, arena_t *a, const release_new_t *what, ident_t *out, err_t *err);
/* A person who is neither the drafter nor has signed already signs: with `key`, or with DIR/keys/release.key when it is NULL
 * (`dir` = store_dir). ST_DENIED for the others; ST_CONFLICT when it needs no further signature or the key has signed. */
must_use status_t release_sign(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by,
                               const sign_secret_t *key, err_t *err);
/* The same with a signature made elsewhere, by `minisign -S` on the person's own machine; its key must be trusted. */
must_use status_t release_sign_with(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, str_t signature,
                                    err_t *err);
/* Publishes a signed release and supersedes the version before. ST_CONFLICT when signatures are missing. */
must_use status_t release_publish(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, err_t *err);
/* release_sign with the directory's key and, when that was the last signature it needs, release_publish. `*live` (may be
 * NULL) says whether it was. */
must_use status_t release_approve(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, bool *live,
                                  err_t *err);
/* How many different keys must sign what is drafted of `kind` from now on: 1 to SIGN_MANY_MAX; 1 where nothing was set. It
 * stands in the manifest, so whoever verifies asks for as many. */
must_use status_t release_needs(db_t *db, str_t kind, size_t *out, err_t *err);
must_use status_t release_needs_set(db_t *db, str_t kind, size_t n, ident_t by, err_t *err);
/* Do the signatures it needs hold? `seen` (room for SIGN_MANY_MAX) and *n: those that do. */
must_use status_t release_holds(const release_t *r, const sign_ring_t *ring, sign_seen_t *seen, size_t *n, err_t *err);
/* Takes a draft or a published release back, for a reason everybody may read. */
must_use status_t release_withdraw(db_t *db, ident_t release, ident_t by, str_t why, err_t *err);

must_use status_t release_by_id(db_t *db, arena_t *a, ident_t id, release_t *out, err_t *err);
/* `code` as printed, in capitals (code_parse in code.h reads what people type). */
must_use status_t release_by_code(db_t *db, arena_t *a, str_t code, release_t *out, err_t *err);
/* The published release of a material that is good at `at`; ST_NOT_FOUND when there is none. */
must_use status_t release_current(db_t *db, arena_t *a, ident_t material, ms_t at, release_t *out, err_t *err);
/* Releases of a material (zero id: of all), newest version first; drafts too only when asked. */
must_use status_t release_list(db_t *db, arena_t *a, ident_t material, bool drafts, release_t **out, size_t *n,
                               err_t *err);
/* What is published now, newest first, for lists: without manifests and signatures. */
must_use status_t release_heads(db_t *db, arena_t *a, release_t **out, size_t *n, err_t *err);
/* What the manifest says. ST_INPUT when it is no manifest. */
typedef struct manifest {
    str_t base, code, kind, slug, title, title_en, licence, change, supersedes; /* supersedes: a code; empty: none */
    int64_t version;
    size_t needs; /* signatures of different keys */
    ms_t created, expires;
    digest_t core; /* of what a printed code vouches for: manifest_core */
} manifest_t;
must_use status_t manifest_read(arena_t *a, str_t manifest, manifest_t *out, err_t *err);
must_use status_t release_renditions(arena_t *a, const release_t *r, rendition_t **out, size_t *n, err_t *err);
must_use status_t release_texts(arena_t *a, const release_t *r, release_text_t **out, size_t *n, err_t *err);

/* --- how a copy is recognised (the proof room) --- */

/* "cg:CODE:v2" of a release. */
str_t embed_id(arena_t *a, const release_t *r);
/* The HTML that an editor pastes: title, summary, link, visible code, the mark. Plain elements that sanitisers keep. */
str_t embed_block(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang);

/* Everything needed to recognise a copy of any release in a page or a file. */
typedef struct release_print {
    ident_t release, material;
    str_t code, embed, slug, state; /* state: published superseded withdrawn expired */
    int64_t version;
    const rendition_t *renditions;
    size_t n_renditions;
    const release_text_t *texts;
    size_t n_texts;
} release_print_t;
/* All signed releases. */
must_use status_t release_prints(db_t *db, arena_t *a, release_print_t **out, size_t *n, err_t *err);

/* Fingerprint of a text: the text is put in lower case without Vietnamese marks, cut into words of letters and digits; each run of 5 words is a
 * shingle, hashed to 64 bits (first 8 bytes, big-endian, of SHA-256 over the words joined by one space). A text of fewer
 * than 5 words has one shingle. The `keep` smallest different values come back, ascending: an even sample of the text, so
 * that the share of a release's shingles found among *all* of a page's (keep = SIZE_MAX) estimates how much of the release
 * stands there. */
#define SHINGLE_WORDS 5
#define SHINGLES_KEPT 200
must_use status_t text_shingles(arena_t *a, str_t text, size_t keep, uint64_t **out, size_t *n, int64_t *words,
                                err_t *err);
/* Share of `of` (ascending) that stands in `in` (ascending), 0 to 1; 0 when `of` is empty. */
double shingles_share(const uint64_t *of, size_t n_of, const uint64_t *in, size_t n_in);

/* --- the library that comes with the program --- */

/* A material written in Markdown (doc.h; both languages of one slug), rendered to HTML, text and PDF, stored, drafted by
 * `drafter`, approved and published by `approver`. The material is added when it is new, else this is its next version.
 * Not inside an act. */
typedef struct release_doc {
    str_t vi, en;    /* sources; en may be empty */
    str_t code;      /* empty: a new one */
    str_t base;      /* address of the site, for QR codes */
    str_t publisher; /* name printed at the foot */
    ident_t owner;   /* unit */
    ident_t drafter, approver;
} release_doc_t;
must_use status_t release_doc_publish(store_t *st, const release_doc_t *what, ident_t *release, err_t *err);
/* Publishes the sources of knowledge/materials (`only`: one slug, or empty for all) for the unit `owner`; of the handbook
 * an older first version too, so that a demonstration can show a page that still carries it. Codes are the same on every
 * run. Makes the signing key when there is none. */
must_use status_t material_seed(store_t *st, ident_t owner, ident_t drafter, ident_t approver, str_t base,
                                str_t publisher, str_t only, err_t *err);

/* Look-ups of codes that nobody published, since the start: a sign of forged copies. The ones asked most, at most `max`. */
typedef struct code_asked {
    char code[8];
    uint32_t times;
} code_asked_t;
size_t material_codes_asked(code_asked_t *out, size_t max);

/* A code that nobody published and that was asked for CODE_ASKED_SIGN times or more: forged sheets may carry it. The newest
 * first, one a code, at most 50, since that moment. For the duty desk; they stand in the journal. */
#define CODE_ASKED_SIGN 5
typedef struct forgery_sign {
    char code[8];
    uint32_t times;
    ms_t at;
} forgery_sign_t;
must_use status_t forgery_signs(db_t *db, arena_t *a, ms_t since, forgery_sign_t **out, size_t *n, err_t *err);

/* --- the room's pages --- */
extern const route_t material_routes[];
#endif
