/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/mail.h"
#include <curl/curl.h>
#include <stdio.h>
#include "base/log.h"

/* RFC 5322: the subject as an encoded word, the text in base64; nothing in it can begin another header. */
str_t mail_message(arena_t *a, const mail_t *m, const nudge_t *x, int64_t seq)
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

mail_outcome_t mail_post(arena_t *a, const mail_t *m, str_t to, str_t text)
{
    CURL *c = curl_easy_init();
    struct curl_slist *rcpt = curl_slist_append(NULL, str_z(a, str_fmt(a, "<%.*s>", STRF(to))));
    upload_t u = {text};
    if (!c || !rcpt) {
        curl_slist_free_all(rcpt);
        curl_easy_cleanup(c);
        return MAIL_REFUSED;
    }
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
    if (r == CURLE_OK) return MAIL_SENT;
    log_line(LOG_WARN, "nudge.mail", "curl=%d answer=%ld", (int)r, answer);
    bool given = u.rest.n < text.n;
    return given && answer < 400 ? MAIL_UNKNOWN : MAIL_REFUSED;
}
