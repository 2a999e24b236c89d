/* SPDX-License-Identifier: Apache-2.0 */
#include "page/asset.h"
#include <pthread.h>
#include "base/crypto.h"
#include "base/embed.h"

extern const embed_t assets[];

enum { MARK = 12, MOST = 64 };

/* The marks, made once: the bytes cannot change while the program runs. */
static struct {
    pthread_once_t once;
    char mark[MOST][MARK + 1], key[MOST][64];
    size_t n;
} known = {.once = PTHREAD_ONCE_INIT};

static void make(void)
{
    for (const embed_t *e = assets; e->path && known.n < MOST; e++, known.n++) {
        char hex[65], *key = known.key[known.n];
        digest_hex(sha256((str_t){e->start, (size_t)(e->end - e->start)}), hex);
        memcpy(known.mark[known.n], hex, MARK);
        for (size_t i = 0; e->path[i] && i < sizeof known.key[0] - 1; i++)
            key[i] = e->path[i] == '.' || e->path[i] == '-' ? '_' : e->path[i]; /* as templates can say it */
    }
}

static size_t dot_of(str_t name)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '.') return i - 1;
    return name.n;
}

static str_t marked(arena_t *a, size_t i)
{
    str_t name = str_of(assets[i].path);
    size_t dot = dot_of(name);
    return str_fmt(a, "/assets/%.*s.%s%.*s", (int)dot, name.p, known.mark[i], (int)(name.n - dot), name.p + dot);
}

/* Where the mark stands: before the last dot, after one. */
static bool mark_in(str_t name, size_t *at)
{
    size_t dot = dot_of(name);
    if (dot < MARK + 2 || dot == name.n || name.p[dot - MARK - 1] != '.') return false;
    *at = dot - MARK;
    for (size_t i = *at; i < dot; i++)
        if (str_chr(S("0123456789abcdef"), name.p[i], 0) == SIZE_MAX) return false;
    return true;
}

bool asset_lasts(str_t path)
{
    size_t at;
    return str_starts(path, S("/assets/")) && mark_in(path, &at);
}

str_t asset_find(str_t name)
{
    size_t at;
    str_t plain = embed_find(assets, name);
    if (plain.p || !mark_in(name, &at)) return plain;
    pthread_once(&known.once, make);
    for (size_t i = 0; i < known.n; i++) {
        str_t own = str_of(assets[i].path);
        size_t dot = dot_of(own);
        bool same = name.n == own.n + MARK + 1 && str_eq(str_sub(name, 0, dot), str_sub(own, 0, dot)) &&
                    str_eq(str_sub(name, at, at + MARK), str_of(known.mark[i])) &&
                    str_eq(str_sub(name, at + MARK, name.n), str_sub(own, dot, own.n));
        if (same) return (str_t){assets[i].start, (size_t)(assets[i].end - assets[i].start)};
    }
    return STR_NONE;
}

str_t asset_path(arena_t *a, str_t name)
{
    pthread_once(&known.once, make);
    for (size_t i = 0; i < known.n; i++)
        if (str_eq(str_of(assets[i].path), name)) return marked(a, i);
    return S("");
}

str_t asset_packed(arena_t *a, str_t name, const char *coding)
{
    return embed_find(assets, str_fmt(a, "%.*s%s", STRF(name), coding));
}

static bool packed(const char *path)
{
    return str_ends(str_of(path), S(".gz")) || str_ends(str_of(path), S(".br"));
}

void asset_each(arena_t *a, void (*use)(void *ctx, str_t name, str_t lasting), void *ctx)
{
    pthread_once(&known.once, make);
    for (size_t i = 0; i < known.n; i++)
        if (!packed(assets[i].path)) use(ctx, str_of(assets[i].path), marked(a, i));
}

void asset_view(view_t *globals, arena_t *a)
{
    view_t *v = view_object(globals, "asset");
    pthread_once(&known.once, make);
    for (size_t i = 0; i < known.n; i++)
        if (!packed(assets[i].path)) view_text(v, known.key[i], marked(a, i));
    /* Built without a compiler for WebAssembly there is no recogniser for browsers, and pages ask the server. */
    view_flag(v, "has_wasm", asset_find(S("canhgiac.wasm")).p != NULL);
}
