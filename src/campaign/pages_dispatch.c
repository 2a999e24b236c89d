/* SPDX-License-Identifier: Apache-2.0
 *
 * Dispatches at the desk: importing a letter, reviewing what was read beside the letter itself, signing and sending.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include "campaign/campaign_internal.h"
#include "campaign/pages_internal.h"
#include "page/app.h"

const char *state_title(str_t state)
{
    static const struct {
        const char *state, *title;
    } all[] = {{"draft", N_("draft")},
               {"submitted", N_("waiting for a signature")},
               {"signed", N_("signed, not sent")},
               {"sent", N_("sent")},
               {"closed", N_("closed")},
               {"replaced", N_("replaced")},
               {"revoked", N_("revoked")}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (str_eq(state, str_of(all[k].state))) return all[k].title;
    return N_("draft");
}

/* Drafts are for those who make, sign or inspect dispatches; what was sent is everybody's at the desk. */
static bool sees_drafts(const req_t *q)
{
    return actor_seat(q->who, ROLE_COORDINATOR) || actor_seat(q->who, ROLE_SIGNER) || actor_seat(q->who, ROLE_AUDITOR);
}

bool may_draft(const req_t *q, const dispatch_t *d)
{
    if (ident_none(d->from_unit)) return actor_seat(q->who, ROLE_COORDINATOR) != NULL;
    return may(q, ROLE_COORDINATOR, d->from_unit) || (!ident_none(d->parent) && may(q, ROLE_CONTACT, d->from_unit));
}

