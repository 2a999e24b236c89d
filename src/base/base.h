/* SPDX-License-Identifier: Apache-2.0
 *
 * base — what every room stands on. This header brings the everyday parts; log, file, csv, fold, crypto and config
 * are included by those who need them.
 */
#ifndef CG_BASE_BASE_H
#define CG_BASE_BASE_H
#include "base/status.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/ident.h"
#endif
