/* SPDX-License-Identifier: Apache-2.0
 *
 * site — a small web server of a test, on a port of its own: it answers as the test says, with hostile bytes too.
 */
#ifndef CG_TESTS_SITE_H
#define CG_TESTS_SITE_H
#include <pthread.h>
#include <stdatomic.h>
#include "base/base.h"

/* Sleeps that long. */
void site_wait(long ms);
/* Answers one request on `fd` (then it is closed). */
typedef void (*site_fn)(int fd, str_t path, str_t request);
typedef struct site {
    int port, fd;
    pthread_t thread;
    atomic_int running; /* answers under way */
    site_fn answer;
} site_t;
void site_begin(site_t *s, site_fn answer);
void site_end(site_t *s);
void site_send(int fd, str_t bytes);
/* A plain 200 answer. */
void site_page(int fd, const char *mime, str_t body);
str_t site_url(arena_t *a, const site_t *s, const char *path);
#endif
