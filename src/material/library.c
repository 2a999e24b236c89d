/* SPDX-License-Identifier: Apache-2.0
 *
 * library — from a Markdown source in two languages to a published release with all its files.
 */
#include "box/glance.h"
#include "material/code.h"
#include "material/doc.h"
#include "material/internal.h"
#include "material/mark.h"
#include "page/picture.h"
#include "material/sound.h"

#define ARENA_MAX ((size_t)128 << 20)
#define FILES_MAX 24

typedef struct build {
    store_t *st;
    arena_t *a;
    const release_doc_t *what;
    doc_t docs[LANG_COUNT];
    bool has[LANG_COUNT];
    char code[CODE_LEN + 1];
    int64_t version;
    rendition_t files[FILES_MAX];
    size_t n_files;
    str_t texts[LANG_COUNT];
    str_t mark; /* of the printed copies */
    ident_t material, release;
} build_t;

static status_t add_file(build_t *b, const char *role, const char *mime, lang_t lang, const char *ending, str_t bytes,
                         err_t *err)
{
    rendition_t *r = &b->files[b->n_files];
    status_t s = blob_put(b->st, bytes, &r->sha256, err);
    if (s != ST_OK) return s;
    r->role = str_of(role);
    r->mime = str_of(mime);
    r->lang = str_of(lang_code(lang));
    r->bytes = bytes.n;
    r->name = str_fmt(b->a, "%.*s.%s.%s", STRF(b->docs[lang].slug), lang_code(lang), ending);
    b->n_files++;
    return ST_OK;
}

/* Bytes of text from which it is worth taking along on a reader: not a post, nor what is read aloud in a minute. */
#define BOOK_LEAST 1200

/* A poster in the sizes printers have, a text as an e-book, what is read aloud as a draft voice, and for all the picture
 * that goes with a shared link. */
static status_t render_more(build_t *b, lang_t lang, const print_mark_t *mark, err_t *err)
{
    static const struct {
        paper_t paper;
        const char *ending;
    } papers[] = {{PAPER_A3, "a3.pdf"}, {PAPER_A5, "a5.pdf"}};
    const doc_t *d = &b->docs[lang];
    str_t bytes;
    status_t s = ST_OK;
    bool poster = str_eq(d->kind, S("poster"));
    for (size_t i = 0; poster && s == ST_OK && i < 2; i++) {
        print_mark_t other = *mark;
        other.paper = papers[i].paper;
        s = doc_pdf(b->a, d, &other, &bytes, err);
        if (s == ST_OK) s = add_file(b, "poster", "application/pdf", lang, papers[i].ending, bytes, err);
    }
    bool slides = str_eq(d->layout, S("slides"));
    bool book = str_eq(d->kind, S("handbook")) || (!poster && !slides && b->texts[lang].n >= BOOK_LEAST);
    if (s == ST_OK && book) {
        s = doc_epub(b->a, d, mark, &bytes, err);
        if (s == ST_OK) s = add_file(b, "book", "application/epub+zip", lang, "epub", bytes, err);
    }
    if (s == ST_OK && str_eq(d->kind, S("audio")) && sound_can()) {
        s = sound_ogg(b->a, b->texts[lang], lang, &bytes, err);
        if (s == ST_OK) s = add_file(b, "sound", "audio/ogg", lang, "ogg", bytes, err);
    }
    const picture_t picture = {.head = d->title,
                               .text = d->summary,
                               .foot = str_fmt(b->a, "%s %s", tr(lang, N_("Verification code")), b->code)};
    if (s == ST_OK) s = picture_png(b->a, &picture, lang, &bytes, err);
    return s == ST_OK ? add_file(b, "picture", "image/png", lang, "png", bytes, err) : s;
}

static status_t render_text(build_t *b, lang_t lang, err_t *err)
{
    const doc_t *d = &b->docs[lang];
    str_t html = STR_NONE, text = STR_NONE;
    status_t s = doc_html(b->a, d, &html, err);
    if (s == ST_OK) s = add_file(b, "page", "text/html; charset=utf-8", lang, "html", html, err);
    if (s == ST_OK) s = doc_text(b->a, d, &text, err);
    if (s == ST_OK) s = add_file(b, "text", "text/plain; charset=utf-8", lang, "txt", text, err);
    b->texts[lang] = s == ST_OK ? text : S("");
    return s;
}

/* The mark vouches for code, version and texts, which are all there before the first page is drawn. It is made only here,
 * where drafter and approver are both known: a draft has no mark. */
