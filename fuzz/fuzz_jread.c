/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a small JSON text. What is taken, the library takes too, and both read the same of it.
 */
#include <jansson.h>
#include "base/base.h"
#include "base/jread.h"
#include "fuzz.h"

static bool same(arena_t *a, const jval_t *v, json_t *j)
{
    size_t i = 0;
    switch (v->kind) {
    case J_NULL: return json_is_null(j);
    case J_TRUE: return json_is_true(j);
    case J_FALSE: return json_is_false(j);
    case J_NUMBER: return json_is_integer(j) && json_integer_value(j) == v->number;
    case J_TEXT:
        return json_is_string(j) && str_eq((str_t){json_string_value(j), json_string_length(j)}, v->text) &&
               utf8_valid(v->text);
    case J_LIST:
        if (!json_is_array(j) || json_array_size(j) != v->n) return false;
        for (const jval_t *m = v->first; m; m = m->next)
            if (!same(a, m, json_array_get(j, i++))) return false;
        return i == v->n;
    case J_OBJECT:
        if (!json_is_object(j) || json_object_size(j) != v->n) return false;
        for (const jval_t *m = v->first; m; m = m->next, i++)
            if (jread_get(v, str_z(a, m->name)) != m || !same(a, m, json_object_get(j, str_z(a, m->name))))
                return false;
        return i == v->n;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(64 << 20);
    const jval_t *v = jread(a, (str_t){(const char *)data, size});
    if (v) {
        json_t *j = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
        if (!j || !same(a, v, j)) abort();
        json_decref(j);
    }
    arena_free(a);
    return 0;
}
