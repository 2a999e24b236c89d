// SPDX-License-Identifier: Apache-2.0
// People come in by a code, sign in with a passkey (Chromium's virtual authenticator), are let in again, and are looked over.
import { BASE, ok, start, page, fits, end } from './harness.mjs';

const HERE = BASE.replace('127.0.0.1', 'localhost'); // a passkey needs a name
const browser = await start();

async function signIn(p, login, password) {
  await p.goto(HERE + '/ban/vao');
  await p.fill('#login', login);
  await p.fill('#password', password);
  await p.click('form[action="/ban/vao"] button');
  await p.waitForLoadState();
}
async function device(p) {
  const cdp = await p.context().newCDPSession(p);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    automaticPresenceSimulation: true } });
  return { cdp, authenticatorId };
}
async function codeOf(p) {
  return (await p.locator('.big code').textContent()).trim();
}
async function addPasskey(p) {
  await Promise.all([p.waitForURL(/tai-khoan/), p.click('form[data-passkey=create] button')]);
  await p.waitForSelector('form[action$="/ten"]');
}
const text = async p => (await p.locator('main').textContent()).replace(/\s+/g, ' ');

// A coordinator invites.
const boss = await page(browser);
await signIn(boss, 'dieuphoi', 'canhgiac-2024');
await boss.goto(HERE + '/ban/nguoi');
await fits(boss, 'the people');
await boss.click('details summary');
await boss.fill('#name', 'Lê Thị Mới');
await boss.selectOption('#role', 'contact');
await boss.fill('#unit', 'syt');
await boss.click('form[action="/ban/nguoi/moi"] button');
await boss.waitForLoadState();
await fits(boss, 'the slip');
const code = await codeOf(boss);
ok(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}$/.test(code), 'the slip shows a code of 16 letters and digits');
ok(await boss.locator('svg.qr').count() === 1, 'and a picture to point a camera at');
await boss.goto(HERE + '/ban/nguoi');
ok((await text(boss)).includes('đã mời'), 'the inviter sees that it waits');
ok(!(await boss.content()).includes(code), 'the code is not shown again');

// The invited comes, from the picture's address.
const p = await page(browser);
const { cdp, authenticatorId } = await device(p);
await p.goto(HERE + '/ban/moi#' + code);
ok(await p.inputValue('#code') === code && !p.url().includes('#'), 'the code goes from the address into the field');
await fits(p, 'the code page');
await p.click('main form button');
await p.waitForSelector('#login');
await fits(p, 'the join page');
ok((await text(p)).includes('Nguyễn Thị Điều Phối'), 'it says who invites');
await p.fill('#login', 'le.moi');
await p.fill('#password', 'mat khau dai dai');
await p.fill('#again', 'mat khau khac nua');
await p.click('main form button');
await p.waitForSelector('.error');
ok(await p.inputValue('#login') === 'le.moi', 'a password typed wrong keeps what else was typed');
await p.fill('#password', 'mat khau dai dai');
await p.fill('#again', 'mat khau dai dai');
await Promise.all([p.waitForURL(/tai-khoan/), p.click('main form button')]);
ok((await text(p)).includes('Sở Y tế'), 'the invited is in, with the seat');
await fits(p, 'the account');

// A passkey: added, used at the door, named, used to confirm.
await addPasskey(p);
const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
ok(credentials.length === 1 && credentials[0].isResidentCredential, 'the device keeps a passkey of its own for this site');
await p.click('form[action="/ban/ra"] button');
await p.goto(HERE + '/ban/vao');
await fits(p, 'the sign-in page');
await Promise.all([p.waitForURL(u => u.pathname === '/ban'), p.click('form[data-passkey=get] button')]);
await p.goto(HERE + '/ban/tai-khoan');
ok((await text(p)).includes('Lê Thị Mới'), 'the passkey alone signs in');
await p.fill('form[action$="/ten"] input[name=name]', 'Điện thoại của Mới');
await p.click('form[action$="/ten"] button');
await p.waitForLoadState();
ok((await text(p)).includes('Điện thoại của Mới'), 'a passkey has a name');
await p.goto(HERE + '/ban/xac-nhan?tiep=/ban/tai-khoan');
await fits(p, 'the confirmation');
await Promise.all([p.waitForURL(/tai-khoan$/), p.click('form[data-passkey=get] button')]);
await p.waitForLoadState();
ok(true, 'a passkey confirms who sits here');
// A device that is not the person says so, and nothing is sent.
await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
await p.goto(HERE + '/ban/xac-nhan?tiep=/ban/tai-khoan');
await p.click('form[data-passkey=get] button');
await p.waitForSelector('[data-trouble]:not([hidden])');
ok(p.url().includes('xac-nhan'), 'without finger, face or PIN there is a sentence and no way on');
await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });

