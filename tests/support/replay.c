/* SPDX-License-Identifier: Apache-2.0
 *
 * replay — runs a fuzzer over each file of the folders named, so that what a fuzzer once found is tried on every run.
 */
#include <dirent.h>
#include <stdio.h>
#include "base/crypto.h"
#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *folder)
{
    DIR *d = opendir(folder);
    if (!d) return -1;
    int n = 0;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.') continue;
        arena_t *a = arena_new(64 << 20);
        err_t err = err_new(LANG_EN);
        str_t bytes;
        if (file_read(a, str_z(a, str_fmt(a, "%s/%s", folder, e->d_name)), 16 << 20, &bytes, &err) == ST_OK) {
            /* An exact copy on the heap, so that the address sanitizer sees one byte too far. */
            uint8_t *copy = arena_alloc(a, bytes.n);
            if (copy && bytes.n) memcpy(copy, bytes.p, bytes.n);
            LLVMFuzzerTestOneInput(copy, bytes.n);
            n++;
        }
        arena_free(a);
    }
    closedir(d);
    return n;
}

int main(int argc, char **argv)
{
    if (!crypto_start()) return 1;
    for (int i = 1; i < argc; i++) {
        int n = replay(argv[i]);
        printf("%s: %d seeds\n", argv[i], n);
        if (n <= 0) return 1;
    }
    return 0;
}
