/* SPDX-License-Identifier: Apache-2.0 */
#include "corpus_world.h"
#include <stdio.h>
#include <stdlib.h>
#include "base/file.h"
#include "corpus_paper.h"

enum { TEXTS = 32, CASES = 512, ANSWERS = 1024, PACK_LIMIT = 16 << 20, FIELDS = 9 };

typedef struct answer {
    str_t path, mime, body;
    int status;
} answer_t;

static corpus_t C;
static answer_t answers[ANSWERS];
static size_t n_answers;

static int number(str_t s)
{
    int64_t v = 0;
    if (!str_int(s, 0, 1 << 30, &v)) abort();
    return (int)v;
}

/* One record's fields and body; false at the end. */
static bool next_record(str_t *rest, str_t f[FIELDS], str_t *body)
{
    str_t line, piece;
    size_t n = 0;
    if (!str_cut(rest, '\n', &line)) return false;
    if (!line.n) return false;
    while (n < FIELDS && str_cut(&line, '\t', &piece)) f[n++] = piece;
    size_t length = (size_t)number(f[n - 1]);
    *body = str_sub(*rest, 0, length);
    *rest = str_sub(*rest, length + 1, rest->n);
    return true;
}

static void read_pack(const char *file)
{
    str_t rest, f[FIELDS], body;
    assert_ok(file_read(C.world.a, file, PACK_LIMIT, &rest, &C.world.err), &C.world.err);
    C.texts = ARENA_ARRAY(C.world.a, corpus_text_t, TEXTS);
    C.cases = ARENA_ARRAY(C.world.a, corpus_case_t, CASES);
    while (next_record(&rest, f, &body)) {
        if (str_eq(f[0], S("release")))
            C.texts[C.n_texts++] = (corpus_text_t){.key = f[1],
                                                   .kind = f[2],
                                                   .version = number(f[3]),
                                                   .withdrawn = str_eq(f[4], S("withdrawn")),
                                                   .text = body};
        else if (str_eq(f[0], S("answer")))
            answers[n_answers++] = (answer_t){f[1], f[3], body, number(f[2])};
        else
            C.cases[C.n_cases++] = (corpus_case_t){f[1], f[2], f[3], f[4], f[5], f[7], number(f[6])};
        assert_true(C.n_texts < TEXTS && C.n_cases < CASES && n_answers < ANSWERS);
    }
}

/* --- releases --- */

static void publish(corpus_text_t *t, const corpus_text_t *before)
{
    proof_world_t *w = &C.world;
    str_t rest = t->text, title;
    (void)str_line(&rest, &title);
    if (before && str_eq(before->key, t->key)) {
        t->material = before->material;
    } else {
        t->material = (material_t){
            .slug = str_fmt(w->a, "kho-%.*s", STRF(t->key)), .kind = t->kind, .title = title, .owner = w->unit};
        proof_world_material(w, &t->material);
    }
    t->pdf = draw_pdf(w->a, t->text, false);
    proof_file_t files[2] = {{"print", "application/pdf", "in.pdf", t->pdf}};
    size_t n = 1;
    if (str_eq(t->kind, S("poster"))) {
        t->poster = draw_poster(w->a, t->text, 0);
        files[n++] = (proof_file_t){"poster", "image/png", "ap-phich.png", t->poster};
    }
    t->release = proof_world_publish(w, t->material.id, t->text, files, n);
    if (t->withdrawn) proof_world_withdraw(w, t->release.id);
}

static const corpus_text_t *text_of(str_t key, int version)
{
    for (size_t i = 0; i < C.n_texts; i++)
        if (C.texts[i].version == version && str_eq(C.texts[i].key, key)) return &C.texts[i];
    return NULL;
}

/* --- what the portals answer --- */

/* "pdf:so-tay:2:resaved", "img:ap-phich:1:jpeg" */
static str_t asset(arena_t *a, str_t name, const char **mime)
{
    str_t kind, key, version, manner = name;
    if (!str_cut(&manner, ':', &kind) || !str_cut(&manner, ':', &key) || !str_cut(&manner, ':', &version)) abort();
    const corpus_text_t *t = text_of(key, number(version));
    *mime = "application/pdf";
    if (str_eq(kind, S("pdf"))) {
        if (!t) return draw_pdf(a, S("Kế hoạch duy tu đường hẻm năm 2025.\nKinh phí từ ngân sách phường.\n"), false);
        if (str_eq(manner, S("resaved"))) return draw_resaved(a, t->pdf);
        if (str_eq(manner, S("layout"))) return draw_pdf(a, t->text, true);
        return str_eq(manner, S("scan")) ? draw_scan(a, t->text) : t->pdf;
    }
    *mime = str_eq(manner, S("same")) ? "image/png" : "image/jpeg";
    if (str_eq(key, S("photo"))) return draw_photo(a);
    if (!t)
        return draw_picture(
            a,
            draw_poster(a,
                        S("Ngày hội hiến máu tình nguyện\nSáng chủ nhật tại nhà văn hóa khu vực 2, mời bà con "
                          "và đoàn viên cùng tham gia. Mang theo căn cước, ăn nhẹ trước khi đến.\n"),
                        0),
            manner);
    return str_eq(manner, S("same")) ? t->poster : draw_picture(a, t->poster, manner);
}

