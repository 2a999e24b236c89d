/* SPDX-License-Identifier: Apache-2.0 */
#include "page/qr.h"
#include <qrencode.h>
#include "base/memo.h"

#define PAYLOAD_MAX 1000
#define QUIET       4 /* modules of white around it (ISO/IEC 18004) */

status_t qr_make(arena_t *a, str_t payload, qr_t *out, err_t *err)
{
    if (payload.n == 0 || payload.n > PAYLOAD_MAX)
        return err_set(err, ST_LIMIT, "qr.size", N_("A QR code carries 1 to %d bytes."), PAYLOAD_MAX);
    QRcode *q = QRcode_encodeData((int)payload.n, (const unsigned char *)payload.p, 0, QR_ECLEVEL_M);
    if (!q) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    size_t n = (size_t)q->width * (size_t)q->width;
    uint8_t *dark = arena_alloc(a, n);
    for (size_t i = 0; dark && i < n; i++) dark[i] = q->data[i] & 1;
    *out = (qr_t){dark, (size_t)q->width};
    QRcode_free(q);
    return dark ? ST_OK : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
}

str_t qr_svg(arena_t *a, str_t payload, err_t *err)
{
    qr_t q;
    if (qr_make(a, payload, &q, err) != ST_OK) return STR_NONE;
    size_t side = q.width + 2 * QUIET;
    buf_t b = buf_new(a, 256 * 1024);
    buf_fmt(&b,
            "<svg class=\"qr\" role=\"img\" aria-label=\"QR\" xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" "
            "height=\"%zu\" viewBox=\"0 0 %zu %zu\" shape-rendering=\"crispEdges\">"
            "<path fill=\"#fff\" d=\"M0 0h%zuv%zuH0z\"/><path d=\"",
            side * 5, side * 5, side, side, side, side);
    for (size_t y = 0; y < q.width; y++)
        for (size_t x = 0; x < q.width;) {
            size_t run = 0;
            while (x + run < q.width && q.dark[y * q.width + x + run]) run++;
            if (run) buf_fmt(&b, "M%zu %zuh%zuv1h-%zuz", x + QUIET, y + QUIET, run, run);
            x += run ? run : 1;
        }
    buf_putz(&b, "\"/></svg>");
    if (buf_ok(&b)) return buf_str(&b);
    (void)err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    return STR_NONE;
}

str_t qr_svg_known(memo_t *memo, arena_t *a, str_t payload, err_t *err)
{
    sha256_t h;
    str_t svg;
    sha256_start(&h);
    sha256_field(&h, S("qr svg 1"));
    sha256_field(&h, payload);
    digest_t question = sha256_end(&h);
    if (memo_get(memo, question, a, &svg)) return svg;
    svg = qr_svg(a, payload, err);
    if (svg.p) memo_put(memo, question, svg);
    return svg;
}
