/* SPDX-License-Identifier: Apache-2.0
 *
 * A model as a file of its own: whole only with its digest. In canhgiac.know it stands under that file's own sum.
 */
#include "base/crypto.h"
#include "recognise/model.h"

bool model_open(str_t file, model_t *out)
{
    *out = (model_t){0};
    if (file.n != MODEL_FILE) return false;
    digest_t d = sha256(str_sub(file, 0, MODEL_FILE - 8));
    return memcmp(d.b, file.p + MODEL_FILE - 8, 8) == 0 && model_view(file, out);
}
