/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads the .mo format of GNU gettext (its manual, "The Format of GNU MO Files"): a sorted table of message ids, so a
 * binary search in place. The catalogues are our own build's output, made for this machine's byte order.
 */
#include "base/i18n.h"
#include <stdint.h>
#include "base/embed.h"

extern const embed_t catalogues[];

typedef struct mo {
    const char *base;
    uint32_t count, ids, texts;
} mo_t;

static bool mo_open(lang_t lang, mo_t *mo)
{
    str_t file = embed_find(catalogues, lang == LANG_EN ? S("en.mo") : S("vi.mo"));
    uint32_t head[5];
    if (file.n < sizeof head) return false;
    memcpy(head, file.p, sizeof head);
    *mo = (mo_t){file.p, head[2], head[3], head[4]};
    return head[0] == 0x950412de;
}

static str_t entry(const mo_t *mo, uint32_t table, uint32_t i)
{
    uint32_t lo[2];
    memcpy(lo, mo->base + table + 8 * (size_t)i, sizeof lo);
    return (str_t){mo->base + lo[1], lo[0]};
}

const char *tr_n(lang_t lang, const char *msgid, size_t n, size_t *out_n)
{
    mo_t mo;
    if (n == 0 || !mo_open(lang, &mo)) return NULL;
    uint32_t lo = 0, hi = mo.count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(entry(&mo, mo.ids, mid), (str_t){msgid, n});
        if (c == 0) {
            str_t t = entry(&mo, mo.texts, mid);
            *out_n = t.n;
            return t.p;
        }
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

const char *tr(lang_t lang, const char *msgid)
{
    size_t n;
    const char *t = tr_n(lang, msgid, strlen(msgid), &n);
    return t ? t : msgid;
}

const char *lang_code(lang_t lang)
{
    return lang == LANG_EN ? "en" : "vi";
}

lang_t lang_from(const char *s, size_t n)
{
    bool english = n >= 2 && (s[0] == 'e' || s[0] == 'E') && (s[1] == 'n' || s[1] == 'N') &&
                   (n == 2 || s[2] == '_' || s[2] == '-' || s[2] == '.' || s[2] == ',' || s[2] == ';');
    return english ? LANG_EN : LANG_VI;
}
