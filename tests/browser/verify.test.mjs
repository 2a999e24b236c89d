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
await Promise.all([p.waitForNavigation(), p.click('form:has(#hinh) button')]);
ok((await p.locator('.verdict-official').textContent()).includes(one.code), 'a picture of a sheet is recognised');
await fits(p, 'its answer');
await p.goto(`${BASE}/xac-minh`);
await p.setInputFiles('#hinh', { name: 'a.txt', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
await Promise.all([p.waitForNavigation(), p.click('form:has(#hinh) button')]);
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
/* A browser that reads QR codes itself: the code leads to this site's own page, whatever address stands in it. */
const live = await page(browser);
await live.addInitScript(() => {
  window.read = [];
  window.BarcodeDetector = class { static getSupportedFormats() { return Promise.resolve(['qr_code']); } detect() { return Promise.resolve(window.read.map(rawValue => ({ rawValue }))); } };
  const canvas = document.createElement('canvas');
  Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: () => { canvas.getContext('2d').fillRect(0, 0, 9, 9); return Promise.resolve(canvas.captureStream(5)); } } });
});
await live.goto(`${BASE}/xac-minh`);
await live.click('[data-open]');
await live.waitForFunction(() => !document.querySelector('#camera video').hidden);
await fits(live, 'the page with the camera open');
await live.evaluate(() => { window.read = ['https://evil.example/login']; });
await live.waitForFunction(() => document.querySelector('#camera [role=status]').textContent.includes('evil.example'));
ok(await live.locator('#camera video').isHidden() && live.url().endsWith('/xac-minh'), 'a code that is not ours is shown, not followed, and the camera ends');
await live.evaluate(() => { window.read = []; });
await live.click('[data-open]');
await live.evaluate(code => { window.read = ['https://evil.example/v/' + code]; }, one.code);
await live.waitForURL(`${BASE}/v/${one.code}`);
ok(await live.locator('.verdict-official').count() === 1, 'the camera leads to the page of the code on this site');
ok(live.errors.length === 0, 'no errors with the camera: ' + (live.errors[0] || ''));
await p.goto(`${BASE}/xac-minh`);
ok(await p.locator('#camera').isHidden() && await p.locator('#chup[capture=environment]').count() === 1, 'without a reader in the browser a photograph is taken instead');
ok(p.errors.length === 0, 'no errors in the console: ' + (p.errors[0] || ''));
await browser.close();
end();
