// SPDX-License-Identifier: Apache-2.0
// What is claimed, found and shown: an editor claims what the program found with one tap, proposes a site, says other evidence; the
// coordinator sees the wall and a card; a checker of another unit calls back. On a telephone and on a desk's screen.
import fs from 'node:fs';
import { BASE, ok, start, page, fits, signIn, end } from './harness.mjs';

const AXE = fs.readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const browser = await start();
async function look(p, what) {
  await fits(p, what);
  await p.evaluate(AXE);
  const r = await p.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  ok(r.violations.length === 0, `${what} has no fault that axe finds: ${r.violations.map(v => v.id + ' ' + v.nodes[0].html.slice(0, 90)).join('; ')}`);
}

const e = await page(browser);
await signIn(e, 'bientap.sgddt');
for (let i = 0; i < 180; i++) {
  await e.goto(BASE + '/ban/tim-thay');
  if (await e.locator('form[action$="/dang"]').count()) break;
  await e.waitForTimeout(500);
}
await look(e, 'what was found');
ok(await e.locator('form[action$="/dang"]').count() > 0, 'a post nobody claimed is proposed');
await e.click('form[action$="/dang"] button >> nth=0');
await e.waitForLoadState();
ok(e.url().endsWith('/ban/viec') || e.url().includes('/ban/viec?'), 'one tap claims it');
await e.goto(BASE + '/ban/tim-thay');
ok(await e.locator('form[action$="/dang"]').count() === 0, 'and it is proposed no more');

await e.goto(BASE + '/ban/noi-dang');
await e.fill('#host', 'facebook.com/so-giao-duc');
await e.click('main form:has(#host) button');
ok(await e.locator('body').innerText().then(t => t.includes('facebook.com')), 'a platform is refused with a reason');
await e.goto(BASE + '/ban/noi-dang');
await e.fill('#host', 'https://sgddt.cantho.example/tin?x=1');
await e.click('main form:has(#host) button');
await e.waitForLoadState();
await look(e, 'the places');
ok((await e.locator('main').innerText()).includes('/.well-known/canhgiac-'), 'the way to prove a site stands there');

await e.goto(BASE + '/ban/bang-chung-khac');
await e.selectOption('#what', 'loudspeaker');
await e.fill('#number', '45');
await e.fill('#note', 'Loa phường, sáu giờ sáng');
await e.setInputFiles('#photo', { name: 'a.gif', mimeType: 'image/jpeg', buffer: Buffer.from('GIF89a not a photo') });
await e.click('main form:has(#what) button');
await e.waitForLoadState();
ok(await e.locator('.errors, [role=alert]').count() > 0 || (await e.locator('main').innerText()).includes('JPEG'), 'a file that is no photo is refused');
await e.goto(BASE + '/ban/bang-chung-khac');
await e.selectOption('#what', 'loudspeaker');
await e.fill('#number', '45');
await e.fill('#note', 'Loa phường, sáu giờ sáng');
await e.click('main form:has(#what) button');
await e.waitForLoadState();
await look(e, 'other evidence');

const c = await page(browser, 1280);
await signIn(c, 'dieuphoi');
await c.goto(BASE + '/ban/kiem-chung');
await look(c, 'the wall');
const all = await c.locator('main tbody tr').count();
await c.fill('#tim', 'so y te');
await c.click('main form[role=search] button');
await c.waitForLoadState();
const some = await c.locator('main tbody tr').count();
ok(all > some && some === 1, `the wall is searched without marks: ${some} of ${all}`);
await c.click('main tbody td a');
await c.waitForLoadState();
await look(c, 'the card');
ok(await c.locator('main svg rect').count() > 1, 'the history is a line');
ok(await c.locator('main mark').count() > 0, 'what is ours is marked');
await c.goto(BASE + '/ban/dia-chi');
await look(c, 'printed addresses');
ok((await c.locator('main').innerText()).includes('khonggianmang.vn'), 'the letter’s own addresses are watched');
await c.goto(BASE + '/ban/bang-chung-khac');
await c.click('form[action$="/rut"] button');
await c.waitForLoadState();

const t = await page(browser);
await signIn(t, 'thanhtra');
await t.goto(BASE + '/ban/goi-lai');
await look(t, 'call-backs');
await t.check('input[value=holds] >> nth=0');
await t.click('main form button >> nth=0');
await t.waitForLoadState();
await t.goto(BASE + '/ban/bang-chung-khac');
ok(await t.locator('main .tag-ok').count() === 1, 'a call-back stands beside what was claimed');

const anybody = await page(browser);
await anybody.goto(BASE + '/nhat-ky');
await look(anybody, 'the daily marks');
ok(await anybody.locator('main code').count() > 0, 'the marks are public');
for (const p of [e, c, t, anybody]) ok(p.errors.length === 0, 'no errors in the console: ' + (p.errors[0] || ''));
await browser.close();
end();
