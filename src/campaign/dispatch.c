/* SPDX-License-Identifier: Apache-2.0
 *
 * Dispatches from draft to signature.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

static void bind_time_or_null(stmt_t *q, int i, ms_t t)
{
    if (t)
        bind_ms(q, i, t);
    else
        bind_null(q, i);
}

static void bind_id_or_null(stmt_t *q, int i, const ident_t *id)
{
    if (ident_none(*id))
        bind_null(q, i);
    else
        bind_id(q, i, id);
}

/* Fields 2 to 11 of dispatch_edit and dispatch_put alike. */
static void bind_fields(stmt_t *q, const dispatch_t *d)
{
    bind_id_or_null(q, 2, &d->campaign);
    bind_id_or_null(q, 3, &d->from_unit);
    if (d->number)
        bind_int(q, 4, d->number);
    else
        bind_null(q, 4);
    bind_text(q, 5, d->symbol.n ? d->symbol : STR_NONE);
    bind_text(q, 6, d->doc_date.n ? d->doc_date : STR_NONE);
    bind_text(q, 7, d->subject.p ? d->subject : S(""));
    bind_text(q, 8, d->signer.p ? d->signer : S(""));
    bind_text(q, 9, d->signer_title.p ? d->signer_title : S(""));
    bind_time_or_null(q, 10, d->opens);
    bind_time_or_null(q, 11, d->closes);
}

static status_t number_taken(status_t s, err_t *err)
{
    if (s != ST_CONFLICT) return s;
    return err_at(err, s, "dispatch.known", "number", 0,
                  N_("A dispatch of this sender with this number, symbol and date is here already."));
}

status_t dispatch_put(db_t *db, arena_t *a, const dispatch_t *d, ident_t who, ident_t *out, err_t *err)
{
    digest_t none = {{0}};
    str_t clauses = clauses_write(a, d->clauses, d->n_clauses);
    str_t words = d->draft.n > 2 ? S("{}") : words_write(a, &d->words);
    if (!clauses.p || !words.p) return err_set(err, ST_LIMIT, "dispatch.clauses", N_("The clauses are too long."));
    *out = ident_new();
    stmt_t *q = db_query(db, &q_dispatch_put, err);
    if (!q) return err->status;
    bind_id(q, 1, out);
    bind_fields(q, d);
    bind_text(q, 12, clauses);
    bind_text(q, 13, words);
    bind_text(q, 14, d->draft.n ? d->draft : S("{}"));
    if (digest_eq(d->source, none))
        bind_null(q, 15);
    else
        bind_blob(q, 15, (str_t){(const char *)d->source.b, sizeof d->source.b});
    bind_id_or_null(q, 16, &d->replaces);
    bind_id_or_null(q, 17, &who);
    bind_ms(q, 18, clock_now());
    bind_id_or_null(q, 19, &d->parent);
    return number_taken(stmt_run(q, NULL, err), err);
}

