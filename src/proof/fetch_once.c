/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/fetch_once.h"
#include <curl/curl.h>
#include <stdlib.h>
#include <unistd.h>
#include "proof/address.h"

#define CONNECT_LIMIT (5 * MS_SECOND)

static curl_socket_t on_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
    ask_t *k = arg;
    if (purpose != CURLSOCKTYPE_IPCXN || !address_allowed(&to->addr, k->o->allow_private)) {
        k->refused = true;
        return CURL_SOCKET_BAD;
    }
    k->refused = false;
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static str_t value_of(str_t line, str_t name)
{
    if (line.n <= name.n || !str_ieq(str_sub(line, 0, name.n), name) || line.p[name.n] != ':') return STR_NONE;
    return str_trim(str_sub(line, name.n + 1, line.n));
}

static void content_type(ask_t *k, str_t v)
{
    size_t semi = str_chr(v, ';', 0);
    str_t mime = str_dup(k->a, str_trim(str_sub(v, 0, semi)));
    char *p = (char *)(uintptr_t)mime.p; /* our copy */
    for (size_t i = 0; i < mime.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
    k->out->mime = str_sub(mime, 0, 128);
    if (semi == SIZE_MAX) return;
    str_t rest = str_sub(v, semi + 1, v.n), piece;
    while (str_cut(&rest, ';', &piece)) {
        piece = str_trim(piece);
        if (piece.n > 8 && str_ieq(str_sub(piece, 0, 8), S("charset=")))
            k->out->charset = str_dup(k->a, str_sub(piece, 8, 72));
    }
}

static size_t on_header(char *p, size_t size, size_t count, void *arg)
{
    ask_t *k = arg;
    size_t n = size * count;
    str_t line = str_trim((str_t){p, n}), v;
    k->headers += n;
    if (k->headers > FETCH_HEADER_LIMIT) {
        k->too_large = true;
        return 0;
    }
    if (str_starts(line, S("HTTP/"))) k->head.n = 0; /* the answer after a 100 */
    buf_put(&k->head, (str_t){p, n});
    if ((v = value_of(line, S("content-type"))).p) content_type(k, v);
    if ((v = value_of(line, S("location"))).p && v.n <= URL_LIMIT) k->location = str_dup(k->a, v);
    if ((v = value_of(line, S("etag"))).p) k->out->etag = str_dup(k->a, str_sub(v, 0, 256));
    if ((v = value_of(line, S("last-modified"))).p) k->out->modified = str_dup(k->a, str_sub(v, 0, 64));
    if ((v = value_of(line, S("content-encoding"))).p && !str_ieq(v, S("identity"))) k->encoded = true;
    int64_t length;
    if ((v = value_of(line, S("content-length"))).p && str_int(v, 0, INT64_MAX, &length)) k->length = (uint64_t)length;
    return n;
}

/* Before the first byte of a body: is it worth reading? */
static bool wanted(ask_t *k)
{
    if (!k->encoded && k->length > k->limit) {
        k->too_large = true;
        return false;
    }
    if (!k->o->sizes || k->encoded || !k->length || k->length <= k->o->keep) return true;
    for (size_t i = 0; i < k->o->n_sizes; i++)
        if (k->o->sizes[i] == k->length) return true;
    k->other_size = true;
    return false;
}

static bool body_room(ask_t *k, size_t n)
{
    if (k->n + n <= k->cap) return true;
    size_t cap = k->cap ? k->cap : 16384;
    while (cap < k->n + n) cap *= 2;
    char *p = realloc(k->body, cap);
    if (!p) return false;
    k->body = p;
    k->cap = cap;
    return true;
}

static size_t on_body(char *p, size_t size, size_t count, void *arg)
{
    ask_t *k = arg;
    size_t n = size * count;
    if (k->out->bytes == 0 && !wanted(k)) return 0;
    if (n > k->limit || k->out->bytes > k->limit - n) {
        k->too_large = true;
        return 0;
    }
    k->out->bytes += n;
    sha256_add(&k->hash, (str_t){p, n});
    if (k->o->hash_only || (k->o->keep && k->out->bytes > k->o->keep)) {
        k->n = 0;
        return n;
    }
    if (!body_room(k, n)) return 0;
    memcpy(k->body + k->n, p, n);
    k->n += n;
    return n;
}

static int on_progress(void *arg, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up)
{
    ask_t *k = arg;
    (void)total;
    (void)up_total;
    (void)up;
    if (k->o->stop && *k->o->stop) return 1;
    if (now > 0 && (uint64_t)now > k->wire_limit) k->too_large = true;
    return k->too_large;
}

/* Of all that libcurl tells of its work only the request itself is wanted. */
static int on_sent(CURL *c, curl_infotype what, char *p, size_t n, void *arg)
{
    ask_t *k = arg;
    (void)c;
    if (what == CURLINFO_HEADER_OUT) buf_put(&k->asked, (str_t){p, n});
    return 0;
}

static fetch_end_t end_of(const ask_t *k, CURLcode c)
{
    if (k->too_large) return FETCH_TOO_LARGE;
    if (k->other_size) return FETCH_OTHER_SIZE;
    if (k->refused && c != CURLE_OK) return FETCH_ADDRESS;
    if (k->o->stop && *k->o->stop) return FETCH_STOPPED;
    switch (c) {
    case CURLE_OK: return FETCH_OK;
    case CURLE_COULDNT_RESOLVE_HOST: return FETCH_DNS;
    case CURLE_COULDNT_CONNECT: return FETCH_CONNECT;
    case CURLE_OPERATION_TIMEDOUT: return FETCH_TIMEOUT;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR: return FETCH_TLS;
    default: return FETCH_BROKEN;
    }
}

static void set_common(CURL *c, ask_t *k, const fetcher_t *f, ms_t left)
{
    const fetch_options_t *o = k->o;
    ms_t connect = o->connect_limit ? o->connect_limit : CONNECT_LIMIT;
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(c, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip, deflate, br");
    curl_easy_setopt(c, CURLOPT_USERAGENT, f->agent);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)(connect < left ? connect : left));
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)left);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, k);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, k);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, k);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, k);
    curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, on_sent);
    curl_easy_setopt(c, CURLOPT_DEBUGDATA, k);
    curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
}

