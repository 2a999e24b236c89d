/* SPDX-License-Identifier: Apache-2.0
 *
 * A list as somebody published it; the first byte says as what it is read. What was let in is written in every format, and
 * our own table reads back as it was.
 */
#include <jansson.h>
#include "lists/lists.h"
#include "fuzz.h"

static void json_or_abort(str_t text)
{
    json_t *j = json_loadb(text.p, text.n, 0, NULL);
    if (!j) abort();
    json_decref(j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    err_t err = err_new(LANG_EN);
    arena_t *a = arena_new(64 << 20);
    if (!a || !size) {
        arena_free(a);
        return 0;
    }
    list_items_t items = list_items_new(a, NULL), back = list_items_new(a, NULL);
    list_source_t from = {
        .file = "f", .name = S("s"), .reason = S("r"), .since = 20000, .format = (list_format_t)(data[0] % 7)};
    list_about_t about = {.base = S(""), .number = 1, .day = 20000};
    if (list_read(&items, &from, (str_t){(const char *)data + 1, size - 1}, &err) == ST_OK &&
        list_settle(&items, &err) == ST_OK) {
        buf_t table = buf_new(a, 8 << 20), again = buf_new(a, 8 << 20);
        for (list_export_t e = EXPORT_HOSTS; e < EXPORTS; e++) {
            buf_t b = buf_new(a, 8 << 20);
            if (list_export(&items, e, &about, &b, &err) == ST_OK && e >= EXPORT_JSON) json_or_abort(buf_str(&b));
        }
        from.format = LIST_FORMAT_TSV;
        if (list_table(&items, false, &table, &err) != ST_OK) abort();
        if (list_read(&back, &from, buf_str(&table), &err) != ST_OK || list_settle(&back, &err) != ST_OK) abort();
        if (list_table(&back, false, &again, &err) != ST_OK || !str_eq(buf_str(&table), buf_str(&again))) abort();
    }
    arena_free(a);
    return 0;
}
