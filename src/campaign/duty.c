/* SPDX-License-Identifier: Apache-2.0
 *
 * Duties: what a unit owes, what it says it did, and how the two and the looks at it make a state.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"
#include "store/record.h"

static const char *const NAMES[CELL_COUNT] = {"none",         "owed",        "acknowledged", "claimed", "verified",
                                              "contradicted", "cannot-tell", "missed",       "waived"};
static const char *const TITLES[CELL_COUNT] = {N_("does not apply"), N_("owed"),     N_("acknowledged"),
                                               N_("claimed"),        N_("verified"), N_("not seen"),
                                               N_("cannot tell"),    N_("missed"),   N_("waived")};

const char *cell_name(cell_state_t c)
{
    return c < CELL_COUNT ? NAMES[c] : NAMES[0];
}
const char *cell_title(cell_state_t c)
{
    return c < CELL_COUNT ? TITLES[c] : TITLES[0];
}

/* --- how looks add up --- */

void looks_add(looks_t *k, ms_t at, str_t verdict)
{
    if (at > k->last) k->last = at;
    if (str_eq(verdict, S("holds"))) {
        if (!k->first_hold || at < k->first_hold) k->first_hold = at;
        if (at > k->last_hold) k->last_hold = at;
    } else if (str_eq(verdict, S("fails"))) {
        if (at > k->last_fail) {
            k->before_fail = k->last_fail;
            k->last_fail = at;
        } else if (at > k->before_fail) {
            k->before_fail = at;
        }
    } else {
        k->cannot_tell = true;
    }
}

/* One failed look after one that held may be the portal's bad day: two in a row are not. */
bool looks_hold(const looks_t *k)
{
    return k->last_hold && k->before_fail < k->last_hold;
}
bool looks_failed(const looks_t *k)
{
    return k->last_fail && !looks_hold(k);
}

void facts_add(duty_facts_t *f, const looks_t *k)
{
    if (k->superseded) return;
    if (!f->claimed || k->received < f->claimed) f->claimed = k->received;
    if (looks_hold(k)) {
        if (!f->verified || k->first_hold < f->verified) f->verified = k->first_hold;
    } else if (looks_failed(k)) {
        f->failed = true;
        f->lapsed = f->lapsed || k->first_hold;
    } else if (k->cannot_tell) {
        f->cannot_tell = true;
    }
}

cell_state_t duty_state(const duty_facts_t *f, bool *late)
{
    *late = false;
    if (f->waived && f->waived <= f->at) return CELL_WAIVED;
    if (f->claimed) {
        /* On time: claimed by the due moment. What was claimed in time and seen a day later was in time. */
        *late = !f->optional && f->claimed > f->due;
        if (f->verified) return CELL_VERIFIED;
        if (f->failed) return CELL_CONTRADICTED;
        return f->cannot_tell ? CELL_CANNOT_TELL : CELL_CLAIMED;
    }
    if (!f->optional && f->at > f->due) return CELL_MISSED;
    return f->acknowledged && f->acknowledged <= f->at ? CELL_ACKNOWLEDGED : CELL_OWED;
}

/* --- reading --- */

static status_t duty_fill(stmt_t *q, arena_t *a, duty_t *d, ms_t *waived, err_t *err)
{
    *d = (duty_t){.id = col_id(q, 0), .dispatch = col_id(q, 1), .unit = col_id(q, 2), .clause = col_text(q, a, 3)};
    d->verb = verb_parse(col_text(q, a, 4));
    d->optional = col_int(q, 5) != 0;
    d->due = col_int(q, 6);
    d->created = col_int(q, 7);
    d->acknowledged = col_int(q, 8);
    *waived = col_int(q, 9);
    d->subject = col_text(q, a, 10);
    clause_t *clauses;
    size_t n;
    status_t s = clauses_read(a, col_text(q, a, 11), &clauses, &n, err);
    const clause_t *c = s == ST_OK ? clause_by_n(clauses, n, d->clause) : NULL;
    if (c) {
        d->text = c->text;
        d->audience = c->audience;
    }
    return s;
}

static status_t duty_weigh(db_t *db, arena_t *a, duty_t *d, ms_t waived, ms_t at, err_t *err)
{
    said_t *said;
    size_t n;
    status_t s = duty_history(db, a, d->id, at, &said, &n, err);
    if (s != ST_OK) return s;
    duty_facts_t f = {
        .due = d->due, .acknowledged = d->acknowledged, .waived = waived, .at = at, .optional = d->optional};
    for (size_t k = 0; k < n;) {
        looks_t looks = {.received = said[k].received, .superseded = str_eq(said[k].state, S("superseded"))};
        ident_t record = said[k].record;
        d->records += !looks.superseded;
        for (; k < n && ident_eq(said[k].record, record); k++)
            if (said[k].verdict.p) looks_add(&looks, said[k].at, said[k].verdict);
        if (looks.last > d->seen) d->seen = looks.last;
        facts_add(&f, &looks);
    }
    if (d->acknowledged > at) d->acknowledged = 0;
    d->claimed = f.claimed;
    d->verified = f.verified;
    d->state = duty_state(&f, &d->late);
    return ST_OK;
}

