/* SPDX-License-Identifier: Apache-2.0
 *
 * A dispatch from draft to sent.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

/* --- reading --- */

static dispatch_t from_row(stmt_t *q, arena_t *a)
{
    dispatch_t d = {.id = col_id(q, 0), .campaign = col_id(q, 1), .from_unit = col_id(q, 2), .number = col_int(q, 3)};
    d.symbol = col_text(q, a, 4);
    d.doc_date = col_text(q, a, 5);
    d.subject = col_text(q, a, 6);
    d.signer = col_text(q, a, 7);
    d.signer_title = col_text(q, a, 8);
    d.opens = col_int(q, 9);
    d.closes = col_int(q, 10);
    d.draft = col_text(q, a, 11);
    str_t source = col_blob(q, a, 13);
    if (source.n == sizeof d.source.b) memcpy(d.source.b, source.p, source.n);
    d.state = col_text(q, a, 14);
    d.drafted_by = col_id(q, 15);
    d.signed_by = col_id(q, 16);
    d.created = col_int(q, 17);
    d.signed_at = col_int(q, 18);
    d.sent = col_int(q, 19);
    d.from_name = col_text(q, a, 20);
    d.campaign_title = col_text(q, a, 21);
    d.revision = col_int(q, 23);
    d.ended = col_int(q, 24);
    d.ended_why = col_text(q, a, 25);
    d.replaces = col_id(q, 26);
    d.parent = col_id(q, 27);
    return d;
}

status_t dispatch_get(db_t *db, arena_t *a, ident_t id, dispatch_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_dispatch_by_id, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    str_t clauses = S("[]"), words = S("{}");
    if (s == ST_ROW) {
        *out = from_row(q, a);
        clauses = col_text(q, a, 12);
        words = col_text(q, a, 22);
        if (str_eq(words, S("{}"))) words = out->draft; /* nobody changed them since they were read */
    }
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    if (s == ST_ROW) s = words_read(a, words, &out->words, err);
    return s == ST_OK ? clauses_read(a, clauses, &out->clauses, &out->n_clauses, err) : s;
}

status_t dispatch_named(db_t *db, arena_t *a, str_t name, dispatch_t *out, err_t *err)
{
    ident_t id;
    int64_t number;
    size_t slash = str_chr(name, '/', 0);
    if (ident_parse(name, &id)) return dispatch_get(db, a, id, out, err);
    if (slash == SIZE_MAX || !str_int(str_sub(name, 0, slash), 1, 9999999, &number))
        return err_set(err, ST_INPUT, "dispatch.name",
                       N_("A dispatch is named by its number and symbol (2632/STTTT-CNTTVT) or by its id."));
    stmt_t *q = db_query(db, &q_dispatch_named, err);
    if (!q) return err->status;
    bind_int(q, 1, number);
    bind_text(q, 2, str_sub(name, slash + 1, name.n));
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) id = col_id(q, 0);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    return s == ST_ROW ? dispatch_get(db, a, id, out, err) : s;
}

status_t dispatch_list(db_t *db, arena_t *a, dispatch_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_dispatch_all, err);
    if (!q) return err->status;
    vec_t rows = vec_new(a, sizeof(dispatch_t), 5000);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        dispatch_t *d = vec_push(&rows);
        if (!d) break;
        *d = from_row(q, a);
    }
    stmt_done(q);
    if (s != ST_END && s != ST_ROW) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}

/* --- writing --- */

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

/* --- sending --- */

static ms_t due_of(const dispatch_t *d, const clause_t *c)
{
    return c->due.y ? date_end(c->due) : d->closes;
}

ident_t duty_name(arena_t *a, ident_t dispatch, str_t clause, ident_t unit)
{
    char of[IDENT_TEXT], by[IDENT_TEXT];
    ident_text(dispatch, of);
    ident_text(unit, by);
    return ident_named(S("duty"), str_fmt(a, "%s/%.*s/%s", of, STRF(clause), by));
}

static status_t add_duties(db_t *db, arena_t *a, const dispatch_t *d, const targets_t *t, ms_t now, size_t *added,
                           err_t *err)
{
    status_t s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < d->n_clauses; k++)
        for (size_t i = 0; s == ST_OK && i < t[k].n; i++) {
            const clause_t *c = &d->clauses[k];
            ident_t id = duty_name(a, d->id, c->n, t[k].at[i].unit);
            stmt_t *q = db_query(db, &q_duty_put, err);
            if (!q) return err->status;
            bind_id(q, 1, &id);
            bind_id(q, 2, &d->id);
            bind_text(q, 3, c->n);
            bind_id(q, 4, &t[k].at[i].unit);
            bind_text(q, 5, str_of(verb_name(c->verb)));
            bind_int(q, 6, c->optional);
            bind_ms(q, 7, due_of(d, c));
            bind_ms(q, 8, now);
            bind_int(q, 9, c->target > 0 ? c->target : 1);
            int64_t changed = 0;
            s = stmt_run(q, &changed, err);
            *added += (size_t)changed;
        }
    return s;
}

