/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/closing.h"

status_t closing_make(store_t *st, db_t *db, arena_t *a, ident_t campaign, ms_t at, closing_t *out, err_t *err)
{
    *out = (closing_t){0};
    status_t s = evidence_load(db, a, campaign, at, &out->evidence, err);
    if (s == ST_OK) s = report_compute(&out->evidence, a, &out->report, err);
    if (s == ST_OK) s = words_now(st, db, a, &out->report, &out->words, err);
    return s == ST_OK ? journal_head(db, &out->proof.events, &out->proof.head, err) : s;
}

status_t closing_by_name(store_t *st, db_t *db, arena_t *a, str_t name, ms_t at, closing_t *out, err_t *err)
{
    campaign_t c;
    ident_t id;
    if (ident_parse(name, &id)) return closing_make(st, db, a, id, at, out, err);
    status_t s = campaign_by_slug(db, a, name, &c, err);
    return s == ST_OK ? closing_make(st, db, a, c.id, at, out, err) : s;
}
