// SPDX-License-Identifier: Apache-2.0
// The editor's day on a phone: read all, say what was done, hand over, ask, ask to be let off; the coordinator's answers.
import { BASE, ok, start, page, fits, signIn, end } from './harness.mjs';

const browser = await start();
const desk = async (login, width = 360) => {
  const p = await page(browser, width);
  await signIn(p, login);
  return p;
};
const text = p => p.locator('main').textContent();
const card = (p, clause) => p.locator('section.card', { has: p.locator('h2', { hasText: clause }) }).first();
const more = async (p, clause) => { await card(p, clause).locator('summary').click(); return card(p, clause); };
const send = async (p, form, button) => { await form.getByRole('button', { name: button }).click(); await p.waitForLoadState(); };

const editor = await desk('bientap.ninhkieu');
await editor.goto(BASE + '/ban/viec');
await fits(editor, 'the unit\'s desk');
ok((await text(editor)).includes('Còn '), 'the first line says how many wait, and until when');
const heights = await editor.locator('form[action$="/bao"] input[name=value], form[action$="/bao"] button').evaluateAll(all => all.map(x => x.getBoundingClientRect().height));
ok(heights.length > 0 && heights.every(h => h >= 48), 'every box and its button can be hit with a thumb');

// A number where a number is asked; a word where a number is asked is told so, and nothing is lost.
await card(editor, '3c').locator('input[name=value]').fill('rất nhiều người');
await send(editor, card(editor, '3c'), 'Xong');
ok((await editor.locator('.error').count()) === 1, 'what is no number and no address is refused in a sentence');
await card(editor, '3c').locator('input[name=value]').fill('1.250');
await card(editor, '3c').locator('input[name=note]').fill('Cán bộ phường');
await send(editor, card(editor, '3c'), 'Xong');
ok((await card(editor, '3c').textContent()).includes('đã báo'), 'a number answers the duty');

// Ask, and ask to be let off.
let c = await more(editor, '3b');
await c.locator('input[name=text]').fill('Tổ công nghệ số chưa thành lập thì làm sao?');
await c.getByRole('button', { name: 'Hỏi', exact: true }).click();
await editor.waitForLoadState();
c = await more(editor, '3b');
await c.locator('input[name=why]').fill('Phường chưa có tổ công nghệ số');
await c.getByRole('button', { name: 'Xin miễn' }).click();
await editor.waitForLoadState();
await more(editor, '3b');
await fits(editor, 'the desk with everything open');
ok((await card(editor, '3b').textContent()).includes('đã xin'), 'the waiver is asked, and the duty stays');

// The coordinator answers to all and proposes; may not grant; the leader grants.
const lead = await desk('dieuphoi', 1280);
await lead.goto(BASE + '/ban');
ok((await text(lead)).includes('Câu hỏi và xin miễn'), 'the coordinator\'s first page says that something waits');
await lead.goto(BASE + '/ban/hoi-dap');
await fits(lead, 'questions and waivers');
await lead.locator('textarea[name=text]').first().fill('Giao Đoàn thanh niên làm thay.');
await lead.locator('input[name=all]').first().check();
await send(lead, lead.locator('main'), 'Gửi trả lời (một lần)');
await send(lead, lead.locator('main'), 'Đề nghị miễn');
ok((await lead.getByRole('button', { name: 'Duyệt miễn' }).count()) === 0, 'who proposed may not grant');
const signer = await desk('lanhdao');
await signer.goto(BASE + '/ban/hoi-dap');
await fits(signer, 'questions and waivers on a phone');
await send(signer, signer.locator('main'), 'Duyệt miễn');
await editor.goto(BASE + '/ban/viec');
ok((await card(editor, '3b').textContent()).includes('được miễn'), 'the unit reads that it was let off');
ok((await card(editor, '3b').textContent()).includes('Giao Đoàn thanh niên'), 'and the answer');
await lead.goto(BASE + '/ban/dieu-phoi');
ok((await text(lead)).includes('Phường chưa có tổ công nghệ số'), 'the table says who was let off, and why');

// Hand a duty to a colleague; both see it; take it back.
const one = await desk('bientap.syt'), two = await desk('bientap.syt2');
await one.goto(BASE + '/ban/viec');
c = await more(one, '1b');
await c.getByRole('button', { name: 'Giao', exact: true }).click();
await one.waitForLoadState();
ok((await card(one, '1b').textContent()).includes('Lâm Thị Đồng Nghiệp'), 'who gave it sees who does it');
await two.goto(BASE + '/ban/viec');
ok((await card(two, '1b').textContent()).includes('giao cho bạn'), 'who got it sees it');
c = await more(two, '1b');
await c.getByRole('button', { name: 'Lấy lại' }).click();
await two.waitForLoadState();
ok(!(await card(two, '1b').textContent()).includes('giao cho bạn'), 'it can be taken back');

for (const p of [editor, lead, signer, one, two]) {
  ok(p.errors.length === 0, `no errors in the console: ${p.errors[0] || ''}`);
  await p.context().close();
}

// One press takes note of all: the departments of the demonstration that nobody acted for yet.
const fresh = await desk('bientap.sgddt');
await fresh.goto(BASE + '/ban/viec');
await send(fresh, fresh.locator('main'), /Chúng tôi đã đọc cả/);
ok((await fresh.getByRole('button', { name: /Chúng tôi đã đọc/ }).count()) === 0, 'one press took note of all');
ok((await text(fresh)).includes('đã nhận việc'), 'and every duty says so');
await browser.close();
end();
