// SPDX-License-Identifier: Apache-2.0
// The check: on the phone and on the server alike, without scripts, without a network, by keyboard, for screen readers, and
// whatever stands in the message.
import fs from 'node:fs';
import { BASE, ok, start, page, fits, end } from './harness.mjs';

const AXE = fs.readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const SCAM = 'Vietcombank: tai khoan dang nhap thiet bi la, huy tai https://vietcombank.vn-ms.top';
const LISTED = 'Bạn mở giúp https://m.vneid-dongbo.example/trang?a=1 xem có gì mới không';
const EVERYBODY = /\/api\/v1\/lists\/(manifest\.json|front-\d+\.cgl)$/; // fetched whatever is checked
const CODE = '00020101021138570010A00000072701270006970436011300110012345670208QRIBFTTA53037045802VN6304E8DB'; // pays to an account
const browser = await start();

async function axe(p, what) {
  await p.evaluate(AXE + ';0');
  const r = await p.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  ok(r.violations.length === 0, `${what} has no fault that axe finds: ${r.violations.map(v => v.id + ' ' + v.nodes[0].html.slice(0, 90)).join('; ')}`);
}
async function checked(p, text, path = '/kiem-tra') {
  if (new URL(p.url()).pathname !== path) await p.goto(BASE + path);
  await p.evaluate(t => { document.getElementById('result').textContent = ''; document.getElementById('text').value = t; }, text);
  await p.click('#check button.btn-primary');
  await p.waitForSelector('#result .verdict');
}
const plain = s => s.replace(/\s+/g, ' ').replace(/> </g, '><').trim();

// The same verdict, word for word and mark for mark, from the phone and from the server.
{
  const on = await page(browser), sent = [];
  const off = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 900 } })).newPage();
  on.on('request', r => { if (r.method() === 'POST' || (r.url().includes('/api/') && !EVERYBODY.test(r.url()))) sent.push(r.url()); });
  await on.goto(BASE + '/kiem-tra');
  ok(await on.locator('[data-when=phone]').isVisible() && !(await on.locator('[data-when=server]').isVisible()), 'with scripts the page says that nothing leaves the device');
  const messages = [SCAM, 'Ma OTP cua quy khach la 495028. Khong cung cap ma nay cho bat ky ai.', 'Mai mình đi ăn phở nhé 😀', 'Xem tại https://www.vietcombank.com.vn',
    'Công an: anh liên quan đường dây rửa tiền, chuyển tiền vào tài khoản 0123456789 để điều tra, liên hệ 0912345678 kết bạn Zalo gấp',
    '👩‍👩‍👧‍👦 Bạn đã trúng thưởng 😀 100 triệu, bấm https://shopee-trungthuong.top 🎁 để nhận', CODE, CODE.slice(0, -1) + '?', 'WIFI:T:nopass;S:Quán cà phê;;', '079203001234|123456789|Nguyễn Văn A|01012003|Nam|Cần Thơ|01012021',
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/LB-VKS\nLỆNH BẮT\nĐối với ông Nguyễn Văn A, yêu cầu chuyển tiền vào tài khoản tạm giữ 0123456789',
     'שלום https://vietcombank.vn-ms.top مرحبا dang nhap thiet bi la',
    '<b>dang nhap thiet bi la</b> <script>alert(1)</script> & https://vietcombank.vn-ms.top "\'', 'ｖｉｅｔｃｏｍｂａｎｋ dang nhap thiet bi la https://vietcombank.vn-ms.top'];
  for (const m of messages) {
    await checked(on, m);
    await off.goto(BASE + '/kiem-tra');
    await off.fill('#text', m);
    await off.click('#check button.btn-primary');
    const [a, b] = await Promise.all([on, off].map(p => p.evaluate(() => {
      const c = document.getElementById('result').cloneNode(true);
      c.querySelectorAll('.where, .tools').forEach(e => e.remove());
      return c.innerHTML;
    })));
    ok(plain(a) === plain(b), `phone and server show the same of “${m.slice(0, 30)}”${plain(a) === plain(b) ? '' : `\n# phone  ${plain(a)}\n# server ${plain(b)}`}`);
  }
  ok((await on.locator('.where').textContent()).includes('Tin nhắn không rời khỏi máy'), 'it says that it was checked on the device');
  ok((await off.locator('.where').textContent()).includes('Máy chủ đã kiểm tra'), 'without scripts it says that the server checked');
  ok(await off.locator('[data-when=server]').isVisible(), 'and the box says so before');
  ok(sent.length === 0, 'nothing that was checked left the device: ' + sent.join(' '));
  await fits(off, 'the server’s verdict');
  await fits(on, 'the phone’s verdict');
  ok(on.errors.length === 0, 'no errors in the console: ' + (on.errors[0] || ''));
  await on.context().close();
  await off.context().close();
}

