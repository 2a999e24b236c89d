/* SPDX-License-Identifier: Apache-2.0
 *
 * browser_process — starts a boxed Chromium, talks with it over its DevTools pipe, ends it with all its children. Inside the room.
 */
#ifndef CG_PROOF_BROWSER_PROCESS_H
#define CG_PROOF_BROWSER_PROCESS_H
#include "base/base.h"

typedef struct browser_process browser_process_t;
/* `proxy`: port of the gate on loopback. NULL when it cannot be started. */
browser_process_t *browser_process_start(const char *program, const char *agent, int proxy);
/* One message (without its NUL). False when the pipe is broken or time is over (monotonic). */
bool browser_process_say(browser_process_t *p, const char *text, ms_t until);
/* The next message, at most `most` bytes; it lives until the next call. */
bool browser_process_hear(browser_process_t *p, ms_t until, size_t most, str_t *line);
/* Resident bytes of all its processes. */
size_t browser_process_size(const browser_process_t *p);
/* Kills it, waits for it, removes its profile. NULL is fine. */
void browser_process_end(browser_process_t *p);
#endif
