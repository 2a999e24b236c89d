/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check_batch.h"
#include <pthread.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/measure.h"

enum {
    BATCH_LIMIT = 1 << 30,
    LINE_ARENA = 32 << 20,
    SHARE = 2048, /* lines each thread takes in a round; a round is printed before the next begins */
    SHARE_OUTPUT = 64 << 20,
    WORKERS_MOST = 64,
    COLUMNS = 5
};

static const char *const names[COLUMNS] = {"id", "text", "sender", "channel", "date"};

typedef struct batch {
    const canhgiac_t *know;
    const list_t *list;
    int list_day;
    lang_t lang;
    bool plain;
    int at[COLUMNS]; /* column of each name; -1: there is none */
} batch_t;

typedef struct share {
    const batch_t *b;
    str_t lines[SHARE];
    size_t n;
    long first; /* number of the first line in the file */
    arena_t *out, *line;
    buf_t text;
    status_t status;
    err_t err;
} share_t;

static void codes(const verdict_t *v, buf_t *b)
{
    buf_fmt(b, "%s\t", level_name(v->level));
    if (v->has_score) buf_fmt(b, "%.2f", v->score);
    buf_putc(b, '\t');
    for (size_t i = 0; i < v->n_forms; i++) buf_fmt(b, "%s%.*s", i ? "," : "", STRF(v->forms[i]->code));
    buf_putc(b, '\t');
    for (size_t i = 0; i < v->n_signs; i++) buf_fmt(b, "%s%.*s", i ? "," : "", STRF(v->signs[i].code));
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

static status_t read_line(share_t *s, str_t line, long number, check_input_t *in)
{
    const batch_t *b = s->b;
    *in = (check_input_t){
        .text = line, .sender = S(""), .channel = S(""), .lang = b->lang, .list = b->list, .list_day = b->list_day};
    if (b->plain) return ST_OK;
    str_t day = column(line, b->at[4]);
    in->text = tsv_unescape(s->line, column(line, b->at[1]));
    in->sender = column(line, b->at[2]);
    in->channel = column(line, b->at[3]);
    if (day.n && !date_parse(day, &in->date))
        return err_at(&s->err, ST_INPUT, "check.line-date", "date", number, N_("Line %ld: the date is YYYY-MM-DD."),
                      number);
    return ST_OK;
}

static status_t one(share_t *s, str_t line, long number)
{
    const batch_t *b = s->b;
    check_input_t in;
    arena_reset(s->line);
    verdict_t *v = ARENA_NEW(s->line, verdict_t);
    status_t st = v ? read_line(s, line, number, &in) : ST_MEMORY;
    if (st == ST_OK) st = canhgiac_check(b->know, s->line, &in, v);
    if (st == ST_LIMIT || st == ST_MEMORY)
        return err_at(&s->err, ST_LIMIT, "check.line-long", NULL, number, N_("Line %ld is too long to check."), number);
    if (st != ST_OK) return st;
    if (b->plain)
        buf_int(&s->text, number);
    else
        buf_put(&s->text, column(line, b->at[0]));
    buf_putc(&s->text, '\t');
    codes(v, &s->text);
    buf_putc(&s->text, '\n');
    return buf_ok(&s->text) ? ST_OK : ST_MEMORY;
}

static void *work(void *arg)
{
    share_t *s = arg;
    arena_reset(s->out);
    s->text = buf_new(s->out, SHARE_OUTPUT);
    s->status = ST_OK;
    for (size_t i = 0; i < s->n && s->status == ST_OK; i++) s->status = one(s, s->lines[i], s->first + (long)i);
    return NULL;
}

/* What stood before a bad line is printed: the output says how far it came. */
static status_t round_of(cli_t *c, share_t *shares, int workers)
{
    pthread_t threads[WORKERS_MOST];
    bool runs[WORKERS_MOST] = {false};
    status_t s = ST_OK;
    for (int i = 1; i < workers; i++) runs[i] = shares[i].n && pthread_create(&threads[i], NULL, work, &shares[i]) == 0;
    work(&shares[0]);
    for (int i = 1; i < workers; i++) {
        if (runs[i])
            pthread_join(threads[i], NULL);
        else
            work(&shares[i]);
    }
    for (int i = 0; i < workers && s == ST_OK; i++) {
        s = cli_print(c, buf_str(&shares[i].text));
        if (s == ST_OK && shares[i].status != ST_OK) {
            s = shares[i].status;
            c->err = shares[i].err;
        }
    }
    return s;
}

static size_t deal(share_t *shares, int workers, str_t *all, long *number)
{
    size_t dealt = 0;
    str_t line;
    for (int i = 0; i < workers; i++) {
        shares[i].n = 0;
        shares[i].first = *number;
        while (shares[i].n < SHARE && str_line(all, &line)) {
            shares[i].lines[shares[i].n++] = line;
            (*number)++;
        }
        dealt += shares[i].n;
    }
    return dealt;
}

static status_t run(cli_t *c, const batch_t *b, share_t *shares, int workers, str_t all, long number)
{
    status_t s = ST_OK;
    size_t whole = all.n;
    for (int i = 0; i < workers; i++) {
        shares[i] = (share_t){.b = b, .out = arena_new(2 * (size_t)SHARE_OUTPUT), .line = arena_new(LINE_ARENA)};
        shares[i].err = err_new(c->lang);
        if (!shares[i].out || !shares[i].line)
            s = err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    }
    while (s == ST_OK && deal(shares, workers, &all, &number) > 0) {
        s = round_of(c, shares, workers);
        progress_step("check", whole - all.n, whole);
    }
    progress_end();
    for (int i = 0; i < workers; i++) {
        arena_free(shares[i].out);
        arena_free(shares[i].line);
    }
    return s;
}

status_t check_batch(cli_t *c, const canhgiac_t *know, const list_t *list, const char *file)
{
    batch_t b = {.know = know,
                 .list = list,
                 .list_day = list_day(date_of(clock_now())),
                 .lang = c->lang,
                 .plain = cli_option(c, "lines")};
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t workers;
    str_t all, line;
    status_t s = cli_number(c, "workers", 1, WORKERS_MOST, cores > 0 && cores < WORKERS_MOST ? cores : 1, &workers);
    if (s == ST_OK) s = file_read(c->a, file, BATCH_LIMIT, &all, &c->err);
    if (s == ST_OK && !b.plain)
        s = str_line(&all, &line) ? header(&b, line, &c->err)
                                  : err_set(&c->err, ST_INPUT, "check.empty", N_("The file is empty."));
    share_t *shares = s == ST_OK ? ARENA_ARRAY(c->a, share_t, (size_t)workers) : NULL;
    if (!shares) return s == ST_OK ? err_set(&c->err, ST_MEMORY, "store.memory", N_("Not enough memory.")) : s;
    return run(c, &b, shares, (int)workers, all, b.plain ? 1 : 2);
}
