/* SPDX-License-Identifier: Apache-2.0
 *
 * ask — one question to the confined reader: the bytes in, its frames out, under a deadline. Between the files of this room.
 */
#ifndef CG_BOX_ASK_H
#define CG_BOX_ASK_H
#include "base/base.h"

/* Starts the reader for `mode` ("picture", "letter", "docx", "xlsx", "edxml") and takes what it says, at most `most` bytes
 * within `seconds`. ST_BUSY: as many readers as may be are running. ST_IO: it is not installed or does not start. */
must_use status_t box_ask(arena_t *a, str_t bytes, const char *mode, size_t most, int seconds, str_t *answer,
                          err_t *err);

/* Lets the confined program work in `folder` instead (clip_child.h) and takes what is said on its standard output; *code is
 * its exit status, -1 when it was ended or ended itself. Statuses as box_ask. */
must_use status_t box_run(arena_t *a, const char *mode, const char *folder, const char *kind, int seconds, str_t *said,
                          int *code, err_t *err);

/* The next frame of an answer at *at: its kind and body. False at the end or where the rest makes no frame. The reader may
 * have been taken over: its frames are input like any other. */
bool box_frame(str_t answer, size_t *at, char *kind, str_t *body);
#endif
