/* SPDX-License-Identifier: Apache-2.0
 *
 * i18n — translated sentences. Message ids are the English text; catalogues are po/vi.po and po/en.po, compiled by
 * msgfmt at build time and linked in. A missing entry gives the message id itself (and fails the build's check).
 */
#ifndef CG_BASE_I18N_H
#define CG_BASE_I18N_H
#include "base/status.h"

/* The translation of `msgid` in `lang`; static, never NULL. The length-taking form is for text that is not
 * NUL-terminated; it returns NULL when there is no entry. */
const char *tr(lang_t lang, const char *msgid) __attribute__((format_arg(2)));
const char *tr_n(lang_t lang, const char *msgid, size_t n, size_t *out_n);

/* "vi" or "en". */
const char *lang_code(lang_t lang);
/* From "vi", "en", "vi_VN.UTF-8", "en-US"; LANG_VI for anything else. */
lang_t lang_from(const char *s, size_t n);
#endif