/* [{"unit":"H12.05","clauses":["1a","1b"]}]: as it was at sending. */
static str_t recipients_json(arena_t *a, const dispatch_t *d, const targets_t *t)
{
    id_map_t at;
    vec_t units = vec_new(a, sizeof(target_t), UNITS_MOST);
    if (!id_map_new(a, 64, &at)) return STR_NONE;
    buf_t *clauses = NULL;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && !(clauses = ARENA_ARRAY(a, buf_t, units.len + 1))) return STR_NONE;
        for (size_t k = 0; k < d->n_clauses; k++)
            for (size_t i = 0; i < t[k].n; i++) {
                uint32_t u = id_map_get(&at, t[k].at[i].unit);
                if (u == UINT32_MAX) {
                    target_t *x = vec_push(&units);
                    if (!x) return STR_NONE;
                    *x = t[k].at[i];
                    id_map_put(&at, x->unit, (uint32_t)units.len - 1);
                }
                if (pass == 0) continue;
                if (!clauses[u].a) clauses[u] = buf_new(a, 16 * 1024);
                buf_putz(&clauses[u], clauses[u].n ? "," : "");
                buf_json(&clauses[u], d->clauses[k].n);
            }
    }
    buf_t b = buf_new(a, (size_t)32 << 20);
    buf_putc(&b, '[');
    for (size_t u = 0; u < units.len; u++) {
        buf_putz(&b, u ? ",{\"unit\":" : "{\"unit\":");
        buf_json(&b, VEC_AT(&units, target_t, u).code);
        buf_putz(&b, ",\"clauses\":[");
        buf_put(&b, buf_str(&clauses[u]));
        buf_putz(&b, "]}");
    }
    buf_putc(&b, ']');
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

status_t dispatch_send(db_t *db, arena_t *a, ident_t id, ident_t who, size_t *duties, err_t *err)
{
    *duties = 0;
    dispatch_t d;
    status_t s = dispatch_get(db, a, id, &d, err);
    if (s != ST_OK) return s;
    if (str_eq(d.state, S("sent"))) return ST_OK; /* its recipients are frozen */
    if (!str_eq(d.state, S("signed")))
        return err_set(err, ST_CONFLICT, "dispatch.not-signed", N_("Only a signed dispatch can be sent."));
    ms_t now = clock_now();
    targets_t *t;
    s = clause_targets(db, a, &d, now, &t, err);
    for (size_t k = 0; s == ST_OK && k < d.n_clauses; k++)
        if (!t[k].n && !d.clauses[k].optional)
            s = err_at(err, ST_INPUT, "dispatch.nobody", "units", 0,
                       N_("Clause %.*s reaches no unit: say whom it is for."), STRF(d.clauses[k].n));
    if (s == ST_OK) s = add_duties(db, a, &d, t, now, duties, err);
    if (s != ST_OK) return s;
    str_t recipients = recipients_json(a, &d, t);
    if (!recipients.p) return err_set(err, ST_MEMORY, "dispatch.memory", N_("The dispatch reaches too many units."));
    stmt_t *q = db_query(db, &q_dispatch_sent, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_ms(q, 2, now);
    bind_text(q, 3, recipients);
    s = stmt_run(q, NULL, err);
    if (s == ST_OK && !ident_none(d.campaign)) s = campaign_opens(db, d.campaign, err);
    if (s == ST_OK && !ident_none(d.replaces)) s = dispatch_takes_over(db, a, &d, who, err);
    return s == ST_OK ? journal_add(db, who, "dispatch.send", id, str_fmt(a, "{\"duties\":%zu}", *duties), err) : s;
}

status_t dispatch_plan(db_t *db, arena_t *a, const dispatch_t *d, ms_t at, plan_t *out, err_t *err)
{
    targets_t *t;
    id_map_t seen;
    *out = (plan_t){.by_clause = ARENA_ARRAY(a, size_t, d->n_clauses + 1)};
    status_t s = clause_targets(db, a, d, at, &t, err);
    if (s != ST_OK) return s;
    if (!out->by_clause || !id_map_new(a, 64, &seen))
        return err_set(err, ST_MEMORY, "dispatch.memory", N_("The dispatch reaches too many units."));
    for (size_t k = 0; k < d->n_clauses; k++) {
        out->by_clause[k] = t[k].n;
        out->duties += t[k].n;
        for (size_t i = 0; i < t[k].n; i++) {
            if (id_map_get(&seen, t[k].at[i].unit) != UINT32_MAX) continue;
            id_map_put(&seen, t[k].at[i].unit, 1);
            out->units++;
        }
    }
    return ST_OK;
}
