/* SPDX-License-Identifier: Apache-2.0
 *
 * http_client — raw bytes to a real server and what came back, so that tests can send what no decent client would.
 */
#ifndef CG_TESTS_HTTP_CLIENT_H
#define CG_TESTS_HTTP_CLIENT_H
#include "base/base.h"

/* A connection to 127.0.0.1:port with a 10 s limit on reading; -1 when refused. */
int client_open(int port);
bool client_send(int fd, const char *bytes, size_t n);
/* One whole answer into the arena (status line, headers, body of Content-Length); n = 0 when the server closed. `head`:
 * the answer to HEAD has no body. */
str_t client_read(int fd, arena_t *a, bool head);
/* Opens, sends, reads one answer, closes. */
str_t client_ask(int port, arena_t *a, const char *request);
int answer_code(str_t answer);
/* A header's value; p = NULL when absent. */
str_t answer_field(str_t answer, const char *name);
str_t answer_body(str_t answer);
#endif
