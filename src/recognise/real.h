/* SPDX-License-Identifier: Apache-2.0
 *
 * real — the two functions of analysis that a verdict needs, without a mathematics library: the same bits on a server and in
 * a browser.
 */
#ifndef CG_RECOGNISE_REAL_H
#define CG_RECOGNISE_REAL_H
#include <stdint.h>
#include <string.h>

/* The root of x ≥ 0, by Newton's steps from half its exponent; right to a few units in the last place. */
static inline double real_root(double x)
{
    uint64_t bits;
    if (!(x > 0)) return 0;
    memcpy(&bits, &x, sizeof bits);
    bits = (bits >> 1) + ((uint64_t)1023 << 51);
    double r;
    memcpy(&r, &bits, sizeof r);
    for (int i = 0; i < 5; i++) r = 0.5 * (r + x / r);
    return r;
}

/* e^x: x = k ln 2 + r with |r| ≤ ln 2 / 2, the series of r to where it ends in a double; beyond ±700 the bound there. */
static inline double real_exp(double x)
{
    static const double inverse[] = {0,       1.0,     1.0 / 2,  1.0 / 3,  1.0 / 4,  1.0 / 5,  1.0 / 6, 1.0 / 7,
                                     1.0 / 8, 1.0 / 9, 1.0 / 10, 1.0 / 11, 1.0 / 12, 1.0 / 13, 1.0 / 14};
    if (!(x < 700)) x = 700;
    if (x < -700) x = -700;
    double scaled = x * 1.4426950408889634074;
    int k = (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    double r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10, sum = 1;
    for (int i = 14; i > 0; i--) sum = 1 + sum * (r * inverse[i]);
    uint64_t bits = (uint64_t)(1023 + k) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return sum * power;
}
#endif
