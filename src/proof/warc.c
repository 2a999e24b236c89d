/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/warc.h"
#include <zlib.h>

enum { HEAD_LIMIT = 64 << 10 };

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "fetch.memory", N_("There is not enough memory to read the page."));
}

static status_t no_warc(err_t *err)
{
    return err_set(err, ST_INPUT, "warc.broken", N_("This is no WARC file, or it is damaged."));
}

/* --- writing --- */

/* RFC 4648 base 32 with padding. */
static void base32(const uint8_t *p, size_t n, char *out)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t bits = 0;
    int have = 0;
    size_t o = 0;
    for (size_t i = 0; i < n; i++) {
        bits = bits << 8 | p[i];
        for (have += 8; have >= 5; have -= 5) out[o++] = letters[bits >> (have - 5) & 31];
    }
    if (have) out[o++] = letters[bits << (5 - have) & 31];
    while (o % 8) out[o++] = '=';
    out[o] = 0;
}

static str_t digest_text(arena_t *a, digest_t d)
{
    char text[64];
    base32(d.b, sizeof d.b, text);
    return str_fmt(a, "sha256:%s", text);
}

static void digest_line(buf_t *b, const char *name, digest_t d)
{
    char text[64];
    base32(d.b, sizeof d.b, text);
    buf_fmt(b, "%s: sha256:%s\r\n", name, text);
}

static void id_line(buf_t *b, const char *name, ident_t id)
{
    char text[IDENT_TEXT];
    if (ident_none(id)) return;
    ident_text(id, text);
    buf_fmt(b, "%s: <urn:uuid:%s>\r\n", name, text);
}

static bool zip_member(arena_t *a, str_t bytes, buf_t *out)
{
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
    uLong room = deflateBound(&z, (uLong)bytes.n);
    char *p = arena_alloc(a, room);
    bool ok = false;
    if (p) {
        z.next_in = (Bytef *)(uintptr_t)bytes.p;
        z.avail_in = (uInt)bytes.n;
        z.next_out = (Bytef *)p;
        z.avail_out = (uInt)room;
        ok = deflate(&z, Z_FINISH) == Z_STREAM_END;
        if (ok) buf_put(out, (str_t){p, z.total_out});
    }
    deflateEnd(&z);
    return ok && buf_ok(out);
}

status_t warc_put(arena_t *a, const warc_record_t *r, buf_t *out, err_t *err)
{
    char date[32];
    static const digest_t none;
    bool revisit = strcmp(r->type, "revisit") == 0;
    buf_t b = buf_new(a, r->head.n + r->payload.n + HEAD_LIMIT);
    sha256_t h;
    ms_iso_utc(r->date, date);
    sha256_start(&h);
    sha256_add(&h, r->head);
    sha256_add(&h, r->payload);
    buf_fmt(&b, "WARC/1.1\r\nWARC-Type: %s\r\n", r->type);
    id_line(&b, "WARC-Record-ID", r->id);
    buf_fmt(&b, "WARC-Date: %s\r\n", date);
    if (r->uri.n) buf_fmt(&b, "WARC-Target-URI: %.*s\r\n", STRF(r->uri));
    if (revisit) buf_putz(&b, "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n");
    if (r->peer.n) buf_fmt(&b, "WARC-IP-Address: %.*s\r\n", STRF(r->peer));
    id_line(&b, "WARC-Concurrent-To", r->with);
    id_line(&b, "WARC-Refers-To", r->refers);
    if (r->cut) buf_putz(&b, "WARC-Truncated: length\r\n");
    digest_line(&b, "WARC-Block-Digest", sha256_end(&h));
    if (revisit || r->head.n)
        digest_line(&b, "WARC-Payload-Digest", digest_eq(r->digest, none) ? sha256(r->payload) : r->digest);
    if (r->mime.n) buf_fmt(&b, "Content-Type: %.*s\r\n", STRF(r->mime));
    buf_fmt(&b, "Content-Length: %zu\r\n\r\n", r->head.n + r->payload.n);
    buf_put(&b, r->head);
    buf_put(&b, r->payload);
    buf_putz(&b, "\r\n\r\n");
    return buf_ok(&b) && zip_member(a, buf_str(&b), out) ? ST_OK : no_memory(err);
}

static bool named(str_t line, const char *name)
{
    str_t want = str_of(name);
    return line.n > want.n && line.p[want.n] == ':' && str_ieq(str_sub(line, 0, want.n), want);
}