status_t page_dispatches(req_t *q, view_t *v, err_t *err)
{
    dispatch_t *d;
    size_t n;
    status_t s = dispatch_list(q->db, q->a, &d, &n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(v, "dispatches");
    size_t shown = 0;
    for (size_t k = 0; k < n; k++) {
        if (!d[k].sent && !sees_drafts(q) && !may_draft(q, &d[k])) continue;
        shown++;
        view_t *i = view_item(list);
        view_id(i, "id", d[k].id);
        view_text(i, "mark", dispatch_mark(q->a, &d[k]));
        view_text(i, "subject", d[k].subject.n ? d[k].subject : S("–"));
        view_text(i, "from", d[k].from_name.p ? d[k].from_name : S("–"));
        view_z(i, "state", tr(q->lang, state_title(d[k].state)));
        view_flag(i, "is_sent", d[k].sent != 0);
        view_flag(i, "has_closes", d[k].closes != 0);
        if (d[k].closes) view_time(i, "closes", d[k].closes);
    }
    view_flag(v, "none", shown == 0);
    view_flag(v, "may_import", actor_seat(q->who, ROLE_COORDINATOR) != NULL);
    return ST_OK;
}

/* --- importing --- */

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

/* --- the letter with its fields marked --- */

typedef struct mark {
    size_t from, to;
    const char *field;
    int sure;
} mark_t;

static int by_place(const void *a, const void *b)
{
    const mark_t *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->to > y->to ? -1 : 1;
}

static const char *field_title(const char *field)
{
    static const struct {
        const char *field, *title;
    } all[] = {{"number", N_("Number")},         {"symbol", N_("Symbol")},
               {"issuer", N_("Issuer")},         {"parent", N_("Parent body")},
               {"place", N_("Place")},           {"date", N_("Date")},
               {"kind", N_("Kind of document")}, {"subject", N_("Subject")},
               {"basis", N_("Basis")},           {"window", N_("Window")},
               {"recipients", N_("To")},         {"clauses", N_("Duty")},
               {"addresses", N_("Addresses")},   {"attachments", N_("Attachments")},
               {"signer", N_("Signer")},         {"signer.title", N_("Title of the signer")},
               {"cc", N_("Copies to")}};
    size_t n = strcspn(field, "[");
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (strlen(all[k].field) == n && memcmp(all[k].field, field, n) == 0) return all[k].title;
    return N_("Field");
}

static int sure_of(const json_t *draft, const char *field)
{
    return (int)(json_number_value(json_object_get(json_object_get(draft, "sure"), field)) * 100 + 0.5);
}

static size_t read_marks(req_t *q, const json_t *draft, str_t text, mark_t **out)
{
    json_t *spans = json_object_get(draft, "spans");
    size_t n = 0, most = json_object_size(spans);
    *out = ARENA_ARRAY(q->a, mark_t, most + 1);
    const char *key;
    json_t *span;
    if (!*out) return 0;
    json_object_foreach(spans, key, span)
    {
        bool part = strncmp(key, "clauses[", 8) == 0 && strchr(key, '.');
        json_int_t from = json_integer_value(json_array_get(span, 0)), to = json_integer_value(json_array_get(span, 1));
        if (part || from < 0 || to <= from || (size_t)to > text.n) continue;
        (*out)[n++] = (mark_t){(size_t)from, (size_t)to, str_z(q->a, str_of(key)), sure_of(draft, key)};
    }
    if (n > 1) qsort(*out, n, sizeof **out, by_place);
    return n;
}

static void piece(view_t *list, str_t text)
{
    if (!text.n) return;
    view_t *i = view_item(list);
    view_flag(i, "marked", false);
    view_text(i, "text", text);
}

static void show_letter(req_t *q, view_t *v, const json_t *draft, str_t text)
{
    mark_t *marks;
    size_t n = read_marks(q, draft, text, &marks), at = 0;
    view_t *list = view_list(v, "letter");
    for (size_t k = 0; k < n; k++) {
        if (marks[k].from < at) continue; /* within another mark */
        piece(list, str_sub(text, at, marks[k].from));
        view_t *i = view_item(list);
        view_flag(i, "marked", true);
        view_text(i, "text", str_sub(text, marks[k].from, marks[k].to));
        view_z(i, "label", tr(q->lang, field_title(marks[k].field)));
        view_int(i, "sure", marks[k].sure);
        view_z(i, "span", marks[k].field);
        at = marks[k].to;
    }
    piece(list, str_sub(text, at, text.n));
}

/* --- the form --- */

static str_t open_why(req_t *q, const json_t *draft, const char *field)
{
    const json_t *why = json_object_get(json_object_get(draft, "why"), field);
    if (!why) return STR_NONE;
    const json_t *seen = json_object_get(why, "seen");
    const char *code = json_string_value(json_object_get(why, "code"));
    const char *a = json_string_value(json_array_get(seen, 0)), *b = json_string_value(json_array_get(seen, 1));
    letter_open_t o = {str_of(field), code ? code : "not-found", str_of(a), str_of(b)};
    if (!o.a.p) o.a = S("");
    if (!o.b.p) o.b = S("");
    return letter_why(q->a, q->lang, &o);
}

static void show_field(req_t *q, view_t *list, const json_t *draft, const char *name, const char *field,
                       const char *title, str_t value)
{
    view_t *i = view_item(list);
    str_t why = value.n ? STR_NONE : open_why(q, draft, field);
    view_z(i, "name", name);
    view_z(i, "span", field);
    view_z(i, "label", tr(q->lang, title));
    view_text(i, "value", value.p ? value : S(""));
    view_flag(i, "open", !value.n);
    view_text(i, "why", why.p ? why : S(""));
    int sure = sure_of(draft, field);
    view_flag(i, "read", value.n && sure > 0);
    view_int(i, "sure", sure);
    view_flag(i, "unsure", value.n && sure > 0 && sure < 80);
}

static str_t day_of(arena_t *a, ms_t t)
{
    if (!t) return S("");
    date_t d = date_of(t);
    return str_fmt(a, "%04d-%02d-%02d", d.y, d.m, d.d);
}

static void show_fields(req_t *q, view_t *v, const json_t *draft, const dispatch_t *d)
{
    view_t *list = view_list(v, "fields");
    str_t number = d->number ? str_fmt(q->a, "%lld", (long long)d->number) : S("");
    show_field(q, list, draft, "number", "number", N_("Number"), number);
    show_field(q, list, draft, "symbol", "symbol", N_("Symbol"), d->symbol);
    show_field(q, list, draft, "doc_date", "date", N_("Date"), d->doc_date);
    show_field(q, list, draft, "subject", "subject", N_("Subject"), d->subject);
    show_field(q, list, draft, "opens", "window", N_("First day"), day_of(q->a, d->opens));
    show_field(q, list, draft, "closes", "window", N_("Last day"), day_of(q->a, d->closes));
    show_field(q, list, draft, "signer", "signer", N_("Signer"), d->signer);
    show_field(q, list, draft, "signer_title", "signer.title", N_("Title of the signer"), d->signer_title);
}

static void show_evidence(req_t *q, view_t *i, str_t chosen)
{
    static const struct {
        const char *value, *text;
    } all[] = {{"", N_("as the kind of act says")},
               {"page", N_("a page that is read")},
               {"session", N_("a session with head-count")},
               {"visits", N_("visits, some called back")},
               {"count", N_("a count")},
               {"word", N_("the unit's word")}};
    view_t *list = view_list(i, "evidences");
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        view_t *o = view_item(list);
        view_z(o, "value", all[k].value);
        view_z(o, "text", tr(q->lang, all[k].text));
        view_flag(o, "selected", str_eq(chosen, str_of(all[k].value)));
    }
}

