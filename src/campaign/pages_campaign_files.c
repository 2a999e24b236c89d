/* SPDX-License-Identifier: Apache-2.0
 *
 * The two files a campaign is made from, on its own page: its units, first only shown, and its letter, read and to be confirmed.
 */
#include "base/charset.h"
#include "campaign/campaign_internal.h"
#include "campaign/pages_internal.h"
#include "page/app.h"

typedef struct files_job {
    req_t *q;
    campaign_t c;
    str_t csv, report;
    letter_t letter;
    digest_t source;
    ident_t dispatch;
} files_job_t;

/* The campaign in the path, for those who coordinate its unit. Works without q->db. */
static status_t own_campaign(req_t *q, campaign_t *c, err_t *err)
{
    db_t *db;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    q->db = db;
    s = path_campaign(q, c, err);
    if (s == ST_OK && !may(q, ROLE_COORDINATOR, c->owner))
        s = err_set(err, ST_DENIED, "campaign.not-yours", N_("You do not coordinate this campaign."));
    q->db = NULL;
    store_done(q->app->store, db);
    return s;
}

/* The page again, with what is wrong or what would be written. */
static status_t show_again(req_t *q, view_t *v, const campaign_t *c, status_t s, str_t report, err_t *err)
{
    db_t *db;
    if (s != ST_OK && s != ST_INPUT && s != ST_LIMIT && s != ST_CONFLICT) return s;
    view_t *errors = view_list(v, "errors");
    if (s != ST_OK) {
        view_t *e = view_item(errors);
        view_z(e, "field", err->field);
        view_text(e, "message", str_dup(q->a, str_of(err->text)));
        answer_status(q, status_http(s));
    }
    view_flag(v, "has_report", report.n > 0);
    view_flag(v, "refused", s != ST_OK);
    view_text(v, "report", report);
    s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    q->db = db;
    s = fill_campaign(q, v, c, err);
    q->db = NULL;
    store_done(q->app->store, db);
    return s;
}

static status_t done(req_t *q, const campaign_t *c, const char *flash)
{
    answer_flash(q, flash);
    answer_redirect(q, str_fmt(q->a, "/ban/chien-dich/%.*s", STRF(c->slug)));
    return ST_OK;
}

/* --- units --- */

static status_t units_act(db_t *db, void *arg, err_t *err)
{
    files_job_t *j = arg;
    return units_import(db, j->q->a, j->csv, false, j->q->who->person, &j->report, err);
}

static status_t try_units(files_job_t *j, err_t *err)
{
    db_t *db;
    status_t s = store_read(j->q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = units_import(db, j->q->a, j->csv, true, j->q->who->person, &j->report, err);
    store_done(j->q->app->store, db);
    return s;
}

/* A seat at a root: the tree decides how far every seat's power reaches. */
static bool at_root(const actor_t *who)
{
    for (size_t k = 0; k < who->n_seats; k++) {
        str_t path = who->seats[k].unit_path;
        if (who->seats[k].role == ROLE_COORDINATOR && path.n > 2 && str_chr(path, '/', 1) == path.n - 1) return true;
    }
    return false;
}

status_t post_campaign_units(req_t *q, view_t *v, err_t *err)
{
    files_job_t j = {.q = q, .report = S("")};
    const field_t *file = req_file(q, "file");
    status_t s = own_campaign(q, &j.c, err);
    if (s != ST_OK) return s;
    if (!at_root(q->who))
        return err_set(err, ST_DENIED, "units.import-root",
                       N_("Only a coordinator of the highest unit may import units."));
    j.csv = file && file->value.n ? file->value : req_form(q, "text");
    if (!j.csv.n) s = err_at(err, ST_INPUT, "units.none", "file", 0, N_("Choose a file first."));
    if (s == ST_OK) s = units_table(q->a, j.csv, &j.csv, err);
    bool commit = req_form(q, "commit").n > 0;
    if (s == ST_OK) s = commit ? store_act(q->app->store, units_act, &j, err) : try_units(&j, err);
    if (s == ST_OK && commit) return done(q, &j.c, N_("The units were imported."));
    if (s == ST_OK && !j.report.n) return done(q, &j.c, N_("The file changes nothing: these units are there already."));
    /* What goes back through the browser must be UTF-8: it would turn other bytes into U+FFFD, and those would be written. */
    view_text(v, "text", s == ST_OK ? charset_convert(q->a, j.csv, charset_guess(q->a, j.csv)) : S(""));
    return show_again(q, v, &j.c, s, j.report, err);
}

/* --- the letter --- */

static status_t letter_act(db_t *db, void *arg, err_t *err)
{
    files_job_t *j = arg;
    return dispatch_from_draft(db, j->q->a, &j->letter, j->source, j->c.owner, j->c.id, j->q->who->person, &j->dispatch,
                               err);
}

status_t post_campaign_letter(req_t *q, view_t *v, err_t *err)
{
    files_job_t j = {.q = q};
    const field_t *file = req_file(q, "file");
    str_t pasted = req_form(q, "text");
    status_t s = own_campaign(q, &j.c, err);
    if (s != ST_OK) return s;
    s = letter_open(q->a, file && file->value.n ? file->value : pasted.p ? pasted : S(""), &j.letter, err);
    if (s == ST_OK) s = blob_put(q->app->store, j.letter.source, &j.source, err);
    if (s == ST_OK) s = store_act(q->app->store, letter_act, &j, err);
    if (s != ST_OK) return show_again(q, v, &j.c, s, S(""), err);
    char id[IDENT_TEXT];
    ident_text(j.dispatch, id);
    answer_flash(q, N_("The letter was read. Check each field beside it."));
    answer_redirect(q, str_fmt(q->a, "/ban/cong-van/%s", id));
    return ST_OK;
}
