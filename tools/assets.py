#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""assets.py OUT.c FOLDER BROTLI FILE… -- PAGE… — the table `assets` (src/base/embed.h): each file, and beside it FILE.gz and
FILE.br where they are smaller. BROTLI is the program that makes the latter, or "-".

In sw.js, @ASSETS@ becomes the lasting addresses of the others (page/asset.h), by name, and @VERSION@ the mark of all files
and PAGEs: when one of them changes, browsers fetch the new ones."""
import gzip
import hashlib
import json
import os
import runpy
import subprocess
import sys

out, folder, brotli = sys.argv[1:4]
cut = sys.argv.index('--')
files, pages = sorted(sys.argv[4:cut], key=os.path.basename), sys.argv[cut + 1:]
os.makedirs(folder, exist_ok=True)
packed = ('.png', '.jpg', '.br', '.gz')


def mark(data):
    return hashlib.sha256(data).hexdigest()[:12]


def read(path):
    with open(path, 'rb') as f:
        return f.read()


def write(name, data):
    path = os.path.join(folder, name)
    with open(path, 'wb') as f:
        f.write(data)
    return path


made, lasting, whole = [], {}, hashlib.sha256()
for path in files + pages:
    whole.update(hashlib.sha256(read(path)).digest())
for path in files:
    name, data = os.path.basename(path), read(path)
    if name == 'sw.js':
        continue
    stem, ending = os.path.splitext(name)
    lasting[name] = f'/assets/{stem}.{mark(data)}{ending}'
for path in files:
    name, data = os.path.basename(path), read(path)
    if name == 'sw.js':
        data = data.replace(b'@ASSETS@', json.dumps(lasting).encode()).replace(b'@VERSION@', whole.hexdigest()[:12].encode())
    made.append(write(name, data))
    if name.endswith(packed) or len(data) < 200:
        continue
    gz = gzip.compress(data, 9, mtime=0)
    br = subprocess.run([brotli, '-q', '11', '-c', made[-1]], stdout=subprocess.PIPE, check=True).stdout if brotli != '-' else data
    made += [write(name + end, small) for end, small in (('.gz', gz), ('.br', br)) if len(small) < len(data)]
sys.argv = ['embed.py', out, 'assets', folder] + made
runpy.run_path(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'embed.py'), run_name='__main__')