static str_t lines(arena_t *a, texts_t t)
{
    buf_t b = buf_new(a, 1 << 20);
    for (size_t i = 0; i < t.n; i++) {
        buf_put(&b, t.at[i]);
        buf_putc(&b, '\n');
    }
    return buf_str(&b);
}

static void show_words(req_t *q, view_t *v, const wording_t *w)
{
    const struct {
        const char *name, *title;
        str_t value;
    } one[] = {{"parent", N_("Parent body"), w->parent},
               {"issuer", N_("Issuer"), w->issuer},
               {"place", N_("Place"), w->place},
               {"signer_for", N_("Signs on behalf of"), w->signer_for}},
      many[] = {{"recipients", N_("To"), lines(q->a, w->recipients)},
                {"opening", N_("Words before the clauses"), lines(q->a, w->opening)},
                {"closing", N_("Words behind the clauses"), lines(q->a, w->closing)},
                {"attachments", N_("Attachments"), lines(q->a, w->attachments)},
                {"cc", N_("Copies to"), lines(q->a, w->cc)}};
    view_t *list = view_list(v, "words"), *areas = view_list(v, "areas");
    for (size_t k = 0; k < sizeof one / sizeof *one; k++) {
        view_t *i = view_item(list);
        view_z(i, "name", one[k].name);
        view_z(i, "label", tr(q->lang, one[k].title));
        view_text(i, "value", one[k].value.p ? one[k].value : S(""));
    }
    for (size_t k = 0; k < sizeof many / sizeof *many; k++) {
        view_t *i = view_item(areas);
        view_z(i, "name", many[k].name);
        view_z(i, "label", tr(q->lang, many[k].title));
        view_text(i, "value", many[k].value);
    }
}

static void show_verbs(req_t *q, view_t *verbs, verb_t chosen)
{
    for (int b = 0; b < VERB_COUNT; b++) {
        view_t *o = view_item(verbs);
        view_z(o, "value", verb_name((verb_t)b));
        view_z(o, "text", tr(q->lang, verb_title((verb_t)b)));
        view_flag(o, "selected", (verb_t)b == chosen);
    }
}

static void show_clauses(req_t *q, view_t *v, const json_t *draft, const dispatch_t *d, const plan_t *plan)
{
    view_t *list = view_list(v, "clauses");
    for (size_t k = 0; k < d->n_clauses; k++) {
        const clause_t *c = &d->clauses[k];
        view_t *i = view_item(list);
        view_int(i, "i", (int64_t)k);
        view_text(i, "n", c->n);
        view_text(i, "to", c->to);
        view_text(i, "text", c->text);
        view_text(i, "audience", c->audience);
        view_text(i, "units", c->units);
        view_flag(i, "optional", c->optional);
        view_flag(i, "held", c->held);
        view_text(i, "releases", c->releases.p ? c->releases : S(""));
        view_int(i, "target", c->target > 0 ? c->target : 1);
        show_evidence(q, i, c->evidence.p ? c->evidence : S(""));
        view_text(i, "due", c->due.y ? str_fmt(q->a, "%04d-%02d-%02d", c->due.y, c->due.m, c->due.d) : S(""));
        view_int(i, "reaches", plan ? (int64_t)plan->by_clause[k] : 0);
        view_flag(i, "nobody", plan && plan->by_clause[k] == 0);
        str_t key = str_fmt(q->a, "clauses[%zu]", k);
        view_text(i, "span", key);
        view_int(i, "sure", key.p ? sure_of(draft, key.p) : 0);
        view_t *verbs = view_list(i, "verbs");
        show_verbs(q, verbs, c->verb);
    }
}

