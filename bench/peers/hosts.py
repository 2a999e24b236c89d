#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""hosts.py PROGRAM DATA — canhgiac's host verdict beside eth-phishing-detect, a walked list and dnstwist, one core each.

Asked: honest hosts and ChongLuaDao's, mixed; on the lists: every bad host of the sets. dnstwist goes the other way, from a
brand to what it may be written like, so it is given as permutations a second and as the share of ChongLuaDao's hosts whose
name it would have made. Nothing is looked up on a network; no host is printed.
"""
import csv, os, random, shutil, subprocess, sys, tempfile

csv.field_size_limit(1 << 24)
HERE = os.path.dirname(os.path.realpath(__file__))


def hosts_of(data, name):
    text = subprocess.run(['zstd', '-dc', f'{data}/{name}/urls.tsv.zst'], check=True, capture_output=True, text=True).stdout
    for row in csv.DictReader(text.splitlines(), delimiter='\t', quoting=csv.QUOTE_NONE):
        host = row['url'].split('://')[-1].split('/')[0].split('?')[0].split(':')[0].lower()
        if host.isascii() and '.' in host:
            yield host, row['class']


def children_cpu():
    t = os.times()
    return t.children_user + t.children_system


def spent(*command):
    before = children_cpu()
    out = subprocess.run(['taskset', '-c', '0', *command], check=True, capture_output=True, text=True).stdout
    return out, children_cpu() - before


def ours(program, hosts, work):
    def run(times):
        with open(f'{work}/ask', 'w') as f:
            f.write(('\n'.join(hosts) + '\n') * times)
        return spent(program, 'check', '--hosts', f'{work}/ask', '--workers', '1')
    out, start = run(1)
    _, many = run(11)
    flagged = sum(line.split('\t')[1] in ('danger', 'suspicious') for line in out.splitlines())
    return (many - start) / 10 / len(hosts) * 1e6, flagged / len(hosts)


def twist(data, bad):
    """Permutations of the names of the banks, and how many of the listed names are among them."""
    with open(f'{data}/vn_banks/banks.tsv', encoding='utf-8', newline='') as f:
        sites = {row[-1].split('://')[-1].split('/')[0].removeprefix('www.') for row in csv.reader(f, delimiter='\t', quoting=csv.QUOTE_NONE)}
    sites = sorted(s for s in sites if s.isascii() and s.count('.') and ' ' not in s)[::4]
    made, total = set(), 0.0
    for site in sites:
        try:
            out, cpu = spent('dnstwist', '--format', 'list', site)
        except subprocess.CalledProcessError:
            continue
        made.update(line.strip() for line in out.splitlines())
        total += cpu
    names = {h.removeprefix('www.') for h in bad}
    return len(sites), len(made), total / max(1, len(made)) * 1e6, len(names & made) / len(names)


def main(program, data):
    work = tempfile.mkdtemp()
    try:
        bad = sorted({h for h, _ in hosts_of(data, 'url_chongluadao')})
        listed = sorted({h for name in ('url_chongluadao', 'url_hostsvn', 'url_scamlight', 'url_ethphishing')
                         for h, kind in hosts_of(data, name) if kind != 'benign'})
        honest = sorted({h for h, _ in hosts_of(data, 'url_benign')})
        mixed = honest + bad
        random.Random(1).shuffle(mixed)
        with open(f'{work}/hosts', 'w') as f: f.write('\n'.join(mixed) + '\n')
        with open(f'{work}/listed', 'w') as f: f.write('\n'.join(listed) + '\n')
        print(f'== {len(mixed)} hosts, {len(bad)} of them bad; CPU of one core')
        print(f'{"":44}{"us a host":>12}{"a second":>12}{"beside ours":>12}{"flagged":>9}')
        us, share = ours(program, mixed, work)
        print(f'{"canhgiac, resemblance and reasons, TSV out":44}{us:12.3f}{1e6 / us:12.0f}{1:11.0f}x{share:9.3f}')
        if shutil.which('node'):
            out, _ = spent('node', f'{HERE}/hosts.mjs', f'{work}/hosts', f'{work}/listed')
            for line in out.splitlines():
                name, *rest = line.split('\t')
                if len(rest) < 2:
                    print(f'{name:44}  {rest[0]}')
                    continue
                cost, flagged = map(float, rest)
                print(f'{name:44}{cost:12.1f}{1e6 / cost:12.0f}{cost / us:11.0f}x{flagged:9.3f}')
        if shutil.which('dnstwist'):
            n, made, each, covered = twist(data, bad)
            print(f'dnstwist, {n} banks: {made} names at {each:.1f} us each; {covered * 100:.2f} % of the bad hosts are among them')
        else:
            print('dnstwist  skipped: it is not installed')
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == '__main__':
    main(os.path.realpath(sys.argv[1]), sys.argv[2])
