/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <unistd.h>
#include "cli/cli.h"

status_t cli_print(cli_t *c, str_t s)
{
    (void)c;
    while (s.n) {
        ssize_t n = write(STDOUT_FILENO, s.p, s.n);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return ST_IO;
        s = str_sub(s, (size_t)n, s.n);
    }
    return ST_OK;
}
