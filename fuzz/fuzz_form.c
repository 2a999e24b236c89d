/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a form. What is taken holds valid text, and an urlencoded one reads the same when it is written again.
 */
#include "fuzz.h"
#include "web/form.h"

static void written_again_is_the_same(arena_t *a, const field_t *f, size_t n)
{
    buf_t b = buf_new(a, 4 << 20);
    const field_t *again;
    size_t m;
    err_t err = err_new(LANG_EN);
    for (size_t i = 0; i < n; i++) {
        if (i) buf_putc(&b, '&');
        buf_url(&b, f[i].name);
        buf_putc(&b, '=');
        buf_url(&b, f[i].value);
    }
    if (form_urlencoded(a, buf_str(&b), &again, &m, &err) != ST_OK || m != n) abort();
    for (size_t i = 0; i < n; i++)
        if (!str_eq(f[i].name, again[i].name) || !str_eq(f[i].value, again[i].value)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(64 << 20);
    str_t s = {(const char *)data, size}, first = S("");
    const field_t *f;
    size_t n;
    err_t err = err_new(LANG_EN);
    if (size && form_urlencoded(a, s, &f, &n, &err) == ST_OK) written_again_is_the_same(a, f, n);
    /* The first line is the Content-Type, the rest the body. */
    if (str_line(&s, &first) && form_multipart(a, first, s, &f, &n, &err) == ST_OK)
        for (size_t i = 0; i < n; i++) {
            bool file = f[i].filename.p != NULL;
            if (!utf8_valid(f[i].name) || (!file && !utf8_valid(f[i].value)) || f[i].value.n > 3 * size) abort();
        }
    (void)cookie_get((str_t){(const char *)data, size}, "cg");
    arena_free(a);
    return 0;
}
