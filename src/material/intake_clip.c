/* SPDX-License-Identifier: Apache-2.0
 *
 * Clips and sounds: kept in the forms made of them, not as they came, for a film names the place and the device it was made
 * with as a photograph does.
 */
#include "box/clip.h"
#include "material/intake.h"
#include "material/internal.h"

/* The forms, broadest first. The broadest takes the role that was asked for. */
static status_t add_clip(intake_t *in, rendition_t r, const clip_t *c, err_t *err)
{
    const struct {
        str_t bytes;
        const char *role;
        uint32_t lines;
    } forms[] = {{c->lines_480, "clip-480", c->height < 480 ? c->height / 2 * 2 : 480},
                 {c->lines_240, "clip-240", 240}};
    status_t s = ST_OK;
    bool first = true;
    for (size_t i = 0; s == ST_OK && i < 2; i++) {
        if (!forms[i].bytes.n) continue;
        rendition_t f = r;
        if (!first) f.role = str_of(forms[i].role);
        f.height = forms[i].lines;
        f.width = (c->width * forms[i].lines / c->height + 1) / 2 * 2;
        s = intake_add(in, f, "mp4", forms[i].bytes, err);
        first = false;
    }
    return s;
}

status_t intake_clip(intake_t *in, rendition_t r, const char *ending, str_t bytes, err_t *err)
{
    clip_t c;
    status_t s = clip_read(in->a, bytes, r.mime.p, &c, err);
    if (s != ST_OK) return s;
    (void)ending;
    r.seconds = (c.ms + 999) / 1000;
    if (!c.height) {
        r.mime = S("audio/mp4");
        return intake_add(in, r, "m4a", c.sound_only, err);
    }
    s = add_clip(in, r, &c, err);
    rendition_t sound = {
        .role = S("sound"), .lang = r.lang, .mime = S("audio/mp4"), .seconds = r.seconds, .alt = r.alt};
    if (s == ST_OK && c.sound_only.n) s = intake_add(in, sound, "m4a", c.sound_only, err);
    rendition_t picture = {.role = S("preview"), .lang = r.lang, .mime = S("image/jpeg"), .alt = r.alt};
    if (s == ST_OK && c.picture.n) s = intake_add(in, picture, "jpg", c.picture, err);
    return s;
}
