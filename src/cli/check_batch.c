/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check_batch.h"
#include "cli/measure.h"
#include "cli/rows.h"

enum { COLUMNS = 5 };

static const char *const names[COLUMNS] = {"id", "text", "sender", "channel", "date"};

typedef struct batch {
    const canhgiac_t *know;
    const list_t *list;
    int list_day;
    lang_t lang;
    bool plain;
    int at[COLUMNS]; /* column of each name; -1: there is none */
} batch_t;

static void codes(const verdict_t *v, buf_t *b)
{
    buf_putz(b, level_name(v->level));
    buf_putc(b, '\t');
    if (v->has_score) buf_hundredths(b, v->score);
    buf_putc(b, '\t');
    for (size_t i = 0; i < v->n_forms; i++) {
        if (i) buf_putc(b, ',');
        buf_put(b, v->forms[i]->code);
    }
    buf_putc(b, '\t');
    for (size_t i = 0; i < v->n_signs; i++) {
        if (i) buf_putc(b, ',');
        buf_put(b, v->signs[i].code);
    }
}

static str_t column(str_t line, int wanted)
{
    str_t piece = S("");
    for (int i = 0; i <= wanted; i++)
        if (!str_cut(&line, '\t', &piece)) return S("");
    return wanted < 0 ? S("") : piece;
}

static status_t header(batch_t *b, str_t line, err_t *err)
{
    str_t name;
    for (int k = 0; k < COLUMNS; k++) b->at[k] = -1;
    for (int i = 0; str_cut(&line, '\t', &name); i++)
        for (int k = 0; k < COLUMNS; k++)
            if (str_eq(str_trim(name), str_of(names[k]))) b->at[k] = i;
    if (b->at[0] >= 0 && b->at[1] >= 0) return ST_OK;
    return err_at(err, ST_INPUT, "check.header", NULL, 1, N_("Line 1 must name the columns id and text."));
}

static status_t read_line(const batch_t *b, rows_block_t *r, str_t line, long number, check_input_t *in)
{
    *in = (check_input_t){
        .text = line, .sender = S(""), .channel = S(""), .lang = b->lang, .list = b->list, .list_day = b->list_day};
    if (b->plain) return ST_OK;
    str_t day = column(line, b->at[4]);
    in->text = tsv_unescape(r->a, column(line, b->at[1]));
    in->sender = column(line, b->at[2]);
    in->channel = column(line, b->at[3]);
    if (day.n && !date_parse(day, &in->date))
        return err_at(&r->err, ST_INPUT, "check.line-date", "date", number, N_("Line %ld: the date is YYYY-MM-DD."),
                      number);
    return ST_OK;
}

static status_t one(const batch_t *b, rows_block_t *r, str_t line, long number)
{
    check_input_t in;
    arena_reset(r->a);
    verdict_t *v = arena_raw(r->a, sizeof *v); /* canhgiac_check sets what there is to read of it */
    status_t st = v ? read_line(b, r, line, number, &in) : ST_MEMORY;
    if (st == ST_OK) st = (status_t)canhgiac_check(b->know, r->a, &in, v);
    if (st == ST_LIMIT || st == ST_MEMORY)
        return err_at(&r->err, ST_LIMIT, "check.line-long", NULL, number, N_("Line %ld is too long to check."), number);
    if (st != ST_OK) return st;
    if (b->plain)
        buf_int(&r->out, number);
    else
        buf_put(&r->out, column(line, b->at[0]));
    buf_putc(&r->out, '\t');
    codes(v, &r->out);
    buf_putc(&r->out, '\n');
    return ST_OK;
}

static void block(const void *ctx, rows_block_t *r)
{
    str_t rest = r->lines, line;
    for (long n = r->first; r->status == ST_OK && str_line(&rest, &line); n++) r->status = one(ctx, r, line, n);
}

static status_t head(cli_t *c, rows_t *rows, batch_t *b)
{
    str_t line;
    bool found;
    status_t s = b->plain ? ST_OK : rows_head(rows, &line, &found);
    if (s != ST_OK || b->plain) return s;
    return found ? header(b, line, &c->err) : err_set(&c->err, ST_INPUT, "check.empty", N_("The file is empty."));
}

status_t check_batch(cli_t *c, const canhgiac_t *know, const list_t *list, const char *file)
{
    batch_t b = {.know = know,
                 .list = list,
                 .list_day = list_day(date_of(clock_now())),
                 .lang = c->lang,
                 .plain = cli_option(c, "lines")};
    rows_t *rows;
    status_t s = rows_open(c, file, &rows);
    if (s == ST_OK) s = head(c, rows, &b);
    if (s == ST_OK) s = rows_run(rows, block, &b);
    rows_close(rows);
    return s;
}
