/* SPDX-License-Identifier: Apache-2.0
 *
 * answer — what a handler decided to send, for the web room to send. Handlers use the functions of page.h.
 */
#ifndef CG_PAGE_ANSWER_H
#define CG_PAGE_ANSWER_H
#include "base/crypto.h"
#include "page/page.h"

enum { ANSWER_HEADERS = 16 };

typedef struct answer {
    int status;       /* 0: 200 */
    const char *mime; /* NULL: the route's template is rendered */
    str_t bytes;
    bool is_blob; /* bytes are in the store under `blob` */
    digest_t blob;
    const char *file;  /* path of a file to send; NULL: none */
    str_t filename;    /* for Content-Disposition: attachment; n = 0: none */
    str_t redirect;    /* p = NULL: none; a path of ours without the language prefix */
    const char *flash; /* msgid for the next page */
    struct {
        const char *name;
        str_t value;
    } headers[ANSWER_HEADERS];
    int n_headers;
    act_step_fn act; /* NULL: nothing more to do */
    void *act_arg;
} answer_t;
#endif
