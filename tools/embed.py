#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py OUT.c SYMBOL ROOT FILE… — makes `const embed_t SYMBOL[]` (src/base/embed.h) from files, sorted by their path
below ROOT, by way of the assembler's .incbin, so that large files cost the compiler nothing."""
import os
import sys

out, symbol, root = sys.argv[1:4]
files = sorted(set(sys.argv[4:]), key=lambda f: os.path.relpath(f, root).encode())
with open(out, 'w', encoding='utf-8') as c:
    c.write('/* Made by tools/embed.py. */\n#include "base/embed.h"\n')
    for i, f in enumerate(files):
        path = os.path.abspath(f).replace('\\', '\\\\').replace('"', '\\"')
        c.write(f'__asm__(".section .rodata\\n.balign 16\\n.global {symbol}_{i}\\n{symbol}_{i}:\\n.incbin \\"{path}\\"\\n"\n'
                f'        ".global {symbol}_{i}_end\\n{symbol}_{i}_end:\\n.byte 0\\n.previous\\n");\n'
                f'extern const char {symbol}_{i}[], {symbol}_{i}_end[];\n')
    c.write(f'const embed_t {symbol}[] = {{\n')
    for i, f in enumerate(files):
        c.write(f'    {{"{os.path.relpath(f, root)}", {symbol}_{i}, {symbol}_{i}_end}},\n')
    c.write('    {0, 0, 0},\n};\n')
