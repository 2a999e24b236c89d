/* SPDX-License-Identifier: Apache-2.0
 *
 * A snapshot from anybody, its checksum made good so that the rest is read.
 */
#include "lists/lists.h"
#include "recognise/list_format.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    list_t l;
    list_entry_t e;
    uint64_t hash;
    char normal[LIST_VALUE_MOST];
    uint8_t *copy = malloc(size + 1);
    if (!copy) return 0;
    memcpy(copy, data, size);
    str_t file = {(const char *)copy, size}, text = {(const char *)data, size};
    if (size >= LIST_HEAD) {
        uint64_t sum = list_checksum(file);
        for (int i = 0; i < 8; i++) copy[AT_CHECKSUM + i] = (uint8_t)(sum >> (8 * i));
    }
    if (list_open(file, &l)) {
        for (size_t i = 0; i < 64 && list_at(&l, i, &hash, &e); i++)
            if (list_entry(&l, hash, &e) && e.reason.n + e.source.n + e.who.n > 3 * size) abort();
        (void)list_host(&l, S("a.b.bad.top"), S("bad.top"), 20000, &e);
        (void)list_value(&l, LIST_PHONE, S("0912345678"), 20000, &e);
        arena_t *a = arena_new(32 << 20);
        err_t err = err_new(LANG_EN);
        uint32_t *first;
        size_t n;
        buf_t front = buf_new(a, 1 << 20), delta = buf_new(a, 1 << 20);
        if (list_front(a, &l, &front, &err) == ST_OK &&
            (list_front_read(a, buf_str(&front), &first, &n, &err) != ST_OK || n != l.n))
            abort();
        if (list_delta(a, &l, &l, &delta, &err) == ST_CONFLICT) abort(); /* with itself it is of one epoch */
        arena_free(a);
    }
    size_t n = list_url_normal(text, normal);
    if (n > LIST_VALUE_MOST) abort();
    free(copy);
    return 0;
}
