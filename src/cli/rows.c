/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks lie in a ring. Whoever is free takes the next one under the lock of the input, works alone, and then, under the lock
 * of the output, writes those whose turn it is: its own and what others finished behind it.
 */
#include "cli/rows.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"

enum {
    WORKERS_MOST = 64,
    USUAL = 128 << 10,                     /* bytes of a block: some hundred messages */
    ROOM = (2 << 20) + (64 << 10) + USUAL, /* the longest line: a text at its limit with every letter escaped */
    EACH = 3,                              /* blocks for each worker: one at work, others waiting for their turn */
    ALONE = 32 << 10,                      /* a file of fewer bytes is not worth a thread */
    OUTPUT = 64 << 20,                     /* most that one block may write */
    SCRATCH = 32 << 20
};

typedef struct slot {
    rows_block_t b;
    arena_t *out;
    char *bytes;
    bool done;
} slot_t;

struct rows {
    cli_t *c;
    rows_fn fn;
    const void *ctx;
    int fd;
    uint64_t size; /* of the file; 0: unknown */
    size_t workers, ring;
    slot_t *slots;
    pthread_mutex_t in, to; /* in is taken before to */
    pthread_cond_t written;
    /* under `in` */
    char *rest; /* read, but behind the last whole line */
    size_t n_rest;
    uint64_t n_taken;
    long line; /* number of the next */
    bool end;
    status_t read;
    /* under `to` */
    uint64_t n_written, bytes_written;
    status_t wrote;
    err_t why;
};

/* --- taking; under `in` --- */

static bool waits(int fd)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    return poll(&ready, 1, 0) > 0;
}

static size_t after_newline(const char *p, size_t n)
{
    while (n > 0 && p[n - 1] != '\n') n--;
    return n;
}

/* Reads into p, which holds *n bytes, until the block is as long as usual or nothing waits, but at least one whole line.
 * *whole is how many bytes are whole lines; 0: there are none any more. */
