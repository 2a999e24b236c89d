/* SPDX-License-Identifier: Apache-2.0
 *
 * Public suffixes (publicsuffix.org/list): one walk down the labels of a host, from the right.
 */
#include "recognise/engine.h"

static const know_label_t *below(const suffix_set_t *s, const know_label_t *at, str_t label)
{
    const know_label_t *first = s->label + at->below;
    size_t lo = 0, hi = at->n_below;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = str_cmp((str_t){s->pool + first[mid].at, first[mid].n}, label);
        if (c == 0) return first + mid;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

/* Takes the last label off *host. */
static str_t last_label(str_t *host)
{
    size_t i = host->n;
    while (i > 0 && host->p[i - 1] != '.') i--;
    str_t label = str_sub(*host, i, host->n);
    *host = str_sub(*host, 0, i ? i - 1 : 0);
    return label;
}

size_t suffix_of(const suffix_set_t *s, str_t host)
{
    str_t rest = host;
    size_t best = 0;
    const know_label_t *at = s->label;
    while (at && rest.n) {
        size_t above = host.n - rest.n;
        bool wild = at->flags & LABEL_WILD;
        at = below(s, at, last_label(&rest));
        size_t here = host.n - rest.n - (rest.n > 0);
        if (at && at->flags & LABEL_EXCEPT) return above ? above - 1 : 0;
        if (!best || wild || (at && at->flags & LABEL_RULE)) best = here;
    }
    return best;
}

bool suffix_has(const suffix_set_t *s, str_t rule)
{
    unsigned wanted = LABEL_RULE;
    if (str_starts(rule, S("!"))) {
        wanted = LABEL_EXCEPT;
        rule = str_sub(rule, 1, rule.n);
    } else if (str_starts(rule, S("*."))) {
        wanted = LABEL_WILD;
        rule = str_sub(rule, 2, rule.n);
    }
    const know_label_t *at = s->label;
    while (at && rule.n) at = below(s, at, last_label(&rule));
    return at && at->flags & wanted;
}
