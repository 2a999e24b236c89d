/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_people — units, persons and seats from the command line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/commands.h"
#include "people/people.h"

/* --- units import FILE [--dry-run] --- */

typedef struct units_job {
    arena_t *a;
    str_t csv, report;
    bool dry_run;
} units_job_t;

static status_t units_act(db_t *db, void *arg, err_t *err)
{
    units_job_t *j = arg;
    static const ident_t program;
    return units_import(db, j->a, j->csv, j->dry_run, program, &j->report, err);
}

status_t cmd_units_import(cli_t *c)
{
    enum { LARGEST = 64 << 20 };
    units_job_t j = {.a = c->a, .dry_run = cli_option(c, "dry-run") != NULL};
    str_t bytes;
    status_t s = file_read(c->a, c->words[0], LARGEST, &bytes, &c->err);
    if (s == ST_OK) s = units_table(c->a, bytes, &j.csv, &c->err);
    if (s != ST_OK) return s;
    store_t *st;
    s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_act(st, units_act, &j, &c->err);
    store_close(st);
    if (s == ST_INPUT && j.report.n) fprintf(stderr, "%.*s", STRF(j.report)); /* every row that is refused, and why */
    return s == ST_OK ? cli_print(c, j.report) : s;
}

/* --- person add LOGIN NAME --- */

status_t cli_password(cli_t *c, str_t *out)
{
    char line[256];
    struct termios shown, hidden;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        fputs(tr(c->lang, N_("Password (at least 10 characters): ")), stderr);
    }
    bool got = fgets(line, sizeof line, stdin) != NULL;
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fputc('\n', stderr);
    }
    if (!got) return err_set(&c->err, ST_INPUT, "person.no-password", N_("No password was given."));
    line[strcspn(line, "\r\n")] = '\0';
    *out = str_dup(c->a, str_of(line));
    secret_wipe(line, sizeof line);
    return ST_OK;
}

typedef struct person_job {
    str_t login, name;
    char hash[128];
    ident_t id;
} person_job_t;

static status_t person_act(db_t *db, void *arg, err_t *err)
{
    person_job_t *j = arg;
    static const ident_t program;
    return person_add(db, j->login, j->name, j->hash, program, &j->id, err);
}

status_t cmd_person_add(cli_t *c)
{
    person_job_t j = {.login = str_of(c->words[0]), .name = str_of(c->words[1])};
    str_t password;
    status_t s = cli_password(c, &password);
    if (s == ST_OK) s = password_hash(password, j.hash, &c->err);
    if (s != ST_OK) return s;
    store_t *st;
    s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_act(st, person_act, &j, &c->err);
    store_close(st);
    if (s != ST_OK) return s;
    char id[IDENT_TEXT];
    ident_text(j.id, id);
    return cli_print(c, str_fmt(c->a, c->json ? "{\"id\":\"%s\"}\n" : "%s\n", id));
}
