/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/wish.h"
#include <stdio.h>

static bool split(str_t authority, const char *usual, wish_t *w)
{
    bool six = authority.n && authority.p[0] == '[';
    size_t close_at = six ? str_chr(authority, ']', 0) : 0;
    if (close_at == SIZE_MAX) return false;
    size_t colon = str_chr(authority, ':', close_at);
    str_t host = str_sub(authority, 0, colon),
          port = colon == SIZE_MAX ? str_of(usual) : str_sub(authority, colon + 1, authority.n);
    if (six) host = str_sub(host, 1, close_at);
    int64_t number;
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] <= ' ' || host.p[i] >= 0x7f) return false;
    if (!host.n || host.n >= WISH_HOST || str_chr(host, '@', 0) != SIZE_MAX || !str_int(port, 1, 65535, &number))
        return false;
    (void)snprintf(w->host, sizeof w->host, "%.*s", STRF(host));
    (void)snprintf(w->port, sizeof w->port, "%d", (int)number);
    return true;
}

bool wish_read(str_t line, wish_t *w)
{
    str_t target;
    if (!str_cut(&line, ' ', &w->method) || !str_cut(&line, ' ', &target)) return false;
    w->tunnel = str_eq(w->method, S("CONNECT"));
    if (w->tunnel) return split(target, "443", w);
    if (!str_starts(target, S("http://"))) return false;
    size_t slash = str_chr(target, '/', 7);
    w->path = slash == SIZE_MAX ? S("/") : str_sub(target, slash, target.n);
    return split(str_sub(target, 7, slash), "80", w);
}
