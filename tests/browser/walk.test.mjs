// SPDX-License-Identifier: Apache-2.0
// The walk from the letter to the household, as people do it.
import { BASE, ok, start, page, fits, signIn, end } from './harness.mjs';

const browser = await start();
const portal = 'http://127.0.0.1:' + (process.env.PORTAL_PORT || 9101) + '/tin-tuc/canh-giac-lua-dao-truc-tuyen.html';

for (const width of [360, 1280]) {
  const p = await page(browser, width);
  for (const path of ['/', '/en/', '/kiem-tra', '/hinh-thuc', '/hinh-thuc/fake-police', '/so-cuu', '/canh-bao', '/bao-cao', '/tai-lieu', '/hoc', '/hoc/thu', '/xac-minh', '/tien-do', '/gioi-thieu']) {
    const r = await p.goto(BASE + path);
    ok(r.status() === 200, `${path} answers at ${width} px`);
    await fits(p, `${path} at ${width} px`);
  }
  ok(p.errors.length === 0, `no errors in the console at ${width} px: ${p.errors[0] || ''}`);
  await p.context().close();
}

// A citizen checks a message and reports it.
{
  const p = await page(browser);
  await p.goto(BASE + '/');
  await p.fill('#text', 'Vietcombank: tai khoan dang nhap thiet bi la, huy tai https://vietcombank.vn-ms.top');
  await p.click('main form button');
  ok(await p.locator('.verdict-danger').count() === 1, 'a scam is called dangerous');
  ok((await p.locator('mark.sign').allTextContents()).some(t => t.includes('vietcombank.vn-ms.top')), 'the link is marked in the message');
  ok((await p.locator('.verdict').textContent()).includes('vietcombank.com.vn'), 'the true address is shown');
  await p.goto(BASE + '/en/kiem-tra');
  await p.fill('#text', 'Ma OTP cua quy khach la 495028. Khong cung cap ma nay cho bat ky ai.');
  await p.click('main form button');
  ok(await p.locator('.verdict-unsure').count() === 1, 'a genuine one-time code is let alone, in English');
  await p.context().close();
}

// The editor of the Education department claims; the program looks.
{
  const p = await page(browser);
  await signIn(p, 'bientap.sgddt');
  await p.goto(BASE + '/ban/viec');
  await fits(p, 'the duties');
  await p.locator('input[type=url]').first().fill(portal);
  await p.locator('form[action$="/bao"] button').first().click();
  await p.waitForLoadState();
  let seen = false;
  for (let i = 0; i < 40 && !seen; i++) {
    await p.waitForTimeout(500);
    await p.goto(BASE + '/ban/viec');
    seen = (await p.locator('main').textContent()).includes('đã kiểm chứng');
  }
  ok(seen, 'the posting was claimed and is seen');
  await p.context().close();
}

// The coordinator's grid, and nobody else's.
{
  const p = await page(browser, 1280);
  await signIn(p, 'dieuphoi');
  await p.goto(BASE + '/ban/dieu-phoi');
  ok((await p.locator('main').textContent()).includes('Sở Giáo dục và Đào tạo'), 'the grid shows the departments');
  const csv = await p.request.get(BASE + '/ban/dieu-phoi.csv');
  ok(csv.status() === 200 && (await csv.text()).includes('sgddt'), 'the grid is exported as CSV');
  await p.context().close();
  const other = await page(browser);
  await signIn(other, 'tovien');
  ok((await other.goto(BASE + '/ban/dieu-phoi')).status() === 403, 'a volunteer may not see the grid');
  await other.context().close();
}

// A teacher makes a class; pupils answer; nobody's own result is shown.
{
  const t = await page(browser);
  await signIn(t, 'giaovien');
  await t.goto(BASE + '/ban/lop');
  await t.fill('#name', 'Lớp 10A1');
  await t.click('main form button');
  await t.waitForLoadState();
  const code = (await t.locator('p.big').textContent()).trim();
  ok(/^[2-9A-HJ-NP-Z]{6}$/.test(code), 'the class has a code without 0 O 1 I');
  for (let i = 0; i < 10; i++) {
    const p = await page(browser);
    await p.goto(BASE + '/hoc?ma=' + code.toLowerCase());
    for (let k = 1; k <= 12; k++) await p.check(`input[name=a${k}][value="${1 + (i + k) % 4}"]`);
    if (i === 8) {
      await t.goto(BASE + '/ban/lop/' + code);
      ok(!(await t.locator('main').textContent()).includes('d′'), 'below ten attempts nothing is shown');
    }
    await p.click('main form button');
    await p.waitForLoadState();
    await p.context().close();
  }
  await t.goto(BASE + '/ban/lop/' + code);
  ok((await t.locator('main').textContent()).includes('d′'), 'from ten attempts on the group is shown');
  ok(t.errors.length === 0, 'no errors in the console');
  await t.context().close();
}
await browser.close();
end();
