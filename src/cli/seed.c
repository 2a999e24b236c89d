/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/seed.h"
#include "alert/alert.h"
#include "base/embed.h"
#include "campaign/campaign.h"
#include "cli/sign_ins.h"
#include "material/material.h"
#include "material/sign.h"
#include "proof/portal.h"

extern const embed_t seed_files[];

enum { PERSONS = 16 };

typedef struct seed {
    cli_t *c;
    const char *units; /* the units file to import next */
    arena_t *a;
    store_t *st;
    str_t report;
    ident_t person[PERSONS];
    char hash[PERSONS][128];
    can_tho_t campaign;
    digest_t letter;
    int port;
    bool second; /* the campaign of 2025, after that of 2024 */
} seed_t;

/* From here on it is that moment of 2024. */
static void at(const char *moment)
{
    ms_t t;
    if (ms_parse(str_of(moment), &t)) clock_shift(t - clock_wall());
}

static ident_t person_of(const seed_t *s, const char *login)
{
    static const ident_t none;
    for (int i = 0; demo_people[i].login; i++)
        if (strcmp(demo_people[i].login, login) == 0) return s->person[i];
    return none;
}

static status_t units(db_t *db, void *arg, err_t *err)
{
    seed_t *s = arg;
    static const ident_t program;
    return units_import(db, s->a, embed_find(seed_files, str_of(s->units)), false, program, &s->report, err);
}

static status_t people(db_t *db, void *arg, err_t *err)
{
    seed_t *s = arg;
    static const ident_t program;
    status_t r = ST_OK;
    for (int i = 0; r == ST_OK && demo_people[i].login; i++) {
        const demo_person_t *p = &demo_people[i];
        unit_t unit;
        ident_t seat;
        if (p->only_2025 != s->second) continue;
        r = unit_by_code(db, s->a, str_of(p->unit), clock_now(), &unit, err);
        if (r == ST_OK) r = person_add(db, str_of(p->login), str_of(p->name), s->hash[i], program, &s->person[i], err);
        for (int k = 0; r == ST_OK && k < p->n_roles; k++)
            r = seat_grant(db, s->person[i], p->roles[k], unit.id, clock_now(), MS_NEVER, program, &seat, err);
    }
    return r;
}

static status_t letter(db_t *db, void *arg, err_t *err)
{
    seed_t *s = arg;
    unit_t from;
    status_t r = unit_by_code(db, s->a, S("stttt"), clock_now(), &from, err);
    if (r != ST_OK) return r;
    return campaign_seed_can_tho(db, s->a, embed_find(seed_files, S("letters/2632-stttt-cnttvt.txt")), s->letter,
                                 from.id, person_of(s, "dieuphoi"), person_of(s, "lanhdao"), &s->campaign, err);
}

static status_t letter_2025(db_t *db, void *arg, err_t *err)
{
    seed_t *s = arg;
    unit_t from;
    campaign_t like = {.slug = S("can-tho-2025"),
                       .title = S("Chống lừa đảo trực tuyến năm 2025 - Chậm mà chắc"),
                       .title_en = S("Against online scams 2025: pause, prevent, protect")};
    status_t r = unit_by_code(db, s->a, S("skhcn"), clock_now(), &from, err);
    if (r != ST_OK) return r;
    return campaign_seed(db, s->a, &like, embed_find(seed_files, S("letters/trinh-dien-2025.txt")), s->letter, from.id,
                         person_of(s, "dieuphoi"), person_of(s, "lanhdao"), &s->campaign, err);
}

/* Which unit's portal does what; `claim`: the demonstration has claimed already. */
static const struct portal_act {
    const char *unit;
    portal_kind_t kind;
    bool claim;
    const char *when;
} portals[] =
    {
        {"sgddt", PORTAL_FILE, false, NULL},
        {"syt", PORTAL_OLDER, true, "2024-10-31T09:10"},
        {"916-vhtt", PORTAL_NOTHING, true, "2024-10-31T14:25"},
        {"917-vhtt", PORTAL_DOWN, true, "2024-11-01T08:40"},
        {"snv", PORTAL_EMBED, true, "2024-11-01T10:05"},
        {"stc", PORTAL_WALL, true, "2024-11-02T15:30"},
        {"stp", PORTAL_TEXT, true, "2024-11-04T09:20"},
        {"vpub", PORTAL_FILE, true, "2024-11-04T10:45"},
},
  portals_2025[] = {
      {"31120", PORTAL_FILE, false, "2025-10-16T08:00"}, {"31135", PORTAL_FILE, true, "2025-10-17T09:15"},
      {"31168", PORTAL_EMBED, true, "2025-10-20T14:10"}, {"31186", PORTAL_NOTHING, true, "2025-10-22T10:30"},
      {"31507", PORTAL_TEXT, true, "2025-10-24T15:45"},  {"31321", PORTAL_WALL, true, "2025-10-27T09:00"},
};

