#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""say.py OUT PO FILE… — the sentences marked N_("…") in the FILEs, with their translations in PO, as the table of
src/recognise/say.h. One that is not translated ends the build."""
import sys

from po_check import marked, read_po


def quoted(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n') + '"'


out, po, *files = sys.argv[1:]
entries, _ = read_po(po)
with open(out, 'w', encoding='utf-8') as f:
    f.write('/* Made from po/vi.po. */\n#include "recognise/say.h"\nconst said_t said_in_vietnamese[] = {\n')
    for msgid in sorted({m for path in files for m in marked(path)}):
        if not entries.get(msgid):
            sys.exit(f'say.py: not in {po}: {msgid}')
        f.write(f'    {{{quoted(msgid)}, {quoted(entries[msgid])}}},\n')
    f.write('    {NULL, NULL},\n};\n')
