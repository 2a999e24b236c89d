/* SPDX-License-Identifier: Apache-2.0 */
#include "material/websub.h"
#include <curl/curl.h>
#include "base/log.h"

enum { BODY_MAX = 32 * 1024, PATIENCE = 10, WORDS_MAX = 128 * 1024 };

static size_t forget(char *p, size_t size, size_t n, void *user)
{
    (void)p, (void)user;
    return size * n;
}

static long post(const char *hub, const buf_t *body, CURLcode *why)
{
    long status = 0;
    CURL *c = curl_easy_init();
    *why = CURLE_FAILED_INIT;
    if (!c) return 0;
    (void)curl_easy_setopt(c, CURLOPT_URL, hub);
    (void)curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https,http");
    (void)curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    (void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)PATIENCE);
    (void)curl_easy_setopt(c, CURLOPT_USERAGENT, "canhgiac");
    (void)curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, forget);
    (void)curl_easy_setopt(c, CURLOPT_POSTFIELDS, body->p);
    (void)curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)body->n);
    *why = curl_easy_perform(c);
    (void)curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(c);
    return status;
}

void websub_tell(str_t hub, const str_t *topics, size_t n)
{
    CURLcode why = CURLE_OK;
    arena_t *a = hub.n && n ? arena_new(WORDS_MAX) : NULL;
    if (!a) return;
    buf_t b = buf_new(a, BODY_MAX);
    buf_putz(&b, "hub.mode=publish");
    for (size_t i = 0; i < n; i++) {
        buf_putz(&b, "&hub.url=");
        buf_url(&b, topics[i]);
        buf_putz(&b, "&hub.topic=");
        buf_url(&b, topics[i]);
    }
    char *address = str_z(a, hub);
    long status = address && buf_ok(&b) ? post(address, &b, &why) : 0;
    if (status >= 200 && status < 300)
        log_line(LOG_INFO, "websub.told", "topics=%zu", n);
    else
        log_line(LOG_WARN, "websub.failed", "status=%ld why=\"%s\"", status, curl_easy_strerror(why));
    arena_free(a);
}
