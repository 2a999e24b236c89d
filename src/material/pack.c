/* SPDX-License-Identifier: Apache-2.0 */
#include "material/pack.h"
#include <zip.h>
#include "material/internal.h"

static bool add(zip_t *z, arena_t *a, const pack_file_t *f)
{
    zip_source_t *s = zip_source_buffer(z, f->bytes.p ? f->bytes.p : "", f->bytes.n, 0);
    if (!s) return false;
    zip_int64_t at = zip_file_add(z, str_z(a, f->name), s, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(s);
        return false;
    }
    zip_uint64_t i = (zip_uint64_t)at;
    return zip_set_file_compression(z, i, f->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0 &&
           zip_file_set_dostime(z, i, 0, 0x21, 0) == 0 && /* 1980-01-01 00:00 */
           zip_file_set_external_attributes(z, i, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)0100644 << 16) == 0;
}

static bool taken_out(zip_source_t *s, arena_t *a, str_t *out)
{
    zip_stat_t info;
    if (zip_source_stat(s, &info) != 0 || info.size > PACK_MAX || zip_source_open(s) != 0) return false;
    char *p = arena_raw(a, info.size);
    bool good = p && zip_source_read(s, p, info.size) == (zip_int64_t)info.size;
    (void)zip_source_close(s);
    *out = (str_t){p, info.size};
    return good;
}

status_t pack_make(arena_t *a, const pack_file_t *files, size_t n, str_t *out, err_t *err)
{
    zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = s ? zip_open_from_source(s, ZIP_TRUNCATE, NULL) : NULL;
    bool good = z != NULL;
    if (good) zip_source_keep(s); /* the archive gives up its own share when it is closed */
    for (size_t i = 0; good && i < n; i++) good = add(z, a, &files[i]);
    if (good) good = zip_close(z) == 0;
    if (z && !good) zip_discard(z);
    good = good && taken_out(s, a, out);
    if (s) zip_source_free(s);
    return good ? ST_OK : err_set(err, ST_LIMIT, "zip.too-large", N_("This is too much for one zip file."));
}
