/* SPDX-License-Identifier: Apache-2.0
 *
 * asked — counts look-ups of codes that nobody published. Only codes whose check holds are kept by name, for a mistyped
 * code fails its check; the table is small and forgets the least asked, so that nobody can fill it.
 */
#include <pthread.h>
#include "material/code.h"
#include "material/internal.h"

#define KEPT 64

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static code_asked_t table[KEPT];

void code_asked_for(const char code[CODE_LEN + 1])
{
    size_t least = 0;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < KEPT; i++) {
        if (memcmp(table[i].code, code, CODE_LEN) == 0) {
            if (table[i].times < UINT32_MAX) table[i].times++;
            goto out;
        }
        if (table[i].times < table[least].times) least = i;
    }
    memcpy(table[least].code, code, CODE_LEN + 1);
    table[least].times = 1;
out:
    pthread_mutex_unlock(&lock);
}

size_t material_codes_asked(code_asked_t *out, size_t max)
{
    size_t n = 0;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < KEPT; i++) {
        if (table[i].times == 0) continue;
        size_t at = n < max ? n++ : max;
        while (at > 0 && out[at - 1].times < table[i].times) {
            if (at < max) out[at] = out[at - 1];
            at--;
        }
        if (at < max) out[at] = table[i];
    }
    pthread_mutex_unlock(&lock);
    return n;
}
