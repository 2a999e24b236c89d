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


# Columns that are read of a table; what stands behind them are sources, for people, and what pages tell of a form.
READ = {b'banks.tsv': 3, b'brands.tsv': 7, b'forms.tsv': 6}


def bare(name, data):
    if not name.endswith(b'.tsv'):
        return data
    lines = [line for line in data.split(b'\n') if line.strip() and not line.startswith(b'#')]
    return b''.join(b'\t'.join(line.split(b'\t')[:READ.get(name)]) + b'\n' for line in lines)


# Of tables whose rows stand together by their first cell, it is sent once: an empty one is that of the row before.
TOGETHER = {b'phrases.tsv', b'plain.tsv', b'hosts.tsv'}


def together(data):
    before, out = b'', []
    for line in data.split(b'\n')[:-1]:
        first, rest = line.split(b'\t', 1)
        out.append((b'' if first == before else first) + b'\t' + rest + b'\n')
        before = first
    return b''.join(out)


def shared(data):
    before, out = [], []
    for rule in data.decode().split('\n')[:-1]:
        labels = rule.split('.')[::-1]
        same = len(os.path.commonprefix([before, labels]))
        out.append('%d%s\n' % (same, '.'.join(labels[same:])))
        before = labels
    return ''.join(out).encode()


# What is alike stands together: it is shorter to send so.
with open(sys.argv[1], 'wb') as out:
    for path in sorted(sys.argv[2:], key=lambda p: ('.dat', '.tsv', '.bin').index(os.path.splitext(p)[1])):
        name = os.path.basename(path).encode()
        with open(path, 'rb') as f:
            data = shared(f.read()) if name.endswith(b'.dat') else bare(name, f.read())
        if name in TOGETHER: data = together(data)
        out.write(bytes([len(name)]) + name + struct.pack('<I', len(data)) + data)
