/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_check — one verdict on what is given; files of them are check_batch.c's.
 */
#include "base/file.h"
#include "check/check.h"
#include "box/image.h"
#include "check/judged_image.h"
#include "cli/check_batch.h"
#include "cli/check_hosts.h"
#include "cli/commands.h"

enum { MESSAGE_LIMIT = 1 << 20, OUTPUT_LIMIT = 1 << 30, FILE_LIMIT = IMAGE_BYTES };

static const char *const inputs[] = {"text", "url", "phone", "account", "qr", "image", "document", NULL};

/* --list, else what the data directory publishes, else none. */
static status_t read_list(cli_t *c, const list_t **out)
{
    list_t *l = ARENA_NEW(c->a, list_t);
    status_t s = l ? cli_list(c, cli_option(c, "list"), l) : ST_MEMORY;
    *out = s == ST_OK ? l : NULL;
    return s == ST_NOT_FOUND && !cli_option(c, "list") ? ST_OK : s;
}

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
        return err_set(&c->err, ST_USAGE, "check.input",
                       N_("Give exactly one of text, url, phone, account, qr, image or document."));
    const char *sender = cli_option(c, "sender"), *channel = cli_option(c, "channel"), *day = cli_option(c, "date");
    in->sender = sender ? str_of(sender) : S("");
    in->channel = channel ? str_of(channel) : S("");
    if (!check_channel_known(in->channel))
        return err_set(&c->err, ST_USAGE, "check.channel", N_("The channel is sms, zalo, call, email or web."));
    if (day && !date_parse(str_of(day), &in->date))
        return err_set(&c->err, ST_USAGE, "check.date", N_("The date is YYYY-MM-DD."));
    return given ? ST_OK : file_read(c->a, "-", MESSAGE_LIMIT, &in->text, &c->err);
}

static void words(cli_t *c, const verdict_t *v, buf_t *b)
{
    buf_put(b, v->headline);
    buf_putc(b, '\n');
    if (v->imitates) buf_fmt(b, "%s %.*s\n", tr(c->lang, N_("In the name of:")), STRF(v->imitates->name));
    if (v->imitates && v->imitates->n_vouched)
        buf_fmt(b, "%s %.*s\n", tr(c->lang, N_("The true address:")), STRF(v->imitates->domains[0]));
    else if (v->imitates)
        buf_fmt(
            b, "%s\n",
            tr(c->lang,
               N_("We have not checked its address: look for it in your contract, on your card or at its office.")));
    for (size_t i = 0; i < v->n_signs; i++) buf_fmt(b, "- %.*s %.*s\n", STRF(v->signs[i].why), STRF(v->signs[i].check));
    for (size_t i = 0; i < v->n_listed; i++) {
        const listed_t *l = &v->listed[i];
        buf_fmt(b, tr(c->lang, N_("  On the list of %.*s since %02d/%02d/%04d. %.*s\n")), STRF(l->source), l->since.d,
                l->since.m, l->since.y, STRF(l->reason));
    }
    for (size_t i = 0; i < v->n_steps; i++) buf_fmt(b, "%zu. %.*s\n", i + 1, STRF(v->steps[i]));
}

static void codes_words(cli_t *c, const judged_t *j, buf_t *b)
{
    for (size_t i = 0; i < j->n_codes; i++) buf_fmt(b, "QR: %s\n", vietqr_kind_text(j->codes[i].read.kind, c->lang));
    if (j->n_codes || j->document.level != DOCUMENT_NONE) buf_fmt(b, "%.*s\n", STRF(str_trim(j->text)));
    for (size_t i = 0; i < j->document.n_findings; i++) /* the graver ones stand among the signs */
        if (j->document.findings[i].severity == DOCUMENT_NOTE) buf_fmt(b, "· %s\n", j->document.findings[i].why);
    if (j->document.level != DOCUMENT_NONE) buf_fmt(b, "%s\n", document_level_text(j->document.level, c->lang));
}

/* A file, a picture or a QR code's payload: words, codes and form judged together. */
static status_t judge(cli_t *c, const canhgiac_t *know, check_input_t *in, judged_t **out)
{
    const char *image = cli_option(c, "image"), *file = image ? image : cli_option(c, "document");
    image_size_t size;
    str_t bytes = in->text;
    if (file) {
        status_t s = file_read(c->a, file, FILE_LIMIT, &bytes, &c->err);
        if (s != ST_OK) return s;
        if (image || image_size(bytes, &size)) return judged_image(know, c->a, in, bytes, out, &c->err);
        in->text = bytes;
        if (!utf8_valid(bytes) || memchr(bytes.p, 0, bytes.n))
            return err_set(&c->err, ST_INPUT, "check.document",
                           N_("This is neither text in UTF-8 nor a picture or PDF."));
    } else {
        in->text = S("");
    }
    status_t s = judged_of(know, c->a, in, &bytes, file ? 0 : 1, date_of(clock_now()), out);
    return s == ST_LIMIT ? err_set(&c->err, s, "check.failed",
                                   N_("The message is too long to check; paste the part that matters."))
                         : s;
}

static status_t check_judged(cli_t *c, const canhgiac_t *know, check_input_t *in)
{
    judged_t *j;
    status_t s = judge(c, know, in, &j);
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, OUTPUT_LIMIT);
    if (c->json) {
        judged_json(j, &b);
        buf_putc(&b, '\n');
    } else {
        words(c, &j->verdict, &b);
        codes_words(c, j, &b);
    }
    return cli_print(c, buf_str(&b));
}

status_t cmd_check(cli_t *c)
{
    canhgiac_t *know;
    check_input_t in = {.text = S("")};
    status_t s = check_engine(c->a, &know, &c->err);
    if (s == ST_OK) s = read_list(c, &in.list);
    in.list_day = list_day(date_of(clock_now()));
    if (s != ST_OK) return s;
    if (cli_option(c, "batch")) return check_batch(c, know, in.list, cli_option(c, "batch"));
    if (cli_option(c, "hosts")) return check_hosts(c, know, in.list, cli_option(c, "hosts"));
    s = read_input(c, &in);
    if (s == ST_OK && in.text.n && (cli_option(c, "qr") || cli_option(c, "image") || cli_option(c, "document")))
        return check_judged(c, know, &in);
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