static status_t show_campaigns(req_t *q, view_t *v, const dispatch_t *d, err_t *err)
{
    campaign_t *list;
    size_t n;
    status_t s = campaign_list(q->db, q->a, &list, &n, err);
    if (s != ST_OK) return s;
    view_t *out = view_list(v, "campaigns");
    for (size_t k = 0; k < n; k++) {
        view_t *i = view_item(out);
        view_id(i, "value", list[k].id);
        view_text(i, "text", list[k].title);
        view_flag(i, "selected", ident_eq(list[k].id, d->campaign));
    }
    view_flag(v, "no_campaign", ident_none(d->campaign));
    view_flag(v, "in_campaign", !ident_none(d->campaign));
    if (!ident_none(d->campaign)) view_id(v, "campaign_id", d->campaign);
    view_text(v, "campaign_title", d->campaign_title.p ? d->campaign_title : S(""));
    return ST_OK;
}

status_t path_dispatch(req_t *q, dispatch_t *d, err_t *err)
{
    ident_t id;
    if (!ident_parse(q->args[0], &id))
        return err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    status_t s = dispatch_get(q->db, q->a, id, d, err);
    if (s == ST_OK && !d->sent && !sees_drafts(q) && !may_draft(q, d))
        s = err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    return s;
}

static void show_powers(req_t *q, view_t *v, const dispatch_t *d)
{
    bool coordinates = may_draft(q, d), signs = actor_seat(q->who, ROLE_SIGNER) != NULL;
    bool draft = str_eq(d->state, S("draft")), submitted = str_eq(d->state, S("submitted"));
    bool own = ident_eq(d->drafted_by, q->who->person);
    view_flag(v, "may_edit", coordinates && draft);
    view_flag(v, "may_submit", coordinates && draft);
    view_flag(v, "may_sign", signs && submitted && !own);
    view_flag(v, "own_draft", signs && submitted && own);
    view_flag(v, "may_return", (signs || coordinates) && submitted);
    view_flag(v, "may_send", coordinates && str_eq(d->state, S("signed")));
    view_flag(v, "may_pass", d->sent && (actor_seat(q->who, ROLE_CONTACT) || actor_seat(q->who, ROLE_COORDINATOR)));
    view_flag(v, "passes_down", !ident_none(d->parent));
    if (!ident_none(d->parent)) view_id(v, "parent", d->parent);
    view_flag(v, "is_draft", draft);
    view_flag(v, "is_sent", d->sent != 0);
    if (d->sent) view_time(v, "sent", d->sent);
}

status_t fill_dispatch(req_t *q, view_t *v, const dispatch_t *d, err_t *err)
{
    json_t *draft = json_loadb(d->draft.p, d->draft.n, 0, NULL);
    str_t text = STR_NONE;
    digest_t none = {{0}};
    err_t quiet = err_new(q->lang);
    if (!digest_eq(d->source, none) && blob_get(q->app->store, q->a, d->source, LETTER_LIMIT, &text, &quiet) != ST_OK)
        text = STR_NONE;
    view_id(v, "id", d->id);
    view_text(v, "mark", dispatch_mark(q->a, d));
    view_text(v, "page_title", str_fmt(q->a, "%s %.*s", tr(q->lang, N_("Dispatch")), STRF(dispatch_mark(q->a, d))));
    view_text(v, "from", d->from_name.p ? d->from_name : S("–"));
    view_z(v, "state", tr(q->lang, state_title(d->state)));
    view_flag(v, "has_letter", text.p != NULL);
    show_letter(q, v, draft, text.p ? text : S(""));
    show_fields(q, v, draft, d);
    show_words(q, v, &d->words);
    view_int(v, "revision", d->revision);
    view_int(v, "new_i", (int64_t)d->n_clauses);
    show_verbs(q, view_list(v, "verbs_all"), VERB_COUNT);
    plan_t plan = {0};
    /* A selector that names nothing is said where it stands; the page still opens. */
    status_t s = dispatch_plan(q->db, q->a, d, d->sent ? d->sent : clock_now(), &plan, &quiet);
    show_clauses(q, v, draft, d, s == ST_OK ? &plan : NULL);
    view_int(v, "units", (int64_t)plan.units);
    view_int(v, "duties", (int64_t)plan.duties);
    view_int(v, "open", (int64_t)json_array_size(json_object_get(draft, "open")));
    view_flag(v, "has_open", json_array_size(json_object_get(draft, "open")) > 0);
    show_powers(q, v, d);
    json_decref(draft);
    s = show_recipients(q, v, d, err);
    return s == ST_OK ? show_campaigns(q, v, d, err) : s;
}

status_t page_dispatch(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    view_list(v, "errors");
    view_list(v, "differences");
    status_t s = path_dispatch(q, &d, err);
    return s == ST_OK ? fill_dispatch(q, v, &d, err) : s;
}
