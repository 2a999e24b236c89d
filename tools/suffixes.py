#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""suffixes.py OUT LIST — the public suffix list without remarks and by families: "jp aichi akita" says aichi.jp and akita.jp. It is an
eighth shorter to send to a phone that way."""
import sys


def main(out, path):
    families = {}
    with open(path, encoding='utf-8') as f:
        for line in f:
            rule = line.split()[0] if line.strip() else ''
            if not rule or rule.startswith('//'): continue
            first, _, parent = rule.partition('.')
            families.setdefault(parent, []).append(first)
    with open(out, 'w', encoding='utf-8', newline='\n') as f:
        f.write(''.join(f'{name}\n' for name in families.pop('')))
        f.write(''.join(f'{parent} {" ".join(first)}\n' for parent, first in families.items()))


main(*sys.argv[1:])
