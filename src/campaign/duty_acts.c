/* SPDX-License-Identifier: Apache-2.0
 *
 * What is done to a duty: taken note of, said to be done by a page, a session, a number or a word.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"
#include "campaign/rule.h"

status_t duty_place(db_t *db, ident_t id, record_t *r, err_t *err)
{
    stmt_t *q = db_query(db, &q_duty_where, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bool over = false;
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) {
        r->duty = id;
        r->unit = col_id(q, 1);
        r->campaign = col_id(q, 2);
        over = col_int(q, 4) != 0;
    }
    stmt_done(q);
    if (over)
        return err_set(err, ST_CONFLICT, "campaign.over",
                       N_("The campaign is archived: nothing is taken for it any more."));
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "duty.none", N_("There is no such duty."));
    return s == ST_ROW ? ST_OK : s;
}

status_t duty_acknowledge(db_t *db, ident_t duty, ident_t who, err_t *err)
{
    record_t r = {0};
    status_t s = duty_place(db, duty, &r, err);
    if (s != ST_OK) return s;
    stmt_t *q = db_query(db, &q_duty_acknowledged, err);
    if (!q) return err->status;
    bind_id(q, 1, &duty);
    bind_ms(q, 2, clock_now());
    int64_t changed = 0;
    s = stmt_run(q, &changed, err);
    return s == ST_OK && changed ? journal_add(db, who, "duty.acknowledge", duty, S("{}"), err) : s;
}

status_t duty_acknowledge_all(db_t *db, arena_t *a, ident_t unit, ident_t who, size_t *n, err_t *err)
{
    duty_t *d;
    size_t all;
    *n = 0;
    status_t s = duty_of_unit(db, a, unit, clock_now(), &d, &all, err);
    for (size_t k = 0; s == ST_OK && k < all; k++) {
        if (d[k].acknowledged || d[k].waived) continue;
        s = duty_acknowledge(db, d[k].id, who, err);
        ++*n;
    }
    return s;
}

/* Is this kind of record what the clause asks for? */
static status_t takes(db_t *db, arena_t *a, ident_t duty, const char *kind, err_t *err)
{
    duty_t d;
    status_t s = duty_get(db, a, duty, clock_now(), &d, err);
    if (s != ST_OK || !d.rule) return s;
    rule_t r = rule_of(d.rule);
    static const char *const asks[] = {[ANSWER_ANY] = N_("Give the address of a page, or how many people were told."),
                                       [ANSWER_PAGE] = N_("This duty is answered by the address of a page."),
                                       [ANSWER_SESSION] = N_("This duty is answered by how many people were told."),
                                       [ANSWER_VISITS] = N_("This duty is answered by the number of visits."),
                                       [ANSWER_COUNT] = N_("This duty is answered by a number."),
                                       [ANSWER_WORD] = N_("This duty is answered in words.")};
    bool page_only = r.answer == ANSWER_PAGE && strcmp(kind, "post") != 0; /* also where only the verb says so */
    if (rule_takes(&r, str_of(kind)) && !page_only) return ST_OK;
    return err_at(err, ST_INPUT, "duty.kind", "value", 0, "%s", tr(err->lang, asks[r.answer]));
}

static bool url_ok(str_t url)
{
    str_t rest = str_starts(url, S("https://")) ? str_sub(url, 8, url.n) : str_sub(url, 7, url.n);
    if (!str_starts(url, S("https://")) && !str_starts(url, S("http://"))) return false;
    if (url.n > 2000 || !rest.n || rest.p[0] == '/' || rest.p[0] == ':') return false;
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= ' ' || url.p[i] == '"' || url.p[i] == '<' || url.p[i] == '>' || url.p[i] == '\\')
            return false;
    return true;
}

static status_t add_record(db_t *db, arena_t *a, record_t *r, str_t name, ident_t who, ident_t *out, err_t *err)
{
    char text[IDENT_TEXT];
    ident_text(r->duty, text);
    /* The same thing said twice of the same duty is one record. */
    r->id = name.n ? ident_named(S("claim"), str_fmt(a, "%s %.*s", text, STRF(name))) : ident_new();
    r->made_at = clock_now();
    r->state = "accepted";
    *out = r->id;
    digest_t d;
    err_t quiet = err_new(LANG_EN);
    if (name.n && record_digest_now(db, r->id, &d, &quiet) == ST_OK) return ST_OK;
    record_answer_t answer;
    return record_add(db, r, who, &answer, err);
}

status_t duty_claim(db_t *db, arena_t *a, ident_t duty, str_t url, str_t note, ident_t release, ident_t seat,
                    ident_t who, ident_t *record, err_t *err)
{
    url = str_trim(url);
    if (!url_ok(url))
        return err_at(err, ST_INPUT, "duty.url", "url", 0,
                      N_("Give the whole address of the page, beginning with https:// or http://."));
    record_t r = {.kind = "post", .by_seat = seat, .release = release};
    status_t s = takes(db, a, duty, r.kind, err);
    if (s == ST_OK) s = duty_place(db, duty, &r, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, 64 * 1024);
    buf_putz(&b, "{\"url\":");
    buf_json(&b, url);
    buf_putz(&b, ",\"place\":\"web\",\"note\":");
    buf_json(&b, note.p ? note : S(""));
    buf_putc(&b, '}');
    if (!buf_ok(&b)) return err_at(err, ST_LIMIT, "duty.note", "note", 0, N_("The note is too long."));
    r.body = buf_str(&b);
    return add_record(db, a, &r, url, who, record, err);
}

