/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/address.h"
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

typedef struct block4 {
    uint32_t net;
    int bits;
} block4_t;
#define B4(a, b, c, d, bits)                                                                                           \
    {                                                                                                                  \
        ((uint32_t)(a) << 24) | ((uint32_t)(b) << 16) | ((uint32_t)(c) << 8) | (uint32_t)(d), (bits)                   \
    }

/* IANA's special-purpose registry, RFC 6890 and its successors. */
static const block4_t closed4[] = {
    B4(0, 0, 0, 0, 8),     B4(100, 64, 0, 0, 10),   B4(169, 254, 0, 0, 16),  B4(192, 0, 0, 0, 24),
    B4(192, 0, 2, 0, 24),  B4(192, 88, 99, 0, 24),  B4(192, 31, 196, 0, 24), B4(192, 52, 193, 0, 24),
    B4(198, 18, 0, 0, 15), B4(198, 51, 100, 0, 24), B4(203, 0, 113, 0, 24),  B4(192, 175, 48, 0, 24),
    B4(224, 0, 0, 0, 4),   B4(240, 0, 0, 0, 4),
};
static const block4_t private4[] = {
    B4(127, 0, 0, 0, 8),
    B4(10, 0, 0, 0, 8),
    B4(172, 16, 0, 0, 12),
    B4(192, 168, 0, 0, 16),
};

static bool within4(uint32_t ip, const block4_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((ip ^ b[i].net) >> (32 - b[i].bits) == 0) return true;
    return false;
}

static bool allowed4(uint32_t ip, bool allow_private)
{
    if (within4(ip, closed4, sizeof closed4 / sizeof *closed4)) return false;
    return allow_private || !within4(ip, private4, sizeof private4 / sizeof *private4);
}

typedef struct block6 {
    uint8_t net[16];
    int bits;
} block6_t;

static const block6_t closed6[] = {
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {{0x3f, 0xff}, 20},             /* documentation */
    {{0x20, 0x01}, 23},             /* protocol assignments, Teredo, ORCHID */
    {{0x20, 0x02}, 16},             /* 6to4 */
};
static const block6_t private6[] = {
    {{[15] = 1}, 128}, /* ::1 */
    {{0xfc}, 7},       /* unique local */
};
static const block6_t global6 = {{0x20}, 3};
static const block6_t nat64 = {{0x00, 0x64, 0xff, 0x9b}, 96};

static bool within6(const uint8_t ip[16], const block6_t *b)
{
    int whole = b->bits / 8, rest = b->bits % 8;
    if (memcmp(ip, b->net, (size_t)whole) != 0) return false;
    return rest == 0 || ((ip[whole] ^ b->net[whole]) >> (8 - rest)) == 0;
}

static bool allowed6(const uint8_t ip[16], bool allow_private)
{
    for (size_t i = 0; i < sizeof private6 / sizeof *private6; i++)
        if (within6(ip, &private6[i])) return allow_private;
    if (within6(ip, &nat64))
        return allowed4((uint32_t)ip[12] << 24 | (uint32_t)ip[13] << 16 | (uint32_t)ip[14] << 8 | ip[15], false);
    if (!within6(ip, &global6)) return false;
    for (size_t i = 0; i < sizeof closed6 / sizeof *closed6; i++)
        if (within6(ip, &closed6[i])) return false;
    return true;
}

bool address_allowed(const struct sockaddr *to, bool allow_private)
{
    if (to->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, to, sizeof in);
        return allowed4(ntohl(in.sin_addr.s_addr), allow_private);
    }
    if (to->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, to, sizeof in);
        return allowed6(in.sin6_addr.s6_addr, allow_private);
    }
    return false;
}
