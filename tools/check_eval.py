#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_eval.py PROGRAM DATA — the recogniser over labelled sets: danger and suspicious count as found.

DATA holds one folder a set with messages.tsv (id, text, label scam | spam | ham; other columns ignored). Prints recall,
precision, F1 and the false positive rate on ham, and the signs that cost most; never a row of the data.
"""
import collections, csv, subprocess, sys

SETS = ['vi_ie403', 'vi_tran2026', 'vi_news_vtb', 'vi_ui_mozilla']


def verdicts(program, path):
    out = subprocess.run([program, 'check', '--batch', path], capture_output=True, text=True, check=True).stdout
    names = ['id', 'level', 'score', 'forms', 'signs']
    return {r[0]: dict(zip(names, r)) for r in (line.split('\t') for line in out.split('\n') if line)}


def main(program, data, show):
    csv.field_size_limit(1 << 24)
    for name in SETS:
        path = f'{data}/{name}/messages.tsv'
        got = verdicts(program, path)
        n, found, wrong, missed = collections.Counter(), collections.Counter(), collections.Counter(), collections.Counter()
        with open(path, encoding='utf-8', newline='') as f:
            for row in csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE):
                label = row.get('label') or 'ham'
                v = got[row['id']]
                n[label] += 1
                hit = v['level'] in ('danger', 'suspicious')
                found[label] += hit
                if label == 'ham' and hit: wrong.update(v['signs'].split(','))
                if label == 'scam' and not hit: missed.update(v['signs'].split(',') or ['none'])
        recall = found['scam'] / n['scam'] if n['scam'] else 0
        positive = found['scam'] + found['ham']
        precision = found['scam'] / positive if positive else 0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0
        print(f"{name:14} scam {n['scam']:5} recall {recall:.3f} precision {precision:.3f} F1 {f1:.3f}  "
              f"ham {n['ham']:5} FPR {found['ham'] / max(n['ham'], 1):.4f}  spam {n['spam']:4} found {found['spam'] / max(n['spam'], 1):.3f}")
        if show:
            print('   signs on ham:', ' '.join(f'{k}:{c}' for k, c in wrong.most_common(14)))
            print('   signs on missed scams:', ' '.join(f'{k}:{c}' for k, c in missed.most_common(10)))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], len(sys.argv) > 3)