static status_t claim_one(seed_t *s, db_t *db, const unit_t *unit, portal_kind_t kind, err_t *err)
{
    duty_t *duties;
    size_t n;
    ident_t record;
    static const ident_t none;
    status_t r = duty_of_unit(db, s->a, unit->id, clock_now(), &duties, &n, err);
    for (size_t i = 0; r == ST_OK && i < n; i++) {
        r = duty_acknowledge(db, duties[i].id, none, err);
        if (r == ST_OK && duties[i].verb == VERB_POST)
            r = duty_claim(db, s->a, duties[i].id, portal_article(s->a, s->port, kind), S(""), none, none, none,
                           &record, err);
    }
    return r;
}

static status_t claims(db_t *db, void *arg, err_t *err)
{
    seed_t *s = arg;
    static const ident_t program;
    status_t r = ST_OK;
    const struct portal_act *list = s->second ? portals_2025 : portals;
    size_t n = s->second ? sizeof portals_2025 / sizeof *portals_2025 : sizeof portals / sizeof *portals;
    for (size_t i = 0; r == ST_OK && i < n; i++) {
        unit_t unit;
        if (list[i].when) at(list[i].when);
        r = unit_by_code(db, s->a, str_of(list[i].unit), clock_now(), &unit, err);
        str_t place = portal_place(s->a, s->port, list[i].kind);
        if (r == ST_OK)
            r = unit_set_places(db, unit.id,
                                str_fmt(s->a, "[{\"kind\":\"web\",\"host\":\"%.*s\",\"proved\":null}]", STRF(place)),
                                program, err);
        if (r == ST_OK && list[i].claim) r = claim_one(s, db, &unit, list[i].kind, err);
    }
    return r;
}

static status_t passwords(seed_t *s, err_t *err)
{
    status_t r = ST_OK;
    for (int i = 0; r == ST_OK && demo_people[i].login; i++) r = password_hash(S(DEMO_PASSWORD), s->hash[i], err);
    return r;
}

static status_t materials(seed_t *s, err_t *err)
{
    unit_t owner;
    db_t *db;
    status_t r = store_read(s->st, &db, err);
    if (r != ST_OK) return r;
    r = unit_by_code(db, s->a, S("stttt"), clock_now(), &owner, err);
    str_t publisher = str_dup(s->a, owner.name);
    store_done(s->st, db);
    if (r != ST_OK) return r;
    return material_seed(s->st, owner.id, person_of(s, "dieuphoi"), person_of(s, "lanhdao"), S("http://127.0.0.1:8080"),
                         publisher, S(""), err);
}

static status_t alerts(seed_t *s, err_t *err)
{
    unit_t city;
    db_t *db;
    status_t r = store_read(s->st, &db, err);
    if (r != ST_OK) return r;
    r = unit_by_code(db, s->a, S("92"), clock_now(), &city, err);
    store_done(s->st, db);
    alert_seed_t with = {
        .base = S("http://127.0.0.1:8080"), .drafter = person_of(s, "trucban"), .approver = person_of(s, "lanhdao")};
    if (r == ST_OK) with.owner = city.id;
    return r == ST_OK ? alert_seed(s->st, &with, err) : r;
}

/* A year later: two provinces joined the city, its districts are gone, 103 communes stand below it. */
static status_t go_on_to_2025(seed_t *s, err_t *err)
{
    s->second = true;
    s->units = "units/can-tho-2025.csv";
    at("2025-07-01T08:00");
    status_t r = store_act(s->st, units, s, err);
    if (r == ST_OK) r = store_act(s->st, people, s, err);
    at("2025-10-13T09:30");
    if (r == ST_OK) r = blob_put(s->st, embed_find(seed_files, S("letters/trinh-dien-2025.txt")), &s->letter, err);
    if (r == ST_OK) r = store_act(s->st, letter_2025, s, err);
    if (r == ST_OK) r = store_act(s->st, claims, s, err);
    at("2025-11-05T08:30");
    return r;
}

status_t seed_can_tho(cli_t *c, store_t *st, int year, int portal_port, ms_t *shift)
{
    seed_t *s = ARENA_NEW(c->a, seed_t);
    if (!s) return ST_MEMORY;
    *s = (seed_t){.c = c, .units = "units/can-tho-2024.csv", .a = c->a, .st = st, .port = portal_port};
    err_t *err = &c->err;
    at("2024-10-21T08:00");
    status_t r = store_act(st, units, s, err);
    progress_step("demo", 1, 6);
    if (r == ST_OK) r = passwords(s, err);
    if (r == ST_OK) r = store_act(st, people, s, err);
    progress_step("demo", 2, 6);
    at("2024-10-25T09:00");
    if (r == ST_OK) r = material_keys_make(store_dir(st), err);
    if (r == ST_OK) r = alert_keys_make(store_dir(st), err);
    if (r == ST_OK) r = materials(s, err);
    progress_step("demo", 4, 6);
    at("2024-10-28T09:30");
    if (r == ST_OK) r = blob_put(st, embed_find(seed_files, S("letters/2632-stttt-cnttvt.txt")), &s->letter, err);
    if (r == ST_OK) r = store_act(st, letter, s, err);
    if (r == ST_OK) r = store_act(st, claims, s, err);
    at("2024-11-04T15:20");
    if (r == ST_OK) r = alerts(s, err);
    at("2024-11-05T08:30");
    if (r == ST_OK && year == 2025) r = go_on_to_2025(s, err);
    progress_end();
    *shift = clock_shifted();
    return r;
}
