/* SPDX-License-Identifier: Apache-2.0 */
#include "learn/discernment.h"
#include <math.h>

static double normal_cdf(double x)
{
    return 0.5 * erfc(-x / sqrt(2));
}

static double normal_density(double x)
{
    return exp(-x * x / 2) / sqrt(2 * acos(-1.0));
}

/* Newton's method on the distribution function; it is smooth and monotone, so a few steps from the middle suffice. */
double normal_quantile(double p)
{
    double lo = -9, hi = 9, x = 0;
    for (int i = 0; i < 200; i++) {
        double diff = normal_cdf(x) - p;
        if (fabs(diff) < 1e-15) break;
        if (diff > 0)
            hi = x;
        else
            lo = x;
        double step = x - diff / normal_density(x);
        x = step > lo && step < hi ? step : (lo + hi) / 2;
    }
    return x;
}

static int64_t total(const int64_t steps[5])
{
    return steps[1] + steps[2] + steps[3] + steps[4];
}

static double area(const answers_t *a, int64_t n_scam, int64_t n_genuine)
{
    double wins = 0;
    for (int s = 1; s <= 4; s++)
        for (int g = 1; g <= 4; g++)
            wins += (double)a->scam[s] * (double)a->genuine[g] * (s > g ? 1 : s == g ? 0.5 : 0);
    return n_scam && n_genuine ? wins / ((double)n_scam * (double)n_genuine) : 0.5;
}

discernment_t discernment_of(const answers_t *a)
{
    discernment_t r = {.n_scam = total(a->scam), .n_genuine = total(a->genuine)};
    double hit = (double)(a->scam[3] + a->scam[4]), alarm = (double)(a->genuine[3] + a->genuine[4]);
    double ns = (double)r.n_scam, ng = (double)r.n_genuine;
    r.hits = ns > 0 ? hit / ns : 0;
    r.false_alarms = ng > 0 ? alarm / ng : 0;
    double h = (hit + 0.5) / (ns + 1), f = (alarm + 0.5) / (ng + 1), zh = normal_quantile(h), zf = normal_quantile(f);
    r.d = zh - zf;
    r.c = -(zh + zf) / 2;
    double variance =
        h * (1 - h) / ((ns + 1) * pow(normal_density(zh), 2)) + f * (1 - f) / ((ng + 1) * pow(normal_density(zf), 2));
    r.d_low = r.d - 1.959964 * sqrt(variance);
    r.d_high = r.d + 1.959964 * sqrt(variance);
    r.auc = area(a, r.n_scam, r.n_genuine);
    return r;
}
