/* SPDX-License-Identifier: Apache-2.0
 *
 * round — all looks that are due, several sites at once. The claims of one site go to one reader one after the other, so a slow
 * portal holds up nobody else and no portal is asked twice at a time.
 */
#include <pthread.h>
#include <stdlib.h>
#include "base/log.h"
#include "proof/agenda.h"
#include "proof/look.h"
#include "proof/queries.h"
#include "proof/round.h"
#include "proof/rows.h"

enum { ROUND_LIMIT = 20000, CLAIMS_LIMIT = 1 << 20, LOOK_ARENA = 128 << 20, LIST_ARENA = 512 << 20, READERS = 8 };
#define READ_ANEW (5 * MS_MINUTE)

typedef struct due {
    ident_t record;
    str_t site; /* place of the claimed address: looks at one site stay together */
} due_t;

struct rounds {
    pthread_mutex_t lock; /* one round at a time */
    agenda_t *agenda;
    ms_t read_at;  /* monotonic: when all claims were last read; 0: never */
    int64_t event; /* the journal's number up to which new claims are known */
};

rounds_t *rounds_new(void)
{
    rounds_t *r = calloc(1, sizeof *r);
    if (r) r->agenda = agenda_new();
    if (!r || !r->agenda) {
        free(r);
        return NULL;
    }
    pthread_mutex_init(&r->lock, NULL);
    return r;
}

void rounds_free(rounds_t *r)
{
    if (!r) return;
    agenda_free(r->agenda);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

/* --- which claims, and when --- */

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
}

/* The next look at a claim, from its first, its last and their number (proof_next_due needs no more). */
static ms_t next_of(stmt_t *q, arena_t *a)
{
    proof_history_t h[2];
    int64_t looks = col_int(q, 3);
    h[0] = (proof_history_t){col_int(q, 4), S("holds")};
    h[1] = (proof_history_t){col_int(q, 5), col_text(q, a, 6)};
    if (looks == 1) h[0] = h[1];
    return proof_next_due(col_int(q, 1), col_int(q, 2), h, looks < 2 ? (size_t)looks : 2);
}

static status_t last_event(db_t *db, int64_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_last_event, err);
    if (!q) return ST_STORE;
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = col_int(q, 0);
    stmt_done(q);
    return s == ST_ROW ? ST_OK : s == ST_END ? ST_STORE : s;
}

/* Reads claims into the agenda: those that an event since r->event tells of, or all. */
static status_t read_claims(rounds_t *r, db_t *db, arena_t *a, bool anew, err_t *err)
{
    int64_t event = r->event;
    status_t s = last_event(db, &event, err);
    if (s != ST_OK || (!anew && event == r->event)) return s;
    stmt_t *q = db_query(db, anew ? &q_proof_open_posts : &q_proof_new_posts, err);
    if (!q) return ST_STORE;
    if (anew) agenda_clear(r->agenda);
    bind_ms(q, 1, clock_now());
    if (!anew) bind_int(q, 2, r->event);
    while ((s = stmt_next(q, err)) == ST_ROW) {
        if (agenda_size(r->agenda) >= CLAIMS_LIMIT || !agenda_put(r->agenda, col_id(q, 0), next_of(q, a))) {
            s = no_memory(err);
            break;
        }
    }
    stmt_done(q);
    if (s != ST_END) return s;
    r->event = event;
    if (anew) r->read_at = clock_mono();
    return ST_OK;
}

/* The site a claim is on; empty when the claim is gone. */
static str_t site_of(db_t *db, arena_t *a, ident_t record)
{
    err_t quiet = err_new(LANG_EN);
    stmt_t *q = db_query(db, &q_proof_post, &quiet);
    url_t u;
    str_t site = S("");
    if (!q) return site;
    bind_id(q, 1, &record);
    if (stmt_next(q, &quiet) == ST_ROW) {
        str_t url = proof_post_url(a, col_text(q, a, 3));
        if (url.p && url_parse(a, url, NULL, &u, NULL) == ST_OK) site = u.place;
    }
    stmt_done(q);
    return site;
}

static int by_site(const void *x, const void *y)
{
    const due_t *a = x, *b = y;
    int c = str_cmp(a->site, b->site);
    return c ? c : memcmp(a->record.b, b->record.b, sizeof a->record.b);
}