// What is on the list of known scams: the phone finds out by four digits of a hash, and says what the server would.
{
  const p = await page(browser), asked = [];
  const off = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 900 } })).newPage();
  p.on('request', r => { if (r.url().includes('/api/') && !EVERYBODY.test(r.url())) asked.push(r.method() + ' ' + r.url().slice(BASE.length)); });
  for (let i = 0; i < 60; i++) if ((await (await p.request.get(BASE + '/feeds/lists/domains.txt')).text()).includes('vneid-dongbo')) break; else await p.waitForTimeout(200);
  await p.goto(BASE + '/kiem-tra');
  await checked(p, LISTED);
  await p.waitForSelector('#result [data-listed]', { timeout: 5000 }).catch(() => {});
  ok(await p.locator('.verdict-danger').count() === 1, 'a host that an alert names is dangerous on the phone');
  ok(/alert:/.test(await p.locator('#result [data-listed]').first().textContent().catch(() => '')), 'and the page says which list holds it since when');
  ok(asked.length > 0 && asked.every(a => /^GET \/api\/v1\/lists\/range\/(host|url)\/[0-9a-f]{4}\.txt$/.test(a)), 'all that was asked are four digits of a hash: ' + asked.join(' '));
  await off.goto(BASE + '/kiem-tra');
  await off.fill('#text', LISTED);
  await off.click('#check button.btn-primary');
  const [a, b] = await Promise.all([p, off].map(x => x.evaluate(() => { const c = document.getElementById('result').cloneNode(true); c.querySelectorAll('.where, .tools').forEach(e => e.remove()); return c.innerHTML; })));
  ok(plain(a) === plain(b), `phone and server say the same of it${plain(a) === plain(b) ? '' : `\n# phone  ${plain(a)}\n# server ${plain(b)}`}`);
  asked.length = 0;
  await checked(p, 'Mai mình đi ăn phở nhé, xem quán ở https://quan-pho-ngon.example/menu');
  await p.waitForTimeout(600);
  ok(asked.length === 0, 'of what is not listed nothing is asked: ' + asked.join(' '));
  await p.evaluate(() => navigator.serviceWorker.ready);
  await p.reload();
  await checked(p, LISTED);
  await p.waitForSelector('#result [data-listed]', { timeout: 5000 }).catch(() => {});
  await (await p.context().newCDPSession(p)).send('Network.clearBrowserCache'); // the range was asked a moment ago
  await p.context().setOffline(true);
  await p.goto(BASE + '/kiem-tra');
  await checked(p, LISTED);
  await p.waitForSelector('#unasked:not([hidden])', { timeout: 5000 }).catch(() => {});
  ok(await p.locator('#unasked').isVisible(), 'without a network it says that the list could not be asked');
  ok(p.errors.filter(e => !/Failed to fetch|ERR_INTERNET/.test(e)).length === 0, 'no errors in the console: ' + (p.errors[0] || ''));
  await p.context().close();
  await off.context().close();
}

// Marks stand at the right letters: composed, decomposed, with emoji, right to left.
{
  const p = await page(browser);
  const link = 'https://vietcombank.vn-ms.top';
  for (const [what, text] of [['composed', 'Tài khoản của quý khách đăng nhập thiết bị lạ, hủy tại ' + link], ['decomposed', ('Tài khoản của quý khách đăng nhập thiết bị lạ, hủy tại ' + link).normalize('NFD')],
    ['emoji', '😀👨‍👩‍👧 đăng nhập thiết bị lạ 🎁 ' + link + ' 🎁'], ['right to left', 'שלום dang nhap thiet bi la ' + link + ' مرحبا']]) {
    await checked(p, text);
    const marks = await p.locator('mark.sign').evaluateAll(l => l.map(m => m.querySelector('a').firstChild.nodeValue));
    const shown = await p.locator('.message').evaluate(e => { const c = e.cloneNode(true); c.querySelectorAll('sup').forEach(s => s.remove()); return c.textContent; });
    ok(marks.includes(link), `the link is marked, no letter more or less (${what}): ${marks}`);
    ok(shown === text, `and the message is shown as it was given (${what})`);
  }
  await p.context().close();
}

