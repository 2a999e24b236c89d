/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/portal.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/embed.h"
#include "page/template.h"
#include "proof/portal_pages.h"

enum { ANSWERS = 64, CONNECTIONS = 64, REQUEST_LIMIT = 4096, PORTAL_ARENA = 128 << 20 };
#define SLOWEST (5 * MS_SECOND)
static const str_t article_path = {"/tin-tuc/canh-giac-lua-dao-truc-tuyen.html", 42};

typedef struct reply {
    portal_kind_t kind;
    str_t path;  /* empty: every path */
    str_t whole; /* head and body */
} reply_t;

typedef struct connection {
    int fd; /* -1: free */
    portal_kind_t kind;
    char request[REQUEST_LIMIT];
    size_t n, sent;
    str_t reply; /* p = NULL: still reading */
    ms_t until;
} connection_t;

struct portals {
    arena_t *a;
    int listening[PORTAL_KINDS]; /* -1: closed */
    reply_t replies[ANSWERS];
    size_t n_replies;
    connection_t connections[CONNECTIONS];
    int wake[2];
    pthread_t thread;
};

/* The units whose portals the demonstration's seed makes of them. */
static const char *const sites[PORTAL_KINDS] = {
    [PORTAL_FILE] = "VĂN PHÒNG ỦY BAN NHÂN DÂN THÀNH PHỐ",
    [PORTAL_OLDER] = "SỞ Y TẾ",
    [PORTAL_NOTHING] = "QUẬN NINH KIỀU",
    [PORTAL_DOWN] = "QUẬN Ô MÔN",
    [PORTAL_EMBED] = "SỞ NỘI VỤ",
    [PORTAL_WALL] = "SỞ TÀI CHÍNH",
    [PORTAL_TEXT] = "SỞ TƯ PHÁP",
};

str_t portal_place(arena_t *a, int base_port, portal_kind_t kind)
{
    return str_fmt(a, "127.0.0.1:%d", base_port + (int)kind);
}

str_t portal_article(arena_t *a, int base_port, portal_kind_t kind)
{
    return str_fmt(a, "http://127.0.0.1:%d%.*s", base_port + (int)kind, STRF(article_path));
}

/* --- content --- */

static void reply_add(portals_t *p, portal_kind_t kind, str_t path, int status, str_t mime, str_t body)
{
    if (p->n_replies == ANSWERS) return;
    const char *word = status == 200 ? "OK" : status == 403 ? "Forbidden" : "Not Found";
    buf_t b = buf_new(p->a, body.n + 512);
    buf_fmt(&b, "HTTP/1.1 %d %s\r\nContent-Type: %.*s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", status,
            word, STRF(mime), body.n);
    buf_put(&b, body);
    p->replies[p->n_replies++] = (reply_t){kind, str_dup(p->a, path), buf_str(&b)};
}

static void paragraphs(view_t *list, str_t text)
{
    str_t line;
    while (str_line(&text, &line))
        if (str_trim(line).n) view_push(list, str_trim(line));
}

static const char lead[] =
    "Thực hiện công văn về việc đẩy mạnh công tác tuyên truyền phòng, chống lừa đảo trực tuyến, cơ quan đăng tải tài "
    "liệu để cán bộ, công chức, viên chức và người dân tham khảo.\n"
    "Đề nghị bạn đọc không cung cấp mã OTP, không bấm vào liên kết lạ và báo ngay cho cơ quan Công an nơi gần nhất.";
static const char other[] =
    "Sáng ngày 31/10, cơ quan tổ chức hội nghị sơ kết công tác quý III và triển khai nhiệm vụ quý IV năm 2024.\n"
    "Hội nghị đã nghe báo cáo kết quả thực hiện các chỉ tiêu, trao đổi khó khăn, vướng mắc của từng phòng, đơn vị.\n"
    "Kết luận hội nghị, lãnh đạo cơ quan đề nghị các phòng tập trung hoàn thành kế hoạch đã đề ra trong năm, bảo đảm "
    "tiến độ giải ngân, nâng cao chất lượng phục vụ người dân và doanh nghiệp trên địa bàn.";

