// SPDX-License-Identifier: Apache-2.0
// Every kind of public page with the keyboard alone, as wide as 1280 is at 400 % zoom (320 × 256 CSS pixels): Tab goes through
// it and out at its end, every stop is shown and can be seen, and nothing is to be scrolled sideways.
import { BASE, ok, start, end } from './harness.mjs';

const pages = ['/', '/kiem-tra', '/hinh-thuc', '/hinh-thuc/fake-police', '/tai-lieu', '/tai-lieu/cam-nang', '/tai-lieu/ap-phich', '/xac-minh',
  '/xac-minh?ma=ABC234', '/xac-minh/dien-thoai', '/so-cuu', '/hoc', '/canh-bao', '/bao-cao', '/bao-cao/bien-nhan', '/tien-do', '/gioi-thieu',
  '/tro-nang', '/tim?q=otp', '/nhat-ky', '/ban/vao', '/en/', '/en/xac-minh', '/en/tai-lieu/cam-nang', '/nothing-here'];
const browser = await start();
const context = await browser.newContext({ viewport: { width: 320, height: 256 }, serviceWorkers: 'block' });
const p = await context.newPage();

/* The stop that has the focus: what it is, whether its ring is drawn, and whether its middle can be seen or it at least begins in view. */
const stop = () => p.evaluate(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const c = getComputedStyle(e), r = e.getBoundingClientRect();
  window.stops = window.stops || new Map();
  if (!window.stops.has(e)) window.stops.set(e, window.stops.size);
  return { n: window.stops.get(e), what: e.tagName + ' ' + (e.id || e.textContent.trim().slice(0, 30)),
    ring: c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) >= 2,
    seen: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth && r.width > 0 };
});

for (const path of pages) {
  await p.goto(BASE + path);
  const all = await p.evaluate(() => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary,audio[controls],iframe,[tabindex]')]
    .filter(e => e.tabIndex >= 0 && !e.disabled && (e.offsetParent !== null || getComputedStyle(e).position === 'absolute') && e.getClientRects().length).length);
  const bad = [], reached = new Set();
  let left = false, again = 0;
  for (let i = 0; i < all * 3 + 40 && !left; i++) {
    await p.keyboard.press('Tab');
    const s = await stop();
    if (!s || (s.n === 0 && reached.size > 1)) { left = true; break; } // out at the end, or round to the first again
    again = reached.has(s.n) ? again + 1 : 0;
    if (again > 12) break; // held fast: a player's own buttons are one stop many times, but not for ever
    reached.add(s.n);
    if (!s.ring) bad.push(s.what + ' shows no focus');
    if (!s.seen) bad.push(s.what + ' is out of sight');
  }
  ok(left, `${path}: Tab goes through and out`);
  ok(bad.length === 0, `${path}: every stop is shown ${bad.slice(0, 3).join('; ')}`);
  ok(await p.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path}: nothing sideways at 400 %`);
}
await browser.close();
end();
