// SPDX-License-Identifier: Apache-2.0
// Verifying a sheet: the mark in its QR code is checked on the phone itself, with WebCrypto and without its Ed25519; a picture of
// the sheet is enough; and a code nobody published, asked for often, reaches the duty desk.
import { BASE, ok, start, page, fits, signIn, end } from './harness.mjs';

const browser = await start(), p = await page(browser);
const material = async slug => (await fetch(`${BASE}/tai-lieu/${slug}`, { headers: { Accept: 'application/json' } })).json();
const one = await material('to-roi'), two = await material('ap-phich');
const mark = one.mark.split('#')[1];
ok(/^[\w-]{124}$/.test(mark), 'the QR code of a release carries a mark');

async function seen(q, code, fragment) {
  await q.goto('about:blank');
  await q.goto(`${BASE}/v/${code}#${fragment}`);
  await q.waitForFunction(() => !document.getElementById('mark').hidden, null, { timeout: 20000 }).catch(() => {});
  return q.locator('#mark').getAttribute('class');
}
const other = mark.slice(0, 60) + (mark[60] === 'A' ? 'B' : 'A') + mark.slice(61);
ok((await seen(p, one.code, mark)).includes('official'), 'the phone finds the mark good');
ok((await seen(p, one.code, other)).includes('danger'), 'a changed one bad');
ok((await seen(p, two.code, mark)).includes('danger'), 'one of another sheet bad');
const old = await page(browser);
await old.addInitScript(() => { crypto.subtle.importKey = () => Promise.reject(new Error('no Ed25519')); });
ok((await seen(old, one.code, mark)).includes('official'), 'a phone without Ed25519 finds the same: good');
ok((await seen(old, one.code, other)).includes('danger'), 'and bad');
ok((await seen(old, two.code, mark)).includes('danger'), 'and of another sheet');

await p.goto(`${BASE}/xac-minh`);
await fits(p, 'the page to verify');
const preview = await (await fetch(`${BASE}/tai-lieu/to-roi/to-roi.vi.jpg`)).arrayBuffer();
await p.setInputFiles('#hinh', { name: '../../hinh.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(preview) });
await Promise.all([p.waitForNavigation(), p.click('form[action$="/xac-minh/hinh"] button')]);
ok((await p.locator('.verdict-official').textContent()).includes(one.code), 'a picture of a sheet is recognised');
await fits(p, 'its answer');
await p.goto(`${BASE}/xac-minh`);
await p.setInputFiles('#hinh', { name: 'a.txt', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
await Promise.all([p.waitForNavigation(), p.click('form[action$="/xac-minh/hinh"] button')]);
ok(await p.locator('.verdict-official').count() === 0, 'what is no picture is refused');

const old1 = (await (await fetch(`${BASE}/api/v1/verify/HXHNSF`)).json());
ok(old1.answer === 'superseded' && old1.changes.length > 0 && old1.newest.version === 2, 'a superseded sheet says what changed');
for (let i = 0; i < 5; i++) await fetch(`${BASE}/v/222222?${i}`);
const desk = await page(browser, 1280);
await signIn(desk, 'trucban');
await desk.goto(`${BASE}/ban/truc`);
ok((await desk.locator('#forged-h ~ ul').textContent()).includes('222222'), 'a code nobody published reaches the duty desk');
await desk.click('#forged-h ~ ul a');
ok((await desk.locator('#text').inputValue()).includes('222222'), 'and a report about it is begun');
await p.goto(`${BASE}/xac-minh/dien-thoai`);
await fits(p, 'the page for the telephone');
ok(p.errors.length === 0, 'no errors in the console: ' + (p.errors[0] || ''));
await browser.close();
end();
