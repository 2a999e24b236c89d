/* SPDX-License-Identifier: Apache-2.0
 *
 * security — the headers that stand on every answer.
 */
#ifndef CG_WEB_SECURITY_H
#define CG_WEB_SECURITY_H
#include "web/http.h"

/* name, value, … NULL, for the page at `path`: only /v/CODE/nhung may stand in a frame. */
const char *const *security_headers(str_t path);
void security_add(exchange_t *x, str_t path);
#endif
