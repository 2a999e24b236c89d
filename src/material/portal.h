/* SPDX-License-Identifier: Apache-2.0
 *
 * portal — a release as other portals can take it in: a block to paste, a frame, an article in plain text, an oEmbed
 * answer, and one zip with all of it. Each carries the embed id and the link to /v/CODE that the proof room looks for, so
 * whatever an editor's system strips, one of them stays (docs/material.md says what was tried).
 */
#ifndef CG_MATERIAL_PORTAL_H
#define CG_MATERIAL_PORTAL_H
#include "material/material.h"

#define EMBED_WIDTH  640 /* of the frame, CSS pixels; it shrinks with its column */
#define EMBED_HEIGHT 300

/* "sha256-…": the manifest's bytes, as in Subresource Integrity. Whoever has manifest.json can compare. */
str_t embed_integrity(arena_t *a, const release_t *r);
/* BASE[/en]/v/CODE and BASE[/en]/v/CODE/nhung, the page to stand in a frame. */
str_t embed_address(arena_t *a, const release_t *r, str_t base, lang_t lang);
str_t embed_frame_address(arena_t *a, const release_t *r, str_t base, lang_t lang);
/* Whose portal it is for: its code stands behind the mark ("cg:CODE:v2:UNIT") and its name in what a reader sees. */
typedef struct embed_for {
    str_t code, name;
} embed_for_t;
/* The mark of a release, for one unit's portal or (NULL) for anybody's; escaped for HTML. */
str_t embed_mark(arena_t *a, const release_t *r, const embed_for_t *who);
/* embed_block (material.h) for one unit's portal. */
str_t embed_block_for(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang,
                      const embed_for_t *who);
/* <iframe> without script, with a plain link below it for portals that take frames away. */
str_t embed_frame(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang, const embed_for_t *who);
/* The whole text as an article: title, text, code and address. `text` is the text rendition. */
str_t embed_article(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang, str_t text,
                    const embed_for_t *who);

/* The text rendition in `lang` (else in any); "" when there is none. */
must_use status_t portal_text(store_t *st, arena_t *a, const release_t *r, lang_t lang, str_t *out, err_t *err);

/* Address of the picture to show with a link, 1200 × 630: the release's own, else one drawn from its title when asked for. */
str_t portal_picture(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang);

/* Everything for a portal about one release as a zip: blocks, articles, files, picture, manifest with its signature, and
 * how to use them; for anybody (`who` NULL) or with one unit's mark and name. Ordered and dated so that the same release gives
 * the same bytes. */
must_use status_t portal_kit(store_t *st, arena_t *a, const material_t *m, const release_t *r, str_t base,
                             const embed_for_t *who, str_t *out, err_t *err);
#endif
