/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_hosts [FILE] — verdicts on hosts a second on one core, in process, by processor time; and of what it is made: reading
 * the host, its ends (suffix list, owners), resemblance. FILE has one host a line; without it, honest and fake hosts made
 * from the brands.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/crypto.h"
#include "base/file.h"
#include "check/check.h"
#include "recognise/engine.h"

enum { HOSTS_MOST = 200000, ASKED = 1000000, ROUNDS = 5, FILE_LIMIT = 64 << 20, ARENA = 256 << 20 };

typedef struct input {
    str_t host[HOSTS_MOST];
    size_t n, bytes;
} input_t;

static double cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void put(input_t *in, str_t host)
{
    if (!host.n || in->n == HOSTS_MOST) return;
    in->host[in->n++] = host;
    in->bytes += host.n;
}

static void made_up(arena_t *a, const canhgiac_t *know, input_t *in)
{
    static const char *const forms[] = {"www.%.*s-login.com", "%.*s.vn-xt.top", "shop%.*s88.net", "%.*s.com.vn"};
    static const char *const words[] = {"thoitiet",  "baomoi",        "nhathuoc", "garden",
                                        "lightning", "weather-today", "bongda"};
    size_t n;
    const brand_t *b = canhgiac_brands(know, &n);
    for (size_t i = 0; i < 20000; i++) {
        str_t name = i % 5 ? str_of(words[i % 7]) : b[i % n].key;
        put(in, str_fmt(a, forms[i % 4], STRF(name)));
    }
}

/* The best of some rounds, in nanoseconds a host. */
static double measure(const canhgiac_t *know, const input_t *in, unsigned (*one)(const canhgiac_t *, str_t),
                      unsigned *sum)
{
    double best = 1e18;
    for (int r = 0; r < ROUNDS; r++) {
        double from = cpu_ns();
        for (size_t i = 0; i < ASKED; i++) *sum += one(know, in->host[i % in->n]);
        double each = (cpu_ns() - from) / ASKED;
        if (each < best) best = each;
    }
    return best;
}

static unsigned whole(const canhgiac_t *k, str_t host)
{
    host_verdict_t v;
    return canhgiac_check_host(k, host, &v) ? v.level : 0;
}

static unsigned reading(const canhgiac_t *k, str_t host)
{
    hostname_t h;
    (void)k;
    return host_read(host, &h) ? (unsigned)h.n : 0;
}

static unsigned ends(const canhgiac_t *k, str_t host)
{
    domain_facts_t f;
    domains_look(&k->domains, host, &f);
    return (unsigned)f.suffix.n;
}

static unsigned likeness(const canhgiac_t *k, str_t host)
{
    domain_facts_t f;
    likeness_t l;
    domains_look(&k->domains, host, &f);
    likeness_look(&k->in_hosts, host, &f, host, &l);
    return (unsigned)l.brand;
}

int main(int argc, char **argv)
{
    static input_t in;
    err_t err = err_new(LANG_EN);
    arena_t *a = arena_new(ARENA);
    canhgiac_t *know;
    str_t all, line;
    unsigned sum = 0;
    if (!crypto_start() || !a || check_engine(a, &know, &err) != ST_OK) return 1;
    if (argc > 1 && file_read(a, argv[1], FILE_LIMIT, &all, &err) == ST_OK)
        while (str_line(&all, &line)) put(&in, line);
    if (argc <= 1) made_up(a, know, &in);
    if (!in.n) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("%zu hosts of %zu bytes on average; one core, processor time\n", in.n, in.bytes / in.n);
    double all_of_it = measure(know, &in, whole, &sum), e = measure(know, &in, ends, &sum);
    printf("a verdict on a host        %7.0f ns   %5.2f M a second   goal 1.50\n", all_of_it, 1e3 / all_of_it);
    printf("  reading it               %7.0f ns\n", measure(know, &in, reading, &sum));
    printf("  its ends                 %7.0f ns   libpsl 596 (measured elsewhere)\n", e);
    printf("  whom it resembles        %7.0f ns   eth-phishing-detect 222000 for 500 names\n",
           measure(know, &in, likeness, &sum) - e);
    arena_free(a);
    return sum == 1;
}
