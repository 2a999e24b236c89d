/* SPDX-License-Identifier: Apache-2.0
 *
 * A sheet of paper photographed from aside, laid flat again: where no QR code can be read, its look is what is left.
 *
 * Method: the photograph is made small and parted into two (Otsu): light and dark, for paper on a table; else like and unlike its
 * edge, for a coloured poster on a wall. The largest patch, when it is a quadrilateral, is taken for the sheet; its four corners are carried to those of a rectangle (the projective map of a plane, as any text
 * on projective geometry has it; leptonica's pixProjectivePtaGray). Anything else — no such patch, one with bitten corners,
 * the whole picture — is no sheet: a look that is not there cannot be mistaken for one of ours.
 */
#include <math.h>
#include <stdlib.h>
#include "box/reader_internal.h"

enum { SMALL = 720, FLAT_PIXELS = 2 * 1000 * 1000, LEAST_FLAT = 120, UNLIKE = 30 };
/* Of the picture's area; of the quadrilateral's area that the patch fills. */
#define LEAST_SHARE 0.06
#define MOST_SHARE  0.97
#define FILLED      0.93

typedef struct point {
    double x, y;
} point_t;

static double cross(point_t o, point_t a, point_t b)
{
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

static double away(point_t a, point_t b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static double area(const point_t q[4])
{
    return fabs(cross(q[0], q[1], q[2]) + cross(q[0], q[2], q[3])) / 2;
}

/* The first and last point of each row of a patch: all that its hull is made of. */
static size_t outline(PIX *patch, int dx, int dy, point_t *out)
{
    int w = pixGetWidth(patch), h = pixGetHeight(patch);
    size_t n = 0;
    for (int y = 0; y < h; y++) {
        const l_uint32 *line = pixGetData(patch) + (size_t)y * (size_t)pixGetWpl(patch);
        int first = 0, last = w - 1;
        while (first < w && !GET_DATA_BIT(line, first)) first++;
        while (last > first && !GET_DATA_BIT(line, last)) last--;
        if (first == w) continue;
        out[n++] = (point_t){first + dx, y + dy};
        out[n++] = (point_t){last + dx, y + dy};
    }
    return n;
}

/* The corners, clockwise from the upper left: the two points furthest apart, and on each side of the line between them the
 * one furthest from it. */
static bool corners(const point_t *p, size_t n, point_t q[4])
{
    size_t a = 0, b = 0, c = 0, d = 0;
    double most = 0, left = 0, right = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            if (away(p[i], p[k]) > most) {
                most = away(p[i], p[k]);
                a = i;
                b = k;
            }
    for (size_t i = 0; i < n; i++) {
        double s = cross(p[a], p[b], p[i]);
        if (s > left) left = s, c = i;
        if (s < right) right = s, d = i;
    }
    if (left <= 0 || right >= 0) return false;
    const point_t round[4] = {p[a], p[d], p[b], p[c]}; /* clockwise on a screen, where y grows downward */
    size_t first = 0;
    for (size_t i = 1; i < 4; i++)
        if (round[i].x + round[i].y < round[first].x + round[first].y) first = i;
    for (size_t i = 0; i < 4; i++) q[i] = round[(first + i) % 4];
    return true;
}

/* Such a patch is what a flat rectangle looks like from somewhere: every corner turns the same way and none is sharper than 45°. */
static bool is_sheet(const point_t q[4], double filled, double picture)
{
    double all = area(q);
    if (all < LEAST_SHARE * picture || all > MOST_SHARE * picture) return false;
    if (filled < FILLED * all || filled > (2 - FILLED) * all) return false;
    for (int i = 0; i < 4; i++) {
        point_t here = q[i], next = q[(i + 1) % 4], before = q[(i + 3) % 4];
        double sine = cross(here, next, before) / (away(here, next) * away(here, before));
        if (!(sine > 0.7)) return false;
    }
    return true;
}

/* The middle value of a picture's outermost points. */
static int edge_of(PIX *gray)
{
    int count[256] = {0}, w = pixGetWidth(gray), h = pixGetHeight(gray), half = w + h - 2, value = 0;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x += y == 0 || y == h - 1 || w < 2 ? 1 : w - 1)
            count[GET_DATA_BYTE(pixGetData(gray) + (size_t)y * (size_t)pixGetWpl(gray), x)]++;
    while (value < 255 && (half -= count[value]) > 0) value++;
    return value;
}

/* How unlike each point is to the edge of the picture: of its three colours the one that differs most. */
static PIX *unlike_edge(PIX *colours)
{
    static const int of[] = {COLOR_RED, COLOR_GREEN, COLOR_BLUE};
    PIX *most = NULL;
    for (int c = 0; c < 3; c++) {
        PIX *one = pixGetRGBComponent(colours, of[c]);
        int middle = one ? edge_of(one) : 0;
        for (int y = 0; one && y < pixGetHeight(one); y++) {
            l_uint32 *line = pixGetData(one) + (size_t)y * (size_t)pixGetWpl(one);
            for (int x = 0; x < pixGetWidth(one); x++)
                SET_DATA_BYTE(line, x, (l_uint8)abs((int)GET_DATA_BYTE(line, x) - middle));
        }
        PIX *both = most && one ? pixMinOrMax(NULL, most, one, L_CHOOSE_MAX) : NULL;
        if (both) pixDestroy(&most);
        if (both) pixDestroy(&one);
        most = both ? both : one;
    }
    return most;
}

/* The largest patch that is lighter than `threshold` (0: what parts this picture best), its holes (what is printed on it) filled; its place in *at. */
static PIX *light_patch(PIX *small, int threshold, BOX **at)
{
    PIX *light = NULL, *patch = NULL;
    PIX *soft = pixBlockconv(small, 1, 1);
    if (soft && (threshold || pixSplitDistributionFgBg(soft, 0.5F, 1, &threshold, NULL, NULL, NULL) == 0))
        light = pixThresholdToBinary(soft, threshold);
    if (light) pixInvert(light, light);
    PIX *whole = light ? pixCloseSafeBrick(NULL, light, 9, 9) : NULL;
    PIXA *parts = NULL;
    BOXA *boxes = whole ? pixConnComp(whole, &parts, 4) : NULL;
    int best = -1, most = 0;
    for (int i = 0; boxes && i < boxaGetCount(boxes); i++) {
        int points = 0;
        PIX *one = pixaGetPix(parts, i, L_CLONE);
        pixCountPixels(one, &points, NULL);
        pixDestroy(&one);
        if (points > most) most = points, best = i;
    }
    if (best >= 0) {
        PIX *one = pixaGetPix(parts, best, L_CLONE);
        PIX *bordered = pixAddBorder(one, 1, 0); /* a hole at the very edge is a bite, not a hole */
        PIX *holes = pixHolesByFilling(bordered, 4);
        if (holes) pixOr(bordered, bordered, holes);
        patch = pixRemoveBorder(bordered, 1);
        *at = boxaGetBox(boxes, best, L_COPY);
        pixDestroy(&holes);
        pixDestroy(&bordered);
        pixDestroy(&one);
    }
    boxaDestroy(&boxes);
    pixaDestroy(&parts);
    pixDestroy(&whole);
    pixDestroy(&light);
    pixDestroy(&soft);
    return patch;
}

static bool find(PIX *small, int threshold, point_t q[4])
{
    BOX *at = NULL;
    PIX *patch = light_patch(small, threshold, &at);
    point_t *p = patch ? malloc(2 * (size_t)pixGetHeight(patch) * sizeof *p) : NULL;
    int x = 0, y = 0, points = 0;
    bool found = false;
    if (p && boxGetGeometry(at, &x, &y, NULL, NULL) == 0) {
        pixCountPixels(patch, &points, NULL);
        found = corners(p, outline(patch, x, y, p), q) &&
                is_sheet(q, points, (double)pixGetWidth(small) * pixGetHeight(small));
    }
    free(p);
    boxDestroy(&at);
    pixDestroy(&patch);
    return found;
}

static PTA *points_of(const point_t q[4])
{
    PTA *pta = ptaCreate(4);
    for (int i = 0; i < 4; i++) ptaAddPt(pta, (float)q[i].x, (float)q[i].y);
    return pta;
}

static PIX *laid_flat(PIX *gray, const point_t q[4])
{
    double w = fmax(away(q[0], q[1]), away(q[3], q[2])), h = fmax(away(q[0], q[3]), away(q[1], q[2]));
    w = fmin(w, pixGetWidth(gray));
    h = fmin(h, pixGetHeight(gray));
    if (w < LEAST_FLAT || h < LEAST_FLAT) return NULL;
    const point_t to[4] = {{0, 0}, {w, 0}, {w, h}, {0, h}};
    PTA *from = points_of(q), *dest = points_of(to);
    PIX *all = pixProjectivePtaGray(gray, dest, from, 255);
    BOX *inside = boxCreate(0, 0, (int)w, (int)h);
    PIX *flat = all ? pixClipRectangle(all, inside, NULL) : NULL;
    boxDestroy(&inside);
    pixDestroy(&all);
    ptaDestroy(&from);
    ptaDestroy(&dest);
    return flat;
}

/* With the shadows on the paper taken away and without the last of the table, so that its margins are plain again. */
static PIX *evened(PIX *flat, double inset)
{
    int w = pixGetWidth(flat), h = pixGetHeight(flat), dx = (int)(w * inset), dy = (int)(h * inset);
    BOX *inside = boxCreate(dx, dy, w - 2 * dx, h - 2 * dy);
    PIX *paper = pixClipRectangle(flat, inside, NULL);
    PIX *even = paper ? pixCleanBackgroundToWhite(paper, NULL, NULL, 1.0F, 70, 190) : NULL;
    boxDestroy(&inside);
    pixDestroy(&paper);
    return even;
}

/* As it is, which is how a poster printed to its edges is known; and evened, as what stands on white paper is: by more and by
 * less, for how sharp the paper's edge is differs. */
static size_t looks_of(PIX *picture, const point_t q[4], PIX *out[SHEET_EACH])
{
    static const double insets[SHEET_EACH - 1] = {0.015, 0.005};
    size_t n = 0;
    PIX *gray = pixConvertTo8(picture, 0), *flat = gray ? laid_flat(gray, q) : NULL;
    for (int i = 0; flat && i < SHEET_EACH - 1; i++)
        if ((out[n] = evened(flat, insets[i])) != NULL) n++;
    if (flat) out[n++] = flat;
    pixDestroy(&gray);
    return n;
}

size_t sheet_flat(PIX *picture, PIX *out[SHEET_LOOKS])
{
    point_t q[4];
    size_t n = 0;
    PIX *colours = pixConvertTo32(picture), *fit = colours ? reader_no_larger(colours, FLAT_PIXELS) : NULL;
    int side = !fit ? 1 : pixGetWidth(fit) > pixGetHeight(fit) ? pixGetWidth(fit) : pixGetHeight(fit);
    float f = side > SMALL ? (float)SMALL / (float)side : 1;
    PIX *small = fit ? pixScale(fit, f, f) : NULL;
    PIX *grey = small ? pixConvertTo8(small, 0) : NULL, *unlike = small ? unlike_edge(small) : NULL;
    const struct {
        PIX *picture;
        int threshold;
    } ways[SHEET_WAYS] = {{grey, 0}, {unlike, 0}, {unlike, UNLIKE}};
    for (int w = 0; w < SHEET_WAYS; w++) {
        if (!ways[w].picture || !find(ways[w].picture, ways[w].threshold, q)) continue;
        for (int i = 0; i < 4; i++) q[i] = (point_t){q[i].x / (double)f, q[i].y / (double)f};
        n += looks_of(fit, q, out + n);
    }
    pixDestroy(&grey);
    pixDestroy(&unlike);
    pixDestroy(&small);
    pixDestroy(&fit);
    pixDestroy(&colours);
    return n;
}
