/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_seats — who there is and who sits where: person list, person passwd, seat grant, seat end.
 */
#include <stdio.h>
#include "cli/commands.h"
#include "people/people.h"

static const ident_t program; /* the journal's "who" for what is done from the command line */

typedef status_t (*read_fn)(cli_t *c, db_t *db, void *arg);

static status_t reading(cli_t *c, store_t *st, read_fn fn, void *arg)
{
    db_t *db;
    status_t s = store_read(st, &db, &c->err);
    if (s != ST_OK) return s;
    s = fn(c, db, arg);
    store_done(st, db);
    return s;
}

/* --- person list --- */

static void row(cli_t *c, buf_t *b, const person_seat_t *p, bool first)
{
    char seat[IDENT_TEXT] = "";
    if (!ident_none(p->seat)) ident_text(p->seat, seat);
    if (!c->json) {
        buf_fmt(b, "%-20.*s %-9.*s %-12.*s %-8.*s %-36s %.*s\n", STRF(p->login.n ? p->login : S("-")), STRF(p->state),
                STRF(p->role.p ? p->role : S("-")), STRF(p->unit_code.p ? p->unit_code : S("-")), *seat ? seat : "-",
                STRF(p->name));
        return;
    }
    buf_putz(b, first ? "\n{\"login\":" : ",\n{\"login\":");
    buf_json(b, p->login);
    buf_putz(b, ",\"name\":");
    buf_json(b, p->name);
    buf_fmt(b, ",\"state\":\"%.*s\",\"totp\":%s,", STRF(p->state), p->totp ? "true" : "false");
    buf_fmt(b, "\"passkeys\":%lld,\"seat\":", (long long)p->passkeys);
    if (*seat)
        buf_fmt(b, "{\"id\":\"%s\",\"role\":\"%.*s\",\"unit\":\"%.*s\",\"state\":\"%.*s\"}}", seat, STRF(p->role),
                STRF(p->unit_code), STRF(p->seat_state));
    else
        buf_putz(b, "null}");
}

static status_t list(cli_t *c, db_t *db, void *arg)
{
    buf_t *b = arg;
    person_seat_t *rows;
    size_t n;
    status_t s = person_list(db, c->a, S(""), clock_now(), &rows, &n, &c->err);
    if (c->json) buf_putc(b, '[');
    for (size_t i = 0; s == ST_OK && i < n; i++) row(c, b, &rows[i], i == 0);
    if (c->json) buf_putz(b, "]\n");
    return s;
}

status_t cmd_person_list(cli_t *c)
{
    store_t *st;
    buf_t b = buf_new(c->a, 64 << 20);
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = reading(c, st, list, &b);
    store_close(st);
    return s == ST_OK ? cli_print(c, buf_str(&b)) : s;
}

/* --- person passwd, seat grant, seat end --- */

typedef struct job {
    cli_t *c;
    ident_t person, unit, seat;
    role_t role;
    ms_t until;
    char hash[128];
} job_t;

static status_t find_person(cli_t *c, db_t *db, void *arg)
{
    job_t *j = arg;
    person_seat_t *rows;
    size_t n;
    status_t s = person_list(db, c->a, S(""), clock_now(), &rows, &n, &c->err);
    for (size_t i = 0; s == ST_OK && i < n; i++)
        if (str_eq(rows[i].login, str_of(c->words[0]))) j->person = rows[i].person;
    if (s == ST_OK && ident_none(j->person))
        s = err_set(&c->err, ST_NOT_FOUND, "person.none", N_("There is no such person."));
    return s;
}

static status_t find_both(cli_t *c, db_t *db, void *arg)
{
    job_t *j = arg;
    unit_t u;
    status_t s = find_person(c, db, arg);
    if (s == ST_OK) s = unit_by_code(db, c->a, str_of(c->words[2]), clock_now(), &u, &c->err);
    if (s == ST_OK) j->unit = u.id;
    return s;
}

static status_t passwd_act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    return password_set(db, j->person, j->hash, program, err);
}

status_t cmd_person_passwd(cli_t *c)
{
    job_t j = {.c = c};
    store_t *st;
    str_t password;
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = reading(c, st, find_person, &j); /* before anything is typed */
    if (s == ST_OK) s = cli_password(c, &password);
    if (s == ST_OK) s = password_hash(password, j.hash, &c->err);
    if (s == ST_OK) s = store_act(st, passwd_act, &j, &c->err);
    store_close(st);
    return s;
}

static status_t grant_act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    return seat_grant(db, j->person, j->role, j->unit, clock_now(), j->until, program, &j->seat, err);
}

status_t cmd_seat_grant(cli_t *c)
{
    job_t j = {.c = c, .until = MS_NEVER};
    const char *until = cli_option(c, "until");
    date_t d;
    store_t *st;
    char id[IDENT_TEXT];
    if (until && !date_parse(str_of(until), &d))
        return err_set(&c->err, ST_USAGE, "token.date", N_("--until is a day: YYYY-MM-DD."));
    if (until) j.until = date_end(d) + 1;
    if (!role_parse(str_of(c->words[1]), &j.role))
        return err_set(&c->err, ST_USAGE, "seat.role",
                       N_("A role is one of: signer, coordinator, contact, editor, checker, volunteer, teacher, duty, "
                          "auditor."));
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = reading(c, st, find_both, &j);
    if (s == ST_OK) s = store_act(st, grant_act, &j, &c->err);
    store_close(st);
    if (s != ST_OK) return s;
    ident_text(j.seat, id);
    return cli_print(c, str_fmt(c->a, c->json ? "{\"id\":\"%s\"}\n" : "%s\n", id));
}

static status_t end_act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    return seat_end(db, j->seat, program, err);
}

status_t cmd_seat_end(cli_t *c)
{
    job_t j = {.c = c};
    store_t *st;
    if (!ident_parse(str_of(c->words[0]), &j.seat))
        return err_set(&c->err, ST_USAGE, "seat.id", N_("A seat is named by its id; see: canhgiac person list"));
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_act(st, end_act, &j, &c->err);
    store_close(st);
    return s;
}
