/* SPDX-License-Identifier: Apache-2.0 */
#include "box/layout.h"
#include <stdlib.h>
#include <string.h>

static double middle(const word_t *w)
{
    return (w->y1 + w->y2) / 2;
}

static int by_height(const void *a, const void *b)
{
    double x = middle(a), y = middle(b);
    return x < y ? -1 : x > y;
}

static int by_side(const void *a, const void *b)
{
    const word_t *x = a, *y = b;
    return x->x1 < y->x1 ? -1 : x->x1 > y->x1;
}

/* Words are cut where white space stands, and where the next letter stands elsewhere. */
static size_t cut(const char *text, const PopplerRectangle *box, guint n, word_t *out)
{
    size_t count = 0;
    bool in = false;
    guint i = 0;
    for (const char *p = text; *p && i < n; p += g_utf8_skip[(unsigned char)*p], i++) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isspace(c)) {
            in = false;
            continue;
        }
        word_t *last = in ? &out[count - 1] : NULL;
        double apart = last ? box[i].x1 - last->x2 : 0, tall = last ? last->y2 - last->y1 : 0;
        if (last && (box[i].y1 > last->y2 || box[i].y2 < last->y1 || apart > tall || apart < -2 * tall)) in = false;
        if (!in) {
            out[count++] = (word_t){p, 0, box[i].x1, box[i].y1, box[i].x2, box[i].y2};
            in = true;
        }
        last = &out[count - 1];
        last->n = (size_t)(p - last->p) + (size_t)g_utf8_skip[(unsigned char)*p];
        if (box[i].x2 > last->x2) last->x2 = box[i].x2;
        if (box[i].x1 < last->x1) last->x1 = box[i].x1;
        if (box[i].y1 < last->y1) last->y1 = box[i].y1;
        if (box[i].y2 > last->y2) last->y2 = box[i].y2;
    }
    return count;
}

static void put_line(gather_t *g, word_t *w, size_t n, double left, double height)
{
    qsort(w, n, sizeof *w, by_side);
    for (size_t i = 0; i < n; i++) {
        double gap = i ? w[i].x1 - w[i - 1].x2 : w[i].x1 - left;
        int spaces = i ? 1 : 0;
        if (gap > height * 1.1) spaces = (int)(gap / (height * 0.4)) + (i ? 2 : 0);
        if (i && spaces < 4 && spaces > 1) spaces = 4;
        for (int k = 0; k < spaces && k < 120; k++) gather_z(g, " ");
        gather(g, w[i].p, w[i].n);
    }
    gather_z(g, "\n");
}

void word_lines(gather_t *g, word_t *w, size_t n)
{
    double left = 1e9, before = -1, height = 0;
    qsort(w, n, sizeof *w, by_height);
    for (size_t i = 0; i < n; i++)
        if (w[i].x1 < left) left = w[i].x1;
    for (size_t i = 0, k; i < n; i = k) {
        double at = middle(&w[i]), tall = w[i].y2 - w[i].y1;
        for (k = i + 1; k < n && middle(&w[k]) - at < tall * 0.5; k++)
            if (w[k].y2 - w[k].y1 > tall) tall = w[k].y2 - w[k].y1;
        if (before >= 0 && at - before > 1.9 * (tall > height ? tall : height)) gather_z(g, "\n");
        put_line(g, w + i, k - i, left, tall);
        before = at;
        height = tall;
    }
}

char *page_lines(PopplerPage *page)
{
    char *text = poppler_page_get_text(page);
    PopplerRectangle *box = NULL;
    guint n = 0;
    gather_t g = {0};
    if (text && strlen(text) > 20 && poppler_page_get_text_layout(page, &box, &n)) {
        word_t *w = calloc((size_t)n + 1, sizeof *w);
        if (w) word_lines(&g, w, cut(text, box, n, w));
        free(w);
        gather(&g, "", 1);
    }
    g_free(box);
    g_free(text);
    return g.failed ? NULL : g.p;
}
