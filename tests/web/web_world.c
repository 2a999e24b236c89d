/* SPDX-License-Identifier: Apache-2.0 */
#include "web_world.h"
#include "base/log.h"

static test_t world;

static status_t add_unit(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    static const ident_t nobody;
    str_t report;
    unit_t u;
    status_t s = units_import(
        db, t->a, S("code,name,kind,parent,from\n92,Cần Thơ,city,,2004-01-01\n916,Ninh Kiều,district,92,2004-01-01\n"),
        false, nobody, &report, err);
    if (s == ST_OK) s = unit_by_code(db, t->a, S("92"), clock_now(), &u, err);
    t->unit = u.id;
    return s;
}

/* One person for each role, signing in under the role's name. */
static status_t add_people(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    static const ident_t nobody;
    status_t s = ST_OK;
    for (int r = 0; r < ROLE_COUNT && s == ST_OK; r++) {
        ident_t person, seat;
        s = person_add(db, str_of(role_name((role_t)r)), S("Một người"), t->hash, nobody, &person, err);
        if (s == ST_OK)
            s = seat_grant(db, person, (role_t)r, t->unit, clock_now() - 1000, MS_NEVER, nobody, &seat, err);
    }
    ident_t person, seat;
    unit_t district;
    if (s == ST_OK) s = unit_by_code(db, t->a, S("916"), clock_now(), &district, err);
    if (s == ST_OK) s = person_add(db, S("district"), S("Một người"), t->hash, nobody, &person, err);
    if (s == ST_OK)
        s = seat_grant(db, person, ROLE_COORDINATOR, district.id, clock_now() - 1000, MS_NEVER, nobody, &seat, err);
    return s;
}

int web_world(void **state, const web_config_t *wish)
{
    test_t *t = &world;
    *state = t;
    t->err = err_new(LANG_EN);
    log_set(LOG_WARN);
    t->a = arena_new(256 << 20);
    t->st = world_store(t->dir);
    canhgiac_t *know = NULL;
    if (check_engine(t->a, &know, &t->err) != ST_OK) return 1;
    t->app = (app_t){.store = t->st, .know = know, .base_url = S("http://127.0.0.1")};
    if (password_hash(S("correct horse battery"), t->hash, &t->err) != ST_OK) return 1;
    if (store_act(t->st, add_unit, t, &t->err) != ST_OK || store_act(t->st, add_people, t, &t->err) != ST_OK) return 1;
    web_config_t cfg = *wish;
    cfg.host = "127.0.0.1";
    cfg.threads = 2;
    cfg.connections = 64;
    cfg.header_time = 700;
    if (web_start(&cfg, &t->app, &t->web, &t->err) != ST_OK) {
        print_error("%s\n", t->err.text);
        return 1;
    }
    t->port = web_port(t->web);
    return 0;
}

int web_world_end(void **state)
{
    test_t *t = *state;
    web_stop(t->web); /* NULL when the test has done it */
    world_end(t->st, t->dir);
    arena_free(t->a);
    return 0;
}

str_t ask(test_t *t, const char *line, const char *headers)
{
    return client_ask(t->port, t->a,
                      str_z(t->a, str_fmt(t->a, "%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", line, headers)));
}

int code(test_t *t, const char *line, const char *headers)
{
    return answer_code(ask(t, line, headers));
}

str_t form(test_t *t, const char *path, const char *cookie, const char *body)
{
    return client_ask(
        t->port, t->a,
        str_z(t->a, str_fmt(t->a,
                            "POST %s HTTP/1.1\r\nHost: a\r\n%s%s%sContent-Type: "
                            "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
                            path, *cookie ? "Cookie: " : "", cookie, *cookie ? "\r\n" : "", strlen(body), body)));
}

const char *sign_in_as(test_t *t, const char *login)
{
    str_t r = form(t, "/ban/vao", "", str_z(t->a, str_fmt(t->a, "login=%s&password=correct+horse+battery", login)));
    assert_int_equal(answer_code(r), 303);
    str_t set = answer_field(r, "Set-Cookie");
    assert_true(str_find(set, S("HttpOnly"), 0) != SIZE_MAX && str_find(set, S("SameSite=Lax"), 0) != SIZE_MAX);
    return str_z(t->a, str_sub(set, 0, str_chr(set, ';', 0)));
}
