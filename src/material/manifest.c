/* SPDX-License-Identifier: Apache-2.0
 *
 * manifest — the canonical JSON of a release: members in the order written here (which is that of their names), no space,
 * renditions by role, language and name. The same content gives the same bytes whoever writes it.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/jread.h"
#include "material/internal.h"

static int by_place(const void *pa, const void *pb)
{
    const rendition_t *a = pa, *b = pb;
    int c = str_cmp(a->role, b->role);
    if (c == 0) c = str_cmp(a->lang, b->lang);
    return c ? c : str_cmp(a->name, b->name);
}

static void put_member(buf_t *b, const char *name, str_t value)
{
    buf_fmt(b, "\"%s\":", name);
    buf_json(b, value);
}

static void put_rendition(buf_t *b, const rendition_t *r)
{
    char hex[65];
    buf_putc(b, '{');
    if (r->alt.n) {
        put_member(b, "alt", r->alt);
        buf_putc(b, ',');
    }
    buf_fmt(b, "\"bytes\":%lld,", (long long)r->bytes);
    if (r->height) buf_fmt(b, "\"height\":%u,", r->height);
    put_member(b, "lang", r->lang);
    buf_putc(b, ',');
    put_member(b, "mime", r->mime);
    buf_putc(b, ',');
    put_member(b, "name", r->name);
    if (r->has_phash) {
        phash_text(r->phash, hex);
        buf_fmt(b, ",\"phash\":\"%s\"", hex);
    }
    buf_putc(b, ',');
    put_member(b, "role", r->role);
    if (r->seconds) buf_fmt(b, ",\"seconds\":%lld", (long long)r->seconds);
    digest_hex(r->sha256, hex);
    buf_fmt(b, ",\"sha256\":\"%s\"", hex);
    if (r->width) buf_fmt(b, ",\"width\":%u", r->width);
    buf_putc(b, '}');
}

digest_t manifest_core(str_t code, int64_t version, str_t slug, const digest_t *text_vi, const digest_t *text_en)
{
    sha256_t h;
    char number[24];
    (void)snprintf(number, sizeof number, "%lld", (long long)version);
    sha256_start(&h);
    sha256_field(&h, S("canhgiac core 1"));
    sha256_field(&h, code);
    sha256_field(&h, str_of(number));
    sha256_field(&h, slug);
    sha256_field(&h, text_vi ? (str_t){(const char *)text_vi->b, 32} : S(""));
    sha256_field(&h, text_en ? (str_t){(const char *)text_en->b, 32} : S(""));
    return sha256_end(&h);
}

/* Shingles as one string of 16 hex digits each: short, and no number that a JSON reader would round. */
static status_t put_text(arena_t *a, buf_t *b, const char *lang, str_t text, bool first, err_t *err)
{
    uint64_t *shingles;
    size_t n;
    int64_t words;
    char hex[65];
    status_t s = text_shingles(a, text, SHINGLES_KEPT, &shingles, &n, &words, err);
    if (s != ST_OK) return s;
    digest_hex(sha256(text), hex);
    buf_fmt(b, "%s\"%s\":{\"sha256\":\"%s\",\"shingles\":\"", first ? "" : ",", lang, hex);
    for (size_t i = 0; i < n; i++) buf_fmt(b, "%016llx", (unsigned long long)shingles[i]);
    buf_putz(b, "\",\"words\":");
    buf_int(b, words);
    buf_putc(b, '}');
    return ST_OK;
}

static bool name_fits(str_t name)
{
    if (name.n == 0 || name.n > 80 || name.p[0] == '.') return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool fits =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("._-", c) != NULL;
        if (!fits || c == 0) return false;
    }
    return true;
}

static status_t renditions_sorted(arena_t *a, const release_new_t *what, rendition_t **out, err_t *err)
{
    if (what->n == 0 || what->n > RENDITIONS_MAX)
        return err_set(err, ST_INPUT, "release.renditions", N_("A release has 1 to %d files."), RENDITIONS_MAX);
    rendition_t *r = ARENA_ARRAY(a, rendition_t, what->n);
    if (!r) return no_memory(err);
    memcpy(r, what->renditions, what->n * sizeof *r);
    for (size_t i = 0; i < what->n; i++) {
        if (!name_fits(r[i].name))
            return err_at(err, ST_INPUT, "release.file-name", "file", 0,
                          N_("A file's name may hold only letters a-z, digits, dots, hyphens and underscores."));
        for (size_t j = 0; j < i; j++)
            if (str_eq(r[i].name, r[j].name))
                return err_at(err, ST_INPUT, "release.file-twice", "file", 0,
                              N_("Two files of a release have the same name."));
    }
    qsort(r, what->n, sizeof *r, by_place);
    *out = r;
    return ST_OK;
}

