/* SPDX-License-Identifier: Apache-2.0
 *
 * websub — tells a hub (W3C WebSub, 2018) that feeds of ours have changed, so that whoever follows them hears of it at
 * once. The hub is the operator's choice, never a visitor's.
 */
#ifndef CG_MATERIAL_WEBSUB_H
#define CG_MATERIAL_WEBSUB_H
#include "base/base.h"

/* One POST with hub.mode=publish and each topic as hub.url (and hub.topic). Nothing is sent without a hub or topics. A hub
 * that does not answer is logged: followers then find out when they ask by themselves. At most 10 s. */
void websub_tell(str_t hub, const str_t *topics, size_t n);
#endif
