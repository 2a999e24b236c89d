/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check_hosts.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    WORKERS_MOST = 64,
    SHARE = 256 << 10, /* bytes of lines for each core in a round */
    ALONE = 32 << 10,  /* fewer are not worth a thread */
    OUTPUT = 64 << 20, /* most that one share may write: a host of one byte gives some fifteen */
};

typedef struct share {
    const canhgiac_t *know;
    const list_t *list;
    int day; /* of the check */
    str_t lines;
    arena_t *a;
    buf_t out;
} share_t;

typedef struct input {
    int fd;
    char *block;
    size_t room, n; /* bytes of the block, and held in it */
    long line;      /* number of the first line of the block */
    bool end;
    uint64_t done, total;
} input_t;

static void one(const share_t *s, str_t line, buf_t *b)
{
    host_verdict_t v;
    str_t host = str_sub(line, 0, str_chr(line, '\t', 0));
    canhgiac_check_host(s->know, host, &v);
    (void)canhgiac_host_list(s->know, s->list, s->day, host, &v);
    buf_put(b, host);
    buf_putc(b, '\t');
    buf_putz(b, level_name(v.level));
    buf_putc(b, '\t');
    if (v.has_score) {
        int hundredths = (int)(v.score * 100 + 0.5);
        buf_putc(b, (char)('0' + hundredths / 100));
        buf_putc(b, '.');
        buf_putc(b, (char)('0' + hundredths / 10 % 10));
        buf_putc(b, (char)('0' + hundredths % 10));
    }
    buf_putc(b, '\t');
    for (size_t i = 0; i < v.n_signs; i++) {
        if (i) buf_putc(b, ',');
        buf_put(b, v.signs[i]);
    }
    buf_putc(b, '\t');
    if (v.imitates) buf_put(b, v.imitates->key);
    buf_putc(b, '\n');
}

static void *work(void *arg)
{
    share_t *s = arg;
    str_t rest = s->lines, line;
    arena_reset(s->a);
    s->out = buf_new(s->a, OUTPUT);
    while (str_line(&rest, &line)) one(s, line, &s->out);
    return NULL;
}

/* Shares of about one size, each of whole lines. */
static void deal(share_t *shares, int workers, str_t lines)
{
    size_t each = lines.n / (size_t)workers + 1;
    for (int i = 0; i < workers; i++) {
        size_t end = i + 1 == workers ? lines.n : str_chr(lines, '\n', each < lines.n ? each : lines.n);
        if (end > lines.n) end = lines.n;
        if (end < lines.n) end++;
        shares[i].lines = str_sub(lines, 0, end);
        lines = str_sub(lines, end, lines.n);
    }
}

static status_t judge_block(cli_t *c, share_t *shares, int workers, str_t lines)
{
    pthread_t threads[WORKERS_MOST];
    bool runs[WORKERS_MOST] = {false};
    status_t s = ST_OK;
    if (lines.n < ALONE) workers = 1;
    deal(shares, workers, lines);
    for (int i = 1; i < workers; i++) runs[i] = pthread_create(&threads[i], NULL, work, &shares[i]) == 0;
    work(&shares[0]);
    for (int i = 1; i < workers; i++) {
        if (runs[i])
            pthread_join(threads[i], NULL);
        else
            work(&shares[i]);
    }
    for (int i = 0; i < workers && s == ST_OK; i++) {
        if (!buf_ok(&shares[i].out)) s = err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
        if (s == ST_OK) s = cli_print(c, buf_str(&shares[i].out));
    }
    return s;
}

/* Reads what is there: until the block is full or nothing waits, but at least one piece. */
static status_t fill(input_t *in, err_t *err)
{
    struct pollfd ready = {.fd = in->fd, .events = POLLIN};
    do {
        ssize_t n = read(in->fd, in->block + in->n, in->room - in->n);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set(err, ST_IO, "file.read", N_("The list of hosts cannot be read."));
        in->end = n == 0;
        in->n += (size_t)n;
        in->done += (uint64_t)n;
    } while (!in->end && in->n < in->room && poll(&ready, 1, 0) > 0);
    return ST_OK;
}

static size_t whole_lines(const input_t *in)
{
    size_t n = in->n;
    while (!in->end && n > 0 && in->block[n - 1] != '\n') n--;
    return n;
}

static status_t run(cli_t *c, input_t *in, share_t *shares, int workers)
{
    status_t s = ST_OK;
    while (s == ST_OK && !in->end) {
        s = fill(in, &c->err);
        size_t n = s == ST_OK ? whole_lines(in) : 0;
        if (s == ST_OK && !n && in->n == in->room)
            return err_at(&c->err, ST_LIMIT, "check.line-long", NULL, in->line, N_("Line %ld is too long to check."),
                          in->line);
        if (n) s = judge_block(c, shares, workers, (str_t){in->block, n});
        for (size_t i = 0; i < n; i++) in->line += in->block[i] == '\n';
        memmove(in->block, in->block + n, in->n - n);
        in->n -= n;
        progress_step("check", in->done, in->total);
    }
    progress_end();
    return s;
}

static status_t open_list(cli_t *c, const char *file, input_t *in)
{
    struct stat st;
    in->fd = strcmp(file, "-") == 0 ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0) return err_set(&c->err, ST_IO, "file.open", N_("The list of hosts %s cannot be opened."), file);
    if (fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode)) in->total = (uint64_t)st.st_size;
    return ST_OK;
}

status_t check_hosts(cli_t *c, const canhgiac_t *know, const list_t *list, const char *file)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t workers;
    input_t in = {.line = 1};
    status_t s = cli_number(c, "workers", 1, WORKERS_MOST, cores > 0 && cores < WORKERS_MOST ? cores : 1, &workers);
    if (s == ST_OK) s = open_list(c, file, &in);
    if (s != ST_OK) return s;
    share_t *shares = ARENA_ARRAY(c->a, share_t, (size_t)workers);
    in.room = SHARE * (size_t)workers;
    in.block = arena_alloc(c->a, in.room);
    bool ready = shares && in.block;
    for (int i = 0; ready && i < workers; i++) {
        shares[i] = (share_t){
            .know = know, .list = list, .day = list_day(date_of(clock_now())), .a = arena_new(2 * (size_t)OUTPUT)};
        ready = shares[i].a != NULL;
    }
    s = ready ? run(c, &in, shares, (int)workers)
              : err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    for (int i = 0; shares && i < workers; i++) arena_free(shares[i].a);
    if (in.fd != STDIN_FILENO) close(in.fd);
    return s;
}
