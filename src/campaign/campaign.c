/* SPDX-License-Identifier: Apache-2.0
 *
 * Campaigns, and the demonstration's.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

static bool slug_ok(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-')) return false;
    return s.n > 0 && s.n <= 60;
}

status_t campaign_create(db_t *db, const campaign_t *c, ident_t who, ident_t *out, err_t *err)
{
    if (!slug_ok(c->slug))
        return err_at(err, ST_INPUT, "campaign.slug", "slug", 0,
                      N_("A campaign's short name has 1 to 60 of a-z, 0-9 and dashes."));
    if (!c->title.n) return err_at(err, ST_INPUT, "campaign.title", "title", 0, N_("The campaign has no title."));
    if (c->closes < c->opens)
        return err_at(err, ST_INPUT, "campaign.window", "closes", 0, N_("The campaign closes before it opens."));
    ident_t id = ident_none(c->id) ? ident_new() : c->id;
    stmt_t *q = db_query(db, &q_campaign_put, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_text(q, 2, c->slug);
    bind_text(q, 3, c->title);
    bind_text(q, 4, c->title_en.p ? c->title_en : S(""));
    bind_id(q, 5, &c->owner);
    bind_ms(q, 6, c->opens);
    bind_ms(q, 7, c->closes);
    bind_text(q, 8, c->state.n ? c->state : S("open"));
    bind_ms(q, 9, clock_now());
    status_t s = stmt_run(q, NULL, err);
    if (s == ST_CONFLICT)
        return err_at(err, s, "campaign.slug-taken", "slug", 0, N_("Another campaign has this short name."));
    if (s != ST_OK) return s;
    *out = id;
    return journal_add(db, who, "campaign.create", id, S("{}"), err);
}

static campaign_t from_row(stmt_t *q, arena_t *a)
{
    campaign_t c = {col_id(q, 0),      col_id(q, 1),      col_text(q, a, 2),  col_text(q, a, 3),
                    col_text(q, a, 4), col_text(q, a, 5), col_int(q, 6),      col_int(q, 7),
                    col_int(q, 8),     col_int(q, 9),     col_text(q, a, 10), S("")};
    c.stored = c.state;
    if (str_eq(c.state, S("open")) && c.closes < clock_now()) c.state = S("closing");
    return c;
}

static status_t one(stmt_t *q, arena_t *a, campaign_t *out, err_t *err)
{
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = from_row(q, a);
    stmt_done(q);
    if (s == ST_ROW) return ST_OK;
    return s == ST_END ? err_set(err, ST_NOT_FOUND, "campaign.none", N_("There is no such campaign.")) : s;
}

status_t campaign_by_id(db_t *db, arena_t *a, ident_t id, campaign_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_campaign_by_id, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    return one(q, a, out, err);
}

status_t campaign_by_slug(db_t *db, arena_t *a, str_t slug, campaign_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_campaign_by_slug, err);
    if (!q) return err->status;
    bind_text(q, 1, slug);
    return one(q, a, out, err);
}

status_t campaign_opens(db_t *db, ident_t id, err_t *err)
{
    stmt_t *q = db_query(db, &q_campaign_state, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_text(q, 2, S("draft"));
    bind_text(q, 3, S("open"));
    return stmt_run(q, NULL, err);
}

status_t campaign_list(db_t *db, arena_t *a, campaign_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_campaign_all, err);
    if (!q) return err->status;
    vec_t rows = vec_new(a, sizeof(campaign_t), 1000);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        campaign_t *c = vec_push(&rows);
        if (!c) break;
        *c = from_row(q, a);
    }
    stmt_done(q);
    if (s != ST_END && s != ST_ROW) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}

status_t campaign_seed(db_t *db, arena_t *a, const campaign_t *like, str_t letter, digest_t source, ident_t from_unit,
                       ident_t drafter, ident_t signer, can_tho_t *out, err_t *err)
{
    letter_t *l = ARENA_NEW(a, letter_t);
    if (!l) return err_set(err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."));
    status_t s = letter_read(a, letter, l, err);
    if (s != ST_OK) return s;
    campaign_t c = *like;
    c.owner = from_unit;
    c.opens = date_start(l->from.day);
    c.closes = date_end(l->to.day);
    s = campaign_create(db, &c, drafter, &out->campaign, err);
    if (s == ST_OK) s = dispatch_from_draft(db, a, l, source, from_unit, out->campaign, drafter, &out->dispatch, err);
    if (s == ST_OK) s = dispatch_submit(db, a, out->dispatch, drafter, err);
    if (s == ST_OK) s = dispatch_sign(db, out->dispatch, signer, err);
    if (s == ST_OK) s = dispatch_send(db, a, out->dispatch, signer, &out->duties, err);
    return s;
}

status_t campaign_seed_can_tho(db_t *db, arena_t *a, str_t letter, digest_t source, ident_t from_unit, ident_t drafter,
                               ident_t signer, can_tho_t *out, err_t *err)
{
    static const char title[] =
        "Kỹ năng nhận diện và phòng chống lừa đảo trực tuyến bảo vệ người dân trên không gian mạng";
    campaign_t like = {.slug = S("can-tho-2024"),
                       .title = str_of(title),
                       .title_en = S("Skills to recognise and prevent online scams: protecting people in cyberspace")};
    return campaign_seed(db, a, &like, letter, source, from_unit, drafter, signer, out, err);
}
