/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_letter — `letter import FILE|-`: an official letter becomes a draft that a person confirms; `letter render`: a dispatch
 * becomes the document that is signed.
 */
#include <stdio.h>
#include "base/file.h"
#include "box/paper.h"
#include "campaign/campaign.h"
#include "campaign/edxml_box.h"
#include "cli/commands.h"
#include "cli/settings.h"
#include "people/people.h"

typedef struct letter_job {
    arena_t *a;
    letter_t letter;
    digest_t source;
    ident_t id;
} letter_job_t;

/* The draft's sender is the unit that bears the issuer's name, when there is one; a person sees to the rest. */
static status_t letter_act(db_t *db, void *arg, err_t *err)
{
    letter_job_t *j = arg;
    static const ident_t program;
    ident_t sender = program;
    str_t units = S(""), word;
    status_t s = ST_OK;
    if (j->letter.issuer.text.n) s = clause_units(db, j->a, j->letter.issuer.text, program, clock_now(), &units, err);
    while (s == ST_OK && str_cut(&units, ' ', &word)) {
        unit_t u;
        if (!str_starts(word, S("code:"))) continue;
        s = unit_by_code(db, j->a, str_sub(word, 5, word.n), clock_now(), &u, err);
        if (s == ST_OK) sender = u.id;
    }
    if (s != ST_OK) return s;
    return dispatch_from_draft(db, j->a, &j->letter, j->source, sender, program, program, &j->id, err);
}

static status_t letter_commit(cli_t *c, letter_job_t *j)
{
    store_t *st;
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = blob_put(st, j->letter.source, &j->source, &c->err);
    if (s == ST_OK) s = store_act(st, letter_act, j, &c->err);
    store_close(st);
    if (s != ST_OK) return s;
    char id[IDENT_TEXT];
    ident_text(j->id, id);
    fprintf(stderr, tr(c->lang, N_("Stored as draft %s.\n")), id);
    return ST_OK;
}

status_t cmd_letter_import(cli_t *c)
{
    enum { LARGEST = 64 << 20 };
    letter_job_t j = {.a = c->a};
    str_t bytes;
    status_t s = file_read(c->a, c->words[0], LARGEST, &bytes, &c->err);
    if (s == ST_OK) s = letter_open(c->a, bytes, &j.letter, &c->err);
    if (s != ST_OK) return s;
    buf_t out = buf_new(c->a, LETTER_LIMIT * 8);
    if (c->json) {
        letter_json(&j.letter, &out);
        buf_putc(&out, '\n');
    } else {
        letter_show(&j.letter, c->lang, &out);
    }
    if (!buf_ok(&out)) return err_set(&c->err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."));
    s = cli_print(c, buf_str(&out));
    return s == ST_OK && cli_option(c, "commit") ? letter_commit(c, &j) : s;
}

/* --- letter render DISPATCH -o F [--format edxml|status --to CODE] --- */

typedef struct render_job {
    dispatch_t d;
    unit_t from, to;
    recipient_t receipt; /* of `to` */
} render_job_t;

static status_t receipt_read(cli_t *c, db_t *db, render_job_t *j)
{
    recipient_t *all = NULL;
    size_t n = 0;
    status_t s = dispatch_recipients(db, c->a, j->d.id, &all, &n, &c->err);
    for (size_t k = 0; s == ST_OK && k < n; k++)
        if (ident_eq(all[k].unit, j->to.id)) j->receipt = all[k];
    if (s == ST_OK && !j->receipt.name.n)
        s = err_set(&c->err, ST_NOT_FOUND, "letter.recipient", N_("This dispatch was not sent to %.*s."),
                    STRF(j->to.name));
    return s;
}

static status_t render_read(cli_t *c, render_job_t *j, const char *code, bool receipt)
{
    store_t *st;
    db_t *db;
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = dispatch_named(db, c->a, str_of(c->words[0]), &j->d, &c->err);
        ms_t at = s == ST_OK && j->d.sent ? j->d.sent : clock_now();
        if (s == ST_OK && code) s = unit_by_code(db, c->a, str_of(code), at, &j->to, &c->err);
        if (s == ST_OK && code) s = unit_by_id(db, c->a, j->d.from_unit, &j->from, &c->err);
        if (s == ST_OK && receipt) s = receipt_read(c, db, j);
        store_done(st, db);
    }
    store_close(st);
    return s;
}

static status_t render_bytes(cli_t *c, const render_job_t *j, bool envelope, bool status, str_t *out)
{
    if (status) return edxml_write_status(c->a, &j->d, j->from.code, &j->receipt, out, &c->err);
    status_t s = dispatch_pdf(c->a, &j->d, out, &c->err);
    edxml_party_t from = {j->from.code, j->from.name}, to = {j->to.code, j->to.name};
    return s == ST_OK && envelope ? edxml_write(c->a, &j->d, from, to, *out, out, &c->err) : s;
}

status_t cmd_letter_render(cli_t *c)
{
    const char *to = cli_option(c, "output"), *format = cli_option(c, "format"), *code = cli_option(c, "to");
    bool envelope = format && strcmp(format, "edxml") == 0, status = format && strcmp(format, "status") == 0;
    if (!to) return err_set(&c->err, ST_USAGE, "letter.output", N_("Say with -o where the document goes."));
    if (format && !envelope && !status && strcmp(format, "pdf") != 0)
        return err_set(&c->err, ST_USAGE, "letter.format", N_("--format is pdf, edxml or status."));
    if ((envelope || status) && !code)
        return err_set(&c->err, ST_USAGE, "letter.to",
                       N_("Say with --to which unit the envelope is for, or whose status it is, by its code."));
    render_job_t j = {.d = {.number = 0}};
    str_t out = STR_NONE;
    status_t s = render_read(c, &j, envelope || status ? code : NULL, status);
    if (s == ST_OK) s = render_bytes(c, &j, envelope, status, &out);
    return s == ST_OK ? file_write(to, out, 0644, &c->err) : s;
}

/* --- letter status FILE|- --- */

status_t cmd_letter_status(cli_t *c)
{
    str_t bytes;
    store_t *st;
    status_t s = file_read(c->a, c->words[0], PAPER_BYTES, &bytes, &c->err);
    if (s == ST_OK) s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = edxml_take_status(st, c->a, bytes, &c->err);
    store_close(st);
    return s;
}

/* --- letter exchange --- */

status_t cmd_letter_exchange(cli_t *c)
{
    config_t *cfg;
    store_t *st;
    edxml_box_t x = {0};
    status_t s = settings_load(c, NULL, &cfg);
    if (s != ST_OK) return s;
    str_t dir = config_text(cfg, "edxml.folder");
    if (!dir.n) return err_set(&c->err, ST_INPUT, "edxml.folder", N_("No folder is set for messages (edxml.folder)."));
    s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = edxml_box_round(st, dir, &x, &c->err);
    store_close(st);
    status_t said = cli_print(c, str_fmt(c->a, "{\"out\":%zu,\"in\":%zu,\"refused\":%zu}\n", x.out, x.in, x.refused));
    return s == ST_OK ? said : s;
}
