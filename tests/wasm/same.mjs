// SPDX-License-Identifier: Apache-2.0
// same.mjs NATIVE WASM PACK KNOW ROOT — canhgiac.wasm gives the native program's verdict, byte for byte, on ten thousand inputs;
// it imports nothing; too much is refused and leaves it working. TAP lines.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { pathToFileURL } from 'node:url';
import { frames, inputs } from './inputs.mjs';

const [native, wasm, pack, know, root] = process.argv.slice(2);
const { recogniser } = await import(pathToFileURL(path.join(root, 'assets/recogniser.mjs')));
let n = 0, failed = 0;
const ok = (good, what) => { n++; failed += !good; console.log(`${good ? 'ok' : 'not ok'} ${n} - ${what}`); };

const bytes = fs.readFileSync(wasm), knowledge = fs.readFileSync(pack), module = await WebAssembly.compile(bytes);
ok(WebAssembly.Module.imports(module).length === 0, 'it imports nothing');
const sent = [bytes, knowledge].reduce((sum, b) => sum + zlib.brotliCompressSync(b).length, 0);
ok(sent <= 200 * 1024, `with its knowledge it is ${sent} bytes to send, 200 KB at most`);

const r = await recogniser(bytes, knowledge), list = inputs(root, 12000), file = path.join(os.tmpdir(), `canhgiac-frames-${process.pid}`);
fs.writeFileSync(file, frames(list));
const theirs = execFileSync(native, [file], { maxBuffer: 1 << 30 });
fs.unlinkSync(file);
let at = 0, same = 0, first = '';
const levels = {};
for (const m of list) {
  const status = theirs.readUInt32LE(at), size = theirs.readUInt32LE(at + 4), expected = theirs.subarray(at + 8, at + 8 + size);
  at += 8 + size;
  const got = Buffer.from(r.json(m));
  if (status === 0 && expected.equals(got)) same++;
  else if (!first) first = `\n# input ${JSON.stringify(m.text.toString())}\n# native ${expected}\n# wasm   ${got}`;
  const level = /"level":"(\w+)"/.exec(got.toString())[1];
  levels[level] = (levels[level] || 0) + 1;
}
console.log('# ' + JSON.stringify(levels));
const mapped = await recogniser(bytes, fs.readFileSync(know));
ok(mapped.version === r.version && /know/.test(r.version), `compiled from the pack or read from canhgiac.know, the knowledge is the same: ${r.version}`);
ok(list.slice(0, 2000).every(m => Buffer.from(r.json(m)).equals(Buffer.from(mapped.json(m)))), 'and so are the verdicts');
ok(at === theirs.length && same === list.length && same >= 10000, `${same} of ${list.length} verdicts are the native ones, byte for byte${first}`);
ok(levels.danger > 100 && levels.unsure > 100 && levels.suspicious > 20, 'the inputs call for every kind of verdict');

const refused = t => { try { r.check({ text: t }); return ''; } catch (e) { return e.status; } };
const before = Buffer.from(r.json(list[0])).toString();
ok(refused('a'.repeat(1 << 20)) === 'limit', 'a text of 1 MiB is refused');
ok(['', 'memory'].includes(refused('ﷺ'.repeat(80000))), 'a text that unfolds to much more is judged or refused');
ok(['', 'memory'].includes(refused('https://a.vn '.repeat(15000))), 'so is one of fifteen thousand links');
ok(refused('') === '' && refused('\0'.repeat(1000)) === '', 'nothing and NULs are judged');
let thrown = '';
try { r.check({ text: 'x', date: '2026-13-01' }); } catch (e) { thrown = e.status; }
ok(thrown === 'input', 'a day that is none is refused');
ok(Buffer.from(r.json(list[0])).toString() === before, 'and after all that the first verdict is what it was');
ok(r.memory() <= 64 << 20, `memory stays under 64 MiB (${r.memory() >> 10} KiB)`);

let damaged = 0;
for (let i = 0; i < 40; i++) {
  const bad = Buffer.from(knowledge.subarray(0, i % 2 ? knowledge.length : Math.floor(knowledge.length * i / 40)));
  if (i % 2) bad[Math.floor(bad.length * i / 40)] ^= 0x55;
  try { (await recogniser(bytes, bad)).check({ text: 'x' }); } catch (e) { damaged += !(e instanceof WebAssembly.RuntimeError); continue; }
  damaged++;
}
ok(damaged === 40, 'cut and damaged knowledge never traps');
process.exit(failed ? 1 : 0);
