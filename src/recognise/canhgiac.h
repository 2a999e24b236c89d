/* SPDX-License-Identifier: Apache-2.0
 *
 * canhgiac — the recogniser: is this message, link or number a scam, and why?
 *
 * It reads a text under all its disguises, finds what stands in it (links, numbers, accounts, brands), asks first *which act
 * is asked* and *what does not fit* (a brand with a foreign domain, an agency with a private number), then rules of law with
 * their dates, resemblance of hosts, and emotion last. The result is a verdict whose every sign marks its bytes and says how
 * to check it oneself.
 *
 * Laws: `danger` has at least one sign that is an act, a mismatch, a breach of law or a listing; resemblance alone reaches
 * `suspicious`; `official` needs proof (a host under the brand's own domain and no act the brand never asks); nothing is
 * safe because it is on no list.
 *
 * This header stands alone: pure C17. The library does no I/O, has no globals and never asks for memory: the caller maps
 * canhgiac.know and brings two buffers, one for the engine (canhgiac_memory says how large) and one to work in
 * (canhgiac_scratch), each made an arena. An engine is read-only once it is open and may be shared by threads; an arena is one
 * thread's. What a check returns lies in its arena and in the mapped file, until the arena is reset or the file unmapped.
 * Time is linear in the text.
 *
 *   canhgiac_arena_t *room = canhgiac_arena(engine_buffer, canhgiac_memory(know, n)), *work = canhgiac_arena(buffer, size);
 *   canhgiac_t *engine;
 *   if (canhgiac_open(know, n, room, &engine) != CANHGIAC_OK) …
 *   canhgiac_input_t in = {.text = {text, text_size}};
 *   canhgiac_verdict_t verdict;
 *   if (canhgiac_check(engine, work, &in, &verdict) == CANHGIAC_OK && verdict.level == CANHGIAC_DANGER) …
 *   canhgiac_arena_reset(work);
 *
 * docs/examples/check.c is a whole program.
 */
#ifndef CG_RECOGNISE_CANHGIAC_H
#define CG_RECOGNISE_CANHGIAC_H
#include <stdbool.h>
#include <stddef.h>

/* The ABI is that of libcanhgiac.so.0. Under one number no structure changes; enumerations may gain last values, which a caller
 * must expect. */
#define CANHGIAC_ABI     0
#define CANHGIAC_VERSION "0.1.0"
#define CANHGIAC_API     __attribute__((visibility("default")))
#define CANHGIAC_MUST    __attribute__((warn_unused_result))

/* What functions return. The numbers are those of the program's own statuses. */
enum canhgiac_status {
    CANHGIAC_OK = 0,
    CANHGIAC_DAMAGED = 3,   /* no knowledge file, a damaged one, or one of another format */
    CANHGIAC_TOO_LONG = 8,  /* a text above 1 MiB */
    CANHGIAC_NO_MEMORY = 13 /* the caller's buffer is too small */
};

/* Bytes and their number, not NUL-terminated; p may be NULL when n is 0. The program knows it as str_t. */
#ifndef CANHGIAC_TEXT
#define CANHGIAC_TEXT
typedef struct canhgiac_text {
    const char *p;
    size_t n;
} canhgiac_text_t;
#endif
/* A day of the Gregorian calendar; the program's date_t. */
#ifndef CANHGIAC_DATE
#define CANHGIAC_DATE
typedef struct canhgiac_date {
    int y, m, d;
} canhgiac_date_t;
#endif
enum canhgiac_lang { CANHGIAC_VIETNAMESE, CANHGIAC_ENGLISH };

typedef struct canhgiac canhgiac_t;             /* an engine */
typedef struct canhgiac_arena canhgiac_arena_t; /* memory that is given back all at once */
typedef struct canhgiac_list canhgiac_list_t;   /* a list of scams, in its mapped file */

/* --- what a verdict is made of --- */

typedef enum canhgiac_level {
    CANHGIAC_UNSURE,
    CANHGIAC_OFFICIAL,
    CANHGIAC_SUSPICIOUS,
    CANHGIAC_DANGER
} canhgiac_level_t;

typedef enum canhgiac_sign_kind {
    CANHGIAC_ACT,
    CANHGIAC_MISMATCH,
    CANHGIAC_LAW,
    CANHGIAC_LISTING,
    CANHGIAC_RESEMBLANCE,
    CANHGIAC_DISGUISE,
    CANHGIAC_EMOTION,
    CANHGIAC_CONTEXT,
    CANHGIAC_MODEL /* the statistical model's one vote */
} canhgiac_sign_kind_t;

typedef struct canhgiac_sign {
    canhgiac_text_t code;
    canhgiac_sign_kind_t kind;
    double weight;
    size_t start, end;          /* bytes of the text as given */
    canhgiac_text_t why, check; /* in the language asked */
} canhgiac_sign_t;

