/* SPDX-License-Identifier: Apache-2.0 */
#include "support/site.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "support/check.h"

void site_wait(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

void site_send(int fd, str_t bytes)
{
    while (bytes.n) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0) return;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
}

void site_page(int fd, const char *mime, str_t body)
{
    char head[256];
    int n = snprintf(head, sizeof head,
                     "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", mime,
                     body.n);
    site_send(fd, (str_t){head, (size_t)n});
    site_send(fd, body);
}

typedef struct visit {
    int fd;
    site_t *site;
} visit_t;

static void *visit_one(void *arg)
{
    visit_t *v = arg;
    char request[8192];
    size_t n = 0;
    while (n < sizeof request) {
        ssize_t got = recv(v->fd, request + n, sizeof request - n, 0);
        if (got <= 0) break;
        n += (size_t)got;
        if (str_find((str_t){request, n}, S("\r\n\r\n"), 0) != SIZE_MAX) break;
    }
    str_t whole = {request, n}, rest = whole, method, path = STR_NONE;
    if (n && str_cut(&rest, ' ', &method) && str_cut(&rest, ' ', &path)) v->site->answer(v->fd, path, whole);
    close(v->fd);
    atomic_fetch_sub(&v->site->running, 1);
    free(v);
    return NULL;
}

static void *site_run(void *arg)
{
    site_t *s = arg;
    for (;;) {
        int fd = accept(s->fd, NULL, NULL);
        if (fd < 0) return NULL;
        visit_t *v = malloc(sizeof *v);
        *v = (visit_t){fd, s};
        atomic_fetch_add(&s->running, 1);
        pthread_t t;
        if (pthread_create(&t, NULL, visit_one, v) != 0) abort();
        pthread_detach(t);
    }
}

void site_begin(site_t *s, site_fn answer)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s->answer = answer;
    atomic_store(&s->running, 0);
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->fd, 64), 0);
    assert_int_equal(getsockname(s->fd, (struct sockaddr *)&at, &len), 0);
    s->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, site_run, s), 0);
}

void site_end(site_t *s)
{
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
    while (atomic_load(&s->running) > 0) site_wait(10); /* what it answers from goes after this */
}

str_t site_url(arena_t *a, const site_t *s, const char *path)
{
    return str_fmt(a, "http://127.0.0.1:%d%s", s->port, path);
}