static status_t article(portals_t *p, portal_kind_t kind, const portal_content_t *c, err_t *err)
{
    const template_t *t;
    status_t s = template_parse(p->a, embed_find(portal_pages, S("portal.html")), &t, err);
    if (s != ST_OK) return s;
    const portal_file_t *f = kind == PORTAL_FILE ? &c->current : kind == PORTAL_OLDER ? &c->older : NULL;
    view_t *v = view_new(p->a), *list = view_list(v, "paragraphs");
    view_z(v, "site", sites[kind]);
    view_text(v, "headline", kind == PORTAL_NOTHING ? S("Hội nghị sơ kết công tác quý III năm 2024") : c->title);
    paragraphs(list, kind == PORTAL_NOTHING ? str_of(other) : kind == PORTAL_TEXT ? c->text : str_of(lead));
    if (f && f->bytes.p) {
        view_t *file = view_object(v, "file");
        view_text(file, "name", f->name);
        view_text(file, "label", c->title);
        reply_add(p, kind, str_fmt(p->a, "/tep-dinh-kem/%.*s", STRF(f->name)), 200, f->mime, f->bytes);
    }
    if (kind == PORTAL_EMBED) view_html(v, "embed", c->embed);
    buf_t out = buf_new(p->a, 8 << 20);
    template_env_t env = {.lang = LANG_VI};
    template_render(t, v, &env, &out);
    reply_add(p, kind, article_path, 200, S("text/html; charset=utf-8"), buf_str(&out));
    reply_add(p, kind, S("/robots.txt"), 200, S("text/plain"), S("User-agent: *\nDisallow: /quan-tri/\n"));
    return buf_ok(&out) ? ST_OK : ST_MEMORY;
}

/* The front page names the article; the site map dates it. */
static status_t front(portals_t *p, portal_kind_t kind, const portal_content_t *c, err_t *err)
{
    const template_t *t;
    status_t s = template_parse(p->a, embed_find(portal_pages, S("front.html")), &t, err);
    if (s != ST_OK) return s;
    view_t *v = view_new(p->a);
    view_z(v, "site", sites[kind]);
    view_text(v, "article", article_path);
    view_text(v, "headline", kind == PORTAL_NOTHING ? S("Hội nghị sơ kết công tác quý III năm 2024") : c->title);
    buf_t out = buf_new(p->a, 64 << 10), map = buf_new(p->a, 4096);
    template_env_t env = {.lang = LANG_VI};
    template_render(t, v, &env, &out);
    reply_add(p, kind, S("/"), 200, S("text/html; charset=utf-8"), buf_str(&out));
    buf_fmt(
        &map,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
        "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>%.*s</loc><lastmod>2024-11-01</lastmod></url>"
        "</urlset>\n",
        STRF(article_path));
    reply_add(p, kind, S("/sitemap.xml"), 200, S("application/xml"), buf_str(&map));
    return ST_OK;
}

static status_t content(portals_t *p, const portal_content_t *c, err_t *err)
{
    status_t s = ST_OK;
    for (int k = 0; k < PORTAL_KINDS && s == ST_OK; k++)
        if (k != PORTAL_DOWN && k != PORTAL_WALL) s = article(p, (portal_kind_t)k, c, err);
    for (int k = 0; k < PORTAL_KINDS && s == ST_OK; k++)
        if (k != PORTAL_DOWN && k != PORTAL_WALL) s = front(p, (portal_kind_t)k, c, err);
    const template_t *t;
    if (s == ST_OK) s = template_parse(p->a, embed_find(portal_pages, S("wall.html")), &t, err);
    if (s != ST_OK) return s;
    buf_t out = buf_new(p->a, 64 << 10);
    template_env_t env = {.lang = LANG_VI};
    template_render(t, view_new(p->a), &env, &out);
    reply_add(p, PORTAL_WALL, S("/robots.txt"), 404, S("text/plain"), S("404\n"));
    reply_add(p, PORTAL_WALL, S(""), 403, S("text/html"), buf_str(&out));
    return ST_OK;
}

/* --- serving --- */

static str_t answer_to(const portals_t *p, portal_kind_t kind, str_t request)
{
    static const char none[] = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n"
                               "Connection: close\r\n\r\n404\n";
    str_t method, path;
    if (!str_cut(&request, ' ', &method) || !str_cut(&request, ' ', &path)) return str_of(none);
    path = str_sub(path, 0, str_chr(path, '?', 0));
    for (size_t i = 0; i < p->n_replies; i++) {
        const reply_t *r = &p->replies[i];
        if (r->kind != kind || (r->path.n && !str_eq(r->path, path))) continue;
        if (!str_eq(method, S("HEAD"))) return r->whole;
        return str_sub(r->whole, 0, str_find(r->whole, S("\r\n\r\n"), 0) + 4);
    }
    return str_of(none);
}

static void drop(connection_t *c)
{
    close(c->fd);
    c->fd = -1;
}

