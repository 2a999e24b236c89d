#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""hosts_eval.py PROGRAM DATA [BRANDS] — the recogniser over lists of hosts: how many that bear a brand's name are explained, by
class, and how many honest ones are called suspicious. Never prints a row of the data.

A host bears a brand when it holds a name of brands.tsv (spaces off) of five letters or more, or a shorter one as a token, and
does not lie under that brand's own domain. Explained: the verdict names a brand or body it resembles. Flagged: suspicious or
danger.
"""
import collections, csv, os, re, subprocess, sys


def rows(data, name):
    text = subprocess.run(['zstd', '-qdc', f'{data}/{name}/urls.tsv.zst'], capture_output=True, check=True).stdout.decode()
    return [line.split('\t') for line in text.split('\n')[1:] if line]


def host(url):
    return re.sub(r'^[a-z]+://', '', url.lower()).split('/')[0]


def verdicts(program, hosts):
    out = subprocess.run([program, 'check', '--hosts', '-'], input='\n'.join(hosts) + '\n', capture_output=True, text=True,
                         check=True).stdout
    got = [line.split('\t') for line in out.split('\n') if line]
    assert len(got) == len(hosts)
    return [{'level': r[1], 'signs': r[-2].split(',') if r[-2] else [], 'imitates': r[-1]} for r in got]


def brands(path):
    names, domains = [], []
    for line in open(path, encoding='utf-8'):
        c = line.rstrip('\n').split('\t')
        if line[0] == '#' or c[0] == 'key': continue
        names += [re.sub('[^a-z0-9]', '', n) for n in c[3].split('|')]
        domains += [d.rstrip('?') for d in c[4].split('|') if d]
    return {n for n in names if n}, domains


def bears(h, names, domains):
    if any(h == d or h.endswith('.' + d) for d in domains) or h.endswith('.gov.vn'): return False
    return any(n in h if len(n) >= 5 else re.search(f'(^|[^a-z0-9]){n}([^a-z0-9]|$)', h) for n in names if n in h)


CLASSES = ['brand-subdomain', 'lookalike-host', 'brand-in-host', 'same-name', 'faint-name']


def flagged(v):
    return v['level'] in ('suspicious', 'danger')


def bad_list(title, hosts, program, names, domains):
    got = verdicts(program, hosts)
    bearing = [v for h, v in zip(hosts, got) if bears(h, names, domains)]
    explained = [v for v in bearing if v['imitates']]
    of = collections.Counter(next((c for c in CLASSES if c in v['signs']), 'other') for v in explained)
    print(f"{title:24} hosts {len(hosts):6}  flagged {sum(map(flagged, got)) / len(got):.4f}  brand-bearing {len(bearing):5}  "
          f"explained {len(explained) / max(len(bearing), 1):.4f}  flagged of these {sum(map(flagged, bearing)) / max(len(bearing), 1):.4f}")
    print('    ' + '  '.join(f'{c} {of[c]}' for c in CLASSES + ['other'] if of[c]) +
          f"   gamble-host {sum('gamble-host' in v['signs'] for v in got) / len(got):.4f} of all")


def honest(title, hosts, program):
    got = verdicts(program, hosts)
    wrong = [v for v in got if flagged(v)]
    signs = collections.Counter(s for v in wrong for s in v['signs'])
    print(f"{title:24} hosts {len(hosts):6}  flagged {len(wrong):4} = {len(wrong) / max(len(hosts), 1):.5f}  named {sum(bool(v['imitates']) for v in got):4}  "
          f"gamble-host {sum('gamble-host' in v['signs'] for v in got)}  " + ' '.join(f'{s}:{n}' for s, n in signs.most_common(6)))


def main(program, data, brand_file):
    names, domains = brands(brand_file)
    for source in ['url_chongluadao', 'url_hostsvn']:
        kinds = collections.defaultdict(list)
        for r in rows(data, source): kinds[r[1]].append(host(r[0]))
        for kind, hosts in kinds.items(): bad_list(f'{source} {kind}', hosts, program, names, domains)
    banks = [host(r['url']) for r in csv.DictReader(open(f'{data}/vn_banks/banks.tsv', encoding='utf-8'), delimiter='\t') if r['url']]
    vn = [host(r[0]) for r in rows(data, 'url_benign_vn')]
    wide = [host(r[0]) for r in rows(data, 'url_benign')]
    honest('vn_banks', banks, program)
    honest('benign_vn, .gov.vn', [h for h in vn if h.endswith('.gov.vn')], program)
    honest('benign .vn and benign_vn', sorted({h for h in wide if h.endswith('.vn')} | set(vn)), program)
    honest('url_benign whole', wide, program)


if __name__ == '__main__':
    here = os.path.dirname(os.path.abspath(__file__))
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else f'{here}/../knowledge/brands.tsv')
