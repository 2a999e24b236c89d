/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/nudge.h"
#include "campaign/burden.h"
#include "campaign/campaign_internal.h"
#include "campaign/nudge_internal.h"
#include "campaign/queries.h"
#include "campaign/state.h"

enum { NUDGES_MOST = 200000 };

static const char *const KINDS[NUDGE_KINDS] = {"remind", "late", "above"};

str_t nudge_body(arena_t *a, ident_t dispatch, nudge_kind_t kind, ms_t at)
{
    char id[IDENT_TEXT];
    date_t d = date_of(at);
    ident_text(dispatch, id);
    return str_fmt(a, "{\"day\":\"%04d-%02d-%02d\",\"dispatch\":\"%s\",\"kind\":\"%s\"}", d.y, d.m, d.d, id,
                   KINDS[kind]);
}

status_t nudge_known(db_t *db, ident_t unit, str_t did, str_t body, bool *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_nudge_known, err);
    if (!q) return err->status;
    bind_id(q, 1, &unit);
    bind_text(q, 2, did);
    bind_text(q, 3, body);
    status_t s = stmt_next(q, err);
    *out = s == ST_ROW;
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

/* --- words --- */

static str_t day_of(arena_t *a, ms_t t)
{
    char out[32];
    ms_vn_date(t, out);
    return str_dup(a, str_of(out));
}

static void words(arena_t *a, const dispatch_t *d, nudge_t *x)
{
    str_t mark = str_fmt(a, "%lld/%.*s", (long long)d->number, STRF(d->symbol)), day = day_of(a, x->due);
    const char *vi[3] = {
        tr(LANG_VI, N_("Dispatch %.*s: %.*s has %lld duties to do by %.*s.")),
        tr(LANG_VI, N_("Dispatch %.*s: %.*s has %lld duties whose day, %.*s, is over.")),
        tr(LANG_VI, N_("Dispatch %.*s: units below %.*s have not done %lld duties; their day was %.*s."))};
    str_t line = str_fmt(a, vi[x->kind], STRF(mark), STRF(x->name),
                         (long long)(x->kind == NUDGE_REMIND ? x->open : x->late), STRF(day));
    x->subject = str_fmt(a, tr(LANG_VI, N_("[Reminder] Dispatch %.*s")), STRF(mark));
    x->text = str_fmt(a, "%.*s %s", STRF(line),
                      tr(LANG_VI, N_("Open the campaign's desk as you are used to; this message has no link.")));
    str_t below = x->below.n ? str_fmt(a, "\n\n%.*s", STRF(x->below)) : S("");
    x->mail = str_fmt(a, "%s\n\n%.*s%.*s\n\n%.*s\n\n%s\n%.*s\n", tr(LANG_VI, N_("Dear colleagues,")), STRF(line),
                      STRF(below), STRF(d->subject),
                      tr(LANG_VI, N_("Who has done it already may leave this message aside. It has no link: open the "
                                     "desk as you are used to.")),
                      STRF(d->words.issuer.n ? d->words.issuer : d->from_name));
}

static void reason(arena_t *a, nudge_t *x, lang_t lang)
{
    str_t day = day_of(a, x->due);
    const char *const why[NUDGE_KINDS] = {N_("owes %lld duties, the nearest by %.*s"),
                                          N_("is late with %lld duties since %.*s"),
                                          N_("stands above units late with %lld duties since %.*s")};
    x->why = str_fmt(a, tr(lang, why[x->kind]), (long long)(x->kind == NUDGE_REMIND ? x->open : x->late), STRF(day));
}

/* --- who --- */

/* Of the duties the row counts: posting, briefing and teaching, directing, others. */
static int64_t minutes_of(stmt_t *q, const burden_t *b)
{
    return BURDEN_READING + b->minutes[VERB_POST] * col_int(q, 9) + b->minutes[VERB_BRIEF] * col_int(q, 10) +
           b->minutes[VERB_DIRECT] * col_int(q, 11) + b->minutes[VERB_OTHER] * col_int(q, 12);
}

typedef struct plan_up {
    arena_t *a;
    vec_t rows;     /* nudge_t */
    vec_t parents;  /* nudge_t of kind NUDGE_ABOVE */
    id_map_t above; /* parent → index in parents */
    burden_t burden;
    int above_days; /* late so long, the unit above is told; 0: never */
} plan_up_t;

