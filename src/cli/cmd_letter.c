/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_letter — `letter import FILE|-`: an official letter becomes a draft that a person confirms; `letter render`: a dispatch
 * becomes the document that is signed.
 */
#include <stdio.h>
#include "base/file.h"
#include "campaign/campaign.h"
#include "cli/commands.h"
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

/* --- letter render DISPATCH -o F --- */

status_t cmd_letter_render(cli_t *c)
{
    const char *to = cli_option(c, "output");
    if (!to) return err_set(&c->err, ST_USAGE, "letter.output", N_("Say with -o where the document goes."));
    store_t *st;
    db_t *db;
    dispatch_t d;
    str_t out;
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = dispatch_named(db, c->a, str_of(c->words[0]), &d, &c->err);
        store_done(st, db);
    }
    store_close(st);
    if (s == ST_OK) s = dispatch_pdf(c->a, &d, &out, &c->err);
    return s == ST_OK ? file_write(to, out, 0644, &c->err) : s;
}