// Hostile messages are text.
{
  const p = await page(browser);
  await p.goto(BASE + '/kiem-tra');
  await checked(p, '<img src=x onerror="window.hit=1"><script>window.hit=1</script></p></div><h1>x</h1> ' + SCAM);
  ok(await p.evaluate(() => window.hit === undefined && !document.querySelector('#result img, #result h1, #result script')), 'markup in a message stays text');
  ok((await p.locator('.message').textContent()).includes('<script>window.hit=1</script>'), 'and is shown as it is');
  await checked(p, 'a\0b\0 ' + SCAM);
  ok(await p.locator('.verdict-danger').count() === 1, 'NULs do not end a message');
  await p.evaluate(() => { document.getElementById('result').textContent = ''; document.getElementById('text').value = 'a '.repeat(1 << 19); });
  await p.click('#check button.btn-primary');
  await p.waitForSelector('#trouble:not([hidden])');
  ok((await p.locator('#trouble').textContent()).includes('quá dài'), 'a message of 1 MiB is refused in a sentence');
  await checked(p, SCAM);
  ok(await p.locator('.verdict-danger').count() === 1 && await p.locator('#trouble').isHidden(), 'and the next check works');
  ok(p.errors.length === 0, 'no errors in the console: ' + (p.errors[0] || ''));
  await p.context().close();
}

// By keyboard alone; and what a screen reader is told.
{
  const p = await page(browser);
  await p.goto(BASE + '/kiem-tra');
  await p.focus('#text');
  await p.keyboard.insertText(SCAM);
  await p.keyboard.press('Tab');
  ok(await p.evaluate(() => document.activeElement.textContent) === 'Kiểm tra', 'after the box comes the button');
  await p.keyboard.press('Enter');
  await p.waitForSelector('#result .verdict');
  ok(await p.locator('#result').getAttribute('aria-live') === 'polite', 'the verdict is announced');
  let reached = false;
  for (let i = 0; i < 12 && !reached; i++) { await p.keyboard.press('Tab'); reached = await p.evaluate(() => !!document.activeElement.closest('mark')); }
  ok(reached, 'the tabulator reaches a mark');
  ok(await p.locator('.why').isVisible() && (await p.locator('.why').textContent()).includes('Cách tự kiểm tra'), 'a mark says why, and how to check it');
  await p.keyboard.press('Escape');
  ok(await p.locator('.why').isHidden(), 'Escape closes it');
  await axe(p, 'the verdict');
  await p.context().close();
}

for (const scheme of ['light', 'dark']) {
  const c = await browser.newContext({ viewport: { width: 360, height: 900 }, colorScheme: scheme }), p = await c.newPage();
  for (const path of ['/', '/kiem-tra', '/en/kiem-tra', '/hinh-thuc', '/hinh-thuc/sms-brandname', '/en/hinh-thuc/fake-police', '/so-cuu']) {
    await p.goto(BASE + path);
    await axe(p, `${path}, ${scheme}`);
  }
  await p.goto(BASE + '/kiem-tra');
  await checked(p, SCAM);
  await axe(p, `a verdict, ${scheme}`);
  await fits(p, `a verdict, ${scheme}`);
  await c.close();
}

// In English, complete; on the first page too.
{
  const p = await page(browser, 1280);
  await checked(p, SCAM, '/en/kiem-tra');
  ok((await p.locator('#result').textContent()).includes('Checked on your device'), 'in English the verdict is English');
  ok(!/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i.test(await p.locator('#result').textContent()), 'and nothing in it is Vietnamese');
  await checked(p, SCAM, '/');
  ok(await p.locator('.verdict-danger').count() === 1, 'the first page checks too');
  await p.goto(BASE + '/kiem-tra');
  await p.locator('#examples button').first().click();
  await p.waitForSelector('#result .verdict-danger');
  ok(true, 'an example is judged');
  await p.context().close();
}

