#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""texts.py OUT.h TOOLS VI.po EN.po FILE.c… — the messages of these sources in both languages, as a C table."""
import json
import re
import sys

sys.path.insert(0, sys.argv[2])
import po_check  # noqa: E402

vi, en = (po_check.read_po(p)[0] for p in sys.argv[3:5])
ids = {}
for path in sys.argv[5:]:
    for m in re.finditer(r'\bN_\(\s*((?:' + po_check.STRING + r'\s*)+)\)', open(path, encoding='utf-8').read()):
        ids[po_check.c_text(m.group(1))] = 1
quote = lambda s: json.dumps(s, ensure_ascii=False)
with open(sys.argv[1], 'w', encoding='utf-8') as c:
    c.write('typedef struct text {\n    const char *id, *in[2];\n} text_t;\nstatic const text_t texts[] = {\n')
    for i in ids:
        c.write(f'    {{{quote(i)}, {{{quote(vi[i])}, {quote(en[i])}}}}},\n')
    c.write('    {0, {0, 0}},\n};\n')
