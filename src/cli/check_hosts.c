/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check_hosts.h"
#include "cli/rows.h"

typedef struct hosts {
    const canhgiac_t *know;
    const list_t *list;
    int day; /* of the check */
} hosts_t;

static void one(const hosts_t *h, str_t line, buf_t *b)
{
    host_verdict_t v;
    str_t host = str_sub(line, 0, str_chr(line, '\t', 0));
    canhgiac_check_host(h->know, host, &v);
    (void)canhgiac_host_list(h->know, h->list, h->day, host, &v);
    buf_put(b, host);
    buf_putc(b, '\t');
    buf_putz(b, level_name(v.level));
    buf_putc(b, '\t');
    if (v.has_score) buf_hundredths(b, v.score);
    buf_putc(b, '\t');
    for (size_t i = 0; i < v.n_signs; i++) {
        if (i) buf_putc(b, ',');
        buf_put(b, v.signs[i]);
    }
    buf_putc(b, '\t');
    if (v.imitates) buf_put(b, v.imitates->key);
    buf_putc(b, '\n');
}

static void block(const void *ctx, rows_block_t *r)
{
    str_t rest = r->lines, line;
    while (str_line(&rest, &line)) one(ctx, line, &r->out);
}

status_t check_hosts(cli_t *c, const canhgiac_t *know, const list_t *list, const char *file)
{
    hosts_t h = {.know = know, .list = list, .day = list_day(date_of(clock_now()))};
    rows_t *rows;
    status_t s = rows_open(c, file, &rows);
    if (s == ST_OK) s = rows_run(rows, block, &h);
    rows_close(rows);
    return s;
}