// A browser that reads QR codes: what the lens or a picture holds is judged as a code, on the device, of whatever kind it is.
{
  const p = await page(browser), sent = [];
  p.on('request', r => { if (r.method() === 'POST') sent.push(r.url()); });
  await p.addInitScript(() => {
    window.read = [];
    window.BarcodeDetector = class { static getSupportedFormats() { return Promise.resolve(['qr_code']); } detect() { return Promise.resolve(window.read.map(rawValue => ({ rawValue }))); } };
    const canvas = document.createElement('canvas');
    Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: () => { canvas.getContext('2d').fillRect(0, 0, 9, 9); return Promise.resolve(canvas.captureStream(5)); } } });
  });
  await p.goto(BASE + '/kiem-tra');
  for (const [code, what, level] of [[CODE, 'chuyển tiền', 'unsure'], ['https://vietcombank.vn-ms.top', 'mở một đường liên kết', 'suspicious'], ['WIFI:T:WPA;S:Nha;P:12345678;;', 'Wi-Fi', 'unsure'],
    ['MECARD:N:An;TEL:0912345678;;', 'danh bạ', 'unsure'], ['smsto:8085:NAP', 'gọi điện', 'unsure'], ['otpauth://totp/a?secret=JBSWY3DPEHPK3PXP', 'một lần', 'unsure']]) {
    await p.evaluate(() => { document.getElementById('result').textContent = ''; });
    await p.click('#camera [data-open]');
    await p.waitForFunction(() => !document.querySelector('#camera video').hidden);
    if (code === CODE) await fits(p, 'the check with the camera open');
    await p.evaluate(c => { window.read = [c]; }, code);
    await p.waitForSelector('#result .verdict');
    await p.evaluate(() => { window.read = []; });
    const said = await p.locator('#result .codes').textContent();
    ok(said.includes(what) && await p.locator(`#result .verdict-${level}`).count() === 1, `a code is told for what it is: ${said.trim().slice(0, 70)}`);
    ok(await p.locator('#camera video').isHidden(), 'and the camera ends');
  }
  ok((await p.locator('.where').textContent()).includes('Tin nhắn không rời khỏi máy'), 'it says that the code was read on the device');
  await p.locator('details:has(#picture) > summary').click();
  const picture = { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') };
  await p.setInputFiles('#image', picture);
  await p.click('#picture [data-read]');
  await p.waitForSelector('#trouble:not([hidden])');
  ok((await p.locator('#trouble').textContent()).includes('không tìm thấy mã QR'), 'a picture without a code says so, and who could look again');
  await p.evaluate(c => { window.read = [c]; document.getElementById('result').textContent = ''; }, CODE);
  await p.click('#picture [data-read]');
  await p.waitForSelector('#result .verdict');
  ok((await p.locator('#result .codes').textContent()).includes('0011001234567'), 'a code in a picture is read on the device too');
  ok(sent.length === 0, 'and nothing of all that was sent: ' + sent.join(' '));
  ok(p.errors.length === 0, 'no errors with the camera: ' + (p.errors[0] || ''));
  await axe(p, 'the check with a camera');
  await p.context().close();
}

