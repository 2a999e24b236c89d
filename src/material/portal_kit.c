/* SPDX-License-Identifier: Apache-2.0
 *
 * portal_kit — one zip that an editor unpacks and has everything: what to paste, what to upload, how to check it.
 */
#include "material/internal.h"
#include "material/pages.h"
#include "material/portal.h"
#include "material/pack.h"

/* What is larger (a clip) is named in the kit and fetched from its address: the kit is one download. */
enum { FILE_MOST = 16 << 20, KIT_FILES = RENDITIONS_MAX + 16, NOTE_MAX = 16 * 1024 };

static status_t blob_of(store_t *st, arena_t *a, const rendition_t *f, str_t *out, err_t *err)
{
    return blob_get(st, a, f->sha256, FILE_MOST, out, err);
}

status_t portal_text(store_t *st, arena_t *a, const release_t *r, lang_t lang, str_t *out, err_t *err)
{
    rendition_t *f;
    size_t n;
    *out = S("");
    status_t s = release_renditions(a, r, &f, &n, err);
    const rendition_t *text = s == ST_OK ? rendition_for(f, n, "text", lang) : NULL;
    return text ? blob_of(st, a, text, out, err) : s;
}

str_t portal_picture(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang)
{
    rendition_t *f;
    size_t n;
    const rendition_t *p = NULL;
    if (release_renditions(a, r, &f, &n, NULL) == ST_OK) p = rendition_for(f, n, "picture", lang);
    if (p) return str_fmt(a, "%.*s/tai-lieu/%.*s/%.*s", STRF(base), STRF(m->slug), STRF(p->name));
    return str_fmt(a, "%.*s%s/tai-lieu/%.*s/anh.png", STRF(base), lang == LANG_EN ? "/en" : "", STRF(m->slug));
}

static str_t note(arena_t *a, const material_t *m, const release_t *r, str_t base, const embed_for_t *who)
{
    buf_t b = buf_new(a, NOTE_MAX);
    for (int l = 0; l < LANG_COUNT; l++) {
        lang_t lang = (lang_t)l;
        buf_fmt(&b, "%.*s · %.*s · %s %lld\n\n", STRF(title_of(m, lang)), STRF(r->code), tr(lang, N_("Version")),
                (long long)r->version);
        if (who) buf_fmt(&b, "%s%.*s\n\n", tr(lang, N_("Made for the portal of ")), STRF(who->name));
        buf_fmt(
            &b, "1. %s\n",
            tr(lang, N_("Open nhung.html as text, copy all of it, and paste it into your article as HTML source.")));
        buf_fmt(&b, "2. %s\n",
                tr(lang, N_("If your system takes frames, khung.html shows the current state by itself.")));
        buf_fmt(&b, "3. %s\n",
                tr(lang, N_("If it takes plain text only, use bai-viet.txt. Leave the line with the code in place.")));
        buf_fmt(&b, "4. %s\n", tr(lang, N_("The files to print and to download are in the folder tep.")));
        buf_fmt(&b, "5. %s\n   minisign -V -p release.pub -m manifest.json\n   %.*s/release.pub\n",
                tr(lang, N_("To see that nothing was changed on the way, check the signature:")), STRF(base));
        buf_fmt(&b, "%s %.*s\n\n\n",
                tr(lang, N_("The code and its link show which version you carry; please keep them:")),
                STRF(embed_address(a, r, base, lang)));
    }
    return buf_str(&b);
}

static void put(vec_t *files, str_t name, str_t bytes, bool stored)
{
    pack_file_t *f = vec_push(files);
    if (f) *f = (pack_file_t){name, bytes, stored};
}

static status_t put_words(vec_t *files, store_t *st, arena_t *a, const material_t *m, const release_t *r, str_t base,
                          lang_t lang, const embed_for_t *who, err_t *err)
{
    str_t text;
    const char *dot = lang == LANG_EN ? ".en" : "";
    status_t s = portal_text(st, a, r, lang, &text, err);
    if (s != ST_OK) return s;
    put(files, str_fmt(a, "nhung%s.html", dot), embed_block_for(a, m, r, base, lang, who), false);
    put(files, str_fmt(a, "khung%s.html", dot), embed_frame(a, m, r, base, lang, who), false);
    put(files, str_fmt(a, "bai-viet%s.txt", dot), embed_article(a, m, r, base, lang, text, who), false);
    return ST_OK;
}

static status_t put_files(vec_t *files, store_t *st, arena_t *a, const material_t *m, const release_t *r, str_t base,
                          err_t *err)
{
    rendition_t *f;
    size_t n;
    status_t s = release_renditions(a, r, &f, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        str_t bytes;
        if (str_eq(f[i].role, S("page"))) continue; /* a fragment of our page: the article is what others need */
        if (f[i].bytes > FILE_MOST) {
            put(files, str_fmt(a, "tep/%.*s.url.txt", STRF(f[i].name)),
                str_fmt(a, "%.*s/tai-lieu/%.*s/%.*s\n", STRF(base), STRF(m->slug), STRF(f[i].name)), false);
            continue;
        }
        s = blob_of(st, a, &f[i], &bytes, err);
        if (s == ST_OK) put(files, str_fmt(a, "tep/%.*s", STRF(f[i].name)), bytes, !str_eq(f[i].role, S("text")));
    }
    return s;
}

status_t portal_kit(store_t *st, arena_t *a, const material_t *m, const release_t *r, str_t base,
                    const embed_for_t *who, str_t *out, err_t *err)
{
    vec_t files = vec_new(a, sizeof(pack_file_t), KIT_FILES);
    put(&files, S("DOC-TRUOC.txt"), note(a, m, r, base, who), false);
    status_t s = put_words(&files, st, a, m, r, base, LANG_VI, who, err);
    if (s == ST_OK && m->title_en.n) s = put_words(&files, st, a, m, r, base, LANG_EN, who, err);
    if (s == ST_OK) s = put_files(&files, st, a, m, r, base, err);
    put(&files, S("manifest.json"), r->manifest, false);
    put(&files, S("manifest.json.minisig"), r->signature, false);
    if (s == ST_OK && files.failed) s = no_memory(err);
    return s == ST_OK ? pack_make(a, files.at, files.len, out, err) : s;
}
