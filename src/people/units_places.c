/* SPDX-License-Identifier: Apache-2.0
 *
 * What a units file says of a unit's places, and what the desk has said of them since (proof/places.h): both hold.
 */
#include <jansson.h>
#include "people/units_internal.h"

static bool names(str_t hosts, str_t host)
{
    str_t one;
    while (hosts.n && str_cut(&hosts, ' ', &one))
        if (one.n && str_eq(one, host)) return true;
    return false;
}

static bool has(const json_t *places, str_t host)
{
    size_t i;
    const json_t *o;
    json_array_foreach(places, i, o)
    {
        const json_t *h = json_object_get(o, "host");
        if (json_is_string(h) && str_eq((str_t){json_string_value(h), json_string_length(h)}, host)) return true;
    }
    return false;
}

/* A host that the file leaves out goes when a file brought it; one that the unit proposed itself stays. */
static json_t *kept(json_t *before, str_t hosts)
{
    size_t i;
    json_t *o, *out = json_array();
    json_array_foreach(before, i, o)
    {
        const json_t *h = json_object_get(o, "host");
        if (!json_is_string(h)) continue;
        if (json_object_get(o, "proposed") || names(hosts, (str_t){json_string_value(h), json_string_length(h)}))
            json_array_append(out, o);
    }
    return out;
}

str_t units_places(arena_t *a, str_t before, str_t hosts)
{
    enum { LARGEST = 64 << 10 };
    str_t host;
    json_t *old = before.n && before.n <= LARGEST ? json_loadb(before.p, before.n, 0, NULL) : NULL;
    json_t *out = kept(old, hosts);
    while (hosts.n && str_cut(&hosts, ' ', &host))
        if (host.n && !has(out, host))
            json_array_append_new(out, json_pack("{s:s, s:s%, s:n}", "kind", "web", "host", host.p, host.n, "proved"));
    bool same = old && json_equal(old, out);
    char *text = same ? NULL : json_dumps(out, JSON_COMPACT);
    str_t places = same ? before : text ? str_dup(a, str_of(text)) : S("[]");
    free(text);
    json_decref(old);
    json_decref(out);
    return places;
}