/* "@HOST@", "@HOSTQ@", "@so-tay:2@" filled in; other at signs stay. */
static str_t filled(arena_t *a, str_t body)
{
    buf_t b = buf_new(a, body.n * 2 + 4096);
    for (size_t i = 0; i < body.n;) {
        size_t end = body.p[i] == '@' ? str_chr(str_sub(body, 0, i + 24), '@', i + 1) : SIZE_MAX;
        str_t name = end == SIZE_MAX ? STR_NONE : str_sub(body, i + 1, end), key, version = name;
        if (str_eq(name, S("HOST"))) {
            buf_fmt(&b, "http://127.0.0.1:%d", C.site.port);
        } else if (str_eq(name, S("HOSTQ"))) {
            buf_fmt(&b, "http%%3A%%2F%%2F127.0.0.1%%3A%d", C.site.port);
        } else if (name.n && str_cut(&version, ':', &key) && version.n == 1 && text_of(key, version.p[0] - '0')) {
            buf_put(&b, text_of(key, version.p[0] - '0')->release.code);
        } else {
            buf_putc(&b, body.p[i++]);
            continue;
        }
        i = end + 1;
    }
    return buf_str(&b);
}

static const answer_t *answer_of(str_t path)
{
    for (size_t i = 0; i < n_answers; i++)
        if (str_eq(answers[i].path, path)) return &answers[i];
    return NULL;
}

str_t corpus_body(corpus_t *c, arena_t *a, str_t path)
{
    (void)c;
    const answer_t *w = answer_of(path);
    if (!w || w->status != 200 || !str_starts(w->mime, S("text/"))) return STR_NONE;
    return filled(a, w->body);
}

static void serve(int fd, str_t path, str_t request)
{
    (void)request;
    arena_t *a = arena_new(64 << 20);
    const answer_t *w = answer_of(path);
    const char *mime = w ? str_z(a, w->mime) : "text/plain";
    str_t body = w ? w->body : S("");
    if (!w) {
        site_send(fd, S("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
    } else if (str_eq(w->mime, S("location"))) {
        site_send(fd,
                  str_fmt(a, "HTTP/1.1 %d Found\r\nLocation: %.*s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                          w->status, STRF(body)));
    } else {
        if (str_eq(w->mime, S("asset"))) body = asset(a, body, &mime);
        if (str_starts(w->mime, S("text/"))) body = filled(a, body);
        site_send(
            fd, str_fmt(a, "HTTP/1.1 %d Answer\r\nContent-Type: %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
                        w->status, mime, body.n));
        site_send(fd, body);
    }
    arena_free(a);
}

/* --- the corpus --- */

corpus_t *corpus_begin(const char *pack)
{
    proof_world_begin(&C.world);
    read_pack(pack);
    for (size_t i = 0; i < C.n_texts; i++) publish(&C.texts[i], i ? &C.texts[i - 1] : NULL);
    site_begin(&C.site, serve);
    return &C;
}

void corpus_end(corpus_t *c)
{
    site_end(&c->site);
    proof_world_end(&c->world);
}

str_t corpus_url(corpus_t *c, const corpus_case_t *k)
{
    return str_fmt(c->world.a, "http://127.0.0.1:%d%.*s", c->site.port, STRF(k->path));
}

str_t corpus_said(const proof_result_t *r)
{
    return str_of(r->verdict == PROOF_SEEN ? r->fidelity : proof_verdict_name(r->verdict));
}

str_t corpus_truth(const corpus_case_t *k, str_t said)
{
    if (!str_eq(k->verdict, S("seen"))) return k->verdict;
    if (str_eq(k->fidelity, S("picture"))) return S("embedded");
    if (str_eq(k->fidelity, S("scan"))) return str_eq(said, S("paraphrased")) ? said : S("embedded");
    return k->fidelity;
}

bool corpus_release_right(corpus_t *c, const corpus_case_t *k, const proof_result_t *r)
{
    (void)c;
    const corpus_text_t *t = text_of(k->key, k->version);
    return t && ident_eq(t->release.id, r->release);
}
