/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/gate.h"
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
#include "proof/address.h"

enum { HEAD_MOST = 32 << 10, PIECE = 32 << 10, TICK = 100, CONNECT_MS = 5000, HOST_MOST = 256 };

struct gate {
    int fd, port;
    bool allow_private;
    ms_t until;
    atomic_bool stop;
    atomic_int running, refused;
    atomic_size_t bytes;
    pthread_t thread;
};

typedef struct visit {
    gate_t *g;
    int fd;
} visit_t;

static bool over(const gate_t *g)
{
    return atomic_load(&g->stop) || clock_mono() > g->until || atomic_load(&g->bytes) > GATE_BYTES;
}

/* Waits for what `events` says on `fd`; false when time is over. */
static bool ready(const gate_t *g, int fd, short events)
{
    while (!over(g)) {
        struct pollfd p = {.fd = fd, .events = events};
        int n = poll(&p, 1, TICK);
        if (n > 0) return true;
        if (n < 0 && errno != EINTR) return false;
    }
    return false;
}

static bool send_all(const gate_t *g, int fd, const char *p, size_t n)
{
    while (n) {
        if (!ready(g, fd, POLLOUT)) return false;
        ssize_t done = send(fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (done < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (done <= 0) return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

static void say(const gate_t *g, int fd, const char *status)
{
    char text[128];
    int n = snprintf(text, sizeof text, "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status);
    (void)send_all(g, fd, text, (size_t)n);
}

/* A connection to one address, made within CONNECT_MS. */
static int dial(const gate_t *g, const struct addrinfo *to)
{
    int fd = socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), broken = 0;
    socklen_t len = sizeof broken;
    if (fd < 0) return -1;
    if (connect(fd, to->ai_addr, to->ai_addrlen) == 0) return fd;
    if (errno == EINPROGRESS) {
        for (ms_t end = clock_mono() + CONNECT_MS; clock_mono() < end && !over(g);) {
            struct pollfd p = {.fd = fd, .events = POLLOUT};
            if (poll(&p, 1, TICK) <= 0) continue;
            if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &broken, &len) == 0 && broken == 0) return fd;
            break;
        }
    }
    close(fd);
    return -1;
}

/* To the first of the name's addresses that may be reached: the one judged is the one connected to. */
static int reach(gate_t *g, const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_UNSPEC}, *list = NULL;
    int fd = -1;
    if (getaddrinfo(host, port, &hints, &list) != 0) return -1;
    for (const struct addrinfo *a = list; a && fd < 0; a = a->ai_next) {
        if (!address_allowed(a->ai_addr, g->allow_private)) {
            atomic_fetch_add(&g->refused, 1);
            continue;
        }
        fd = dial(g, a);
    }
    freeaddrinfo(list);
    return fd;
}

/* Both ways, until one side is done. */
static void pass(gate_t *g, int browser, int site)
{
    char piece[PIECE];
    bool open[2] = {true, true};
    while (open[1] && !over(g)) {
        struct pollfd p[2] = {{.fd = open[0] ? browser : -1, .events = POLLIN}, {.fd = site, .events = POLLIN}};
        int n = poll(p, 2, TICK);
        if (n < 0 && errno != EINTR) return;
        for (int i = 0; n > 0 && i < 2; i++) {
            if (!(p[i].revents & (POLLIN | POLLHUP | POLLERR))) continue;
            ssize_t got = recv(i ? site : browser, piece, sizeof piece, MSG_DONTWAIT);
            if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
            if (got <= 0) {
                open[i] = false;
                if (!i) shutdown(site, SHUT_WR);
                continue;
            }
            if (i) atomic_fetch_add(&g->bytes, (size_t)got);
            if (!send_all(g, i ? browser : site, piece, (size_t)got)) return;
        }
    }
}

typedef struct wish {
    bool tunnel;
    char host[HOST_MOST], port[8];
    str_t method, path; /* of a plain request */
} wish_t;

static bool split(str_t authority, const char *usual, wish_t *w)
{
    bool six = authority.n && authority.p[0] == '[';
    size_t close_at = six ? str_chr(authority, ']', 0) : 0;
    if (close_at == SIZE_MAX) return false;
    size_t colon = str_chr(authority, ':', close_at);
    str_t host = str_sub(authority, 0, colon),
          port = colon == SIZE_MAX ? str_of(usual) : str_sub(authority, colon + 1, authority.n);
    if (six) host = str_sub(host, 1, close_at);
    int64_t number;
    if (!host.n || host.n >= HOST_MOST || str_chr(host, '@', 0) != SIZE_MAX || !str_int(port, 1, 65535, &number))
        return false;
    (void)snprintf(w->host, sizeof w->host, "%.*s", STRF(host));
    (void)snprintf(w->port, sizeof w->port, "%d", (int)number);
    return true;
}

/* "CONNECT host:443 HTTP/1.1" or "GET http://host/path HTTP/1.1". */
static bool read_wish(str_t line, wish_t *w)
{
    str_t target;
    if (!str_cut(&line, ' ', &w->method) || !str_cut(&line, ' ', &target)) return false;
    w->tunnel = str_eq(w->method, S("CONNECT"));
    if (w->tunnel) return split(target, "443", w);
    if (!str_starts(target, S("http://"))) return false;
    size_t slash = str_chr(target, '/', 7);
    w->path = slash == SIZE_MAX ? S("/") : str_sub(target, slash, target.n);
    return split(str_sub(target, 7, slash), "80", w);
}

/* A plain request in the form a site expects, without what is meant for a proxy, and for this one answer only. */
static bool forward(const gate_t *g, int site, const wish_t *w, str_t head, str_t rest)
{
    arena_t *a = arena_new(256 << 10);
    if (!a) return false;
    buf_t b = buf_new(a, 128 << 10);
    str_t line;
    buf_fmt(&b, "%.*s %.*s HTTP/1.1\r\nConnection: close\r\n", STRF(w->method), STRF(w->path));
    (void)str_line(&head, &line);
    while (str_line(&head, &line)) {
        line = str_trim(line);
        str_t name = str_sub(line, 0, str_chr(line, ':', 0));
        if (!line.n || str_ieq(name, S("connection")) || str_ieq(str_sub(name, 0, 6), S("proxy-")) ||
            str_ieq(name, S("keep-alive")))
            continue;
        buf_put(&b, line);
        buf_putz(&b, "\r\n");
    }
    buf_putz(&b, "\r\n");
    buf_put(&b, rest);
    str_t out = buf_str(&b);
    bool ok = buf_ok(&b) && send_all(g, site, out.p, out.n);
    arena_free(a);
    return ok;
}

static void serve(gate_t *g, int fd)
{
    char head[HEAD_MOST];
    size_t n = 0, end = SIZE_MAX;
    wish_t w = {0};
    while (n < sizeof head && end == SIZE_MAX) {
        if (!ready(g, fd, POLLIN)) return;
        ssize_t got = recv(fd, head + n, sizeof head - n, 0);
        if (got <= 0) return;
        n += (size_t)got;
        end = str_find((str_t){head, n}, S("\r\n\r\n"), 0);
    }
    str_t all = {head, n}, line = str_sub(all, 0, str_chr(all, '\r', 0));
    if (end == SIZE_MAX || !read_wish(line, &w)) {
        say(g, fd, "400 Bad Request");
        return;
    }
    int site = reach(g, w.host, w.port);
    if (site < 0) {
        if (w.tunnel) say(g, fd, "403 Forbidden"); /* else nothing: an answer would seem to be the site's */
        return;
    }
    static const char yes[] = "HTTP/1.1 200 Connection established\r\n\r\n";
    str_t rest = str_sub(all, end + 4, n);
    bool ok = w.tunnel ? send_all(g, fd, yes, sizeof yes - 1) && send_all(g, site, rest.p, rest.n)
                       : forward(g, site, &w, str_sub(all, 0, end + 2), rest);
    if (ok) pass(g, fd, site);
    close(site);
}

static void *visit(void *arg)
{
    visit_t *v = arg;
    serve(v->g, v->fd);
    close(v->fd);
    atomic_fetch_sub(&v->g->running, 1);
    free(v);
    return NULL;
}

static void *run(void *arg)
{
    gate_t *g = arg;
    for (int n = 0; n < GATE_CONNECTIONS && !over(g);) {
        struct pollfd p = {.fd = g->fd, .events = POLLIN};
        if (poll(&p, 1, TICK) <= 0) continue;
        int fd = accept4(g->fd, NULL, NULL, SOCK_CLOEXEC);
        visit_t *v = fd >= 0 ? malloc(sizeof *v) : NULL;
        pthread_t t;
        if (!v) {
            if (fd >= 0) close(fd);
            continue;
        }
        *v = (visit_t){g, fd};
        n++;
        atomic_fetch_add(&g->running, 1);
        if (pthread_create(&t, NULL, visit, v) == 0) {
            pthread_detach(t);
        } else {
            close(fd);
            free(v);
            atomic_fetch_sub(&g->running, 1);
        }
    }
    return NULL;
}

gate_t *gate_open(bool allow_private, ms_t until)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    gate_t *g = calloc(1, sizeof *g);
    if (!g) return NULL;
    g->allow_private = allow_private;
    g->until = until;
    g->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool ok = g->fd >= 0 && bind(g->fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(g->fd, 64) == 0 &&
              getsockname(g->fd, (struct sockaddr *)&at, &len) == 0;
    g->port = ntohs(at.sin_port);
    if (ok && pthread_create(&g->thread, NULL, run, g) == 0) return g;
    if (g->fd >= 0) close(g->fd);
    free(g);
    return NULL;
}

int gate_port(const gate_t *g)
{
    return g->port;
}

int gate_refused(const gate_t *g)
{
    return atomic_load(&g->refused);
}

void gate_close(gate_t *g)
{
    if (!g) return;
    atomic_store(&g->stop, true);
    pthread_join(g->thread, NULL);
    while (atomic_load(&g->running) > 0) {
        struct pollfd none = {.fd = -1};
        (void)poll(&none, 1, 5);
    }
    close(g->fd);
    free(g);
}
