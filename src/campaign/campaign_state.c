/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"
#include "campaign/state.h"

enum { WHY_MOST = 1000 };

static const struct act {
    const char *name, *title, *to, *from[2], *did;
} acts[CAMPAIGN_ACTS] = {
    [CAMPAIGN_PAUSE] = {"pause", N_("Pause the campaign"), "paused", {"open"}, "campaign.pause"},
    [CAMPAIGN_RESUME] = {"resume", N_("Go on with the campaign"), "open", {"paused", "closing"}, "campaign.resume"},
    [CAMPAIGN_CLOSE] = {"close", N_("Close the campaign now"), "closing", {"open", "paused"}, "campaign.close"},
    [CAMPAIGN_CANCEL] = {"cancel", N_("Cancel the campaign"), "cancelled", {"draft"}, "campaign.cancel"},
    [CAMPAIGN_ARCHIVE] = {"archive", N_("Archive the campaign"), "archived", {"reported"}, "campaign.archive"},
};

const char *campaign_act_name(campaign_act_t act)
{
    return acts[act].name;
}
const char *campaign_act_title(campaign_act_t act)
{
    return acts[act].title;
}
campaign_act_t campaign_act_parse(str_t name)
{
    int k = 0;
    while (k < CAMPAIGN_ACTS && !str_eq(name, str_of(acts[k].name))) k++;
    return (campaign_act_t)k;
}

bool campaign_may(const campaign_t *c, campaign_act_t act, ms_t at)
{
    bool from = false;
    for (int k = 0; k < 2 && acts[act].from[k]; k++) from = from || str_eq(c->state, str_of(acts[act].from[k]));
    if (act == CAMPAIGN_RESUME && str_eq(c->state, S("closing"))) return c->closes >= at;
    return from;
}

static bool any_of(str_t state, const char *const *names, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (str_eq(state, str_of(names[k]))) return true;
    return false;
}

bool campaign_reminds(str_t state)
{
    static const char *const in[] = {"draft", "open", "closing"};
    return any_of(state, in, 3);
}
bool campaign_sends(str_t state)
{
    static const char *const in[] = {"draft", "open"};
    return any_of(state, in, 2);
}
bool campaign_takes(str_t state)
{
    static const char *const not_in[] = {"archived", "cancelled"};
    return !any_of(state, not_in, 2);
}

/* What had not come when the pause began comes later by its whole days, so that nobody loses one by it. */
static status_t move_days(db_t *db, ident_t id, ms_t since, ms_t by, err_t *err)
{
    const query_t *const what[] = {&q_campaign_later, &q_dispatches_later, &q_duties_later};
    status_t s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < sizeof what / sizeof *what; k++) {
        stmt_t *q = db_query(db, what[k], err);
        if (!q) return err->status;
        bind_id(q, 1, &id);
        bind_ms(q, 2, by);
        bind_ms(q, 3, since);
        s = stmt_run(q, NULL, err);
    }
    return s;
}

static status_t put_state(db_t *db, const campaign_t *c, const struct act *x, ms_t now, str_t why, err_t *err)
{
    int64_t changed = 0;
    stmt_t *q = db_query(db, &q_campaign_change, err);
    if (!q) return err->status;
    bind_id(q, 1, &c->id);
    /* as it is stored: "closing" by the clock is "open" there */
    bind_text(q, 2, c->stored);
    bind_text(q, 3, str_of(x->to));
    bind_ms(q, 4, now);
    bind_text(q, 5, why);
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        s = err_set(err, ST_CONFLICT, "campaign.state", N_("The campaign is in another state: look again."));
    return s;
}

status_t campaign_change(db_t *db, arena_t *a, ident_t id, campaign_act_t act, str_t why, ident_t who, err_t *err)
{
    campaign_t c;
    ms_t now = clock_now(), by = 0;
    status_t s = campaign_by_id(db, a, id, &c, err);
    if (s != ST_OK) return s;
    if (act >= CAMPAIGN_ACTS || !campaign_may(&c, act, now))
        return err_set(err, ST_CONFLICT, "campaign.state", N_("The campaign is in another state: look again."));
    if (!why.n || utf8_len(why) > WHY_MOST)
        return err_at(err, ST_INPUT, "campaign.why", "why", 0, N_("Say why, in at most %d characters."), WHY_MOST);
    if (act == CAMPAIGN_RESUME && str_eq(c.state, S("paused")))
        by = (now - c.since + MS_DAY - 1) / MS_DAY * MS_DAY; /* a day begun counts for those who lost it */
    if (by) s = move_days(db, id, c.since, by, err);
    if (s == ST_OK) s = put_state(db, &c, &acts[act], now, why, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, 16 << 10);
    buf_fmt(&b, "{\"days\":%lld,\"why\":", (long long)(by / MS_DAY));
    buf_json(&b, why);
    buf_putc(&b, '}');
    if (!buf_ok(&b)) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    return journal_add(db, who, acts[act].did, id, buf_str(&b), err);
}
