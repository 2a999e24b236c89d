#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""pack.py OUT FILE… — the knowledge files one behind another, without their comments."""
import os
import struct
import sys

with open(sys.argv[1], 'wb') as out:
    for path in sys.argv[2:]:
        name, data = os.path.basename(path).encode(), open(path, 'rb').read()
        if name.endswith(b'.dat'):
            data = b''.join(l for l in data.splitlines(True) if l.strip() and not l.startswith(b'//') and l.isascii())
        out.write(bytes([len(name)]) + name + struct.pack('<I', len(data)) + data)
