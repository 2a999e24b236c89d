/* SPDX-License-Identifier: Apache-2.0 */
#include "box/glance.h"
#include "box/ask.h"
#include "box/image_size.h"

static status_t damaged(err_t *err)
{
    return err_at(err, ST_INPUT, "image.damaged", "file", 0,
                  N_("The picture is damaged or takes too long to read; make a new screenshot and try again."));
}

/* What the head of the file says, before anything is started. */
static status_t fits(str_t bytes, size_t most, err_t *err)
{
    image_size_t size;
    if (bytes.n > most)
        return err_at(err, ST_LIMIT, "image.bytes", "file", 0, N_("A picture may have %d MiB at most."),
                      (int)(most >> 20));
    if (!image_size(bytes, &size))
        return err_at(err, ST_INPUT, "image.kind", "file", 0,
                      N_("This is not a PNG, JPEG or WebP picture, nor a PDF."));
    if (size.width > IMAGE_SIDE || size.height > IMAGE_SIDE || (uint64_t)size.width * size.height > IMAGE_PIXELS)
        return err_at(err, ST_LIMIT, "image.pixels", "file", 0,
                      N_("The picture says it has more than %d million points."), IMAGE_PIXELS / 1000000);
    return ST_OK;
}

static void one_code(arena_t *a, glance_t *out, str_t payload)
{
    if (out->n_codes == IMAGE_CODES || payload.n > IMAGE_PAYLOAD) return;
    for (size_t i = 0; i < out->n_codes; i++)
        if (str_eq(out->codes[i], payload)) return;
    out->codes[out->n_codes++] = str_dup(a, payload);
}

static void one_look(glance_t *out, str_t text)
{
    if (out->n_looks < GLANCE_LOOKS && phash_parse(text, &out->looks[out->n_looks])) out->n_looks++;
}

status_t glance_read(arena_t *a, str_t bytes, glance_t *out, err_t *err)
{
    str_t answer, body;
    char kind = 0;
    *out = (glance_t){0};
    status_t s = fits(bytes, IMAGE_BYTES, err);
    if (s == ST_OK)
        s = box_ask(a, bytes, "glance", 3 * IMAGE_CODES * (IMAGE_PAYLOAD + 5) + 256, IMAGE_SECONDS, &answer, err);
    if (s != ST_OK) return s;
    for (size_t at = 0; kind != 'Z' && box_frame(answer, &at, &kind, &body);) {
        if (kind == 'Q') one_code(a, out, body);
        if (kind == 'P') one_look(out, body);
        if (kind == 'E') return damaged(err);
    }
    return kind == 'Z' || out->n_codes ? ST_OK : damaged(err);
}

status_t glance_picture(arena_t *a, str_t bytes, phash_t out[2], err_t *err)
{
    enum { SECONDS = 10, ANSWER = 512 };
    str_t answer, body;
    char kind = 0;
    glance_t g = {.n_looks = 0};
    status_t s = fits(bytes, IMAGE_BYTES, err);
    if (s == ST_OK) s = box_ask(a, bytes, "looks", ANSWER, SECONDS, &answer, err);
    if (s != ST_OK) return s;
    for (size_t at = 0; kind != 'Z' && box_frame(answer, &at, &kind, &body);)
        if (kind == 'P') one_look(&g, body);
    if (kind != 'Z') return damaged(err);
    if (!g.n_looks)
        return err_set(err, ST_NOT_FOUND, "image.plain",
                       N_("The picture is too small or too plain to be known again."));
    out[0] = g.looks[0];
    out[1] = g.looks[g.n_looks > 1];
    return ST_OK;
}

static status_t refused(str_t why, err_t *err)
{
    if (str_eq(why, S("acts")))
        return err_at(err, ST_INPUT, "file.pdf-acts", "file", 0,
                      N_("This PDF holds a script, an attached file or an action; export it again as a plain PDF."));
    if (str_eq(why, S("locked")))
        return err_at(err, ST_INPUT, "file.locked", "file", 0,
                      N_("This PDF is locked with a password; export it again without one."));
    if (str_eq(why, S("pages")))
        return err_at(err, ST_LIMIT, "file.pages", "file", 0, N_("This PDF has more than %d pages."), 400);
    return damaged(err);
}

static bool size_said(str_t body, preview_t *out)
{
    str_t part;
    int64_t v[3];
    for (int i = 0; i < 3; i++)
        if (!str_cut(&body, ' ', &part) || !str_int(part, 0, 1000000, &v[i])) return false;
    out->width = (uint32_t)v[0];
    out->height = (uint32_t)v[1];
    out->pages = (int)v[2];
    return true;
}

status_t preview_read(arena_t *a, str_t bytes, preview_t *out, err_t *err)
{
    str_t answer, body;
    char kind = 0;
    bool sized = false;
    *out = (preview_t){.jpeg = S("")};
    status_t s = fits(bytes, PREVIEW_INPUT, err);
    if (s == ST_OK) s = box_ask(a, bytes, "preview", PREVIEW_BYTES + 1024, IMAGE_SECONDS, &answer, err);
    if (s != ST_OK) return s;
    for (size_t at = 0; kind != 'Z' && box_frame(answer, &at, &kind, &body);) {
        if (kind == 'S') sized = size_said(body, out);
        if (kind == 'P') out->has_hash = phash_parse(body, &out->hash);
        if (kind == 'J') out->jpeg = body;
        if (kind == 'E') return refused(body, err);
    }
    return kind == 'Z' && sized ? ST_OK : damaged(err);
}
