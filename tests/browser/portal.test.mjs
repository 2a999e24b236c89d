// SPDX-License-Identifier: Apache-2.0
// What an editor pastes into another portal, after that portal's sanitiser: the link to /v/CODE always stays, and with it the
// posting is found; the mark stays wherever data attributes do. Tried: sanitize-html and DOMPurify as they come, WordPress's
// post rules (wp_kses_post: data-* kept, frames not), rules in the manner of Liferay's AntiSamy (plain elements, no data-*),
// and plain text alone.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import sanitizeHtml from 'sanitize-html';
import { BASE, ok, start, page, end } from './harness.mjs';

const require = createRequire(import.meta.url);
const browser = await start();
const p = await page(browser, 1280);
await p.goto(BASE + '/tai-lieu/cam-nang');
const code = (await p.locator('.code').first().textContent()).trim();
const block = await p.locator('textarea[id^=embed]').inputValue();
const frame = await p.locator('textarea[id^=frame]').inputValue();
const article = await p.locator('textarea[id^=article]').inputValue();
ok(/^[2-9A-HJ-NP-Z]{6}$/.test(code), 'the page shows its code');
ok(block.includes(`data-canhgiac="cg:${code}:v`) && /data-canhgiac-integrity="sha256-[A-Za-z0-9+/]{43}="/.test(block), 'the block carries the mark and its integrity');

const link = html => new RegExp(`href="[^"]*/v/${code}"`).test(html);
const mark = html => html.includes(`cg:${code}:v`);
const wordpress = { // wp-includes/kses.php, $allowedposttags, what of it matters here
  allowedTags: ['a', 'abbr', 'b', 'blockquote', 'br', 'code', 'div', 'em', 'figure', 'h1', 'h2', 'h3', 'i', 'img', 'li', 'ol', 'p', 'span', 'strong', 'table', 'td', 'th', 'tr', 'ul'],
  allowedAttributes: { '*': ['class', 'id', 'style', 'title', 'lang', 'dir', 'data-*'], a: ['href', 'rel', 'target', 'title'], img: ['src', 'alt', 'width', 'height'] },
};
const antisamy = {
  allowedTags: ['a', 'b', 'blockquote', 'br', 'div', 'em', 'i', 'li', 'ol', 'p', 'span', 'strong', 'ul'],
  allowedAttributes: { a: ['href', 'title'] },
};
for (const [name, clean, keepsMark] of [
  ['sanitize-html as it comes', h => sanitizeHtml(h), false],
  ['WordPress post rules', h => sanitizeHtml(h, wordpress), true],
  ['AntiSamy-like rules', h => sanitizeHtml(h, antisamy), true], // the title of the link is a mark too
]) {
  ok(link(clean(block)), `${name}: the block keeps its link`);
  ok(clean(block).includes(code), `${name}: the block keeps the code to read`);
  if (keepsMark) ok(mark(clean(block)), `${name}: the block keeps its mark`);
  ok(link(clean(frame)), `${name}: where the frame goes, its link stays`);
}
await p.goto('about:blank');
await p.addScriptTag({ content: readFileSync(require.resolve('dompurify/dist/purify.js'), 'utf8') });
const purified = await p.evaluate(h => window.DOMPurify.sanitize(h), block);
ok(link(purified) && mark(purified), 'DOMPurify as it comes: link and mark stay');
ok(link(await p.evaluate(h => window.DOMPurify.sanitize(h), frame)), 'DOMPurify as it comes: where the frame goes, its link stays');
const text = sanitizeHtml(block, { allowedTags: [], allowedAttributes: {} });
ok(text.includes(code) && text.includes('/v/' + code), 'plain text: code and address stay');
ok(article.includes('/v/' + code), 'the article ends with its address');

// The frame shows in a portal of another origin.
const host = await page(browser, 800);
const portal = createServer((q, r) => r.end(q.url === '/' ? `<!doctype html><title>x</title>${frame}` : '')).listen(0, '127.0.0.1');
await new Promise(r => portal.on('listening', r));
await host.goto(`http://127.0.0.1:${portal.address().port}/`);
const inside = host.frameLocator('iframe');
await inside.locator('h1').waitFor({ timeout: 10000 });
ok((await inside.locator('article').textContent()).includes(code), 'the frame shows in another portal');
const box = await inside.locator('article').evaluate(e => [e.scrollWidth <= innerWidth, document.documentElement.scrollHeight]);
ok(box[0] && box[1] <= 320, `all of it fits the frame (${box[1]} px high)`);
portal.close();
await browser.close();
end();
