/* SPDX-License-Identifier: Apache-2.0 */
#include "material/zip.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include "material/internal.h"

enum { LOCAL = 30, CENTRAL = 46, END = 22, UTF8 = 0x0800, VERSION = 20, DAY_ONE = 0x0021 /* 1980-01-01 */ };
enum { LOCAL_MARK = 0x04034b50, CENTRAL_MARK = 0x02014b50, END_MARK = 0x06054b50 };

bool zip_name_ok(str_t name)
{
    str_t rest = name, piece;
    if (name.n == 0 || name.n > ZIP_NAME_MAX || !utf8_valid(name) || name.p[name.n - 1] == '/') return false;
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < ' ' || name.p[i] == '\\' || name.p[i] == ':' || name.p[i] == 0x7f) return false;
    while (str_cut(&rest, '/', &piece))
        if (piece.n == 0 || str_eq(piece, S(".")) || str_eq(piece, S(".."))) return false;
    return true;
}

/* --- reading --- */

static uint32_t u16(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8;
}

static uint32_t u32(const char *p)
{
    return u16(p) | u16(p + 2) << 16;
}

static status_t no_kit(err_t *err)
{
    return err_set(err, ST_INPUT, "zip.form", N_("This ZIP file is not one that canhgiac made, or it is damaged."));
}

/* The fields that local and central header share, from the version on: 26 bytes. */
static bool head_plain(const char *p, size_t name, size_t bytes)
{
    return u16(p + 2) == UTF8 && u16(p + 4) == 0 && u32(p + 14) == bytes && u32(p + 18) == bytes &&
           u16(p + 22) == name && u16(p + 24) == 0;
}

/* One member: its central header at *dir must agree with the local one at *data, which follows the member before. */
static bool member_read(str_t s, size_t end, size_t *dir, size_t *data, zip_member_t *m)
{
    if (end - *dir < CENTRAL || u32(s.p + *dir) != CENTRAL_MARK) return false;
    const char *c = s.p + *dir + 6;
    size_t bytes = u32(c + 14), name = u16(c + 22);
    if (!head_plain(c, name, bytes) || end - *dir < CENTRAL + name) return false;
    /* no comment, first disk, no attributes of ours that matter; where the local header stands */
    if (u16(s.p + *dir + 32) != 0 || u16(s.p + *dir + 34) != 0 || u32(s.p + *dir + 42) != *data) return false;
    m->name = str_sub(s, *dir + CENTRAL, *dir + CENTRAL + name);
    if (!zip_name_ok(m->name) || *data > s.n || s.n - *data < LOCAL + name + bytes) return false;
    const char *l = s.p + *data;
    if (u32(l) != LOCAL_MARK || memcmp(l + 4, c, 26) != 0 || memcmp(l + LOCAL, m->name.p, name) != 0) return false;
    m->bytes = str_sub(s, *data + LOCAL + name, *data + LOCAL + name + bytes);
    *dir += CENTRAL + name;
    *data += LOCAL + name + bytes;
    return true;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const zip_member_t *)a)->name, ((const zip_member_t *)b)->name);
}

static bool names_differ(arena_t *a, const zip_member_t *m, size_t n)
{
    zip_member_t *sorted = ARENA_ARRAY(a, zip_member_t, n + 1);
    if (!sorted) return false;
    if (n) memcpy(sorted, m, n * sizeof *m);
    qsort(sorted, n, sizeof *sorted, by_name);
    for (size_t i = 1; i < n; i++)
        if (str_eq(sorted[i].name, sorted[i - 1].name)) return false;
    return true;
}

