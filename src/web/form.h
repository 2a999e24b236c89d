/* SPDX-License-Identifier: Apache-2.0
 *
 * form — fields of query strings, urlencoded bodies and multipart/form-data. Strict: a malformed escape, text that is not
 * UTF-8, a NUL byte or too many fields refuse the whole. Texts come out in NFC.
 */
#ifndef CG_WEB_FORM_H
#define CG_WEB_FORM_H
#include "page/page.h"

enum { FORM_FIELDS = 200 };

/* Undoes %XX; '+' is a space when `plus`. p = NULL when an escape is malformed or a NUL comes out. */
str_t percent_decode(arena_t *a, str_t s, bool plus);
must_use status_t form_urlencoded(arena_t *a, str_t s, const field_t **out, size_t *n, err_t *err);
/* `type` is the Content-Type header with its boundary. File parts keep their bytes as they are. */
must_use status_t form_multipart(arena_t *a, str_t type, str_t body, const field_t **out, size_t *n, err_t *err);
/* The value of one cookie; p = NULL when absent. */
str_t cookie_get(str_t header, const char *name);
#endif
