/* SPDX-License-Identifier: Apache-2.0
 *
 * embed — the HTML an editor pastes into another portal. Sanitisers take classes, data attributes and titles away as they
 * like; what they keep is text and links, so the code stands in both.
 */
#include "material/internal.h"

str_t embed_block(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang)
{
    bool en = lang == LANG_EN && m->title_en.n;
    const char *prefix = lang == LANG_EN ? "/en" : "";
    buf_t b = buf_new(a, 16 * 1024);
    buf_fmt(&b, "<div class=\"canhgiac\" data-canhgiac=\"cg:%.*s:v%lld\" lang=\"%s\">\n<p><strong><a href=\"",
            STRF(r->code), (long long)r->version, lang_code(lang));
    buf_html(&b, base);
    buf_fmt(&b, "%s/tai-lieu/", prefix);
    buf_html(&b, m->slug);
    buf_putz(&b, "\">");
    buf_html(&b, en ? m->title_en : m->title);
    buf_putz(&b, "</a></strong></p>\n<p>");
    buf_html(&b, en && m->summary_en.n ? m->summary_en : m->summary);
    buf_fmt(&b, "</p>\n<p>%s <strong>%.*s</strong> – <a href=\"", tr(lang, N_("Verification code")), STRF(r->code));
    buf_html(&b, base);
    buf_fmt(&b, "%s/v/%.*s\" title=\"cg:%.*s:v%lld\">", prefix, STRF(r->code), STRF(r->code), (long long)r->version);
    buf_html(&b, base);
    buf_fmt(&b, "%s/v/%.*s</a></p>\n</div>\n", prefix, STRF(r->code));
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}
