// SPDX-License-Identifier: Apache-2.0
// lists — the list of known scams for a check on the phone (docs/decisions/0043). Only what everybody fetches is fetched: the
// front, from which nobody learns what is checked. Of the few things that the front says may be listed, the range that tells is
// asked for by four digits of a hash.
//
//   const l = lists();  l.warm();
//   await l.check(r, input)   { verdict, open }: as r.check, with what the list says; open: something may be listed, but the
//                             range could not be asked. null: there is no list to be had
const API = '/api/v1/lists/', FRESH = 600000, FRONT_MOST = 2 << 20, RANGES_MOST = 24, NEVER = 65535;

// The first 32 bits of every hash, ascending: gaps as Rice codes (src/lists/front.c).
export function prefixes(front) {
  const bytes = new Uint8Array(front), view = new DataView(bytes.buffer, bytes.byteOffset), bad = () => new Error('front');
  if (bytes.length < 72 || new TextDecoder().decode(bytes.subarray(0, 8)) !== 'CGFRNT1\n') throw bad();
  const n = view.getUint32(8, true), k = view.getUint32(12, true), end = (bytes.length - 8) * 8, unit = 2 ** k;
  if (k > 31 || n * (k + 1) > end) throw bad();
  const out = new Uint32Array(n);
  let at = 512, value = 0;
  const bit = () => bytes[at >> 3] >> (at++ & 7) & 1;
  for (let i = 0; i < n; i++) {
    let low = 0;
    while (at < end && bit()) value += unit;
    for (let b = 0; b < k; b++) low |= bit() << b;
    value += low >>> 0;
    if (at > end || value > 0xffffffff) throw bad();
    out[i] = value;
  }
  return { key: bytes.subarray(16, 32), sorted: out };
}

function has(sorted, wanted) {
  let from = 0, to = sorted.length;
  while (from < to) {
    const mid = (from + to) >>> 1;
    if (sorted[mid] < wanted) from = mid + 1;
    else to = mid;
  }
  return sorted[from] === wanted;
}

const dayOf = text => (text ? Math.floor(Date.parse(text) / 864e5) : NEVER);

async function digits(value) {
  const sum = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value));
  return Array.from(new Uint8Array(sum).subarray(0, 16), b => b.toString(16).padStart(2, '0')).join('');
}

async function get(path) {
  const r = await fetch(API + path, { credentials: 'omit' });
  if (!r.ok) throw new Error(path + ' ' + r.status);
  return r;
}

// What the ranges say of the values, in the lines that canhgiac.wasm reads.
async function ask(values) {
  const lines = await Promise.all(values.map(async value => {
    const hash = await digits(value), kind = value.slice(0, value.indexOf(':'));
    const range = await (await get(`range/${kind}/${hash.slice(0, 4)}.txt`)).text();
    return range.split('\n').map(l => l.split('\t')).filter(l => l[0] === hash)
      .map(l => [value, l[1], dayOf(l[2]), dayOf(l[3]), l[4], l[5]].join('\t') + '\n').join('');
  }));
  return lines.join('');
}

export function lists() {
  let held = null, loaded = 0, loading = null;

  async function load() {
    const about = await (await get('manifest.json')).json();
    if (held && held.number === about.number) return held;
    if (about.front.bytes > FRONT_MOST) return null;
    const front = prefixes(await (await get(about.front.path)).arrayBuffer());
    return { number: about.number, key: front.key, sorted: front.sorted };
  }
  function current() {
    if (loading || Date.now() - loaded < FRESH) return loading || Promise.resolve(held);
    loading = load().then(l => { held = l; loaded = Date.now(); }, () => { loaded = Date.now() - FRESH + 30000; })
      .then(() => { loading = null; return held; });
    return loading;
  }
  async function check(r, input) {
    const list = self.crypto && crypto.subtle ? await current() : null;
    if (!list) return null;
    const day = Math.floor((Date.now() + 7 * 36e5) / 864e5); // as days are counted in Viet Nam
    const with_ = told => Object.assign({}, input, { list: { key: list.key, number: list.number, day, told } });
    const verdict = r.check(with_(''));
    const values = new Set(r.asked().split('\n').map(l => l.split('\t')).filter(l => l.length === 3 &&
      (has(list.sorted, parseInt(l[1], 16)) || has(list.sorted, parseInt(l[2], 16)))).map(l => l[0]));
    if (!values.size) return { verdict, open: false };
    try {
      const told = await ask([...values].slice(0, RANGES_MOST));
      return { verdict: told ? r.check(with_(told)) : verdict, open: false };
    } catch (e) {
      return { verdict, open: true };
    }
  }
  return { warm: () => { current(); }, check };
}
