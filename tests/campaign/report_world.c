/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"
#include <stdlib.h>
#include "base/file.h"
#include "page/render.h"
#include "people/people.h"

static const query_t q_put = {
    "put_check", "INSERT INTO \"check\" (id, record, method, at, verdict, seen) VALUES ($1, $2, 'probe', $3, $4, $5)"};

ms_t world_day(int y, int m, int d)
{
    return date_start((date_t){y, m, d}) + 8 * MS_HOUR;
}

static str_t source(world_t *w, const char *path)
{
    const char *root = getenv("SOURCE_ROOT");
    str_t out = STR_NONE;
    assert_ok(file_read(w->a, str_fmt(w->a, "%s/%s", root ? root : ".", path).p, 1 << 20, &out, &w->err), &w->err);
    return out;
}

static status_t make(db_t *db, void *arg, err_t *err)
{
    world_t *w = arg;
    str_t report, letter = source(w, "knowledge/letters/2632-stttt-cnttvt.txt");
    unit_t from;
    static const ident_t none;
    status_t s = units_import(db, w->a, source(w, "knowledge/units/can-tho-2024.csv"), false, none, &report, err);
    if (s == ST_OK) s = person_add(db, S("lan"), S("Lan"), "x", none, &w->drafter, err);
    if (s == ST_OK) s = person_add(db, S("binh"), S("Binh"), "x", none, &w->signer, err);
    if (s == ST_OK) s = person_add(db, S("cuc"), S("Cuc"), "x", none, &w->third, err);
    if (s == ST_OK) s = unit_by_code(db, w->a, S("stttt"), clock_now(), &from, err);
    if (s == ST_OK)
        s = campaign_seed_can_tho(db, w->a, letter, sha256(letter), from.id, w->drafter, w->signer, &w->city, err);
    return s;
}

int report_world_begin(world_t *w)
{
    *w = (world_t){.a = arena_new((size_t)1 << 30), .err = err_new(LANG_EN)};
    w->st = world_store(w->dir);
    clock_hold(world_day(2024, 10, 28));
    assert_ok(page_start(&w->err), &w->err);
    assert_ok(material_keys_make(w->dir, &w->err), &w->err);
    assert_ok(store_act(w->st, make, w, &w->err), &w->err);
    return 0;
}

void report_world_end(world_t *w)
{
    page_stop();
    world_end(w->st, w->dir);
    arena_free(w->a);
    clock_hold(MS_NEVER);
}

ident_t world_duty(world_t *w, const char *unit, const char *clause)
{
    db_t *db;
    unit_t u;
    duty_t *d;
    size_t n;
    ident_t found = {{0}};
    assert_ok(store_read(w->st, &db, &w->err), &w->err);
    assert_ok(unit_by_code(db, w->a, str_of(unit), world_day(2024, 10, 28), &u, &w->err), &w->err);
    assert_ok(duty_of_unit(db, w->a, u.id, clock_now(), &d, &n, &w->err), &w->err);
    for (size_t i = 0; i < n; i++)
        if (str_eq(d[i].clause, str_of(clause))) found = d[i].id;
    store_done(w->st, db);
    assert_false(ident_none(found));
    return found;
}

typedef struct call {
    world_t *w;
    ident_t duty;
    const char *url, *verdict, *fidelity;
} call_t;

static status_t claim(db_t *db, void *arg, err_t *err)
{
    const call_t *c = arg;
    ident_t record, none = {{0}};
    status_t s = duty_acknowledge(db, c->duty, c->w->drafter, err);
    return s == ST_OK ? duty_claim(db, c->w->a, c->duty, str_of(c->url), S(""), none, none, c->w->drafter, &record, err)
                      : s;
}

void world_claim(world_t *w, const char *unit, const char *clause, const char *url)
{
    call_t c = {w, world_duty(w, unit, clause), url, NULL, NULL};
    assert_ok(store_act(w->st, claim, &c, &w->err), &w->err);
}

static status_t look(db_t *db, void *arg, err_t *err)
{
    const call_t *c = arg;
    said_t *said;
    size_t n;
    char text[IDENT_TEXT], hex[65];
    status_t s = duty_history(db, c->w->a, c->duty, MS_NEVER, &said, &n, err);
    if (s != ST_OK || !n) return s == ST_OK ? ST_BUG : s;
    ident_t id = ident_new(), record = said[n - 1].record;
    str_t seen = str_fmt(c->w->a, "{\"verdict\":\"x\",\"fidelity\":%s%s%s}", c->fidelity ? "\"" : "",
                         c->fidelity ? c->fidelity : "null", c->fidelity ? "\"" : "");
    stmt_t *q = db_query(db, &q_put, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_id(q, 2, &record);
    bind_ms(q, 3, clock_now());
    bind_text(q, 4, str_of(c->verdict));
    bind_text(q, 5, seen);
    s = stmt_run(q, NULL, err);
    ident_text(id, text);
    digest_hex(sha256(seen), hex);
    str_t body = str_fmt(c->w->a, "{\"check\":\"%s\",\"seen\":\"%s\",\"verdict\":\"%s\"}", text, hex, c->verdict);
    return s == ST_OK ? journal_add(db, (ident_t){{0}}, "check.add", record, body, err) : s;
}

void world_look(world_t *w, const char *unit, const char *clause, const char *verdict, const char *fidelity)
{
    call_t c = {w, world_duty(w, unit, clause), NULL, verdict, fidelity};
    assert_ok(store_act(w->st, look, &c, &w->err), &w->err);
}

closing_t world_closing(world_t *w, ms_t at)
{
    db_t *db;
    closing_t c;
    assert_ok(store_read(w->st, &db, &w->err), &w->err);
    assert_ok(closing_make(w->st, db, w->a, w->city.campaign, at, &c, &w->err), &w->err);
    store_done(w->st, db);
    return c;
}
