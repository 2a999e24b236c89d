/* SPDX-License-Identifier: Apache-2.0
 *
 * schedule — what looks say together, and when the next one is due. Pure: no clock, no store.
 */
#include "proof/proof.h"

/* Between a look and the next of the schedule: one that came late takes the place of the one after it. */
#define PROOF_LEAST (30 * MS_MINUTE)

const char *proof_state_name(proof_state_t s)
{
    static const char *const names[] = {"unchecked", "holds", "doubted", "lapsed", "contradicted", "unknown"};
    return (size_t)s < sizeof names / sizeof *names ? names[s] : "unknown";
}

static bool holds(const proof_history_t *h)
{
    return str_eq(h->verdict, S("holds"));
}

static bool fails(const proof_history_t *h)
{
    return str_eq(h->verdict, S("fails"));
}

static void turn(proof_summary_t *s, proof_state_t state, ms_t at)
{
    if (s->state == state) return;
    s->state = state;
    s->since = at;
}

proof_summary_t proof_summarise(const proof_history_t *h, size_t n)
{
    proof_summary_t s = {.state = PROOF_UNCHECKED, .looks = n};
    ms_t failing = 0; /* the first of the fails since it last held; 0: none */
    bool first_fail = false;
    for (size_t i = 0; i < n; i++) {
        s.last_look = h[i].at;
        if (holds(&h[i])) {
            if (!s.first_seen) s.first_seen = h[i].at;
            s.last_seen = h[i].at;
            first_fail = false;
            turn(&s, PROOF_HOLDS, h[i].at);
        } else if (fails(&h[i])) {
            if (!first_fail) failing = h[i].at;
            bool twice = first_fail && h[i].at - failing >= PROOF_APART;
            bool decided = s.state == PROOF_LAPSED || s.state == PROOF_CONTRADICTED;
            first_fail = true;
            if (twice || decided) {
                turn(&s, s.first_seen ? PROOF_LAPSED : PROOF_CONTRADICTED, h[i].at);
            } else {
                turn(&s, PROOF_DOUBTED, h[i].at);
            }
        } else if (s.state == PROOF_UNCHECKED) {
            turn(&s, PROOF_UNKNOWN, h[i].at); /* an unclear look changes nothing that was clear */
        }
    }
    return s;
}

/* The first moment after `after` of the claim's own hours: every sixth one, each one on the last day. They are counted from the
 * claim, so a look that came late delays no other. */
static ms_t next_hour(ms_t received, ms_t closes, ms_t after)
{
    ms_t hours = (after - received) / MS_HOUR + 1, at = received + hours * MS_HOUR;
    while (at < closes - MS_DAY && (hours - 1) % 6 != 0) {
        hours++;
        at += MS_HOUR;
    }
    return at;
}

ms_t proof_next_due(ms_t received, ms_t closes, const proof_history_t *h, size_t n)
{
    if (n == 0) return received;
    ms_t last = h[n - 1].at, next;
    if (n == 1 || !holds(&h[n - 1])) {
        next = last + MS_HOUR;
    } else {
        next = next_hour(received, closes, last > received ? last + PROOF_LEAST - 1 : received);
    }
    return next > closes ? MS_NEVER : next;
}
