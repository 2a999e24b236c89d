/* SPDX-License-Identifier: Apache-2.0
 *
 * clip — a video or sound made over into the forms a city's phones can play: 480 and 240 lines, sound alone, a picture of one
 * moment; every name, place and remark in the file left behind.
 *
 * The work is ffmpeg's. It runs in a folder made for it, as a child of the confined program: it may read the system's
 * libraries and that folder and write there, nothing else (landlock), has no sockets (seccomp), and its time, memory and the
 * size of its files are limited. docs/decisions/0026-library.md says why the program and not its libraries.
 */
#ifndef CG_BOX_CLIP_H
#define CG_BOX_CLIP_H
#include "base/base.h"
#include "box/limits.h"

typedef struct clip {
    int64_t ms; /* how long it plays */
    uint32_t width, height;
    bool sound;
    /* In the caller's arena; empty where there is none (a sound has no picture; nothing is made
     * larger: lines_480 of a clip of 360 has 360). */
    str_t lines_480, lines_240, sound_only, picture; /* MP4, MP4, M4A, JPEG */
} clip_t;

/* Reads `bytes` (MP4, M4A, MP3, Ogg). `seconds` for all of it. ST_INPUT: broken, or of a kind ffmpeg was not told to expect;
 * ST_LIMIT: longer than CLIP_LONGEST or the disk is full; ST_BUSY; ST_IO: ffmpeg or the confined program is missing. Takes
 * about as long as the clip plays: only from a worker or the command line. */
must_use status_t clip_read(arena_t *a, str_t bytes, const char *mime, clip_t *out, err_t *err);
#endif
