/* SPDX-License-Identifier: Apache-2.0
 *
 * The thread that keeps reminding.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include "base/log.h"
#include "campaign/edxml_box.h"
#include "campaign/nudge_internal.h"

struct nudge_jobs {
    store_t *st;
    arena_t *a;
    mail_t mail;
    str_t edxml;  /* a folder; "": none */
    int64_t hour; /* in which the rules were looked at last */
    atomic_bool stop;
    pthread_t thread;
};

static void remind(nudge_jobs_t *j)
{
    nudge_sent_t sent;
    err_t err = err_new(LANG_EN);
    size_t queued = 0;
    int64_t hour = clock_now() / MS_HOUR;
    if (hour != j->hour &&
        (nudge_schedule(j->st, &queued, &err) != ST_OK || nudge_corrections(j->st, &queued, &err) != ST_OK))
        log_line(LOG_WARN, "nudge.schedule", "error=%s", err.code ? err.code : "unknown");
    j->hour = hour;
    if (queued) log_line(LOG_INFO, "nudge.schedule", "queued=%zu", queued);
    if (nudge_send(j->st, &j->mail, &sent, &err) != ST_OK)
        log_line(LOG_WARN, "nudge.send", "error=%s", err.code ? err.code : "unknown");
    else if (sent.sent || sent.failed)
        log_line(LOG_INFO, "nudge.send", "sent=%zu failed=%zu settled=%zu", sent.sent, sent.failed, sent.settled);
}

static void exchange(nudge_jobs_t *j)
{
    edxml_box_t x;
    err_t err = err_new(LANG_EN);
    if (edxml_box_round(j->st, j->edxml, &x, &err) != ST_OK)
        log_line(LOG_WARN, "edxml.box", "error=%s", err.code ? err.code : "unknown");
    if (x.out || x.in || x.refused)
        log_line(LOG_INFO, "edxml.box", "out=%zu in=%zu refused=%zu", x.out, x.in, x.refused);
}

static void *work(void *arg)
{
    nudge_jobs_t *j = arg;
    while (!j->stop) {
        if (j->mail.server.n) remind(j);
        if (j->edxml.n && !j->stop) exchange(j);
        for (ms_t until = clock_mono() + MS_MINUTE; !j->stop && clock_mono() < until;) {
            struct timespec t = {0, 200 * 1000000};
            nanosleep(&t, NULL);
        }
    }
    return NULL;
}

status_t nudge_jobs_start(store_t *st, const mail_t *m, str_t edxml, nudge_jobs_t **out, err_t *err)
{
    *out = NULL;
    if (!m->server.n && !edxml.n) return ST_OK;
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
    j->edxml = str_dup(a, edxml);
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
