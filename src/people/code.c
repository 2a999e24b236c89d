/* SPDX-License-Identifier: Apache-2.0 */
#include "people/code.h"

enum { LETTERS = 16, GROUP = 4 };

static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; /* 32 of them: five bits each */

void slip_code_new(char code[CODE_TEXT], digest_t *hash)
{
    uint8_t raw[LETTERS];
    char plain[LETTERS];
    size_t n = 0;
    rand_bytes(raw, sizeof raw);
    for (size_t i = 0; i < LETTERS; i++) {
        plain[i] = alphabet[raw[i] & 31];
        if (i && i % GROUP == 0) code[n++] = '-';
        code[n++] = plain[i];
    }
    code[n] = '\0';
    *hash = sha256((str_t){plain, LETTERS});
    secret_wipe(raw, sizeof raw);
    secret_wipe(plain, sizeof plain);
}

bool slip_code_hash(str_t typed, digest_t *hash)
{
    char plain[LETTERS];
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == '-' || c == ' ') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if (n == LETTERS || !c || !strchr(alphabet, c)) return false;
        plain[n++] = c;
    }
    if (n != LETTERS) return false;
    *hash = sha256((str_t){plain, LETTERS});
    return true;
}
