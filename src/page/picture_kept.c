/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures that go with pages: drawn when first asked for, kept by what they say. Publishing a site of a thousand pages draws
 * none of them, and the same words are drawn once.
 */
#include "base/crypto.h"
#include "base/file.h"
#include "base/log.h"
#include "page/app.h"
#include "page/picture.h"

/* Of how they are drawn; another number when that changes. */
#define LOOK 1

str_t picture_address(const req_t *q)
{
    return str_fmt(q->a, "%.*s%s%.*s/anh.png", STRF(q->app->base_url), q->lang == LANG_EN ? "/en" : "", STRF(q->path));
}

static void add(sha256_t *h, str_t part)
{
    sha256_add(h, part);
    sha256_add(h, (str_t){"", 1}); /* "a" "b" is not "ab" "" */
}

static const char *place_of(const req_t *q, const char *dir, const picture_t *p)
{
    sha256_t h;
    char name[65];
    sha256_start(&h);
    add(&h, str_fmt(q->a, "%d %s", LOOK, lang_code(q->lang)));
    add(&h, p->head);
    add(&h, p->text);
    add(&h, p->foot);
    digest_hex(sha256_end(&h), name);
    return str_z(q->a, str_fmt(q->a, "%s/%s.png", dir, name));
}

status_t picture_answer(req_t *q, const picture_t *p, err_t *err)
{
    str_t png;
    err_t quiet = err_new(LANG_EN);
    const char *dir = str_z(q->a, str_fmt(q->a, "%s/pictures", store_dir(q->app->store))), *path = place_of(q, dir, p);
    if (path && file_exists(path)) {
        answer_file(q, "image/png", path);
        return ST_OK;
    }
    status_t s = picture_png(q->a, p, q->lang, &png, err);
    if (s != ST_OK) return s;
    /* One that cannot be kept is drawn again the next time. */
    if (dir && path && dir_make(dir, 0700, &quiet) == ST_OK && file_write(path, png, 0600, &quiet) != ST_OK)
        log_line(LOG_WARN, "picture.keep", "error=%s", quiet.code ? quiet.code : "unknown");
    answer_bytes(q, "image/png", png);
    return ST_OK;
}
