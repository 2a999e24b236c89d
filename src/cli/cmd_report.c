/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_report — the closing report, in the form asked for. Reads beside a program that serves.
 */
#include <stdio.h>
#include "base/file.h"
#include "campaign/closing.h"
#include "cli/commands.h"
#include "cli/settings.h"
#include "page/render.h"

static status_t moment(cli_t *c, ms_t *at)
{
    const char *text = cli_option(c, "as-of");
    date_t day;
    *at = clock_now();
    if (!text) return ST_OK;
    if (date_parse(str_of(text), &day)) {
        *at = date_end(day);
        return ST_OK;
    }
    return ms_parse(str_of(text), at)
               ? ST_OK
               : err_at(&c->err, ST_USAGE, "report.as-of", "as-of", 0, N_("There is no such moment: %s."), text);
}

static status_t made(cli_t *c, store_t *st, ms_t at, str_t *out)
{
    db_t *db;
    const char *mime, *format = cli_option(c, "format");
    closing_t closing;
    arena_t *a = arena_new((size_t)2 << 30);
    if (!a) return err_set(&c->err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    status_t s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = closing_by_name(st, db, a, str_of(c->words[0]), at, &closing, &c->err);
        store_done(st, db);
    }
    if (s == ST_OK)
        s = report_dress(a, &closing.report, &closing.words, &closing.proof, c->lang, str_of(format), out, &mime,
                         &c->err);
    const char *file = cli_option(c, "output");
    if (s == ST_OK) s = file_write(file, *out, 0644, &c->err);
    arena_free(a);
    return s;
}

status_t cmd_report_closing(cli_t *c)
{
    config_t *config;
    store_t *st;
    ms_t at;
    str_t out = STR_NONE;
    const char *format = cli_option(c, "format"), *file = cli_option(c, "output");
    if (!format || !file)
        return err_set(&c->err, ST_USAGE, "report.usage",
                       N_("Say which form (--format pdf) and where it goes (-o FILE)."));
    if (!report_has_form(str_of(format)))
        return err_set(&c->err, ST_USAGE, "report.format",
                       N_("There is no form %.*s: choose pdf, docx, xlsx, csv, json or html."), 20, format);
    status_t s = settings_load(c, NULL, &config);
    if (s == ST_OK) s = moment(c, &at);
    if (s == ST_OK) s = page_start(&c->err);
    if (s != ST_OK) return s;
    s = store_open_reader(c->data, &st, &c->err);
    if (s == ST_OK) {
        s = made(c, st, at, &out);
        store_close(st);
    }
    page_stop();
    if (s == ST_OK) fprintf(stderr, tr(c->lang, N_("Written: %s (%zu bytes)\n")), file, out.n);
    return s;
}
