/* SPDX-License-Identifier: Apache-2.0 */
#include "page/render.h"
#include <stdatomic.h>
#include <stdio.h>
#include "base/embed.h"
#include "base/log.h"
#include "page/asset.h"
#include "page/template.h"

extern const embed_t templates[];

enum { MOST_TEMPLATES = 512, ALL_TEMPLATES = 64 << 20, CONTENT_LIMIT = 8 << 20 };

typedef struct loaded {
    char name[96];
    const template_t *t;
    str_t text;
} loaded_t;

static struct {
    arena_t *a;
    loaded_t at[MOST_TEMPLATES];
    size_t n;
    _Atomic bool strict;
    _Atomic uint64_t missing;
} all;

/* "campaign/pages/unit.html" is "campaign/unit"; "page/partials/csrf.html" is "csrf". */
static bool template_name(str_t path, char out[96])
{
    size_t slash = str_chr(path, '/', 0), dot = path.n > 5 ? path.n - 5 : 0;
    size_t second = slash == SIZE_MAX ? SIZE_MAX : str_chr(path, '/', slash + 1);
    if (second == SIZE_MAX || !str_ends(path, S(".html"))) return false;
    str_t room = str_sub(path, 0, slash), kind = str_sub(path, slash + 1, second),
          name = str_sub(path, second + 1, dot);
    int n = str_eq(kind, S("partials")) ? snprintf(out, 96, "%.*s", STRF(name))
                                        : snprintf(out, 96, "%.*s/%.*s", STRF(room), STRF(name));
    return n > 0 && n < 96;
}

status_t page_start(err_t *err)
{
    if (all.a) return ST_OK;
    all.a = arena_new(ALL_TEMPLATES);
    if (!all.a) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    for (const embed_t *e = templates; e->path && all.n < MOST_TEMPLATES; e++) {
        loaded_t *l = &all.at[all.n];
        l->text = (str_t){e->start, (size_t)(e->end - e->start)};
        if (!template_name(str_of(e->path), l->name)) continue;
        status_t s = template_parse(all.a, l->text, &l->t, err);
        if (s != ST_OK) {
            log_line(LOG_ERROR, "page.template", "path=%s why=\"%s\"", e->path, err->text);
            page_stop();
            return s;
        }
        all.n++;
    }
    return ST_OK;
}

void page_stop(void)
{
    arena_free(all.a);
    all.a = NULL;
    all.n = 0;
}

static const template_t *find(str_t name)
{
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(str_of(all.at[i].name), name)) return all.at[i].t;
    return NULL;
}

bool page_has(const char *name)
{
    return find(str_of(name)) != NULL;
}

void page_each(void (*fn)(void *ctx, const char *name, const template_t *t, str_t text), void *ctx)
{
    for (size_t i = 0; i < all.n; i++) fn(ctx, all.at[i].name, all.at[i].t, all.at[i].text);
}

void page_strict(bool on)
{
    atomic_store(&all.strict, on);
}

uint64_t page_missing(void)
{
    return atomic_load(&all.missing);
}

static const template_t *partial(void *ctx, arena_t *a, str_t name)
{
    (void)ctx;
    (void)a;
    return find(name);
}

static void missing(void *ctx, str_t name)
{
    atomic_fetch_add(&all.missing, 1);
    log_line(LOG_WARN, "page.missing", "template=%s name=%.*s", (const char *)ctx, STRF(name));
}

/* --- the frame --- */

typedef struct place {
    const char *path, *title;
    int role; /* -1: everybody */
} place_t;

static const place_t public_places[] = {
    {"/kiem-tra", N_("Check a message"), -1},
    {"/hinh-thuc", N_("Forms of scam"), -1},
    {"/canh-bao", N_("Alerts"), -1},
    {"/bao-cao", N_("Report"), -1},
    {"/hoc", N_("Learn"), -1},
    {"/tai-lieu", N_("Materials"), -1},
    {"/so-cuu", N_("First aid"), -1},
    {NULL, NULL, 0},
};

