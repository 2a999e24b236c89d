/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a page: decoded, cut into text and links; the texts never outgrow the page and stay within it.
 */
#include "fuzz.h"
#include "proof/decode.h"
#include "proof/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 18) return 0;
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    str_t utf8, charset;
    html_page_t page;
    if (page_decode(a, (str_t){(const char *)data, size}, STR_NONE, &utf8, &charset, &err) != ST_OK) abort();
    if (html_read(a, utf8, &page, &err) != ST_OK) abort();
    if (page.text.n > utf8.n + 64 || page.main.n > page.text.n + 64) abort();
    arena_free(a);
    return 0;
}
