/* SPDX-License-Identifier: Apache-2.0
 *
 * buf, vec — growable bytes and growable arrays in an arena, each born with its greatest size.
 *
 * A buf that would pass its limit stops growing and remembers it: writers need no check after each step, only one
 * `buf_ok` at the end. The same for vec_push, which gives NULL then.
 */
#ifndef CG_BASE_BUF_H
#define CG_BASE_BUF_H
#include "base/arena.h"
#include "base/str.h"

typedef struct buf {
    arena_t *a;
    char *p;
    size_t n, cap, limit;
    bool failed;
} buf_t;

buf_t buf_new(arena_t *a, size_t limit);
/* Makes room for `n` bytes after the last; false at the limit or without memory. */
bool buf_room(buf_t *b, size_t n);
void buf_put(buf_t *b, str_t s);
static inline void buf_putc(buf_t *b, char c)
{
    if ((b->n < b->cap && !b->failed) || buf_room(b, 1)) b->p[b->n++] = c;
}
void buf_putz(buf_t *b, const char *z);
void buf_fmt(buf_t *b, const char *fmt, ...) printf_like(2, 3);
/* Decimal, without a format string. */
void buf_int(buf_t *b, int64_t v);
/* A share from 0 to 1 with two places after the point, rounded half up: "0.96". */
void buf_hundredths(buf_t *b, double share);
/* HTML text or quoted attribute value: & < > " ' become entities. */
void buf_html(buf_t *b, str_t s);
/* A JSON string with its quotes; invalid UTF-8 becomes U+FFFD; < > & are escaped so that it may stand in HTML. */
void buf_json(buf_t *b, str_t s);
/* The same of a text that is known to be UTF-8, as ours are: several times as fast. */
void buf_json_known(buf_t *b, str_t s);
/* A CSV field (RFC 4180), quoted when needed; a field that a spreadsheet would run as a formula gets a leading '. */
void buf_csv(buf_t *b, str_t s);
/* application/x-www-form-urlencoded and query values: everything but unreserved characters as %XX. */
void buf_url(buf_t *b, str_t s);
static inline bool buf_ok(const buf_t *b)
{
    return !b->failed;
}
static inline str_t buf_str(const buf_t *b)
{
    return (str_t){b->p ? b->p : "", b->n};
}

typedef struct vec {
    arena_t *a;
    void *at;
    size_t len, cap, size, limit;
    bool failed;
} vec_t;

vec_t vec_new(arena_t *a, size_t item_size, size_t limit);
/* A zeroed new last item, or NULL at the limit or without memory. Earlier pointers may move. */
void *vec_push(vec_t *v);
#define VEC_AT(v, type, i) (((type *)(v)->at)[i])
#endif
