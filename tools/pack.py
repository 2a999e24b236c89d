#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""pack.py OUT FILE… — canhgiac.pack: the knowledge as people edit it, without comments, one file behind another: the length of
its name in a byte, its name, its own length in four bytes, itself. A browser compiles it (src/wasm/pack.c) into what
canhgiac.know is: hash tables and offsets, which do not compress, need not be sent. Of the suffixes, sorted by their last label, a
line leaves out the labels it shares with the line before and says how many, as a digit: "0vn", "1com", "2blogspot". Of phrases and
hosts, which stand in groups, a row leaves out the first cell of the row before."""
import os
import struct
import sys


# Columns that are read of a table; what stands behind them are sources, for people.
READ = {b'banks.tsv': 2, b'brands.tsv': 7}
GROUPED = {b'phrases.tsv', b'hosts.tsv'}


def bare(name, data):
    if not name.endswith(b'.tsv'):
        return data
    lines = [line for line in data.split(b'\n') if line.strip() and not line.startswith(b'#')]
    rows = [line.split(b'\t')[:READ.get(name)] for line in lines]
    if name in GROUPED:
        firsts = [row[0] for row in rows]
        rows = [[b''] + row[1:] if first == before else row for row, first, before in zip(rows, firsts, [b''] + firsts)]
    return b''.join(b'\t'.join(row) + b'\n' for row in rows)


def shared(data):
    before, out = [], []
    for rule in data.decode().split('\n')[:-1]:
        labels = rule.split('.')[::-1]
        same = len(os.path.commonprefix([before, labels]))
        out.append('%d%s\n' % (same, '.'.join(labels[same:])))
        before = labels
    return ''.join(out).encode()


with open(sys.argv[1], 'wb') as out:
    for path in sys.argv[2:]:
        name = os.path.basename(path).encode()
        with open(path, 'rb') as f:
            data = shared(f.read()) if name.endswith(b'.dat') else bare(name, f.read())
        out.write(bytes([len(name)]) + name + struct.pack('<I', len(data)) + data)
