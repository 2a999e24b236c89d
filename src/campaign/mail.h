/* SPDX-License-Identifier: Apache-2.0
 *
 * mail — one message as the network wants it, handed to the mail server over TLS.
 */
#ifndef CG_CAMPAIGN_MAIL_H
#define CG_CAMPAIGN_MAIL_H
#include "campaign/nudge.h"

typedef enum mail_outcome {
    MAIL_SENT,
    MAIL_REFUSED, /* certainly not taken */
    MAIL_UNKNOWN  /* the line broke after the message was given */
} mail_outcome_t;

/* Of *x are read: email, subject, mail. p = NULL without memory. */
str_t mail_message(arena_t *a, const mail_t *m, const nudge_t *x, int64_t seq);
mail_outcome_t mail_post(arena_t *a, const mail_t *m, str_t to, str_t text);
#endif
