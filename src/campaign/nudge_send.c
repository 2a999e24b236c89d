/* SPDX-License-Identifier: Apache-2.0
 *
 * The outbox: claimed, sent, done. See nudge.h for what is promised.
 */
#include <curl/curl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/log.h"
#include "campaign/campaign_internal.h"
#include "campaign/nudge_internal.h"
#include "campaign/queries.h"

enum { AT_ONCE = 500, TRIES = 5, MESSAGE_ARENA = 64 << 20 };

typedef struct letterbox {
    int64_t seq;
    ident_t unit;
    str_t body, did;
    bool taken; /* by us, now */
} letterbox_t;

/* --- what waits --- */

static status_t waiting(store_t *st, arena_t *a, vec_t *out, err_t *err)
{
    db_t *db;
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    *out = vec_new(a, sizeof(letterbox_t), AT_ONCE);
    stmt_t *q = db_query(db, &q_nudge_waiting, err);
    if (q) {
        bind_int(q, 1, TRIES);
        while ((s = stmt_next(q, err)) == ST_ROW) {
            letterbox_t *b = vec_push(out);
            if (!b) break;
            *b = (letterbox_t){col_int(q, 0), col_id(q, 1), col_text(q, a, 2), col_text(q, a, 3), false};
        }
        stmt_done(q);
    }
    store_done(st, db);
    return !q ? ST_STORE : s == ST_END || s == ST_ROW ? ST_OK : s;
}

/* Sets one mark of an event; ST_OK also when another had set it before: then b->taken stays false. */
static status_t mark(db_t *db, letterbox_t *b, const query_t *what, bool timed, err_t *err)
{
    stmt_t *q = db_query(db, what, err);
    if (!q) return err->status;
    int64_t changed = 0;
    bind_int(q, 1, b->seq);
    if (timed) bind_ms(q, 2, clock_now());
    status_t s = stmt_run(q, &changed, err);
    b->taken = changed == 1;
    return s;
}

static status_t claim_act(db_t *db, void *arg, err_t *err)
{
    return mark(db, arg, &q_nudge_claim, true, err);
}

static status_t done_act(db_t *db, void *arg, err_t *err)
{
    return mark(db, arg, &q_nudge_done, true, err);
}

/* Nothing was owed any more: that it did not go is said, too. */
static status_t settled_act(db_t *db, void *arg, err_t *err)
{
    letterbox_t *b = arg;
    char body[48];
    static const ident_t program;
    snprintf(body, sizeof body, "{\"seq\":%lld}", (long long)b->seq);
    status_t s = mark(db, b, &q_nudge_done, true, err);
    return s == ST_OK ? journal_add(db, program, "nudge.settled", b->unit, str_of(body), err) : s;
}

static status_t free_act(db_t *db, void *arg, err_t *err)
{
    return mark(db, arg, &q_nudge_free, false, err);
}

/* --- the message --- */

/* What the unit would be told now; false when it owes nothing any more. */
static bool still_owed(store_t *st, arena_t *a, const letterbox_t *b, nudge_t *out, err_t *err)
{
    db_t *db;
    json_t *o = json_loadb(b->body.p, b->body.n, 0, NULL);
    const char *id = json_string_value(json_object_get(o, "dispatch")),
               *kind = json_string_value(json_object_get(o, "kind"));
    ident_t dispatch;
    nudge_kind_t wanted = nudge_kind(str_of(kind ? kind : ""));
    bool found = false;
    dispatch_t d;
    nudge_t *list;
    size_t n = 0;
    if (id && ident_parse(str_of(id), &dispatch) && store_read(st, &db, err) == ST_OK) {
        if (dispatch_get(db, a, dispatch, &d, err) == ST_OK &&
            nudge_plan(db, a, &d, clock_now(), LANG_VI, &list, &n, err) == ST_OK)
            for (size_t k = 0; k < n && !found; k++) {
                bool same =
                    (list[k].kind == NUDGE_ABOVE) == (wanted == NUDGE_ABOVE); /* a reminder may have become late */
                if (!same || !ident_eq(list[k].unit, b->unit) || !list[k].email.n) continue;
                *out = list[k];
                found = true;
            }
        store_done(st, db);
    }
    json_decref(o);
    return found;
}

