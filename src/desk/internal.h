/* SPDX-License-Identifier: Apache-2.0
 *
 * internal — handlers of the desk room, for its table of routes, and what they share.
 */
#ifndef CG_DESK_INTERNAL_H
#define CG_DESK_INTERNAL_H
#include "desk/desk.h"
#include "people/invite.h"
#include "people/passkey.h"

/* --- shared --- */

/* The role's name for people: a msgid. */
const char *role_title(role_t r);
/* Does the actor coordinate a whole tree, from its root? */
bool at_root(const actor_t *who);
/* The cookie of a session; "" with 0 seconds takes it away. */
void set_session(req_t *q, const char *token, int seconds);
enum { SESSION_SECONDS = 7 * 24 * 3600 };
/* Signed in by `token`: the cookie, and on to where they wanted, or first to what they have to know. */
must_use status_t come_in(req_t *q, db_t *db, const char *token, err_t *err);
/* A field as it was sent: a password may begin or end with a space. */
str_t raw_field(const req_t *q, const char *name);
/* What the browser calls itself, in words of our own. */
str_t device_of(const req_t *q);
/* A path of our own desk, whatever was asked for: nobody is sent elsewhere. */
str_t next_place(str_t next);
/* Puts the sentence above the form that the template shows once more; for JSON the failure stays one. */
must_use status_t show_again(req_t *q, view_t *v, status_t s, const err_t *err);
/* Whether the page may offer what needs a fresh proof, for templates: "fresh". */
void view_fresh(const req_t *q, view_t *v);
/* Where passkeys work, for templates and passkey.js: "passkeys", "origin". */
void view_passkeys(req_t *q, view_t *v);
/* What the browser sent back from a passkey; false when this site can have none. */
must_use bool passkey_sent(req_t *q, str_t bound, passkey_answer_t *out);
/* Power over a person is power over every place they sit at, and nobody has it over themselves; who sits nowhere is the
 * highest unit's. *rows: the person's. */
must_use status_t rules_over(req_t *q, ident_t person, person_seat_t **rows, size_t *n, err_t *err);
/* The seat of args[0], if the actor may look after it. */
must_use status_t seat_ruled(req_t *q, str_t id, person_seat_t *out, err_t *err);
/* The roles the actor may give somewhere, for a choice: "roles". */
void view_roles(const req_t *q, view_t *v, str_t chosen);
/* From a form's unit (code), role and last day ("": no end): a seat the actor may give. */
must_use status_t seat_wished(req_t *q, seat_t *out, err_t *err);

/* --- handlers --- */

status_t sign_in_page(req_t *q, view_t *v, err_t *err);
status_t sign_in_post(req_t *q, view_t *v, err_t *err);
status_t sign_out_post(req_t *q, view_t *v, err_t *err);
status_t sign_out_all_post(req_t *q, view_t *v, err_t *err);
status_t prove_page(req_t *q, view_t *v, err_t *err);
status_t prove_post(req_t *q, view_t *v, err_t *err);
status_t code_page(req_t *q, view_t *v, err_t *err);
status_t code_post(req_t *q, view_t *v, err_t *err);
status_t join_post(req_t *q, view_t *v, err_t *err);
status_t account_page(req_t *q, view_t *v, err_t *err);
status_t session_end_post(req_t *q, view_t *v, err_t *err);
status_t told_post(req_t *q, view_t *v, err_t *err);
status_t totp_begin_post(req_t *q, view_t *v, err_t *err);
status_t totp_confirm_post(req_t *q, view_t *v, err_t *err);
status_t totp_end_post(req_t *q, view_t *v, err_t *err);
status_t password_post(req_t *q, view_t *v, err_t *err);
status_t passkey_in_options(req_t *q, view_t *v, err_t *err);
status_t passkey_in_post(req_t *q, view_t *v, err_t *err);
status_t passkey_add_options(req_t *q, view_t *v, err_t *err);
status_t passkey_add_post(req_t *q, view_t *v, err_t *err);
status_t passkey_name_post(req_t *q, view_t *v, err_t *err);
status_t passkey_end_post(req_t *q, view_t *v, err_t *err);
status_t passkey_prove_options(req_t *q, view_t *v, err_t *err);
status_t passkey_prove_post(req_t *q, view_t *v, err_t *err);
status_t people_page(req_t *q, view_t *v, err_t *err);
status_t seat_grant_post(req_t *q, view_t *v, err_t *err);
status_t seat_end_post(req_t *q, view_t *v, err_t *err);
status_t seat_state_post(req_t *q, view_t *v, err_t *err);
status_t person_state_post(req_t *q, view_t *v, err_t *err);
status_t invite_post(req_t *q, view_t *v, err_t *err);
status_t invite_again_post(req_t *q, view_t *v, err_t *err);
status_t invite_withdraw_post(req_t *q, view_t *v, err_t *err);
status_t recovery_post(req_t *q, view_t *v, err_t *err);
status_t review_page(req_t *q, view_t *v, err_t *err);
status_t review_csv(req_t *q, view_t *v, err_t *err);
status_t review_post(req_t *q, view_t *v, err_t *err);
status_t units_page(req_t *q, view_t *v, err_t *err);
status_t units_import_post(req_t *q, view_t *v, err_t *err);
status_t units_change_post(req_t *q, view_t *v, err_t *err);
#endif
