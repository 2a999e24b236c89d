/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_sign — signing and verifying 10,000 files of 4 KiB in minisign's format, beside the limit of 2 s for all.
 */
#include <stdio.h>
#include "material/sign.h"

enum { FILES = 10000, BYTES = 4096 };

int main(void)
{
    static char file[BYTES];
    sign_secret_t key;
    sign_ring_t ring = {.n = 1};
    arena_t *a = arena_new(64 << 20);
    if (!a || !crypto_start()) return 1;
    sign_new(&key);
    ring.keys[0] = sign_public_of(&key);
    double took[2] = {0};
    for (int what = 0; what < 2; what++) {
        ms_t from = clock_mono();
        buf_t sig = buf_new(a, SIGN_FILE_MAX);
        for (int i = 0; i < FILES; i++) {
            memcpy(file, &i, sizeof i);
            if (what == 0 || i == 0) sig.n = 0;
            if (what == 1) memset(file, 0, sizeof i);
            if (what == 0 || i == 0)
                if (sign_make(&key, (str_t){file, BYTES}, S("canhgiac bench"), &sig, NULL) != ST_OK) return 1;
            if (what == 1 && sign_check(&ring, (str_t){file, BYTES}, buf_str(&sig), NULL, NULL) != ST_OK) return 1;
        }
        took[what] = (double)(clock_mono() - from) / 1000;
    }
    printf("%-24s %8s %8s\n", "10,000 files of 4 KiB", "s", "of 2 s");
    printf("%-24s %8.2f %7.2fx\n", "signed", took[0], took[0] / 2);
    printf("%-24s %8.2f %7.2fx\n", "verified", took[1], took[1] / 2);
    arena_free(a);
    return 0;
}
