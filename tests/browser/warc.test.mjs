// SPDX-License-Identifier: Apache-2.0
// The file of a claim, read by another people's reader of WARC files (npm: warcio): records, headers, pages and digests.
import { createHash } from 'node:crypto';
import { WARCParser } from 'warcio';
import { BASE, ok, start, page, signIn, end } from './harness.mjs';

const browser = await start(), p = await page(browser, 1280);
await signIn(p, 'dieuphoi');
for (let i = 0; i < 60; i++) {
  await p.goto(BASE + '/ban/kiem-chung?trang-thai=holds');
  if (await p.locator('main table a').count()) break;
  await p.waitForTimeout(500);
}
await p.click('main table a');
const href = await p.locator('a[href$="/trang"]').getAttribute('href');
const bytes = await p.evaluate(h => fetch(h).then(r => r.arrayBuffer()).then(b => Array.from(new Uint8Array(b))), href);
const B32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base32 = b => { let bits = 0, n = 0, s = ''; for (const x of b) { bits = (bits << 8 | x) & 0xfff; n += 8; while (n >= 5) { n -= 5; s += B32[bits >> n & 31]; } } if (n) s += B32[bits << (5 - n) & 31]; while (s.length % 8) s += '='; return s; };
const types = [], good = [];
let html = '';
for await (const r of new WARCParser([new Uint8Array(bytes)])) {
  types.push(r.warcType);
  const payload = Buffer.from(await r.readFully(false));
  const said = r.warcHeaders.headers.get('WARC-Payload-Digest');
  if (r.warcType === 'response') {
    html = payload.toString();
    good.push(said === 'sha256:' + base32(createHash('sha256').update(payload).digest()));
    ok(r.httpHeaders.statusCode === 200 && r.warcTargetURI.startsWith('http://127.0.0.1:'), 'an answer with its head and address');
  }
  if (r.warcType === 'request') ok(payload.length === 0 && /^GET /.test(r.httpHeaders.statusline) && /canhgiac/.test(r.httpHeaders.headers.get('User-Agent')), 'the request it answered');
  if (r.warcType === 'metadata') ok(['seen', 'not-seen', 'cannot-tell'].includes(JSON.parse(payload).verdict), 'a finding');
}
ok(types[0] === 'warcinfo' && types.includes('response') && types.includes('request') && types.at(-1) === 'metadata', 'warcio reads every record: ' + types);
ok(good.length > 0 && good.every(Boolean), 'the payload digests hold');
ok(html.includes('<html'), 'the page is there as it came');
await browser.close();
end();
