// SPDX-License-Identifier: Apache-2.0
// wasm.mjs NATIVE WASM KNOW ROOT — messages a CPU second on one core: the native recogniser, canhgiac.wasm in Node and in
// Chromium (headless, on a page of its own), the same messages in one run. Each gives the verdict as JSON bytes; the last row
// is what a page pays, with the text encoded and the verdict parsed.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [native, wasm, know, root] = process.argv.slice(2), rounds = 5;
const at = p => pathToFileURL(path.join(root, p));
const { recogniser } = await import(at('assets/recogniser.mjs'));
const { column, frames } = await import(at('tests/wasm/inputs.mjs'));
const real = column(path.join(root, '../shared/data/vi_ie403/messages.tsv'), 'text');
const texts = real.length ? real : column(path.join(root, 'tests/recognise/spans.tsv'), 'text');
const list = texts.map(t => ({ text: Buffer.from(t), sender: '', channel: 'sms', date: '2026-11-01', lang: 'vi' }));

const file = path.join(os.tmpdir(), `canhgiac-bench-${process.pid}`);
fs.writeFileSync(file, frames(list));
const nativeRate = () => Number(execFileSync(native, ['--time', file]).toString().split(' ')[0]);

const r = await recogniser(fs.readFileSync(wasm), fs.readFileSync(know));
function nodeRate() {
  const from = process.cpuUsage();
  let done = 0, took = 0;
  for (; took < 2; done += list.length) {
    for (const m of list) r.json(m);
    const c = process.cpuUsage(from);
    took = (c.user + c.system) / 1e6;
  }
  return done / took;
}

const page = `<!doctype html><script type="module">
import { recogniser } from '/recogniser.mjs';
const texts = await (await fetch('/texts')).json(), r = await recogniser(fetch('/canhgiac.wasm'), fetch('/canhgiac.know'));
const encoder = new TextEncoder(), list = texts.map(text => ({ text: encoder.encode(text), channel: 'sms', date: '2026-11-01' }));
window.run = (whole, times) => { for (let i = 0; i < times; i++) for (let k = 0; k < list.length; k++) whole ? r.check({ text: texts[k], channel: 'sms', date: '2026-11-01' }) : r.json(list[k]); };
window.ready = true;
</script>`;
const served = { '/': [page, 'text/html'], '/texts': [JSON.stringify(texts), 'application/json'], '/canhgiac.wasm': [fs.readFileSync(wasm), 'application/wasm'],
  '/canhgiac.know': [fs.readFileSync(know), 'application/octet-stream'], '/recogniser.mjs': [fs.readFileSync(path.join(root, 'assets/recogniser.mjs')), 'text/javascript'] };
const server = http.createServer((q, a) => { const s = served[q.url]; a.writeHead(s ? 200 : 404, { 'Content-Type': s ? s[1] : 'text/plain' }); a.end(s ? s[0] : ''); });
await new Promise(done => server.listen(0, '127.0.0.1', done));

async function inChromium(measure) {
  let playwright;
  try { playwright = createRequire(at('tests/browser/package.json'))('playwright-core'); } catch { return null; }
  const browser = await playwright.chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const p = await browser.newPage();
  await p.goto(`http://127.0.0.1:${server.address().port}/`);
  await p.waitForFunction('window.ready');
  const cdp = await p.context().newCDPSession(p);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => (await cdp.send('Performance.getMetrics')).metrics.find(m => m.name === 'TaskDuration').value;
  const rate = async whole => {
    const times = Math.ceil(60000 / list.length), from = await spent();
    await p.evaluate(([w, n]) => window.run(w, n), [whole, times]);
    return times * list.length / (await spent() - from);
  };
  await rate(false);
  const result = await measure(rate);
  await browser.close();
  return result;
}

const best = { native: 0, node: 0, chromium: 0, page: 0 };
nodeRate();
await inChromium(async rate => {
  for (let i = 0; i < rounds; i++) {
    best.native = Math.max(best.native, nativeRate());
    best.node = Math.max(best.node, nodeRate());
    best.chromium = Math.max(best.chromium, await rate(false));
    best.page = Math.max(best.page, await rate(true));
  }
  return true;
}) || console.log('skip: playwright-core is not installed (tests/browser: npm ci)');
server.close();
fs.unlinkSync(file);
const row = (name, v, goal = '') => console.log(`${name.padEnd(34)} ${Math.round(v).toString().padStart(9)} a CPU second   ${(v / best.native).toFixed(2)} of native   ${goal}`);
console.log(`${list.length} messages, ${Math.round(list.reduce((n, m) => n + m.text.length, 0) / list.length)} bytes on average; the best of ${rounds} rounds, turn by turn`);
row('native', best.native);
row('wasm in Node', best.node);
row('wasm in Chromium', best.chromium, 'goal 100000');
row('… with text and verdict as objects', best.page);
