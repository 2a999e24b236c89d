// SPDX-License-Identifier: Apache-2.0
// A correction at the desk: drafted with what it corrects, read and approved by a second person, read by whoever verifies the old one.
import { BASE, ok, start, page, fits, signIn, end } from './harness.mjs';

const browser = await start(), maker = await page(browser, 1280), signer = await page(browser), anybody = await page(browser);
const old = (await (await fetch(`${BASE}/tai-lieu/bai-loa`, { headers: { Accept: 'application/json' } })).json()).code;
await signIn(maker, 'dieuphoi');
await maker.goto(`${BASE}/ban/tai-lieu?q=bai+phat+thanh`);
ok(await maker.locator('tbody a').count() >= 1, 'the library is searched without marks');
await maker.goto(`${BASE}/ban/tai-lieu/bai-loa`);
await maker.setInputFiles('#file_vi', { name: '../../x.txt', mimeType: 'text/html', buffer: Buffer.from('Bà con chú ý: không đọc mã OTP cho ai.\n') });
await maker.fill('#change', 'Thêm lời dặn về mã OTP');
await Promise.all([maker.waitForNavigation(), maker.click('form[action$="/ban-moi"] button')]);
const link = await maker.locator('a[href*="/tep/"][href$=".txt"]').first().getAttribute('href');
ok(await maker.locator('form[action$="/duyet"]').count() === 0, 'who drafted it cannot approve it');
ok((await anybody.goto(BASE + link)).url().includes('/ban/vao') || (await anybody.goto(BASE + link)).status() >= 400, 'the draft is not for everybody');
await signIn(signer, 'lanhdao');
await signer.goto(`${BASE}/ban/tai-lieu/bai-loa`);
await fits(signer, 'the material at the desk');
const read = await signer.evaluate(u => fetch(u).then(r => r.text()), link);
ok(read.includes('mã OTP'), 'who is to sign can read it');
await Promise.all([signer.waitForNavigation(), signer.click('form[action$="/duyet"] button')]);
await anybody.goto(`${BASE}/v/${old}?moi`);
const said = await anybody.locator('main').textContent();
ok(said.includes('Thêm lời dặn về mã OTP') && said.includes('không đọc mã OTP'), 'who verifies the old one reads what was corrected');
await maker.setInputFiles('#file_vi', { name: 'x.svg', mimeType: 'image/png', buffer: Buffer.from('<svg onload=alert(1)>') });
await Promise.all([maker.waitForNavigation(), maker.click('form[action$="/ban-moi"] button')]);
ok(!(await maker.locator('main').textContent()).includes('.svg'), 'an SVG is refused');
ok([maker, signer, anybody].every(p => p.errors.length === 0), 'no errors in the console: ' + (maker.errors[0] || signer.errors[0] || anybody.errors[0] || ''));
await browser.close();
end();
