/* SPDX-License-Identifier: Apache-2.0 */
#include "material/code.h"
#include "base/crypto.h"

static const char alphabet[] = CODE_ALPHABET;

/* x·α in GF(32) = GF(2)[x]/(x⁵ + x² + 1); α generates all 31 non-zero elements. */
static uint32_t times_alpha(uint32_t x)
{
    x <<= 1;
    return x & 32 ? x ^ 37 : x;
}

/* Horner: Σ αⁱ·v[4 - i + 1] without the last place, so that the check itself has weight α⁰ = 1. */
static uint32_t check_of(const uint32_t v[CODE_LEN - 1])
{
    uint32_t sum = 0;
    for (size_t i = 0; i < CODE_LEN - 1; i++) sum = times_alpha(sum) ^ v[i];
    return times_alpha(sum);
}

void code_from(uint32_t number, char out[CODE_LEN + 1])
{
    uint32_t v[CODE_LEN - 1];
    for (size_t i = 0; i < CODE_LEN - 1; i++) {
        v[i] = number >> (5 * (CODE_LEN - 2 - i)) & 31;
        out[i] = alphabet[v[i]];
    }
    out[CODE_LEN - 1] = alphabet[check_of(v)];
    out[CODE_LEN] = 0;
}

void code_new(char out[CODE_LEN + 1])
{
    uint32_t x;
    rand_bytes(&x, sizeof x);
    code_from(x, out);
}

static int value_of(char c)
{
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

/* "https://host/v/CODE", "/v/CODE?x" → CODE. */
static str_t without_address(str_t s)
{
    for (size_t at = 0, next; (next = str_find(s, S("/v/"), at)) != SIZE_MAX; at = next + 1)
        if (str_find(s, S("/v/"), next + 1) == SIZE_MAX) {
            str_t tail = str_sub(s, next + 3, s.n);
            for (size_t i = 0; i < tail.n; i++)
                if (tail.p[i] == '?' || tail.p[i] == '#' || tail.p[i] == '/') return str_sub(tail, 0, i);
            return tail;
        }
    return s;
}

status_t code_parse(str_t typed, char out[CODE_LEN + 1], err_t *err)
{
    uint32_t v[CODE_LEN];
    size_t n = 0;
    str_t s = without_address(str_trim(typed));
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ' || s.p[i] == '-' || s.p[i] == '.' || s.p[i] == '\t') continue;
        int x = value_of(s.p[i]);
        if (x < 0)
            return err_at(err, ST_INPUT, "code.character", "code", 0,
                          N_("A code has no such character: only digits 2-9 and letters without I and O."));
        if (n < CODE_LEN) v[n] = (uint32_t)x;
        n++;
    }
    if (n != CODE_LEN) return err_at(err, ST_INPUT, "code.length", "code", 0, N_("A code has exactly 6 characters."));
    if (check_of(v) != v[CODE_LEN - 1])
        return err_at(
            err, ST_INPUT, "code.check", "code", 0,
            N_("This code cannot be right: one character is wrong or two have changed places. Read it again."));
    for (size_t i = 0; i < CODE_LEN; i++) out[i] = alphabet[v[i]];
    out[CODE_LEN] = 0;
    return ST_OK;
}

void code_spoken(str_t code, lang_t lang, buf_t *out)
{
    static const char *const vi[] = {"An",    "Bình", "Cường", "Dung", "Em",  "Facebook", "Gà",   "Hoa", "",
                                     "Japan", "Kim",  "Lan",   "Mai",  "Nam", "",         "Phúc", "Quê", "Rùa",
                                     "Sen",   "Tâm",  "Út",    "Việt", "Web", "Xuân",     "Yến",  "Zalo"};
    static const char *const en[] = {"Alfa",   "Bravo",   "Charlie", "Delta",  "Echo",   "Foxtrot", "Golf",
                                     "Hotel",  "",        "Juliett", "Kilo",   "Lima",   "Mike",    "November",
                                     "",       "Papa",    "Quebec",  "Romeo",  "Sierra", "Tango",   "Uniform",
                                     "Victor", "Whiskey", "X-ray",   "Yankee", "Zulu"};
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];
        if (i) buf_putz(out, ", ");
        buf_putc(out, c);
        if (c < 'A' || c > 'Z') continue;
        buf_putz(out, lang == LANG_VI ? " như " : " as in ");
        buf_putz(out, (lang == LANG_VI ? vi : en)[c - 'A']);
    }
}
