/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_nudge — reminders from the command line: who would get what, into the outbox, out of it.
 */
#include <stdio.h>
#include "base/file.h"
#include "campaign/nudge.h"
#include "cli/commands.h"
#include "cli/settings.h"

static void show(cli_t *c, buf_t *b, const nudge_t *x)
{
    if (!c->json) {
        buf_fmt(b, "%.*s\t%.*s\t%.*s\t%s\n", STRF(x->code), STRF(x->name), STRF(x->why),
                x->queued    ? tr(c->lang, N_("in today's outbox"))
                : x->email.n ? ""
                             : tr(c->lang, N_("no mailbox")));
        return;
    }
    static const char *const kinds[NUDGE_KINDS] = {"remind", "late", "above"};
    buf_putz(b, b->n > 1 ? ",{\"unit\":" : "{\"unit\":");
    buf_json(b, x->code);
    buf_fmt(b, ",\"kind\":\"%s\",\"owes\":%lld,\"late\":%lld,\"minutes\":%lld,\"mail\":%s,\"queued\":%s,\"text\":",
            kinds[x->kind], (long long)x->open, (long long)x->late, (long long)x->minutes,
            x->email.n ? "true" : "false", x->queued ? "true" : "false");
    buf_json(b, x->text);
    buf_putc(b, '}');
}

status_t cmd_nudge_preview(cli_t *c)
{
    store_t *st;
    db_t *db;
    dispatch_t d;
    nudge_t *list;
    size_t n = 0;
    status_t s = cli_reader(c, &st);
    if (s != ST_OK) return s;
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = dispatch_named(db, c->a, str_of(c->words[0]), &d, &c->err);
        if (s == ST_OK) s = nudge_plan(db, c->a, &d, clock_now(), c->lang, &list, &n, &c->err);
        store_done(st, db);
    }
    store_close(st);
    buf_t b = buf_new(c->a, (size_t)64 << 20);
    if (c->json) buf_putc(&b, '[');
    for (size_t k = 0; s == ST_OK && k < n; k++) show(c, &b, &list[k]);
    if (c->json) buf_putz(&b, "]\n");
    return s == ST_OK ? cli_print(c, buf_str(&b)) : s;
}

typedef struct queue_job {
    cli_t *c;
    size_t queued;
} queue_job_t;

static status_t queue_act(db_t *db, void *arg, err_t *err)
{
    queue_job_t *j = arg;
    static const ident_t program;
    dispatch_t d;
    status_t s = dispatch_named(db, j->c->a, str_of(j->c->words[0]), &d, err);
    return s == ST_OK ? nudge_queue(db, j->c->a, d.id, program, &j->queued, err) : s;
}

status_t cmd_nudge_queue(cli_t *c)
{
    store_t *st;
    queue_job_t j = {c, 0};
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_act(st, queue_act, &j, &c->err);
    store_close(st);
    return s == ST_OK ? cli_print(c, str_fmt(c->a, c->json ? "{\"queued\":%zu}\n" : "%zu\n", j.queued)) : s;
}

status_t mail_settings(cli_t *c, const config_t *cfg, mail_t *out)
{
    str_t file = config_text(cfg, "mail.password_file");
    *out = (mail_t){config_text(cfg, "mail.server"), config_text(cfg, "mail.from"), config_text(cfg, "mail.user"),
                    S(""), config_text(cfg, "mail.ca")};
    if (!file.n) return ST_OK;
    status_t s = file_read(c->a, str_z(c->a, file), 4096, &out->password, &c->err);
    out->password = str_trim(out->password);
    return s;
}

status_t cmd_nudge_send(cli_t *c)
{
    store_t *st;
    config_t *cfg;
    mail_t m;
    nudge_sent_t sent = {0};
    status_t s = settings_load(c, NULL, &cfg);
    if (s == ST_OK) s = mail_settings(c, cfg, &m);
    if (s == ST_OK) s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = nudge_send(st, &m, &sent, &c->err);
    store_close(st);
    if (s != ST_OK) return s;
    return cli_print(c, str_fmt(c->a, "{\"sent\":%zu,\"settled\":%zu,\"failed\":%zu,\"waiting\":%zu}\n", sent.sent,
                                sent.settled, sent.failed, sent.waiting));
}
