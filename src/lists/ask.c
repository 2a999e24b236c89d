/* SPDX-License-Identifier: Apache-2.0
 *
 * Asking a list for what somebody wrote: which kind it is shows in its shape.
 */
#include "lists/internal.h"

static bool all_digits(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789 +.-:", s.p[i])) return false;
    return s.n > 0;
}

list_kind_t list_kind_seems(str_t v)
{
    if (!all_digits(v)) return list_url_normal(v, (char[LIST_VALUE_MOST]){0}) ? LIST_URL : LIST_HOST;
    if (str_chr(v, ':', 0) != SIZE_MAX) return LIST_ACCOUNT;
    size_t dots = 0;
    for (size_t i = 0; i < v.n; i++) dots += v.p[i] == '.';
    if (dots == 3 && v.n <= 15 && str_chr(v, ' ', 0) == SIZE_MAX) return LIST_HOST;
    bool phone = v.p[0] == '+' || v.p[0] == '0' || str_starts(v, S("84")) || str_starts(v, S("1800")) ||
                 str_starts(v, S("1900"));
    return phone ? LIST_PHONE : LIST_ACCOUNT;
}

const char *list_value_of(arena_t *a, const canhgiac_t *know, list_kind_t kind, str_t raw, str_t *out)
{
    list_items_t none = list_items_new(a, know);
    if (kind == LIST_HOST) raw = address_host(raw);
    return value_normal(&none, kind, raw, true, out);
}

list_answer_t list_ask(const canhgiac_t *know, const list_t *l, list_kind_t *kind, str_t value, int day,
                       list_entry_t *out)
{
    str_t host = value;
    if (*kind == LIST_PHONE || *kind == LIST_ACCOUNT) return list_value(l, *kind, value, day, out);
    if (*kind == LIST_URL) {
        list_answer_t a = list_url(l, value, day, out);
        if (a != LIST_UNKNOWN) return a;
        host = str_sub(value, 0, str_chr(value, '/', 0));
        *kind = LIST_HOST;
    }
    bool number = host.n && host.p[host.n - 1] >= '0' && host.p[host.n - 1] <= '9';
    return list_host(l, host, number ? host : canhgiac_registrable(know, host), day, out);
}
