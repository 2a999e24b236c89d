/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_publish — the whole public site of a city: two languages, every form of scam, 200 materials, 500 alerts; first
 * anew, then with nothing changed, then with one material changed. Limits: 5 s whole, 1 s after a change. A peer for scale:
 * gzip -9 alone over the same pages.
 */
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zlib.h>
#include "base/crypto.h"
#include "base/log.h"
#include "base/memo.h"
#include "check/check.h"
#include "material/material.h"
#include "material/publish.h"
#include "material/sign.h"
#include "page/render.h"
#include "web/web.h"

enum { MATERIALS = 200, ALERTS = 500, PARAGRAPHS = 14 };

typedef struct city {
    app_t app;
    char dir[64];
    arena_t *a;
    err_t err;
    ident_t unit, one, two;
    int from, to, version;
    bool alert;
} city_t;

static status_t add_unit(db_t *db, void *arg, err_t *err)
{
    static const query_t q = {
        "b_unit", "INSERT INTO unit (id, code, name, kind, path, valid_from) VALUES ($1,'92','x','city','/92/',0)"};
    stmt_t *s = db_query(db, &q, err);
    if (!s) return err->status;
    bind_id(s, 1, arg);
    return stmt_run(s, NULL, err);
}

/* Prose of about the length of a leaflet; no two alike. */
static str_t words(arena_t *a, int n, int version, bool html)
{
    static const char *const said[] = {"Kẻ lừa đảo tạo ra sự khẩn cấp, bạn hãy chậm lại",
                                       "Tự gọi số in ở mặt sau thẻ ngân hàng",
                                       "Không đọc mã OTP cho bất kỳ ai",
                                       "Công an không làm việc qua điện thoại",
                                       "Giữ lại tin nhắn, số tài khoản, biên lai",
                                       "Hỏi một người thân trước khi chuyển khoản lớn"};
    buf_t b = buf_new(a, 1 << 16);
    for (int p = 0; p < PARAGRAPHS; p++) {
        buf_putz(&b, html ? "<p>" : "");
        for (int k = 0; k < 4; k++)
            buf_fmt(&b, "%s (%d.%d.%d). ", said[(n * 7 + p * 3 + k) % 6], n, version, p * 31 + k * n % 97);
        buf_putz(&b, html ? "</p>\n" : "\n\n");
    }
    return buf_str(&b);
}

