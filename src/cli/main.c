/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/crypto.h"
#include "cli/help.h"
#include "cli/parse.h"

/* LC_ALL before LC_MESSAGES before LANG, as POSIX has it; --lang before all of them. */
static lang_t environment_lang(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 3; i++) {
        const char *v = getenv(names[i]);
        if (v && *v) return lang_from(v, strlen(v));
    }
    return LANG_VI;
}

static int complain(const cli_t *c, status_t s)
{
    if (s != ST_OK && c->err.status != ST_OK) fprintf(stderr, "canhgiac: %s\n", c->err.text);
    if (s == ST_USAGE && c->command)
        fprintf(stderr, tr(c->lang, N_("See: canhgiac %s --help")), c->command->name), fputc('\n', stderr);
    return status_exit(s);
}

int main(int argc, char **argv)
{
    enum { ARENA_LIMIT = 1 << 30 };
    signal(SIGPIPE, SIG_IGN);
    if (!crypto_start()) return 1;
    cli_t *c = calloc(1, sizeof *c);
    if (!c || !(c->a = arena_new(ARENA_LIMIT))) return 1;
    c->lang = environment_lang();
    c->err = err_new(c->lang);
    status_t s = cli_parse(c, argc, argv);
    if (s == ST_OK) s = c->command->run(c);
    if (s == ST_END) s = ST_OK; /* help was asked and given */
    int code = complain(c, s);
    arena_free(c->a);
    free(c);
    return code;
}
