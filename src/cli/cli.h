/* SPDX-License-Identifier: Apache-2.0
 *
 * cli — the command line: one table of commands, from which help, man page, completions and the parser all read.
 *
 * A command gets a cli_t: its own arena, the language, and its words already taken apart. Results go to standard output,
 * messages to standard error; it returns a status_t, which main turns into the exit status (status_exit) after printing
 * cli->err when it is not ST_OK.
 */
#ifndef CG_CLI_CLI_H
#define CG_CLI_CLI_H
#include "base/base.h"
#include "store/store.h"

typedef struct option {
    const char *name; /* "format", given as --format */
    const char
        *value; /* what stands for its value in help: "F"; NULL: a flag; "F…": may come again, joined by newlines */
    const char *help; /* msgid */
} option_t;

#define CLI_OPTIONS 24
#define CLI_WORDS   4096

typedef struct cli cli_t;
typedef status_t (*command_fn)(cli_t *c);

typedef struct command {
    const char *name;        /* "letter import" */
    const char *words;       /* what follows it in help: "FILE|-"; "" if nothing */
    int least, most;         /* how many words it takes */
    const char *help;        /* msgid, one sentence */
    const option_t *options; /* ends with a NULL name; --data, --lang, --json and --help are everybody's */
    command_fn run;
} command_t;

struct cli {
    arena_t *a;
    lang_t lang;
    bool json;
    const command_t *command;
    const char *data;             /* --data, $CANHGIAC_DATA or ./var */
    const char *words[CLI_WORDS]; /* the words after the command's name */
    int n_words;
    const char *given[CLI_OPTIONS]; /* values by position in command->options; "" for a flag that is set */
    err_t err;
};

/* The value of an option of this command, NULL when not given; a flag gives "" when given. */
const char *cli_option(const cli_t *c, const char *name);
/* A whole number option, `initial` when not given. */
must_use status_t cli_number(cli_t *c, const char *name, int64_t min, int64_t max, int64_t initial, int64_t *out);
/* Opens the data directory's store, with the demonstration's clock set where there is one. */
must_use status_t cli_store(cli_t *c, store_t **out);
/* The same for reading beside a program that serves it. */
must_use status_t cli_reader(cli_t *c, store_t **out);
/* Writes all of `s` to standard output; a closed pipe is ST_IO without a sentence. */
must_use status_t cli_print(cli_t *c, str_t s);

/* A password from a terminal (not shown) or, without one, from the first line of standard input. */
must_use status_t cli_password(cli_t *c, str_t *out);

/* A progress bar on standard error, only on a terminal and only after a second. `total` 0: unknown. */
void progress_step(const char *what, uint64_t done, uint64_t total);
void progress_end(void);

extern const command_t commands[]; /* ends with a NULL name */
#endif
