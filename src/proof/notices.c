/* SPDX-License-Identifier: Apache-2.0
 *
 * What a unit is told on its own page, before anybody else is: a posting that was not found, what was found and not claimed,
 * a site that waits for its proof.
 */
#include "people/people.h"
#include "proof/find.h"
#include "proof/places.h"
#include "proof/queries.h"
#include "proof/rows.h"

enum { POSTS_READ = 200 };

typedef struct post {
    ident_t id;
    str_t url, clause;
    ms_t received, closes;
} post_t;

static status_t posts_of(db_t *db, arena_t *a, ident_t unit, vec_t *out, err_t *err)
{
    *out = vec_new(a, sizeof(post_t), POSTS_READ);
    stmt_t *q = db_query(db, &q_proof_posts_of_unit, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &unit);
    bind_ms(q, 2, clock_now());
    bind_int(q, 3, POSTS_READ);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        post_t *p = vec_push(out);
        if (p)
            *p = (post_t){col_id(q, 0), proof_post_url(a, col_text(q, a, 1)), col_text(q, a, 4), col_int(q, 2),
                          col_int(q, 3)};
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

static status_t one_post(req_t *q, view_t *list, const post_t *p, bool *any, err_t *err)
{
    proof_history_t *h;
    size_t n;
    str_t seen;
    status_t s = proof_history(q->db, q->a, p->id, clock_now(), &h, &n, &seen, err);
    if (s != ST_OK) return s;
    proof_summary_t sum = proof_summarise(h, n);
    if (sum.state != PROOF_DOUBTED && sum.state != PROOF_LAPSED && sum.state != PROOF_CONTRADICTED) return ST_OK;
    ms_t next = proof_next_due(p->received, p->closes, h, n);
    view_t *i = view_item(list);
    view_id(i, "post", p->id);
    view_text(i, "address", p->url);
    view_text(i, "for_clause", p->clause);
    view_flag(i, "is_doubt", sum.state == PROOF_DOUBTED);
    view_flag(i, "stood", sum.first_seen != 0);
    view_time(i, "since", sum.since);
    view_text(i, "reasons", proof_reasons_line(q->a, q->lang, seen));
    if (next != MS_NEVER) view_time(i, "next", next);
    *any = true;
    return ST_OK;
}

status_t proof_unit_view(req_t *q, view_t *v, ident_t unit, err_t *err)
{
    vec_t posts;
    found_t *found;
    place_t *places;
    unit_t u;
    size_t n_found = 0, n_places = 0, waiting = 0;
    bool any = false;
    view_t *o = view_object(v, "proof"), *list = view_list(o, "doubts");
    status_t s = posts_of(q->db, q->a, unit, &posts, err);
    for (size_t i = 0; s == ST_OK && i < posts.len; i++) s = one_post(q, list, &VEC_AT(&posts, post_t, i), &any, err);
    if (s == ST_OK) s = find_open(q->db, q->a, unit, &found, &n_found, err);
    if (s == ST_OK) s = unit_by_id(q->db, q->a, unit, &u, err);
    if (s == ST_OK) s = places_read(q->a, u.places, &places, &n_places, err);
    for (size_t i = 0; s == ST_OK && i < n_places; i++) waiting += places[i].state == PLACE_PROPOSED;
    view_id(o, "unit", unit);
    view_flag(o, "any_doubts", any);
    view_int(o, "found", (int64_t)n_found);
    view_flag(o, "any_found", n_found > 0);
    view_int(o, "waiting", (int64_t)waiting);
    view_flag(o, "any_waiting", waiting > 0);
    return s;
}
