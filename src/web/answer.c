/* SPDX-License-Identifier: Apache-2.0
 *
 * From what a handler decided to what goes over the wire.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "web/internal.h"
#include "web/negotiate.h"
#include "web/security.h"

enum { PAGE_LIMIT = 16 << 20 };

static const char *z(call_t *c, str_t s)
{
    return str_z(c->x->a, s);
}

static void body(call_t *c, int status, const char *mime, str_t bytes)
{
    c->x->reply.status = status;
    c->x->reply.bytes = bytes;
    reply_header(c->x, "Content-Type", mime);
}

/* Nothing that depends on who asks may be kept by a cache between; the rest may be asked for again. */
static void common_headers(call_t *c)
{
    bool shared = c->route && c->route->perm == PERM_PUBLIC && !c->req.who && str_eq(c->req.method, S("GET"));
    bool own = false;
    for (int i = 0; i < c->out.n_headers; i++) own = own || str_ieq(str_of(c->out.headers[i].name), S("Cache-Control"));
    if (!own) reply_header(c->x, "Cache-Control", shared ? "no-cache" : "private, no-store");
    if (shared) reply_header(c->x, "Vary", "Accept, Cookie");
    /* Also of a form that is shown again because it was sent too often. */
    bool limit = c->x->reply.status == 413 || c->x->reply.status == 429; /* the contract's word for both */
    if (limit || c->x->reply.status == 503) reply_header(c->x, "Retry-After", "5");
    security_add(c->x, c->req.path);
    for (int i = 0; i < c->out.n_headers; i++)
        reply_header(c->x, c->out.headers[i].name, z(c, c->out.headers[i].value));
}

static page_frame_t frame_of(call_t *c)
{
    return (page_frame_t){.lang = c->req.lang,
                          .path = c->req.path.p ? c->req.path : S("/"),
                          .title = c->route ? c->route->title : NULL,
                          .csrf = c->csrf,
                          .flash = c->flash,
                          .who = c->req.who,
                          .base_url = c->web->app->base_url,
                          .demo = c->web->app->demo};
}

void call_fail(call_t *c, int http_status)
{
    buf_t b = buf_new(c->x->a, PAGE_LIMIT);
    c->out.n_headers = 0;
    c->flash = S("");
    if (c->req.json) {
        page_problem(http_status, &c->err, &b);
        body(c, http_status, "application/problem+json", buf_str(&b));
    } else {
        page_frame_t f = frame_of(c);
        if (page_error(c->x->a, http_status, &c->err, &f, &b) != ST_OK) b = buf_new(c->x->a, 16);
        body(c, http_status, "text/html; charset=utf-8", buf_str(&b));
    }
    common_headers(c);
}

/* A place of our own: "//host" and "/\host" would be read as another site's, a control character as another header. */
static bool ours(str_t to)
{
    if (!str_starts(to, S("/")) || str_starts(to, S("//")) || str_chr(to, '\\', 0) != SIZE_MAX) return false;
    for (size_t i = 0; i < to.n; i++)
        if ((unsigned char)to.p[i] <= ' ' || to.p[i] == 0x7f) return false;
    return true;
}

