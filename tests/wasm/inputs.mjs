// SPDX-License-Identifier: Apache-2.0
// inputs — messages for the recogniser, the same in every run: our own, those of shared/data where it lies, each also bent
// out of shape, and bytes that mean nothing. frames() lays them out as native.c reads them.
import fs from 'node:fs';
import path from 'node:path';

let seed = 20261126;
const random = n => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor(seed / 4294967296 * n); };

export function column(file, name) {
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter(l => l && l[0] !== '#');
  const at = lines.shift().split('\t').indexOf(name);
  return lines.map(l => (l.split('\t')[at] || '').replace(/\\n/g, '\n')).filter(Boolean);
}

const HOMOGLYPHS = { a: 'а', o: 'ο', e: 'е', c: 'с', i: 'і' };
const BENDS = [
  t => t.normalize('NFD'), t => t.toUpperCase(), t => t.replace(/[aoeci]/g, c => random(3) ? c : HOMOGLYPHS[c]),
  t => t.split('').join('\u200b'), t => '\u202e' + t + '\u202c', t => t + ' 👩‍👩‍👧‍👦 ' + t, t => t.slice(0, random(t.length) + 1),
  t => t.replace(/ /g, '\n\n'), t => t.replace(/[0-9]/g, d => String.fromCharCode(0xff10 + Number(d))),
  t => t + '\0' + t, t => '<script>alert(1)</script>' + t, t => t.replace(/\./g, '․'),
];

function bent(text) {
  const b = Buffer.from(BENDS[random(BENDS.length)](text));
  for (let k = random(4); k > 0 && b.length; k--) b[random(b.length)] = random(256); // also no UTF-8 any more
  return b;
}

export function inputs(root, most) {
  const own = [...column(path.join(root, 'tests/recognise/spans.tsv'), 'text'), ...column(path.join(root, 'knowledge/messages.tsv'), 'text'),
    ...column(path.join(root, 'knowledge/quiz.tsv'), 'text_vi')];
  const data = path.join(root, '../shared/data');
  const real = ['vi_ie403', 'vi_tran2026', 'en_uci', 'en_mishra'].flatMap(d => column(path.join(data, d, 'messages.tsv'), 'text'));
  if (!real.length) console.log('# shared/data is not here: our own messages and what becomes of them only');
  const texts = [...own, ...real].map(t => Buffer.from(t)), all = [...texts];
  for (let i = 0; all.length < most - 500; i++) all.push(bent(texts[i % texts.length].toString()));
  for (let i = 0; i < 500; i++) all.push(Buffer.from(Array.from({ length: random(400) }, () => random(256))));
  const senders = ['', 'Vietcombank', '0912345678', '+84 24 1022', 'CSGT'], channels = ['', 'sms', 'zalo', 'call', 'email', 'web'];
  return all.map((text, i) => ({ text, sender: senders[i % 5], channel: channels[i % 6], date: i % 11 === 0 ? '0-0-0' : i % 7 ? '2026-11-01' : '2024-11-01', lang: i % 4 ? 'vi' : 'en' }));
}

export function frames(list) {
  const parts = [];
  for (const m of list) {
    const sender = Buffer.from(m.sender), channel = Buffer.from(m.channel), head = Buffer.alloc(28);
    [m.text.length, sender.length, channel.length, ...m.date.split('-').map(Number), m.lang === 'en' ? 1 : 0].forEach((v, i) => head.writeUInt32LE(v, 4 * i));
    parts.push(head, m.text, sender, channel);
  }
  return Buffer.concat(parts);
}