static const place_t desk_places[] = {
    {"/ban/viec", N_("My unit's duties"), ROLE_CONTACT},
    {"/ban/dieu-phoi", N_("Coordination"), ROLE_COORDINATOR},
    {"/ban/chien-dich", N_("Campaigns"), ROLE_COORDINATOR},
    {"/ban/cong-van", N_("Dispatches"), ROLE_COORDINATOR},
    {"/ban/cong-van", N_("Dispatches"), ROLE_SIGNER},
    {"/ban/cong-van", N_("Dispatches"), ROLE_CONTACT},
    {"/ban/bao-cao", N_("Closing reports"), ROLE_COORDINATOR},
    {"/ban/bao-cao", N_("Closing reports"), ROLE_SIGNER},
    {"/ban/bao-cao", N_("Closing reports"), ROLE_AUDITOR},
    {"/ban/kiem-chung", N_("Proof of posting"), ROLE_COORDINATOR},
    {"/ban/tai-lieu", N_("Library"), ROLE_EDITOR},
    {"/ban/tai-lieu", N_("Library"), ROLE_SIGNER},
    {"/ban/truc", N_("Duty desk"), ROLE_DUTY},
    {"/ban/lop", N_("Classes"), ROLE_TEACHER},
    {"/ban/tham-ho", N_("Household visits"), ROLE_VOLUNTEER},
    {"/ban/don-vi", N_("Units"), ROLE_COORDINATOR},
    {"/ban/nguoi", N_("People"), ROLE_COORDINATOR},
    {"/ban/nguoi", N_("People"), ROLE_SIGNER},
    {"/ban/nguoi", N_("People"), ROLE_CONTACT},
    {NULL, NULL, 0},
};

static bool stands_before(const place_t *places, const place_t *p, const actor_t *who)
{
    for (const place_t *o = places; o != p; o++)
        if (strcmp(o->path, p->path) == 0 && who && actor_seat(who, (role_t)o->role)) return true;
    return false;
}

static void navigation(view_t *g, const page_frame_t *f, bool desk)
{
    view_t *nav = view_list(g, "nav");
    const place_t *places = desk ? desk_places : public_places;
    for (const place_t *p = places; p->path; p++) {
        if (p->role >= 0 && (!f->who || !actor_seat(f->who, (role_t)p->role) || stands_before(places, p, f->who)))
            continue;
        view_t *i = view_item(nav);
        view_z(i, "href", p->path);
        view_z(i, "text", tr(f->lang, p->title));
        view_flag(i, "here", str_starts(f->path, str_of(p->path)));
    }
}

static view_t *frame_view(arena_t *a, const page_frame_t *f)
{
    view_t *g = view_new(a);
    bool english = f->lang == LANG_EN, desk = str_starts(f->path, S("/ban"));
    view_z(g, "lang", lang_code(f->lang));
    view_z(g, "base", english ? "/en" : "");
    view_z(g, "other_base", english ? "" : "/en");
    view_z(g, "other_lang", english ? "vi" : "en");
    view_z(g, "other_name", english ? "Tiếng Việt" : "English");
    view_text(g, "path", f->path);
    view_text(g, "base_url", f->base_url);
    view_text(g, "title", f->heading.p ? f->heading : str_of(f->title ? tr(f->lang, f->title) : ""));
    view_text(g, "csrf", f->csrf);
    view_text(g, "flash", f->flash);
    view_flag(g, "demo", f->demo);
    view_flag(g, "desk", desk);
    view_flag(g, "signed_in", f->who != NULL);
    view_text(g, "me", f->who ? f->who->name : S(""));
    if (f->demo) view_time(g, "demo_now", clock_now());
    navigation(g, f, desk);
    asset_view(g, a);
    return g;
}

/* What machines read of a public page: its own head (page/head.h), else the site's. */
static void head_of(arena_t *a, view_t *g, const view_t *own, const page_frame_t *f)
{
    static const char *const names[] = {"description", "picture", "oembed", "type"};
    const char *prefix = f->lang == LANG_EN ? "/en" : "";
    view_t *h = view_object(g, "head");
    view_z(h, "site_description",
           tr(f->lang, N_("Is this message a scam? Check it, learn the forms of scam, get first aid, verify documents. "
                          "Free, no account, nothing you check is kept.")));
    view_text(h, "site_picture", str_fmt(a, "%.*s%s/anh-chung.png", STRF(f->base_url), prefix));
    view_z(h, "locale", f->lang == LANG_EN ? "en_US" : "vi_VN");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const view_t *v = own ? view_get(own, names[i], strlen(names[i])) : NULL;
        view_text(h, names[i], v ? view_str(v) : S(""));
    }
    const view_t *ld = own ? view_get(own, "ld", 2) : NULL;
    view_html(h, "ld", ld ? view_str(ld) : S(""));
}