/* RFC 5322: the subject as an encoded word, the text in base64; nothing in it can begin another header. */
static str_t message(arena_t *a, const mail_t *m, const nudge_t *x, int64_t seq)
{
    static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    ms_t now = clock_wall();
    int64_t local = now + MS_VIETNAM;
    date_t d = date_of(now);
    size_t at = str_chr(m->from, '@', 0);
    buf_t b = buf_new(a, 1 << 20), text = buf_new(a, 1 << 20);
    buf_fmt(&b, "From: <%.*s>\r\nTo: <%.*s>\r\n", STRF(m->from), STRF(x->email));
    buf_fmt(&b, "Date: %s, %02d %s %d %02d:%02d:%02d +0700\r\n", days[local / MS_DAY % 7], d.d, months[d.m - 1], d.y,
            (int)(local % MS_DAY / MS_HOUR), (int)(local % MS_HOUR / MS_MINUTE), (int)(local % MS_MINUTE / MS_SECOND));
    buf_fmt(&b, "Message-ID: <nudge-%lld%.*s>\r\n", (long long)seq, STRF(str_sub(m->from, at, m->from.n)));
    buf_putz(&b, "Subject: =?UTF-8?B?");
    base64_put(&b, x->subject.p, x->subject.n);
    buf_putz(&b,
             "?=\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\nContent-Type: text/plain; charset=utf-8\r\n"
             "Content-Transfer-Encoding: base64\r\n\r\n");
    base64_put(&text, x->mail.p, x->mail.n);
    str_t rest = buf_str(&text);
    for (size_t i = 0; i < rest.n; i += 76) {
        buf_put(&b, str_sub(rest, i, i + 76));
        buf_putz(&b, "\r\n");
    }
    return buf_ok(&b) && buf_ok(&text) ? buf_str(&b) : STR_NONE;
}

typedef struct upload {
    str_t rest;
} upload_t;

static size_t give(char *to, size_t size, size_t n, void *ctx)
{
    upload_t *u = ctx;
    size_t take = size * n < u->rest.n ? size * n : u->rest.n;
    memcpy(to, u->rest.p, take);
    u->rest = str_sub(u->rest, take, u->rest.n);
    return take;
}

typedef enum { SENT, REFUSED, UNKNOWN } outcome_t;

/* Whether the server took it: UNKNOWN when the connection broke after the message was given. */
static outcome_t post(arena_t *a, const mail_t *m, str_t to, str_t text)
{
    CURL *c = curl_easy_init();
    struct curl_slist *rcpt = curl_slist_append(NULL, str_z(a, str_fmt(a, "<%.*s>", STRF(to))));
    upload_t u = {text};
    if (!c || !rcpt) return REFUSED;
    curl_easy_setopt(c, CURLOPT_URL, str_z(a, m->server));
    curl_easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    if (m->ca.n) curl_easy_setopt(c, CURLOPT_CAINFO, str_z(a, m->ca));
    if (m->user.n) {
        curl_easy_setopt(c, CURLOPT_USERNAME, str_z(a, m->user));
        curl_easy_setopt(c, CURLOPT_PASSWORD, str_z(a, m->password));
    }
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, str_z(a, str_fmt(a, "<%.*s>", STRF(m->from))));
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, rcpt);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(c, CURLOPT_READDATA, &u);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    CURLcode r = curl_easy_perform(c);
    long answer = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
    curl_easy_cleanup(c);
    curl_slist_free_all(rcpt);
    if (r == CURLE_OK) return SENT;
    log_line(LOG_WARN, "nudge.mail", "curl=%d answer=%ld", (int)r, answer);
    bool given = u.rest.n < text.n;
    return given && answer < 400 ? UNKNOWN : REFUSED;
}

static status_t one(store_t *st, arena_t *a, const mail_t *m, letterbox_t *b, nudge_sent_t *out, err_t *err)
{
    nudge_t x;
    status_t s = store_act(st, claim_act, b, err); /* on disk before the first byte goes out */
    if (s != ST_OK || !b->taken) return s;
    bool owed =
        str_eq(b->did, S("nudge.send")) ? still_owed(st, a, b, &x, err) : nudge_doubt(st, a, b->unit, b->body, &x, err);
    if (!owed) {
        out->settled++;
        return store_act(st, settled_act, b, err);
    }
    str_t text = message(a, m, &x, b->seq);
    outcome_t how = text.p ? post(a, m, x.email, text) : REFUSED;
    if (how == SENT) {
        out->sent++;
        return store_act(st, done_act, b, err);
    }
    out->failed++;
    return how == REFUSED ? store_act(st, free_act, b, err) : ST_OK; /* unknown: stays claimed, for a person to see */
}

