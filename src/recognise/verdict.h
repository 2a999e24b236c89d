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
#define ENTITY_DEADLINE  CANHGIAC_DEADLINE
#define ENTITY_DOCUMENT  CANHGIAC_DOCUMENT
#define SIGNS_MOST       CANHGIAC_SIGNS_MOST
#define ENTITIES_MOST    CANHGIAC_ENTITIES_MOST
#define FORMS_MOST       CANHGIAC_FORMS_MOST
#define STEPS_MOST       CANHGIAC_STEPS_MOST
#define HOST_SIGNS       CANHGIAC_HOST_SIGNS
#define level_name       canhgiac_level_name
#define entity_name      canhgiac_entity_name

/* As INTERFACES §3. `text` is the text that was checked. */
void canhgiac_json(const verdict_t *v, str_t text, buf_t *out);
#endif
