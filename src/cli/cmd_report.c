/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_report — the closing report, in the form asked for. Reads beside a program that serves.
 */
#include <stdio.h>
#include "base/file.h"
#include "campaign/bundle.h"
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

/* --- verifying --- */

/* The key asked for, else those of the data directory, else none: then the bundle's own is used, and that is said. */
static status_t bundle_ring(cli_t *c, sign_ring_t *ring)
{
    str_t text;
    const char *file = cli_option(c, "key");
    err_t quiet = err_new(c->lang);
    ring->n = 0;
    if (!file) {
        if (material_ring(c->data, ring, &quiet) != ST_OK) ring->n = 0;
        return ST_OK;
    }
    status_t s = file_read(c->a, file, SIGN_FILE_MAX, &text, &c->err);
    if (s == ST_OK) s = sign_public_parse(text, &ring->keys[0], &c->err);
    ring->n = s == ST_OK;
    return s;
}

static void say_json(cli_t *c, const bundle_seen_t *seen, buf_t *b)
{
    view_t *v = view_new(c->a), *list;
    view_flag(v, "genuine", seen->faults.len == 0);
    view_z(v, "what", "report");
    view_text(v, "which", seen->comment);
    view_z(v, "key", seen->key);
    view_flag(v, "trusted", seen->trusted);
    view_int(v, "events", seen->events);
    view_int(v, "figures", seen->figures);
    view_int(v, "pages", seen->pages);
    view_int(v, "heads", seen->heads);
    view_int(v, "stamped", seen->stamped);
    list = view_list(v, "faults");
    for (size_t i = 0; i < seen->faults.len; i++) {
        view_t *f = view_item(list);
        view_text(f, "where", VEC_AT(&seen->faults, bundle_fault_t, i).where);
        view_text(f, "says", VEC_AT(&seen->faults, bundle_fault_t, i).says);
    }
    view_json(v, b);
    buf_putc(b, '\n');
}

static void say(cli_t *c, const bundle_seen_t *seen, buf_t *b)
{
    for (size_t i = 0; i < seen->faults.len; i++) {
        const bundle_fault_t *f = &VEC_AT(&seen->faults, bundle_fault_t, i);
        buf_fmt(b, "%.*s: %.*s\n", STRF(f->where), STRF(f->says));
    }
    if (seen->faults.len) return;
    buf_fmt(b, "%s: %.*s\n", tr(c->lang, N_("Genuine")), STRF(seen->comment));
    buf_fmt(b, tr(c->lang, N_("%lld figures made again from the evidence, %lld events of the journal: all agree.\n")),
            (long long)seen->figures, (long long)seen->events);
    if (seen->pages || seen->heads)
        buf_fmt(b,
                tr(c->lang, N_("%lld pages as they were seen, %lld daily heads of the journal, %lld of them "
                               "time-stamped: all agree.\n")),
                (long long)seen->pages, (long long)seen->heads, (long long)seen->stamped);
    if (!seen->trusted)
        buf_fmt(
            b,
            tr(c->lang,
               N_("Signed with key %s, which came with the bundle: compare it with the key its issuer made public.\n")),
            seen->key);
}

status_t cmd_verify_bundle(cli_t *c)
{
    packed_t *files;
    size_t n;
    sign_ring_t ring;
    bundle_seen_t seen;
    arena_t *a = arena_new((size_t)4 << 30);
    if (!a) return err_set(&c->err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    status_t s = bundle_open(a, c->words[0], &files, &n, &c->err);
    if (s == ST_OK) s = bundle_ring(c, &ring);
    if (s == ST_OK) {
        s = bundle_verify(a, files, n, &ring, c->lang, &seen, &c->err);
        buf_t b = buf_new(a, 4 << 20);
        if (s == ST_OK || s == ST_DENIED) {
            if (c->json)
                say_json(c, &seen, &b);
            else
                say(c, &seen, &b);
            status_t printed = cli_print(c, buf_str(&b));
            if (s == ST_OK) s = printed;
        }
    }
    arena_free(a);
    return s;
}
