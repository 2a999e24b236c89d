// SPDX-License-Identifier: Apache-2.0
// What is listed wrongly: said without an account, decided at the desk, and then the check on the phone and the feeds say so.
// The last of all, for it takes off the list what others look for there.
import fs from 'node:fs';
import { BASE, ok, start, page, fits, end } from './harness.mjs';

const AXE = fs.readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const HOST = 'vneid-dongbo.example', TEXT = `Bạn mở giúp https://m.${HOST}/trang?a=1 xem có gì mới không`;
const browser = await start(), pub = await page(browser);
async function axe(p, what) {
  await p.evaluate(AXE + ';0');
  const r = await p.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  ok(r.violations.length === 0, `${what} has no fault that axe finds: ${r.violations.map(v => v.id + ' ' + v.nodes[0].html.slice(0, 90)).join('; ')}`);
}
async function listed() {
  const p = await page(browser);
  await p.goto(BASE + '/kiem-tra');
  await p.fill('#text', TEXT);
  await p.click('#check button.btn-primary');
  await p.waitForSelector('#result .verdict');
  const found = await p.waitForSelector('#result [data-listed]', { timeout: 4000 }).catch(() => null);
  const link = found ? await p.locator('#result a[href="/khieu-nai"]').count() : 0;
  await p.context().close();
  return [!!found, link];
}
async function state(receipt) {
  await pub.goto(BASE + '/khieu-nai/bien-nhan');
  await pub.fill('#receipt', receipt);
  await pub.click('main form button');
  await pub.waitForSelector('#state');
  return pub.locator('main').textContent();
}

const before = await listed();
ok(before[0] && before[1] === 1, 'what is listed says so, and where to say that it is wrong');
await pub.goto(BASE + '/khieu-nai');
await axe(pub, 'the form');
await fits(pub, 'the form');
await pub.fill('#value', 'không phải địa chỉ');
await pub.fill('#why', 'Sai');
await pub.click('#appeal button');
ok((await pub.locator('.error').textContent()).includes('không phải') && await pub.inputValue('#why') === 'Sai', 'what is no address is refused in a sentence, and nothing is typed twice');
await pub.fill('#value', `https://${HOST}/`);
await pub.fill('#why', 'Trang này là của phường tôi.\nĐã có giấy phép.');
await pub.click('#appeal button');
const receipt = await pub.locator('#receipt').textContent();
ok(/^\d{4}-\d{4}-\d{4}-\d{4}$/.test(receipt), 'an appeal has a receipt');
await fits(pub, 'the receipt');
ok((await state(receipt)).includes('Đã nhận'), 'the receipt says that it was received');

async function signed(login) {
  const p = await page(browser);
  await p.goto(BASE + '/ban/vao');
  await p.fill('#login', login);
  await p.fill('#password', 'canhgiac-2024');
  await p.click('main form button');
  await p.waitForLoadState();
  return p;
}
const lister = await signed('trucban'), desk = await signed('trucban2');
await lister.goto(BASE + '/ban/truc/khieu-nai');
await lister.locator('table a').last().click();
await lister.waitForSelector('.flash');
ok(await lister.locator('button[value=grant]').count() === 0 && (await lister.locator('main').textContent()).includes('phải do người khác quyết định'), 'who drafted the alert may not decide');
await desk.goto(BASE + '/ban/truc');
await desk.click('a[href="/ban/truc/khieu-nai"]');
await axe(desk, 'the queue');
await fits(desk, 'the queue');
await desk.locator('table a').last().click();
await desk.waitForSelector('button[value=grant]');
ok((await desk.locator('main').textContent()).includes('alert:'), 'the desk sees what the list says, and since when');
await axe(desk, 'an appeal');
await fits(desk, 'an appeal');
ok((await state(receipt)).includes('Trực ban đang xem'), 'the receipt says that it is being read');
await desk.fill('#reason', 'Đã kiểm tra: trang của phường.');
await desk.click('button[value=grant]');
await desk.waitForSelector('blockquote');
ok(await desk.locator('button[value=grant]').count() === 0 && (await desk.locator('main').textContent()).includes('phải do người khác liệt lại'), 'it is decided once, and who cleared it cannot list it again');
await fits(desk, 'a decided appeal');
const said = await state(receipt);
ok(said.includes('Đã gỡ') && said.includes('trang của phường') && !said.includes('Trực Ban'), 'who appealed reads the reason, and no name');
await fits(pub, 'the decision');
for (let i = 0; i < 40 && (await (await fetch(BASE + '/feeds/lists/domains.txt')).text()).includes(HOST); i++) await pub.waitForTimeout(500);
ok(!(await (await fetch(BASE + '/feeds/lists/domains.txt')).text()).includes(HOST), 'the feeds no longer hold it');
ok(!(await listed())[0], 'nor does the check on the phone say so');
const csv = await desk.request.get(BASE + '/ban/truc/khieu-nai.csv');
ok(csv.status() === 200 && /granted/.test(await csv.text()) && !(await csv.text()).includes(HOST), 'the table tells what was decided, and of nothing that is sealed');
ok((await fetch(BASE + '/ban/truc/khieu-nai', { redirect: 'manual' })).status !== 200, 'nobody else reads the queue');
ok(pub.errors.length === 0 && desk.errors.length === 0, 'no errors in the console: ' + [...pub.errors, ...desk.errors].join(' '));
await browser.close();
end();
