/* SPDX-License-Identifier: Apache-2.0 */
#include "check/judged_image.h"
#include "base/clock.h"
#include "box/image.h"

_Static_assert((int)IMAGE_CODES == (int)JUDGED_CODES, "every code of a picture is judged");

status_t judged_image(const canhgiac_t *k, arena_t *a, const check_input_t *in, str_t bytes, judged_t **out, err_t *err)
{
    image_text_t got;
    check_input_t read = *in;
    status_t s = image_read(a, bytes, &got, err);
    if (s != ST_OK) return s;
    read.text = got.text;
    if (!got.text.n && !got.n_codes)
        return err_set(err, ST_INPUT, "image.empty", N_("There are no words and no QR code in the picture."));
    s = judged_of(k, a, &read, got.codes, got.n_codes, date_of(clock_now()), out);
    if (s != ST_OK)
        return err_set(err, s, "check.failed", N_("The message is too long to check; paste the part that matters."));
    (*out)->cut = got.cut;
    return ST_OK;
}
