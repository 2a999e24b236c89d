#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""suffixes.py OUT LIST… — the rules of public suffix lists alone, sorted from their last label: so what is compiled from them does
not depend on the order in which they came, and pack.py can leave out what a rule shares with the one before."""
import sys

rules = set()
for name in sys.argv[2:]:
    with open(name, encoding='utf-8') as f:
        rules |= {line.split()[0] for line in f if line.strip() and not line.startswith('//')}
with open(sys.argv[1], 'w', encoding='utf-8') as out:
    out.writelines(rule + '\n' for rule in sorted(rules, key=lambda r: r.split('.')[::-1]))
