#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""po_check.py [--list] — is every sentence that people read translated?

Collects message ids: N_("…") in src/**/*.[ch] and {{_ … }} in templates. Each must stand in po/vi.po and po/en.po, once,
not empty, with the same printf specs and {names}. --list prints what is missing as entries to fill. Exit 1 on any fault."""
import ast
import glob
import re
import sys

STRING = r'"(?:\\.|[^"\\])*"'


def c_text(literals):
    return ''.join(ast.literal_eval(x) if '\\x' not in x else bytes(x[1:-1], 'utf-8').decode('unicode_escape')
                   for x in re.findall(STRING, literals))


def marked(path):
    text = open(path, encoding='utf-8').read()
    return [c_text(m.group(1)) for m in re.finditer(r'\bN_\(\s*((?:' + STRING + r'\s*)+)\)', text)]


def collect():
    ids = {}
    for path in sorted(glob.glob('src/**/*.[ch]', recursive=True)):
        for text in marked(path):
            ids.setdefault(text, path)
    for path in sorted(glob.glob('src/*/pages/*.html') + glob.glob('src/*/partials/*.html')):
        text = open(path, encoding='utf-8').read()
        for m in re.finditer(r'\{\{_\s(.*?)\}\}(?!\})|\{\{_\s(.*?\})\}\}', text, re.S):
            ids.setdefault((m.group(2) or m.group(1)).strip(), path)
    return ids


def read_po(path):
    entries, twice, state, key, value = {}, [], None, [], []

    def flush():
        k, v = ''.join(key), ''.join(value)
        if k:
            if k in entries:
                twice.append(k)
            entries[k] = v

    for line in open(path, encoding='utf-8'):
        line = line.strip()
        if line.startswith('msgid '):
            if state:
                flush()
            state, key, value = 'id', [ast.literal_eval(line[6:])], []
        elif line.startswith('msgstr '):
            state, value = 'str', [ast.literal_eval(line[7:])]
        elif line.startswith('"'):
            (key if state == 'id' else value).append(ast.literal_eval(line))
    flush()
    return entries, twice


def specs(s):
    return re.findall(r'%[-0-9.*]*(?:l|ll|z|h)?[a-zA-Z%]', s), sorted(re.findall(r'\{[a-z_.]+\}', s))


def main():
    ids, faults, missing = collect(), [], []
    for lang in ('vi', 'en'):
        entries, twice = read_po(f'po/{lang}.po')
        faults += [f'{lang}: twice: {k}' for k in twice]
        for k, path in ids.items():
            if not entries.get(k):
                faults.append(f'{lang}: missing: {k}   ({path})')
                missing.append((lang, k))
            elif specs(k) != specs(entries[k]):
                faults.append(f'{lang}: placeholders differ: {k}')
        faults += [f'{lang}: unused: {k}' for k in entries if k not in ids]
    if '--list' in sys.argv:
        for lang, k in missing:
            if lang == 'vi':
                print(k.replace('\n', '\\n'))
        return 0
    print('\n'.join(faults) if faults else f'{len(ids)} message ids, all translated')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
