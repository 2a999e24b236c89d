#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""pack.py OUT FILE… — canhgiac.pack: the knowledge as people edit it, without comments, one file behind another: the length of
its name in a byte, its name, its own length in four bytes, itself. A browser compiles it (src/wasm/pack.c) into what
canhgiac.know is: hash tables and offsets, which do not compress, need not be sent."""
import os
import struct
import sys


def bare(name, data):
    if not name.endswith((b'.tsv', b'.dat')):
        return data
    mark = b'//' if name.endswith(b'.dat') else b'#'
    return b''.join(line for line in data.splitlines(True) if line.strip() and not line.startswith(mark))


with open(sys.argv[1], 'wb') as out:
    for path in sys.argv[2:]:
        name = os.path.basename(path).encode()
        with open(path, 'rb') as f:
            data = bare(name, f.read())
        out.write(bytes([len(name)]) + name + struct.pack('<I', len(data)) + data)
