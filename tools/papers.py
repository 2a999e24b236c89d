#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""papers.py OUT PAPERS FACTS — knowledge/papers.tsv as the tables of document_internal.h. A row that cannot be right ends the build: FACTS is
document_facts.c, whose findings are the only ones that words may show."""
import datetime, re, sys

FOLDED = re.compile(r'[a-z0-9]+( [a-z0-9]+)*')


def fail(number, why):
    sys.exit(f'papers.tsv, line {number}: {why}')


def rows(path):
    with open(path, encoding='utf-8') as f:
        head = None
        for number, line in enumerate(f, 1):
            cells = line.rstrip('\n').split('\t')
            if not line.strip() or line.startswith('#'): continue
            if head is None:
                head = cells
                continue
            yield number, cells + [''] * (len(head) - len(cells))


def quoted(text):
    return 'NULL' if text in ('', '-') else '"' + text + '"'


def main(out, papers, facts):
    with open(facts, encoding='utf-8') as f:
        findings = set(re.findall(r'\{"([a-z-]+)", DOCUMENT_', f.read()))
    made = {'kind': [], 'body': [], 'ended': [], 'wish': [], 'fee': []}
    seen = set()
    for number, (what, folded, says, name, sign) in rows(papers):
        if what not in made: fail(number, 'what is kind, body, ended, wish or fee')
        if not FOLDED.fullmatch(folded) or len(folded) > 64: fail(number, 'words are folded: small letters without marks')
        if '"' in name or '\\' in name: fail(number, 'a name holds no quotation marks')
        if (what, folded) in seen: fail(number, 'this stands there twice')
        seen.add((what, folded))
        if what in ('kind', 'wish') and says not in findings | ({'-'} if what == 'kind' else set()): fail(number, f'there is no finding {says!r}')
        if what == 'kind' and not name: fail(number, 'a kind has a name')
        if what == 'body' and not FOLDED.fullmatch(says): fail(number, 'a body has signs')
        if what == 'ended':
            try: day = datetime.date.fromisoformat(says)
            except ValueError: fail(number, 'a day is YYYY-MM-DD')
        made[what].append({'kind': lambda: f'{{"{folded}", {quoted(name)}, {quoted(sign)}, {quoted(says)}}}',
                           'body': lambda: f'{{"{folded}", "{says}"}}',
                           'ended': lambda: f'{{"{folded}", {{{day.year}, {day.month}, {day.day}}}}}',
                           'wish': lambda: f'{{"{says}", "{folded}"}}',
                           'fee': lambda: f'" {folded} "'}[what]())
    ends = {'kind': '{NULL, NULL, NULL, NULL}', 'body': '{NULL, NULL}', 'ended': '{NULL, {0, 0, 0}}', 'wish': '{NULL, NULL}', 'fee': 'NULL'}
    with open(out, 'w', encoding='utf-8') as f:
        f.write('/* Made from knowledge/papers.tsv. */\n#include "recognise/document_internal.h"\n')
        for what, lines in made.items():
            kind = 'char *const' if what == 'fee' else f'{what}_fact_t'
            f.write(f'const {kind} {what}_facts[] = {{\n' + ''.join(f'    {line},\n' for line in [*lines, ends[what]]) + '};\n')


main(*sys.argv[1:])
