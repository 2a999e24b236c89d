/* SPDX-License-Identifier: Apache-2.0
 *
 * real — the two functions of analysis that a verdict needs, without a mathematics library: the same bits on a server and in
 * a browser.
 */
#ifndef CG_RECOGNISE_REAL_H
#define CG_RECOGNISE_REAL_H
#include <stdint.h>
#include <string.h>

/* The root of x ≥ 0, which every processor gives to the last bit. */
static inline double real_root(double x)
{
    return __builtin_sqrt(x);
}

/* e^x: x = k ln 2 + r with |r| ≤ ln 2 / 2, the series of r to where it ends in a double, its even and its odd terms apart, for
 * neither waits for the other; beyond ±700 the bound there. */
static inline double real_exp(double x)
{
    static const double inverse[] = {
        1.0,        1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,
        1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
    if (!(x < 700)) x = 700;
    if (x < -700) x = -700;
    double scaled = x * 1.4426950408889634074;
    int k = (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    double r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10, square = r * r, even = 0, odd = 0;
    for (int i = 12; i >= 0; i -= 2) {
        even = even * square + inverse[i];
        odd = odd * square + inverse[i + 1];
    }
    uint64_t bits = (uint64_t)(1023 + k) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return (even + odd * r) * power;
}
#endif
