/* SPDX-License-Identifier: Apache-2.0
 *
 * canhgiac — the recogniser: is this message, link or number a scam, and why?
 *
 * It reads a text under all its disguises (base/fold.h), finds what stands in it (links, numbers, accounts, brands), asks
 * first *which act is asked* and *what does not fit* (a brand with a foreign domain, an agency with a private number), then
 * rules of law with their dates, resemblance of hosts, and emotion last. The result is a verdict whose every sign marks its
 * bytes and says how to check it oneself.
 *
 * Laws: `danger` has at least one sign that is an act, a mismatch, a breach of law or a listing; resemblance alone reaches
 * `suspicious`; `official` needs proof (a host under the brand's own domain and no act the brand never asks); nothing is
 * safe because it is on no list.
 *
 * No I/O, no globals; the engine is read-only after canhgiac_new and may be shared by threads. Everything a check returns
 * lies in the caller's arena. Time is linear in the text.
 */
#ifndef CG_RECOGNISE_CANHGIAC_H
#define CG_RECOGNISE_CANHGIAC_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"

typedef struct canhgiac canhgiac_t;

#define CANHGIAC_VERSION "0.1.0"

/* Reads canhgiac.know where it lies (mapped, or in the program): `know` is aligned to 8 and lives as long as the engine, which
 * takes some 150 KB of `a`. ST_INPUT: this is no such file, it is damaged, or of another format; ST_MEMORY. */
must_use int canhgiac_open(const void *know, size_t n, arena_t *a, canhgiac_t **out);
/* Versions of engine, knowledge, model and lists, as in the verdict's JSON. */
const char *canhgiac_version(const canhgiac_t *k);

typedef enum level { LEVEL_UNSURE, LEVEL_OFFICIAL, LEVEL_SUSPICIOUS, LEVEL_DANGER } level_t;
const char *level_name(level_t l); /* "unsure", "official", "suspicious", "danger" */

typedef enum sign_kind {
    SIGN_ACT,
    SIGN_MISMATCH,
    SIGN_LAW,
    SIGN_LISTING,
    SIGN_RESEMBLANCE,
    SIGN_DISGUISE,
    SIGN_EMOTION,
    SIGN_CONTEXT,
    SIGN_MODEL /* the statistical model's one vote */
} sign_kind_t;

typedef struct sign {
    str_t code;
    sign_kind_t kind;
    double weight;
    size_t start, end; /* bytes of the text as given */
    str_t why, check;  /* in the language asked */
} sign_t;

typedef enum entity_kind {
    ENTITY_URL,
    ENTITY_HOST,
    ENTITY_PHONE,
    ENTITY_ACCOUNT,
    ENTITY_AMOUNT,
    ENTITY_OTP,
    ENTITY_EMAIL,
    ENTITY_BRAND
} entity_kind_t;
const char *entity_name(entity_kind_t k);

typedef struct entity {
    entity_kind_t kind;
    size_t start, end;
    str_t value;               /* normalised: host in lower case ASCII, phone as 0… digits */
    str_t host, registrable;   /* of URLs and hosts */
    const struct brand *brand; /* whose domain or name it is; NULL: nobody's we know */
    const struct brand *seems; /* a host written in other letters, whose eye it deceives; brand is NULL then */
    bool disguised;            /* the host is not written in plain letters: `host` holds it as it was sent */
} entity_t;

typedef struct brand {
    str_t key, name, kind; /* bank wallet operator agency platform …: the kinds of brands.tsv */
    str_t *names;          /* folded names as they stand in texts */
    size_t n_names;
    str_t *domains; /* registrable or longer */
    size_t n_domains;
    size_t n_vouched; /* the first of them: with a source, so fit to be shown and to prove; the others are hearsay */
    str_t hotline;    /* empty unless verified */
} brand_t;

typedef struct form {
    str_t code, group, name_vi, name_en;
    int number; /* in the official list of 2023; 0: not in it */
    str_t look_vi, look_en, example_vi, example_en, signs_vi, signs_en, do_vi, do_en;
    str_t when; /* signs that point to it: "a b+c": a, or b and c */
} form_t;

typedef struct check_input {
    str_t text;    /* the message; or a lone URL, number … */
    str_t sender;  /* empty: unknown */
    str_t channel; /* sms zalo call email web; empty: unknown */
    date_t date;   /* of the message; y = 0: of these days */
    lang_t lang;
} check_input_t;

enum { SIGNS_MOST = 24, ENTITIES_MOST = 64, FORMS_MOST = 3, STEPS_MOST = 8 };

typedef struct verdict {
    level_t level;
    bool has_score;
    double score;
    str_t headline;
    const char *asks[10];
    size_t n_asks;
    const brand_t *imitates; /* NULL: nobody */
    sign_t signs[SIGNS_MOST];
    size_t n_signs;
    entity_t entities[ENTITIES_MOST];
    size_t n_entities;
    const form_t *forms[FORMS_MOST];
    double form_scores[FORMS_MOST];
    size_t n_forms;
    str_t steps[STEPS_MOST]; /* what to do now, in order */
    size_t n_steps;
    lang_t lang;
    const char *version;
} verdict_t;

/* The verdict on `in`. ST_LIMIT above 1 MiB; ST_MEMORY when the arena is at its limit. */
must_use status_t canhgiac_check(const canhgiac_t *k, arena_t *a, const check_input_t *in, verdict_t *out);
/* Evidence that is not in the text (the form of a paper, a code): its sign, before lighter ones, and the act it asks (of
 * INTERFACES §3; NULL: none). Dropped when there is room for no more. */
void canhgiac_add(verdict_t *v, const sign_t *sign, const char *ask);
/* After all evidence is added: the level at least `floor`, under `headline` where that raises it; score and steps follow. */
void canhgiac_raise(const canhgiac_t *k, verdict_t *v, level_t floor, str_t headline);
/* As INTERFACES §3. `text` is the text that was checked. */
void canhgiac_json(const verdict_t *v, str_t text, buf_t *out);

/* The verdict on a bare host or an address, for lists of millions: what the host itself tells, without the words around it. */
enum { HOST_SIGNS = 8 };
typedef struct host_verdict {
    level_t level;
    bool has_score;
    double score;
    const brand_t *imitates; /* whom it resembles, however faintly; NULL: nobody */
    str_t signs[HOST_SIGNS]; /* codes */
    size_t n_signs;
} host_verdict_t;
/* False when there is no host in it; then the verdict is "unsure" without signs. No allocation. */
bool canhgiac_check_host(const canhgiac_t *k, str_t address, host_verdict_t *out);

/* The registrable domain of a host (public suffix list): "a.b.com.vn" → "b.com.vn"; the host itself when it has none. */
str_t canhgiac_registrable(const canhgiac_t *k, str_t host);
/* What the engine knows, for pages. */
const form_t *canhgiac_forms(const canhgiac_t *k, size_t *n);
const form_t *canhgiac_form(const canhgiac_t *k, str_t code);
const brand_t *canhgiac_brands(const canhgiac_t *k, size_t *n);
#endif
