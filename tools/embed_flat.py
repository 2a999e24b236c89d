#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed_flat.py OUT.c SYMBOL FILE… — as embed.py, with files named by their last part."""
import os
import runpy
import sys
import tempfile

out, symbol, files = sys.argv[1], sys.argv[2], sys.argv[3:]
with tempfile.TemporaryDirectory() as d:
    links = []
    for f in files:
        link = os.path.join(d, os.path.basename(f))
        os.symlink(os.path.abspath(f), link)
        links.append(link)
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'embed.py')
    sys.argv = [here, out, symbol, d] + links
    runpy.run_path(here, run_name='__main__')
text = open(out, encoding='utf-8').read()
for f in files:  # the links are gone when the compiler reads them
    text = text.replace(os.path.join(d, os.path.basename(f)), os.path.abspath(f))
open(out, 'w', encoding='utf-8').write(text)