// Sessions: another device, ended from here.
const other = await page(browser);
await signIn(other, 'le.moi', 'mat khau dai dai');
await p.goto(HERE + '/ban/tai-khoan');
ok(await p.locator('form[action*="/phien/"]').count() === 1, 'the other session is listed');
await p.click('form[action*="/phien/"] button');
await p.waitForLoadState();
await other.goto(HERE + '/ban/tai-khoan');
ok(other.url().includes('/ban/vao'), 'and ends when it is ended');
await other.context().close();

// Recovery by a second person.
await boss.goto(HERE + '/ban/nguoi?tim=le.moi');
await boss.click('form[action$="/khoi-phuc"] button');
await boss.waitForLoadState();
const again = await codeOf(boss);
await p.goto(HERE + '/ban/tai-khoan');
ok(p.url().includes('/ban/vao'), 'a granted recovery ends all sessions');
await p.goto(HERE + '/ban/moi');
await p.fill('#code', again.toLowerCase().replace(/-/g, ' '));
await p.click('main form button');
await p.waitForSelector('#password');
await p.fill('#password', 'mat khau hoan toan moi');
await p.fill('#again', 'mat khau hoan toan moi');
await Promise.all([p.waitForURL(/tai-khoan/), p.click('main form button')]);
ok((await text(p)).includes('Nguyễn Thị Điều Phối đã cấp cho bạn một mã'), 'the person reads who let them in again');
await p.goto(HERE + '/ban/viec');
ok(p.url().includes('tai-khoan'), 'before a second factor nothing else opens');
await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
await addPasskey(p);
await p.click('form[action$="/da-biet"] button');
await p.waitForLoadState();
ok(!(await text(p)).includes('đã cấp cho bạn một mã'), 'what was read is not told again');
ok((await p.goto(HERE + '/ban/viec')).status() === 200 && p.url().includes('/ban/viec'), 'with a passkey the desk opens');
ok(p.errors.length === 0, 'no errors in the console: ' + (p.errors[0] || ''));

// The access review.
await boss.goto(HERE + '/ban/nguoi/ra-soat?don-vi=syt');
await fits(boss, 'the access review');
await boss.check('input[name=seat] >> nth=0');
await boss.click('button[value=confirm]');
await boss.waitForLoadState();
await boss.goto(HERE + '/ban/nguoi/ra-soat?don-vi=syt');
ok((await text(boss)).includes('bởi Nguyễn Thị Điều Phối'), 'a confirmed seat says who looked at it');
const csv = await boss.request.get(HERE + '/ban/nguoi/ra-soat.csv?don-vi=syt');
ok(csv.status() === 200 && (await csv.text()).includes('le.moi'), 'the review is exported as CSV');
ok(boss.errors.length === 0, 'no errors in the console: ' + (boss.errors[0] || ''));

// In English, without JavaScript: by password.
const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 900 } });
const q = await plain.newPage();
await q.goto(HERE + '/en/ban/vao');
ok(!(await q.locator('form[data-passkey]').isVisible()), 'without JavaScript no passkey is offered');
await q.fill('#login', 'le.moi');
await q.fill('#password', 'mat khau hoan toan moi');
await q.click('form[action="/en/ban/vao"] button');
ok(q.url().endsWith('/en/ban'), 'and the password opens the desk in English');
await browser.close();
end();
