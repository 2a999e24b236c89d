/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_check — one verdict, or one line for each message or host of a file.
 */
#include "base/file.h"
#include "check/check.h"
#include "cli/commands.h"
#include "cli/measure.h"

enum { MESSAGE_LIMIT = 1 << 20, BATCH_LIMIT = 1 << 30, LINE_ARENA = 32 << 20, OUTPUT_LIMIT = 1 << 30 };

static const char *const inputs[] = {"text", "url", "phone", "account", "qr", NULL};

static status_t read_input(cli_t *c, check_input_t *in)
{
    int given = 0;
    in->lang = c->lang;
    for (const char *const *i = inputs; *i; i++) {
        const char *v = cli_option(c, *i);
        if (!v) continue;
        given++;
        in->text = str_of(v);
        if (strcmp(*i, "account") == 0) {
            const char *bank = cli_option(c, "bank");
            in->text = str_fmt(c->a, "STK %s %s", v, bank ? bank : "");
        }
    }
    if (given > 1)
        return err_set(&c->err, ST_USAGE, "check.input", N_("Give exactly one of text, url, phone, account or qr."));
    const char *sender = cli_option(c, "sender"), *channel = cli_option(c, "channel"), *day = cli_option(c, "date");
    in->sender = sender ? str_of(sender) : S("");
    in->channel = channel ? str_of(channel) : S("");
    if (day && !date_parse(str_of(day), &in->date))
        return err_set(&c->err, ST_USAGE, "check.date", N_("The date is YYYY-MM-DD."));
    return given ? ST_OK : file_read(c->a, "-", MESSAGE_LIMIT, &in->text, &c->err);
}

static void words(cli_t *c, const verdict_t *v, buf_t *b)
{
    buf_put(b, v->headline);
    buf_putc(b, '\n');
    if (v->imitates)
        buf_fmt(b, tr(c->lang, N_("In the name of %.*s; the true address is %.*s\n")), STRF(v->imitates->name),
                STRF(v->imitates->n_domains ? v->imitates->domains[0] : S("–")));
    for (size_t i = 0; i < v->n_signs; i++) buf_fmt(b, "- %.*s %.*s\n", STRF(v->signs[i].why), STRF(v->signs[i].check));
    for (size_t i = 0; i < v->n_steps; i++) buf_fmt(b, "%zu. %.*s\n", i + 1, STRF(v->steps[i]));
}

static void codes(const verdict_t *v, buf_t *b)
{
    buf_fmt(b, "%s\t", level_name(v->level));
    if (v->has_score) buf_fmt(b, "%.2f", v->score);
    buf_putc(b, '\t');
    for (size_t i = 0; i < v->n_forms; i++) buf_fmt(b, "%s%.*s", i ? "," : "", STRF(v->forms[i]->code));
    buf_putc(b, '\t');
    for (size_t i = 0; i < v->n_signs; i++) buf_fmt(b, "%s%.*s", i ? "," : "", STRF(v->signs[i].code));
}

static status_t header(cli_t *c, str_t line, int *id, int *text)
{
    str_t name;
    *id = *text = -1;
    for (int i = 0; str_cut(&line, '\t', &name); i++) {
        if (str_eq(name, S("id"))) *id = i;
        if (str_eq(name, S("text"))) *text = i;
    }
    if (*id >= 0 && *text >= 0) return ST_OK;
    return err_at(&c->err, ST_INPUT, "check.header", NULL, 1, N_("Line 1 must name the columns id and text."));
}

static str_t column(str_t line, int wanted)
{
    str_t piece = S("");
    for (int i = 0; i <= wanted; i++)
        if (!str_cut(&line, '\t', &piece)) return S("");
    return piece;
}

/* `hosts`: lines are hosts; else TSV with a header, or plain lines with --lines. */
static status_t batch(cli_t *c, const canhgiac_t *know, const char *file, bool hosts)
{
    str_t all, line;
    int id = -1, text = -1;
    status_t s = file_read(c->a, file, BATCH_LIMIT, &all, &c->err);
    arena_t *a = s == ST_OK ? arena_new(LINE_ARENA) : NULL;
    if (!a) return s == ST_OK ? ST_MEMORY : s;
    bool plain = hosts || cli_option(c, "lines");
    if (!plain)
        s = str_line(&all, &line) ? header(c, line, &id, &text)
                                  : err_set(&c->err, ST_INPUT, "check.empty", N_("The file is empty."));
    for (size_t n = 1; s == ST_OK && str_line(&all, &line); n++) {
        arena_reset(a);
        buf_t b = buf_new(a, 1 << 20);
        verdict_t *v = ARENA_NEW(a, verdict_t);
        check_input_t in = {.text = plain ? line : tsv_unescape(a, column(line, text)),
                            .sender = S(""),
                            .channel = S(""),
                            .lang = c->lang};
        if (!v || canhgiac_check(know, a, &in, v) != ST_OK) {
            s = ST_MEMORY;
            break;
        }
        if (hosts)
            buf_put(&b, line);
        else if (plain)
            buf_int(&b, (int64_t)n);
        else
            buf_put(&b, column(line, id));
        buf_putc(&b, '\t');
        codes(v, &b);
        if (hosts) buf_fmt(&b, "\t%.*s", STRF(v->imitates ? v->imitates->key : S("")));
        buf_putc(&b, '\n');
        s = cli_print(c, buf_str(&b));
    }
    arena_free(a);
    return s;
}

status_t cmd_check(cli_t *c)
{
    canhgiac_t *know;
    check_input_t in = {.text = S("")};
    status_t s = check_engine(c->a, &know, &c->err);
    if (s != ST_OK) return s;
    if (cli_option(c, "batch")) return batch(c, know, cli_option(c, "batch"), false);
    if (cli_option(c, "hosts")) return batch(c, know, cli_option(c, "hosts"), true);
    s = read_input(c, &in);
    verdict_t *v = ARENA_NEW(c->a, verdict_t);
    if (s == ST_OK && !in.text.n) s = err_set(&c->err, ST_INPUT, "check.empty", N_("There is nothing to check."));
    if (s == ST_OK) s = v ? canhgiac_check(know, c->a, &in, v) : ST_MEMORY;
    if (s == ST_LIMIT)
        return err_set(&c->err, ST_LIMIT, "check.failed",
                       N_("The message is too long to check; paste the part that matters."));
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, OUTPUT_LIMIT);
    if (c->json) {
        canhgiac_json(v, in.text, &b);
        buf_putc(&b, '\n');
    } else {
        words(c, v, &b);
    }
    return cli_print(c, buf_str(&b));
}