str_t warc_http_head(arena_t *a, str_t head, size_t n)
{
    buf_t b = buf_new(a, 2 * HEAD_LIMIT + 2 * head.n);
    str_t line;
    for (bool first = true; str_line(&head, &line) && line.n; first = false) {
        if (named(line, "set-cookie") || (first && !str_starts(line, S("HTTP/")))) continue;
        bool wire =
            named(line, "content-encoding") || named(line, "transfer-encoding") || named(line, "content-length");
        buf_fmt(&b, "%s%.*s\r\n", wire ? "X-Wire-" : "", STRF(line));
    }
    if (!b.n) buf_putz(&b, "HTTP/1.1 200 OK\r\n");
    buf_fmt(&b, "Content-Length: %zu\r\n\r\n", n);
    return buf_str(&b);
}

/* --- reading --- */

/* The next gzip member of *rest, unpacked into the arena up to what a record may hold. */
static status_t member(arena_t *a, str_t *rest, str_t *packed, str_t *out, err_t *err)
{
    enum { STEP = 64 << 10 };
    z_stream z = {0};
    buf_t b = buf_new(a, WARC_BLOCK_LIMIT + HEAD_LIMIT);
    if (inflateInit2(&z, 15 + 16) != Z_OK) return no_memory(err);
    z.next_in = (Bytef *)(uintptr_t)rest->p;
    z.avail_in = (uInt)(rest->n > UINT32_MAX ? UINT32_MAX : rest->n);
    int r = Z_OK;
    while (r == Z_OK && buf_room(&b, STEP)) {
        z.next_out = (Bytef *)b.p + b.n;
        z.avail_out = STEP;
        r = inflate(&z, Z_NO_FLUSH);
        b.n += STEP - z.avail_out;
    }
    size_t used = (size_t)((const char *)z.next_in - rest->p);
    inflateEnd(&z);
    if (r != Z_STREAM_END) return no_warc(err);
    *packed = str_sub(*rest, 0, used);
    *rest = str_sub(*rest, used, rest->n);
    *out = buf_str(&b);
    return ST_OK;
}

static ident_t id_of(str_t v)
{
    ident_t id;
    if (v.n && v.p[0] == '<' && v.p[v.n - 1] == '>') v = str_sub(v, 1, v.n - 1);
    if (!str_starts(v, S("urn:uuid:")) || !ident_parse(str_sub(v, 9, v.n), &id)) return (ident_t){{0}};
    return id;
}

typedef struct fields {
    str_t block_digest, payload_digest;
    int64_t length;
    bool version, has_length, http;
} fields_t;

static void field(warc_seen_t *s, fields_t *f, str_t line)
{
    size_t colon = str_chr(line, ':', 0);
    str_t v = colon == SIZE_MAX ? STR_NONE : str_trim(str_sub(line, colon + 1, line.n));
    if (!v.p) return;
    if (named(line, "warc-type")) s->type = v;
    if (named(line, "warc-record-id")) s->id = id_of(v);
    if (named(line, "warc-refers-to")) s->refers = id_of(v);
    if (named(line, "warc-date")) s->date = v;
    if (named(line, "warc-target-uri")) s->uri = v;
    if (named(line, "warc-block-digest")) f->block_digest = v;
    if (named(line, "warc-payload-digest")) f->payload_digest = v;
    if (named(line, "warc-truncated")) s->cut = true;
    if (named(line, "content-type")) s->mime = v;
    if (named(line, "content-length")) f->has_length = str_int(v, 0, (int64_t)WARC_BLOCK_LIMIT, &f->length);
}

/* A digest of another kind than ours cannot be judged here: it is not held against the record. */
static bool agrees(arena_t *a, str_t said, str_t bytes)
{
    if (!said.n || !str_starts(said, S("sha256:"))) return true;
    str_t made = digest_text(a, sha256(bytes));
    return made.p && str_ieq(said, made);
}

status_t warc_next(arena_t *a, str_t *rest, warc_seen_t *out, err_t *err)
{
    str_t text, line;
    fields_t f = {0};
    *out = (warc_seen_t){0};
    if (!rest->n) return ST_END;
    status_t s = member(a, rest, &out->packed, &text, err);
    if (s != ST_OK) return s;
    bool ended = false;
    for (size_t n = 0; !ended && str_line(&text, &line) && n < 200; n++) {
        if (n == 0) f.version = str_starts(line, S("WARC/1."));
        ended = !line.n;
        if (n) field(out, &f, line);
    }
    if (!f.version || !ended || !f.has_length || (uint64_t)f.length > text.n) return no_warc(err);
    out->block = out->payload = str_sub(text, 0, (size_t)f.length);
    size_t head = str_starts(out->mime, S("application/http")) ? str_find(out->block, S("\r\n\r\n"), 0) : SIZE_MAX;
    if (head != SIZE_MAX) out->payload = str_sub(out->block, head + 4, out->block.n);
    bool whole = !str_eq(out->type, S("revisit")); /* else the digest is of what is not repeated */
    out->holds = agrees(a, f.block_digest, out->block) && (!whole || agrees(a, f.payload_digest, out->payload));
    return ST_OK;
}
