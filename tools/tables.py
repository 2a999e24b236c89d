#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tables.py OUT.c SCHEMA.sql… — for every table of the schema, the statement that reads all its columns and the one that writes
them: what moves a campaign from one database to another."""
import re
import sys


def quoted(name):
    return f'"{name}"' if name in ('case', 'check') else name


tables = {}
for path in sys.argv[2:]:
    text = re.sub(r'--[^\n]*', '', open(path, encoding='utf-8').read())
    for m in re.finditer(r'CREATE TABLE "?(\w+)"? \((.*?)\n\);', text, re.S):
        columns = []
        for line in re.split(r',\s*\n', m.group(2)):
            word = line.strip().split()[0].strip('"') if line.strip() else ''
            if word and word not in ('UNIQUE', 'PRIMARY', 'FOREIGN', 'CHECK', 'CONSTRAINT'):
                columns.append(word)
        tables[m.group(1)] = columns
    for m in re.finditer(r'ALTER TABLE "?(\w+)"? ADD COLUMN "?(\w+)"?', text):
        tables[m.group(1)].append(m.group(2))
    if re.search(r'\b(RENAME|DROP COLUMN|DROP TABLE)\b', text):
        sys.exit(f'{path}: tables.py does not know RENAME, DROP COLUMN or DROP TABLE')

with open(sys.argv[1], 'w', encoding='utf-8') as c:
    c.write('/* Made from store/schema by tools/tables.py. */\n#include "store/internal.h"\nconst table_copy_t table_copies[] = {\n')
    for name, columns in tables.items():
        all_of = ', '.join(quoted(x) for x in columns)
        q = quoted(name).replace('"', '\\"')
        places = ', '.join(f'${i + 1}' for i in range(len(columns)))
        c.write(f'    {{"{name}", {{"get_{name}", QUERY_LARGE " SELECT {all_of} FROM {q}"}},\n'
                f'     {{"put_{name}", "INSERT INTO {q} ({all_of}) VALUES ({places})"}}, {len(columns)}}},\n')
    c.write('    {NULL, {NULL, NULL}, {NULL, NULL}, 0},\n};\n')
