/* SPDX-License-Identifier: Apache-2.0
 *
 * search — one list of everything a visitor can read: pages, forms of scam, materials, alerts. /tim searches it on the
 * server; /tim.json is the same list as a file, for searching without a network and for knowing what to keep for then.
 */
#include "base/fold.h"
#include "material/pages.h"
#include "page/app.h"
#include "recognise/verdict.h"

enum { ENTRIES_MOST = 4000, ALERTS_MOST = 100, SHOWN_MOST = 50, INDEX_MAX = 4 << 20, WORDS_MOST = 8, ASKED_MOST = 200 };

typedef struct found {
    str_t path, title, summary, words; /* words: searched, not shown */
    const char *kind;
    str_t mark; /* another mark: the page has changed */
    int score;
} found_t;

static void add(vec_t *list, found_t f)
{
    found_t *to = vec_push(list);
    if (to) *to = f;
}

static void add_pages(vec_t *list, lang_t lang)
{
    static const struct {
        const char *path, *title, *summary;
    } pages[] = {
        {"/kiem-tra", N_("Check a message"), N_("Is this message, link, number or picture a scam?")},
        {"/so-cuu", N_("First aid"), N_("What to do in the first ten minutes.")},
        {"/bao-cao", N_("Report a scam"), N_("Without an account; you get a receipt.")},
        {"/xac-minh", N_("Verify a document"), N_("Is this document genuine?")},
        {"/hinh-thuc", N_("Forms of scam"), N_("How each one looks, and what to do.")},
        {"/tai-lieu", N_("Materials"), N_("Handbook, leaflets, posters to take, print and post.")},
        {"/canh-bao", N_("Alerts"), N_("Warnings of scams that go round now.")},
        {"/hoc", N_("Learn"), N_("Twelve messages: which are real?")},
        {"/gioi-thieu", N_("About"), N_("What this site is, and how far to trust it.")},
        {"/tro-nang", N_("Accessibility"), N_("How everybody can use this site.")},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        add(list, (found_t){.path = str_of(pages[i].path),
                            .title = str_of(tr(lang, pages[i].title)),
                            .summary = str_of(tr(lang, pages[i].summary)),
                            .words = S(""),
                            .mark = S("1"),
                            .kind = tr(lang, N_("Page"))});
}

static void add_forms(vec_t *list, const req_t *q)
{
    size_t n = 0;
    bool en = q->lang == LANG_EN;
    const form_t *f = q->app->know ? canhgiac_forms(q->app->know, &n) : NULL;
    for (size_t i = 0; f && i < n; i++)
        add(list, (found_t){.path = str_fmt(q->a, "/hinh-thuc/%.*s", STRF(f[i].code)),
                            .title = en ? f[i].name_en : f[i].name_vi,
                            .summary = en ? f[i].look_en : f[i].look_vi,
                            .words = str_fmt(q->a, "%.*s %.*s", STRF(en ? f[i].signs_en : f[i].signs_vi),
                                             STRF(en ? f[i].example_en : f[i].example_vi)),
                            .mark = S("1"),
                            .kind = tr(q->lang, N_("Form of scam"))});
}

/* Newest first; what is superseded or withdrawn is found by its code, not by searching. */
static status_t add_releases(vec_t *list, const req_t *q, err_t *err)
{
    release_t *r;
    size_t n, alerts = 0;
    status_t s = release_heads(q->db, q->a, &r, &n, err);
    for (size_t i = 0; s == ST_OK && i < n && list->len < ENTRIES_MOST; i++) {
        material_t m;
        if (r[i].expires <= clock_now()) continue;
        s = material_by_id(q->db, q->a, r[i].material, &m, err);
        bool alert = s == ST_OK && str_eq(m.kind, S("alert"));
        if (s != ST_OK || (alert && alerts++ >= ALERTS_MOST)) continue;
        add(list, (found_t){.path = str_fmt(q->a, alert ? "/canh-bao/%.*s" : "/tai-lieu/%.*s", STRF(m.slug)),
                            .title = title_of(&m, q->lang),
                            .summary = summary_of(&m, q->lang),
                            .words = str_fmt(q->a, "%.*s %.*s", STRF(m.audience), STRF(r[i].code)),
                            .mark = r[i].code,
                            .kind = kind_label(m.kind, q->lang)});
    }
    return s;
}

static status_t everything(const req_t *q, vec_t *list, err_t *err)
{
    *list = vec_new(q->a, sizeof(found_t), ENTRIES_MOST + 100);
    add_pages(list, q->lang);
    add_forms(list, q);
    status_t s = add_releases(list, q, err);
    return s == ST_OK && list->failed ? no_memory(err) : s;
}

/* Every word must be there; those in the title count more. 0: not found. */
static int score_of(arena_t *a, const found_t *f, const str_t *words, size_t n)
{
    str_t title = fold_dup(a, f->title);
    str_t all = fold_dup(a, str_fmt(a, "%.*s %.*s %.*s", STRF(f->title), STRF(f->summary), STRF(f->words)));
    int score = 1;
    for (size_t i = 0; i < n; i++) {
        if (str_find(all, words[i], 0) == SIZE_MAX) return 0;
        score += str_find(title, words[i], 0) != SIZE_MAX;
    }
    return score;
}

static size_t words_of(arena_t *a, str_t asked, str_t out[WORDS_MOST])
{
    size_t n = 0;
    str_t rest = fold_dup(a, asked), word;
    while (rest.n && n < WORDS_MOST && str_cut(&rest, ' ', &word))
        if (word.n) out[n++] = word;
    return n;
}

static void show(view_t *list, const found_t *f, const char *prefix)
{
    view_t *o = view_item(list);
    view_fmt(o, "path", "%s%.*s", prefix, STRF(f->path));
    view_text(o, "title", f->title);
    view_text(o, "summary", f->summary);
    view_z(o, "kind", f->kind);
}

status_t page_search(req_t *q, view_t *v, err_t *err)
{
    str_t asked = req_query(q, "q"), words[WORDS_MOST];
    vec_t list;
    const char *prefix = q->lang == LANG_EN ? "/en" : "";
    view_text(v, "q", asked.p ? asked : S(""));
    view_fmt(v, "index", "%s/tim.json", prefix);
    if (asked.n > ASKED_MOST) return err_at(err, ST_INPUT, "search.long", "q", 0, N_("Search with a few words."));
    size_t n = words_of(q->a, asked, words);
    view_flag(v, "asked", n > 0);
    view_t *shown = view_list(v, "found");
    if (!n) return ST_OK;
    status_t s = everything(q, &list, err);
    if (s != ST_OK) return s;
    int64_t hits = 0;
    for (size_t i = 0; i < list.len; i++) {
        found_t *f = &VEC_AT(&list, found_t, i);
        f->score = score_of(q->a, f, words, n);
        hits += f->score > 0;
    }
    int64_t left = SHOWN_MOST;
    for (int score = (int)n + 1; score > 0; score--)
        for (size_t i = 0; i < list.len && left > 0; i++) {
            const found_t *f = &VEC_AT(&list, found_t, i);
            if (f->score != score) continue;
            show(shown, f, prefix);
            left--;
        }
    view_int(v, "count", hits);
    view_flag(v, "none", hits == 0);
    return ST_OK;
}

static void member(buf_t *b, const char *name, str_t value, char before)
{
    buf_fmt(b, "%c\"%s\":", before, name);
    buf_json(b, value);
}

status_t search_index(req_t *q, view_t *v, err_t *err)
{
    vec_t list;
    const char *prefix = q->lang == LANG_EN ? "/en" : "";
    (void)v;
    status_t s = everything(q, &list, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, INDEX_MAX);
    buf_fmt(&b, "{\"lang\":\"%s\",\"entries\":[", lang_code(q->lang));
    for (size_t i = 0; i < list.len; i++) {
        const found_t *f = &VEC_AT(&list, found_t, i);
        buf_putz(&b, i ? ",\n" : "\n");
        member(&b, "path", str_fmt(q->a, "%s%.*s", prefix, STRF(f->path)), '{');
        member(&b, "title", f->title, ',');
        member(&b, "summary", f->summary, ',');
        member(&b, "kind", str_of(f->kind), ',');
        if (f->words.n) member(&b, "words", f->words, ',');
        member(&b, "mark", f->mark, ',');
        buf_putc(&b, '}');
    }
    buf_putz(&b, "\n]}\n");
    if (!buf_ok(&b)) return no_memory(err);
    answer_bytes(q, "application/json", buf_str(&b));
    return ST_OK;
}
