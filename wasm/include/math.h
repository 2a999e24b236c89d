/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_WASM_MATH_H
#define CG_WASM_MATH_H
#define isfinite(x) __builtin_isfinite(x)
double sqrt(double x);
double exp(double x);
#endif