/* Within the hours of its campaign's rules. */
static status_t may_go(store_t *st, arena_t *a, const letterbox_t *b, bool *out, err_t *err)
{
    db_t *db;
    dispatch_t d = {0};
    nudge_rules_t r;
    ident_t id;
    json_t *o = json_loadb(b->body.p, b->body.n, 0, NULL);
    const char *text = json_string_value(json_object_get(o, "dispatch"));
    bool named = text && ident_parse(str_of(text), &id);
    json_decref(o);
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    if (named) s = dispatch_get(db, a, id, &d, err);
    if (s == ST_OK) s = nudge_rules_of(db, a, d.campaign, &r, err);
    store_done(st, db);
    if (s == ST_OK) *out = !d.paused && nudge_hours_by(&r, clock_now()); /* what a pause stops goes after it */
    return s;
}

status_t nudge_send(store_t *st, const mail_t *m, nudge_sent_t *out, err_t *err)
{
    *out = (nudge_sent_t){0};
    if (!m->server.n) return err_set(err, ST_INPUT, "nudge.no-server", N_("No mail server is set (mail.server)."));
    if (!str_starts(m->server, S("smtps://")) && !str_starts(m->server, S("smtp://")))
        return err_set(err, ST_INPUT, "nudge.server", N_("mail.server begins with smtps:// or smtp://."));
    if (!email_ok(m->from)) return err_set(err, ST_INPUT, "nudge.from", N_("mail.from is no e-mail address."));
    arena_t *list = arena_new((size_t)8 << 20), *a = arena_new(MESSAGE_ARENA);
    vec_t boxes;
    status_t s = list && a ? waiting(st, list, &boxes, err) : ST_MEMORY;
    for (size_t k = 0; s == ST_OK && k < boxes.len; k++) {
        bool now = true;
        s = may_go(st, a, &VEC_AT(&boxes, letterbox_t, k), &now, err);
        arena_reset(a);
        if (s != ST_OK) break;
        if (!now) {
            out->waiting++;
            continue;
        }
        s = one(st, a, m, &VEC_AT(&boxes, letterbox_t, k), out, err);
        arena_reset(a);
    }
    arena_free(a);
    arena_free(list);
    return s;
}

/* --- the thread --- */

struct nudge_jobs {
    store_t *st;
    arena_t *a;
    mail_t mail;
    int64_t hour; /* in which the rules were looked at last */
    volatile bool stop;
    pthread_t thread;
};

static void *work(void *arg)
{
    nudge_jobs_t *j = arg;
    while (!j->stop) {
        nudge_sent_t sent;
        err_t err = err_new(LANG_EN);
        size_t queued = 0;
        int64_t hour = clock_now() / MS_HOUR;
        if (hour != j->hour && nudge_schedule(j->st, &queued, &err) != ST_OK)
            log_line(LOG_WARN, "nudge.schedule", "error=%s", err.code ? err.code : "unknown");
        j->hour = hour;
        if (queued) log_line(LOG_INFO, "nudge.schedule", "queued=%zu", queued);
        if (nudge_send(j->st, &j->mail, &sent, &err) != ST_OK)
            log_line(LOG_WARN, "nudge.send", "error=%s", err.code ? err.code : "unknown");
        else if (sent.sent || sent.failed)
            log_line(LOG_INFO, "nudge.send", "sent=%zu failed=%zu settled=%zu", sent.sent, sent.failed, sent.settled);
        for (ms_t until = clock_mono() + MS_MINUTE; !j->stop && clock_mono() < until;) {
            struct timespec t = {0, 200 * 1000000};
            nanosleep(&t, NULL);
        }
    }
    return NULL;
}

status_t nudge_jobs_start(store_t *st, const mail_t *m, nudge_jobs_t **out, err_t *err)
{
    *out = NULL;
    if (!m->server.n) return ST_OK;
    nudge_jobs_t *j = calloc(1, sizeof *j);
    arena_t *a = arena_new(65536);
    if (!j || !a) {
        arena_free(a);
        free(j);
        return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    }
    *j = (nudge_jobs_t){.st = st, .a = a};
    j->mail = (mail_t){str_dup(a, m->server), str_dup(a, m->from), str_dup(a, m->user), str_dup(a, m->password),
                       str_dup(a, m->ca)};
    if (pthread_create(&j->thread, NULL, work, j) != 0) {
        arena_free(a);
        free(j);
        return err_set(err, ST_IO, "nudge.thread", N_("The job that sends reminders could not be started."));
    }
    *out = j;
    return ST_OK;
}

void nudge_jobs_stop(nudge_jobs_t *j)
{
    if (!j) return;
    j->stop = true;
    pthread_join(j->thread, NULL);
    arena_free(j->a);
    free(j);
}
