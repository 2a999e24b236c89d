/* SPDX-License-Identifier: Apache-2.0
 *
 * The shapes of gambling hosts: a short name, lucky digits and perhaps an ending word ("fun88vip"), or "bet" behind a digit
 * ("i9bet3"). Held against honest hosts by tools/hosts_eval.py; words ("nhacai", "taixiu") are knowledge and stand in
 * hosts.tsv.
 */
#include "recognise/engine.h"

static bool among(str_t s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, str_of(list[i]))) return true;
    return false;
}

static str_t run(str_t s, size_t *at, bool letters)
{
    size_t from = *at;
    while (*at < s.n && (letters ? is_letter(s.p[*at]) : is_digit(s.p[*at]))) ++*at;
    return str_sub(s, from, *at);
}

static bool ending_word(str_t s)
{
    static const char *const words[] = {"vn",   "vip", "club", "bet",  "win",  "app", "fun", "live", "net",
                                        "game", "pro", "asia", "viet", "vina", "top", "id",  "com"};
    return s.n == 1 || among(s, words, sizeof words / sizeof *words);
}

static bool lucky(str_t label)
{
    static const char *const digits[] = {"88", "888", "79", "789", "8899", "6868"};
    size_t at = 0;
    str_t name = run(label, &at, true), number = run(label, &at, false);
    if (!name.n || name.n > 5 || !among(number, digits, sizeof digits / sizeof *digits)) return false;
    if (at == label.n) return true;
    str_t word = run(label, &at, true), rest = run(label, &at, false);
    return at == label.n && ending_word(word) && rest.n <= 3;
}

static bool bets(str_t label)
{
    for (size_t at = 0; (at = str_find(label, S("bet"), at)) != SIZE_MAX; at++) {
        size_t digit = at > 1 && is_letter(label.p[at - 1]) && is_digit(label.p[at - 2]) ? at - 2 : at - 1,
               end = at + 3;
        if (at == 0 || !is_digit(label.p[digit])) continue;
        if (digit > 0 && !is_letter(label.p[digit - 1])) continue;
        str_t word = run(label, &end, true);
        if (!word.n || ending_word(word)) return true;
    }
    return false;
}

bool host_gamble_shape(str_t label)
{
    return lucky(label) || bets(label);
}
