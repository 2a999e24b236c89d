// SPDX-License-Identifier: Apache-2.0
// recogniser — canhgiac.wasm for scripts: in a browser, in Node, in an extension. Nothing that is checked leaves it.
//
//   const r = await recogniser(fetch('canhgiac.wasm'), fetch('canhgiac.pack')); // or canhgiac.know
//   r.check({ text, sender, channel, date: 'YYYY-MM-DD', lang: 'vi' })   a verdict, as POST /api/v1/check answers
//   r.json(…)                                                           the same as bytes
//
// With also: { today, code } the check tells of papers and payment codes too, as the page of the server does; today: days since 1970,
// on which papers are judged; code: true when the text is what a QR code holds, whatever it looks like.
//
// With list: { key, number, day, told } in what is checked, the verdict also rests on what is told of a list of scams, and
// r.asked() says what that list was asked (see src/wasm/exports.c; lists.mjs does it).
//
// Where simd() is true canhgiac-simd.wasm gives the same verdicts faster.
//
// Both files may come as a Response, as bytes, or as a promise of either. A text that is too long, or too large for the
// memory there is, throws an Error whose `status` says which; the next check works again. An Error without `status` is a trap:
// make another recogniser.

export const STATUS = { 3: 'input', 4: 'usage', 8: 'limit', 13: 'memory' };

// Whether this machine's WebAssembly looks at sixteen bytes at once: a module of one such instruction is valid.
export const simd = () => WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]));

async function bytesOf(source) {
  const s = await source;
  if (typeof Response === 'undefined' || !(s instanceof Response)) return s;
  if (!s.ok) throw new Error('HTTP ' + s.status);
  return s.arrayBuffer();
}

async function compiled(source) {
  const s = await source;
  if (typeof Response !== 'undefined' && s instanceof Response && s.ok && WebAssembly.compileStreaming &&
      (s.headers.get('Content-Type') || '').startsWith('application/wasm')) return WebAssembly.compileStreaming(s);
  return WebAssembly.compile(await bytesOf(s));
}

function fault(status) {
  const e = new Error('canhgiac: ' + (STATUS[status] || status));
  e.status = STATUS[status] || 'bug';
  return e;
}

export async function recogniser(wasm, know) {
  const [module, knowledge] = await Promise.all([compiled(wasm), bytesOf(know).then(b => new Uint8Array(b))]);
  const encoder = new TextEncoder(), decoder = new TextDecoder();
  const x = (await WebAssembly.instantiate(module, {})).exports;

  const place = x.knowledge(knowledge.length);
  if (!place) throw fault(13);
  new Uint8Array(x.memory.buffer).set(knowledge, place);
  const opened = x.open();
  if (opened) throw fault(opened);

  let memory = new Uint8Array(x.memory.buffer);
  const now = () => memory.buffer === x.memory.buffer ? memory : (memory = new Uint8Array(x.memory.buffer)); // it may have grown
  const remembered = make => { let key, value; return k => k === key ? value : (value = make(key = k)); };
  const bytes = () => remembered(s => encoder.encode(s)); // senders, channels and days are mostly those of the check before
  const senders = bytes(), channels = bytes(), days = remembered(d => d.split('-').map(Number));

  function give(bytes) {
    if (!bytes.length) return 0;
    const at = x.alloc(bytes.length) >>> 0;
    if (!at) throw fault(8);
    now().set(bytes, at);
    return at;
  }
  // A text goes straight into the module's memory, where three bytes for each of its units have room.
  const ROOM = 256 << 10;
  function text(t) {
    if (typeof t !== 'string' || t.length * 3 > ROOM) {
      const bytes = typeof t === 'string' ? encoder.encode(t) : t;
      return [give(bytes), bytes.length];
    }
    const at = t && x.alloc(t.length * 3) >>> 0;
    if (t && !at) throw fault(8);
    return [at | 0, t ? encoder.encodeInto(t, now().subarray(at, at + t.length * 3)).written : 0];
  }
  function json(input) {
    const sender = senders(input.sender || ''), channel = channels(input.channel || ''), day = days(input.date || '0-0-0');
    x.begin();
    if (input.list) {
      const told = encoder.encode(input.list.told);
      const wrong = x.told(give(told), told.length, give(input.list.key), input.list.number, input.list.day);
      if (wrong) throw fault(wrong);
    }
    if (input.also) x.also(input.also.today | 0, input.also.code ? 1 : 0);
    const [at, length] = text(input.text);
    const status = x.check(at, length, give(sender), sender.length, give(channel), channel.length,
      day[0] | 0, day[1] | 0, day[2] | 0, input.lang === 'en' ? 1 : 0);
    if (status) throw fault(status);
    return new Uint8Array(x.memory.buffer, x.result(), x.result_size());
  }
  const name = new Uint8Array(x.memory.buffer, x.version());
  return {
    json,
    check: input => JSON.parse(decoder.decode(json(input))),
    version: decoder.decode(name.subarray(0, name.indexOf(0))),
    asked: () => decoder.decode(new Uint8Array(x.memory.buffer, x.asked(), x.asked_size())),
    memory: () => x.memory.buffer.byteLength,
  };
}