static void tell_above(plan_up_t *p, stmt_t *q, const nudge_t *late)
{
    ident_t parent = col_id(q, 5);
    if (ident_none(parent)) return;
    uint32_t k = id_map_get(&p->above, parent);
    if (k == UINT32_MAX) {
        nudge_t *x = vec_push(&p->parents);
        if (!x) return;
        *x = (nudge_t){.unit = parent,
                       .kind = NUDGE_ABOVE,
                       .code = col_text(q, p->a, 6),
                       .name = col_text(q, p->a, 7),
                       .email = col_text(q, p->a, 8),
                       .due = late->due,
                       .below = S("")};
        k = (uint32_t)p->parents.len - 1;
        id_map_put(&p->above, parent, k);
    }
    nudge_t *x = &VEC_AT(&p->parents, nudge_t, k);
    x->late += late->late;
    if (late->due < x->due) x->due = late->due;
    x->below = str_fmt(p->a, "%.*s- %.*s: %lld\n", STRF(x->below), STRF(late->name), (long long)late->late);
}

static status_t read_owed(db_t *db, const dispatch_t *d, ms_t at, plan_up_t *p, err_t *err)
{
    stmt_t *q = db_query(db, &q_nudge_owed, err);
    if (!q) return err->status;
    bind_id(q, 1, &d->id);
    bind_ms(q, 2, at);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        nudge_t *x = vec_push(&p->rows);
        if (!x) break;
        *x = (nudge_t){.unit = col_id(q, 0),
                       .code = col_text(q, p->a, 1),
                       .name = col_text(q, p->a, 2),
                       .email = col_text(q, p->a, 3),
                       .open = col_int(q, 4),
                       .late = col_int(q, 13),
                       .due = col_int(q, 14),
                       .below = S("")};
        x->kind = x->late ? NUDGE_LATE : NUDGE_REMIND;
        x->minutes = minutes_of(q, &p->burden);
        x->measured = p->burden.measured[VERB_POST] > 0;
        if (x->late && p->above_days && at - x->due >= p->above_days * MS_DAY) tell_above(p, q, x);
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s == ST_ROW ? ST_LIMIT : s;
}

status_t nudge_plan(db_t *db, arena_t *a, const dispatch_t *d, ms_t at, lang_t lang, nudge_t **out, size_t *n,
                    err_t *err)
{
    plan_up_t p = {
        .a = a, .rows = vec_new(a, sizeof(nudge_t), NUDGES_MOST), .parents = vec_new(a, sizeof(nudge_t), NUDGES_MOST)};
    *out = NULL;
    *n = 0;
    if (!str_eq(d->state, S("sent"))) return ST_OK;
    if (d->campaign_state.n && !campaign_reminds(d->campaign_state)) return ST_OK;
    if (!id_map_new(a, 8192, &p.above))
        return err_set(err, ST_MEMORY, "dispatch.memory", N_("The dispatch reaches too many units."));
    nudge_rules_t rules;
    status_t s = nudge_rules_of(db, a, d->campaign, &rules, err);
    p.above_days = s == ST_OK ? rules.above : 0;
    if (s == ST_OK) s = burden_of(db, a, d->campaign, &p.burden, err);
    if (s == ST_OK) s = read_owed(db, d, at, &p, err);
    for (size_t k = 0; s == ST_OK && k < p.parents.len; k++) {
        nudge_t *x = vec_push(&p.rows);
        if (x) *x = VEC_AT(&p.parents, nudge_t, k);
    }
    for (size_t k = 0; s == ST_OK && k < p.rows.len; k++) {
        nudge_t *x = &VEC_AT(&p.rows, nudge_t, k);
        words(a, d, x);
        reason(a, x, lang);
        s = nudge_known(db, x->unit, S("nudge.send"), nudge_body(a, d->id, x->kind, at), &x->queued, err);
    }
    *out = p.rows.at;
    *n = p.rows.len;
    return s;
}

status_t nudge_queue(db_t *db, arena_t *a, ident_t dispatch, ident_t who, size_t *queued, err_t *err)
{
    dispatch_t d;
    nudge_t *list;
    size_t n;
    ms_t now = clock_now();
    *queued = 0;
    status_t s = dispatch_get(db, a, dispatch, &d, err);
    if (s == ST_OK) s = nudge_plan(db, a, &d, now, LANG_VI, &list, &n, err);
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        if (list[k].queued || !list[k].email.n) continue;
        s = journal_add(db, who, "nudge.send", list[k].unit, nudge_body(a, dispatch, list[k].kind, now), err);
        ++*queued;
    }
    return s;
}

nudge_kind_t nudge_kind(str_t name)
{
    for (int k = 0; k < NUDGE_KINDS; k++)
        if (str_eq(name, str_of(KINDS[k]))) return (nudge_kind_t)k;
    return NUDGE_KINDS;
}
