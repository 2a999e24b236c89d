/* SPDX-License-Identifier: Apache-2.0
 *
 * Links, bare hosts and addresses of mail. Where a link leads is decided by the bytes that were sent, read as a browser reads
 * them: folding would make a host with a Cyrillic letter the bank's own address.
 */
#include "recognise/entities_internal.h"
#include "recognise/reading_internal.h"

/* "[.]" and "(.)": as people write addresses they do not want to be followed. */
static size_t read_host(const work_t *w, size_t at, char host[256], size_t *n)
{
    const char *t = w->f.text;
    *n = 0;
    while (at < w->f.n && *n < 253) {
        if (host_char(t[at])) {
            host[(*n)++] = t[at++];
        } else if (at + 2 < w->f.n && (t[at] == '[' || t[at] == '(') && t[at + 1] == '.' &&
                   (t[at + 2] == ']' || t[at + 2] == ')')) {
            host[(*n)++] = '.';
            at += 3;
        } else {
            break;
        }
    }
    while (*n && (host[*n - 1] == '.' || host[*n - 1] == '-')) {
        (*n)--;
        at--;
    }
    return at;
}

static bool known_ending(const work_t *w, str_t host)
{
    domain_facts_t f;
    if (str_chr(host, '.', 1) == SIZE_MAX) return false;
    domains_look(&w->k->domains, host, &f);
    return f.known_ending || str_ends(host, S(".example"));
}

static bool ends_url(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '"' || c == '<' || c == '>' || c == '\0';
}

/* Behind a link they belong to the sentence. */
static bool of_the_sentence(char c)
{
    return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == ')' || c == ']' || c == '}' ||
           c == '\'' || c == '\0';
}

/* Quotation marks and brackets that are no ASCII: ‘ ’ “ ” ‹ › « » 「 」 『 』 【 】. */
static bool quote_at(const work_t *w, size_t at)
{
    unsigned char a = (unsigned char)folded_at(w, at), b = (unsigned char)folded_at(w, at + 1),
                  c = (unsigned char)folded_at(w, at + 2);
    if (a == 0xC2) return b == 0xAB || b == 0xBB;
    if (a == 0xE2) return b == 0x80 && ((c >= 0x98 && c <= 0x9F) || c == 0xB9 || c == 0xBA);
    return a == 0xE3 && b == 0x80 && c >= 0x88 && c <= 0x91;
}

/* Up to a blank or a quotation mark, without the signs of the sentence around it. A bracket stays that closes one which the address
 * itself opened ("…/Huế_(thành_phố)"). */
static size_t url_end(const work_t *w, size_t from)
{
    size_t at = from, open = 0, closed = from;
    for (; at < w->f.n && !ends_url(w->f.text[at]) && !quote_at(w, at); at++) {
        if (w->f.text[at] == '(') open++;
        if (w->f.text[at] != ')' || !open) continue;
        open--;
        closed = at + 1;
    }
    while (at > closed && of_the_sentence(w->f.text[at - 1])) at--;
    return at;
}

static size_t scheme(const work_t *w, size_t at)
{
    static const char *const schemes[] = {"https://", "http://", "hxxps://", "hxxp://"};
    if (at >= w->f.n || w->f.text[at] != 'h') return 0;
    for (size_t i = 0; i < 4; i++) {
        size_t n = strlen(schemes[i]);
        if (at + n <= w->f.n && memcmp(w->f.text + at, schemes[i], n) == 0) return n;
    }
    return 0;
}

/* Letters of another width only ("ａ．ｖｎ"), as keyboards of the East write them: browsers read them as the plain ones. */
static bool only_wide(str_t sent)
{
    for (size_t i = 0; i < sent.n; i++) {
        const unsigned char *p = (const unsigned char *)sent.p + i;
        if (p[0] < 0x80) continue;
        if (sent.n - i >= 3 && memcmp(p, "\xE3\x80\x82", 3) == 0) { /* "。": a dot to browsers */
            i += 2;
            continue;
        }
        if (sent.n - i < 3 || p[0] != 0xEF) return false;
        unsigned wide = (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu); /* U+FF01 … U+FF5E are 0xF01 … 0xF5E here */
        if ((wide < 0xF01 || wide > 0xF5E) && wide != 0xF61) return false; /* U+FF61 is a small "。" */
        i += 2;
    }
    return true;
}

