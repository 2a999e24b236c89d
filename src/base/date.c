/* SPDX-License-Identifier: Apache-2.0
 *
 * Days of the calendar: apart from the clock, which the library has not.
 */
#include "base/clock.h"

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

bool date_valid(date_t d)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d.y < 1900 || d.y > 2200 || d.m < 1 || d.m > 12 || d.d < 1) return false;
    return d.d <= days[d.m - 1] + (d.m == 2 && leap(d.y));
}
