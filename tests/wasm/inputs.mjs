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

const PAY = '00020101021238540010A00000072701240006970423011001234567890208QRIBFTTA5303704540615000058', CODES = [
  PAY + '02VN62150811Nop phat GT6304A1B2', '00020101021138540010A00000072701240006970423011001234567890208QRIBFTTA53037045802VN6304', PAY.slice(0, 40),
  '2|99|0912345678|NGUYEN VAN A|a@b.vn|0|0|150000|tien hang|transfer_myqr', 'WIFI:T:WPA;S:Quan ca phe;P:12345678;;', 'WIFI:T:nopass;S:Free;;',
  'BEGIN:VCARD\nVERSION:3.0\nFN:Công an phường\nTEL;TYPE=CELL:+84912345678\nEND:VCARD', 'MECARD:N:An;TEL:0912345678;URL:https://vietcombank.vn-xx.top;;',
  '079203001234|123456789|Nguyễn Văn A|01012003|Nam|Cần Thơ|01012021', 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP', 'bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT',
  'https://vietcombank.com.vn', 'tel:1900545413', 'smsto:8085:NAP', 'mailto:a@gmail.com', 'momo://app?x=1', 'dong chu'];
const HEAD = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n', PAPERS = [
  HEAD + 'Số: 12/LB-VKS\nLỆNH BẮT\nĐối với ông Nguyễn Văn A.', HEAD + 'Số: 2632/STTTT-CNTTVT\nCần Thơ, ngày 28 tháng 10 năm 2024\nKính gửi: các sở',
  'CONG HOA XA HOI CHU NGHIA VIET NAM\nSo: 5/QD-CP\nQUYET DINH\nChuyen tien vao tai khoan tam giu so 0123456789',
  HEAD + 'Số: 99/2027/NĐ-CP\nHà Nội, ngày 31 tháng 2 năm 2027\nGIẤY MỜI\nCài ứng dụng tại http://a.apk.top/vneid.apk'];

export function inputs(root, most) {
  const own = [...column(path.join(root, 'tests/recognise/spans.tsv'), 'text'), ...column(path.join(root, 'knowledge/messages.tsv'), 'text'),
    ...column(path.join(root, 'knowledge/quiz.tsv'), 'text_vi')];
  const data = path.join(root, '../shared/data');
  const real = ['vi_ie403', 'vi_tran2026', 'en_uci', 'en_mishra'].flatMap(d => column(path.join(data, d, 'messages.tsv'), 'text'));
  if (!real.length) console.log('# shared/data is not here: our own messages and what becomes of them only');
  const texts = [...own, ...real, ...CODES, ...PAPERS].map(t => Buffer.from(t)), all = [...texts];
  for (let i = 0; all.length < most - 500; i++) all.push(bent(texts[i % texts.length].toString()));
  for (let i = 0; i < 500; i++) all.push(Buffer.from(Array.from({ length: random(400) }, () => random(256))));
  const senders = ['', 'Vietcombank', '0912345678', '+84 24 1022', 'CSGT'], channels = ['', 'sms', 'zalo', 'call', 'email', 'web'];
  return all.map((text, i) => ({ text, sender: senders[i % 5], channel: channels[i % 6], date: i % 11 === 0 ? '0-0-0' : i % 7 ? '2026-11-01' : '2024-11-01', lang: i % 4 ? 'vi' : 'en',
    also: i % 3 && { today: 20700 + i % 100, code: i % 3 === 2 } || undefined }));
}

export function frames(list) {
  const parts = [];
  for (const m of list) {
    const sender = Buffer.from(m.sender), channel = Buffer.from(m.channel), head = Buffer.alloc(36);
    [m.text.length, sender.length, channel.length, ...m.date.split('-').map(Number), m.lang === 'en' ? 1 : 0, m.also ? 1 + Number(m.also.code) : 0, m.also ? m.also.today : 0].forEach((v, i) => head.writeUInt32LE(v, 4 * i));
    parts.push(head, m.text, sender, channel);
  }
  return Buffer.concat(parts);
}