/* True when the host stands there in plain ASCII, or with `wide` in wide letters too, and ends where a host can end. */
static bool plainly_written(const work_t *w, size_t from, size_t end, bool wide)
{
    str_t sent = str_sub(w->in->text, w->f.origin[from], fold_end(w->in->text, &w->f, end - 1));
    for (size_t i = 0; !wide && i < sent.n; i++)
        if ((unsigned char)sent.p[i] >= 0x80) return false;
    if (wide && !only_wide(sent)) return false;
    /* '_' and '%' go on with the host in a browser, and so does a letter that is none of ours; wide signs end it as plain do. */
    size_t after = w->f.origin[from] + sent.n;
    if (after >= w->in->text.n || end >= w->f.n) return true;
    unsigned char next = (unsigned char)w->in->text.p[after];
    return next != '_' && next != '%' && (next < 0x80 || (unsigned char)w->f.text[end] < 0x80);
}

typedef struct link {
    size_t at, from, end, stop; /* folded: the link, its host, the host's end, the link's end */
    str_t host;                 /* as folded */
    const brand_t *decoy;       /* whose address stands before an @, for the eye only */
    bool schemed;
} link_t;

/* The host that the bytes as they were sent lead to. With a scheme everything up to the path is host: "a.vn%2eb.top". */
static bool sent_host(const work_t *w, const link_t *l, hostname_t *h)
{
    size_t end = l->end;
    while (l->schemed && end < w->f.n && !strchr(" /\\?#:\"<>,;)]}'", w->f.text[end])) end++;
    return host_read(str_sub(w->in->text, w->f.origin[l->from], fold_end(w->in->text, &w->f, end - 1)), h);
}

static void whose(work_t *w, entity_t *e, const link_t *l)
{
    host_view_t v;
    bool plain = plainly_written(w, l->from, l->end, false);
    bool known = plain ? host_read(l->host, &v.name) : sent_host(w, l, &v.name);
    if (!known) {
        e->disguised = !plain;
        e->seems = plain ? NULL : host_owner(w->k, l->host);
        str_t sent = str_sub(w->in->text, w->f.origin[l->from], e->end);
        bool pieces = str_chr(sent, ' ', 0) != SIZE_MAX; /* "vcb chấm com" leads nowhere: it is told as it is read */
        e->host = e->registrable = str_dup(w->a, plain || pieces ? l->host : sent);
        host_keep(w, e, NULL);
        return;
    }
    host_look(w->k, &v);
    host_keep(w, e, &v);
    e->host = str_dup(w->a, host_text(&v.name));
    e->registrable = str_sub(e->host, (size_t)(v.ends.registrable.p - v.name.text), e->host.n);
    const brand_t *owner = plain && !l->decoy ? NULL : host_owner(w->k, l->host);
    /* Wide letters that lead to the very body whose name they show hide nothing. */
    bool open = plain || (v.owner && v.owner == owner && plainly_written(w, l->from, l->end, true));
    e->disguised = !open || l->decoy;
    if (!e->disguised) {
        e->brand = v.owner;
        return;
    }
    e->seems = l->decoy ? l->decoy : owner ? owner : v.like;
}

/* Whether a host without a scheme can begin here: most words are none, and this sees it without copying. */
static bool dotted_run(const work_t *w, size_t at)
{
    while (at < w->f.n && host_char(w->f.text[at]) && w->f.text[at] != '.') at++;
    return at + 1 < w->f.n && (w->f.text[at] == '.' || w->f.text[at] == '[' || w->f.text[at] == '(') &&
           w->f.text[at + 1] != ' ';
}

