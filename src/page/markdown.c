/* SPDX-License-Identifier: Apache-2.0 */
#include "page/markdown.h"
#include <md4c-html.h>
#include <md4c.h>

static void put(const MD_CHAR *p, MD_SIZE n, void *user)
{
    buf_put(user, (str_t){p, n});
}

status_t markdown_html(arena_t *a, str_t body, str_t *out)
{
    if (body.n > MARKDOWN_MOST) return ST_LIMIT;
    buf_t b = buf_new(a, 4 * MARKDOWN_MOST);
    if (md_html(body.p, (MD_SIZE)body.n, put, &b, MARKDOWN_DIALECT, MD_HTML_FLAG_SKIP_UTF8_BOM) != 0 || !buf_ok(&b))
        return ST_MEMORY;
    *out = buf_str(&b);
    return ST_OK;
}
