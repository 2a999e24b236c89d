// SPDX-License-Identifier: Apache-2.0
// A household visit with the network cut: kept, kept over a reload, and arrived exactly once.
import { BASE, ok, start, page, fits, signIn, end } from './harness.mjs';

const browser = await start(), p = await page(browser);
await signIn(p, 'tovien');
await p.goto(BASE + '/ban/tham-ho');
await fits(p, 'the kit');
await p.evaluate(() => navigator.serviceWorker.ready);
await p.reload();
const before = Number((await p.locator('#state').textContent()).match(/\d+/)?.[0] || 0);
const visit = async () => { await p.check('input[name=outcome][value=met]'); await p.check('input[name=people][value="3-5"]'); await p.check('input[name=handbook]'); await p.click('#visit button'); };

await p.context().setOffline(true);
await visit();
ok(await p.locator('#state').getAttribute('data-waiting') === '1', 'without a network the visit is kept on the device');
await p.reload();
ok(await p.locator('#visit').count() === 1, 'the page opens without a network');
await visit();
ok(await p.locator('#state').getAttribute('data-waiting') === '2', 'and takes another visit');
const queue = await p.evaluate(() => localStorage.getItem('canhgiac.visits'));

await p.context().setOffline(false);
await p.evaluate(() => window.dispatchEvent(new Event('online')));
for (let i = 0; i < 60 && await p.locator('#state').getAttribute('data-waiting') !== '0'; i++) await p.waitForTimeout(250);
ok(await p.locator('#state').getAttribute('data-waiting') === '0', 'with a network both are sent');
// The answer was lost, the device sends again.
await p.evaluate(q => localStorage.setItem('canhgiac.visits', q), queue);
await p.reload();
for (let i = 0; i < 60 && await p.locator('#state').getAttribute('data-waiting') !== '0'; i++) await p.waitForTimeout(250);
const answers = await p.evaluate(q => fetch('/api/v1/records', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ records: JSON.parse(q) }) }).then(r => r.json()), queue);
ok(answers.records.every(r => r.answer === 'known'), 'sent again, they are known');
const named = JSON.parse(queue)[0];
named.body.name = 'Nguyễn Văn A';
const refused = await p.evaluate(r => fetch('/api/v1/records', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(r) }).then(x => x.json()), named);
ok(refused.records[0].answer === 'refused', 'a name is refused');
const c = await page(browser, 1280);
await signIn(c, 'dieuphoi');
await c.goto(BASE + '/ban/tham-ho/tong');
ok((await c.locator('td.num').allTextContents()).reduce((s, t) => s + Number(t), 0) === before + 2, 'each visit arrived exactly once');
ok(p.errors.length === 0, 'no errors in the console: ' + (p.errors[0] || ''));
await browser.close();
end();
