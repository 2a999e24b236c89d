/* SPDX-License-Identifier: Apache-2.0
 *
 * security — the headers that stand on every answer.
 */
#ifndef CG_WEB_SECURITY_H
#define CG_WEB_SECURITY_H
#include "web/http.h"

extern const char *const security_headers[]; /* name, value, … NULL */
void security_add(exchange_t *x);
#endif
