/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict — the recogniser for the program's own rooms: canhgiac.h under the house's short names, with its arenas and buffers.
 */
#ifndef CG_RECOGNISE_VERDICT_H
#define CG_RECOGNISE_VERDICT_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "recognise/canhgiac.h"
#include "recognise/list.h"
#include "recognise/model.h"

typedef canhgiac_level_t level_t;
typedef canhgiac_sign_kind_t sign_kind_t;
typedef canhgiac_sign_t sign_t;
typedef canhgiac_entity_kind_t entity_kind_t;
typedef canhgiac_entity_t entity_t;
typedef canhgiac_brand_t brand_t;
typedef canhgiac_form_t form_t;
typedef canhgiac_input_t check_input_t;
typedef canhgiac_verdict_t verdict_t;
typedef canhgiac_host_verdict_t host_verdict_t;
typedef canhgiac_listed_t listed_t;

#define LEVEL_UNSURE     CANHGIAC_UNSURE
#define LEVEL_OFFICIAL   CANHGIAC_OFFICIAL
#define LEVEL_SUSPICIOUS CANHGIAC_SUSPICIOUS
#define LEVEL_DANGER     CANHGIAC_DANGER
#define SIGN_ACT         CANHGIAC_ACT
#define SIGN_MISMATCH    CANHGIAC_MISMATCH
#define SIGN_LAW         CANHGIAC_LAW
#define SIGN_LISTING     CANHGIAC_LISTING
#define SIGN_RESEMBLANCE CANHGIAC_RESEMBLANCE
#define SIGN_DISGUISE    CANHGIAC_DISGUISE
#define SIGN_EMOTION     CANHGIAC_EMOTION
#define SIGN_CONTEXT     CANHGIAC_CONTEXT
#define SIGN_MODEL       CANHGIAC_MODEL
#define ENTITY_URL       CANHGIAC_URL
#define ENTITY_HOST      CANHGIAC_HOST
#define ENTITY_PHONE     CANHGIAC_PHONE
#define ENTITY_ACCOUNT   CANHGIAC_ACCOUNT
#define ENTITY_AMOUNT    CANHGIAC_AMOUNT
#define ENTITY_OTP       CANHGIAC_OTP
#define ENTITY_EMAIL     CANHGIAC_EMAIL
#define ENTITY_BRAND     CANHGIAC_BRAND
#define LISTED_MOST      CANHGIAC_LISTED_MOST
#define ENTITY_DEADLINE  CANHGIAC_DEADLINE
#define ENTITY_DOCUMENT  CANHGIAC_DOCUMENT
#define SIGNS_MOST       CANHGIAC_SIGNS_MOST
#define ENTITIES_MOST    CANHGIAC_ENTITIES_MOST
#define FORMS_MOST       CANHGIAC_FORMS_MOST
#define STEPS_MOST       CANHGIAC_STEPS_MOST
#define HOST_SIGNS       CANHGIAC_HOST_SIGNS
#define level_name       canhgiac_level_name
#define entity_name      canhgiac_entity_name

/* For training and measuring: what the engine hands its model about `in`, and an engine that asks another model (which must
 * outlive it; one without weights always abstains). */
must_use int canhgiac_findings(const canhgiac_t *k, arena_t *a, const check_input_t *in, findings_t *out);
void canhgiac_use(canhgiac_t *k, const model_t *m);
/* As INTERFACES §3. `text` is the text that was checked. */
void canhgiac_json(const verdict_t *v, str_t text, buf_t *out);
/* What the list says of an account; `bin` "" when the bank is not known. */
list_answer_t canhgiac_listed_account(const list_t *l, str_t bin, str_t number, int day, list_entry_t *out);
/* One more entry that was found outside the text, or in it. */
void canhgiac_listed_add(arena_t *a, verdict_t *v, list_kind_t kind, const list_entry_t *said, size_t start,
                         size_t end);
/* What the list says of the host or address, into its verdict: a listing is danger, an entry that allows ends resemblance. */
list_answer_t canhgiac_host_list(const canhgiac_t *k, const list_t *l, int day, str_t address, host_verdict_t *io);
/* Why no list may hold a host (lower case ASCII) as a whole. */
typedef enum unlistable {
    LISTABLE,
    UNLISTABLE_SUFFIX, /* a public suffix */
    UNLISTABLE_STATE,  /* gov.vn */
    UNLISTABLE_BRAND,  /* a known body's domain, or above one */
    UNLISTABLE_SHARED  /* anybody may put pages there: a platform, a shortener */
} unlistable_t;
unlistable_t canhgiac_unlistable(const canhgiac_t *k, str_t host);
#endif
