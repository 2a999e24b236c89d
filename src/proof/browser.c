/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/browser.h"
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include "proof/browser_process.h"
#include "proof/gate.h"

enum { MESSAGE_MOST = 24 << 20, STEP = 200 };
#define SETTLE 700

/* The document and, after it, the documents of its frames as far as they may be read: those of its own site. */
static const char script[] = "JSON.stringify({u:location.href,h:document.documentElement?document.documentElement."
                             "outerHTML:'',f:[...document.querySelectorAll("
                             "'iframe,frame')].map(f=>{try{return "
                             "f.contentDocument.documentElement.outerHTML}catch(e){return ''}}).join('\\n')})";

typedef struct talk {
    browser_process_t *p;
    const browser_options_t *o;
    ms_t until;
    int id;
    char session[64];
} talk_t;

static bool time_is_over(const talk_t *t)
{
    return clock_mono() > t->until || (t->o->stop && *t->o->stop);
}

/* Sends one command and gives its result, to be freed; NULL when time is over, it broke off, or it was refused. */
static json_t *ask(talk_t *t, const char *method, json_t *params)
{
    json_t *m = json_object(), *result = NULL;
    int id = ++t->id;
    json_object_set_new(m, "id", json_integer(id));
    json_object_set_new(m, "method", json_string(method));
    json_object_set_new(m, "params", params ? params : json_object());
    if (*t->session) json_object_set_new(m, "sessionId", json_string(t->session));
    char *text = json_dumps(m, JSON_COMPACT);
    bool sent = text && browser_process_say(t->p, text, t->until);
    free(text);
    json_decref(m);
    while (sent && !result && !time_is_over(t)) {
        str_t line;
        if (!browser_process_hear(t->p, t->until, MESSAGE_MOST, &line)) break;
        json_t *got = json_loadb(line.p, line.n, 0, NULL);
        if (json_integer_value(json_object_get(got, "id")) == id) {
            result = json_incref(json_object_get(got, "result"));
            sent = result != NULL;
        }
        json_decref(got);
    }
    return result;
}

static str_t text_at(const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);
    return json_is_string(v) ? (str_t){json_string_value(v), json_string_length(v)} : STR_NONE;
}

static bool open_tab(talk_t *t)
{
    json_t *made = ask(t, "Target.createTarget", json_pack("{s:s}", "url", "about:blank"));
    str_t id = text_at(made, "targetId");
    json_t *joined =
        id.n ? ask(t, "Target.attachToTarget", json_pack("{s:s%,s:b}", "targetId", id.p, id.n, "flatten", 1)) : NULL;
    str_t session = text_at(joined, "sessionId");
    bool ok = session.n > 0 && session.n < sizeof t->session;
    if (ok) memcpy(t->session, session.p, session.n);
    json_decref(made);
    json_decref(joined);
    return ok;
}

/* The page as it is now: a JSON object with u, h, f; NULL when it cannot be asked (it is just going elsewhere). */
static json_t *page_now(talk_t *t)
{
    json_t *r = ask(t, "Runtime.evaluate", json_pack("{s:s,s:b}", "expression", script, "returnByValue", 1));
    str_t text = text_at(json_object_get(r, "result"), "value");
    json_t *page = text.n ? json_loadb(text.p, text.n, 0, NULL) : NULL;
    json_decref(r);
    return page;
}

static void pause_step(void)
{
    struct timespec s = {0, STEP * 1000000};
    nanosleep(&s, NULL);
}

/* Asks until the page has stayed the same for a while, has grown and stopped; gives what it last was. */
static json_t *settled(talk_t *t)
{
    json_t *page = NULL;
    size_t length = 0;
    ms_t since = clock_mono(), settle = t->o->settle ? t->o->settle : SETTLE, least = clock_mono() + 2 * settle;
    while (!time_is_over(t)) {
        json_t *now = page_now(t);
        size_t n = text_at(now, "h").n + text_at(now, "f").n;
        bool blank = str_eq(text_at(now, "u"), S("about:blank"));
        if (now && !blank) {
            json_decref(page);
            page = json_incref(now);
        }
        json_decref(now);
        if (n != length || blank) since = clock_mono();
        length = n;
        if (page && clock_mono() - since >= settle && clock_mono() >= least) break;
        if (browser_process_size(t->p) > BROWSER_MEMORY) break;
        pause_step();
    }
    return page;
}

