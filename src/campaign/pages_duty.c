/* SPDX-License-Identifier: Apache-2.0
 *
 * The unit's desk: what is owed, by when, one box for the address, what was seen and when.
 */
#include <jansson.h>
#include "campaign/around.h"
#include "campaign/campaign_internal.h"
#include "campaign/pages_duty.h"
#include "campaign/rule.h"
#include "proof/proof.h"

const char *verb_title(verb_t v)
{
    static const char *const titles[VERB_COUNT] = {N_("Post"),   N_("Tell people"), N_("Teach"),
                                                   N_("Direct"), N_("Report back"), N_("Other")};
    return titles[v < VERB_COUNT ? v : VERB_OTHER];
}

const char *cell_tag(cell_state_t c)
{
    static const char *const tags[CELL_COUNT] = {"tag-mute", "tag-mute", "tag-info", "tag-info", "tag-ok",
                                                 "tag-bad",  "tag-warn", "tag-bad",  "tag-mute"};
    return tags[c < CELL_COUNT ? c : CELL_NONE];
}

/* What the one box asks for. */
static const char *box_title(answer_kind_t answer)
{
    static const char *const titles[] = {
        [ANSWER_ANY] = N_("How many people were told, or the address of a page"),
        [ANSWER_PAGE] = N_("Address of the page where it was posted"),
        [ANSWER_SESSION] = N_("How many people (turns)"),
        [ANSWER_VISITS] = N_("How many visits were made"),
        [ANSWER_COUNT] = N_("How many, as a number"),
        [ANSWER_WORD] = N_("What was done, in a few words"),
    };
    return titles[answer];
}

static void show_box(req_t *q, view_t *item, const duty_t *d)
{
    answer_kind_t answer = d->rule ? rule_of(d->rule).answer : ANSWER_ANY;
    view_fmt(item, "opened", "%lld", (long long)clock_now());
    view_z(item, "box", tr(q->lang, box_title(answer)));
    view_flag(item, "box_page", answer == ANSWER_PAGE);
    view_flag(item, "box_number", answer == ANSWER_SESSION || answer == ANSWER_VISITS || answer == ANSWER_COUNT);
    view_flag(item, "box_other", answer == ANSWER_ANY || answer == ANSWER_WORD);
    view_flag(item, "box_note", answer != ANSWER_PAGE && answer != ANSWER_WORD);
    view_z(
        item, "note_title",
        tr(q->lang, answer == ANSWER_COUNT || answer == ANSWER_VISITS ? N_("How it was counted") : N_("Who was told")));
    view_text(item, "releases", d->rule && d->rule->releases.n ? d->rule->releases : S(""));
}

static const char *seen_title(str_t verdict)
{
    if (str_eq(verdict, S("holds"))) return N_("seen");
    return str_eq(verdict, S("fails")) ? N_("not seen") : N_("cannot tell");
}

void show_body(view_t *item, arena_t *a, str_t body)
{
    json_t *o = body.n < 65536 ? json_loadb(body.p, body.n, 0, NULL) : NULL;
    const char *url = json_string_value(json_object_get(o, "url")),
               *to = json_string_value(json_object_get(o, "audience"));
    const char *note = json_string_value(json_object_get(o, "note"));
    view_text(item, "url", url ? str_dup(a, str_of(url)) : S(""));
    view_text(item, "note", note ? str_dup(a, str_of(note)) : S(""));
    view_text(item, "audience", to ? str_dup(a, str_of(to)) : S(""));
    const char *word = json_string_value(json_object_get(o, "text")),
               *how = json_string_value(json_object_get(o, "how"));
    view_int(item, "heads", json_integer_value(json_object_get(o, "heads")));
    view_int(item, "number", json_integer_value(json_object_get(o, "number")));
    view_text(item, "word", word ? str_dup(a, str_of(word)) : S(""));
    view_text(item, "how", how ? str_dup(a, str_of(how)) : S(""));
    view_flag(item, "is_post", url != NULL);
    view_flag(item, "is_session", json_object_get(o, "heads") != NULL);
    view_flag(item, "is_count", json_object_get(o, "number") != NULL);
    view_flag(item, "is_word", word != NULL);
    json_decref(o);
}

void show_look(view_t *look, req_t *q, const said_t *s)
{
    json_t *o = s->seen.p && s->seen.n < 65536 ? json_loadb(s->seen.p, s->seen.n, 0, NULL) : NULL;
    view_time(look, "at", s->at);
    view_z(look, "verdict", tr(q->lang, seen_title(s->verdict)));
    view_z(look, "tag",
           str_eq(s->verdict, S("holds"))   ? "tag-ok"
           : str_eq(s->verdict, S("fails")) ? "tag-bad"
                                            : "tag-warn");
    buf_t b = buf_new(q->a, 4096);
    const json_t *reasons = json_object_get(o, "reasons");
    for (size_t k = 0; k < json_array_size(reasons) && k < 5; k++) {
        const char *r = json_string_value(json_array_get(reasons, k));
        if (!r) continue;
        buf_putz(&b, b.n ? " " : "");
        buf_put(&b, proof_reason_text(q->a, q->lang, str_of(r)));
    }
    view_text(look, "reasons", buf_str(&b));
    json_decref(o);
}

static status_t show_history(req_t *q, view_t *item, const duty_t *d, ms_t at, err_t *err)
{
    said_t *said;
    size_t n;
    status_t s = duty_history(q->db, q->a, d->id, at, &said, &n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(item, "said"), *looks = NULL;
    for (size_t k = 0; k < n; k++) {
        if (k == 0 || !ident_eq(said[k].record, said[k - 1].record)) {
            view_t *one = view_item(list);
            view_id(one, "record", said[k].record);
            view_time(one, "received", said[k].received);
            view_flag(one, "superseded", str_eq(said[k].state, S("superseded")));
            show_body(one, q->a, said[k].body);
            looks = view_list(one, "looks");
        }
        if (said[k].verdict.p) show_look(view_item(looks), q, &said[k]);
    }
    return ST_OK;
}

str_t clause_label(const req_t *q, str_t n)
{
    return str_starts(n, S("opt")) ? str_of(tr(q->lang, N_("Also"))) : n;
}

status_t show_duty(req_t *q, view_t *item, const duty_t *d, ms_t at, bool full, err_t *err)
{
    view_id(item, "id", d->id);
    view_text(item, "clause", clause_label(q, d->clause));
    view_z(item, "verb", tr(q->lang, verb_title(d->verb)));
    view_text(item, "text", d->text);
    view_text(item, "audience", d->audience);
    view_text(item, "subject", d->subject);
    view_time(item, "due", d->due);
    view_flag(item, "paused", d->paused != 0);
    view_z(item, "state", tr(q->lang, cell_title(d->state)));
    view_z(item, "state_code", cell_name(d->state));
    view_z(item, "tag", cell_tag(d->state));
    view_flag(item, "late", d->late);
    view_flag(item, "optional", d->optional);
    view_flag(item, "not_acknowledged", d->state == CELL_OWED || (d->state == CELL_MISSED && !d->acknowledged));
    view_flag(item, "was_seen", d->seen != 0);
    if (d->seen) view_time(item, "seen", d->seen);
    view_int(item, "records", (int64_t)d->records);
    view_flag(item, "waived", d->state == CELL_WAIVED);
    view_flag(item, "counts", d->target > 1);
    view_int(item, "target", d->target > 1 ? d->target : 1);
    view_int(item, "said_so_far", d->said);
    view_int(item, "held_so_far", d->held);
    show_box(q, item, d);
    return full ? show_history(q, item, d, at, err) : ST_OK;
}