/* The reading of the letter as clauses of a dispatch. */
static status_t take_clauses(db_t *db, arena_t *a, const letter_t *l, ident_t from_unit, dispatch_t *d, err_t *err)
{
    status_t s = ST_OK;
    d->n_clauses = l->clauses.len;
    d->clauses = ARENA_ARRAY(a, clause_t, d->n_clauses + 1);
    if (!d->clauses) return err_set(err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."));
    for (size_t k = 0; s == ST_OK && k < d->n_clauses; k++) {
        const letter_clause_t *c = &VEC_AT(&l->clauses, letter_clause_t, k);
        d->clauses[k] = (clause_t){.n = str_of(c->n),
                                   .to = c->to.text,
                                   .text = c->text.text,
                                   .audience = c->audience.text,
                                   .head = c->head.text.p ? c->head.text : S(""),
                                   .verb = c->verb,
                                   .optional = c->optional,
                                   .due = c->due.day,
                                   .units = S("")};
        if (!ident_none(from_unit))
            s = clause_units(db, a, c->to.text, from_unit, clock_now(), &d->clauses[k].units, err);
        if (s == ST_OK && c->optional && !d->clauses[k].units.n) d->clauses[k].units = S("all");
    }
    return s;
}

status_t dispatch_from_draft(db_t *db, arena_t *a, const letter_t *l, digest_t source, ident_t from_unit,
                             ident_t campaign, ident_t who, ident_t *out, err_t *err)
{
    dispatch_t d = {.campaign = campaign,
                    .from_unit = from_unit,
                    .number = l->number,
                    .symbol = l->symbol.text,
                    .subject = l->subject.text,
                    .signer = l->signer.text,
                    .signer_title = l->signer_title.text,
                    .opens = l->from.day.y ? date_start(l->from.day) : 0,
                    .closes = l->to.day.y ? date_end(l->to.day) : 0};
    if (l->date.day.y) d.doc_date = str_fmt(a, "%04d-%02d-%02d", l->date.day.y, l->date.day.m, l->date.day.d);
    status_t s = take_clauses(db, a, l, from_unit, &d, err);
    if (s != ST_OK) return s;
    buf_t json = buf_new(a, LETTER_LIMIT * 8);
    letter_json(l, &json);
    if (!buf_ok(&json)) return err_set(err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."));
    d.draft = buf_str(&json);
    d.source = source;
    s = dispatch_put(db, a, &d, who, out, err);
    if (s != ST_OK) return s;
    return journal_add(db, who, "dispatch.import", *out,
                       str_fmt(a, "{\"clauses\":%zu,\"open\":%zu}", d.n_clauses, l->open.len), err);
}

status_t dispatch_write(db_t *db, arena_t *a, const dispatch_t *d, ident_t who, ident_t *out, err_t *err)
{
    status_t s = dispatch_put(db, a, d, who, out, err);
    return s == ST_OK ? journal_add(db, who, "dispatch.write", *out, S("{}"), err) : s;
}

/* Nothing was changed: because it is no draft any more, or because somebody else was first. */
static status_t not_changed(db_t *db, arena_t *a, const dispatch_t *d, err_t *err)
{
    dispatch_t now;
    status_t s = dispatch_get(db, a, d->id, &now, err);
    if (s != ST_OK) return s;
    if (!str_eq(now.state, S("draft")))
        return err_set(err, ST_CONFLICT, "dispatch.not-draft", N_("Only a draft can be changed."));
    return err_set(err, ST_CONFLICT, "dispatch.changed",
                   N_("Somebody else changed this draft meanwhile: see below what differs, then save again."));
}

status_t dispatch_confirm(db_t *db, arena_t *a, const dispatch_t *d, ident_t who, err_t *err)
{
    if (d->opens && d->closes && d->closes < d->opens)
        return err_at(err, ST_INPUT, "dispatch.window", "closes", 0, N_("The window ends before it begins."));
    str_t clauses = clauses_write(a, d->clauses, d->n_clauses);
    str_t words = words_write(a, &d->words);
    if (!clauses.p || !words.p) return err_set(err, ST_LIMIT, "dispatch.clauses", N_("The clauses are too long."));
    stmt_t *q = db_query(db, &q_dispatch_edit, err);
    if (!q) return err->status;
    bind_id(q, 1, &d->id);
    bind_fields(q, d);
    bind_text(q, 12, clauses);
    bind_text(q, 13, words);
    bind_int(q, 14, d->revision);
    int64_t changed = 0;
    status_t s = number_taken(stmt_run(q, &changed, err), err);
    if (s != ST_OK) return s;
    if (!changed) return not_changed(db, a, d, err);
    return journal_add(db, who, "dispatch.confirm", d->id, S("{}"), err);
}

static status_t move_on(db_t *db, ident_t id, const char *from, const char *to, err_t *err)
{
    stmt_t *q = db_query(db, &q_dispatch_state, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_text(q, 2, str_of(from));
    bind_text(q, 3, str_of(to));
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        s = err_set(err, ST_CONFLICT, "dispatch.state", N_("The dispatch is not in the state this needs."));
    return s;
}

/* Nothing necessary is missing. */
static status_t complete(const dispatch_t *d, err_t *err)
{
    const struct {
        bool missing;
        const char *field, *says;
    } need[] = {
        {!d->number || !d->symbol.n, "number", N_("The number and symbol of the dispatch are missing.")},
        {!d->doc_date.n, "doc_date", N_("The date of the dispatch is missing.")},
        {!d->subject.n, "subject", N_("The subject of the dispatch is missing.")},
        {!d->closes, "closes", N_("The last day of the window is missing.")},
        {ident_none(d->from_unit), "from_unit", N_("The sending unit is not known.")},
        {ident_none(d->campaign), "campaign", N_("Choose the campaign this dispatch belongs to.")},
        {!d->n_clauses, "clauses", N_("The dispatch asks nothing: it has no clauses.")},
    };
    for (size_t k = 0; k < sizeof need / sizeof *need; k++)
        if (need[k].missing) return err_at(err, ST_INPUT, "dispatch.incomplete", need[k].field, 0, need[k].says, "");
    for (size_t k = 0; k < d->n_clauses; k++)
        if (!d->clauses[k].units.n)
            return err_at(err, ST_INPUT, "dispatch.nobody", "units", 0,
                          N_("Clause %.*s reaches no unit: say whom it is for."), STRF(d->clauses[k].n));
    return ST_OK;
}

status_t dispatch_submit(db_t *db, arena_t *a, ident_t id, ident_t who, err_t *err)
{
    dispatch_t d;
    status_t s = dispatch_get(db, a, id, &d, err);
    if (s == ST_OK) s = complete(&d, err);
    if (s == ST_OK) s = passed_rightly(db, a, &d, err);
    if (s == ST_OK) s = move_on(db, id, "draft", "submitted", err);
    return s == ST_OK ? journal_add(db, who, "dispatch.submit", id, S("{}"), err) : s;
}

status_t dispatch_return(db_t *db, ident_t id, ident_t who, err_t *err)
{
    status_t s = move_on(db, id, "submitted", "draft", err);
    return s == ST_OK ? journal_add(db, who, "dispatch.return", id, S("{}"), err) : s;
}

status_t dispatch_sign(db_t *db, ident_t id, ident_t who, err_t *err)
{
    arena_t *a = arena_new((size_t)16 << 20);
    if (!a) return err_set(err, ST_MEMORY, "dispatch.memory", N_("The dispatch reaches too many units."));
    dispatch_t d;
    status_t s = dispatch_get(db, a, id, &d, err);
    if (s == ST_OK && ident_eq(d.drafted_by, who))
        s = err_set(err, ST_DENIED, "dispatch.four-eyes", N_("Nobody signs a dispatch they drafted themselves."));
    arena_free(a);
    if (s != ST_OK) return s;
    stmt_t *q = db_query(db, &q_dispatch_signed, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_id(q, 2, &who);
    bind_ms(q, 3, clock_now());
    int64_t changed = 0;
    s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        s = err_set(err, ST_CONFLICT, "dispatch.state", N_("The dispatch is not in the state this needs."));
    return s == ST_OK ? journal_add(db, who, "dispatch.sign", id, S("{}"), err) : s;
}
