/* SPDX-License-Identifier: Apache-2.0
 *
 * sniff — what an uploaded file really is, by its first bytes; what its name or browser claims is not asked.
 */
#ifndef CG_MATERIAL_SNIFF_H
#define CG_MATERIAL_SNIFF_H
#include "base/base.h"

typedef struct sniffed {
    const char *mime, *ending, *role; /* "application/pdf", "pdf", "print" */
} sniffed_t;

/* Takes PDF, PNG, JPEG, WebP, MP4, M4A, MP3, Ogg, WebVTT captions and plain UTF-8 text, each within its limit. Anything else is ST_INPUT; so is a file that is
 * two things at once (a PDF or a picture with a web page or a ZIP in it that another program would see), a PDF that runs
 * scripts or opens programs by itself, and text that begins like a web page. ST_LIMIT: too large for its kind. */
must_use status_t file_sniff(str_t bytes, sniffed_t *out, err_t *err);
#endif