static struct curl_slist *headers_of(arena_t *a, str_t etag, str_t modified)
{
    struct curl_slist *list = curl_slist_append(NULL, "Accept: text/html,application/xhtml+xml,*/*;q=0.8");
    if (list) curl_slist_append(list, "Accept-Language: vi,en;q=0.5");
    if (list && etag.n) curl_slist_append(list, str_z(a, str_fmt(a, "If-None-Match: %.*s", STRF(etag))));
    if (list && modified.n) curl_slist_append(list, str_z(a, str_fmt(a, "If-Modified-Since: %.*s", STRF(modified))));
    return list;
}

/* "Not modified": the answer it gave before, as if it had given it again. */
static void answer_again(ask_t *k, const fetched_t *before)
{
    fetched_t *f = k->out;
    if (f->end != FETCH_OK || f->status != 304) return;
    url_t url = f->url;
    int hops = f->hops;
    *f = *before;
    f->url = url;
    f->hops = hops;
    f->status = 200;
    f->end = FETCH_OK;
    f->detail = S("");
    f->unchanged = true;
}

static void keep_answer(ask_t *k, CURL *c, CURLcode code)
{
    long status = 0;
    char *peer = NULL;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    k->out->status = (int)status;
    k->out->end = end_of(k, code);
    k->out->sha256 = sha256_end(&k->hash);
    k->out->head = buf_str(&k->head);
    k->out->asked = buf_str(&k->asked);
    if (curl_easy_getinfo(c, CURLINFO_PRIMARY_IP, &peer) == CURLE_OK && peer)
        k->out->peer = str_dup(k->a, str_of(peer));
    k->out->detail = code == CURLE_OK ? S("") : str_of(curl_easy_strerror(code));
    if (!k->o->hash_only) k->out->body = str_dup(k->a, (str_t){k->body, k->n});
}

status_t fetch_once(fetcher_t *f, ask_t *k, const url_t *u, ms_t left, err_t *err)
{
    status_t s = ST_MEMORY;
    struct curl_slist *headers = NULL, *resolve = NULL;
    fetched_t before = {0};
    bool whole = k->o->remember && !k->o->hash_only;
    bool known = whole && cache_get(f->cache, k->a, u->text, &before);
    str_t etag = known ? before.etag : k->o->etag, modified = known && !etag.n ? before.modified : k->o->modified;
    CURL *c = curl_easy_init();
    if (!c || !(headers = headers_of(k->a, etag, modified))) goto out;
    k->out->status = 0;
    k->out->bytes = 0;
    k->out->mime = k->out->charset = k->out->etag = k->out->modified = k->location = STR_NONE;
    k->headers = k->n = 0;
    k->head = buf_new(k->a, FETCH_HEADER_LIMIT);
    k->asked = buf_new(k->a, FETCH_HEADER_LIMIT);
    k->length = 0;
    k->encoded = false;
    sha256_start(&k->hash);
    set_common(c, k, f, left);
    if (k->o->resolve && !(resolve = curl_slist_append(NULL, k->o->resolve))) goto out;
    if (resolve) curl_easy_setopt(c, CURLOPT_RESOLVE, resolve);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(c, CURLOPT_URL, str_z(k->a, u->text));
    keep_answer(k, c, curl_easy_perform(c));
    if (known) answer_again(k, &before);
    if (whole && !k->out->unchanged && k->out->end == FETCH_OK && k->out->bytes == k->out->body.n)
        cache_put(f->cache, u->text, k->out);
    s = arena_failed(k->a) ? ST_MEMORY : ST_OK;
out:
    curl_slist_free_all(headers);
    curl_slist_free_all(resolve);
    curl_easy_cleanup(c);
    if (s != ST_OK) return err_set(err, s, "fetch.memory", N_("There is not enough memory to read the page."));
    return s;
}
