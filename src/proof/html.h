/* SPDX-License-Identifier: Apache-2.0
 *
 * html — what any page says and carries: its text as people read it, its main text, its links, files and players.
 *
 * One pass over the tokens, no tree: memory is at most a small multiple of the page, time linear, whatever the page does.
 */
#ifndef CG_PROOF_HTML_H
#define CG_PROOF_HTML_H
#include "base/base.h"

#define HTML_LINKS_LIMIT 4096
#define HTML_MARKS_LIMIT 256

typedef enum html_link_kind {
    LINK_A,     /* <a>, <area> */
    LINK_IMG,   /* <img> with its lazy and alternative sources */
    LINK_FRAME, /* <iframe>, <frame> */
    LINK_EMBED, /* <embed>, <object> */
    LINK_MEDIA, /* <video>, <audio>, <source> */
    LINK_SCRIPT,
} html_link_kind_t;

typedef struct html_link {
    html_link_kind_t kind;
    bool main; /* stands in the main part of the page */
    str_t url; /* as written, decoded; resolve against html_page.base and the page's address */
} html_link_t;

typedef struct html_page {
    str_t title, heading; /* <title>; the first <h1> */
    str_t text;           /* everything visible, a line a block */
    str_t main;           /* the same without navigation, header, footer, sidebars, comments */
    str_t hidden;         /* what stands in the source but is not shown (hidden, display:none, noscript, template) */
    html_link_t *links;
    size_t n_links;
    str_t *marks; /* values of data-canhgiac attributes: our embeds name themselves */
    size_t n_marks;
    str_t base;    /* <base href>; p = NULL when none */
    str_t refresh; /* address of a <meta http-equiv=refresh>; p = NULL when none */
    bool password; /* a password field is on it */
    int scripts;   /* <script> elements */
    size_t script_bytes;
} html_page_t;

/* `src` should be UTF-8 (decode.h). ST_MEMORY only when the arena is at its limit. */
must_use status_t html_read(arena_t *a, str_t src, html_page_t *out, err_t *err);
/* The charset a page's first kilobytes declare in <meta>; p = NULL when none. */
str_t html_charset(arena_t *a, str_t src);
/* Words of a text: runs of anything but ASCII space. */
size_t html_words(str_t text);
#endif
