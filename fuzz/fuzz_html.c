/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a page: decoded, cut into text and links, its files sought; the texts never outgrow the page, and no file
 * of another site is ever among the candidates.
 */
#include "fuzz.h"
#include "proof/decode.h"
#include "proof/html.h"
#include "proof/look.h"

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
    url_t base;
    candidate_t *c;
    size_t n;
    bool player = false, social = false;
    if (url_parse(a, (str_t){"http://x.vn/tin/bai.html", 24}, NULL, &base, &err) != ST_OK) abort();
    if (page_candidates(a, &page, &base, &c, &n, &player, &social, &err) != ST_OK) abort();
    for (size_t i = 0; i < n; i++)
        if (!url_same_site(&base, &c[i].url)) abort();
    (void)page_excuse(a, &page, false);
    (void)text_from_old_font(a, page.text);
    arena_free(a);
    return 0;
}
