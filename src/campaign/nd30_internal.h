/* SPDX-License-Identifier: Apache-2.0
 *
 * nd30_internal — the sheet that a document in the form of Nghị định 30 is drawn on.
 */
#ifndef CG_CAMPAIGN_ND30_INTERNAL_H
#define CG_CAMPAIGN_ND30_INTERNAL_H
#include "campaign/nd30.h"
#include "page/print.h"

#define ND30_FONT  "Liberation Serif"
#define ND30_LEFT  MM(30)
#define ND30_WIDTH (A4_WIDTH - MM(30) - MM(20))
#define ND30_TOP   MM(20)

typedef struct sheet {
    arena_t *a;
    cairo_t *cr;
    const nd30_t *doc;
    int page;
    double y;      /* where the next line goes */
    double wide;   /* of the text: ND30_WIDTH, more on a page that lies on its side */
    double bottom; /* where the text ends */
    bool closed;   /* the signature stands */
} sheet_t;

/* Text in the document's font; `style` is the inside of a Pango span ("weight='bold'"). Free with g_object_unref. */
PangoLayout *sheet_layout(sheet_t *s, double size, const char *style, double width, str_t text);
void sheet_page(sheet_t *s);
/* A new page when `height` does not fit any more. */
void sheet_room(sheet_t *s, double height);
void sheet_table(sheet_t *s, const nd30_table_t *t); /* nd30_table.c */
#endif