static str_t base64(arena_t *a, str_t s)
{
    char *p = arena_alloc(a, s.n / 4 * 3 + 4);
    size_t n = 0;
    uint32_t v = 0;
    int bits = 0;
    for (size_t i = 0; p && i < s.n; i++) {
        static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const char *at = s.p[i] ? strchr(letters, s.p[i]) : NULL;
        if (!at) break;
        v = v << 6 | (uint32_t)(at - letters);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        p[n++] = (char)(v >> bits & 0xFF);
    }
    return p ? (str_t){p, n} : STR_NONE;
}

static void picture(talk_t *t, arena_t *a, drawn_t *out)
{
    json_t *r = ask(t, "Page.captureScreenshot", json_pack("{s:s}", "format", "png"));
    str_t data = text_at(r, "data");
    if (data.n && data.n / 4 * 3 <= BROWSER_PNG) out->png = base64(a, data);
    json_decref(r);
}

static void keep_page(arena_t *a, const json_t *page, const url_t *asked, drawn_t *out)
{
    str_t at = text_at(page, "u"), html = text_at(page, "h"), frames = text_at(page, "f");
    out->end = FETCH_BROKEN;
    if (!html.n || url_parse(a, at, NULL, &out->url, NULL) != ST_OK) return;
    out->end = FETCH_AWAY;
    if (!url_same_site(asked, &out->url)) return;
    out->end = FETCH_TOO_LARGE;
    if (html.n + frames.n > BROWSER_DOM) return;
    out->end = FETCH_OK;
    out->dom = str_fmt(a, "%.*s\n%.*s", STRF(html), STRF(frames));
}

static void draw(talk_t *t, arena_t *a, const url_t *url, drawn_t *out)
{
    out->end = FETCH_BROKEN;
    if (!open_tab(t)) return;
    json_decref(ask(t, "Page.enable", NULL));
    json_decref(ask(t, "Emulation.setDeviceMetricsOverride",
                    json_pack("{s:i,s:i,s:i,s:b}", "width", 800, "height", 1400, "deviceScaleFactor", 1, "mobile", 0)));
    json_decref(ask(t, "Page.setDownloadBehavior", json_pack("{s:s}", "behavior", "deny")));
    json_t *went = ask(t, "Page.navigate", json_pack("{s:s%}", "url", url->text.p, url->text.n));
    bool failed = !went || text_at(went, "errorText").n;
    json_decref(went);
    if (failed) {
        out->end = clock_mono() > t->until ? FETCH_TIMEOUT : FETCH_CONNECT;
        return;
    }
    json_t *page = settled(t);
    if (browser_process_size(t->p) > BROWSER_MEMORY)
        out->end = FETCH_TOO_LARGE;
    else if (!page)
        out->end = clock_mono() > t->until ? FETCH_TIMEOUT : FETCH_BROKEN;
    else
        keep_page(a, page, url, out);
    json_decref(page);
    if (out->end == FETCH_OK && t->o->picture) picture(t, a, out);
}

status_t browser_draw(arena_t *a, const url_t *url, const browser_options_t *o, drawn_t *out, err_t *err)
{
    static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&turn);
    talk_t t = {.o = o, .until = clock_mono() + (o->seconds ? o->seconds : BROWSER_SECONDS) * MS_SECOND};
    *out = (drawn_t){.end = FETCH_BROKEN, .url = *url};
    gate_t *gate = gate_open(o->allow_private, t.until);
    if (gate) t.p = browser_process_start(o->program, o->agent, gate_port(gate));
    if (t.p) draw(&t, a, url, out);
    browser_process_end(t.p);
    if (gate) out->refused = gate_refused(gate);
    gate_close(gate);
    pthread_mutex_unlock(&turn);
    if (!t.p)
        return err_set(err, ST_IO, "browser.start",
                       N_("Chromium does not start: check [proof] chromium in the settings."));
    if (arena_failed(a)) return err_set(err, ST_MEMORY, "html.memory", N_("The page is too large to be read."));
    return ST_OK;
}