/* user@host: what stands before the @ is for the eye only. */
static void pass_user(const work_t *w, link_t *l)
{
    size_t stop = l->from, begin = l->from;
    while (stop < w->f.n && !strchr(" /\\?#\n", w->f.text[stop])) stop++; /* browsers read \\ as / */
    for (size_t i = begin; i < stop; i++)
        if (w->f.text[i] == '@') l->from = i + 1;
    if (l->from == begin) return;
    str_t user = {w->f.text + begin, l->from - 1 - begin};
    hostname_t h;
    if (host_read(str_sub(user, 0, str_chr(user, ':', 0)), &h) && h.kind == HOST_NAME)
        l->decoy = host_owner(w->k, host_text(&h));
}

/* Its last label begins with a digit, whatever notation it is in: most hosts need not be read for it. */
static bool is_ipv4(str_t host)
{
    hostname_t h;
    size_t last = host.n;
    while (last > 0 && host.p[last - 1] != '.') last--;
    return last < host.n && is_digit(host.p[last]) && host_read(host, &h) && h.kind == HOST_IPV4;
}

enum { IPV6_MOST = 48 };

/* "http://[::1]/x" */
static size_t bracketed(work_t *w, link_t *l)
{
    size_t end = l->from;
    while (end < w->f.n && end - l->from < IPV6_MOST && w->f.text[end] != ']') end++;
    hostname_t h;
    if (folded_at(w, end) != ']' || !host_read((str_t){w->f.text + l->from, end + 1 - l->from}, &h)) return l->at;
    size_t stop = url_end(w, end + 1);
    if (stop <= end) stop = end + 1;
    entity_t *e = entity_add(w, ENTITY_URL, l->at, stop);
    if (!e) return stop;
    e->host = e->registrable = str_dup(w->a, host_text(&h));
    host_keep(w, e, NULL);
    e->value = str_join(w->a, e->host, (str_t){w->f.text + end + 1, stop - end - 1});
    return stop;
}

/* "my_shop.blogspot.com", "a%2db.vn": signs that no name has, and browsers read on. */
static size_t odd_label(const work_t *w, size_t from, size_t end, char host[256], size_t *n)
{
    size_t at = end;
    if (folded_at(w, at) != '_' && folded_at(w, at) != '%') return end;
    while (host_char(folded_at(w, at)) || folded_at(w, at) == '_' || folded_at(w, at) == '%') at++;
    while (w->f.text[at - 1] == '.') at--;
    if (at - from > 253) return end;
    *n = at - from;
    memcpy(host, w->f.text + from, *n);
    return at;
}

/* "rồi.Có gì", "xong.Me ve", "roi.co gi": a full stop and no blank. The last word is one of the language that happens to be an
 * ending too, and it is written as words are (with marks, with a capital where the one before has none) or follows another such
 * word. Endings that begin no sentence, and services known by name ("bit.ly"), are addresses still. */
static bool sentence_goes_on(const work_t *w, const link_t *l)
{
    domain_facts_t f;
    size_t dot = str_chr(l->host, '.', 0);
    str_t before = str_sub(l->host, 0, dot), last = str_sub(l->host, dot + 1, l->host.n);
    if (str_chr(last, '.', 0) != SIZE_MAX || !syllable(last)) return false;
    domains_look(&w->k->domains, l->host, &f);
    if (f.shortener || f.owner >= 0 || f.bad_ending) return false;
    size_t at = l->from + dot + 1;
    str_t sent = str_sub(w->in->text, w->f.origin[at], fold_end(w->in->text, &w->f, l->end - 1));
    bool marked = false, capitals = true;
    for (size_t i = 0; i < sent.n; i++) {
        marked = marked || (unsigned char)sent.p[i] >= 0x80;
        capitals = capitals && sent.p[i] >= 'A' && sent.p[i] <= 'Z';
    }
    bool capital = sent.n && sent.p[0] >= 'A' && sent.p[0] <= 'Z' && !capitals;
    if (begins_no_sentence(last)) return marked && syllable(before); /* "ăn.cơm" */
    return marked || capital || syllable(before);
}

