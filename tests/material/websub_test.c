/* SPDX-License-Identifier: Apache-2.0
 *
 * WebSub: the hub hears of each changed feed once, in one request; a hub that is not there or answers badly stops nothing.
 */
#include "support/check.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
#include "material/websub.h"

typedef struct hub {
    int fd, port;
    char heard[8192];
    size_t n;
} hub_t;

static void *listen_once(void *arg)
{
    hub_t *h = arg;
    static const char answer[] = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    int fd = accept(h->fd, NULL, NULL);
    while (fd >= 0 && h->n < sizeof h->heard - 1) {
        ssize_t n = recv(fd, h->heard + h->n, sizeof h->heard - 1 - h->n, 0);
        if (n <= 0) break;
        h->n += (size_t)n;
        if (strstr(h->heard, "\r\n\r\n") && strstr(h->heard, "end-of-topics")) break;
    }
    if (fd >= 0) {
        (void)!write(fd, answer, sizeof answer - 1);
        close(fd);
    }
    return NULL;
}

static void hub_open(hub_t *h)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    *h = (hub_t){.fd = socket(AF_INET, SOCK_STREAM, 0)};
    assert_int_equal(bind(h->fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(h->fd, 1), 0);
    assert_int_equal(getsockname(h->fd, (struct sockaddr *)&at, &n), 0);
    h->port = ntohs(at.sin_port);
}

static void the_hub_hears_of_every_changed_feed(void **state)
{
    (void)state;
    static hub_t h;
    char address[64];
    pthread_t thread;
    const str_t topics[] = {S("https://x.vn/feeds/materials.atom"), S("https://x.vn/feeds/end-of-topics")};
    hub_open(&h);
    snprintf(address, sizeof address, "http://127.0.0.1:%d/hub", h.port);
    assert_int_equal(pthread_create(&thread, NULL, listen_once, &h), 0);
    websub_tell(str_of(address), topics, 2);
    pthread_join(thread, NULL);
    close(h.fd);
    assert_non_null(strstr(h.heard, "POST /hub HTTP/1.1"));
    assert_non_null(strstr(h.heard, "application/x-www-form-urlencoded"));
    assert_non_null(strstr(h.heard, "hub.mode=publish&hub.url=https%3A%2F%2Fx.vn%2Ffeeds%2Fmaterials.atom"));
}

static void without_a_hub_or_a_topic_nothing_is_asked(void **state)
{
    (void)state;
    const str_t topic = S("https://x.vn/feeds/materials.atom");
    hub_t h;
    hub_open(&h);
    char address[64];
    snprintf(address, sizeof address, "http://127.0.0.1:%d/hub", h.port);
    websub_tell(S(""), &topic, 1);
    websub_tell(str_of(address), &topic, 0);
    websub_tell(S("file:///etc/passwd"), &topic, 1); /* a hub is http or https */
    struct timeval now = {.tv_usec = 100000};
    assert_int_equal(setsockopt(h.fd, SOL_SOCKET, SO_RCVTIMEO, &now, sizeof now), 0);
    assert_int_equal(accept(h.fd, NULL, NULL), -1);
    close(h.fd);
    websub_tell(str_of(address), &topic, 1); /* nobody listens any more: logged, no more */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hub_hears_of_every_changed_feed),
        cmocka_unit_test(without_a_hub_or_a_topic_nothing_is_asked),
    };
    return cmocka_run_group_tests_name("websub", tests, NULL, NULL);
}