status_t duty_session(db_t *db, arena_t *a, ident_t duty, str_t audience, int64_t heads, int64_t minutes, str_t note,
                      ident_t seat, ident_t who, ident_t *record, err_t *err)
{
    if (heads < 1 || heads > 10000000)
        return err_at(err, ST_INPUT, "duty.heads", "heads", 0,
                      N_("Give how many people were told, from 1 to 10,000,000."));
    if (minutes < 0 || minutes > 100000)
        return err_at(err, ST_INPUT, "duty.minutes", "minutes", 0, N_("Give the minutes, from 0 to 100,000."));
    record_t r = {.kind = "session", .by_seat = seat};
    status_t s = takes(db, a, duty, r.kind, err);
    if (s == ST_OK) s = duty_place(db, duty, &r, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, 64 * 1024);
    buf_putz(&b, "{\"audience\":");
    buf_json(&b, audience.p ? audience : S(""));
    buf_fmt(&b, ",\"heads\":%lld,\"minutes\":%lld,\"note\":", (long long)heads, (long long)minutes);
    buf_json(&b, note.p ? note : S(""));
    buf_putc(&b, '}');
    if (!buf_ok(&b)) return err_at(err, ST_LIMIT, "duty.note", "note", 0, N_("The note is too long."));
    r.body = buf_str(&b);
    return add_record(db, a, &r, STR_NONE, who, record, err);
}

status_t duty_count(db_t *db, arena_t *a, ident_t duty, int64_t number, str_t how, ident_t seat, ident_t who,
                    ident_t *record, err_t *err)
{
    if (number < 1 || number > 100000000)
        return err_at(err, ST_INPUT, "duty.number", "value", 0, N_("Give a whole number from 1 to 100,000,000."));
    record_t r = {.kind = "count", .by_seat = seat};
    status_t s = takes(db, a, duty, r.kind, err);
    if (s == ST_OK) s = duty_place(db, duty, &r, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, 64 * 1024);
    buf_fmt(&b, "{\"number\":%lld,\"how\":", (long long)number);
    buf_json(&b, how.p ? how : S(""));
    buf_putc(&b, '}');
    if (!buf_ok(&b)) return err_at(err, ST_LIMIT, "duty.note", "note", 0, N_("The note is too long."));
    r.body = buf_str(&b);
    return add_record(db, a, &r, STR_NONE, who, record, err);
}

status_t duty_word(db_t *db, arena_t *a, ident_t duty, str_t text, ident_t seat, ident_t who, ident_t *record,
                   err_t *err)
{
    text = str_trim(text);
    if (!text.n) return err_at(err, ST_INPUT, "duty.word", "value", 0, N_("Say in a few words what was done."));
    record_t r = {.kind = "word", .by_seat = seat};
    status_t s = takes(db, a, duty, r.kind, err);
    if (s == ST_OK) s = duty_place(db, duty, &r, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, 64 * 1024);
    buf_putz(&b, "{\"text\":");
    buf_json(&b, text);
    buf_putc(&b, '}');
    if (!buf_ok(&b)) return err_at(err, ST_LIMIT, "duty.note", "value", 0, N_("The text is too long."));
    r.body = buf_str(&b);
    return add_record(db, a, &r, STR_NONE, who, record, err);
}

/* "1.200" and "1,200" are one thousand two hundred: people group their thousands. */
static bool whole_number(arena_t *a, str_t text, int64_t *out)
{
    buf_t b = buf_new(a, 64);
    for (size_t i = 0; i < text.n; i++) {
        bool group = (text.p[i] == '.' || text.p[i] == ',' || text.p[i] == ' ') && i > 0 && text.n - i > 3;
        if (!group) buf_putc(&b, text.p[i]);
    }
    return buf_ok(&b) && str_int(buf_str(&b), 0, INT64_MAX, out);
}

status_t duty_say(db_t *db, arena_t *a, const duty_t *d, str_t value, str_t note, ident_t seat, ident_t who,
                  ident_t *record, err_t *err)
{
    static const ident_t none;
    rule_t r = d->rule ? rule_of(d->rule) : (rule_t){.answer = ANSWER_ANY};
    int64_t n = 0;
    value = str_trim(value);
    if (r.answer == ANSWER_WORD) return duty_word(db, a, d->id, value, seat, who, record, err);
    bool number = whole_number(a, value, &n);
    if (r.answer == ANSWER_PAGE || (r.answer == ANSWER_ANY && !number))
        return duty_claim(db, a, d->id, value, note, none, seat, who, record, err);
    if (r.answer == ANSWER_COUNT || r.answer == ANSWER_VISITS)
        return duty_count(db, a, d->id, number ? n : 0, note, seat, who, record, err);
    return duty_session(db, a, d->id, note, number ? n : 0, 0, S(""), seat, who, record, err);
}
