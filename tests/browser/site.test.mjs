// SPDX-License-Identifier: Apache-2.0
// Every public page: light (30 KB at the first view, compressed), whole without a network after one visit, found by search
// there too, opening from a folder without a server; and no script that Chrome 80 cannot read.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'acorn';
import { BASE, ok, start, page, fits, end } from './harness.mjs';

const get = async (path, headers = {}) => { const r = await fetch(BASE + path, { headers }); return { status: r.status, text: await r.text() }; };
const over = path => Number(execFileSync('curl', ['-s', '-o', '/dev/null', '-w', '%{size_download}', '-H', 'Accept-Encoding: br', BASE + path]));

// --- what every page weighs
const map = await get('/sitemap.xml');
const pages = [...map.text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(m => new URL(m[1]).pathname);
ok(pages.length > 80, `the sitemap names ${pages.length} pages`);
let heaviest = ['', 0], broken = [];
const weighed = new Map();
for (const path of pages) {
  const r = await get(path);
  if (r.status !== 200) { broken.push(path); continue; }
  // What a page needs before it can be read: itself, its style, its mark and its scripts.
  // A picture that waits until it is scrolled to (loading=lazy) is no part of the first view.
  const first = r.text.replace(/<img[^>]*loading="lazy"[^>]*>/g, '');
  const needs = [path, ...new Set([...first.matchAll(/(?:<link rel="(?:stylesheet|icon)"|<script|<img)[^>]*?(?:href|src)="(\/[^"]+)"/g)].map(m => m[1]))];
  let bytes = 0;
  for (const n of needs) { if (!weighed.has(n)) weighed.set(n, over(n)); bytes += weighed.get(n); }
  if (bytes > heaviest[1]) heaviest = [path, bytes];
}
ok(broken.length === 0, `every page of the sitemap is there ${broken.slice(0, 3)}`);
ok(heaviest[1] <= 30 * 1024, `no first view is over 30 KB: the heaviest is ${heaviest[0]}, ${heaviest[1]} bytes`);

// --- what an old browser must be able to read
const assets = new URL('../../assets/', import.meta.url);
for (const name of readdirSync(assets).filter(n => /\.m?js$/.test(n))) {
  let why = '';
  const source = readFileSync(new URL(name, assets), 'utf8').replace(/@VERSION@/g, '1').replace(/= @ASSETS@/g, '= {}');
  try { parse(source, { ecmaVersion: 2020, sourceType: name.endsWith('.mjs') ? 'module' : 'script' }); } catch (e) { why = String(e); }
  ok(!why, `${name} is ECMAScript 2020 ${why}`);
  /* What parses there and is not there: methods of Chrome 81 and later, unless a line asks first whether they are. */
  const lines = source.split('\n').filter(l => !/typeof|window\.|if \(.*(?:!|in )/.test(l));
  const newer = lines.join('\n').match(/\.(?:at|replaceAll|findLast|findLastIndex|toSorted|toReversed|hasOwn)\(|structuredClone\(|randomUUID\(|Promise\.any\(|AbortSignal\.(?:timeout|any)\(|new WeakRef|\.showModal\(|replaceChildren\(/);
  ok(!newer, `${name} asks for nothing newer than Chrome 80 ${newer || ''}`);
}
const css = readFileSync(new URL('canhgiac.css', assets), 'utf8');
const late = css.match(/@container|@layer|:is\(|:where\(|aspect-ratio|color-mix|oklch|(?:^|[^-])inset:|\bdvh\b|&\s*[.:]/g);
ok(!late, `the style needs nothing newer than Chrome 80 to be read ${late || ''}`);

// --- without a network
const browser = await start();
{
  const p = await page(browser);
  await p.goto(BASE + '/');
  const kept = await p.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const index = await (await fetch('/tim.json')).json(), wanted = index.entries.map(e => e.path);
    for (let i = 0; i < 150; i++) {
      const missing = (await Promise.all(wanted.map(async path => (await caches.match(path, { ignoreVary: true })) ? null : path))).filter(Boolean);
      if (!missing.length) return [wanted.length, ''];
      await new Promise(r => setTimeout(r, 200));
    }
    return [0, 'not all kept'];
  });
  ok(kept[0] > 30, `after one visit ${kept[0]} pages are kept ${kept[1]}`);
  ok(!await p.evaluate(() => caches.match('/en/hinh-thuc/investment', { ignoreVary: true })), 'the other language is not fetched unasked');
  await p.goto(BASE + '/en/');
  await p.waitForFunction(async () => caches.match('/en/hinh-thuc/investment', { ignoreVary: true }), null, { timeout: 30000, polling: 300 });
  await p.context().setOffline(true);
  for (const path of ['/', '/hinh-thuc/fake-police', '/tai-lieu/cam-nang', '/so-cuu', '/en/hinh-thuc/investment', '/gioi-thieu']) {
    await p.goto(BASE + path);
    ok((await p.locator('main h1').first().textContent()).length > 3, `${path} opens without a network`);
  }
  await p.goto(BASE + '/tim?q=cam+nang');
  await p.locator('[data-search] article').first().waitFor({ timeout: 5000 });
  ok((await p.locator('[data-search] a').allTextContents()).some(t => t.startsWith('Cẩm nang')), 'the search finds without a network and without marks');
  await p.context().setOffline(false);
  await p.context().close();
}

// --- from a folder
const program = process.env.CANHGIAC;
if (program && existsSync(program)) {
  const dir = mkdtempSync(join(tmpdir(), 'canhgiac-site-'));
  const run = (...a) => execFileSync(program, a, { env: { ...process.env, CANHGIAC_DATA: join(dir, 'var') }, stdio: 'pipe' });
  run('init', '--demo', 'can-tho-2024');
  run('publish', '--out', join(dir, 'card'));
  const p = await page(browser);
  await p.goto('file://' + join(dir, 'card', 'index.html'));
  await fits(p, 'the first page from a folder');
  ok((await p.evaluate(() => getComputedStyle(document.querySelector('h1')).fontWeight)) >= 600, 'the style is found in the folder');
  await p.click('a[href="hinh-thuc.html"]');
  await p.locator('main a[href*="fake-police"]').first().click();
  ok(p.url().endsWith('/card/hinh-thuc/fake-police.html'), 'links lead from file to file');
  await p.click('a.find');
  await p.fill('#q', 'so cuu');
  await p.locator('[data-search] article').first().waitFor({ timeout: 5000 });
  ok((await p.locator('[data-search] a').first().getAttribute('href')).endsWith('.html'), 'the search works in the folder');
  const dead = [];
  const walk = d => readdirSync(d, { withFileTypes: true }).flatMap(e => e.isDirectory() ? walk(join(d, e.name)) : [join(d, e.name)]);
  for (const f of walk(join(dir, 'card')).filter(n => n.endsWith('.html')))
    for (const m of readFileSync(f, 'utf8').matchAll(/ (?:href|src)="([^"#?]+)/g))
      if (!/^(https?|mailto|tel|sms):/.test(m[1]) && !existsSync(join(f, '..', m[1]))) dead.push(f.slice(dir.length) + ' → ' + m[1]);
  ok(dead.length === 0, `no link in the folder leads nowhere ${dead.slice(0, 3)}`);
  ok(run('verify', join(dir, 'card')).length > 0, 'the folder verifies');
  ok(Number(JSON.parse(run('publish', '--json')).kept) > 100, 'publishing again keeps what has not changed');
  rmSync(dir, { recursive: true });
}
await browser.close();
end();