typedef enum canhgiac_entity_kind {
    CANHGIAC_URL,
    CANHGIAC_HOST,
    CANHGIAC_PHONE,
    CANHGIAC_ACCOUNT,
    CANHGIAC_AMOUNT,
    CANHGIAC_OTP,
    CANHGIAC_EMAIL,
    CANHGIAC_BRAND,
    CANHGIAC_DEADLINE,
    CANHGIAC_DOCUMENT
} canhgiac_entity_kind_t;

typedef struct canhgiac_brand {
    canhgiac_text_t key, name, kind; /* bank wallet operator agency platform …: the kinds of brands.tsv */
    canhgiac_text_t *names;          /* folded names as they stand in texts */
    size_t n_names;
    canhgiac_text_t *domains; /* registrable or longer */
    size_t n_domains;
    size_t n_vouched; /* the first of them: with a source, so fit to be shown and to prove; the others are hearsay */
    canhgiac_text_t hotline; /* empty unless verified */
} canhgiac_brand_t;

typedef struct canhgiac_entity {
    canhgiac_entity_kind_t kind;
    size_t start, end;
    /* Normalised: host in lower case ASCII; telephone as 0… or +… digits; money in đồng ("2500000"; other money "100 USD");
     * deadlines in ISO 8601 ("2026-11-20T17:00", "PT24H") where it can be told. */
    canhgiac_text_t value;
    /* Telephone: "mobile Viettel", "landline Cần Thơ", "free", "paid", "foreign" …; account: "card" for a card; else empty. */
    canhgiac_text_t note;
    canhgiac_text_t host, registrable; /* of URLs and hosts */
    const canhgiac_brand_t *brand;     /* whose domain or name it is, or which bank's account; NULL: nobody's we know */
    const canhgiac_brand_t *seems;     /* a host written in other letters, whose eye it deceives; brand is NULL then */
    bool allowed;                      /* a list says that it was looked at and is honest: it resembles nobody */
    bool disguised;                    /* the host is not written in plain letters: `host` holds it as it was sent */
} canhgiac_entity_t;

typedef struct canhgiac_form {
    canhgiac_text_t code, group, name_vi, name_en;
    int number; /* in the official list of 2023; 0: not in it */
    canhgiac_text_t look_vi, look_en, example_vi, example_en, signs_vi, signs_en, do_vi, do_en;
    canhgiac_text_t when; /* signs that point to it: "a b+c": a, or b and c */
} canhgiac_form_t;

typedef struct canhgiac_input {
    canhgiac_text_t text;        /* the message; or a lone URL, number … */
    canhgiac_text_t sender;      /* empty: unknown */
    canhgiac_text_t channel;     /* sms zalo call email web; empty: unknown */
    canhgiac_date_t date;        /* of the message; y = 0: of these days */
    int lang;                    /* enum canhgiac_lang */
    const canhgiac_list_t *list; /* NULL: none */
    int list_day; /* canhgiac_day of the check, for what has expired; where `date` is given, that day counts */
} canhgiac_input_t;

/* What the list says of a link or number in the text. */
typedef struct canhgiac_listed {
    const char *kind; /* "host", "url", "phone", "account" */
    canhgiac_text_t source, reason;
    canhgiac_date_t since;
    size_t start, end;
} canhgiac_listed_t;

enum {
    CANHGIAC_LISTED_MOST = 8,
    CANHGIAC_SIGNS_MOST = 24,
    CANHGIAC_ENTITIES_MOST = 64,
    CANHGIAC_FORMS_MOST = 3,
    CANHGIAC_STEPS_MOST = 8
};

typedef struct canhgiac_verdict {
    canhgiac_level_t level;
    bool has_score;
    double score;
    canhgiac_text_t headline;
    const char *asks[10];
    size_t n_asks;
    const canhgiac_brand_t *imitates; /* NULL: nobody */
    canhgiac_sign_t signs[CANHGIAC_SIGNS_MOST];
    size_t n_signs;
    canhgiac_entity_t entities[CANHGIAC_ENTITIES_MOST];
    size_t n_entities;
    const canhgiac_form_t *forms[CANHGIAC_FORMS_MOST];
    double form_scores[CANHGIAC_FORMS_MOST];
    size_t n_forms;
    canhgiac_listed_t listed[CANHGIAC_LISTED_MOST];
    size_t n_listed;
    canhgiac_text_t steps[CANHGIAC_STEPS_MOST]; /* what to do now, in order */
    size_t n_steps;
    int lang;
    const char *version; /* as canhgiac_version */
} canhgiac_verdict_t;

/* --- memory --- */

