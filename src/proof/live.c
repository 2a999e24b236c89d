/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/proof.h"

static ms_t overlap(ms_t a, ms_t b, ms_t from, ms_t until)
{
    if (a < from) a = from;
    if (b > until) b = until;
    return b > a ? b - a : 0;
}

ms_t proof_live(const proof_history_t *h, size_t n, ms_t from, ms_t until)
{
    ms_t live = 0, since = 0, first_fail = 0;
    bool stands = false;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(h[i].verdict, S("holds"))) {
            if (!stands) since = h[i].at;
            stands = true;
            first_fail = 0;
        } else if (str_eq(h[i].verdict, S("fails"))) {
            if (first_fail && stands) {
                live += overlap(since, first_fail, from, until);
                stands = false;
            }
            if (!first_fail) first_fail = h[i].at;
        }
    }
    return stands ? live + overlap(since, until, from, until) : live;
}
