/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_WASM_STDIO_H
#define CG_WASM_STDIO_H
#include <stdarg.h>
#include <stddef.h>
int vsnprintf(char *to, size_t n, const char *fmt, va_list ap);
int snprintf(char *to, size_t n, const char *fmt, ...);
#endif
