/* SPDX-License-Identifier: Apache-2.0
 *
 * world — a real store in a folder of its own, for tests of every room.
 */
#ifndef CG_TESTS_WORLD_H
#define CG_TESTS_WORLD_H
#include "store/store.h"

/* An empty store at the newest schema; `dir` gets its folder's name. Ends the program when it cannot be made. */
store_t *world_store(char dir[64]);
/* Closes (st may be NULL) and removes the folder with all in it. */
void world_end(store_t *st, const char *dir);
/* Removes a folder with all in it. */
void world_remove(const char *dir);
#endif