status_t zip_read(arena_t *a, str_t s, zip_member_t **out, size_t *n, err_t *err)
{
    *n = 0;
    if (s.n < END || s.n > ZIP_BYTES_MAX) return no_kit(err);
    size_t end = s.n - END, data = 0;
    const char *e = s.p + end;
    size_t count = u16(e + 10), dir = u32(e + 16), from = dir;
    if (u32(e) != END_MARK || u32(e + 4) != 0 || u16(e + 8) != count || u16(e + 20) != 0 || count > ZIP_MEMBERS_MAX ||
        dir > end || u32(e + 12) != end - dir)
        return no_kit(err);
    zip_member_t *m = ARENA_ARRAY(a, zip_member_t, count + 1);
    if (!m) return no_memory(err);
    for (size_t i = 0; i < count; i++)
        if (!member_read(s, end, &dir, &data, &m[i])) return no_kit(err);
    if (dir != end || data != from || !names_differ(a, m, count)) return no_kit(err);
    *out = m;
    *n = count;
    return ST_OK;
}

str_t zip_find(const zip_member_t *m, size_t n, str_t name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(m[i].name, name)) return m[i].bytes;
    return STR_NONE;
}

/* --- writing --- */

static void p16(char *p, uint32_t v)
{
    p[0] = (char)(v & 0xFF);
    p[1] = (char)(v >> 8 & 0xFF);
}

static void p32(char *p, uint32_t v)
{
    p16(p, v & 0xFFFF);
    p16(p + 2, v >> 16);
}

zip_writer_t zip_begin(arena_t *a, int fd)
{
    return (zip_writer_t){.fd = fd, .directory = buf_new(a, (size_t)ZIP_MEMBERS_MAX * (CENTRAL + ZIP_NAME_MAX))};
}

static status_t put(zip_writer_t *z, str_t s, err_t *err)
{
    for (size_t done = 0; done < s.n;) {
        ssize_t n = write(z->fd, s.p + done, s.n - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0)
            return err_set(err, errno == ENOSPC || errno == EFBIG || errno == EDQUOT ? ST_LIMIT : ST_IO, "zip.write",
                           N_("The archive could not be written: %s."), strerror(errno));
        done += (size_t)n;
    }
    z->at += s.n;
    return ST_OK;
}

/* The 26 bytes that both headers have, from the version needed on. */
static void head(char *p, str_t name, str_t bytes)
{
    memset(p, 0, 26);
    p16(p, VERSION);
    p16(p + 2, UTF8);
    p16(p + 8, DAY_ONE);
    p32(p + 10, (uint32_t)crc32_z(0, (const unsigned char *)bytes.p, bytes.n));
    p32(p + 14, (uint32_t)bytes.n);
    p32(p + 18, (uint32_t)bytes.n);
    p16(p + 22, (uint32_t)name.n);
}

status_t zip_add(zip_writer_t *z, str_t name, str_t bytes, err_t *err)
{
    char local[LOCAL], central[CENTRAL] = {0};
    if (!zip_name_ok(name))
        return err_set(err, ST_INPUT, "zip.name", N_("A file of the kit has a name that cannot be."));
    if (z->n == ZIP_MEMBERS_MAX || z->at + LOCAL + name.n + bytes.n + z->directory.n + 65536 > ZIP_BYTES_MAX)
        return err_set(err, ST_LIMIT, "zip.size", N_("The kit is too large for one file; choose fewer materials."));
    p32(local, LOCAL_MARK);
    head(local + 4, name, bytes);
    p32(central, CENTRAL_MARK);
    p16(central + 4, VERSION);
    memcpy(central + 6, local + 4, 26);
    p32(central + 42, (uint32_t)z->at);
    buf_put(&z->directory, (str_t){central, CENTRAL});
    buf_put(&z->directory, name);
    z->n++;
    status_t s = put(z, (str_t){local, LOCAL}, err);
    if (s == ST_OK) s = put(z, name, err);
    return s == ST_OK ? put(z, bytes, err) : s;
}

status_t zip_end(zip_writer_t *z, err_t *err)
{
    char end[END] = {0};
    uint64_t from = z->at;
    if (!buf_ok(&z->directory)) return no_memory(err);
    status_t s = put(z, buf_str(&z->directory), err);
    p32(end, END_MARK);
    p16(end + 8, (uint32_t)z->n);
    p16(end + 10, (uint32_t)z->n);
    p32(end + 12, (uint32_t)z->directory.n);
    p32(end + 16, (uint32_t)from);
    return s == ST_OK ? put(z, (str_t){end, END}, err) : s;
}