static void redirect(call_t *c)
{
    str_t to = c->out.redirect;
    str_t path = str_fmt(c->x->a, "%s%.*s", c->req.lang == LANG_EN ? "/en" : "", STRF(ours(to) ? to : S("/")));
    c->x->reply.status = 303;
    reply_header(c->x, "Location", z(c, path));
    if (c->out.flash) {
        buf_t b = buf_new(c->x->a, 1024);
        buf_putz(&b, "cg_flash=");
        buf_url(&b, str_of(c->out.flash));
        buf_putz(&b, "; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
        reply_header(c->x, "Set-Cookie", z(c, buf_str(&b)));
    }
    common_headers(c);
}

static void disposition(call_t *c)
{
    if (!c->out.filename.n) return;
    buf_t b = buf_new(c->x->a, 2048);
    buf_putz(&b, "attachment; filename*=UTF-8''");
    buf_url(&b, c->out.filename);
    reply_header(c->x, "Content-Disposition", z(c, buf_str(&b)));
}

/* The open file `fd` of `size` bytes, whole or the part that is asked for. */
static void blob_part(call_t *c, int fd, uint64_t size, const char *etag)
{
    exchange_t *x = c->x;
    uint64_t from = 0, n = size;
    str_t range = range_allowed(exchange_header(x, "If-Range"), etag) && str_eq(x->method, S("GET"))
                      ? exchange_header(x, "Range")
                      : STR_NONE;
    int r = range_parse(range, size, &from, &n);
    if (r < 0) {
        close(fd);
        x->reply.status = 416;
        reply_header(x, "Content-Range", z(c, str_fmt(x->a, "bytes */%llu", (unsigned long long)size)));
        return;
    }
    x->reply.status = r ? 206 : 200;
    x->reply.fd = fd;
    x->reply.offset = r ? from : 0;
    x->reply.size = r ? n : size;
    if (r)
        reply_header(x, "Content-Range",
                     z(c, str_fmt(x->a, "bytes %llu-%llu/%llu", (unsigned long long)from,
                                  (unsigned long long)(from + n - 1), (unsigned long long)size)));
    reply_header(x, "Content-Type", c->out.mime);
    disposition(c);
}

/* What identifies a file that is replaced and never written into. */
static status_t file_open(call_t *c, int *fd, uint64_t *size, const char **etag)
{
    struct stat st;
    *fd = open(c->out.file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (*fd < 0 || fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        if (*fd >= 0) close(*fd);
        return err_set(&c->err, ST_NOT_FOUND, "page.none", N_("There is no such page."));
    }
    *size = (uint64_t)st.st_size;
    *etag = z(c, str_fmt(c->x->a, "\"%llx-%llx-%llx\"", (unsigned long long)st.st_ino, (unsigned long long)st.st_size,
                         (unsigned long long)st.st_mtim.tv_sec * 1000000000u + (unsigned long long)st.st_mtim.tv_nsec));
    return ST_OK;
}

static status_t kept_open(call_t *c, int *fd, uint64_t *size, const char **etag)
{
    char hex[65];
    if (c->out.file) return file_open(c, fd, size, etag);
    digest_hex(c->out.blob, hex);
    *etag = z(c, str_fmt(c->x->a, "\"%.32s\"", hex));
    return blob_open(c->web->app->store, c->out.blob, false, fd, size, &c->err);
}

/* A blob of the store, or a file. */
static void kept(call_t *c)
{
    exchange_t *x = c->x;
    int fd = -1;
    uint64_t size = 0;
    const char *etag = "";
    status_t s = kept_open(c, &fd, &size, &etag);
    if (s != ST_OK) {
        call_fail(c, status_http(s));
        return;
    }
    if (etag_matches(exchange_header(x, "If-None-Match"), etag)) {
        close(fd);
        x->reply.status = 304;
    } else {
        blob_part(c, fd, size, etag);
    }
    reply_header(x, "Accept-Ranges", "bytes");
    reply_header(x, "ETag", etag);
    common_headers(c);
}

static void page(call_t *c)
{
    buf_t b = buf_new(c->x->a, PAGE_LIMIT);
    int status = c->out.status ? c->out.status : 200;
    if (c->req.json || !c->route->template_name) {
        view_json(c->view, &b);
        body(c, status, "application/json", buf_str(&b));
    } else {
        page_frame_t f = frame_of(c);
        status_t s = page_render(c->x->a, c->route->template_name, c->view, &f, &b, &c->err);
        if (s != ST_OK) {
            call_fail(c, status_http(s));
            return;
        }
        body(c, status, "text/html; charset=utf-8", buf_str(&b));
        /* The sentence was shown: it must not come again. */
        if (c->flash.n) reply_header(c->x, "Set-Cookie", "cg_flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
    common_headers(c);
}

void call_answer(call_t *c)
{
    if (c->status != ST_OK) {
        call_fail(c, c->out.status >= 400 ? c->out.status : status_http(c->status));
    } else if (c->out.redirect.p && !c->req.json) {
        redirect(c);
    } else if (c->out.is_blob || c->out.file) {
        kept(c);
    } else if (c->out.mime) {
        disposition(c);
        body(c, c->out.status ? c->out.status : 200, c->out.mime, c->out.bytes);
        common_headers(c);
    } else {
        page(c);
    }
}
