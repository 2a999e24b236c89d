/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as an address: what is taken reads back as itself, and stands at its own place.
 */
#include "fuzz.h"
#include "proof/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(1 << 20);
    err_t err = err_new(LANG_EN);
    url_t base, u, again;
    if (url_parse(a, (str_t){"https://cantho.gov.vn/tin/bai.html", 34}, NULL, &base, &err) != ST_OK) abort();
    for (int i = 0; i < 2; i++) {
        if (url_parse(a, (str_t){(const char *)data, size}, i ? &base : NULL, &u, &err) != ST_OK) continue;
        if (u.text.n > URL_LIMIT || u.port < 1 || u.port > 65535 || !u.path.n || u.path.p[0] != '/') abort();
        if (url_parse(a, u.text, NULL, &again, &err) != ST_OK || !str_eq(u.host, again.host)) abort();
        if (!url_at_place(&u, u.place) || !url_same_site(&u, &again)) abort();
        (void)url_file(&u);
    }
    arena_free(a);
    return 0;
}
