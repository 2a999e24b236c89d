/* SPDX-License-Identifier: Apache-2.0
 *
 * head — what machines read of a public page: a description, the picture that is shown with a shared link (Open Graph), and
 * what the page is in schema.org's words (JSON-LD). A page that says nothing has the site's own description and picture.
 * All of it goes into view "head", which the layout prints in <head>.
 */
#ifndef CG_PAGE_HEAD_H
#define CG_PAGE_HEAD_H
#include "page/page.h"

typedef struct head {
    const char *type;  /* schema.org: "Article", "NewsArticle", "DigitalDocument" … */
    str_t title;       /* the first words carry the message: apps cut it at about 60 characters */
    str_t description; /* complete in itself */
    str_t picture;     /* absolute address, 1200 × 630; "": the site's */
    str_t code;        /* of the release; "": none */
    str_t licence;     /* "": none */
    ms_t published;    /* 0: not dated */
    int64_t version;   /* 0: none */
    str_t oembed;      /* address of the oEmbed answer; "": none */
} head_t;

/* Says what this page is. */
void head_page(const req_t *q, view_t *v, const head_t *h);
/* The first page: the site itself, with its search. */
void head_site(const req_t *q, view_t *v);
#endif