static void put_time(buf_t *b, const char *name, ms_t t)
{
    char at[32];
    ms_iso_utc(t == MS_NEVER ? 0 : t, at);
    buf_fmt(b, t == MS_NEVER ? "\"%s\":null" : "\"%s\":\"%s\"", name, at);
}

static void put_core(buf_t *b, const material_t *m, const release_new_t *what, const release_t *r)
{
    char hex[65];
    digest_t vi = sha256(what->text_vi), en = sha256(what->text_en);
    digest_hex(manifest_core(r->code, r->version, m->slug, what->text_vi.n ? &vi : NULL, what->text_en.n ? &en : NULL),
               hex);
    buf_fmt(b, "\"core\":\"%s\",", hex);
}

status_t manifest_make(arena_t *a, const material_t *m, const release_new_t *what, const release_t *r, str_t supersedes,
                       size_t needs, str_t *out, err_t *err)
{
    rendition_t *sorted = NULL;
    status_t s = renditions_sorted(a, what, &sorted, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, MANIFEST_MAX);
    buf_putc(&b, '{');
    put_member(&b, "base", what->base);
    buf_putc(&b, ',');
    if (what->change.n) {
        put_member(&b, "change", what->change);
        buf_putc(&b, ',');
    }
    put_member(&b, "code", r->code);
    buf_putc(&b, ',');
    put_core(&b, m, what, r);
    put_time(&b, "created", r->created);
    buf_fmt(&b, ",\"embed\":\"cg:%.*s:v%lld\",", STRF(r->code), (long long)r->version);
    put_time(&b, "expires", what->expires);
    buf_putz(&b, ",\"format\":1,");
    put_member(&b, "kind", m->kind);
    buf_putc(&b, ',');
    put_member(&b, "licence", m->licence);
    buf_putc(&b, ',');
    put_member(&b, "material", m->slug);
    buf_putz(&b, ",\"renditions\":[");
    for (size_t i = 0; i < what->n; i++) {
        if (i) buf_putc(&b, ',');
        put_rendition(&b, &sorted[i]);
    }
    buf_fmt(&b, "],\"signatures\":%zu,\"supersedes\":", needs);
    if (supersedes.n)
        buf_json(&b, supersedes);
    else
        buf_putz(&b, "null");
    buf_putz(&b, ",\"text\":{");
    if (what->text_en.n) s = put_text(a, &b, "en", what->text_en, true, err);
    if (s == ST_OK && what->text_vi.n) s = put_text(a, &b, "vi", what->text_vi, what->text_en.n == 0, err);
    if (s != ST_OK) return s;
    buf_putz(&b, "},\"title\":{");
    put_member(&b, "en", m->title_en);
    buf_putc(&b, ',');
    put_member(&b, "vi", m->title);
    buf_fmt(&b, "},\"version\":%lld}\n", (long long)r->version);
    *out = buf_str(&b);
    return buf_ok(&b) ? ST_OK : no_memory(err);
}

/* --- reading --- */

static status_t not_a_manifest(err_t *err)
{
    return err_set(err, ST_INPUT, "release.manifest", N_("This is not the manifest of a release."));
}

/* A copy: the manifest's own bytes may be gone before what was read of it. */
static str_t member(arena_t *a, const jval_t *o, const char *name)
{
    str_t text = jread_text(o, name);
    return text.n ? str_dup(a, text) : S("");
}

static const jval_t *manifest_load(arena_t *a, str_t manifest)
{
    return manifest.n <= MANIFEST_MAX ? jread(a, manifest) : NULL;
}

static bool time_of(const jval_t *root, const char *name, ms_t *out)
{
    const jval_t *v = jread_get(root, name);
    *out = MS_NEVER;
    return v && (v->kind == J_NULL || (v->kind == J_TEXT && ms_parse(v->text, out)));
}

