/* SPDX-License-Identifier: Apache-2.0
 *
 * log — one line a fact, to standard error: time, level, what, then key=value pairs (logfmt; values quoted when needed).
 * Never secrets, never personal data, never what a citizen asked: the caller answers for that.
 */
#ifndef CG_BASE_LOG_H
#define CG_BASE_LOG_H
#include "base/str.h"

typedef enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_OFF } log_level_t;
void log_set(log_level_t least);
/* `what` is a stable name ("http.request"); `fmt` gives the pairs: "status=%d ms=%d". May be called from any thread. */
void log_line(log_level_t level, const char *what, const char *fmt, ...) printf_like(3, 4);
#endif
