/* SPDX-License-Identifier: Apache-2.0 */
#include "web/metrics.h"
#include <fcntl.h>
#include <unistd.h>

static const int bounds_ms[LATENCY_BUCKETS] = {1, 2, 5, 10, 25, 50, 100, 250, 1000, 5000};

void metrics_note(metrics_t *m, int status, ms_t took, uint64_t bytes)
{
    atomic_fetch_add(&m->requests[status >= 100 && status < 600 ? status / 100 : 5], 1);
    int b = 0;
    while (b < LATENCY_BUCKETS && took > bounds_ms[b]) b++;
    atomic_fetch_add(&m->latency[b], 1);
    atomic_fetch_add(&m->latency_ms, (uint64_t)(took > 0 ? took : 0));
    atomic_fetch_add(&m->bytes, bytes);
}

static int64_t resident_bytes(void)
{
    char text[128];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof text) : 0;
    if (fd >= 0) close(fd);
    str_t rest = {text, n > 0 ? (size_t)n : 0}, all, resident;
    int64_t pages = 0;
    if (!str_cut(&rest, ' ', &all) || !str_cut(&rest, ' ', &resident) ||
        !str_int(resident, 0, INT64_MAX / 65536, &pages))
        return 0;
    return pages * sysconf(_SC_PAGESIZE);
}

void metrics_write(const metrics_t *m, buf_t *out)
{
    buf_putz(out, "# TYPE canhgiac_requests counter\n# HELP canhgiac_requests Answers by class of status.\n");
    for (int i = 1; i < 6; i++)
        buf_fmt(out, "canhgiac_requests_total{class=\"%dxx\"} %llu\n", i,
                (unsigned long long)atomic_load(&m->requests[i]));
    buf_putz(out, "# TYPE canhgiac_route_requests counter\n# HELP canhgiac_route_requests Requests by route.\n");
    const route_t *r;
    for (size_t i = 0; (r = route_at(i)) != NULL && i < ROUTES_MOST; i++)
        if (atomic_load(&m->routes[i]))
            buf_fmt(out, "canhgiac_route_requests_total{method=\"%s\",route=\"%s\"} %llu\n", r->method, r->pattern,
                    (unsigned long long)atomic_load(&m->routes[i]));
    buf_putz(out, "# TYPE canhgiac_request_seconds histogram\n# UNIT canhgiac_request_seconds seconds\n");
    uint64_t sum = 0;
    for (int i = 0; i < LATENCY_BUCKETS; i++) {
        sum += atomic_load(&m->latency[i]);
        buf_fmt(out, "canhgiac_request_seconds_bucket{le=\"%g\"} %llu\n", bounds_ms[i] / 1000.0,
                (unsigned long long)sum);
    }
    sum += atomic_load(&m->latency[LATENCY_BUCKETS]);
    buf_fmt(out, "canhgiac_request_seconds_bucket{le=\"+Inf\"} %llu\ncanhgiac_request_seconds_count %llu\n",
            (unsigned long long)sum, (unsigned long long)sum);
    buf_fmt(out, "canhgiac_request_seconds_sum %.3f\n", (double)atomic_load(&m->latency_ms) / 1000.0);
    buf_fmt(out, "# TYPE canhgiac_sent_bytes counter\ncanhgiac_sent_bytes_total %llu\n",
            (unsigned long long)atomic_load(&m->bytes));
    buf_fmt(out, "# TYPE canhgiac_resident_bytes gauge\ncanhgiac_resident_bytes %lld\n", (long long)resident_bytes());
    buf_fmt(out, "# TYPE canhgiac_uptime_seconds gauge\ncanhgiac_uptime_seconds %lld\n# EOF\n",
            (long long)((clock_mono() - m->started) / 1000));
}
