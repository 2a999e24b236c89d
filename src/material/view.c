/* SPDX-License-Identifier: Apache-2.0
 *
 * What the pages of this room show in common.
 */
#include "material/pages.h"
#include "material/code.h"
#include "page/app.h"

str_t title_of(const material_t *m, lang_t lang)
{
    return lang == LANG_EN && m->title_en.n ? m->title_en : m->title;
}

str_t summary_of(const material_t *m, lang_t lang)
{
    return lang == LANG_EN && m->summary_en.n ? m->summary_en : m->summary;
}

const char *kind_label(str_t kind, lang_t lang)
{
    static const struct {
        const char *kind, *label;
    } kinds[] = {{"handbook", N_("Handbook")}, {"document", N_("Document")}, {"poster", N_("Poster")},
                 {"clip", N_("Clip")},         {"audio", N_("Sound")},       {"post", N_("Post")},
                 {"lesson", N_("Lesson")},     {"quiz", N_("Quiz")},         {"alert", N_("Alert")},
                 {"notice", N_("Notice")}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(kind, str_of(kinds[i].kind))) return tr(lang, kinds[i].label);
    return "";
}

static const char *state_label(str_t state, lang_t lang)
{
    static const struct {
        const char *state, *label;
    } states[] = {{"draft", N_("draft")},
                  {"reviewed", N_("reviewed, more signatures needed")},
                  {"signed", N_("signed, not yet published")},
                  {"published", N_("published")},
                  {"superseded", N_("superseded")},
                  {"withdrawn", N_("withdrawn")},
                  {"expired", N_("expired")}};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (str_eq(state, str_of(states[i].state))) return tr(lang, states[i].label);
    return "";
}

void show_material(view_t *v, const material_t *m, lang_t lang)
{
    view_text(v, "slug", m->slug);
    view_text(v, "name", title_of(m, lang));
    view_text(v, "summary", summary_of(m, lang));
    view_text(v, "kind", m->kind);
    view_z(v, "kind_name", kind_label(m->kind, lang));
    view_text(v, "licence", m->licence);
    if (m->audience.n) view_text(v, "audience", m->audience);
}

void show_release(view_t *v, const release_t *r, lang_t lang)
{
    bool past = str_eq(r->state, S("published")) && r->expires <= clock_now();
    str_t state = past ? S("expired") : r->state;
    view_id(v, "id", r->id);
    view_text(v, "code", r->code);
    view_int(v, "version", r->version);
    view_text(v, "state", state);
    view_z(v, "state_name", state_label(state, lang));
    view_flag(v, "is_draft", str_eq(state, S("draft")));
    view_flag(v, "is_published", str_eq(state, S("published")));
    bool waits = str_eq(state, S("draft")) || str_eq(state, S("reviewed"));
    view_flag(v, "waits", waits);
    view_flag(v, "is_signed", str_eq(state, S("signed")));
    view_flag(v, "is_live", waits || str_eq(state, S("signed")) || str_eq(state, S("published")));
    if (r->state_why.n) view_text(v, "why", r->state_why);
    if (r->published) view_time(v, "published", r->published);
    view_time(v, "created", r->created);
    if (r->expires != MS_NEVER) view_time(v, "expires", r->expires);
}

const char *role_label(str_t role, lang_t lang)
{
    static const struct {
        const char *role, *label;
    } roles[] = {{"page", N_("Web page")},
                 {"text", N_("Plain text")},
                 {"print", N_("To print")},
                 {"poster", N_("Poster")},
                 {"picture", N_("Picture")},
                 {"clip", N_("Clip")},
                 {"sound", N_("Sound")},
                 {"captions", N_("Captions")},
                 {"book", N_("E-book")},
                 {"preview", N_("Preview")},
                 {"small", N_("Small picture")},
                 {"clip-480", N_("Clip, 480 lines")},
                 {"clip-240", N_("Clip, 240 lines")}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_eq(role, str_of(roles[i].role))) return tr(lang, roles[i].label);
    return "";
}

status_t show_files(view_t *v, arena_t *a, const release_t *r, lang_t lang, err_t *err)
{
    rendition_t *f;
    size_t n;
    status_t s = release_renditions(a, r, &f, &n, err);
    view_t *list = view_list(v, "files");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        char hex[65];
        view_t *o = view_item(list);
        digest_hex(f[i].sha256, hex);
        view_text(o, "file", f[i].name);
        view_z(o, "role_name", role_label(f[i].role, lang));
        view_text(o, "role", f[i].role);
        view_text(o, "file_lang", f[i].lang);
        if (f[i].alt.n) view_text(o, "alt", f[i].alt);
        view_flag(o, "is_page", str_eq(f[i].role, S("page")));
        view_flag(o, "is_preview", str_eq(f[i].role, S("preview")));
        if (f[i].seconds)
            view_fmt(o, "plays", "%lld:%02lld", (long long)f[i].seconds / 60, (long long)f[i].seconds % 60);
        view_text(o, "mime", f[i].mime);
        view_int(o, "kb", (int64_t)(f[i].bytes + 1023) / 1024);
        view_z(o, "sha256", str_z(a, str_of(hex)));
    }
    return s;
}

const rendition_t *rendition_for(const rendition_t *f, size_t n, const char *role, lang_t lang)
{
    const rendition_t *other = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(f[i].role, str_of(role))) continue;
        if (str_eq(f[i].lang, str_of(lang_code(lang)))) return &f[i];
        other = &f[i];
    }
    return other;
}
