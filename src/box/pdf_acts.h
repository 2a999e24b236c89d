/* SPDX-License-Identifier: Apache-2.0
 *
 * pdf_acts — does a PDF hold something that acts by itself: a script, a program to start, a file to unpack, a form to send?
 *
 * Such things are named in dictionaries, which may stand in packed object streams (ISO 32000-1 §7.5.7) where no search of the
 * file's bytes sees them, and whose names may be spelt with #xx. So object streams are unpacked and searched too; one that
 * cannot be unpacked in the plain way (another filter, a password) is itself a reason to refuse. Streams of pages, pictures
 * and fonts hold no dictionaries and are not read. Calls only zlib; runs in the confined program.
 */
#ifndef CG_BOX_PDF_ACTS_H
#define CG_BOX_PDF_ACTS_H
#include <stdbool.h>
#include "base/str.h"

/* True when it does, or when it hides so that this cannot be told. */
bool pdf_acts(str_t file);
#endif