static status_t add_one(city_t *c, db_t *db, int n, err_t *err)
{
    material_t m;
    ident_t release;
    rendition_t f[4];
    str_t text[2];
    str_t slug = str_fmt(c->a, "%s-%d", c->alert ? "canh-bao" : "tai-lieu", n);
    status_t s = material_by_slug(db, c->a, slug, &m, NULL);
    if (s == ST_NOT_FOUND) {
        m = (material_t){.owner = c->unit,
                         .slug = slug,
                         .kind = c->alert ? S("alert") : S("document"),
                         .title = str_fmt(c->a, "Cảnh giác với chiêu lừa số %d", n),
                         .title_en = str_fmt(c->a, "Beware of trick %d", n),
                         .summary = S("Một trang ngắn để in và đăng."),
                         .summary_en = S("One short page to print and post.")};
        s = material_add(db, &m, c->one, err);
    }
    size_t k = 0;
    for (int l = 0; l < 2; l++)
        for (int html = 0; s == ST_OK && html < 2; html++, k++) {
            str_t bytes = words(c->a, n, c->version, html);
            const char *lang = l ? "en" : "vi";
            if (!html) text[l] = bytes;
            f[k] = (rendition_t){.role = str_of(html ? "page" : "text"),
                                 .lang = str_of(lang),
                                 .mime = str_of(html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8"),
                                 .name = str_fmt(c->a, "%.*s.%s.%s", STRF(slug), lang, html ? "html" : "txt"),
                                 .bytes = bytes.n};
            s = blob_put(c->app.store, bytes, &f[k].sha256, err);
        }
    release_new_t what = {.material = m.id,
                          .renditions = f,
                          .n = k,
                          .text_vi = text[0],
                          .text_en = text[1],
                          .base = c->app.base_url,
                          .expires = MS_NEVER,
                          .by = c->one};
    if (s == ST_OK) s = release_draft(db, c->a, &what, &release, err);
    return s == ST_OK ? release_approve(db, c->a, c->dir, release, c->two, NULL, err) : s;
}

static status_t add_some(db_t *db, void *arg, err_t *err)
{
    city_t *c = arg;
    status_t s = ST_OK;
    for (int n = c->from; s == ST_OK && n < c->to; n++) s = add_one(c, db, n, err);
    return s;
}

static status_t add(city_t *c, bool alert, int from, int to, int version)
{
    c->alert = alert, c->from = from, c->to = to, c->version = version;
    return store_act(c->app.store, add_some, c, &c->err);
}

static ms_t ms_of(const struct rusage *u)
{
    return (u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000 + (u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1000;
}

static status_t measure(city_t *c, const char *what, ms_t limit)
{
    published_t p;
    struct rusage from, to;
    (void)getrusage(RUSAGE_SELF, &from);
    status_t s = material_publish(&c->app, NULL, &p, &c->err);
    (void)getrusage(RUSAGE_SELF, &to);
    ms_t cpu = ms_of(&to) - ms_of(&from);
    if (s == ST_OK)
        printf("%-28s %5zu pages %6zu files %6zu kept  %6lld ms  %6lld ms of CPU, %.2f of the limit\n", what, p.pages,
               p.files, p.kept, (long long)p.took, (long long)cpu, (double)cpu / (double)limit);
    fflush(stdout);
    return s;
}

static int unlink_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static ms_t packed_ms;
static int pack_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)at;
    static unsigned char in[1 << 20], out[1 << 20];
    size_t n = strlen(path);
    if (kind != FTW_F || n < 5 || strcmp(path + n - 5, ".html") != 0 || st->st_size > (off_t)sizeof in / 2) return 0;
    FILE *f = fopen(path, "rb");
    if (!f) return 0;
    size_t got = fread(in, 1, sizeof in, f);
    fclose(f);
    uLongf most = sizeof out;
    ms_t from = clock_mono();
    (void)compress2(out, &most, in, got, 9);
    packed_ms += clock_mono() - from;
    return 0;
}

static status_t run(city_t *c)
{
    canhgiac_t *know = NULL;
    status_t s = check_engine(c->a, &know, &c->err);
    c->app.know = know;
    if (s == ST_OK) s = page_start(&c->err);
    if (s == ST_OK) s = material_keys_make(c->dir, &c->err);
    if (s == ST_OK) s = store_act(c->app.store, add_unit, &c->unit, &c->err);
    if (s == ST_OK) s = add(c, false, 0, MATERIALS, 1);
    for (int n = 0; s == ST_OK && n < ALERTS; n += 100) s = add(c, true, n, n + 100, 1);
    if (s == ST_OK) s = measure(c, "the whole site", 5000);
    if (s == ST_OK) s = measure(c, "nothing changed", 1000);
    if (s == ST_OK) s = add(c, false, 7, 8, 2);
    if (s == ST_OK) s = measure(c, "one material changed", 1000);
    char link[160], current[PATH_MAX];
    snprintf(link, sizeof link, "%s/public/current", c->dir);
    if (realpath(link, current)) (void)nftw(current, pack_one, 32, FTW_PHYS);
    if (s == ST_OK) printf("%-28s %48lld ms\n", "gzip -9 alone of the pages", (long long)packed_ms);
    return s;
}

int main(void)
{
    static city_t c = {.dir = "/tmp/bench-publish-XXXXXX"};
    if (!crypto_start() || !mkdtemp(c.dir)) return 1;
    log_set(LOG_WARN);
    c.a = arena_new((size_t)1 << 30);
    c.err = err_new(LANG_EN);
    c.unit = ident_new(), c.one = ident_new(), c.two = ident_new();
    c.app = (app_t){.render_path = web_render_path, .base_url = S("https://x.vn")};
    status_t s = store_create(c.dir, &c.err);
    if (s == ST_OK) s = store_open(c.dir, &c.app.store, &c.err);
    c.app.memo = memo_new((size_t)24 << 20); /* as the server has it */
    if (s == ST_OK) s = run(&c);
    if (s != ST_OK) fprintf(stderr, "%s\n", c.err.text);
    store_close(c.app.store);
    memo_free(c.app.memo);
    page_stop();
    (void)nftw(c.dir, unlink_one, 32, FTW_DEPTH | FTW_PHYS);
    arena_free(c.a);
    return s == ST_OK ? 0 : 1;
}