static status_t find_due(prober_t *p, arena_t *a, bool all, vec_t *out, err_t *err)
{
    rounds_t *r = p->rounds;
    db_t *db;
    ident_t id;
    *out = vec_new(a, sizeof(due_t), ROUND_LIMIT);
    status_t s = store_read(p->store, &db, err);
    if (s != ST_OK) return s;
    bool anew = all || !r->read_at || clock_mono() - r->read_at > READ_ANEW;
    s = read_claims(r, db, a, anew, err);
    while (s == ST_OK && out->len < ROUND_LIMIT && agenda_take(r->agenda, all ? MS_NEVER - 1 : clock_now(), &id)) {
        due_t *d = vec_push(out);
        if (d) *d = (due_t){id, site_of(db, a, id)};
    }
    store_done(p->store, db);
    if (s == ST_OK && arena_failed(a)) s = no_memory(err);
    if (s == ST_OK && out->len) qsort(out->at, out->len, sizeof(due_t), by_site);
    return s;
}

/* --- readers --- */

typedef struct crew {
    prober_t *p;
    const proof_options_t *o;
    const due_t *due;
    size_t n;
    pthread_mutex_t lock;
    size_t at, done; /* first claim nobody has taken; looks made */
} crew_t;

/* The next site's claims; false when there is none. */
static bool take_site(crew_t *c, size_t *from, size_t *to)
{
    pthread_mutex_lock(&c->lock);
    *from = *to = c->at;
    while (*to < c->n && str_eq(c->due[*to].site, c->due[*from].site)) ++*to;
    c->at = *to;
    pthread_mutex_unlock(&c->lock);
    return *from < *to;
}

static void *reader(void *arg)
{
    crew_t *c = arg;
    arena_t *a = arena_new(LOOK_ARENA);
    size_t from, to, done = 0;
    while (a && take_site(c, &from, &to))
        for (size_t i = from; i < to && !(c->o->stop && *c->o->stop); i++, arena_reset(a)) {
            proof_result_t r;
            err_t one = err_new(LANG_EN);
            status_t got = proof_check_record(c->p, a, c->due[i].record, (ident_t){{0}}, c->o, &r, NULL, &one);
            if (got == ST_OK) {
                done++;
            } else if (got != ST_BUSY) {
                log_line(LOG_WARN, "proof.look", "error=%s", one.code ? one.code : "unknown");
            }
        }
    arena_free(a);
    pthread_mutex_lock(&c->lock);
    c->done += done;
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* Reads with as many readers as there are sites, READERS at most; the caller is one of them. */
static void read_all(crew_t *c)
{
    pthread_t threads[READERS];
    size_t sites = 0, n = 0;
    for (size_t i = 0; i < c->n && sites < READERS; i++) sites += i == 0 || !str_eq(c->due[i].site, c->due[i - 1].site);
    pthread_mutex_init(&c->lock, NULL);
    while (n + 1 < sites && pthread_create(&threads[n], NULL, reader, c) == 0) n++;
    (void)reader(c);
    for (size_t i = 0; i < n; i++) pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&c->lock);
}

/* After the looks: when each is due again, from what was written down. */
static status_t put_back(prober_t *p, arena_t *a, const vec_t *due, err_t *err)
{
    db_t *db;
    status_t s = store_read(p->store, &db, err);
    if (s != ST_OK) return s;
    for (size_t i = 0; s == ST_OK && i < due->len; i++) {
        ident_t id = VEC_AT(due, due_t, i).record;
        stmt_t *q = db_query(db, &q_proof_one_post, err);
        if (!q) {
            s = ST_STORE;
            break;
        }
        bind_ms(q, 1, clock_now());
        bind_id(q, 2, &id);
        s = stmt_next(q, err);
        if (s == ST_ROW && !agenda_put(p->rounds->agenda, id, next_of(q, a))) s = no_memory(err);
        stmt_done(q);
        if (s == ST_ROW || s == ST_END) s = ST_OK;
    }
    store_done(p->store, db);
    return s;
}

status_t proof_round(prober_t *p, bool all, const proof_options_t *o, size_t *done, err_t *err)
{
    arena_t *a = arena_new(LIST_ARENA);
    vec_t due = {0};
    *done = 0;
    if (!a) return no_memory(err);
    pthread_mutex_lock(&p->rounds->lock);
    status_t s = find_due(p, a, all, &due, err);
    if (s == ST_OK && due.len) {
        crew_t c = {.p = p, .o = o, .due = due.at, .n = due.len};
        read_all(&c);
        *done = c.done;
        s = put_back(p, a, &due, err);
    }
    if (s != ST_OK) p->rounds->read_at = 0; /* what was taken out is read again */
    pthread_mutex_unlock(&p->rounds->lock);
    arena_free(a);
    return s;
}