static status_t make_mark(build_t *b, err_t *err)
{
    sign_secret_t key;
    digest_t vi = sha256(b->texts[LANG_VI]), en = sha256(b->texts[LANG_EN]);
    str_t code = {b->code, CODE_LEN};
    digest_t core = manifest_core(code, b->version, b->docs[LANG_VI].slug, b->texts[LANG_VI].n ? &vi : NULL,
                                  b->texts[LANG_EN].n ? &en : NULL);
    status_t s = material_key(store_dir(b->st), &key, err);
    if (s == ST_OK) b->mark = mark_make(b->a, &key, b->what->base, code, b->version, core);
    secret_wipe(&key, sizeof key);
    return s == ST_OK && !b->mark.p ? no_memory(err) : s;
}

/* What the library shows of it. Where the confined reader is not installed a release has no picture, and is none the worse. */
static status_t add_preview(build_t *b, lang_t lang, str_t pdf, err_t *err)
{
    preview_t p;
    rendition_t *of = &b->files[b->n_files - 1];
    if (preview_read(b->a, pdf, &p, NULL) != ST_OK) return ST_OK;
    of->has_phash = p.has_hash;
    of->phash = p.hash;
    if (!p.jpeg.n) return ST_OK;
    status_t s = add_file(b, "preview", "image/jpeg", lang, "jpg", p.jpeg, err);
    if (s == ST_OK) b->files[b->n_files - 1].alt = b->docs[lang].title;
    return s;
}

static status_t render_print(build_t *b, lang_t lang, err_t *err)
{
    const doc_t *d = &b->docs[lang];
    str_t pdf = STR_NONE;
    print_mark_t mark = {.code = {b->code, CODE_LEN},
                         .address = str_fmt(b->a, "%.*s/v/%s", STRF(b->what->base), b->code),
                         .qr = b->mark,
                         .version = b->version,
                         .lang = lang,
                         .publisher = b->what->publisher};
    status_t s = doc_pdf(b->a, d, &mark, &pdf, err);
    if (s == ST_OK)
        s = add_file(b, str_eq(d->kind, S("poster")) ? "poster" : "print", "application/pdf", lang, "pdf", pdf, err);
    if (s == ST_OK) s = add_preview(b, lang, pdf, err);
    return s == ST_OK ? render_more(b, lang, &mark, err) : s;
}

/* The version this release will have, and a code for it if none was given. Somebody else may draft in between: then the
 * draft's own version is one higher than the one printed, which release_draft cannot know; the act checks it. */
static status_t plan(build_t *b, err_t *err)
{
    db_t *db;
    material_t m;
    release_t *list;
    size_t n = 0;
    status_t s = store_read(b->st, &db, err);
    if (s != ST_OK) return s;
    s = material_by_slug(db, b->a, b->docs[LANG_VI].slug, &m, NULL);
    if (s == ST_OK) {
        b->material = m.id;
        s = release_list(db, b->a, m.id, true, &list, &n, err);
        b->version = s == ST_OK && n ? list[0].version + 1 : 1;
    } else if (s == ST_NOT_FOUND) {
        b->version = 1;
        s = ST_OK;
    }
    store_done(b->st, db);
    if (s != ST_OK) return s;
    if (b->what->code.n) return code_parse(b->what->code, b->code, err);
    code_new(b->code);
    return ST_OK;
}

static status_t add_material(db_t *db, build_t *b, err_t *err)
{
    const doc_t *vi = &b->docs[LANG_VI], *en = &b->docs[LANG_EN];
    material_t m = {.owner = b->what->owner,
                    .slug = vi->slug,
                    .kind = vi->kind,
                    .title = vi->title,
                    .title_en = b->has[LANG_EN] ? en->title : S(""),
                    .summary = vi->summary,
                    .summary_en = b->has[LANG_EN] ? en->summary : S(""),
                    .audience = vi->audience};
    status_t s = material_add(db, &m, b->what->drafter, err);
    b->material = m.id;
    return s;
}

static status_t publish_act(db_t *db, void *arg, err_t *err)
{
    build_t *b = arg;
    release_t r;
    status_t s = ident_none(b->material) ? add_material(db, b, err) : ST_OK;
    release_new_t what = {.material = b->material,
                          .renditions = b->files,
                          .n = b->n_files,
                          .text_vi = b->texts[LANG_VI],
                          .text_en = b->texts[LANG_EN],
                          .base = b->what->base,
                          .expires = MS_NEVER,
                          .by = b->what->drafter,
                          .code = {b->code, CODE_LEN}};
    if (s == ST_OK) s = release_draft(db, b->a, &what, &b->release, err);
    if (s == ST_OK) s = release_by_id(db, b->a, b->release, &r, err);
    if (s == ST_OK && r.version != b->version)
        s = err_set(err, ST_CONFLICT, "release.overtaken", N_("A newer version has been published already."));
    return s == ST_OK ? release_approve(db, b->a, store_dir(b->st), b->release, b->what->approver, NULL, err) : s;
}

