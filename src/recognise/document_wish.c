/* SPDX-License-Identifier: Apache-2.0
 *
 * What a document asks of its reader. A warning quotes the same words ("tuyệt đối không chuyển tiền vào…"): what is denied,
 * or told of somebody else, is not asked.
 */
#include "recognise/document_internal.h"

enum { BEFORE = 120, NEAR = 40 }; /* bytes looked back at: about twenty words; of a denial, seven */

/* The start of the sentence `at` is in, BEFORE bytes back at most. */
static size_t sentence(const plain_t *p, size_t at)
{
    size_t from = at;
    while (from > 0 && at - from < BEFORE && !strchr(".;!?", p->text[from - 1])) from--;
    return from;
}

/* Told of others: a warning, a report of a crime. */
static bool quoted(const reading_t *r, size_t at)
{
    static const char *const words[] = {"thu doan",  "doi tuong", "ke gian",     "gia danh", "mao danh",
                                        "canh giac", "canh bao",  "phong chong", "lua dao",  "chieu tro",
                                        "nan nhan",  "bi hai",    "bi cao"};
    size_t from = sentence(&r->p, at);
    found_t f;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (plain_find(&r->p, words[i], 0, from, at, &f)) return true;
    return false;
}

/* "không chuyển tiền", a few words before; but "nếu không chuyển tiền" asks for it. */
static bool denied(const reading_t *r, size_t at)
{
    static const char *const words[] = {"khong", "dung", "tranh", "chua", "khong duoc"};
    size_t from = sentence(&r->p, at);
    found_t f, g;
    if (at - from > NEAR) from = at - NEAR;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t k = from; plain_find(&r->p, words[i], 0, k, at, &f); k = f.to)
            if (!plain_find(&r->p, "neu", 0, f.from > 8 ? f.from - 8 : 0, f.from, &g)) return true;
    return quoted(r, at);
}

/* Fees that go to the treasury are asked for by genuine documents. */
static bool to_treasury(const reading_t *r, found_t f)
{
    found_t g;
    size_t to = f.to + 120 < r->p.n ? f.to + 120 : r->p.n;
    return plain_find(&r->p, "kho bac", 1, f.from, to, &g) ||
           plain_find(&r->p, "ngan sach nha nuoc", 2, f.from, to, &g) ||
           plain_find(&r->p, "cong dich vu cong", 1, f.from, to, &g);
}

static void phrases(reading_t *r)
{
    for (const wish_fact_t *w = wish_facts; w->code; w++) {
        unsigned errors = (unsigned)(strlen(w->folded) / 12);
        bool money = strcmp(w->code, "transfer") == 0;
        bool act = strcmp(w->code, "secret") != 0 && strcmp(w->code, "threat") != 0; /* those begin with "không" */
        found_t f;
        for (size_t at = 0; plain_find(&r->p, w->folded, errors, at, r->p.n, &f); at = f.to) {
            if (act ? denied(r, f.from) : quoted(r, f.from)) continue;
            if (money && to_treasury(r, f)) continue;
            finding(r, w->code, f.from, f.to);
            break;
        }
    }
}

/* "STK", "số tài khoản", and six digits or more soon after. */
static void accounts(reading_t *r)
{
    static const char *const names[] = {"so tai khoan", "stk", "so tk", "tai khoan so", "tai khoan"};
    const plain_t *p = &r->p;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        found_t f;
        for (size_t at = 0; plain_find(p, names[k], 0, at, p->n, &f); at = f.to) {
            size_t digits = 0, end = f.to, from = 0;
            for (size_t i = f.to; i < p->n && i < f.to + 30 && (digits == 0 || i < end + 2); i++)
                if (is_digit(p->text[i])) {
                    if (!digits++) from = i;
                    end = i + 1;
                }
            found_t g;
            if (digits < 6 || to_treasury(r, f) ||
                plain_find(p, "kho bac", 1, f.from > 80 ? f.from - 80 : 0, f.from, &g))
                continue;
            finding(r, "account", from, end);
            return;
        }
    }
}

/* Where a paper of the state may lead. */
static bool of_the_state(str_t host)
{
    static const char *const domains[] = {"gov.vn", "chinhphu.vn", "quochoi.vn", "khonggianmang.vn", "edu.vn"};
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
        if (host_under(host, str_of(domains[i]))) return true;
    return false;
}

/* A host after "://", or one that begins with "www." */
static void one_link(reading_t *r, size_t from)
{
    const plain_t *p = &r->p;
    size_t to = from;
    while (to < p->n && host_char(p->text[to])) to++;
    while (to > from && (p->text[to - 1] == '.' || p->text[to - 1] == '-')) to--;
    str_t host = plain_part(p, from, to), rest = plain_part(p, to, to + 200);
    size_t path = 0;
    while (path < rest.n && !strchr(" \t\n", rest.p[path])) path++;
    if (str_find(str_sub(rest, 0, path), S(".apk"), 0) != SIZE_MAX && !denied(r, from))
        finding(r, "app-file", from, to + path);
    if (host.n >= 4 && !of_the_state(host) && !denied(r, from)) finding(r, "foreign-link", from, to);
}

static void links(reading_t *r)
{
    str_t all = {r->p.text, r->p.n};
    for (size_t at = 0; (at = str_find(all, S("://"), at)) != SIZE_MAX; at += 3) one_link(r, at + 3);
    for (size_t at = 0; (at = str_find(all, S("www."), at)) != SIZE_MAX; at += 4)
        if (at < 3 || !str_eq(str_sub(all, at - 3, at), S("://"))) one_link(r, at);
    static const char *const boxes[] = {"@gmail.com", "@yahoo.com", "@outlook.com", "@hotmail.com"};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        size_t at = str_find(all, str_of(boxes[i]), 0);
        if (at != SIZE_MAX && !denied(r, at)) finding(r, "private-contact", at, at + strlen(boxes[i]));
    }
}

void wish_judge(reading_t *r)
{
    phrases(r);
    accounts(r);
    links(r);
}
