/* SPDX-License-Identifier: Apache-2.0 */
#include "support/http_client.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int client_open(int port)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval limit = {10, 0};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0) return fd;
    close(fd);
    return -1;
}

bool client_send(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t w = send(fd, bytes, n, MSG_NOSIGNAL);
        if (w <= 0) return false;
        bytes += w;
        n -= (size_t)w;
    }
    return true;
}

str_t client_read(int fd, arena_t *a, bool head)
{
    buf_t b = buf_new(a, 32 << 20);
    char c;
    int64_t length = 0;
    while (str_find(buf_str(&b), S("\r\n\r\n"), b.n > 4 ? b.n - 4 : 0) == SIZE_MAX) {
        if (recv(fd, &c, 1, 0) != 1) return buf_str(&b);
        buf_putc(&b, c);
    }
    str_t field = answer_field(buf_str(&b), "Content-Length");
    if (field.p && !head && answer_code(buf_str(&b)) != 304 && !str_int(field, 0, 1 << 30, &length)) length = 0;
    while (length-- > 0 && recv(fd, &c, 1, 0) == 1) buf_putc(&b, c);
    return buf_str(&b);
}

str_t client_ask(int port, arena_t *a, const char *request)
{
    int fd = client_open(port);
    str_t r = S("");
    if (fd < 0) return r;
    if (client_send(fd, request, strlen(request))) r = client_read(fd, a, strncmp(request, "HEAD", 4) == 0);
    close(fd);
    return r;
}

int answer_code(str_t answer)
{
    int64_t code = 0;
    return answer.n > 12 && str_int(str_sub(answer, 9, 12), 0, 999, &code) ? (int)code : 0;
}

str_t answer_field(str_t answer, const char *name)
{
    str_t rest = str_sub(answer, 0, str_find(answer, S("\r\n\r\n"), 0)), line;
    while (str_line(&rest, &line)) {
        size_t colon = str_chr(line, ':', 0);
        if (colon != SIZE_MAX && str_ieq(str_sub(line, 0, colon), str_of(name)))
            return str_trim(str_sub(line, colon + 1, line.n));
    }
    return STR_NONE;
}

str_t answer_body(str_t answer)
{
    size_t at = str_find(answer, S("\r\n\r\n"), 0);
    return at == SIZE_MAX ? S("") : str_sub(answer, at + 4, answer.n);
}