status_t release_doc_publish(store_t *st, const release_doc_t *what, ident_t *release, err_t *err)
{
    arena_t *a = arena_new(ARENA_MAX);
    if (!a) return no_memory(err);
    build_t b = {.st = st, .a = a, .what = what, .texts = {S(""), S("")}};
    str_t sources[LANG_COUNT] = {[LANG_VI] = what->vi, [LANG_EN] = what->en};
    status_t s = ST_OK;
    for (int l = 0; s == ST_OK && l < LANG_COUNT; l++) {
        b.has[l] = sources[l].n > 0 || l == LANG_VI;
        if (b.has[l]) s = doc_parse(a, sources[l], &b.docs[l], err);
    }
    if (s == ST_OK && b.has[LANG_EN] && !str_eq(b.docs[LANG_VI].slug, b.docs[LANG_EN].slug))
        s = err_set(err, ST_INPUT, "doc.twins", N_("The two languages of a material have different short names."));
    if (s == ST_OK) s = plan(&b, err);
    for (int l = 0; s == ST_OK && l < LANG_COUNT; l++)
        if (b.has[l]) s = render_text(&b, (lang_t)l, err);
    if (s == ST_OK) s = make_mark(&b, err);
    for (int l = 0; s == ST_OK && l < LANG_COUNT; l++)
        if (b.has[l]) s = render_print(&b, (lang_t)l, err);
    if (s == ST_OK) s = store_act(st, publish_act, &b, err);
    if (s == ST_OK && release) *release = b.release;
    arena_free(a);
    return s;
}

/* --- what comes with the program --- */

static str_t source(arena_t *a, str_t slug, const char *lang)
{
    return embed_find(material_sources, str_fmt(a, "%.*s.%s.md", STRF(slug), lang));
}

/* The same code on every run: 25 bits of a hash of slug and version. */
static str_t seed_code(arena_t *a, str_t slug, int version)
{
    char code[CODE_LEN + 1];
    digest_t d = sha256(str_fmt(a, "canhgiac %.*s %d", STRF(slug), version));
    code_from((uint32_t)d.b[0] << 24 | (uint32_t)d.b[1] << 16 | (uint32_t)d.b[2] << 8 | d.b[3], code);
    return str_dup(a, (str_t){code, CODE_LEN});
}

/* Everything before the last section: an earlier state of the text. */
static str_t without_last_section(str_t md)
{
    size_t last = SIZE_MAX;
    for (size_t at = 0; (at = str_find(md, S("\n## "), at)) != SIZE_MAX; at++) last = at;
    return last == SIZE_MAX ? md : str_sub(md, 0, last + 1);
}

static status_t seed_one(store_t *st, arena_t *a, str_t slug, const release_doc_t *like, err_t *err)
{
    release_doc_t d = *like;
    status_t s = ST_OK;
    int version = 1;
    d.vi = source(a, slug, "vi");
    d.en = source(a, slug, "en");
    if (str_eq(slug, S("cam-nang"))) {
        release_doc_t older = d;
        older.vi = without_last_section(d.vi);
        older.en = without_last_section(d.en);
        older.code = seed_code(a, slug, version++);
        s = release_doc_publish(st, &older, NULL, err);
    }
    d.code = seed_code(a, slug, version);
    return s == ST_OK ? release_doc_publish(st, &d, NULL, err) : s;
}

status_t material_seed(store_t *st, ident_t owner, ident_t drafter, ident_t approver, str_t base, str_t publisher,
                       str_t only, err_t *err)
{
    sign_secret_t key;
    arena_t *a = arena_new(8 << 20);
    if (!a) return no_memory(err);
    status_t s = material_key(store_dir(st), &key, err);
    secret_wipe(&key, sizeof key);
    if (s == ST_NOT_FOUND) s = material_keys_make(store_dir(st), err);
    release_doc_t like = {
        .base = base, .publisher = publisher, .owner = owner, .drafter = drafter, .approver = approver};
    bool found = false;
    for (const embed_t *e = material_sources; s == ST_OK && e->path; e++) {
        str_t path = str_of(e->path);
        if (!str_ends(path, S(".vi.md"))) continue;
        str_t slug = str_sub(path, 0, path.n - 6);
        if (only.n && !str_eq(only, slug)) continue;
        found = true;
        s = seed_one(st, a, slug, &like, err);
    }
    if (s == ST_OK && !found) s = err_set(err, ST_NOT_FOUND, "material.none", N_("There is no such material."));
    arena_free(a);
    return s;
}
