#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""queries.py IN.sql OUT.c OUT.h GUARD — turns `-- name: purpose` and the statement after it into query_t constants."""
import re
import sys


def read(path):
    out, name, purpose, lines = [], None, '', []

    def flush():
        if name:
            sql = '\n'.join(lines).strip()
            if not sql.endswith(';'):
                sys.exit(f'{path}: query {name} does not end with ;')
            out.append((name, purpose, sql[:-1]))

    for line in open(path, encoding='utf-8'):
        line = line.rstrip('\n')
        m = re.match(r'--\s*([a-z][a-z0-9_]*):\s+(.+)$', line)
        if m:
            flush()
            name, purpose, lines = m.group(1), m.group(2), []
        elif line.startswith('--'):
            if name and not ''.join(lines).strip():
                purpose += ' ' + line.lstrip('- ')
        else:
            lines.append(line)
    flush()
    names = [n for n, _, _ in out]
    twice = {n for n in names if names.count(n) > 1}
    if twice:
        sys.exit(f'{path}: named twice: {", ".join(sorted(twice))}')
    return out


def c_text(sql):
    return '\n'.join('    "' + l.replace('\\', '\\\\').replace('"', '\\"') + '\\n"' for l in sql.split('\n') if l.strip())


src, out_c, out_h, room = sys.argv[1:5]
found = read(src)
with open(out_h, 'w', encoding='utf-8') as h:
    h.write(f'/* Made from {room}/queries.sql. */\n#ifndef CG_{room.upper()}_QUERIES_H\n#define CG_{room.upper()}_QUERIES_H\n')
    h.write('#include "store/store.h"\n')
    for n, p, _ in found:
        h.write(f'extern const query_t q_{n}; /* {p.replace("*/", "* /")} */\n')
    h.write('#endif\n')
with open(out_c, 'w', encoding='utf-8') as c:
    c.write(f'/* Made from {room}/queries.sql. */\n#include "{room}/queries.h"\n')
    for n, p, sql in found:
        if p.endswith('(large)'):
            sql = '/*large*/ ' + sql  # internal.h, QUERY_LARGE
        c.write(f'const query_t q_{n} = {{"{n}",\n{c_text(sql)}}};\n')
