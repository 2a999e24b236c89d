#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""near.py OWN SET… — that no message of ours is nearly one of a set's: what is written for training must not copy what measures it.

Two texts are near when .60 of their five-letter pieces are the same (Jaccard; marks off, small letters, each run of digits one 0).
Files are TSV with columns id and text. Prints the pair most alike, and pairs too near without their texts; 1 when there is one.
"""
import collections, csv, re, sys, unicodedata

NEAR = .60


def plain(text):
    bare = ''.join(c for c in unicodedata.normalize('NFD', text.lower().replace('đ', 'd')) if not unicodedata.combining(c))
    return ' '.join(re.sub(r'\d+', '0', bare).split())


def rows(path):
    with open(path, encoding='utf-8', newline='') as f:
        lines = (line for line in f if not line.startswith('#'))
        for row in csv.DictReader(lines, delimiter='\t', quoting=csv.QUOTE_NONE):
            text = plain(row['text'])
            yield row['id'], frozenset(text[i:i + 5] for i in range(max(1, len(text) - 4)))


def main(own, *sets):
    csv.field_size_limit(1 << 24)
    mine, holders, best, bad = list(rows(own)), collections.defaultdict(list), (0, '', ''), 0
    for i, (_, pieces) in enumerate(mine):
        for p in pieces: holders[p].append(i)
    for path in sets:
        for other, pieces in rows(path):
            shared = collections.Counter(i for p in pieces for i in holders.get(p, ()))
            for i, n in shared.items():
                alike = n / (len(pieces) + len(mine[i][1]) - n)
                best = max(best, (alike, mine[i][0], other))
                if alike >= NEAR:
                    bad += 1
                    print(f'{mine[i][0]} and {other} are {alike:.2f} alike')
    print(f'most alike: {best[1]} and {best[2]}, {best[0]:.2f}')
    return bad > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
