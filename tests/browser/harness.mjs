// SPDX-License-Identifier: Apache-2.0
// harness — one Chromium, TAP lines, and what every page is held to: no errors in its console, nothing wider than the screen.
import { chromium } from 'playwright-core';

export const BASE = process.env.BASE_URL;
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
let n = 0, failed = 0;

export function ok(good, what) {
  n++;
  if (!good) failed++;
  console.log(`${good ? 'ok' : 'not ok'} ${n} - ${what}`);
}
export const start = () => chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args });
export async function page(browser, width = 360) {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const p = await context.newPage();
  p.errors = [];
  p.on('pageerror', e => p.errors.push(String(e)));
  p.on('console', m => { if (m.type() === 'error' && !/status of (4|5)\d\d|ERR_INTERNET_DISCONNECTED/.test(m.text())) p.errors.push(m.text()); });
  return p;
}
export async function fits(p, what) {
  const over = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  ok(over <= 0, `${what} fits the screen`);
}
export async function signIn(p, login) {
  await p.goto(BASE + '/ban/vao');
  await p.fill('#login', login);
  await p.fill('#password', 'canhgiac-2024');
  await p.click('main form button');
  await p.waitForLoadState();
}
export function end() {
  process.exit(failed ? 1 : 0);
}