static void take_in(portals_t *p, int kind)
{
    int fd = accept4(p->listening[kind], NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    for (size_t i = 0; i < CONNECTIONS; i++) {
        connection_t *c = &p->connections[i];
        if (c->fd >= 0) continue;
        *c = (connection_t){.fd = fd, .kind = (portal_kind_t)kind, .until = clock_mono() + SLOWEST};
        return;
    }
    close(fd);
}

static void move(portals_t *p, connection_t *c)
{
    if (!c->reply.p) {
        ssize_t n = recv(c->fd, c->request + c->n, sizeof c->request - c->n, 0);
        if (n <= 0) {
            drop(c);
            return;
        }
        c->n += (size_t)n;
        str_t r = {c->request, c->n};
        bool whole = str_find(r, S("\r\n\r\n"), 0) != SIZE_MAX;
        if (whole || c->n == sizeof c->request) c->reply = answer_to(p, c->kind, r);
        return;
    }
    ssize_t n = send(c->fd, c->reply.p + c->sent, c->reply.n - c->sent, MSG_NOSIGNAL);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n > 0) c->sent += (size_t)n;
    if (n <= 0 || c->sent == c->reply.n) {
        if (n > 0) shutdown(c->fd, SHUT_WR);
        drop(c);
    }
}

static void *serve(void *arg)
{
    portals_t *p = arg;
    for (;;) {
        struct pollfd fds[1 + PORTAL_KINDS + CONNECTIONS];
        fds[0] = (struct pollfd){p->wake[0], POLLIN, 0};
        for (size_t i = 0; i < PORTAL_KINDS; i++) fds[1 + i] = (struct pollfd){p->listening[i], POLLIN, 0};
        for (size_t i = 0; i < CONNECTIONS; i++) {
            const connection_t *c = &p->connections[i];
            fds[1 + PORTAL_KINDS + i] = (struct pollfd){c->fd, (short)(c->reply.p ? POLLOUT : POLLIN), 0};
        }
        if (poll(fds, sizeof fds / sizeof *fds, 1000) < 0 && errno != EINTR) return NULL;
        if (fds[0].revents) return NULL;
        for (size_t i = 0; i < CONNECTIONS; i++) {
            connection_t *c = &p->connections[i];
            if (c->fd < 0) continue;
            if (fds[1 + PORTAL_KINDS + i].revents) {
                move(p, c);
            } else if (clock_mono() > c->until) {
                drop(c);
            }
        }
        for (int i = 0; i < PORTAL_KINDS; i++)
            if (fds[1 + i].revents & POLLIN) take_in(p, i);
    }
}

static status_t listen_on(int port, int *out, err_t *err)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
    if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 64) != 0) {
        int why = errno;
        if (fd >= 0) close(fd);
        return err_set(err, ST_IO, "portal.port", N_("Port %d of the demonstration portals cannot be opened: %s."),
                       port, strerror(why));
    }
    *out = fd;
    return ST_OK;
}

static void free_all(portals_t *p)
{
    for (size_t i = 0; i < PORTAL_KINDS; i++)
        if (p->listening[i] >= 0) close(p->listening[i]);
    for (size_t i = 0; i < CONNECTIONS; i++)
        if (p->connections[i].fd >= 0) close(p->connections[i].fd);
    for (int i = 0; i < 2; i++)
        if (p->wake[i] >= 0) close(p->wake[i]);
    arena_free(p->a);
    free(p);
}

status_t portals_start(int base_port, const portal_content_t *c, portals_t **out, err_t *err)
{
    portals_t *p = calloc(1, sizeof *p);
    if (!p || !(p->a = arena_new(PORTAL_ARENA))) {
        free(p);
        return ST_MEMORY;
    }
    for (size_t i = 0; i < PORTAL_KINDS; i++) p->listening[i] = -1;
    for (size_t i = 0; i < CONNECTIONS; i++) p->connections[i].fd = -1;
    p->wake[0] = p->wake[1] = -1;
    status_t s = content(p, c, err);
    for (int k = 0; k < PORTAL_KINDS && s == ST_OK; k++)
        if (k != PORTAL_DOWN) s = listen_on(base_port + k, &p->listening[k], err);
    if (s == ST_OK && (pipe(p->wake) != 0 || pthread_create(&p->thread, NULL, serve, p) != 0))
        s = err_set(err, ST_IO, "portal.thread", N_("The demonstration portals could not be started."));
    if (s != ST_OK) {
        free_all(p);
        return s;
    }
    *out = p;
    return ST_OK;
}

void portals_stop(portals_t *p)
{
    if (!p) return;
    ssize_t ignored = write(p->wake[1], "", 1);
    (void)ignored;
    pthread_join(p->thread, NULL);
    free_all(p);
}
