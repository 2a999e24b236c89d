/* SPDX-License-Identifier: Apache-2.0
 *
 * http_read — what a request says of itself: its headers, its client, and whether it is one request and no more.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include "web/http_internal.h"

str_t exchange_header(const exchange_t *x, const char *name)
{
    for (size_t i = 0; i < x->n_headers; i++)
        if (str_ieq(x->headers[i].name, str_of(name))) return str_trim(x->headers[i].value);
    return STR_NONE;
}

static enum MHD_Result one_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                  const char *value, size_t value_n)
{
    exchange_t *x = cls;
    (void)kind;
    if (x->n_headers == HTTP_HEADERS_IN) return MHD_NO;
    x->headers[x->n_headers++] = (field_t){.name = {name, name_n}, .value = {value ? value : "", value ? value_n : 0}};
    return MHD_YES;
}

static int count(const exchange_t *x, const char *name)
{
    int n = 0;
    for (size_t i = 0; i < x->n_headers; i++) n += str_ieq(x->headers[i].name, str_of(name));
    return n;
}

/* "Content-Length : 5" is a length to one server and nothing to another (RFC 9112 §5.1). */
static bool misnamed(const exchange_t *x)
{
    bool blank = false;
    for (size_t i = 0; i < x->n_headers; i++) {
        str_t name = x->headers[i].name;
        for (size_t k = 0; k < name.n; k++) blank = blank || (unsigned char)name.p[k] <= ' ';
    }
    return blank;
}

/* Requests that two servers in a row could read differently (RFC 9112 §6.3, §3.2). */
static bool ambiguous(const exchange_t *x)
{
    int lengths = count(x, "Content-Length"), encodings = count(x, "Transfer-Encoding");
    return misnamed(x) || count(x, "Host") != 1 || lengths > 1 || encodings > 1 || (lengths && encodings) ||
           (encodings && !str_ieq(exchange_header(x, "Transfer-Encoding"), S("chunked")));
}

static void read_client(exchange_t *x, struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || !info->client_addr) return;
    if (info->client_addr->sa_family == AF_INET6) {
        memcpy(x->client, &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr, 16);
    } else if (info->client_addr->sa_family == AF_INET) {
        x->client[10] = x->client[11] = 0xFF;
        memcpy(x->client + 12, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr, 4);
    }
    static const uint8_t six[16] = {[15] = 1};
    x->loopback = memcmp(x->client, six, 16) == 0 || (x->client[10] == 0xFF && x->client[12] == 127);
}

/* Behind a proxy of this machine the client is the last address the proxy wrote; those before it anybody may have made up. */
static void read_forwarded(exchange_t *x)
{
    str_t list = exchange_header(x, "X-Forwarded-For");
    size_t from = list.n;
    while (from > 0 && list.p[from - 1] != ',') from--;
    char text[64];
    struct in_addr v4;
    struct in6_addr v6;
    str_t last = str_trim(str_sub(list, from, list.n));
    if (!last.n || last.n >= sizeof text) return;
    snprintf(text, sizeof text, "%.*s", STRF(last));
    if (inet_pton(AF_INET, text, &v4) == 1) {
        memset(x->client, 0, 10);
        x->client[10] = x->client[11] = 0xFF;
        memcpy(x->client + 12, &v4, 4);
    } else if (inet_pton(AF_INET6, text, &v6) == 1) {
        memcpy(x->client, &v6, 16);
    } else {
        return;
    }
    x->loopback = false;
}

bool request_read(http_t *h, exchange_t *x, struct MHD_Connection *c)
{
    MHD_get_connection_values_n(c, MHD_HEADER_KIND, one_header, x);
    read_client(x, c);
    if (x->loopback && h->cfg.behind_proxy) read_forwarded(x);
    return !ambiguous(x) && x->n_headers < HTTP_HEADERS_IN;
}
