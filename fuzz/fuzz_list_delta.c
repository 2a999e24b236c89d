/* SPDX-License-Identifier: Apache-2.0
 *
 * A delta and a front from anybody: whatever comes out is a whole list, or nothing.
 */
#include "lists/lists.h"
#include "recognise/list_format.h"
#include "fuzz.h"

static list_t from;

static bool ready(void)
{
    static arena_t *a;
    if (a) return true;
    a = arena_new(1 << 20);
    err_t err = err_new(LANG_EN);
    list_items_t items = list_items_new(a, NULL);
    list_head_t h = {.number = 1};
    buf_t b = buf_new(a, 1 << 18);
    for (int i = 0; i < 50; i++) {
        list_item_t it = {.value = str_fmt(a, "h%d.bad.top", i),
                          .source = S("s"),
                          .reason = S("r"),
                          .who = S(""),
                          .since = 20000,
                          .until = 20100 + i % 3};
        if (!list_items_add(&items, &it, "f", 1)) return false;
    }
    list_key(0, h.key);
    return list_settle(&items, &err) == ST_OK && list_snapshot(&items, &h, &b, &err) == ST_OK &&
           list_open(buf_str(&b), &from);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    err_t err = err_new(LANG_EN);
    list_t to;
    uint32_t *first;
    size_t n;
    if (!ready()) abort();
    arena_t *a = arena_new(64 << 20);
    uint8_t *copy = malloc(size + 1);
    if (!a || !copy) abort();
    memcpy(copy, data, size);
    str_t file = {(const char *)copy, size};
    if (size >= AT_CHECKSUM + 8) { /* made good: for that list, and in itself */
        for (int i = 0; i < 8; i++) copy[104 + i] = (uint8_t)(from.checksum >> (8 * i));
        memcpy(copy + AT_KEY, from.key, LIST_KEY);
        uint64_t sum = list_checksum(file);
        for (int i = 0; i < 8; i++) copy[AT_CHECKSUM + i] = (uint8_t)(sum >> (8 * i));
    }
    buf_t out = buf_new(a, 16 << 20);
    if (list_delta_apply(a, &from, file, &out, &err) == ST_OK ? !list_open(buf_str(&out), &to) : out.n != 0) abort();
    if (list_front_read(a, (str_t){(const char *)data, size}, &first, &n, &err) == ST_OK && n > 8 * size) abort();
    free(copy);
    arena_free(a);
    return 0;
}
