/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_check — one verdict on what is given; files of them are check_batch.c's.
 */
#include "base/file.h"
#include "check/check.h"
#include "cli/check_batch.h"
#include "cli/commands.h"

enum { MESSAGE_LIMIT = 1 << 20, OUTPUT_LIMIT = 1 << 30 };

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

status_t cmd_check(cli_t *c)
{
    canhgiac_t *know;
    check_input_t in = {.text = S("")};
    status_t s = check_engine(c->a, &know, &c->err);
    if (s != ST_OK) return s;
    if (cli_option(c, "batch")) return check_batch(c, know, cli_option(c, "batch"), false);
    if (cli_option(c, "hosts")) return check_batch(c, know, cli_option(c, "hosts"), true);
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