/* An arena in the caller's `size` bytes, which hold it and all it gives; NULL when they are too few. Nothing to free. */
CANHGIAC_API canhgiac_arena_t *canhgiac_arena(void *buffer, size_t size);
/* Forgets everything in it. */
CANHGIAC_API void canhgiac_arena_reset(canhgiac_arena_t *a);
/* How large a buffer the engine over this file needs, its arena included; 0: this is no knowledge file. */
CANHGIAC_API size_t canhgiac_memory(const void *know, size_t n);
/* How large a buffer the check of any text of up to `n` bytes needs, its arena included. */
CANHGIAC_API size_t canhgiac_scratch(size_t n);

/* --- the engine --- */

/* Reads canhgiac.know where it lies: `know` is aligned to 8 and lives as long as the engine. */
CANHGIAC_API CANHGIAC_MUST int canhgiac_open(const void *know, size_t n, canhgiac_arena_t *a, canhgiac_t **out);
/* Versions of engine, knowledge, model and lists, as in the verdict's JSON. */
CANHGIAC_API const char *canhgiac_version(const canhgiac_t *k);
/* The ABI of the library that is loaded, to compare with CANHGIAC_ABI. */
CANHGIAC_API int canhgiac_abi(void);

/* Opens a list of scams (.cgl) where it lies, for canhgiac_input_t; the file lives as long as it is asked. Whose file it is
 * tells the signature beside it, which is the caller's to check. */
CANHGIAC_API CANHGIAC_MUST int canhgiac_list_open(const void *file, size_t n, canhgiac_arena_t *a,
                                                  canhgiac_list_t **out);
/* Days since 1 January 1970. */
CANHGIAC_API int canhgiac_day(canhgiac_date_t d);

/* The verdict on `in`. CANHGIAC_TOO_LONG, CANHGIAC_NO_MEMORY. */
CANHGIAC_API CANHGIAC_MUST int canhgiac_check(const canhgiac_t *k, canhgiac_arena_t *a, const canhgiac_input_t *in,
                                              canhgiac_verdict_t *out);
/* Evidence that is not in the text (the form of a paper, a code): its sign, before lighter ones, and the act it asks (of
 * INTERFACES §3; NULL: none). Dropped when there is room for no more. */
CANHGIAC_API void canhgiac_add(canhgiac_verdict_t *v, const canhgiac_sign_t *sign, const char *ask);
/* After all evidence is added: the level at least `floor`, under `headline` where that raises it; score and steps follow. */
CANHGIAC_API void canhgiac_raise(const canhgiac_t *k, canhgiac_verdict_t *v, canhgiac_level_t floor,
                                 canhgiac_text_t headline);
/* The verdict as JSON (INTERFACES §3) into `room` bytes at `out`, NUL-terminated; *n: its length without the NUL. `text` is the
 * text that was checked. CANHGIAC_NO_MEMORY when it does not fit. */
CANHGIAC_API CANHGIAC_MUST int canhgiac_write(const canhgiac_verdict_t *v, canhgiac_text_t text, char *out, size_t room,
                                              size_t *n);
CANHGIAC_API const char *canhgiac_level_name(canhgiac_level_t l); /* "unsure", "official", "suspicious", "danger" */
CANHGIAC_API const char *canhgiac_entity_name(canhgiac_entity_kind_t k);

/* The verdict on a bare host or an address, for lists of millions: what the host itself tells, without the words around it. */
enum { CANHGIAC_HOST_SIGNS = 8 };
typedef struct canhgiac_host_verdict {
    canhgiac_level_t level;
    bool has_score;
    double score;
    const canhgiac_brand_t *imitates;           /* whom it resembles, however faintly; NULL: nobody */
    canhgiac_text_t signs[CANHGIAC_HOST_SIGNS]; /* codes */
    size_t n_signs;
} canhgiac_host_verdict_t;
/* False when there is no host in it; then the verdict is "unsure" without signs. It needs no memory. */
CANHGIAC_API bool canhgiac_check_host(const canhgiac_t *k, canhgiac_text_t address, canhgiac_host_verdict_t *out);

/* The registrable domain of a host (public suffix list): "a.b.com.vn" → "b.com.vn"; the host itself when it has none. */
CANHGIAC_API canhgiac_text_t canhgiac_registrable(const canhgiac_t *k, canhgiac_text_t host);
/* What the engine knows, for pages. */
CANHGIAC_API const canhgiac_form_t *canhgiac_forms(const canhgiac_t *k, size_t *n);
CANHGIAC_API const canhgiac_form_t *canhgiac_form(const canhgiac_t *k, canhgiac_text_t code);
CANHGIAC_API const canhgiac_brand_t *canhgiac_brands(const canhgiac_t *k, size_t *n);
#endif
