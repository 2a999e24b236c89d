/* SPDX-License-Identifier: Apache-2.0 */
#include "box/image.h"
#include "base/fold.h"
#include "box/ask.h"

enum { ANSWER_MOST = IMAGE_TEXT + IMAGE_CODES * (IMAGE_PAYLOAD + 5) + 64 };

static void one_code(arena_t *a, image_text_t *out, str_t payload)
{
    if (out->n_codes == IMAGE_CODES || payload.n > IMAGE_PAYLOAD) return;
    for (size_t i = 0; i < out->n_codes; i++)
        if (str_eq(out->codes[i], payload)) return;
    out->codes[out->n_codes++] = str_dup(a, payload);
}

static status_t take_apart(arena_t *a, str_t answer, image_text_t *out, err_t *err)
{
    bool end = false, damaged = false;
    char kind;
    str_t body;
    for (size_t at = 0; !end && box_frame(answer, &at, &kind, &body);) {
        if (kind == 'Q') one_code(a, out, body);
        if (kind == 'T') out->text = nfc_dup(a, str_sub(body, 0, IMAGE_TEXT));
        damaged = damaged || kind == 'E';
        end = kind == 'Z';
    }
    if (damaged || (!end && !out->n_codes && !out->text.n))
        return err_set(err, ST_INPUT, "image.damaged",
                       N_("The picture is damaged or takes too long to read; make a new screenshot and try again."));
    out->cut = !end;
    return out->text.p ? ST_OK : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
}

static status_t fits(str_t bytes, image_size_t *size, err_t *err)
{
    if (bytes.n > IMAGE_BYTES)
        return err_set(err, ST_LIMIT, "image.bytes", N_("A picture may have %d MiB at most."), IMAGE_BYTES >> 20);
    if (!image_size(bytes, size))
        return err_set(err, ST_INPUT, "image.kind", N_("This is not a PNG, JPEG or WebP picture, nor a PDF."));
    if (size->width > IMAGE_SIDE || size->height > IMAGE_SIDE || (uint64_t)size->width * size->height > IMAGE_PIXELS)
        return err_set(err, ST_LIMIT, "image.pixels", N_("The picture says it has more than %d million points."),
                       IMAGE_PIXELS / 1000000);
    return ST_OK;
}

status_t image_read(arena_t *a, str_t bytes, image_text_t *out, err_t *err)
{
    image_size_t size;
    *out = (image_text_t){.text = S("")};
    status_t s = fits(bytes, &size, err);
    if (s != ST_OK) return s;
    str_t answer;
    s = box_ask(a, bytes, "picture", ANSWER_MOST, IMAGE_SECONDS, &answer, err);
    return s == ST_OK ? take_apart(a, answer, out, err) : s;
}
