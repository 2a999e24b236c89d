/* SPDX-License-Identifier: Apache-2.0
 *
 * internal — handlers of the desk room, for its table of routes.
 */
#ifndef CG_DESK_INTERNAL_H
#define CG_DESK_INTERNAL_H
#include "desk/desk.h"

/* The role's name for people: a msgid. */
const char *role_title(role_t r);

/* Does the actor coordinate a whole tree, from its root? */
bool at_root(const actor_t *who);

status_t sign_in_page(req_t *q, view_t *v, err_t *err);
status_t sign_in_post(req_t *q, view_t *v, err_t *err);
status_t sign_out_post(req_t *q, view_t *v, err_t *err);
status_t sign_out_all_post(req_t *q, view_t *v, err_t *err);
status_t account_page(req_t *q, view_t *v, err_t *err);
status_t totp_begin_post(req_t *q, view_t *v, err_t *err);
status_t totp_confirm_post(req_t *q, view_t *v, err_t *err);
status_t totp_end_post(req_t *q, view_t *v, err_t *err);
status_t password_post(req_t *q, view_t *v, err_t *err);
status_t people_page(req_t *q, view_t *v, err_t *err);
status_t person_add_post(req_t *q, view_t *v, err_t *err);
status_t seat_grant_post(req_t *q, view_t *v, err_t *err);
status_t seat_end_post(req_t *q, view_t *v, err_t *err);
status_t person_state_post(req_t *q, view_t *v, err_t *err);
status_t person_totp_post(req_t *q, view_t *v, err_t *err);
status_t units_page(req_t *q, view_t *v, err_t *err);
status_t units_import_post(req_t *q, view_t *v, err_t *err);
status_t units_change_post(req_t *q, view_t *v, err_t *err);
#endif
