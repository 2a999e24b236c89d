/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking at printed addresses, and what follows from a dead one.
 */
#include "base/log.h"
#include "proof/look.h"
#include "proof/printed.h"
#include "proof/queries.h"

enum { LIST_ARENA = 256 << 20, LOOK_ARENA = 48 << 20 };

typedef struct seen {
    const printed_t *p;
    printed_state_t state;
    int status;
    const char *why;
    bool first_dead; /* dead twice, apart, and nobody was told yet */
    ident_t case_id;
    arena_t *a;
} seen_t;

static bool is_due(const printed_t *p, ms_t now)
{
    return !p->last || now - p->last >= (p->state == PRINTED_ALIVE ? PRINTED_WEEK : MS_DAY);
}

/* What an answer says of an address that people are sent to. */
static void judge(const fetched_t *g, seen_t *s)
{
    s->status = g->status;
    s->why = g->end == FETCH_OK ? "" : fetch_end_name(g->end);
    s->state = PRINTED_UNCLEAR;
    if (g->end == FETCH_DNS || g->end == FETCH_CONNECT) {
        s->state = PRINTED_DEAD;
    } else if (g->end == FETCH_OK && (g->status == 404 || g->status == 410)) {
        s->state = PRINTED_DEAD;
    } else if (g->end == FETCH_AWAY || g->end == FETCH_OTHER_SIZE || g->end == FETCH_TOO_LARGE ||
               (g->end == FETCH_OK && g->status >= 200 && g->status < 400)) {
        s->state = PRINTED_ALIVE; /* somebody answers; one that leads to another site is said so */
    }
}

static status_t look(prober_t *p, const printed_t *what, const proof_options_t *o, seen_t *out, err_t *err)
{
    arena_t *a = arena_new(LOOK_ARENA);
    url_t u;
    fetched_t got;
    fetch_options_t net = {.allow_private = o->allow_private,
                           .delay = o->delay ? o->delay : MS_SECOND,
                           .total_limit = o->total_limit,
                           .hash_only = true,
                           .body_limit = 2u << 20,
                           .stop = o->stop};
    *out = (seen_t){.p = what, .state = PRINTED_UNCLEAR, .why = "broken"};
    status_t s = a ? ST_OK : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    if (s == ST_OK) s = url_parse(a, what->url, NULL, &u, err);
    if (s == ST_OK) s = fetch(p->fetcher, a, &u, &net, &got, err);
    if (s == ST_OK) judge(&got, out);
    arena_free(a);
    return s;
}

/* --- writing down --- */

static const char *name_of(printed_state_t s)
{
    return s == PRINTED_ALIVE ? "alive" : s == PRINTED_DEAD ? "dead" : "unclear";
}

static const ident_t program;

static status_t open_case(db_t *db, seen_t *w, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_case_add, err);
    if (!q) return ST_STORE;
    static const ident_t none;
    ident_t owner = none;
    for (size_t i = 0; i < w->p->in.len && ident_none(owner); i++) owner = VEC_AT(&w->p->in, printed_in_t, i).owner;
    w->case_id = ident_new();
    bind_id(q, 1, &w->case_id);
    bind_text(q, 2,
              str_sub(str_fmt(w->a, tr(LANG_VI, N_("An address we print is dead: %.*s")), STRF(w->p->url)), 0, 300));
    if (ident_none(owner)) {
        bind_null(q, 3);
    } else {
        bind_id(q, 3, &owner);
    }
    bind_ms(q, 4, clock_now());
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, program, "case.open", w->case_id, S("{}"), err) : s;
}

/* To the owner of each thing that prints it: put it right. */
static status_t tell_owners(db_t *db, seen_t *w, err_t *err)
{
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < w->p->in.len; i++) {
        const printed_in_t *in = &VEC_AT(&w->p->in, printed_in_t, i);
        if (ident_none(in->owner)) continue;
        buf_t b = buf_new(w->a, 16 << 10);
        buf_putz(&b, "{\"url\":"), buf_json(&b, w->p->url);
        buf_putz(&b, ",\"what\":"), buf_json(&b, in->name);
        buf_putc(&b, '}');
        s = journal_add(db, program, "address.notice", in->owner, buf_str(&b), err);
    }
    return s;
}

static status_t simple(db_t *db, seen_t *w, const char *did, str_t more, err_t *err)
{
    buf_t b = buf_new(w->a, 16 << 10);
    buf_putz(&b, "{\"url\":"), buf_json(&b, w->p->url);
    buf_put(&b, more);
    buf_putc(&b, '}');
    return journal_add(db, program, did, printed_id(w->p->url), buf_str(&b), err);
}

static status_t write_act(db_t *db, void *arg, err_t *err)
{
    seen_t *w = arg;
    char id[IDENT_TEXT];
    str_t more = str_fmt(w->a, ",\"state\":\"%s\",\"status\":%d,\"why\":\"%s\"", name_of(w->state), w->status, w->why);
    status_t s = simple(db, w, "address.look", more, err);
    if (s == ST_OK && w->first_dead) {
        s = open_case(db, w, err);
        ident_text(w->case_id, id);
        if (s == ST_OK) s = simple(db, w, "address.dead", str_fmt(w->a, ",\"case\":\"%s\"", id), err);
        if (s == ST_OK) s = tell_owners(db, w, err);
    } else if (s == ST_OK && w->state == PRINTED_ALIVE && !ident_none(w->p->case_id)) {
        s = simple(db, w, "address.back", S(""), err);
    }
    return s;
}

static status_t write_down(store_t *st, seen_t *w, err_t *err)
{
    w->a = arena_new(1 << 20);
    if (!w->a) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    w->first_dead = w->state == PRINTED_DEAD && w->p->state == PRINTED_DEAD && ident_none(w->p->case_id) &&
                    clock_now() - w->p->since >= PRINTED_APART;
    status_t s = store_act(st, write_act, w, err);
    arena_free(w->a);
    return s;
}

status_t printed_round(prober_t *p, bool knowledge, bool all, size_t most, const proof_options_t *o, size_t *looked,
                       err_t *err)
{
    enum { ENOUGH = 3 }; /* so many that all are silent tell of our own line */
    arena_t *a = arena_new(LIST_ARENA);
    printed_t *list = NULL;
    db_t *db;
    size_t n = 0, silent = 0;
    *looked = 0;
    if (!a) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    status_t s = store_read(p->store, &db, err);
    if (s == ST_OK) {
        s = printed_list(p->store, db, a, knowledge, &list, &n, err);
        store_done(p->store, db);
    }
    vec_t seen = vec_new(a, sizeof(seen_t), n + 1);
    for (size_t i = 0; s == ST_OK && i < n && seen.len < most && !(o->stop && *o->stop); i++) {
        if (!all && !is_due(&list[i], clock_now())) continue;
        seen_t *w = vec_push(&seen);
        s = w ? look(p, &list[i], o, w, err) : ST_MEMORY;
        silent += w && w->state != PRINTED_ALIVE && w->status == 0;
    }
    bool offline = seen.len >= ENOUGH && silent == seen.len;
    if (offline) log_line(LOG_WARN, "proof.printed", "silent=%zu nothing answers: not written down", silent);
    for (size_t i = 0; s == ST_OK && !offline && i < seen.len && !(o->stop && *o->stop); i++) {
        s = write_down(p->store, &VEC_AT(&seen, seen_t, i), err);
        *looked += s == ST_OK;
    }
    arena_free(a);
    return s;
}
