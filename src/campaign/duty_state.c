/* SPDX-License-Identifier: Apache-2.0
 *
 * How looks at records add up, and how with what was said they make the state of a duty.
 */
#include <stdlib.h>
#include "campaign/campaign_internal.h"

static const char *const NAMES[CELL_COUNT] = {"none",         "owed",        "acknowledged", "claimed", "verified",
                                              "contradicted", "cannot-tell", "missed",       "waived"};
static const char *const TITLES[CELL_COUNT] = {N_("does not apply"), N_("owed"),     N_("acknowledged"),
                                               N_("claimed"),        N_("verified"), N_("not seen"),
                                               N_("cannot tell"),    N_("missed"),   N_("waived")};

const char *cell_name(cell_state_t c)
{
    return c < CELL_COUNT ? NAMES[c] : NAMES[0];
}
const char *cell_title(cell_state_t c)
{
    return c < CELL_COUNT ? TITLES[c] : TITLES[0];
}

/* --- how looks add up --- */

void looks_add(looks_t *k, ms_t at, str_t verdict)
{
    if (at > k->last) k->last = at;
    if (str_eq(verdict, S("holds"))) {
        if (!k->first_hold || at < k->first_hold) k->first_hold = at;
        if (at > k->last_hold) k->last_hold = at;
    } else if (str_eq(verdict, S("fails"))) {
        if (at > k->last_fail) {
            k->before_fail = k->last_fail;
            k->last_fail = at;
        } else if (at > k->before_fail) {
            k->before_fail = at;
        }
    } else {
        k->cannot_tell = true;
    }
}

/* One failed look after one that held may be the portal's bad day: two in a row are not. */
bool looks_hold(const looks_t *k)
{
    return k->last_hold && k->before_fail < k->last_hold;
}
bool looks_failed(const looks_t *k)
{
    return k->last_fail && !looks_hold(k);
}

static bool counts(const looks_t *l, bool holding)
{
    return !l->superseded && !l->beside && (!holding || looks_hold(l));
}

static int by_received(const void *a, const void *b)
{
    ms_t x = ((const looks_t *)a)->received, y = ((const looks_t *)b)->received;
    return (x > y) - (x < y);
}

static int by_hold(const void *a, const void *b)
{
    ms_t x = ((const looks_t *)a)->first_hold, y = ((const looks_t *)b)->first_hold;
    return (x > y) - (x < y);
}

/* The moment at which the amounts of those that count reach the target; 0: they do not. */
static ms_t reached(looks_t *l, size_t n, int64_t target, bool holding, int64_t *sum)
{
    ms_t when = 0;
    if (target > 1 && n > 1) qsort(l, n, sizeof *l, holding ? by_hold : by_received);
    for (size_t k = 0; k < n; k++) {
        if (!counts(&l[k], holding)) continue;
        ms_t at = holding ? l[k].first_hold : l[k].received;
        bool there = *sum >= target;
        *sum += l[k].amount < INT64_MAX / 4 - *sum ? l[k].amount : 0;
        if (*sum >= target && (!there || at < when)) when = at;
    }
    return when;
}

void facts_of(duty_facts_t *f, looks_t *l, size_t n, int64_t target)
{
    f->claimed = reached(l, n, target, false, &f->said);
    f->verified = f->claimed ? reached(l, n, target, true, &f->held) : 0;
    for (size_t k = 0; k < n; k++) {
        if (l[k].superseded || l[k].beside || looks_hold(&l[k])) continue;
        if (looks_failed(&l[k])) {
            f->failed = true;
            f->lapsed = f->lapsed || l[k].first_hold;
        } else if (l[k].cannot_tell) {
            f->cannot_tell = true;
        }
    }
}

cell_state_t duty_state(const duty_facts_t *f, bool *late)
{
    *late = false;
    if (f->waived && f->waived <= f->at) return CELL_WAIVED;
    if (f->claimed) {
        /* On time: claimed by the due moment. What was claimed in time and seen a day later was in time. */
        *late = !f->optional && f->claimed > f->due;
        if (f->verified) return CELL_VERIFIED;
        if (f->failed) return CELL_CONTRADICTED;
        return f->cannot_tell ? CELL_CANNOT_TELL : CELL_CLAIMED;
    }
    if (!f->optional && f->at > f->due) return CELL_MISSED;
    return f->acknowledged && f->acknowledged <= f->at ? CELL_ACKNOWLEDGED : CELL_OWED;
}
