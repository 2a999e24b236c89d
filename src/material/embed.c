/* SPDX-License-Identifier: Apache-2.0
 *
 * embed — the HTML an editor pastes into another portal. Sanitisers take classes, data attributes and titles away as they
 * like; what they keep is text and links, so the code stands in both.
 */
#include "material/internal.h"
#include "material/pages.h"
#include "material/portal.h"

enum { BLOCK_MAX = 16 * 1024, ARTICLE_MAX = 2 << 20 };

str_t embed_integrity(arena_t *a, const release_t *r)
{
    digest_t d = sha256(r->manifest);
    buf_t b = buf_new(a, 128);
    buf_putz(&b, "sha256-");
    base64_put(&b, d.b, sizeof d.b);
    return buf_str(&b);
}

str_t embed_address(arena_t *a, const release_t *r, str_t base, lang_t lang)
{
    return str_fmt(a, "%.*s%s/v/%.*s", STRF(base), lang == LANG_EN ? "/en" : "", STRF(r->code));
}

str_t embed_frame_address(arena_t *a, const release_t *r, str_t base, lang_t lang)
{
    return str_fmt(a, "%.*s/nhung", STRF(embed_address(a, r, base, lang)));
}

str_t embed_mark(arena_t *a, const release_t *r, const embed_for_t *who)
{
    buf_t b = buf_new(a, 1024);
    buf_html(&b, embed_id(a, r));
    if (who && who->code.n) buf_putc(&b, ':');
    if (who) buf_html(&b, who->code);
    return buf_str(&b);
}

/* "Posted by …", where a reader of the page and whoever asks where a copy came from see it. */
static void by_line(buf_t *b, lang_t lang, const embed_for_t *who)
{
    if (!who || !who->name.n) return;
    buf_putz(b, "<p>");
    buf_putz(b, tr(lang, N_("Posted by ")));
    buf_html(b, who->name);
    buf_putz(b, "</p>\n");
}

static void verify_line(buf_t *b, arena_t *a, const release_t *r, str_t base, lang_t lang, const embed_for_t *who)
{
    str_t address = embed_address(a, r, base, lang);
    buf_fmt(b, "<p>%s <strong>%.*s</strong> – <a href=\"", tr(lang, N_("Verification code")), STRF(r->code));
    buf_html(b, address);
    buf_fmt(b, "\" title=\"%.*s\">", STRF(embed_mark(a, r, who)));
    buf_html(b, address);
    buf_putz(b, "</a></p>\n");
}

static void page_address(buf_t *b, const material_t *m, str_t base, lang_t lang)
{
    buf_html(b, base);
    buf_putz(b, lang == LANG_EN ? "/en/tai-lieu/" : "/tai-lieu/");
    buf_html(b, m->slug);
}

str_t embed_block_for(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang,
                      const embed_for_t *who)
{
    buf_t b = buf_new(a, BLOCK_MAX);
    buf_fmt(&b, "<div class=\"canhgiac\" data-canhgiac=\"%.*s\" data-canhgiac-integrity=\"%.*s\" lang=\"%s\">\n",
            STRF(embed_mark(a, r, who)), STRF(embed_integrity(a, r)), lang_code(lang));
    buf_putz(&b, "<p><strong><a href=\"");
    page_address(&b, m, base, lang);
    buf_putz(&b, "\">");
    buf_html(&b, title_of(m, lang));
    buf_putz(&b, "</a></strong></p>\n<p>");
    buf_html(&b, summary_of(m, lang));
    buf_putz(&b, "</p>\n");
    by_line(&b, lang, who);
    verify_line(&b, a, r, base, lang, who);
    buf_putz(&b, "</div>\n");
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

str_t embed_block(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang)
{
    return embed_block_for(a, m, r, base, lang, NULL);
}

str_t embed_frame(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang, const embed_for_t *who)
{
    buf_t b = buf_new(a, BLOCK_MAX);
    buf_fmt(&b, "<iframe data-canhgiac=\"%.*s\" src=\"", STRF(embed_mark(a, r, who)));
    buf_html(&b, embed_frame_address(a, r, base, lang));
    buf_putz(&b, "\" title=\"");
    buf_html(&b, title_of(m, lang));
    buf_fmt(&b,
            "\" width=\"%d\" height=\"%d\" style=\"border:0;width:100%%;max-width:%dpx\" loading=\"lazy\" "
            "referrerpolicy=\"no-referrer\"></iframe>\n",
            EMBED_WIDTH, EMBED_HEIGHT, EMBED_WIDTH);
    by_line(&b, lang, who);
    verify_line(&b, a, r, base, lang, who);
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

str_t embed_article(arena_t *a, const material_t *m, const release_t *r, str_t base, lang_t lang, str_t text,
                    const embed_for_t *who)
{
    buf_t b = buf_new(a, ARTICLE_MAX);
    str_t title = title_of(m, lang), body = str_trim(text), first = STR_NONE, rest = body;
    bool titled = str_line(&rest, &first) && str_eq(str_trim(first), title);
    if (!titled) buf_fmt(&b, "%.*s\n\n", STRF(title));
    if (body.n)
        buf_put(&b, body);
    else
        buf_put(&b, summary_of(m, lang));
    if (who && who->name.n) buf_fmt(&b, "\n\n%s%.*s", tr(lang, N_("Posted by ")), STRF(who->name));
    buf_fmt(&b, "\n\n%s %.*s: %.*s\n", tr(lang, N_("Verification code")), STRF(r->code),
            STRF(embed_address(a, r, base, lang)));
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}
