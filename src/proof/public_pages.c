/* SPDX-License-Identifier: Apache-2.0
 *
 * The journal's daily heads in public: whoever keeps one can tell later whether anything before it was changed.
 */
#include <jansson.h>
#include "proof/proof.h"
#include "proof/queries.h"

enum { HEADS_SHOWN = 400 };

static void one_head(const req_t *q, view_t *list, str_t body, bool stamped)
{
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    const char *day = json_string_value(json_object_get(o, "day")),
               *hash = json_string_value(json_object_get(o, "hash"));
    date_t d;
    if (day && hash && date_parse(str_of(day), &d)) {
        view_t *i = view_item(list);
        view_fmt(i, "day", "%02d/%02d/%04d", d.d, d.m, d.y);
        view_text(i, "hash", str_dup(q->a, str_of(hash)));
        view_flag(i, "stamped", stamped);
    }
    json_decref(o);
}

static status_t heads_page(req_t *q, view_t *v, err_t *err)
{
    stmt_t *st = db_query(q->db, &q_proof_heads_told, err);
    if (!st) return ST_STORE;
    bind_int(st, 1, HEADS_SHOWN);
    view_t *list = view_list(v, "heads");
    status_t s;
    bool any = false;
    while ((s = stmt_next(st, err)) == ST_ROW) {
        one_head(q, list, col_text(st, q->a, 0), col_int(st, 1) != 0);
        any = true;
    }
    stmt_done(st);
    view_flag(v, "any", any);
    return s == ST_END ? ST_OK : s;
}

const route_t proof_public_routes[] = {
    {"GET", "/nhat-ky", PERM_PUBLIC, ROUTE_READ, heads_page, "proof/heads", N_("The journal's daily marks"), 0},
    {0},
};