status_t manifest_read(arena_t *a, str_t manifest, manifest_t *out, err_t *err)
{
    const jval_t *root = manifest_load(a, manifest), *title = jread_get(root, "title"),
                 *needs = jread_get(root, "signatures");
    *out = (manifest_t){.base = member(a, root, "base"),
                        .code = member(a, root, "code"),
                        .kind = member(a, root, "kind"),
                        .slug = member(a, root, "material"),
                        .title = member(a, title, "vi"),
                        .title_en = member(a, title, "en"),
                        .licence = member(a, root, "licence"),
                        .change = member(a, root, "change"),
                        .supersedes = member(a, root, "supersedes"),
                        .version = jread_number(root, "version"),
                        .needs = needs ? (size_t)needs->number : 1};
    str_t core = member(a, root, "core");
    bool good = jread_number(root, "format") == 1 && out->code.n == 6 && out->version > 0 && out->needs >= 1 &&
                out->needs <= SIGN_MANY_MAX && time_of(root, "created", &out->created) && out->created != MS_NEVER &&
                time_of(root, "expires", &out->expires) && (core.n == 0 || digest_parse(core, &out->core));
    return good ? ST_OK : not_a_manifest(err);
}

status_t manifest_renditions(arena_t *a, str_t manifest, rendition_t **out, size_t *n, err_t *err)
{
    const jval_t *list = jread_get(manifest_load(a, manifest), "renditions");
    size_t count = list && list->kind == J_LIST ? list->n : 0;
    status_t s = count > 0 && count <= RENDITIONS_MAX ? ST_OK : not_a_manifest(err);
    rendition_t *r = s == ST_OK ? ARENA_ARRAY(a, rendition_t, count) : NULL;
    if (s == ST_OK && !r) s = no_memory(err);
    const jval_t *o = count ? list->first : NULL;
    for (size_t i = 0; s == ST_OK && i < count; i++, o = o->next) {
        r[i] = (rendition_t){.role = member(a, o, "role"),
                             .lang = member(a, o, "lang"),
                             .mime = member(a, o, "mime"),
                             .name = member(a, o, "name"),
                             .bytes = (uint64_t)jread_number(o, "bytes"),
                             .alt = member(a, o, "alt"),
                             .width = (uint32_t)jread_number(o, "width"),
                             .height = (uint32_t)jread_number(o, "height"),
                             .seconds = jread_number(o, "seconds")};
        r[i].has_phash = phash_parse(member(a, o, "phash"), &r[i].phash);
        if (!digest_parse(member(a, o, "sha256"), &r[i].sha256) || !name_fits(r[i].name)) s = not_a_manifest(err);
    }
    *out = r;
    *n = s == ST_OK ? count : 0;
    return s;
}

static bool shingles_read(arena_t *a, str_t hex, release_text_t *t)
{
    size_t n = hex.n / 16;
    uint64_t *v = ARENA_ARRAY(a, uint64_t, n + 1);
    if (!v || hex.n % 16 || n > SHINGLES_KEPT) return false;
    for (size_t i = 0; i < n; i++) {
        uint8_t b[8];
        if (!hex_get(str_sub(hex, 16 * i, 16 * i + 16), b, 8)) return false;
        for (size_t k = 0; k < 8; k++) v[i] = v[i] << 8 | b[k];
        if (i && v[i] <= v[i - 1]) return false;
    }
    t->shingles = v;
    t->n_shingles = n;
    return true;
}

status_t manifest_texts(arena_t *a, str_t manifest, release_text_t **out, size_t *n, err_t *err)
{
    const jval_t *of = jread_get(manifest_load(a, manifest), "text");
    size_t count = 0;
    status_t s = of ? ST_OK : not_a_manifest(err);
    release_text_t *t = ARENA_ARRAY(a, release_text_t, (of ? of->n : 0) + 1);
    if (!t) s = no_memory(err);
    for (const jval_t *v = of && of->kind == J_OBJECT ? of->first : NULL; s == ST_OK && v; v = v->next) {
        release_text_t *one = &t[count++];
        one->lang = str_dup(a, v->name);
        one->words = jread_number(v, "words");
        if (!digest_parse(member(a, v, "sha256"), &one->sha256) || !shingles_read(a, jread_text(v, "shingles"), one))
            s = not_a_manifest(err);
    }
    *out = t;
    *n = s == ST_OK ? count : 0;
    return s;
}