// What cannot be read on the phone goes to the server when told to; what was checked is reported without typing it again.
{
  const p = await page(browser), sent = [];
  p.on('request', r => { if (r.method() === 'POST') sent.push(r.url()); });
  await p.goto(BASE + '/kiem-tra');
  ok(await p.locator('#camera').isHidden() && await p.locator('[data-read]').isHidden(), 'a browser that reads no codes offers none of that');
  await p.locator('details:has(#picture) > summary').click();
  await p.setInputFiles('#image', { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  ok(sent.length === 0, 'a chosen picture waits for the button');
  await p.click('#picture button:not([data-read])');
  await p.waitForSelector('#trouble:not([hidden])');
  ok(/PNG|ảnh/.test(await p.locator('#trouble').textContent()), 'what is no picture is refused in a sentence');
  await checked(p, SCAM);
  await p.click('#result a[data-report]');
  await p.waitForLoadState();
  ok(p.url() === BASE + '/bao-cao' && await p.inputValue('#report textarea') === SCAM, 'the report begins with the message that was checked, and the address does not hold it');
  await p.reload();
  ok(await p.inputValue('#report textarea') === '', 'once');
  ok(p.errors.length === 0, 'no errors in the console: ' + (p.errors[0] || ''));
  await p.context().close();
}

// Without a network, after one visit.
{
  const p = await page(browser);
  await p.goto(BASE + '/kiem-tra');
  await p.evaluate(() => navigator.serviceWorker.ready);
  for (let i = 0; i < 80; i++) if (await p.evaluate(async () => (await Promise.all((await caches.keys()).map(async n => (await (await caches.open(n)).keys()).map(r => r.url)))).flat().some(u => u.endsWith('.pack')))) break; else await p.waitForTimeout(100);
  await p.context().setOffline(true);
  await p.goto(BASE + '/kiem-tra');
  await checked(p, SCAM);
  ok(await p.locator('.verdict-danger').count() === 1, 'without a network the check opens and judges');
  await checked(p, CODE);
  ok((await p.locator('#result .codes').textContent()).includes('0011001234567'), 'so is a payment code');
  await p.goto(BASE + '/en/kiem-tra');
  await checked(p, SCAM, '/en/kiem-tra');
  ok(await p.locator('.verdict-danger').count() === 1, 'in English too');
  await p.goto(BASE + '/so-cuu');
  ok(await p.locator('details').count() > 3, 'first aid opens without a network');
  await p.goto(BASE + '/');
  await checked(p, SCAM, '/');
  ok(await p.locator('.verdict-danger').count() === 1, 'and the first page');
  await p.context().close();
}

// The first view is small, and the recogniser comes only when somebody writes; what names its content lasts.
{
  const c = await browser.newContext({ viewport: { width: 360, height: 900 }, serviceWorkers: 'block' }), p = await c.newPage();
  const session = await c.newCDPSession(p), urls = new Map();
  let bytes = 0, heavy = 0;
  await session.send('Network.enable');
  session.on('Network.responseReceived', e => urls.set(e.requestId, e.response.url));
  session.on('Network.loadingFinished', e => { if (/\.(wasm|pack|mjs)$/.test(urls.get(e.requestId) || '')) heavy += e.encodedDataLength; else bytes += e.encodedDataLength; });
  await p.goto(BASE + '/kiem-tra', { waitUntil: 'networkidle' });
  ok(heavy === 0, 'the recogniser waits until somebody writes');
  ok(bytes > 0 && bytes <= 30720, `the first view is ${bytes} bytes over the wire, 30,720 at most`);
  await p.focus('#text');
  await p.waitForTimeout(600);
  ok(heavy > 0 && heavy <= 204800, `the recogniser, what it knows and its script are ${heavy} bytes over the wire, 204,800 at most`);
  const r = await p.request.get(BASE + await p.locator('#check').getAttribute('data-wasm'));
  ok(r.headers()['content-type'] === 'application/wasm' && /immutable/.test(r.headers()['cache-control']), 'it is application/wasm and lasts');
  await c.close();
}

// Lessons: found without marks, turned over page by page.
{
  const p = await page(browser);
  await p.goto(BASE + '/hinh-thuc?tim=cong+an+gia');
  ok(await p.locator('article h2 a[href$="/hinh-thuc/fake-police"]').count() === 1, 'a lesson is found without marks');
  await p.goto(BASE + '/hinh-thuc');
  ok(await p.locator('article').count() === 33, 'all 33 forms stand in the index');
  await p.locator('article h2 a').first().click();
  const seen = new Set();
  for (let i = 0; i < 40; i++) {
    seen.add(p.url());
    if (i === 0) ok((await p.locator('.lesson').textContent()).includes('Gọi ai'), 'a form’s page holds its lesson');
    const next = p.locator('a[rel=next]');
    if (!await next.count()) break;
    await next.click();
    await p.waitForLoadState();
  }
  ok(seen.size === 33, `turning over reaches all of them (${seen.size})`);
  ok(p.errors.length === 0, 'no errors in the console: ' + (p.errors[0] || ''));
  await p.context().close();
}

await browser.close();
end();