status_t duty_of_unit(db_t *db, arena_t *a, ident_t unit, ms_t at, duty_t **out, size_t *n, err_t *err)
{
    enum { DUTIES_OF_UNIT = 2000 };
    stmt_t *q = db_query(db, &q_duties_of_unit, err);
    if (!q) return err->status;
    bind_id(q, 1, &unit);
    bind_ms(q, 2, at);
    vec_t rows = vec_new(a, sizeof(duty_t), DUTIES_OF_UNIT), waived = vec_new(a, sizeof(ms_t), DUTIES_OF_UNIT);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        duty_t *d = vec_push(&rows);
        ms_t *w = vec_push(&waived);
        if (!d || !w) {
            s = err_set(err, ST_LIMIT, "unit.too-many-duties", N_("The unit owes too many duties to be listed."));
            break;
        }
        s = duty_fill(q, a, d, w, err);
        if (s != ST_OK) break;
    }
    stmt_done(q);
    if (s != ST_END) return s;
    for (size_t k = 0; k < rows.len; k++) {
        s = duty_weigh(db, a, &VEC_AT(&rows, duty_t, k), VEC_AT(&waived, ms_t, k), at, err);
        if (s != ST_OK) return s;
    }
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}

status_t duty_get(db_t *db, arena_t *a, ident_t id, ms_t at, duty_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_duty_by_id, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_ms(q, 2, at);
    ms_t waived = 0;
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) s = duty_fill(q, a, out, &waived, err);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "duty.none", N_("There is no such duty."));
    return s == ST_OK ? duty_weigh(db, a, out, waived, at, err) : s;
}

status_t duty_history(db_t *db, arena_t *a, ident_t duty, ms_t at, said_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_duty_said, err);
    if (!q) return err->status;
    bind_id(q, 1, &duty);
    bind_ms(q, 2, at);
    vec_t rows = vec_new(a, sizeof(said_t), 20000);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        said_t *x = vec_push(&rows);
        if (!x) {
            s = err_set(err, ST_LIMIT, "duty.too-much-said", N_("The history of this duty is too long to be shown."));
            break;
        }
        *x = (said_t){col_id(q, 0),  col_text(q, a, 1), col_text(q, a, 2), col_text(q, a, 3),
                      col_int(q, 4), col_text(q, a, 5), col_text(q, a, 6), col_int(q, 7)};
    }
    stmt_done(q);
    if (s != ST_END) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}

/* --- acts --- */

static status_t duty_place(db_t *db, arena_t *a, ident_t id, record_t *r, err_t *err)
{
    stmt_t *q = db_query(db, &q_duty_where, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) {
        r->duty = id;
        r->unit = col_id(q, 1);
        r->campaign = col_id(q, 2);
    }
    stmt_done(q);
    (void)a;
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "duty.none", N_("There is no such duty."));
    return s == ST_ROW ? ST_OK : s;
}

status_t duty_acknowledge(db_t *db, ident_t duty, ident_t who, err_t *err)
{
    stmt_t *q = db_query(db, &q_duty_acknowledged, err);
    if (!q) return err->status;
    bind_id(q, 1, &duty);
    bind_ms(q, 2, clock_now());
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s != ST_OK || changed) return s == ST_OK ? journal_add(db, who, "duty.acknowledge", duty, S("{}"), err) : s;
    record_t r = {0};
    return duty_place(db, NULL, duty, &r, err); /* acknowledged before is well; no such duty is not */
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
    status_t s = duty_place(db, a, duty, &r, err);
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
    status_t s = duty_place(db, a, duty, &r, err);
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

status_t duty_waive(db_t *db, ident_t duty, str_t why, ident_t who, err_t *err)
{
    if (!str_trim(why).n)
        return err_at(err, ST_INPUT, "duty.why", "why", 0, N_("Say why the duty is taken from the unit."));
    stmt_t *q = db_query(db, &q_duty_waived, err);
    if (!q) return err->status;
    bind_id(q, 1, &duty);
    bind_ms(q, 2, clock_now());
    bind_text(q, 3, str_trim(why));
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        return err_set(err, ST_CONFLICT, "duty.waived", N_("There is no such duty, or it was waived before."));
    return s == ST_OK ? journal_add(db, who, "duty.waive", duty, S("{}"), err) : s;
}