/* With a scheme any host counts; without one its ending must be of the public list, and it must not be an ordinary word
 * with a full stop ("nhanh.len"). Returns the index after the link, or `at` when there is none. */
static size_t link_at(work_t *w, size_t at)
{
    char host[256];
    size_t n, skip = scheme(w, at);
    link_t l = {.at = at, .from = at + skip, .schemed = skip > 0};
    if (skip) pass_user(w, &l);
    if (skip && folded_at(w, l.from) == '[') return bracketed(w, &l);
    if (!skip && !dotted_run(w, l.from)) return at;
    l.end = read_host(w, l.from, host, &n);
    if (skip && !memchr(host, '.', n)) l.end = odd_label(w, l.from, l.end, host, &n);
    l.host = (str_t){host, n};
    bool dotted = str_chr(l.host, '.', 0) != SIZE_MAX || (skip && host_is_number(l.host));
    bool words = str_find(l.host, S(".."), 0) != SIZE_MAX; /* "nghiep...ve" is a pause, not a host */
    if (n < 4 || !dotted || (!skip && (words || !known_ending(w, l.host)))) return at;
    char next = folded_at(w, l.end);
    if (!skip && next != '/' && next != ':' && next != '?' && sentence_goes_on(w, &l)) return at;
    if (!skip && is_ipv4(l.host) && next != '/' && next != ':') return at;
    bool path = next == '/' || next == ':' || next == '?' || (skip && (next == '%' || next == '_' || next == '\\'));
    l.stop = path ? url_end(w, l.end) : l.end;
    if (next == '@') return at;
    if (entity_there(w, at, at + 1)) return l.stop; /* a word that a reading made of the end of the link before */
    entity_t *e = entity_add(w, skip || path ? ENTITY_URL : ENTITY_HOST, at, l.stop);
    if (!e) return l.stop;
    whose(w, e, &l);
    e->value = str_join(w->a, e->host, (str_t){w->f.text + l.end, l.stop - l.end});
    return l.stop;
}

static void plain_links(work_t *w)
{
    size_t done = 0;
    for (size_t i = 0; (i = word_to_look_at(w, READER_LINKS, i)) < w->n_words; i++) {
        size_t at = w->words[i].start;
        char before = at ? w->f.text[at - 1] : ' ';
        bool slashes = before == '/' && at > 1 &&
                       (w->f.text[at - 2] == '/' || w->f.text[at - 2] == ':'); /* "//a.vn", "http:/a.vn" */
        if (at < done || host_char(before) || before == '@' || (before == '/' && !slashes)) continue;
        size_t end = link_at(w, at);
        if (end > at) done = end;
    }
}

static bool mail_char(char c)
{
    return host_char(c) || c == '_' || c == '+';
}

static void mails(work_t *w)
{
    str_t all = {w->f.text, w->f.n};
    size_t last = 0; /* the end of the address before: in "a@b.vn@c.vn" the host of one is not the name of another */
    for (size_t at = 0; (at = str_chr(all, '@', at)) != SIZE_MAX; at++) {
        if (at == 0 || entity_there(w, at, at + 1)) continue;
        size_t from = at, n;
        char host[256];
        while (from > last && mail_char(w->f.text[from - 1])) from--;
        size_t end = read_host(w, at + 1, host, &n);
        str_t h = {host, n};
        if (from == at || !known_ending(w, h)) continue;
        entity_t *e = entity_add(w, ENTITY_EMAIL, from, end);
        if (!e) return;
        last = end;
        e->host = str_dup(w->a, h);
        host_keep(w, e, NULL);
        e->registrable = canhgiac_registrable(w->k, e->host);
        e->brand = host_owner(w->k, e->host);
        e->value = str_dup(w->a, (str_t){w->f.text + from, end - from});
    }
}

void links_find(work_t *w)
{
    plain_links(w);
    mails(w);
}
