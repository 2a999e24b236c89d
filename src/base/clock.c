/* SPDX-License-Identifier: Apache-2.0
 *
 * Calendar arithmetic: H. Hinnant's days-from-civil algorithm (chrono-compatible low-level date algorithms, 2013).
 */
#include "base/clock.h"
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

static _Atomic int64_t shift_ms;
static _Atomic int64_t held_at = MS_NEVER;

static ms_t read_clock(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (ms_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

ms_t clock_wall(void)
{
    ms_t held = atomic_load(&held_at);
    return held != MS_NEVER ? held : read_clock(CLOCK_REALTIME);
}

ms_t clock_now(void)
{
    return clock_wall() + atomic_load(&shift_ms);
}

ms_t clock_mono(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void clock_shift(ms_t shift)
{
    atomic_store(&shift_ms, shift);
}

ms_t clock_shifted(void)
{
    return atomic_load(&shift_ms);
}

void clock_hold(ms_t at)
{
    atomic_store(&held_at, at);
}

static int64_t days_from_civil(date_t d)
{
    int64_t y = d.m <= 2 ? d.y - 1 : d.y;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (d.m + (d.m > 2 ? -3 : 9)) + 2) / 5 + d.d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static date_t civil_from_days(int64_t z)
{
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int d = (int)(doy - (153 * mp + 2) / 5 + 1), m = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (date_t){(int)(yoe + era * 400 + (m <= 2)), m, d};
}

ms_t date_start(date_t d)
{
    return days_from_civil(d) * MS_DAY - MS_VIETNAM;
}

ms_t date_end(date_t d)
{
    return date_start(d) + MS_DAY - 1;
}

typedef struct moment {
    date_t day;
    int h, min, s;
} moment_t;

static moment_t moment_of(ms_t t, ms_t offset)
{
    /* MS_NEVER is not a moment; it must not overflow on its way to being shown as nothing. */
    if (t > INT64_MAX / 2 || t < INT64_MIN / 2) t = 0;
    t += offset;
    int64_t day = t >= 0 ? t / MS_DAY : (t - MS_DAY + 1) / MS_DAY;
    int64_t rest = (t - day * MS_DAY) / 1000;
    return (moment_t){civil_from_days(day), (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60)};
}

date_t date_of(ms_t t)
{
    return moment_of(t, MS_VIETNAM).day;
}

/* Times outside years 1900-2200 (MS_NEVER above all) are shown as nothing rather than as nonsense. */
static bool showable(ms_t t)
{
    return t >= -2208988800000 && t <= 7289654400000;
}

void ms_iso(ms_t t, char out[32])
{
    moment_t m = moment_of(t, MS_VIETNAM);
    out[0] = '\0';
    if (showable(t))
        snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d+07:00", m.day.y, m.day.m, m.day.d, m.h, m.min, m.s);
}

void ms_iso_utc(ms_t t, char out[32])
{
    moment_t m = moment_of(t, 0);
    out[0] = '\0';
    if (showable(t)) snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02dZ", m.day.y, m.day.m, m.day.d, m.h, m.min, m.s);
}

void ms_vn_date(ms_t t, char out[32])
{
    date_t d = date_of(t);
    out[0] = '\0';
    if (showable(t)) snprintf(out, 32, "%02d/%02d/%04d", d.d, d.m, d.y);
}

void ms_vn_time(ms_t t, char out[32])
{
    moment_t m = moment_of(t, MS_VIETNAM);
    out[0] = '\0';
    if (showable(t)) snprintf(out, 32, "%02d/%02d/%04d %02d:%02d", m.day.d, m.day.m, m.day.y, m.h, m.min);
}

/* Reads exactly `n` digits at s[*i]. */
static bool digits(str_t s, size_t *i, size_t n, int *out)
{
    int64_t v;
    if (s.n - *i < n || !str_int(str_sub(s, *i, *i + n), 0, 9999, &v)) return false;
    *out = (int)v;
    *i += n;
    return true;
}

static bool literal(str_t s, size_t *i, char c)
{
    if (*i >= s.n || s.p[*i] != c) return false;
    (*i)++;
    return true;
}

static bool iso_date(str_t s, size_t *i, date_t *d)
{
    return digits(s, i, 4, &d->y) && literal(s, i, '-') && digits(s, i, 2, &d->m) && literal(s, i, '-') &&
           digits(s, i, 2, &d->d) && date_valid(*d);
}

static bool iso_offset(str_t s, size_t *i, ms_t *offset)
{
    if (*i == s.n) return true;
    if (s.p[*i] == 'Z') {
        *offset = 0;
        return ++*i == s.n;
    }
    int h, m;
    bool minus = s.p[*i] == '-';
    if (!minus && s.p[*i] != '+') return false;
    (*i)++;
    if (!digits(s, i, 2, &h) || !literal(s, i, ':') || !digits(s, i, 2, &m) || *i != s.n || h > 14 || m > 59)
        return false;
    *offset = (h * 60 + m) * MS_MINUTE * (minus ? -1 : 1);
    return true;
}

bool ms_parse(str_t s, ms_t *out)
{
    size_t i = 0;
    moment_t m = {0};
    ms_t offset = MS_VIETNAM;
    int fraction = 0;
    if (!iso_date(s, &i, &m.day)) return false;
    if (i == s.n) {
        *out = date_start(m.day);
        return true;
    }
    if (s.p[i] != 'T' && s.p[i] != ' ') return false;
    i++;
    if (!digits(s, &i, 2, &m.h) || !literal(s, &i, ':') || !digits(s, &i, 2, &m.min)) return false;
    if (i < s.n && s.p[i] == ':') {
        i++;
        if (!digits(s, &i, 2, &m.s)) return false;
        if (i < s.n && s.p[i] == '.') {
            i++;
            if (!digits(s, &i, 3, &fraction)) return false;
        }
    }
    if (m.h > 23 || m.min > 59 || m.s > 59 || !iso_offset(s, &i, &offset)) return false;
    *out = days_from_civil(m.day) * MS_DAY + m.h * MS_HOUR + m.min * MS_MINUTE + m.s * MS_SECOND + fraction - offset;
    return true;
}

bool date_parse(str_t s, date_t *out)
{
    size_t i = 0;
    if (iso_date(s, &i, out)) return i == s.n;
    int64_t d, m, y;
    str_t rest = s, piece;
    if (!str_cut(&rest, '/', &piece) || !str_int(piece, 1, 31, &d)) return false;
    if (!str_cut(&rest, '/', &piece) || !str_int(piece, 1, 12, &m)) return false;
    if (!rest.p || rest.n != 4 || !str_int(rest, 1900, 2200, &y)) return false;
    *out = (date_t){(int)y, (int)m, (int)d};
    return date_valid(*out);
}
