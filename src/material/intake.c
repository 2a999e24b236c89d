/* SPDX-License-Identifier: Apache-2.0 */
#include "material/intake.h"
#include "material/internal.h"
#include "material/sniff.h"

#define TEXT_MAX ((size_t)2 << 20)

static bool lang_known(str_t lang)
{
    static const char *const langs[] = {"", "vi", "en", "km"};
    for (size_t i = 0; i < sizeof langs / sizeof *langs; i++)
        if (str_eq(lang, str_of(langs[i]))) return true;
    return false;
}

/* Which roles a kind of file may play; the first is the one it plays when nothing is said. */
static bool role_fits(str_t role, const char *mime)
{
    static const struct {
        const char *mime, *role;
    } fits[] = {{"application/pdf", "print"}, {"application/pdf", "poster"}, {"image/", "picture"},
                {"image/", "poster"},         {"image/", "preview"},         {"video/", "clip"},
                {"audio/", "sound"},          {"text/plain", "text"},        {"text/vtt", "captions"}};
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
        if (str_eq(role, str_of(fits[i].role)) && str_starts(str_of(mime), str_of(fits[i].mime))) return true;
    return false;
}

/* "cam-nang.vi.pdf", "cam-nang.vi.2.pdf": what the uploader's machine called it may hold anything. */
static str_t name_for(const intake_t *in, str_t lang, const char *ending)
{
    for (int i = 1; i <= RENDITIONS_MAX; i++) {
        str_t name = i == 1
                         ? str_fmt(in->a, "%.*s%s%.*s.%s", STRF(in->slug), lang.n ? "." : "", STRF(lang), ending)
                         : str_fmt(in->a, "%.*s%s%.*s.%d.%s", STRF(in->slug), lang.n ? "." : "", STRF(lang), i, ending);
        bool taken = false;
        for (size_t k = 0; k < in->n; k++) taken = taken || str_eq(in->files[k].name, name);
        if (!taken) return name;
    }
    return S("");
}

status_t intake_add(intake_t *in, rendition_t r, const char *ending, str_t bytes, err_t *err)
{
    if (in->n == RENDITIONS_MAX)
        return err_at(err, ST_LIMIT, "file.many", "file", 0, N_("A release has at most %d files."), RENDITIONS_MAX);
    status_t s = blob_put(in->st, bytes, &r.sha256, err);
    if (s != ST_OK) return s;
    r.bytes = bytes.n;
    r.name = name_for(in, r.lang, ending);
    in->files[in->n++] = r;
    return ST_OK;
}

status_t intake_file(intake_t *in, str_t bytes, str_t role, str_t lang, str_t alt, err_t *err)
{
    sniffed_t kind;
    if (!lang_known(lang))
        return err_at(err, ST_INPUT, "file.lang", "lang", 0, N_("The language of a file is vi, en or km."));
    if (utf8_len(alt) > 2000)
        return err_at(err, ST_LIMIT, "file.alt", "alt", 0, N_("The text alternative has at most 2,000 characters."));
    status_t s = file_sniff(bytes, &kind, err);
    if (s != ST_OK) return s;
    rendition_t r = {.role = role.n ? str_dup(in->a, role) : str_of(kind.role),
                     .lang = str_dup(in->a, lang),
                     .mime = str_of(kind.mime),
                     .alt = str_dup(in->a, alt)};
    if (!role_fits(r.role, kind.mime))
        return err_at(err, ST_INPUT, "file.role", "role", 0, N_("A file of the kind %s cannot be used as “%.*s”."),
                      kind.mime, STRF(r.role));
    s = intake_add(in, r, kind.ending, bytes, err);
    if (s == ST_OK && str_eq(r.role, S("text")))
        *(str_eq(lang, S("en")) ? &in->text_en : &in->text_vi) = str_dup(in->a, bytes);
    return s;
}

static bool replaced(const intake_t *in, size_t n, const rendition_t *old)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(in->files[i].role, old->role) && str_eq(in->files[i].lang, old->lang)) return true;
    return false;
}

status_t intake_keep(intake_t *in, const release_t *before, err_t *err)
{
    rendition_t *old;
    size_t n, fresh = in->n;
    status_t s = release_renditions(in->a, before, &old, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (replaced(in, fresh, &old[i])) continue;
        if (in->n == RENDITIONS_MAX)
            return err_at(err, ST_LIMIT, "file.many", "file", 0, N_("A release has at most %d files."), RENDITIONS_MAX);
        for (size_t k = 0; k < fresh; k++) /* the new file has its name: the old one gives way */
            if (str_eq(in->files[k].name, old[i].name)) old[i].name = str_fmt(in->a, "%zu.%.*s", i, STRF(old[i].name));
        in->files[in->n++] = old[i];
        if (!str_eq(old[i].role, S("text"))) continue;
        str_t text;
        s = blob_get(in->st, in->a, old[i].sha256, TEXT_MAX, &text, err);
        if (s == ST_OK) *(str_eq(old[i].lang, S("en")) ? &in->text_en : &in->text_vi) = text;
    }
    return s;
}
