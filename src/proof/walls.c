/* SPDX-License-Identifier: Apache-2.0
 *
 * walls — pages that stand where the page should be: error pages that say 200, login forms, firewalls, empty shells that
 * a script fills. Each only ever turns "not seen" into "cannot tell".
 */
#include "base/fold.h"
#include "proof/look.h"

static bool says(str_t folded, const char *const *phrases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_find(folded, str_of(phrases[i]), 0) != SIZE_MAX) return true;
    return false;
}
#define SAYS(text, list) says((text), (list), sizeof(list) / sizeof *(list))

static const char *const gone[] = {
    "404",       "khong tim thay",    "khong ton tai",        "not found",        "page cannot be found",
    "da bi xoa", "khong con ton tai", "duong dan khong dung", "noi dung khong co"};
static const char *const login[] = {"dang nhap", "sign in", "log in", "login"};
static const char *const firewall[] = {"request rejected",
                                       "requested url was rejected",
                                       "support id",
                                       "access denied",
                                       "attention required",
                                       "just a moment",
                                       "checking your browser",
                                       "verify you are human",
                                       "xac minh ban la con nguoi",
                                       "captcha",
                                       "ddos protection",
                                       "truy cap bi tu choi",
                                       "yeu cau bi tu choi",
                                       "incapsula",
                                       "forbidden",
                                       "bi chan"};

/* A page of menus and lists in which a line of its own says that there is nothing: many portals say so amid all their boxes. */
static bool says_gone(arena_t *a, str_t main)
{
    enum { LINE = 30, ARTICLE = 45, LINES = 400 };
    static const char *const phrases[] = {"khong tim thay",       "khong ton tai", "da bi xoa", "dang cho duyet",
                                          "page cannot be found", "not found",     "be found",  "duong dan khong dung"};
    bool said = false;
    str_t line;
    for (int n = 0; n < LINES && str_line(&main, &line); n++) {
        size_t words = html_words(line);
        if (words > ARTICLE) return false;
        if (!said && words <= LINE) said = SAYS(fold_dup(a, line), phrases);
    }
    return said;
}

const char *page_excuse(arena_t *a, const html_page_t *page, bool moved_home)
{
    enum { SHORT = 150, SHELL = 40, HEAD = 600 };
    size_t words = html_words(page->main);
    str_t title = fold_dup(a, page->title), heading = fold_dup(a, page->heading);
    str_t head = fold_dup(a, str_sub(page->text, 0, 4000));
    if (words < SHORT && (SAYS(title, firewall) || SAYS(str_sub(head, 0, HEAD), firewall))) return "waf";
    if (SAYS(title, gone) || SAYS(heading, gone) || (words < 60 && SAYS(str_sub(head, 0, HEAD), gone)))
        return "soft-404";
    if (says_gone(a, page->main)) return "soft-404";
    if (page->password && (words < SHORT || SAYS(title, login))) return "login";
    if (words < SHELL && page->scripts > 0) return "drawn-by-script";
    if (words == 0) return "empty";
    if (moved_home) return "moved-to-front-page";
    return NULL;
}

bool social_host(str_t host)
{
    static const char *const hosts[] = {"facebook.com", "fb.com",      "fb.watch",      "youtube.com", "youtu.be",
                                        "zalo.me",      "tiktok.com",  "instagram.com", "twitter.com", "x.com",
                                        "t.me",         "threads.net", "lotus.vn"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        str_t h = str_of(hosts[i]);
        if (str_eq(host, h)) return true;
        if (str_ends(host, h) && host.n > h.n && host.p[host.n - h.n - 1] == '.') return true;
    }
    return false;
}

bool social_post(const url_t *u)
{
    static const char *const buttons[] = {"share", "sharer", "intent", "dialog", "plugins"};
    if (!social_host(u->host)) return false;
    for (size_t i = 0; i < sizeof buttons / sizeof *buttons; i++)
        if (str_find(u->path, str_of(buttons[i]), 0) != SIZE_MAX) return false;
    /* "/phuong-x" is a page's front; "/phuong-x/posts/1015" and "/watch?v=…" are something in particular. */
    bool shortened = str_ends(u->host, S("youtu.be")) || str_ends(u->host, S("fb.watch"));
    bool deep = u->path.n > 1 && str_chr(str_sub(u->path, 0, u->path.n - 1), '/', 1) != SIZE_MAX;
    return (shortened && u->path.n > 1) || deep || str_find(u->path, S("v="), 0) != SIZE_MAX ||
           str_find(u->path, S("fbid="), 0) != SIZE_MAX;
}
