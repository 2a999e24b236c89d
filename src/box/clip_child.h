/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_BOX_CLIP_CHILD_H
#define CG_BOX_CLIP_CHILD_H
#include <stdbool.h>
#include <stdint.h>

/* Becomes ffmpeg or ffprobe in `folder`, reading its file "in" with the demuxer `kind`: "clip-probe" says size and length on
 * standard output; "clip-both", "clip-one" and "clip-sound" write what clip.c takes away. Returns only when it
 * could not be locked in or started. */
int clip_child(const char *mode, const char *folder, const char *kind);
#endif
