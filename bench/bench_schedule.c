/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_schedule — 20,000 places with 10 claims each over a window of ten days, the clock held and stepped by a minute: how many looks
 * are made, how late the latest is against the claim's own hours, and what keeping the agenda costs. Every hundredth look fails and
 * every look comes up to three minutes late, as a busy day makes it.
 */
#include <stdio.h>
#include <stdlib.h>
#include "proof/agenda.h"

enum { PLACES = 20000, RELEASES = 10, CLAIMS = PLACES * RELEASES, DAYS = 10 };

typedef struct claim {
    ident_t id;
    ms_t received, last;
    uint32_t looks;
    bool failed;
} claim_t;

static uint64_t seed = 20241028;

static uint32_t below(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static ms_t next_of(const claim_t *c, ms_t closes)
{
    proof_history_t h[2] = {{c->last, S("holds")}, {c->last, c->failed ? S("fails") : S("holds")}};
    if (c->looks == 1) h[0] = h[1];
    return proof_next_due(c->received, closes, h, c->looks < 2 ? c->looks : 2);
}

int main(void)
{
    ms_t opens = 1730160000000, closes = opens + DAYS * MS_DAY, latest = 0, from = clock_mono();
    agenda_t *g = agenda_new();
    claim_t *claims = calloc(CLAIMS, sizeof *claims);
    if (!g || !claims) return 1;
    for (uint32_t i = 0; i < CLAIMS; i++) {
        claims[i].received = opens + (ms_t)below(MS_DAY / 1000) * 1000;
        memcpy(claims[i].id.b, &i, sizeof i); /* what stands here is found again below */
        uint64_t r = (i + 1) * 0x9e3779b97f4a7c15u;
        memcpy(claims[i].id.b + 8, &r, sizeof r);
        if (!agenda_put(g, claims[i].id, claims[i].received)) return 1;
    }
    size_t looks = 0, most = 0, off = 0;
    for (ms_t now = opens; now <= closes; now += MS_MINUTE) {
        ident_t id;
        size_t this_minute = 0;
        while (agenda_take(g, now, &id)) {
            uint32_t i;
            memcpy(&i, id.b, sizeof i);
            claim_t *c = &claims[i];
            ms_t due = next_of(c, closes);
            if (now - due > latest) latest = now - due;
            /* drift: a look that holds lies within minutes of an hour of its claim's own, ten days on as on the first */
            off += c->looks > 1 && !c->failed && (due - c->received) % MS_HOUR != 0;
            c->last = now + (ms_t)below(3) * MS_MINUTE;
            c->failed = below(100) == 0;
            c->looks++;
            this_minute++;
            if (!agenda_put(g, c->id, next_of(c, closes))) return 1;
        }
        looks += this_minute;
        if (this_minute > most) most = this_minute;
    }
    uint32_t fewest = UINT32_MAX, greatest = 0;
    for (size_t i = 0; i < CLAIMS; i++) {
        if (claims[i].looks < fewest) fewest = claims[i].looks;
        if (claims[i].looks > greatest) greatest = claims[i].looks;
    }
    ms_t took = clock_mono() - from;
    printf("%d claims, %d days: %zu looks, %u to %u a claim, at most %zu in a minute\n", CLAIMS, DAYS, looks, fewest,
           greatest, most);
    printf("latest look %lld s after its time (the step is 60 s); looks off their claim's own hours: %zu\n",
           (long long)(latest / 1000), off);
    printf("%.2f s in all, %.2f us a look\n", (double)took / 1000, (double)took * 1000 / (double)looks);
    agenda_free(g);
    free(claims);
    return latest <= MS_MINUTE && off == 0 ? 0 : 1;
}
