/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/fetch.h"
#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "proof/fetch_once.h"

#define TOTAL_LIMIT (20 * MS_SECOND)

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void curl_begin(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

fetcher_t *fetcher_new(const char *contact)
{
    pthread_once(&curl_once, curl_begin);
    fetcher_t *f = calloc(1, sizeof *f);
    if (!f) return NULL;
    f->manners = manners_new();
    f->cache = cache_new();
    snprintf(f->agent, sizeof f->agent, "canhgiac/0.1 (+%s)",
             contact && *contact ? contact : "https://canhgiac.invalid/");
    if (f->manners && f->cache) return f;
    fetcher_free(f);
    return NULL;
}

const char *fetcher_agent(const fetcher_t *f)
{
    return f->agent;
}

void fetcher_free(fetcher_t *f)
{
    if (!f) return;
    manners_free(f->manners);
    cache_free(f->cache);
    free(f);
}

const char *fetch_end_name(fetch_end_t e)
{
    static const char *const names[] = {
        "ok",     "address-refused", "dns",           "connect",       "tls",        "timeout", "too-large",
        "broken", "robots",          "redirect-away", "redirect-ring", "other-size", "stopped"};
    return (size_t)e < sizeof names / sizeof *names ? names[e] : "broken";
}

/* Waits until the host's turn has come and nobody else is asking it; false when asked to stop. Call manners_leave after. */
static bool wait_turn(fetcher_t *f, const url_t *u, const fetch_options_t *o)
{
    enum { STEP = 100, BUSY_STEP = 10 };
    ms_t at = 0;
    for (;;) {
        ms_t left;
        if (!at && manners_enter(f->manners, u)) at = manners_turn(f->manners, u, o->delay);
        left = at ? at - clock_mono() : BUSY_STEP;
        if (at && left <= 0) return true;
        if (o->stop && *o->stop) {
            if (at) manners_leave(f->manners, u);
            return false;
        }
        if (left > STEP) left = STEP;
        struct timespec t = {0, (long)left * 1000000};
        nanosleep(&t, NULL);
    }
}

static bool redirects(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static status_t follow(fetcher_t *f, arena_t *a, const url_t *url, const fetch_options_t *o, fetched_t *out,
                       err_t *err);

/* Fills *out->end when the site's robots.txt keeps us from `u`, or could not be read; FETCH_OK when we may go on. */
static status_t ask_robots(fetcher_t *f, arena_t *a, const url_t *u, const fetch_options_t *o, fetched_t *out,
                           err_t *err)
{
    robots_t r = {0};
    robots_known_t known = manners_robots(f->manners, a, u, &r);
    out->end = FETCH_OK;
    if (known == ROBOTS_UNKNOWN) {
        fetch_options_t plain = *o;
        fetched_t got = {0};
        url_t where;
        plain.skip_robots = true;
        plain.hash_only = false;
        plain.body_limit = 1u << 20;
        plain.sizes = NULL;
        plain.keep = 0;
        plain.remember = false;
        plain.etag = plain.modified = STR_NONE;
        status_t s = url_parse(a, S("/robots.txt"), u, &where, err);
        if (s == ST_OK) s = follow(f, a, &where, &plain, &got, err);
        if (s != ST_OK) return s;
        bool none = got.end == FETCH_AWAY || got.end == FETCH_RING || got.end == FETCH_TOO_LARGE;
        if (got.end != FETCH_OK &&
            !none) {          /* the site itself cannot be reached: that is the answer, and not remembered */
            url_t asked = *u; /* u may be out->url itself */
            *out = got;
            out->url = asked;
            out->body = STR_NONE;
            return ST_OK;
        }
        bool closed = got.end == FETCH_OK && got.status >= 500;
        if (got.end == FETCH_OK && got.status == 200) r = robots_parse(a, got.body, S("canhgiac"));
        manners_keep(f->manners, u, &r, closed);
        known = closed ? ROBOTS_CLOSED : ROBOTS_RULES;
    }
    if (known == ROBOTS_CLOSED || !robots_allow(&r, u->path)) out->end = FETCH_ROBOTS;
    return ST_OK;
}

static status_t follow(fetcher_t *f, arena_t *a, const url_t *url, const fetch_options_t *o, fetched_t *out, err_t *err)
{
    ask_t k = {.a = a, .o = o, .out = out};
    ms_t total = o->total_limit ? o->total_limit : TOTAL_LIMIT, spent = 0;
    k.limit = o->body_limit ? o->body_limit : o->hash_only ? FETCH_FILE_LIMIT : FETCH_BODY_LIMIT;
    k.wire_limit = k.limit + FETCH_HEADER_LIMIT;
    *out = (fetched_t){.url = *url};
    status_t s = ST_OK;
    str_t met[FETCH_HOPS + 1];
    for (;;) {
        if (!o->skip_robots) {
            s = ask_robots(f, a, &out->url, o, out, err);
            if (s != ST_OK || out->end != FETCH_OK) break;
        }
        url_t asked = out->url;
        if (!wait_turn(f, &asked, o)) {
            out->end = FETCH_STOPPED;
            break;
        }
        ms_t from = clock_mono();
        s = fetch_once(f, &k, &out->url, total - spent, err);
        manners_leave(f->manners, &asked);
        spent += clock_mono() - from;
        if (s != ST_OK || out->end != FETCH_OK || !redirects(out->status) || !k.location.p) break;
        url_t next;
        met[out->hops] = out->url.text;
        if (url_parse(a, k.location, &out->url, &next, NULL) != ST_OK || !url_same_site(&out->url, &next)) {
            out->end = FETCH_AWAY;
            break;
        }
        bool ring = out->hops + 1 > FETCH_HOPS;
        for (int i = 0; i <= out->hops && !ring; i++) ring = str_eq(met[i], next.text);
        if (ring || spent >= total) {
            out->end = ring ? FETCH_RING : FETCH_TIMEOUT;
            break;
        }
        out->hops++;
        out->url = next;
    }
    free(k.body);
    return s;
}

status_t fetch(fetcher_t *f, arena_t *a, const url_t *url, const fetch_options_t *o, fetched_t *out, err_t *err)
{
    return follow(f, a, url, o, out, err);
}
