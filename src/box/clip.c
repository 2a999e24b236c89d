/* SPDX-License-Identifier: Apache-2.0
 *
 * The program's side: a folder with the clip in it, the confined child at work there, what it left.
 */
#include "box/clip.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/file.h"
#include "box/ask.h"

static const char *demuxer(const char *mime)
{
    if (strcmp(mime, "audio/mpeg") == 0) return "mp3";
    if (strcmp(mime, "audio/ogg") == 0) return "ogg";
    return "mov"; /* MP4 and M4A */
}

/* "width=640" of ffprobe's lines. */
static int64_t number(str_t lines, str_t name)
{
    str_t line;
    while (str_line(&lines, &line)) {
        int64_t v = 0;
        if (!str_starts(line, name) || line.n <= name.n || line.p[name.n] != '=') continue;
        str_t value = str_sub(line, name.n + 1, line.n), whole;
        (void)str_cut(&value, '.', &whole);
        if (!str_int(whole, 0, 1000000, &v)) continue;
        if (str_eq(name, S("duration"))) { /* to a thousandth */
            int64_t part = 0;
            if (value.n >= 3 && !str_int(str_sub(value, 0, 3), 0, 999, &part)) part = 0;
            return v * 1000 + part;
        }
        return v;
    }
    return 0;
}

static status_t broken(err_t *err)
{
    return err_at(err, ST_INPUT, "clip.broken", "file", 0,
                  N_("The clip is broken or of a kind that cannot be read; export it again as MP4 (H.264, AAC)."));
}

static status_t probe(arena_t *a, const char *folder, const char *kind, clip_t *c, err_t *err)
{
    str_t said;
    int code;
    status_t s = box_run(a, "clip-probe", folder, kind, 20, &said, &code, err);
    if (s != ST_OK) return s;
    if (code != 0) return broken(err);
    c->ms = number(said, S("duration"));
    c->width = (uint32_t)number(said, S("width"));
    c->height = (uint32_t)number(said, S("height"));
    c->sound = str_find(said, S("codec_type=audio"), 0) != SIZE_MAX;
    if (c->ms <= 0 || (!c->width && !c->sound)) return broken(err);
    if (c->ms > CLIP_LONGEST * 1000)
        return err_at(err, ST_LIMIT, "clip.long", "file", 0, N_("A clip plays %d minutes at most."), CLIP_LONGEST / 60);
    if ((uint64_t)c->width * c->height > CLIP_PIXELS)
        return err_at(err, ST_LIMIT, "clip.large", "file", 0, N_("The clip has more points than can be made over."));
    return ST_OK;
}

static str_t left(arena_t *a, const char *folder, const char *name)
{
    str_t bytes = STR_NONE;
    char *path = str_z(a, str_fmt(a, "%s/%s", folder, name));
    if (!file_exists(path) || file_read(a, path, CLIP_BYTES, &bytes, NULL) != ST_OK) return S("");
    return bytes;
}

static status_t make_over(arena_t *a, const char *folder, const char *kind, clip_t *c, err_t *err)
{
    str_t said;
    int code;
    const char *mode = c->height > 240 ? "clip-both" : c->height ? "clip-one" : "clip-sound";
    status_t s = box_run(a, mode, folder, kind, CLIP_SECONDS, &said, &code, err);
    if (s != ST_OK) return s;
    if (code != 0) return broken(err);
    c->lines_480 = left(a, folder, "480.mp4");
    c->lines_240 = left(a, folder, "240.mp4");
    c->picture = left(a, folder, "picture.jpg");
    if (!c->sound || !c->height) return ST_OK;
    s = box_run(a, "clip-sound", folder, kind, CLIP_SECONDS, &said, &code, err);
    if (s == ST_OK && code == 0) c->sound_only = left(a, folder, "sound.m4a");
    return s;
}

status_t clip_read(arena_t *a, str_t bytes, const char *mime, clip_t *out, err_t *err)
{
    if (access("/usr/bin/ffmpeg", X_OK) != 0)
        return err_set(err, ST_IO, "clip.ffmpeg",
                       N_("Clips and sounds cannot be taken here: install the package ffmpeg."));
    const char *tmp = getenv("TMPDIR");
    char *folder = str_z(a, str_fmt(a, "%s/canhgiac-clip-XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp"));
    *out = (clip_t){.lines_480 = S(""), .lines_240 = S(""), .sound_only = S(""), .picture = S("")};
    if (!folder || !mkdtemp(folder))
        return err_set(err, ST_IO, "clip.folder", N_("There is no room to work on the clip in."));
    status_t s = file_write(str_fmt(a, "%s/in", folder).p, bytes, 0600, err);
    if (s == ST_OK) s = probe(a, folder, demuxer(mime), out, err);
    if (s == ST_OK) s = make_over(a, folder, demuxer(mime), out, err);
    if (s == ST_OK && !out->height) out->sound_only = left(a, folder, "sound.m4a");
    dir_remove(folder);
    return s;
}
