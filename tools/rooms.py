#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""rooms.py — holds the rule of inclusion (docs/architecture.md) and the list of banned calls over src/.

A room may include the rooms below it and its own headers; of another room only the headers that room shows. Prints each
breach with file and line; exit 1 if there is one."""
import os
import re
import sys

SHOWN = {  # headers other rooms may include; a room not named here shows ROOM.h alone
    'base': None,  # all of base
    'recognise': {'canhgiac.h', 'compile.h', 'verdict.h', 'document.h', 'hostname.h', 'judged.h', 'list.h', 'list_format.h', 'model.h', 'vietqr.h'},
    'box': {'clip.h', 'glance.h', 'image.h', 'image_size.h', 'limits.h', 'paper.h'},
    'store': {'store.h', 'record.h', 'journal.h'},
    'people': {'people.h', 'invite.h', 'passkey.h', 'token.h'},
    'alert': {'alert.h', 'appeal.h'},
    'learn': {'learn.h', 'discernment.h'},
    'material': {'material.h', 'sign.h'},
    'proof': {'proof.h', 'keep.h', 'heads.h'},
    'campaign': {'campaign.h', 'cover_cache.h', 'edxml.h', 'nudge.h'},
    'page': {'asset.h', 'page.h', 'view.h', 'app.h', 'qr.h', 'markdown.h', 'template.h', 'render.h', 'answer.h', 'keys.h', 'xml.h', 'sniff.h', 'print.h', 'emblem.h', 'picture.h', 'head.h'},
}
BELOW = {
    'base': set(),
    'recognise': {'base'},
    'wasm': {'base', 'recognise'},
    'box': {'base'},
    'store': {'base'},
    'people': {'base', 'box', 'store'},
    'page': {'base', 'store', 'people'},
}
GROUND = {'base', 'recognise', 'box', 'store', 'people', 'page'}
ARROWS = {  # between feature rooms: who may call whom (the flow of the design, never a cycle)
    'campaign': {'material', 'proof', 'learn'},
    'material': set(),
    'proof': {'material'},
    'learn': set(),
    'alert': {'material'},
    'field': {'learn'},
    'lists': {'alert', 'material'},
    'check': {'lists'},
    'desk': set(),
}
for room, more in ARROWS.items():
    BELOW[room] = GROUND | more
BELOW['web'] = GROUND | set(ARROWS)
BELOW['cli'] = BELOW['web'] | {'web'}
BANNED = r'\b(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|strtok|atoi|atol|atof|gets|system|popen|alloca|rand|srand|tmpnam|mktemp|asctime|ctime|localtime|gmtime)\s*\('
CLOCKS = r'\b(time|gettimeofday|clock_gettime)\s*\('


def code_lines(path):
    text = open(path, encoding='utf-8').read()
    text = re.sub(r'/\*.*?\*/', lambda m: '\n' * m.group().count('\n'), text, flags=re.S)
    text = re.sub(r'//[^\n]*', '', text)
    return text.split('\n')


def check(path):
    room = path.split(os.sep)[1]
    if room not in BELOW:
        return [f'{path}: no room named {room} in the plan of the house']
    bad = []
    first = open(path, encoding='utf-8').read(200)
    if 'SPDX-License-Identifier: Apache-2.0' not in first:
        bad.append(f'{path}:1: no SPDX line')
    for n, line in enumerate(code_lines(path), 1):
        m = re.match(r'\s*#\s*include\s+"([a-z]+)/([^"]+)"', line)
        if m and m.group(1) != room and m.group(2) != 'queries.h':
            other, header = m.groups()
            if other not in BELOW[room]:
                bad.append(f'{path}:{n}: {room} may not include {other}')
            elif SHOWN.get(other, {other + '.h'}) is not None and header not in SHOWN.get(other, {other + '.h'}):
                if room not in ('cli', 'web') or other in GROUND:
                    bad.append(f'{path}:{n}: {header} is not shown by {other}')
        if m and m.group(1) != room and m.group(2) == 'queries.h':
            bad.append(f'{path}:{n}: the queries of {m.group(1)} are its own')
        literal_free = re.sub(r'"(\\.|[^"\\])*"', '""', line)
        if re.search(BANNED, literal_free):
            bad.append(f'{path}:{n}: banned call: {line.strip()}')
        if not path.endswith('base/clock.c') and re.search(CLOCKS, literal_free):
            bad.append(f'{path}:{n}: time comes from base/clock.h: {line.strip()}')
    return bad


found = []
for folder, _, names in os.walk('src'):
    for name in sorted(names):
        if name.endswith(('.c', '.h')):
            found += check(os.path.join(folder, name))
print('\n'.join(sorted(found)) if found else 'the rooms are in order')
sys.exit(1 if found else 0)