static void render_in(arena_t *a, const template_t *t, const char *name, const view_t *v, view_t *g,
                      const page_frame_t *f, buf_t *out)
{
    const template_t *layout = find(S("page/layout"));
    bool strict = atomic_load(&all.strict);
    template_env_t env = {.lang = f->lang,
                          .partial = partial,
                          .ctx = (void *)(uintptr_t)name,
                          .globals = g,
                          .missing = strict ? missing : NULL};
    buf_t content = buf_new(a, CONTENT_LIMIT);
    template_render(t, v, &env, &content);
    if (!buf_ok(&content)) out->failed = true;
    view_html(g, "content", buf_str(&content));
    if (layout)
        template_render(layout, g, &env, out);
    else
        buf_put(out, buf_str(&content));
}

status_t page_render(arena_t *a, const char *name, const view_t *v, const page_frame_t *f, buf_t *out, err_t *err)
{
    const template_t *t = find(str_of(name));
    if (!t) return err_set(err, ST_BUG, "page.no-template", N_("There is no template %s."), name);
    page_frame_t frame = *f;
    const view_t *own = view_get(v, "page_title", 10);
    if (own) frame.heading = view_str(own);
    view_t *g = frame_view(a, &frame);
    bool desk = str_starts(f->path, S("/ban"));
    view_flag(g, "public", !desk);
    if (!desk) head_of(a, g, view_get(v, "head", 4), &frame);
    render_in(a, t, name, v, g, &frame, out);
    if (buf_ok(out) && !arena_failed(a)) return ST_OK;
    return err_set(err, ST_MEMORY, "page.too-large", N_("The page is too large to show."));
}

status_t page_render_alone(arena_t *a, const char *name, const view_t *v, lang_t lang, buf_t *out, err_t *err)
{
    const template_t *t = find(str_of(name));
    if (!t) return err_set(err, ST_BUG, "page.no-template", N_("There is no template %s."), name);
    view_t *g = view_new(a);
    view_z(g, "lang", lang_code(lang));
    template_env_t env = {.lang = lang,
                          .partial = partial,
                          .ctx = (void *)(uintptr_t)name,
                          .globals = g,
                          .missing = atomic_load(&all.strict) ? missing : NULL};
    template_render(t, v, &env, out);
    if (buf_ok(out) && !arena_failed(a)) return ST_OK;
    return err_set(err, ST_MEMORY, "page.too-large", N_("The page is too large to show."));
}

static const char *error_title(int http_status)
{
    switch (http_status) {
    case 400: return N_("The request cannot be understood");
    case 401: return N_("Sign in first");
    case 403: return N_("Not allowed");
    case 404: return N_("There is nothing here");
    case 405: return N_("That cannot be done here");
    case 409: return N_("Somebody was there before");
    case 413: return N_("Too large");
    case 422: return N_("Something is missing or wrong");
    case 429: return N_("Too often");
    case 503: return N_("Try again in a moment");
    default: return http_status >= 500 ? N_("Something went wrong on our side") : N_("The request cannot be fulfilled");
    }
}

status_t page_error(arena_t *a, int http_status, const err_t *why, const page_frame_t *f, buf_t *out)
{
    const template_t *t = find(S("page/error"));
    page_frame_t frame = *f;
    frame.title = error_title(http_status);
    view_t *v = view_new(a), *g = frame_view(a, &frame);
    view_flag(g, "public", false);
    view_int(v, "status", http_status);
    view_z(v, "detail", why ? why->text : "");
    view_flag(v, "sign_in", http_status == 401);
    if (t)
        render_in(a, t, "page/error", v, g, &frame, out);
    else if (why)
        buf_html(out, str_of(why->text));
    return buf_ok(out) ? ST_OK : ST_MEMORY;
}

void page_problem(int http_status, const err_t *why, buf_t *out)
{
    lang_t lang = why ? why->lang : LANG_VI;
    buf_putz(out, "{\"type\":");
    if (why && why->code && *why->code) {
        char type[128];
        int n = snprintf(type, sizeof type, "urn:canhgiac:%s", why->code);
        buf_json(out, (str_t){type, (size_t)n < sizeof type ? (size_t)n : sizeof type - 1});
    } else {
        buf_putz(out, "\"about:blank\"");
    }
    buf_putz(out, ",\"title\":");
    buf_json(out, str_of(tr(lang, error_title(http_status))));
    buf_putz(out, ",\"status\":");
    buf_int(out, http_status);
    if (why && *why->text) {
        buf_putz(out, ",\"detail\":");
        buf_json(out, str_of(why->text));
    }
    if (why && *why->field) {
        buf_putz(out, ",\"errors\":[{\"field\":");
        buf_json(out, str_of(why->field));
        buf_putz(out, ",\"message\":");
        buf_json(out, str_of(why->text));
        buf_putz(out, "}]");
    }
    buf_putc(out, '}');
}
