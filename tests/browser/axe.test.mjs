// SPDX-License-Identifier: Apache-2.0
// axe-core (WCAG 2.2 AA and its best practices) on every kind of page: public ones in both languages, and each role's desk;
// light and dark; nothing wider than 320 CSS pixels, which is what 1280 at 400 % zoom leaves.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BASE, ok, start, page, signIn, end } from './harness.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await start();
const known = new Set();

async function look(p, path, who) {
  try { await p.goto(BASE + path); } catch (e) { if (/Download is starting/.test(e.message)) return; throw e; } // a file, no page
  await p.evaluate(axe);
  const found = await p.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  const why = found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 2).map(n => n.target.join(' ')).join(', ')}`).join('; ');
  ok(found.violations.length === 0, `${who}${path} ${why}`);
  const wide = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) ok(false, `${who}${path} is ${wide} px too wide at ${p.viewportSize().width}`);
}

/* One page of each kind: the same template with other words needs no second look. */
const kind = path => path.replace(/\/(hinh-thuc|tai-lieu|canh-bao|don-vi|cong-van|vu|lop|bao-cao|kiem-chung|thao|nguoi)\/[^/]+/g, '/$1/…').replace(/\/v\/[^/]+/, '/v/…').replace(/\?.*/, '');

async function crawl(p, first, inside, who, most) {
  const queue = [...first];
  for (let n = 0; queue.length && n < most;) {
    const path = queue.shift(), key = who + kind(path);
    if (known.has(key)) continue;
    known.add(key);
    n++;
    await look(p, path, who);
    const links = await p.$$eval('a[href]', as => as.map(a => a.href));
    for (const l of links) {
      const u = new URL(l);
      if (u.origin === new URL(BASE).origin && inside(u.pathname) && !/\.\w{2,5}$/.test(u.pathname) && !/\/(tai|goi|van-ban|ra)\/?/.test(u.pathname)) queue.push(u.pathname + u.search);
    }
  }
}

const desk = path => /^(\/en)?\/ban(\/|$)/.test(path);
for (const scheme of ['light', 'dark']) {
  const context = await browser.newContext({ viewport: { width: 320, height: 800 }, colorScheme: scheme });
  const p = await context.newPage();
  await crawl(p, ['/', '/en/', '/tim?q=otp', '/ban/vao', '/so-cuu', '/xac-minh?ma=ABC234', '/nothing-here'], path => !desk(path), `${scheme} `, 60);
  await context.close();
}
for (const login of ['dieuphoi', 'lanhdao', 'bientap.sgddt', 'trucban', 'giaovien', 'tovien', 'thanhtra']) {
  const p = await page(browser, 320);
  await signIn(p, login);
  await crawl(p, ['/ban'], path => desk(path) && !path.startsWith('/en'), `${login} `, 25);
  await p.context().close();
}

/* Keyboard alone: the first stop skips to the content, every stop shows where it is, and the check is reached and sent. */
{
  const p = await page(browser, 1280);
  await p.goto(BASE + '/');
  await p.keyboard.press('Tab');
  ok(await p.evaluate(() => document.activeElement.className === 'skip'), 'the first stop skips to the content');
  await p.keyboard.press('Enter');
  let shown = true, at = '';
  for (let i = 0; i < 12 && at !== 'text'; i++) {
    await p.keyboard.press('Tab');
    const s = await p.evaluate(() => { const e = document.activeElement, c = getComputedStyle(e); return [e.id, c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) >= 2]; });
    at = s[0];
    shown = shown && s[1];
  }
  ok(at === 'text' && shown, 'Tab reaches the box, and every stop is shown');
  await p.keyboard.type('Vietcombank: dang nhap https://vietcombank.vn-ms.top de huy');
  await p.keyboard.press('Tab');
  await p.keyboard.press('Enter');
  await p.locator('.verdict').first().waitFor({ timeout: 10000 });
  ok(await p.locator('.verdict-danger').count() === 1, 'the check is sent by keyboard alone');
  await p.context().close();
}
await browser.close();
end();