static status_t fill(rows_t *r, char *p, size_t *n, size_t *whole)
{
    *whole = after_newline(p, *n);
    while (!r->end && !(*whole && (*n >= USUAL || !waits(r->fd)))) {
        if (*n == ROOM)
            return err_at(&r->c->err, ST_LIMIT, "check.line-long", NULL, r->line, N_("Line %ld is too long to check."),
                          r->line);
        ssize_t got = read(r->fd, p + *n, *n < USUAL ? USUAL - *n : ROOM - *n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return err_set(&r->c->err, ST_IO, "file.read", N_("The file cannot be read: %s."), strerror(errno));
        r->end = got == 0;
        size_t fresh = after_newline(p + *n, (size_t)got);
        if (fresh) *whole = *n + fresh;
        *n += (size_t)got;
    }
    if (r->end) *whole = *n;
    return ST_OK;
}

static slot_t *room_in_ring(rows_t *r)
{
    pthread_mutex_lock(&r->to);
    while (r->n_taken - r->n_written >= r->ring && r->wrote == ST_OK) pthread_cond_wait(&r->written, &r->to);
    bool go = r->wrote == ST_OK;
    pthread_mutex_unlock(&r->to);
    return go ? &r->slots[r->n_taken % r->ring] : NULL;
}

static bool next_block(rows_t *r, slot_t *s)
{
    size_t n = r->n_rest, whole;
    memcpy(s->bytes, r->rest, n);
    r->read = fill(r, s->bytes, &n, &whole);
    if (r->read != ST_OK || !whole) return false;
    r->n_rest = n - whole;
    memcpy(r->rest, s->bytes + whole, r->n_rest);
    s->b.lines = (str_t){s->bytes, whole};
    if (r->line == 1) s->b.lines = str_unmarked(s->b.lines);
    s->b.first = r->line;
    for (size_t at = 0; (at = str_chr(s->b.lines, '\n', at)) != SIZE_MAX; at++) r->line++;
    r->n_taken++;
    return true;
}

static slot_t *take(rows_t *r)
{
    pthread_mutex_lock(&r->in);
    slot_t *s = r->read == ST_OK ? room_in_ring(r) : NULL;
    if (s && !next_block(r, s)) s = NULL;
    pthread_mutex_unlock(&r->in);
    return s;
}

/* --- writing; under `to` --- */

/* What stood before a bad line is written: the output says how far it came. */
static void write_one(rows_t *r, slot_t *s)
{
    r->wrote = cli_print(r->c, buf_str(&s->b.out));
    if (r->wrote == ST_OK && s->b.status != ST_OK) {
        r->wrote = s->b.status;
        r->why = s->b.err;
    }
    r->n_written++;
    r->bytes_written += s->b.lines.n;
    s->done = false;
}

static void finish(rows_t *r, slot_t *s)
{
    pthread_mutex_lock(&r->to);
    s->done = true;
    for (slot_t *w; (w = &r->slots[r->n_written % r->ring])->done && r->wrote == ST_OK;) write_one(r, w);
    progress_step("check", r->bytes_written, r->size);
    pthread_cond_broadcast(&r->written);
    pthread_mutex_unlock(&r->to);
}

/* --- working --- */

static void *work(void *arg)
{
    rows_t *r = arg;
    arena_t *a = arena_new(SCRATCH);
    for (slot_t *s; a && (s = take(r)) != NULL;) {
        s->b.a = a;
        s->b.out.n = 0;
        s->b.status = ST_OK;
        r->fn(r->ctx, &s->b);
        if (s->b.status == ST_OK && !buf_ok(&s->b.out))
            s->b.status = err_set(&s->b.err, ST_MEMORY, "store.memory", N_("Not enough memory."));
        finish(r, s);
    }
    arena_free(a);
    return a ? r : NULL;
}

status_t rows_run(rows_t *r, rows_fn fn, const void *ctx)
{
    pthread_t threads[WORKERS_MOST];
    size_t n = 0;
    r->fn = fn;
    r->ctx = ctx;
    while (n + 1 < r->workers && pthread_create(&threads[n], NULL, work, r) == 0) n++;
    bool any = work(r) != NULL;
    void *did;
    for (size_t i = 0; i < n; i++) any = (pthread_join(threads[i], &did) == 0 && did) || any;
    progress_end();
    if (!any) return err_set(&r->c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    if (r->wrote == ST_OK) return r->read;
    r->c->err = r->why;
    return r->wrote;
}

status_t rows_head(rows_t *r, str_t *line, bool *found)
{
    size_t whole;
    status_t s = fill(r, r->rest, &r->n_rest, &whole);
    str_t rest = {r->rest, whole};
    *found = s == ST_OK && str_line(&rest, line);
    if (!*found) return s;
    *line = str_dup(r->c->a, str_unmarked(*line));
    size_t used = whole - rest.n;
    memmove(r->rest, r->rest + used, r->n_rest - used);
    r->n_rest -= used;
    r->line++;
    return line->p ? ST_OK : err_set(&r->c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

/* --- life --- */

static bool make_slots(rows_t *r)
{
    r->ring = EACH * r->workers;
    r->slots = ARENA_ARRAY(r->c->a, slot_t, r->ring);
    r->rest = malloc(ROOM);
    bool ready = r->slots && r->rest;
    for (size_t i = 0; ready && i < r->ring; i++) {
        slot_t *s = &r->slots[i];
        s->bytes = malloc(ROOM);
        s->out = arena_new(2 * (size_t)OUTPUT);
        s->b.err = err_new(r->c->lang);
        ready = s->bytes && s->out;
        if (ready) s->b.out = buf_new(s->out, OUTPUT);
    }
    return ready;
}

status_t rows_open(cli_t *c, const char *file, rows_t **out)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t workers;
    rows_t *r = *out = ARENA_NEW(c->a, rows_t);
    if (!r) return err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    *r = (rows_t){.c = c, .fd = -1, .line = 1, .why = c->err};
    pthread_mutex_init(&r->in, NULL);
    pthread_mutex_init(&r->to, NULL);
    pthread_cond_init(&r->written, NULL);
    status_t s = cli_number(c, "workers", 1, WORKERS_MOST, cores > 0 && cores < WORKERS_MOST ? cores : 1, &workers);
    if (s == ST_OK) s = file_open(file, &r->fd, &r->size, &c->err);
    if (s != ST_OK) return s;
    r->workers = r->size && r->size < ALONE ? 1 : (size_t)workers;
    return make_slots(r) ? ST_OK : err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

void rows_close(rows_t *r)
{
    if (!r) return;
    if (r->fd > STDIN_FILENO) close(r->fd);
    for (size_t i = 0; r->slots && i < r->ring; i++) {
        free(r->slots[i].bytes);
        arena_free(r->slots[i].out);
    }
    free(r->rest);
    pthread_cond_destroy(&r->written);
    pthread_mutex_destroy(&r->to);
    pthread_mutex_destroy(&r->in);
}
