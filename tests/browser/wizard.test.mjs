// SPDX-License-Identifier: Apache-2.0
// Another campaign, from its name to its duties, without a line of code: the coordinator's way, and the signer's.
import { readFileSync } from 'node:fs';
import { BASE, ok, start, page, fits, signIn, end } from './harness.mjs';

const browser = await start();
const lead = await page(browser), signer = await page(browser);
await signIn(lead, 'dieuphoi');
await signIn(signer, 'lanhdao');
const text = p => p.locator('main').textContent();
const press = async (p, name) => { await p.getByRole('button', { name, exact: true }).first().click(); await p.waitForLoadState(); };

await lead.goto(BASE + '/ban/chien-dich');
await fits(lead, 'the list of campaigns');
await lead.getByRole('link', { name: 'Chiến dịch mới' }).click();
await fits(lead, 'the form of a new campaign');
await lead.fill('#title', 'Chậm mà chắc');
await lead.fill('#opens', '2024-11-10');
await lead.fill('#closes', '2024-11-01');
await press(lead, 'Tạo');
ok((await lead.locator('.error').count()) === 1 && await lead.inputValue('#title') === 'Chậm mà chắc', 'a window that closes before it opens is refused, and nothing typed is lost');
await lead.fill('#closes', '2024-12-15');
await press(lead, 'Tạo');
ok(lead.url().endsWith('/ban/chien-dich/cham-ma-chac-2024'), 'the short name is made from the name');
await fits(lead, 'the steps');
ok((await text(lead)).includes('đang chuẩn bị'), 'it is being prepared');

// Units: shown first, then written.
const units = 'code,name,kind,parent,from\nban-atgt,Ban An toàn giao thông,department,92,2024-01-01\n';
const give = async body => {
  await lead.getByText('Nhập đơn vị từ tệp').click();
  if (!await lead.locator('#units-file').isVisible()) await lead.getByText('Nhập đơn vị từ tệp').click();
  await lead.setInputFiles('#units-file', { name: 'don-vi.csv', mimeType: 'text/csv', buffer: Buffer.from(body) });
  await press(lead, 'Xem sẽ thay đổi gì');
};
await give('code,name,kind,parent,from\nx,,department,khong-co,2024-01-01\n');
ok((await text(lead)).includes('Chưa thay đổi gì') || (await lead.locator('.error').count()) > 0, 'a bad file says what is wrong');
await lead.goto(BASE + '/ban/chien-dich/cham-ma-chac-2024');
await give(units);
ok((await lead.locator('pre').textContent()).includes('Ban An toàn giao thông'), 'what would be written is shown first');
await press(lead, 'Ghi lại');
ok((await text(lead)).includes('nhập') , 'and written when confirmed');

// The letter is read; a person confirms, another signs, it is sent.
await lead.getByText('Nhập công văn', { exact: true }).click();
if (!await lead.locator('#letter-text').isVisible()) await lead.getByText('Nhập công văn', { exact: true }).click();
await lead.fill('#letter-text', readFileSync(new URL('../../knowledge/letters/trinh-dien-2025.txt', import.meta.url), 'utf8').replaceAll('2025', '2024').replaceAll('13 tháng 10', '04 tháng 11').replaceAll('15/10/', '05/11/'));
await press(lead, 'Đọc công văn');
ok(lead.url().includes('/ban/cong-van/'), 'the letter is read into a draft of this campaign');
const letter = new URL(lead.url()).pathname;
ok((await text(lead)).includes('Chậm mà chắc'), 'which says whose it is');
await press(lead, 'Trình ký');
await signer.goto(BASE + letter);
await press(signer, 'Ký');
await lead.goto(BASE + letter);
await press(lead, 'Gửi đến các đơn vị');
await lead.goto(BASE + '/ban/chien-dich/cham-ma-chac-2024');
ok((await text(lead)).includes('đang chạy'), 'the campaign runs');
await fits(lead, 'the steps when all are done');
await lead.getByRole('link', { name: 'Theo dõi thực hiện' }).click();
ok((await text(lead)).includes('Ban An toàn giao thông'), 'the unit just imported owes its duties');
for (const p of [lead, signer]) ok(p.errors.length === 0, `no errors in the console: ${p.errors[0] || ''}`);
await browser.close();
end();
