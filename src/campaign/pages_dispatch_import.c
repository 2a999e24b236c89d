/* SPDX-License-Identifier: Apache-2.0
 *
 * A letter comes in at the desk: pasted or as a file, read into a draft.
 */
#include "campaign/campaign_internal.h"
#include "campaign/pages_internal.h"
#include "page/app.h"

status_t page_import(req_t *q, view_t *v, err_t *err)
{
    (void)q;
    (void)err;
    view_list(v, "errors");
    view_text(v, "pasted", S(""));
    return ST_OK;
}

typedef struct import_job {
    req_t *q;
    letter_t letter;
    digest_t source;
    ident_t id;
} import_job_t;

/* The unit whose name is the issuer's; else that of the coordinator's seat. */
static status_t sender_of(db_t *db, import_job_t *j, ident_t *out, err_t *err)
{
    const seat_t *seat = actor_seat(j->q->who, ROLE_COORDINATOR);
    *out = seat ? seat->unit : (ident_t){{0}};
    if (!j->letter.issuer.text.n) return ST_OK;
    str_t units, word;
    status_t s = clause_units(db, j->q->a, j->letter.issuer.text, *out, clock_now(), &units, err);
    unit_t u;
    err_t quiet = err_new(j->q->lang);
    while (s == ST_OK && str_cut(&units, ' ', &word))
        if (str_starts(word, S("code:")) &&
            unit_by_code(db, j->q->a, str_sub(word, 5, word.n), clock_now(), &u, &quiet) == ST_OK && seat &&
            str_starts(u.path, str_sub(seat->unit_path, 0, 1)))
            *out = u.id;
    return s;
}

static status_t import_act(db_t *db, void *arg, err_t *err)
{
    import_job_t *j = arg;
    static const ident_t none;
    ident_t sender;
    status_t s = sender_of(db, j, &sender, err);
    if (s != ST_OK) return s;
    return dispatch_from_draft(db, j->q->a, &j->letter, j->source, sender, none, j->q->who->person, &j->id, err);
}

status_t post_import(req_t *q, view_t *v, err_t *err)
{
    import_job_t j = {.q = q};
    const field_t *file = req_file(q, "file");
    str_t pasted = req_form(q, "text");
    str_t bytes = file && file->value.n ? file->value : pasted.p ? pasted : S("");
    status_t s = letter_open(q->a, bytes, &j.letter, err);
    if (s == ST_OK) s = blob_put(q->app->store, j.letter.source, &j.source, err);
    if (s == ST_OK) s = store_act(q->app->store, import_act, &j, err);
    if (s == ST_OK) {
        char id[IDENT_TEXT];
        ident_text(j.id, id);
        answer_flash(q, N_("The letter was read. Check each field beside it."));
        answer_redirect(q, str_fmt(q->a, "/ban/cong-van/%s", id));
        return ST_OK;
    }
    if (s != ST_INPUT && s != ST_LIMIT && s != ST_CONFLICT) return s;
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", "text");
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    view_text(v, "pasted", pasted.p && utf8_valid(pasted) ? pasted : S(""));
    answer_status(q, status_http(s));
    return ST_OK;
}
