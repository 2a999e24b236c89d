/* SPDX-License-Identifier: Apache-2.0
 *
 * clock — the one source of time. Times are milliseconds since 1970-01-01T00:00:00Z; Viet Nam is +07:00, no summer time.
 *
 * There are two readings. `clock_now` is campaign time: what journal, duties and records carry. In a demonstration data
 * directory it runs from a chosen day (the window of the 2024 letter is long over); tests hold it still.
 * `clock_wall` is the machine's time, for one-time codes, cookies and caches.
 */
#ifndef CG_BASE_CLOCK_H
#define CG_BASE_CLOCK_H
#include "base/str.h"

typedef int64_t ms_t;
#define MS_SECOND ((ms_t)1000)
#define MS_MINUTE (60 * MS_SECOND)
#define MS_HOUR   (60 * MS_MINUTE)
#define MS_DAY    (24 * MS_HOUR)
#define MS_NEVER  INT64_MAX
/* Viet Nam's offset from UTC. */
#define MS_VIETNAM (7 * MS_HOUR)

ms_t clock_now(void);
ms_t clock_wall(void);
/* Monotonic, for measuring spans; its zero means nothing. */
ms_t clock_mono(void);
/* From here on clock_now() = clock_wall() + shift. 0: real time. Thread-safe. */
void clock_shift(ms_t shift);
ms_t clock_shifted(void);
/* Holds clock_now and clock_wall still at `at` (tests only); MS_NEVER lets them run again. */
void clock_hold(ms_t at);

/* A calendar date, proleptic Gregorian. */
#ifndef CANHGIAC_DATE /* as in recognise/canhgiac.h */
#define CANHGIAC_DATE
typedef struct canhgiac_date {
    int y, m, d;
} canhgiac_date_t;
#endif
typedef canhgiac_date_t date_t;
/* False for 31/02 and the like; years 1900 to 2200. */
bool date_valid(date_t d);
static inline bool date_before(date_t a, date_t b)
{
    return a.y != b.y ? a.y < b.y : a.m != b.m ? a.m < b.m : a.d < b.d;
}
/* Milliseconds of 00:00 on that day in Viet Nam. */
ms_t date_start(date_t d);
/* The last millisecond of that day in Viet Nam: "đến hết ngày". */
ms_t date_end(date_t d);
/* The day in Viet Nam at `t`. */
date_t date_of(ms_t t);

/* "2024-11-20T23:59:59+07:00" (Vietnamese offset), 25 bytes and NUL. */
void ms_iso(ms_t t, char out[32]);
/* "2024-11-20T16:59:59Z". */
void ms_iso_utc(ms_t t, char out[32]);
/* "20/11/2024" and "20/11/2024 23:59". */
void ms_vn_date(ms_t t, char out[32]);
void ms_vn_time(ms_t t, char out[32]);
/* Reads ISO 8601: a date alone (start of that day, Viet Nam), or date and time with Z or ±hh:mm; without offset: Viet Nam. */
must_use bool ms_parse(str_t s, ms_t *out);
/* Reads YYYY-MM-DD or DD/MM/YYYY (also D/M/YYYY). */
must_use bool date_parse(str_t s, date_t *out);
#endif
