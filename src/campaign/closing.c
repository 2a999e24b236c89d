/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/closing.h"
#include <jansson.h>
#include <stdio.h>
#include "campaign/queries.h"

status_t closing_make(store_t *st, db_t *db, arena_t *a, ident_t campaign, ms_t at, closing_t *out, err_t *err)
{
    *out = (closing_t){.evidence = ARENA_NEW(a, evidence_t)};
    if (!out->evidence) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    status_t s = evidence_load(db, a, campaign, at, out->evidence, err);
    if (s == ST_OK) s = report_compute(out->evidence, a, &out->report, err);
    if (s == ST_OK) s = words_now(st, db, a, &out->report, &out->words, err);
    return s == ST_OK ? journal_head(db, &out->proof.events, &out->proof.head, err) : s;
}

status_t closing_campaign(db_t *db, arena_t *a, str_t name, campaign_t *out, err_t *err)
{
    ident_t id;
    return ident_parse(name, &id) ? campaign_by_id(db, a, id, out, err) : campaign_by_slug(db, a, name, out, err);
}

status_t closing_by_name(store_t *st, db_t *db, arena_t *a, str_t name, ms_t at, closing_t *out, err_t *err)
{
    campaign_t c;
    status_t s = closing_campaign(db, a, name, &c, err);
    return s == ST_OK ? closing_make(st, db, a, c.id, at, out, err) : s;
}

/* --- its way --- */

static void step_from(stmt_t *q, arena_t *a, closing_step_t *x)
{
    str_t body = col_text(q, a, 4);
    *x = (closing_step_t){.seq = col_int(q, 0), .at = col_int(q, 1), .who = col_id(q, 2), .did = col_text(q, a, 3)};
    x->name = col_text(q, a, 5);
    if (!x->name.p) x->name = S("–");
    json_t *j = json_loadb(body.p, body.n, 0, NULL);
    x->as_of = json_integer_value(json_object_get(j, "as_of"));
    const char *hex = json_string_value(json_object_get(j, "words"));
    if (!hex) hex = json_string_value(json_object_get(j, "bundle"));
    if (!hex || !digest_parse(str_of(hex), &x->digest)) x->digest = (digest_t){{0}};
    json_decref(j);
}

status_t closing_state(db_t *db, arena_t *a, ident_t campaign, closing_state_t *out, err_t *err)
{
    *out = (closing_state_t){0};
    stmt_t *q = db_query(db, &q_report_steps, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    vec_t v = vec_new(a, sizeof(closing_step_t), 10000);
    closing_step_t x;
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        step_from(q, a, &x);
        if (str_eq(x.did, S("report.words"))) {
            out->last_word = x.seq;
            continue;
        }
        closing_step_t *to = vec_push(&v);
        if (to) *to = x;
    }
    stmt_done(q);
    if (s != ST_END) return s;
    out->steps = v.at;
    out->n = v.len;
    if (v.len && str_eq(out->steps[v.len - 1].did, S("report.submit"))) out->waiting = &out->steps[v.len - 1];
    return ST_OK;
}

digest_t words_digest(const words_of_t *w)
{
    sha256_t h;
    sha256_start(&h);
    for (int k = 0; k < WORD_COUNT; k++) {
        sha256_field(&h, str_of(word_name((word_t)k)));
        sha256_field(&h, w->text[k]);
    }
    return sha256_end(&h);
}

status_t closing_write(db_t *db, ident_t campaign, word_t word, digest_t sha256, ident_t who, err_t *err)
{
    char hex[65], body[160];
    digest_hex(sha256, hex);
    (void)snprintf(body, sizeof body, "{\"word\":\"%s\",\"sha256\":\"%s\"}", word_name(word), hex);
    return journal_add(db, who, "report.words", campaign, str_of(body), err);
}

status_t closing_submit(db_t *db, arena_t *a, ident_t campaign, ms_t as_of, digest_t words, ident_t who, err_t *err)
{
    char hex[65];
    closing_state_t now;
    status_t s = closing_state(db, a, campaign, &now, err);
    if (s != ST_OK) return s;
    if (now.waiting && now.waiting->seq > now.last_word)
        return err_set(err, ST_CONFLICT, "report.waiting", N_("The report waits for a signature already."));
    digest_hex(words, hex);
    return journal_add(db, who, "report.submit", campaign,
                       str_fmt(a, "{\"as_of\":%lld,\"words\":\"%s\"}", (long long)as_of, hex), err);
}

static status_t not_waiting(err_t *err)
{
    return err_set(err, ST_CONFLICT, "report.not-waiting",
                   N_("No report waits for a signature, or its words were changed since: submit it again."));
}

status_t closing_return(db_t *db, arena_t *a, ident_t campaign, ident_t who, err_t *err)
{
    closing_state_t now;
    status_t s = closing_state(db, a, campaign, &now, err);
    if (s != ST_OK) return s;
    return now.waiting ? journal_add(db, who, "report.return", campaign, S("{}"), err) : not_waiting(err);
}

status_t closing_may_sign(db_t *db, arena_t *a, ident_t campaign, ident_t who, closing_state_t *out, err_t *err)
{
    status_t s = closing_state(db, a, campaign, out, err);
    if (s != ST_OK) return s;
    if (!out->waiting || out->last_word > out->waiting->seq) return not_waiting(err);
    stmt_t *q = db_query(db, &q_report_author, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    bind_id(q, 2, &who);
    s = stmt_next(q, err);
    stmt_done(q);
    if (s == ST_ROW || ident_eq(out->waiting->who, who))
        return err_set(err, ST_DENIED, "report.four-eyes",
                       N_("Nobody signs a report they wrote or submitted themselves."));
    return s == ST_END ? ST_OK : s;
}

/* A signed report of a moment at or after the window's end ends the campaign; one from within it is an interim report. */
static status_t reported(db_t *db, ident_t campaign, ms_t as_of, err_t *err)
{
    stmt_t *q = db_query(db, &q_campaign_reported, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    bind_ms(q, 2, as_of);
    bind_ms(q, 3, clock_now());
    return stmt_run(q, NULL, err);
}

status_t closing_sign(db_t *db, arena_t *a, ident_t campaign, int64_t seq, digest_t bundle, ident_t who, err_t *err)
{
    char hex[65];
    closing_state_t now;
    status_t s = closing_may_sign(db, a, campaign, who, &now, err);
    if (s != ST_OK) return s;
    if (now.waiting->seq != seq) return not_waiting(err);
    digest_hex(bundle, hex);
    s = reported(db, campaign, now.waiting->as_of, err);
    if (s != ST_OK) return s;
    return journal_add(db, who, "report.sign", campaign,
                       str_fmt(a, "{\"as_of\":%lld,\"bundle\":\"%s\"}", (long long)now.waiting->as_of, hex), err);
}
